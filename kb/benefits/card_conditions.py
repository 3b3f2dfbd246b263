"""How `benefits.yaml` writes conditions: one key each, an operator or a fact of the closed set, with its words (see kb/benefits/card_file.py).

They are read into the conditions of kb/cases, beside which stands what only the file knows: where each was written, and how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from kb.cases import (
    All,
    AnyOf,
    Bounded,
    Check,
    Condition,
    ConditionWords,
    Fact,
    Facts,
    Is,
    Leaf,
    Not,
    OneOf,
    Range,
    Unstated,
    Vocabulary,
    Within,
)

# Of nested models only the outermost makes a validator: the others would each make one of all they hold, at every start.
STRICT = ConfigDict(extra="forbid", frozen=True, defer_build=True)
VerbatimWords = Annotated[str, Field(pattern=r"\S")]
Place: TypeAlias = tuple[int | str, ...]


def words_only(value: object) -> object:
    """A condition or statement that is only its words may be written as them."""
    return {"words": value} if isinstance(value, str) else value


def listed(value: object) -> object:
    """One value where a list is meant, as a list of one."""
    return value if value is None or isinstance(value, list | tuple) else [value]


class Quoted(BaseModel):
    """Verbatim words, in the card's clause or in the one named."""

    model_config = STRICT

    words: VerbatimWords
    clause: VerbatimWords | None = None

    @property
    def quote(self) -> ConditionWords:
        """The words with their clause."""
        return ConditionWords(self.words, self.clause)


Q = TypeVar("Q", bound=Quoted)


class _YesNo(Quoted):
    wanted: Annotated[bool, Field(alias="is")] = True


class _Number(Quoted):
    under: int | None = None
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _bounded(self) -> _Number:
        if not self.bounds:
            raise ValueError("须有 under、at_least 或 at_most (give under, at_least or at_most)")
        if {"under", "at_most"} <= self.bounds.keys():
            raise ValueError("under 与 at_most 只能有一个 (give under or at_most, not both)")
        return self

    @property
    def bounds(self) -> dict[str, int]:
        """The bounds by the key they stand under."""
        given = {"under": self.under, "at_least": self.at_least, "at_most": self.at_most}
        return {key: value for key, value in given.items() if value is not None}

    def range(self, fact: Fact) -> Range:
        """The bounds as a closed range."""
        low = fact.low if self.at_least is None else self.at_least
        return Range(low, self.at_most if self.under is None else self.under - 1)


class _Choice(Quoted):
    values: Annotated[tuple[str, ...], Field(alias="in", min_length=1), BeforeValidator(listed)]


class _Plain(Quoted):
    plain: VerbatimWords
    en: VerbatimWords | None = None


@dataclass(frozen=True)
class WrittenLeaf:
    """A condition without an operator: the place of its key, `("all", 1, "rural")`, and its bounds by theirs, `{"under": 60}`."""

    place: Place
    leaf: Leaf
    words: ConditionWords
    bounds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CardCondition:
    """A condition with its leaves in the order of the file; `written` is the plain data it was read from, and is stored as."""

    condition: Condition
    leaves: tuple[WrittenLeaf, ...]
    written: object


def vocabulary_of(info: ValidationInfo) -> Vocabulary:
    """The vocabulary that cards are validated with, `model_validate(…, context={"vocabulary": …})`: the package's where none is given."""
    found = (info.context or {}).get("vocabulary")
    return found if isinstance(found, Vocabulary) else Vocabulary.builtin()


def read_condition(written: object, info: ValidationInfo) -> CardCondition:
    """Plain data as a condition; pydantic's ValidationError with the place of what is wrong."""
    reader = _Reader(vocabulary_of(info).facts)
    return CardCondition(reader.condition(written), tuple(reader.leaves), written)


WrittenCondition = Annotated[CardCondition, PlainValidator(read_condition), PlainSerializer(attrgetter("written"))]
"""A field of a model that holds a condition."""


@dataclass(frozen=True)
class _Reader:
    """Reads a condition; its leaves are gathered in the order in which they stand."""

    facts: Facts
    leaves: list[WrittenLeaf] = field(default_factory=list)

    def condition(self, written: object, place: Place = ()) -> Condition:
        if not isinstance(written, Mapping) or len(written) != 1:
            raise _fault(place, "每个条件恰好一个键 (a condition has exactly one key)")
        [(key, inner)] = written.items()
        place = (*place, key)
        if key == "not":
            return Not(self.condition(inner, place))
        if key not in ("all", "any"):
            self.leaves.append(self.leaf(key, inner, place))
            return self.leaves[-1].leaf
        if not isinstance(inner, list) or not inner:
            raise _fault(place, "须列出条件 (list the conditions)")
        parts = tuple(self.condition(part, (*place, number)) for number, part in enumerate(inner))
        return All(parts) if key == "all" else AnyOf(parts)

    def leaf(self, key: str, inner: object, place: Place) -> WrittenLeaf:
        if key == "unstated":
            words = _body(Quoted, inner, place).quote
            return WrittenLeaf(place, Unstated(words), words)
        if key == "check":
            plain = _body(_Plain, inner, place)
            return WrittenLeaf(place, Check(plain.plain, plain.quote, plain.en), plain.quote)
        if key == "region":
            places = _body(_Choice, inner, place)
            return WrittenLeaf(place, Within(places.values, places.quote), places.quote)
        if key not in self.facts:
            raise _fault(place, "", "extra_forbidden")
        return _fact_leaf(self.facts[key], inner, place)


def _fact_leaf(fact: Fact, inner: object, place: Place) -> WrittenLeaf:
    if fact.kind == "yes_no":
        stated = _body(_YesNo, inner, place)
        return WrittenLeaf(place, Is(fact, stated.wanted, stated.quote), stated.quote)
    if fact.kind == "number":
        number = _body(_Number, inner, place)
        return WrittenLeaf(place, Bounded(fact, number.range(fact), number.quote), number.quote, number.bounds)
    choice = _body(_Choice, inner, place)
    if unknown := [value for value in choice.values if value not in fact.values]:
        raise _fault((*place, "in"), f"{unknown[0]} 不在 {'、'.join(fact.values)} 之中 (no such value)")
    return WrittenLeaf(place, OneOf(fact, choice.values, choice.quote), choice.quote)


def _body(model: type[Q], inner: object, place: Place) -> Q:
    """What stands below a key; an error names its place in the whole."""
    try:
        return model.model_validate(words_only(inner))
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        raise _fault((*place, *first["loc"]), first["msg"], first["type"]) from error


def _fault(place: Place, said: str, kind: str = "condition") -> ValidationError:
    details = InitErrorDetails(type=PydanticCustomError(kind, said), loc=place, input=None)
    return ValidationError.from_exception_data("condition", [details])

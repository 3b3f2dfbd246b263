"""How `benefits.yaml` writes conditions: one key each, an operator or a fact of the closed set, with its words (see kb/benefits/card_file.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from kb.cases import (
    FACTS,
    All,
    AnyOf,
    Bounded,
    Check,
    Condition,
    ConditionWords,
    Fact,
    Is,
    Not,
    OneOf,
    Range,
    Unstated,
    Within,
)
from kb.files import YamlPath

STRICT = ConfigDict(extra="forbid", frozen=True)
VerbatimWords = Annotated[str, Field(pattern=r"\S")]
_BOUNDS = ("under", "at_least", "at_most")


def words_only(value: object) -> object:
    """A leaf or statement that is only its words may be written as them."""
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


class _YesNo(Quoted):
    wanted: Annotated[bool, Field(alias="is")] = True


class _Number(Quoted):
    under: int | None = None
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _bounded(self) -> _Number:
        if self.under is None and self.at_least is None and self.at_most is None:
            raise ValueError("须有 under、at_least 或 at_most (give under, at_least or at_most)")
        if self.under is not None and self.at_most is not None:
            raise ValueError("under 与 at_most 只能有一个 (give under or at_most, not both)")
        return self

    def bounds(self, fact: Fact) -> Range:
        """The bounds as a closed range."""
        highs = [high for high in (self.at_most, None if self.under is None else self.under - 1) if high is not None]
        return Range(self.at_least if self.at_least is not None else fact.low, min(highs, default=None))


class _Choice(Quoted):
    values: Annotated[tuple[str, ...], Field(alias="in", min_length=1), BeforeValidator(listed)]


class _Plain(Quoted):
    plain: VerbatimWords
    en: VerbatimWords | None = None


def _leaf_field(fact: Fact) -> Any:  # noqa: ANN401 - a field definition of pydantic.create_model
    if fact.kind == "yes_no":
        return (Annotated[_YesNo | None, BeforeValidator(words_only)], None)
    if fact.kind == "number":
        return (_Number | None, None)

    def known(leaf: _Choice | None) -> _Choice | None:
        if leaf and (unknown := [value for value in leaf.values if value not in fact.values]):
            raise ValueError(f"{unknown[0]} 不在 {'、'.join(fact.values)} 之中 (no such value)")
        return leaf

    return (Annotated[_Choice | None, AfterValidator(known)], None)


_Leaves = create_model("_Leaves", __config__=STRICT, **{name: _leaf_field(fact) for name, fact in FACTS.items()})


class ConditionEntry(_Leaves):  # type: ignore[misc, valid-type]
    """One condition: an operator, `unstated`, `check`, `region`, or a fact of the closed set; exactly one key."""

    all_of: Annotated[tuple[ConditionEntry, ...] | None, Field(alias="all", min_length=1)] = None
    any_of: Annotated[tuple[ConditionEntry, ...] | None, Field(alias="any", min_length=1)] = None
    not_: Annotated[ConditionEntry | None, Field(alias="not")] = None
    unstated: Annotated[Quoted | None, BeforeValidator(words_only)] = None
    check: _Plain | None = None
    region: _Choice | None = None

    @model_validator(mode="after")
    def _one_key(self) -> ConditionEntry:
        if len(self.model_fields_set) != 1:
            raise ValueError("每个条件恰好一个键 (a condition has exactly one key)")
        return self

    def singles(self, place: YamlPath = ()) -> Iterator[tuple[YamlPath, ConditionEntry]]:
        """The conditions without an operator in it, in reading order, each with the place of its key: `("all", 1, "rural")`."""
        operands = (("all", self.all_of), ("any", self.any_of), ("not", self.not_ and (self.not_,)))
        if any(parts for _, parts in operands):
            for name, parts in operands:
                for number, part in enumerate(parts or ()):
                    yield from part.singles((*place, name) if name == "not" else (*place, name, number))
        else:
            yield (*place, self.key), self

    @property
    def key(self) -> str:
        """What it is: an operator, `unstated`, `check`, `region` or a fact."""
        return str(next(iter(self.model_fields_set)))

    @property
    def leaf(self) -> Quoted:
        """What a condition without an operator says, with its words."""
        return cast(Quoted, getattr(self, self.key))

    @property
    def bounds(self) -> Mapping[str, int]:
        """The bounds as they were written, by key: `{"under": 60}`; empty for what is no number."""
        leaf = self.leaf
        found = {key: getattr(leaf, key) for key in _BOUNDS} if isinstance(leaf, _Number) else {}
        return {key: value for key, value in found.items() if value is not None}

    def condition(self) -> Condition:
        """The condition as kb/cases/conditions.py weighs it."""
        if self.all_of:
            return All(tuple(part.condition() for part in self.all_of))
        if self.any_of:
            return AnyOf(tuple(part.condition() for part in self.any_of))
        if self.not_:
            return Not(self.not_.condition())
        if self.unstated:
            return Unstated(self.unstated.quote)
        if self.check:
            return Check(self.check.plain, self.check.quote, self.check.en)
        if self.region:
            return Within(self.region.values, self.region.quote)
        return _fact_leaf(self)


def _fact_leaf(entry: ConditionEntry) -> Condition:
    name, leaf = entry.key, entry.leaf
    if isinstance(leaf, _YesNo):
        return Is(name, leaf.wanted, leaf.quote)
    if isinstance(leaf, _Number):
        return Bounded(name, leaf.bounds(FACTS[name]), leaf.quote)
    return OneOf(name, cast(_Choice, leaf).values, leaf.quote)

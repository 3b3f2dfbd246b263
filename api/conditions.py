"""Conditions on metadata, as Dify, RAGFlow and LlamaIndex send them with a question: they narrow what is searched.

`is` one region, document, kind or day is a filter of ours, with what that filter means (a region's rules and those around it). Any other
operator is held against the metadata of each document, as its records give them. What is neither is refused by name: passed over, it would
let through what the caller meant to keep out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict, Field

from api.doors import day_of, filters_of
from kb.documents import validity_on
from kb.errors import InvalidInput
from kb.records import DOCUMENT_KINDS, Clause, Document, Filters, Validity


class Sent(BaseModel):
    """What the other program sends; it may send more than is used here, since it is not ours to say what it knows."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ConditionRequest(Sent):
    """A condition on the metadata of records."""

    name: str | list[str]
    """region, document, number, title, kind, as_of, validity, effective_from or effective_to."""
    comparison_operator: str
    """`is`, `is not`, `in`, `not in`, `contains`, `not contains`, `start with`, `end with`, `empty`, `not empty`; of dates `<`, `>`, `≤`, `≥`."""
    value: str | int | float | list[str] | None = None
    """What is compared; an empty one is no condition, but for `empty` and `not empty`."""


class ConditionsRequest(Sent):
    """Conditions that all must hold."""

    logical_operator: str | None = "and"
    """`and`; `or` only where there is one condition."""
    conditions: list[ConditionRequest] | None = Field(default=None, max_length=20)
    """The conditions."""


# The name of a condition and the filter that it is; of a document the id, the number and the title are all names.
_FILTERS: Final[Mapping[str, str]] = {
    "region": "region",
    "document": "document",
    "number": "document",
    "title": "document",
    "kind": "kind",
    "as_of": "as_of",
}
_DATES: Final = ("effective_from", "effective_to")
NAMES: Final = (*_FILTERS, "validity", *_DATES)
# What each program writes for an operator.
_SPELLINGS: Final[Mapping[str, str]] = {
    **{"=": "is", "==": "is", "≠": "is not", "!=": "is not", "nin": "not in", "text_match": "contains"},
    **{"is_empty": "empty", "starts with": "start with", "ends with": "end with"},
    **{"before": "<", "after": ">", "<=": "≤", ">=": "≥"},
}
# Names with few values: another one is a slip, which "is not" would let everything through for.
_VALUES: Final[Mapping[str, Sequence[str]]] = {"kind": DOCUMENT_KINDS, "validity": get_args(Validity)}
_CHOICES: Final = ("is", "is not", "in", "not in")
_UNVALUED: Final = ("empty", "not empty")
_Compare = Callable[[str, list[str]], bool]
_OF_WORDS: Final[Mapping[str, _Compare]] = {
    "is": lambda held, values: held == values[0],
    "is not": lambda held, values: held != values[0],
    "in": lambda held, values: held in values,
    "not in": lambda held, values: held not in values,
    "contains": lambda held, values: values[0] in held,
    "not contains": lambda held, values: values[0] not in held,
    "start with": lambda held, values: held.startswith(values[0]),
    "end with": lambda held, values: held.endswith(values[0]),
    "empty": lambda held, _: not held,
    "not empty": lambda held, _: bool(held),
}
# A date that is not known is neither before nor after another.
_OF_DATES: Final[Mapping[str, _Compare]] = {
    "<": lambda held, values: bool(held) and held < values[0],
    ">": lambda held, values: bool(held) and held > values[0],
    "≤": lambda held, values: bool(held) and held <= values[0],
    "≥": lambda held, values: bool(held) and held >= values[0],
}


@dataclass(frozen=True)
class Test:
    """What a piece of metadata must be."""

    name: str
    holds: Callable[[str], bool]


@dataclass(frozen=True)
class Conditions:
    """Filters by name, and tests of each document's metadata."""

    filters: Mapping[str, str]
    tests: tuple[Test, ...] = ()

    @property
    def chosen(self) -> Filters:
        """The filters; InvalidInput for a day that is none."""
        named = self.filters.get
        return filters_of(named("region"), named("document"), self.as_of, kind=named("kind"))

    @property
    def as_of(self) -> str | None:
        """The day that validity is judged by; None for today."""
        return self.filters.get("as_of")

    def admits(self, document: Document, clause: Clause | None = None) -> bool:
        """Whether a document, or a clause of it, is what is wanted."""
        held = metadata_of(document, clause, self.as_of)
        return all(test.holds(held[test.name]) for test in self.tests)


def metadata_of(document: Document, clause: Clause | None, as_of: str | None) -> dict[str, str]:
    """What records say of a document; the validity is a clause's own, on a day. What is not known is an empty string."""
    return {
        "document": document.id,
        "number": document.number or "",
        "title": document.title,
        "region": document.region or "",
        "kind": document.kind,
        "validity": validity_on(document, day_of(as_of), clause.id if clause else None)[0],
        "effective_from": document.effective_from.isoformat() if document.effective_from else "",
        "effective_to": document.effective_to.isoformat() if document.effective_to else "",
    }


def read_conditions(given: ConditionsRequest | None) -> Conditions:
    """The filters and the tests that conditions mean; InvalidInput names what cannot be one."""
    conditions = [each for each in (given.conditions or [] if given else []) if _is_one(each)]
    if given and len(conditions) > 1 and given.logical_operator not in (None, "and"):
        raise _refused("logical_operator", str(given.logical_operator), ["and"])
    filters: dict[str, str] = {}
    tests: list[Test] = []
    for each in conditions:
        names = [each.name] if isinstance(each.name, str) else each.name
        if len(names) != 1 or names[0] not in NAMES:
            raise _refused("name", "、".join(names), NAMES)
        name, operator = names[0], _operator(each)
        values = [_value(name, one) for one in _listed(operator, each.value)]
        possible = ["is"] if name == "as_of" else [*_OF_WORDS, *(_OF_DATES if name in _DATES else ())]
        if operator not in possible:
            raise _refused("comparison_operator", f"{name} {each.comparison_operator}", possible)
        if len(values) != 1 and operator not in ("in", "not in"):
            raise _refused("value", "、".join(values), ["一个值 one value"])
        allowed = _VALUES.get(name)
        if allowed and operator in _CHOICES and (others := [one for one in values if one not in allowed]):
            raise _refused("value", others[0], allowed)
        if operator == "is" and name in _FILTERS:
            if filters.setdefault(_FILTERS[name], values[0]) != values[0]:
                raise _refused("value", values[0], [filters[_FILTERS[name]]])
        else:
            tests.append(Test(name, partial(_compared, {**_OF_WORDS, **_OF_DATES}[operator], values)))
    return Conditions(filters, tuple(tests))


def _listed(operator: str, value: str | float | list[str] | None) -> Sequence[str | float | None]:
    """The values of a condition; some programs write several in one word, with commas."""
    if operator in ("in", "not in") and isinstance(value, str):
        return [one.strip() for one in value.split(",")]
    return value if isinstance(value, list) else [value]


def _is_one(given: ConditionRequest) -> bool:
    return given.value not in (None, "", []) or _operator(given) in _UNVALUED


def _operator(given: ConditionRequest) -> str:
    said = given.comparison_operator.strip().lower()
    return _SPELLINGS.get(said, said)


def _value(name: str, given: str | float | None) -> str:
    """A value as records write it; of a date seconds since 1970 are read too, which Dify's calendar sends."""
    said = "" if given is None else str(given).strip()
    if name in _DATES and said.replace(".", "", 1).isdigit() and len(said) > 8:
        try:
            return datetime.fromtimestamp(float(said)).date().isoformat()
        except (OverflowError, ValueError, OSError):
            raise _refused("value", said, ["2018-01-01"]) from None
    return day_of(said).isoformat() if name in _DATES and said else said


def _compared(compare: _Compare, values: list[str], held: str) -> bool:
    return compare(held, values)


def _refused(part: str, given: str, possible: Iterable[str]) -> InvalidInput:
    said = "、".join(possible)
    return InvalidInput(
        f"条件的 {part}“{given[:80]}”不能用：只能是 {said}。",
        f"The condition's {part} “{given[:80]}” cannot be used; it can be: {said}.",
        field="metadata_condition",
    )

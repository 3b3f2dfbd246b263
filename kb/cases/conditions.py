"""Conditions of benefits: a small typed language over the facts of a corpus, weighed in Kleene's strong three-valued logic.

A condition that a text leaves open (按规定, 符合条件的) and a criterion that no fact holds are always `open`: a missing fact
never becomes a yes, and knowing less never turns `open` into `yes` or `no` (S. C. Kleene, Introduction to Metamathematics, §64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kb.cases.facts import Fact, FactValue, Range

Truth = Literal["yes", "no", "open"]
_OPPOSITE: Mapping[Truth, Truth] = {"yes": "no", "no": "yes", "open": "open"}


@dataclass(frozen=True)
class ConditionWords:
    """Verbatim words; `clause` is the label of the clause they stand in, None for the card's own."""

    text: str
    clause: str | None = None


@dataclass(frozen=True)
class All:
    """Each part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """One part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part must not hold."""

    part: Condition


@dataclass(frozen=True)
class Is:
    """A yes-or-no fact."""

    fact: Fact
    wanted: bool
    words: ConditionWords


@dataclass(frozen=True)
class Bounded:
    """A number within bounds, both included."""

    fact: Fact
    bounds: Range
    words: ConditionWords


@dataclass(frozen=True)
class OneOf:
    """A choice that is one of several."""

    fact: Fact
    values: tuple[str, ...]
    words: ConditionWords


@dataclass(frozen=True)
class Within:
    """A place that is, or lies in, one of the places named; `words` None where the document's own region is meant."""

    places: tuple[str, ...]
    words: ConditionWords | None


@dataclass(frozen=True)
class Unstated:
    """What the text leaves open, by these words; only the office can say."""

    words: ConditionWords


@dataclass(frozen=True)
class Check:
    """What the text does state and no fact of the corpus holds: to be shown at the window."""

    plain: str
    words: ConditionWords
    en: str | None = None


Leaf: TypeAlias = Is | Bounded | OneOf | Within | Unstated | Check
Condition: TypeAlias = All | AnyOf | Not | Leaf


@dataclass(frozen=True)
class Known:
    """What is known of a case: facts by name, and how its place relates to those a condition names."""

    facts: Mapping[str, FactValue]
    within: Callable[[tuple[str, ...]], Truth]


@dataclass(frozen=True)
class Trace:
    """A condition as it was weighed, with its parts."""

    condition: Condition
    truth: Truth
    parts: tuple[Trace, ...] = ()


def evaluate(condition: Condition, known: Known) -> Trace:
    """Weighs a condition: `yes`, `no`, or `open` where a fact is missing or the text leaves it open."""
    if isinstance(condition, All | AnyOf):
        parts = tuple(evaluate(part, known) for part in condition.parts)
        truths = {part.truth for part in parts}
        deciding, rest = ("no", "yes") if isinstance(condition, All) else ("yes", "no")
        return Trace(condition, deciding if deciding in truths else "open" if "open" in truths else rest, parts)  # type: ignore[arg-type]
    if isinstance(condition, Not):
        part = evaluate(condition.part, known)
        return Trace(condition, _OPPOSITE[part.truth], (part,))
    return Trace(condition, _leaf(condition, known))


def _leaf(leaf: Leaf, known: Known) -> Truth:
    if isinstance(leaf, Unstated | Check):
        return "open"
    if isinstance(leaf, Within):
        return known.within(leaf.places)
    value = known.facts.get(leaf.fact.name)
    if isinstance(leaf, Is) and isinstance(value, bool):
        return "yes" if value is leaf.wanted else "no"
    if isinstance(leaf, OneOf) and isinstance(value, str):
        return "yes" if value in leaf.values else "no"
    if isinstance(leaf, Bounded) and isinstance(value, Range):
        return _bounded(value, leaf.bounds)
    return "open"


def _bounded(value: Range, bounds: Range) -> Truth:
    common = value.meets(bounds)
    if common is None:
        return "no"
    return "yes" if common == value else "open"


def deciding(trace: Trace) -> tuple[Leaf, ...]:
    """The leaves that make a condition what it is: those that fail it, leave it open, or (of a yes) meet it; each once."""
    return tuple(dict.fromkeys(_deciding(trace, trace.truth)))


def _deciding(trace: Trace, truth: Truth) -> Iterator[Leaf]:
    if trace.truth != truth:
        return
    if isinstance(trace.condition, Not):
        yield from _deciding(trace.parts[0], _OPPOSITE[truth])
    elif isinstance(trace.condition, All | AnyOf):
        for part in trace.parts:
            yield from _deciding(part, truth)
    else:
        yield trace.condition


def met_leaves(trace: Trace) -> tuple[Leaf, ...]:
    """The leaves that a case is known to meet, whatever the whole comes to; each once."""
    return tuple(dict.fromkeys(_met(trace, "yes")))


def _met(trace: Trace, wanted: Truth) -> Iterator[Leaf]:
    if isinstance(trace.condition, Not):
        yield from _met(trace.parts[0], _OPPOSITE[wanted])
    elif isinstance(trace.condition, All | AnyOf):
        for part in trace.parts:
            yield from _met(part, wanted)
    elif trace.truth == wanted:
        yield trace.condition


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All leaves in reading order."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def leaf_name(leaf: Leaf) -> tuple[str, str]:
    """What a leaf asks for, in Chinese and English: `距领取养老金不满60个月`."""
    if isinstance(leaf, Unstated):
        return f"文件没有写明：“{leaf.words.text}”", "left open by the text"
    if isinstance(leaf, Check):
        return leaf.plain, leaf.en or "a condition of the text to be shown at the window"
    if isinstance(leaf, Within):
        return f"在{'、'.join(leaf.places)}", f"in {', '.join(leaf.places)}"
    fact = leaf.fact
    if isinstance(leaf, Is):
        return (fact.zh, fact.en) if leaf.wanted else (f"不是“{fact.zh}”", f"not {fact.en}")
    if isinstance(leaf, OneOf):
        chosen = [(each.zh, each.en) for each in fact.choices if each.value in leaf.values]
        return f"{fact.zh}：{'或'.join(zh for zh, _ in chosen)}", f"{fact.en}: {' or '.join(en for _, en in chosen)}"
    return _bounds_name(leaf)


def _bounds_name(leaf: Bounded) -> tuple[str, str]:
    fact, low, high = leaf.fact, leaf.bounds.low, leaf.bounds.high
    if high is None:
        (zh, en), form = _length(low, fact.unit), ("{}以上", "{} or more")
    elif low == fact.low:
        (zh, en), form = _length(high + 1, fact.unit), ("不到{}", "less than {}")
    else:
        zh, en = fact.unit
        return f"{fact.zh}{low}至{high}{zh}", f"{fact.en}: {low} to {high} {en}"
    return fact.zh + form[0].format(zh), f"{fact.en}: {form[1].format(en)}"


def _length(number: int, unit: tuple[str, str]) -> tuple[str, str]:
    """`60个月（5年）`: whole years are told too."""
    zh, en = f"{number}{unit[0]}", f"{number} {unit[1]}"
    if unit[1] == "months" and number >= 24 and number % 12 == 0:
        return f"{zh}（{number // 12}年）", f"{en} ({number // 12} years)"
    return zh, en

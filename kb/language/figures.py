"""Figures: the amounts and terms of a sentence, each with its place, its kind, its value and what limits it.

Values are in base units (kb/language/expressions.py), so that 3年 = 36个月 = 三年 and 10万元 = 100000元: money in yuan, shares as parts of one,
durations in months, days, working days, minutes or class hours (months are not turned into days: a month has no fixed number of them),
ages in years, counts in what is counted, dates as yyyymmdd with zeros for what is not said. Words that fix a sum without a number are
figures too (kb/language/fixed_words.py): 免费 is 0 yuan, 全额 is 100%, 减半 is less by 50%; 按规定 has no value and equals only itself.

What it cannot see: what a share is a share of (工资的50%, 学费的50%), what is counted beyond the measure word, sums in other currencies, vague
numbers (几个, 数百人), a limit that stands in another stretch of the sentence, nor that a sum paid monthly and another paid yearly come to
the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kb.language.expressions import Expression, expressions_in
from kb.language.figure_bounds import Bound, limits_of
from kb.language.fixed_words import fixed_words_in
from kb.language.normal_form import folded
from kb.language.quantities import FigureKind

# A range says both of its ends: 年满16-60周岁 is 16-60周岁.
_ENDS = frozenset[Bound]({"at_least", "at_most"})


@dataclass(frozen=True)
class Figure:
    """A figure at `[start, end)` of its sentence, the words that limit it included; `text` is just that fragment.

    `value` is in the base `unit`, None for a word without one; `upper` is the other end of a range (16-60周岁).
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    unit: str
    value: Decimal | None
    upper: Decimal | None = None
    bounds: frozenset[Bound] = frozenset()

    def same_value(self, other: Figure) -> bool:
        """Whether both are the same amount or term, whatever limits them."""
        return (self.kind, self.unit, self.value, self.upper) == (other.kind, other.unit, other.value, other.upper)

    def same(self, other: Figure) -> bool:
        """Whether both are the same amount or term under the same limits, however they are written."""
        return self.same_value(other) and self.bounds == other.bounds


def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a sentence in reading order, none overlapping another."""
    plain = folded(text)
    found: list[tuple[Expression, frozenset[Bound]]] = [
        (one, frozenset({"about"}) if one.about else frozenset()) for one in expressions_in(text)
    ]
    for one, bounds in fixed_words_in(plain):
        if all(one.end <= other.start or one.start >= other.end for other, _ in found):
            found.append((one, bounds))
    found.sort(key=lambda pair: pair[0].start)
    result: list[Figure] = []
    floor = 0
    for place, (one, bounds) in enumerate(found):
        ceiling = found[place + 1][0].start if place + 1 < len(found) else len(text)
        limits = limits_of(plain, one.start, one.end, floor, ceiling, one.kind)
        result.append(
            Figure(
                limits.start,
                limits.end,
                text[limits.start : limits.end],
                one.kind,
                one.unit,
                _decimal(one.value),
                _decimal(one.upper),
                bounds | (limits.bounds - _ENDS if one.upper is not None else limits.bounds),
            )
        )
        floor = limits.end
    return tuple(result)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)

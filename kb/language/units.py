"""The units of notices: what each measures, and how it stands behind a number, with what makes the number inexact (300余人, 10多万元)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kb.language.numbers import number_value
from kb.language.quantities import COUNTERS, FigureKind
from kb.regex import regex

_NO_UNIT_BEFORE: Final = {"期": r"(?![间限满末初])", "米": r"(?![饭粉线面])"}
# What a unit measures: kind, base unit and how many of it; behind the unit, what must not follow it.
_UNITS: Final[tuple[tuple[str, str, FigureKind, str, Fraction], ...]] = (
    *((word, r"(?![素宵旦月])", "money", "yuan", Fraction(1)) for word in ("元钱", "元", "块钱", "块")),
    ("角", r"(?![度色落])", "money", "yuan", Fraction(1, 10)),
    ("毛", r"(?![病重利])", "money", "yuan", Fraction(1, 10)),
    ("%", "", "share", "one", Fraction(1, 100)),
    ("‰", "", "share", "one", Fraction(1, 1000)),
    ("个百分点", "", "share", "point", Fraction(1)),
    ("个点", r"(?![位子心名评])", "share", "point", Fraction(1)),
    ("个基点", "", "share", "point", Fraction(1, 100)),
    ("倍", "", "share", "times", Fraction(1)),
    *((word, "", "age", "year", Fraction(1)) for word in ("周岁", "岁")),
    *((word, "", "duration", "month", Fraction(1)) for word in ("个月", "个多月")),
    *(
        ("个半" + word, "", "duration", unit, times)
        for word, unit, times in (("月", "month", Fraction(1)), ("小时", "minute", Fraction(60)))
    ),
    ("个季度", "", "duration", "month", Fraction(3)),
    ("周年", "", "duration", "month", Fraction(12)),
    ("年", r"(?![度代级第限龄底末]|\s?\d{1,2}\s?月)", "duration", "month", Fraction(12)),
    *((word, "", "duration", "working day", Fraction(1)) for word in ("个工作日", "工作日")),
    *((word, "", "duration", "day", Fraction(1)) for word in ("个自然日", "自然日", "个日历日", "日历日")),
    ("天", r"(?![然气使])", "duration", "day", Fraction(1)),
    ("日", r"(?![常报益])", "duration", "day", Fraction(1)),
    ("周", r"(?![岁年期边转围末一二三四五六日密])", "duration", "day", Fraction(7)),
    *((word, "", "duration", "day", Fraction(7)) for word in ("个星期", "星期", "个礼拜", "礼拜")),
    *((word, "", "duration", "minute", Fraction(60)) for word in ("个小时", "小时")),
    ("分钟", "", "duration", "minute", Fraction(1)),
    *((word, "", "duration", "class hour", Fraction(1)) for word in ("个学时", "学时", "个课时", "课时")),
    *(
        (word, _NO_UNIT_BEFORE.get(word, ""), "count", word, Fraction(1))
        for word in ("人次", *(c.split("(")[0] for c in COUNTERS.split("|")))
    ),
)
_BY_WORD: Final = {word: (kind, unit, times) for word, _, kind, unit, times in _UNITS}
_UNIT = regex(
    r"\s?(?:"
    + "|".join(r"\s?".join(word) + guard for word, guard, *_ in sorted(_UNITS, key=lambda row: -len(row[0])))
    + ")"
)
_SAME_MEASURE: Final = {"名": "人", "位": "人", "㎡": "平方米", "m²": "平方米", "平方": "平方米"}
_MORE = regex(r"\s?[多余来几](?P<scale>\s?[百千万亿]+)?(?=\s?\D)")


@dataclass(frozen=True)
class MeasureUnit:
    """A unit found behind a number: where it ends, the word, what it measures, `times` of the base unit `name`.

    `scale` stood between the number and the unit (10多万元), `about`: 多 or 余 did.
    """

    end: int
    word: str
    kind: FigureKind
    name: str
    times: Fraction
    scale: str = ""
    about: bool = False


def unit_behind(text: str, at: int) -> MeasureUnit | None:
    """The unit that stands at `at` of a folded text, behind a number; None if none does."""
    if found := _UNIT.match(text, at):
        return _unit(found)
    more = _MORE.match(text, at)
    if more and (found := _UNIT.match(text, more.end())):
        return _unit(found, _bare(more["scale"] or ""), about=True)
    return None


def scale_value(scale: str) -> Fraction:
    """`万` → 10000, `百万` → 1000000; 1 for none."""
    return (number_value(f"一{scale}") if scale else None) or Fraction(1)


def _unit(found: re.Match[str], scale: str = "", *, about: bool = False) -> MeasureUnit:
    word = _bare(found[0])
    kind, name, times = _BY_WORD[word]
    return MeasureUnit(found.end(), word, kind, _SAME_MEASURE.get(name, name), times, scale, about)


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)

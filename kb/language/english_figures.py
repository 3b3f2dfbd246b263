"""English for the figures, dates and negations of a Chinese sentence, told by rule: 最长不超过3年 → at most 3 years, 不得 → must not.

A help to read the sentence beside it, never a translation of it: what a figure is of is left to the sentence and its glossary. A figure whose
unit has no plain English is told as a number.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kb.language.figure_bounds import Bound
from kb.language.figures import Figure, figures_in
from kb.language.normal_form import folded
from kb.regex import regex

_LIMITS: Final[Mapping[Bound, str]] = {
    "at_most": "at most",
    "at_least": "at least",
    "more_than": "more than",
    "less_than": "less than",
    "about": "about",
    "up_by": "raised by",
    "down_by": "reduced by",
}
_EACH: Final[Mapping[Bound, str]] = {
    "per_person": "per person",
    "per_household": "per household",
    "per_firm": "per firm",
    "per_village": "per village",
    "per_post": "per post",
    "per_mu": "per mu of land",
    "per_hour": "per hour",
    "per_day": "per day",
    "per_month": "per month",
    "per_quarter": "per quarter",
    "per_half_year": "per half-year",
    "per_year": "per year",
    "per_term": "per school term",
    "per_time": "each time",
}
_COUNTED: Final = {
    "人": ("person", "people"),
    "人次": ("person-time", "person-times"),
    "户": ("household", "households"),
    "家": ("firm", "firms"),
    "次": ("time", "times"),
    "亩": ("mu", "mu"),
    "平方米": ("square metre", "square metres"),
}
_FIXED: Final = {
    "minimum wage": "the minimum wage",
    "retirement age": "the statutory retirement age",
    "without end": "without an end date",
}
_NEGATIONS: Final = (
    (r"不(?:得|能|可|应|准|许)(?:超过|高于|多于|超出)", "must not exceed"),
    (r"不(?:得|能|可|应|准|许)(?:低于|少于)", "must not be less than"),
    (r"不得|不准|不许|不应", "must not"),
    (r"严禁|禁止", "is forbidden"),
    (r"不予", "is not granted"),
    (r"不再", "no longer"),
    (r"不能|不可(?!或缺|抗|分)", "cannot"),
    (r"无需|无须|不需要?|不必|不要求", "is not required"),
    (r"不受", "is not bound by"),
    (r"不(?:包括|包含|含)", "not including"),
    (r"不(?:纳入|计入)", "is not counted in"),
    (r"不享受|不得享受", "is not entitled to"),
    (r"不符合", "does not meet"),
    (r"未经", "without"),
    (r"未(?=按|在|能|办|取|提|参|就|签)", "not"),
    (r"除外", "except the above"),
    (r"除(?=[^，。；]{1,40}[之以]?外)", "apart from"),
    (r"停止|中止", "stops"),
    (r"取消", "is abolished"),
    (r"但(?!书)", "but"),
)
_NEGATION = regex("|".join(f"(?P<n{i}>{pattern})" for i, (pattern, _) in enumerate(_NEGATIONS)))


def in_english(text: str) -> tuple[tuple[str, str], ...]:
    """`(words, English)` for the figures and negations of a sentence in reading order, each once."""
    figures = [(one.start, one.end, one.text, said) for one in figures_in(text) if (said := _said(one, text))]
    negations = (
        (
            match.start(),
            match.end(),
            text[match.start() : match.end()],
            _NEGATIONS[int((match.lastgroup or "n0")[1:])][1],
        )
        for match in _NEGATION.finditer(folded(text))
    )
    free = [one for one in negations if all(one[1] <= start or one[0] >= end for start, end, _, _ in figures)]
    return tuple(dict.fromkeys((words, said) for _, _, words, said in sorted([*figures, *free])))


def _said(figure: Figure, text: str) -> str:
    """A figure in English; "" where there is nothing to say: an ordinal, a sum by rules that are not named."""
    if figure.start and text[figure.start - 1] == "第":
        return ""
    if _is_day_of_month(figure, text):
        return f"before {_day(int(figure.value or 0))}"
    amount = _date(figure) if figure.kind == "date" else _amount(figure)
    if not amount:
        return ""
    limit = next((_limit(figure, name) for name in _LIMITS if name in figure.bounds), "")
    each = [said for name, said in _EACH.items() if name in figure.bounds and figure.kind != "date" and figure.value]
    if figure.kind == "count" and figure.unit not in _COUNTED and not limit and not each:
        return ""
    once = ", one-off" if "once" in figure.bounds else ""
    return " ".join(filter(None, (limit, amount, *each))) + once


def _is_day_of_month(figure: Figure, text: str) -> bool:
    """Whether some days are no length of time: 每季度末30日前."""
    is_days = figure.kind == "duration" and figure.unit == "day" and figure.text.endswith(("日", "日前"))
    after = figure.text.endswith("前") or text.startswith("前", figure.end)
    return is_days and after and re.search(r"(?:[月季]|季度)[初末底]?$", text[: figure.start]) is not None


def _limit(figure: Figure, name: Bound) -> str:
    if figure.kind == "date" and name == "at_most":
        return "until" if not figure.text.endswith("前") else "by" if re.search("[底末]", figure.text) else "before"
    if figure.kind == "date" and name == "at_least":
        return "after" if figure.text.endswith("后") else "from"
    if name == "at_most" and figure.kind == "duration" and figure.text.endswith("内"):
        return "within"
    return _LIMITS[name]


def _amount(figure: Figure) -> str:
    if figure.value is None:
        return _FIXED.get(figure.unit, "")
    if figure.kind == "money" and figure.value == 0:
        return "free of charge"
    last = figure.value if figure.upper is None else figure.upper
    scale, one, many = _unit(figure)
    part = Fraction(last).limit_denominator(9)
    if (
        scale == Decimal("0.01")
        and part.denominator in (3, 6, 7, 9)
        and abs(last - Decimal(part.numerator) / part.denominator) < Decimal("1e-9")
    ):
        return str(part)
    numbers = [_number(value / scale) for value in (figure.value, figure.upper) if value is not None]
    unit = one if last / scale == 1 else many
    return " to ".join(numbers) + (unit if unit == "%" else f" {unit}" if unit else "")


def _unit(figure: Figure) -> tuple[Decimal, str, str]:
    """How many base units one is, and its names for one and for several."""
    unit = figure.unit
    values = [value for value in (figure.value, figure.upper) if value is not None]
    if figure.kind == "money":
        million = all(value % 10_000 == 0 and value >= 1_000_000 for value in values)
        return (Decimal(1_000_000), "million yuan", "million yuan") if million else (Decimal(1), "yuan", "yuan")
    if figure.kind == "share":
        names = {"point": "percentage point", "times": "time"}
        return (Decimal(1), names[unit], f"{names[unit]}s") if unit in names else (Decimal("0.01"), "%", "%")
    if unit == "month" and "年" in figure.text and all(value % 12 == 0 for value in values):
        return Decimal(12), "year", "years"
    if unit == "minute" and all(value % 60 == 0 for value in values):
        return Decimal(60), "hour", "hours"
    if figure.kind == "age":
        return Decimal(1), "year of age", "years of age"
    if figure.kind == "duration":
        return Decimal(1), unit, f"{unit}s"
    return Decimal(1), *_COUNTED.get(unit, ("", ""))


def _number(value: Decimal) -> str:
    whole = value.quantize(Decimal("0.01")).normalize()
    return f"{whole:,f}"


def _date(figure: Figure) -> str:
    said = [_day(int(value)) for value in (figure.value, figure.upper) if value is not None]
    return " to ".join(said) if all(said) else ""


def _day(value: int) -> str:
    """`20160516` → 16 May 2016; zeros are what is not said."""
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    if month > 12 or not (year or month):
        return f"day {day} of the month" if day else ""
    return " ".join(
        filter(None, (str(day) if day else "", month_name[month] if month else "", str(year) if year else ""))
    )

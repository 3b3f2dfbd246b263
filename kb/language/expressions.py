"""The expressions of a sentence: a number with its unit, a share, a term, an age, a count, a date, each with its exact value.

`5 亿元` → 500000000 yuan, 两年半 → 30 months, 百分之三点五 → 0.035, 五六十岁 → 50 to 60. What limits an expression (最高, 每人每月) is left to
kb/language/figures.py, words that fix an amount without a number (免费, 减半) to kb/language/fixed_words.py. Base units: yuan, one (of a
share), point, times, month, day, working day, minute, class hour, year (of age); a count has its own measure. Dates are yyyymmdd with
zeros for what is not said: a year alone is yyyy0000, a day of any year mmdd, one of any month dd.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from kb.language.dates import Duration, find_dates
from kb.language.normal_form import folded
from kb.language.numbers import CHARACTERS, NUMBER, Number, number_value, numbers_in
from kb.language.quantities import FigureKind
from kb.language.units import scale_value, unit_behind
from kb.regex import regex

_TO = r"\s?(?:[-~—–]{1,2}|至|到)\s?"
_TO_NEXT = regex(_TO)
_CODE_BEFORE = regex(r"[\dA-Za-z][-–—]$")


@dataclass(frozen=True)
class Expression:
    """An expression at `[start, end)`, without the words around it.

    `value` is in the base `unit`, None for what has none; `upper` is the other end of a span. `about`: said to be inexact (300余人).
    `measure` is the unit as it is written.
    """

    start: int
    end: int
    kind: FigureKind
    unit: str
    value: Fraction | None
    upper: Fraction | None = None
    about: bool = False
    measure: str = ""


@dataclass(frozen=True)
class DurationMention:
    """A duration where it stands in a text."""

    value: Duration
    start: int
    end: int


_CURRENCY_BEFORE = regex(r"(?:¥|RMB|人民币)\s?$")
_MONTHS_BEHIND = regex(rf"\s?[零又]?\s?(?P<months>{NUMBER})\s?个月")
_SMALL_BEHIND = regex(
    rf"(?P<tenths>{NUMBER})(?:角|毛)(?:(?P<hundredths>{NUMBER})分)?|(?<=块)(?P<short>[1-9一二三四五六七八九])(?![\d{CHARACTERS}万亿])"
)
# What is no number though it has a unit: 百日攻坚, 千人计划, 一批基地, “一村一品”, 十成.
_BARE_SCALE = regex(r"[百千佰仟]+[万亿]*")
_VAGUE_UNITS = frozenset("批类级期条种份门场套个项")
_IN_QUOTES = regex(r"“[^”]{0,24}”|\"[^\"]{0,24}\"")

_D = "一二三四五六七八九"
_PARTS = regex(
    rf"(?<![\d{CHARACTERS}])(?P<below>万|{NUMBER})分之\s?(?P<above>{NUMBER})"
    rf"(?:{_TO}(?:(?P=below)分之\s?(?P<high>{NUMBER})|(?P<bare>{NUMBER})(?!\s?[元年月日人名个岁%]|分之)))?",
    needs="分",
)
_TENTHS = regex(
    rf"(?<![\d.{CHARACTERS}])(?P<low>[{_D}1-9])(?P<high>[{_D}])?成(?P<rest>半|[{_D}])?(?![立员为果本功熟绩长效人交就不品年新色])",
    needs="成",
)
_FOLD = regex(rf"(?<![\d.{CHARACTERS}])(?P<tens>[{_D}1-9])(?P<ones>[{_D}1-9])?折(?![叠扣算腾磨])", needs="折")
_SLASH = regex(r"(?<![\d/.\-A-Za-z])(?P<above>[1-9])[/⁄](?P<below>[2-9])(?![\d/.])", needs="/⁄")
_HALF = regex(rf"(?<![每\d{CHARACTERS}年上下前后月个])半(?P<of>年(?![度报])|个?月(?!刊)|天|个?小时)", needs="半")
_EQUAL_PARTS = regex(r"一半(?!天|年|会)|半数")
_HALVES: Final = {"年": ("month", 6), "月": ("day", 15), "时": ("minute", 30)}

_YEAR = rf"(?:(?:19|20)\d\d|二[〇零][〇零{_D}]{{2}}|一九[〇零{_D}]{{2}}|2 0 [0-9] [0-9])"
_YEARS = regex(
    rf"(?<![\d-])(?P<low>{_YEAR})(?:\s?年)?(?:{_TO}(?P<high>{_YEAR}))?\s?年度?(?!\s?\d{{1,2}}\s?月)", needs="年"
)
_CALENDAR_DAY = rf"(?:[12]\d|3[01]|0?[1-9]|[一二三]?十[{_D}]?|[{_D}])"
_DAY_OF_YEAR = regex(
    rf"(?<![\d{CHARACTERS}个])(?P<month>1[0-2]|0?[1-9]|元|十[一二]?|[{_D}])\s?月(?:\s?(?P<day>{_CALENDAR_DAY})\s?[日号]|(?P<end>[底末])|份)?(?![\d{CHARACTERS}半])",
    needs="月",
)
_DAY_OF_MONTH = regex(rf"(?<=[每当次下本]月)(?P<day>{_CALENDAR_DAY})\s?[日号]", needs="月")
_PLAN = regex(rf"[“\"]?(?P<plan>十[{_D}]五)[”\"]?(?:规划)?(?:期间|时期|期末|末)?", needs="五")


def expressions_in(text: str) -> tuple[Expression, ...]:
    """The expressions of a text in reading order, none overlapping another."""
    plain = folded(text)
    found: list[Expression] = []
    for read in (_dates, _shares, _measured):
        left = list(plain)
        end = 0
        for one in sorted(read(plain), key=lambda one: (one.start, -one.end)):
            if one.start >= end:
                found.append(one)
                end = one.end
                # What is read is out of the way of what comes after: the 1日 of a date is no term.
                left[one.start : end] = "\x00" * (end - one.start)
        plain = "".join(left)
    return tuple(_joined(folded(text), sorted(found, key=lambda one: one.start)))


def _joined(text: str, found: Sequence[Expression]) -> Iterator[Expression]:
    """The expressions with those that a 至 makes the two ends of a span (1000元至3000元) made one; two dates stay apart."""
    pending: Expression | None = None
    for one in found:
        if pending and _are_ends(text, pending, one):
            pending = replace(pending, end=one.end, upper=one.value, about=pending.about or one.about)
            continue
        if pending:
            yield pending
        pending = one
    if pending:
        yield pending


def _are_ends(text: str, one: Expression, other: Expression) -> bool:
    same = one.kind == other.kind != "date" and one.unit == other.unit and one.upper is other.upper is None
    ordered = one.value is not None and other.value is not None and one.value < other.value
    return same and ordered and bool(_TO_NEXT.fullmatch(text, one.end, other.start))


def find_durations(text: str) -> list[DurationMention]:
    """Every term in months or days of a text, in order, with its offsets."""
    return [
        DurationMention(_duration(one), one.start, one.end)
        for one in expressions_in(re.sub(r"\s", " ", text))
        if one.kind == "duration" and one.unit in ("month", "day") and one.value
    ]


def _duration(term: Expression) -> Duration:
    value = term.value or Fraction(0)
    if term.unit == "day":
        return Duration(days=int(value))
    return Duration(int(value), int(value % 1 * 30))


# -- dates


def _dates(text: str) -> Iterator[Expression]:
    for match in _YEARS.finditer(text):
        if match["high"]:
            yield _date(*match.span(), _year(match["low"]) * 10000, _year(match["high"]) * 10000)
    for mention in find_dates(text):
        day = mention.value.day if mention.precision == "day" else 0
        yield _date(mention.start, mention.end, mention.value.year * 10000 + mention.value.month * 100 + day)
    for match in _YEARS.finditer(text):
        if not match["high"]:
            yield _date(*match.span(), _year(match["low"]) * 10000)
    for match in _DAY_OF_YEAR.finditer(text):
        month = 1 if match["month"] == "元" else int(number_value(match["month"]) or 0)
        day = int(number_value(match["day"]) or 0) if match["day"] else 0
        # 二月 counts 28 days where no year is said.
        last = monthrange(2023, month)[1] if match["end"] else day
        if day <= monthrange(2024, month)[1]:
            yield _date(*match.span(), month * 100 + last)
    for match in _DAY_OF_MONTH.finditer(text):
        yield _date(*match.span(), int(number_value(match["day"]) or 0))
    for match in _PLAN.finditer(text):
        yield Expression(match.start(), match.end(), "date", match["plan"], None)


def _year(words: str) -> int:
    return int(number_value(words) or 0)


def _date(start: int, end: int, value: int, upper: int | None = None) -> Expression:
    return Expression(start, end, "date", "day", Fraction(value), Fraction(upper) if upper is not None else None)


# -- shares


def _shares(text: str) -> Iterator[Expression]:
    """Shares that are no number with a unit: 百分之五, 三分之二, 七成半, 八五折, 1/3, and halves of a time."""
    for match in _PARTS.finditer(text):
        below = number_value(match["below"]) or Fraction(0)
        above, high = (
            number_value(words) if words else None for words in (match["above"], match["high"] or match["bare"])
        )
        if below and above is not None:
            yield _share(match, above / below, high / below if high is not None else None)
    for match in _TENTHS.finditer(text):
        low, high, rest = (_digit(match[name]) for name in ("low", "high", "rest"))
        more = Fraction(1, 20) if match["rest"] == "半" else rest / 100
        if not high:
            yield _share(match, low / 10 + more)
        elif high == low + 1 and not more:
            yield _share(match, low / 10, high / 10)
    for match in _FOLD.finditer(text):
        yield _share(match, _digit(match["tens"]) / 10 + _digit(match["ones"]) / 100)
    for match in _SLASH.finditer(text):
        if (share := _digit(match["above"]) / _digit(match["below"])) < 1:
            yield _share(match, share)
    for match in _EQUAL_PARTS.finditer(text):
        yield _share(match, Fraction(1, 2))
    for match in _HALF.finditer(text):
        unit, value = _HALVES.get(match["of"][-1], ("minute", 720))
        yield Expression(
            *match.span(), "duration", unit, Fraction(value), measure="个月" if unit == "month" else match["of"]
        )


def _digit(word: str | None) -> Fraction:
    return (number_value(word) if word and word != "半" else None) or Fraction(0)


def _share(match: re.Match[str], low: Fraction, high: Fraction | None = None) -> Expression:
    return Expression(*match.span(), "share", "one", low, high, measure="part")


# -- numbers with a unit


def _measured(text: str) -> Iterator[Expression]:
    """Sums, shares, ages, terms and counts: numbers with a unit; of a span the first number may leave its unit out."""
    numbers = tuple(numbers_in(text))
    quoted = [(found.start(), found.end()) for found in _IN_QUOTES.finditer(text)]
    end = 0
    for place, number in enumerate(numbers):
        if number.start < end or _CODE_BEFORE.search(text, max(0, number.start - 2), number.start):
            continue
        one = _span(text, numbers[place : place + 2]) or _single(text, number)
        if one and not _is_name(text, number, one, quoted):
            end = one.end
            yield one


def _span(text: str, pair: Sequence[Number]) -> Expression | None:
    """`3-5万元`, `三至五年`: two numbers before one unit; the first shares the scale of the second where it has none."""
    if len(pair) < 2 or any(number.upper is not None for number in pair):
        return None
    low, high = pair
    to, unit = _TO_NEXT.match(text, low.end), unit_behind(text, high.end)
    if not unit or not to or to.end() != high.start:
        return None
    value, upper = low.value, high.value * scale_value(unit.scale)
    scale = re.search(r"[百千万亿]+$", text[high.start : high.end] + unit.scale)
    plain = not re.search(r"[十百千万亿]$", text[low.start : low.end])
    if scale and plain and value * scale_value(scale[0]) < upper:
        value *= scale_value(scale[0])
    return Expression(
        low.start, unit.end, unit.kind, unit.name, value * unit.times, upper * unit.times, unit.about, unit.word
    )


def _single(text: str, number: Number) -> Expression | None:
    unit = unit_behind(text, number.end)
    if unit is None:
        if _CURRENCY_BEFORE.search(text, max(0, number.start - 4), number.start):
            return Expression(number.start, number.end, "money", "yuan", number.value, number.upper, measure="元")
        return None
    kind, name, times = unit.kind, unit.name, unit.times * scale_value(unit.scale)
    upper = number.upper * times if number.upper is not None else None
    value, end = number.value * times, unit.end
    if unit.word.startswith("个半"):
        value += times / 2
    if name == "month" and unit.word == "年" and value >= 12 * 1900:
        return None
    if upper is None and name == "month" and unit.word == "年" and text[end : end + 1] == "半":
        value, end = value + 6, end + 1
    elif upper is None and unit.word == "年" and (rest := _MONTHS_BEHIND.match(text, end)):
        value, end = value + (number_value(rest["months"]) or 0), rest.end()
    elif kind == "money" and times == 1 and (rest := _SMALL_BEHIND.match(text, end)):
        tenths = number_value(rest["tenths"] or rest["short"]) or Fraction(0)
        hundredths = number_value(rest["hundredths"] or "零") or Fraction(0)
        value, end = value + tenths / 10 + hundredths / 100, rest.end()
    return Expression(number.start, end, kind, name, value, upper, unit.about, unit.word)


def _is_name(text: str, number: Number, one: Expression, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a numeral with a unit names something: a slogan (“一村一品”), 一批, 一次性, 千人计划, 2月30日."""
    words = text[number.start : number.end]
    if _BARE_SCALE.fullmatch(words) or (one.measure == "日" and text[: number.start].endswith("月")):
        return True
    if one.kind != "count" or words[0].isdigit():
        return False
    in_slogan = any(start < number.start < end for start, end in quoted)
    vague = words == "一" and one.measure in _VAGUE_UNITS
    return in_slogan or vague or words in ("伍", "陆", "拾") or text.startswith("性", one.end)

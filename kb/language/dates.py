"""Chinese dates in every spelling that notices use, and how long a term runs (kb/language/expressions.py finds the durations).

2016年6月12日, 2016 年 6 月 12 日, 二○一二年五月十四日, 贰零壹贰年, 2016-06-12, 2016.6.12, 2021年元月, a month alone, 2021年底. White space, line
ends included, may stand anywhere inside. Years run from 1900 to 2099; what the calendar does not hold (2月30日) is no date. A year
alone, a 季度 or a plan period such as 十三五 is none either. 24时 is the end of the day it is said of, so it changes nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kb.language.normal_form import folded
from kb.language.numbers import CHARACTERS, NUMBER, chinese_number
from kb.regex import regex

_NAUGHT = "〇零Oo0"
_DIGITS = dict.fromkeys(_NAUGHT, 0) | {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_DIGITS |= {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}

# White space is bounded, since several unbounded runs in a row would take quadratic time over a blank page.
BOUNDED_SPACE = r"\s{0,16}"
_ONE = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_YEAR = rf"(?:(?<![\d{_NAUGHT}])(?:1\s*9|2\s*0)(?:\s*\d){{2}}|(?:[一壹]\s*[九玖]|[二贰]\s*[{_NAUGHT}])(?:\s*[{_NAUGHT}{_ONE}]){{2}})"
_MONTH = rf"(?:\d(?:\s*\d)?|元|[壹零]?\s*[十拾]\s*[一二壹贰]?|零?\s*[{_ONE}])"
_DAY = rf"(?:\d(?:\s*\d)?|[一二三壹贰叁]?\s*[十拾]\s*[{_ONE}]?|[廿卅]\s*[{_ONE}]?|零?\s*[{_ONE}])"
# A month that a day follows is no month-only date, even where that day does not exist.
_LONG = rf"{_YEAR}\s*年(?:\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号]|\s*[底末]|(?!\s*\d{{1,3}}\s*[日号]))|\s*年?\s*[底末])"
_SHORT = r"(?<![\d.\-/])(?:19|20)\d\d(?:-\d{1,2}-\d{1,2}|\.\s?\d{1,2}\.\s?\d{1,2}|/\d{1,2}/\d{1,2})(?![\d])(?![.\-/]\d)"
_COUNT = rf"(?<![第\d{CHARACTERS}]){NUMBER}"

DATE_PATTERN = rf"(?:{_LONG}|{_SHORT})".replace(r"\s*", BOUNDED_SPACE)
"""Regular expression source, without groups, for embedding in other rules over folded text; `find_dates` gives the value."""

DURATION_PATTERN = (
    rf"(?:整?{_COUNT}\s*[个周]?\s*年(?!\s*\d{{1,2}}\s*月|[底末度级代])(?:\s*[零又]?\s*{NUMBER}\s*个\s*月|半)?整?"
    rf"|{_COUNT}\s*个\s*(?:半\s*)?月整?|(?<!月)(?<!月\s){_COUNT}\s*(?:个?(?:自然|日历))?[日天]|半年|半个月)"
).replace(r"\s*", BOUNDED_SPACE)
"""Regular expression source, without groups, of a duration in folded text; `find_durations` gives the value."""

_DATE = regex(DATE_PATTERN, needs="年-./")
_PARTS = regex(rf"({_YEAR})\s*年(?:\s*({_MONTH})\s*月(?:\s*({_DAY})\s*[日号])?)?(\s*年?\s*[底末])?")


@dataclass(frozen=True)
class DateMention:
    """A date where it stands in a text: `value` is the day itself, or the first day of a month named alone."""

    value: date
    start: int
    end: int
    precision: Literal["day", "month"] = "day"

    @property
    def last(self) -> date:
        """The last day the mention covers: the end of a month named alone, else the day itself."""
        return _month_end(self.value.year, self.value.month) if self.precision == "month" else self.value


@dataclass(frozen=True)
class Duration:
    """A length of time, counted in calendar months and days."""

    months: int = 0
    days: int = 0

    def last_day(self, first: date) -> date:
        """The last day of a term that begins with `first`: five years from 2016-05-16 end on 2021-05-15."""
        total = first.year * 12 + first.month - 1 + self.months
        year, month = total // 12, total % 12 + 1
        end = _month_end(year, month)
        # Civil Code of the PRC, Article 202: without a corresponding day, the term ends on the last day of the month.
        if self.months and first.day > end.day:
            return end + timedelta(days=self.days)
        return date(year, month, first.day) + timedelta(days=self.days - 1)


def find_dates(text: str) -> list[DateMention]:
    """Every date of the text in order, with its offsets."""
    found = (_mention(match) for match in _DATE.finditer(folded(text)))
    return [mention for mention in found if mention is not None]


def _mention(match: re.Match[str]) -> DateMention | None:
    words = re.sub(r"\s", "", match[0])
    if "年" not in words:
        numbers: list[int | None] = [int(part) for part in re.split(r"[-./]", words)]
        late = False
    else:
        parts = _PARTS.fullmatch(words)
        if parts is None:
            return None
        numbers = [
            _year(parts[1]),
            *(1 if part == "元" else chinese_number(part) for part in (parts[2], parts[3]) if part),
        ]
        late = parts[4] is not None
    if None in numbers:
        return None
    year, month, day = ([n for n in numbers if n is not None] + [0, 0])[:3]
    return _calendar(year, month, day, late, match.span())


def _calendar(year: int, month: int, day: int, late: bool, span: tuple[int, int]) -> DateMention | None:
    if late:
        month = month or 12
    if not 1 <= month <= 12:
        return None
    if late:
        return DateMention(_month_end(year, month), *span)
    has_day = day > 0
    try:
        value = date(year, month, day if has_day else 1)
    except ValueError:
        return None
    return DateMention(value, *span, precision="day" if has_day else "month")


def _year(words: str) -> int:
    return int("".join(c if c.isdigit() and c.isascii() else str(_DIGITS[c]) for c in words))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])

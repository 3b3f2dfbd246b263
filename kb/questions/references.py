"""Document numbers, dates and years in a question, in any spelling people type.

`临人社发[2016]12号`, `临人社发2016 12号`, `临人社发（2016）第12号` → `临人社发〔2016〕12号`. A partial number (`临人社发12号`, `82号文`)
is completed from the numbers the caller knows, and dropped where none fits. `去年` and other words that depend on today are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kb.language import chinese_number, find_dates

_OPEN, _CLOSE = r"[〔\[(【{〈《]", r"[〕\])】}〉》]"
# Words that may run into the letters of a number, because Chinese puts no space between.
_NOT_LETTERS = r"的在按照据依看查找从由和与及或对把说想给我你他这那有里个份根是关于请问及其"
_LETTERS = rf"[^\W\d_A-Za-z{_NOT_LETTERS}]{{1,10}}"
_BRACKETED = re.compile(rf"({_LETTERS})\s*{_OPEN}\s*((?:19|20)\d\d)\s*年?\s*{_CLOSE}\s*[-第]?\s*0*(\d{{1,4}})\s*号?")
_OPEN_WRITTEN = re.compile(
    rf"({_LETTERS}[发函字规办通令])\s*((?:19|20)\d\d)\s*年?\s*[-—_第\s]*\s*0*(\d{{1,4}})\s*号?(?!\d)"
)
_PARTIAL = re.compile(rf"({_LETTERS}[发函字规办通令])\s*第?\s*0*(\d{{1,4}})\s*号")
_ONLY_NUMBER = re.compile(r"(?:((?:19|20)\d\d)\s*年?\s*(?:的)?\s*)?(?<!\d)0*(\d{1,4})\s*号(?:文件?|通知|意见)")
_ENGLISH = re.compile(
    r"(?:\[|\()?((?:19|20)\d\d)(?:\]|\))?[,\s]*(?:no\.?|number|#)\s*0*(\d{1,4})\b"
    r"|\b(?:no\.?|number|#)\s*0*(\d{1,4})\s*(?:of|,)?\s*(?:\[|\()?((?:19|20)\d\d)",
    re.IGNORECASE,
)
_ENGLISH_ONLY_NUMBER = re.compile(
    r"\b(?:document|notice|circular|opinions?)\s+(?:no\.?|number|#)\s*0*(\d{1,4})\b", re.IGNORECASE
)
_CANONICAL = re.compile(r"(.+?)〔(\d{4})〕(\d+)号")

_CN_YEAR = re.compile(r"([一二][〇零一二三四五六七八九]{3})年?")
_RANGE = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|至|到|to)\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?![\d,.]\d|\d)(\s*(?:年|元|人|名|家|块|万|户|个|yuan|rmb|people|persons|companies|firms|%))?"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d.])([0-3]\d)年(?=的|度|[初末底前后]|版|那|这|出|发|通知|文件|规定|计划|政策|方案|意见|标准|试点|示范|实施|印发|开始|以[前后来])"
)
_MONTH_OF_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)[./](?:0?[1-9]|1[0-2])(?![\d./]|\s*(?:[元万亿%人倍]|yuan|rmb))", re.IGNORECASE
)
_SHORT_DAY = re.compile(r"(?<!\d)([0-3]\d)年(\d{1,2})月(\d{1,2})[日号]")
_COMPACT_DAY = re.compile(r"(?<![\d.])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.])")
_SLASHED_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH_NAME})\b\.?,?\s+((?:19|20)\d\d)\b"
    rf"|\b({_MONTH_NAME})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DURATION_LEAD = re.compile(r"(?:满|够|足|交|缴|第|近|过|约|达|超过|不到|不足|至少|最长|连续|工作|了)\s*$")


@dataclass(frozen=True)
class Reference:
    """A document number in canonical form and the stretch of the question that names it."""

    number: str
    start: int
    end: int


def document_numbers(text: str, known: Collection[str] = ()) -> tuple[Reference, ...]:
    """The document numbers a normalised question names, in reading order."""
    found: list[Reference] = []
    for pattern in (_BRACKETED, _OPEN_WRITTEN):
        for match in pattern.finditer(text):
            letters, year, number = match.groups()
            start, letters = _own_letters(match.start(1), letters, known)
            _keep(found, [Reference(f"{letters}〔{year}〕{number}号", start, match.end())])
    for match in _PARTIAL.finditer(text):
        _keep(found, _completed(match, known, letters=match.group(1), number=match.group(2)))
    for match in _ONLY_NUMBER.finditer(text):
        _keep(found, _completed(match, known, year=match.group(1), number=match.group(2)))
    for match in _ENGLISH.finditer(text):
        year, number = match.group(1) or match.group(4), match.group(2) or match.group(3)
        _keep(found, _completed(match, known, year=year, number=number))
    for match in _ENGLISH_ONLY_NUMBER.finditer(text):
        _keep(found, _completed(match, known, number=match.group(1)))
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.number)))


def dates(text: str, taken: Collection[Reference] = ()) -> tuple[date, ...]:
    """The days a normalised question names in full, in reading order; 6/1/2018 is one only where no other reading fits."""
    text = _without(text, taken)
    # 2021年底 stands for a day but does not say it.
    found = [
        (mention.start, mention.value)
        for mention in find_dates(text)
        if mention.precision == "day" and text[mention.end - 1] not in "底末"
    ]
    for match in _SHORT_DAY.finditer(text):
        found += _day(match.start(), 2000 + int(match[1]), int(match[2]), int(match[3]))
    for match in _COMPACT_DAY.finditer(text):
        found += _day(match.start(), int(match[1]), int(match[2]), int(match[3]))
    for match in _SLASHED_DAY.finditer(text):
        first, second, year = map(int, match.groups())
        if first > 12 or second > 12 or first == second:
            found += _day(match.start(), year, min(first, second), max(first, second))
    for match in _ENGLISH_DAY.finditer(text):
        number, name, year_said = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
        found += _day(match.start(), int(year_said), _MONTHS.index(name[:3].lower()) + 1, int(number))
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def years(text: str, taken: Collection[Reference] = ()) -> tuple[int, ...]:
    """The calendar years a normalised question names, ascending; those inside document numbers are not counted."""
    text = _without(text, taken)
    found: set[int] = set()
    for match in _CN_YEAR.finditer(text):
        value = chinese_number(match.group(1))
        found |= {value} if value and 1900 <= value < 2100 else set()
    for match in _RANGE.finditer(text):
        found |= {int(match.group(1)), int(match.group(2))}
    for match in _YEAR.finditer(text):
        # 2000元 is an amount, 2012年 a year; a bare number is one only near the time notices are written in.
        value, unit = int(match.group(1)), (match.group(2) or "").strip()
        if unit == "年" or (not unit and 1980 <= value < 2040):
            found.add(value)
    for match in _SHORT_YEAR.finditer(text):
        if not _DURATION_LEAD.search(text[: match.start()]):
            found.add(2000 + int(match.group(1)))
    found |= {int(match.group(1)) for match in _MONTH_OF_YEAR.finditer(text)}
    found |= {day.year for day in dates(text)}
    return tuple(sorted(found))


def _without(text: str, taken: Collection[Reference]) -> str:
    for reference in taken:
        text = text[: reference.start] + " " * (reference.end - reference.start) + text[reference.end :]
    return text


def _day(start: int, year: int, month: int, day: int) -> list[tuple[int, date]]:
    try:
        return [(start, date(year, month, day))]
    except ValueError:
        return []


def _own_letters(start: int, letters: str, known: Collection[str]) -> tuple[int, str]:
    """Cuts off words before the letters: the longest ending that a known number begins with, else all of them."""
    prefixes = {match.group(1) for one in known if (match := _CANONICAL.fullmatch(one))}
    for cut in range(len(letters)):
        if letters[cut:] in prefixes:
            return start + cut, letters[cut:]
    return start, letters


def _completed(
    match: re.Match[str], known: Collection[str], *, number: str, letters: str | None = None, year: str | None = None
) -> list[Reference]:
    fitting = []
    for one in sorted(known):
        parts = _CANONICAL.fullmatch(one)
        if not parts or parts.group(3) != number or year not in (None, parts.group(2)):
            continue
        if letters is None or letters.endswith(parts.group(1)):
            cut = 0 if letters is None else len(letters) - len(parts.group(1))
            fitting.append(Reference(one, match.start() + cut, match.end()))
    return fitting


def _keep(found: list[Reference], new: list[Reference]) -> None:
    """Adds those that overlap nothing found by an earlier, stricter pattern."""
    before = list(found)
    found += [one for one in new if all(one.end <= other.start or one.start >= other.end for other in before)]

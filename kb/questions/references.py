"""Document numbers, dates and years in a question, in any spelling people type.

`临人社发[2016]12号`, `临人社发2016 12号`, `临人社发（2016）第12号` → `临人社发〔2016〕12号`. A partial number (`临人社发12号`, `82号文`)
is completed from the numbers the caller knows; one that fits none is kept as it was
said, as not held. `去年` and other words that depend on today are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kb.language import chinese_number, find_dates, simplified
from kb.regex import regex

_OPEN, _CLOSE = r"[〔\[(【{〈《]", r"[〕\])】}〉》]"
# Words that may run into the letters of a number, because Chinese puts no space between.
_NOT_LETTERS = r"的在按照据依看查找从由和与及或对把说想给我你他这那有里个份根是关于请问及其"
_LETTERS = rf"[^\W\d_A-Za-z{_NOT_LETTERS}]{{1,10}}"
_BRACKETED = regex(
    rf"({_LETTERS})\s*{_OPEN}\s*((?:19|20)\d\d)\s*年?\s*{_CLOSE}\s*[-第]?\s*0*(\d{{1,4}})\s*号?", needs="12"
)
_OPEN_WRITTEN = regex(
    rf"({_LETTERS}[发函字规办通令])\s*((?:19|20)\d\d)\s*年?\s*[-—_第\s]*\s*0*(\d{{1,4}})\s*号?(?!\d)", needs="12"
)
_YEAR_WRITTEN = regex(rf"({_LETTERS})\s*((?:19|20)\d\d)\s*年?\s*[-—_第\s]\s*0*(\d{{1,4}})\s*号(?!\d)", needs="12")
_ORDER = regex(
    rf"(?P<letters>{_LETTERS}令)\s*(?:(?P<year>(?:19|20)\d\d)\s*年)?\s*第?\s*0*(?P<number>\d{{1,4}})\s*号", needs="令"
)
_NO_NUMBER = r"(?!\d|窗口|柜台|楼|线|门|厅|院|室|店|机)"
_PARTIAL = regex(rf"(?P<letters>{_LETTERS}[发函字规办通])\s*第?\s*0*(?P<number>\d{{1,4}})\s*号{_NO_NUMBER}", needs="号")
_ONLY_NUMBER = regex(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年?\s*(?:的)?\s*)?(?<![\d月])(?<!月 )0*(?P<number>\d{1,4})\s*号(?:文件?|通知(?!书|我|他|你)|意见)",
    needs="号",
)
_NO = r"(?:no\.?|number|#)"
_ENGLISH = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        rf"[\[(]?(?P<year>(?:19|20)\d\d)[\])]?[,\s]*{_NO}\s*0*(?P<number>\d{{1,4}})\b",
        rf"\b{_NO}\s*0*(?P<number>\d{{1,4}})\s*(?:of|,)?\s*[\[(]?(?P<year>(?:19|20)\d\d)",
        rf"\b(?:document|notice|circular|opinions?)\s+(?:{_NO}\s*|(?!(?:19|20)\d\d\b))0*(?P<number>\d{{1,4}})\b",
    )
)
_CANONICAL = regex(
    r"(?P<letters>.+?)〔(?P<year>\d{4})〕(?P<number>\d+)号|(?P<body>.+?)(?:(?P<of>\d{4})年)?第(?P<serial>\d+)号"
)
_SERIAL = regex(r"(?:((?:19|20)\d\d)\s*年?\s*)?[-第〕\])）】\s]*0*(\d{1,4})\s*号", needs="号")
_BETWEEN_LETTERS = " \u3000、和与及〔[(（【"

_CN_YEAR = regex(r"([一二][〇零一二三四五六七八九]{3})年?", needs="一二")
_RANGE = regex(r"((?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|至|到|to)\s*((?:19|20)\d\d)(?!\d)", needs="12")
_YEAR = regex(
    r"(?<![\d.,])((?:19|20)\d\d)(?![\d,.]\d|\d)(\s*(?:年|元|人|名|家|块|万|户|个|yuan|rmb|people|persons|companies|firms|%))?",
    needs="12",
)
_SHORT_YEAR = regex(
    r"(?<![\d.])([0-3]\d)年(?=的|度|[初末底前后]|版|那|这|出|发|通知|文件|规定|计划|政策|方案|意见|标准|试点|示范|实施|印发|开始|以[前后来])",
    needs="年",
)
_MONTH_OF_YEAR = regex(
    r"(?<![\d.])((?:19|20)\d\d)[./](?:0?[1-9]|1[0-2])(?![\d./]|\s*(?:[元万亿%人倍]|yuan|rmb))",
    re.IGNORECASE,
    needs="12",
)
_SHORT_DAY = regex(r"(?<!\d)([0-3]\d)年(\d{1,2})月(\d{1,2})[日号]", needs="年")
_COMPACT_DAY = regex(r"(?<![\d.])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.])", needs="12")
_SLASHED_DAY = regex(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])", needs="/")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_DAY = regex(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH_NAME})\b\.?,?\s+((?:19|20)\d\d)\b"
    rf"|\b({_MONTH_NAME})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
    needs="12",
)
_DURATION_LEAD = regex(r"(?:满|够|足|交|缴|第|近|过|约|达|超过|不到|不足|至少|最长|连续|工作|了)\s*$")


@dataclass(frozen=True)
class Reference:
    """A document number and the stretch of the question that names it: in canonical form, or, where it completes to none held, as said."""

    number: str
    start: int
    end: int
    held: bool = True


def document_numbers(text: str, known: Collection[str] = ()) -> tuple[Reference, ...]:
    """The document numbers a normalised question names, in reading order; `known` are those held, in any script."""
    numbers = _HeldNumbers.of(tuple(known))
    found = list(_spelled(text, numbers))
    for pattern in (_BRACKETED, _OPEN_WRITTEN):
        for match in pattern.finditer(text):
            letters, year, number = match.groups()
            start, letters = _own_letters(match.start(1), letters, numbers)
            name = f"{letters}〔{year}〕{number}号"
            held = numbers.named.get(name)
            if held is None and letters.endswith("令"):
                # An order is counted without brackets: 某部令2026年第10号.
                fitting = _completed(match, numbers, letters=letters, year=year, number=number)
                held = fitting[0].number if fitting else None
            _keep(found, [Reference(held or name, start, match.end(), held is not None)])
    for match in _YEAR_WRITTEN.finditer(text):
        letters, year, number = match.groups()
        _keep(found, _completed(match, numbers, letters=letters, year=year, number=number)[:1])
    for pattern in (_ORDER, _PARTIAL, _ONLY_NUMBER, *_ENGLISH):
        for match in pattern.finditer(text):
            _keep(found, _completed(match, numbers, **match.groupdict()) or _as_said(match))
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.number)))


def _spelled(text: str, numbers: _HeldNumbers) -> Iterator[Reference]:
    """Numbers that are held, said in full with signs and blanks among their letters: 甲部 乙局公告2019年第3号 names 甲部乙局公告2019年第3号."""
    plain = simplified(text)
    for match in _SERIAL.finditer(plain):
        fitting = [
            (place, one)
            for one in numbers.numbered.get(match[2], ())
            if one.year == (match[1] or "")
            and (place := _letters_before(plain, match.start(), one.letters)) is not None
        ]
        if fitting:
            place, one = min(fitting, key=lambda fit: fit[0])
            yield Reference(one.name, place, match.end())


def _letters_before(text: str, end: int, letters: str) -> int | None:
    """Where the letters begin that stand before `end`, blanks and signs between them; None if they do not stand there."""
    place = end
    for letter in reversed(letters):
        place -= 1
        while place >= 0 and text[place] != letter and text[place] in _BETWEEN_LETTERS:
            place -= 1
        if place < 0 or text[place] != letter:
            return None
    # 鲁人社发 is not 人社发.
    return None if place and re.match(_LETTERS, text[place - 1]) else place


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


@dataclass(frozen=True)
class _Number:
    """A number held, taken apart: its name, and in simplified characters its letters, its year ("" for an order without one) and its number."""

    name: str
    letters: str
    year: str
    number: str

    @classmethod
    def of(cls, name: str) -> _Number | None:
        parts = _CANONICAL.fullmatch(simplified(name))
        if not parts:
            return None
        return cls(
            name,
            parts["letters"] or parts["body"],
            parts["year"] or parts["of"] or "",
            parts["number"] or parts["serial"],
        )


@dataclass(frozen=True)
class _HeldNumbers:
    """The numbers held, by name in simplified characters, by letters and by number; read once as long as they stay the same."""

    named: Mapping[str, str]
    letters: frozenset[str]
    numbered: Mapping[str, Sequence[_Number]]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, names: tuple[str, ...]) -> _HeldNumbers:
        read = [one for name in names if (one := _Number.of(name))]
        numbered: dict[str, list[_Number]] = {}
        for one in sorted(read, key=lambda one: one.name):
            numbered.setdefault(one.number, []).append(one)
        # The first of those that are alike in simplified characters.
        named = {simplified(one.name): one.name for one in reversed(read)}
        return cls(named, frozenset(one.letters for one in read), numbered)


def _own_letters(start: int, letters: str, numbers: _HeldNumbers) -> tuple[int, str]:
    """Cuts off words before the letters: the longest ending that a known number begins with, else all of them."""
    for cut in range(len(letters)):
        if letters[cut:] in numbers.letters:
            return start + cut, letters[cut:]
    return start, letters


def _completed(
    match: re.Match[str],
    numbers: _HeldNumbers,
    *,
    number: str,
    letters: str | None = None,
    year: str | None = None,
) -> list[Reference]:
    fitting = []
    for one in numbers.numbered.get(number, ()):
        if year is not None and year != one.year:
            continue
        if letters is None or _means(letters, one.letters):
            cut = len(letters) - len(one.letters) if letters and letters.endswith(one.letters) else 0
            fitting.append(Reference(one.name, match.start() + cut, match.end()))
    return fitting


def _means(said: str, letters: str) -> bool:
    """Whether letters as they were said are those of a number: 临沂人社发 means 临人社发, 鲁人社发 does not.

    They may be cut short where an 和 of the name looks like the one between two names: 社会保障部令.
    """
    rest = iter(said)
    return all(letter in rest for letter in letters) or (len(said) > 2 and letters.endswith(said))


def _as_said(match: re.Match[str]) -> list[Reference]:
    """A number that none held fits; white space apart as it was said."""
    return [Reference(" ".join(match[0].split()), match.start(), match.end(), held=False)]


def _keep(found: list[Reference], new: list[Reference]) -> None:
    """Adds those that overlap nothing found by an earlier, stricter pattern."""
    before = list(found)
    found += [one for one in new if all(one.end <= other.start or one.start >= other.end for other in before)]

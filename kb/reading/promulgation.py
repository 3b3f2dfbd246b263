"""The note under a law's title that tells how it was made: adopted, promulgated, revised.

`（2018年12月14日人力资源社会保障部令第38号公布 自2019年1月1日起施行）`, or one line for each event as law libraries print it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from kb.language import find_dates
from kb.reading.bodies import is_body
from kb.reading.document_numbers import ORDER_NUMBER, plain_digits, standard_spelling
from kb.reading.outline import ARTICLE_RANK, mark_of
from kb.reading.source_lines import SourceLine
from kb.reading.statements import Stated
from kb.regex import regex

_NOTE_LINES = 20
_NOTE_LENGTH = 600
_SIGN = regex(r".{1,2}府")  # 甲府令第8号: the sign of a body and no name
_NOTE_END = regex(r"[）)]\s*(?:$|[\r\n])", re.MULTILINE)
_DAY = regex(r"(?P<month>[\d一二三四五六七八九十]{1,3})\s*月\s*(?P<day>[\d一二三四五六七八九十]{1,3})\s*日|日")
_TITLES = regex(r"《[^》]*》")
_ORDER_KIND = regex(r"(?:令|公告|通告)$")
_PUBLISHED = regex(r"公布|发布|颁布|印发")
_OPENING = regex(
    r"[（( \u3000]*(?:[该本](?:文件|规章|[\u4e00-\u9fff]{2})于)?(?:[\u4e00-\u9fff\d]{4,40}通过[，,；;\s]*)?"
)
_COMMENCES = regex(r"起?(?:正式)?(?:施行|实施|执行|生效)$")
_ADOPTED = regex(r"通过(?!的)")
_MEETING = regex(
    r"^(?:(?:经|由)?(?P<body>[\u4e00-\u9fff]{4,40}?(?:委员会|代表大会|人民政府|国务院)))第[一二三四五六七八九十百\d]+次"
)


@dataclass(frozen=True)
class Promulgation:
    """What the note says of the text in force: the day of issue, the order's number, the body, and from when it holds."""

    issued: Stated[date] | None = None
    number: Stated[str] | None = None
    issuers: Stated[tuple[str, ...]] | None = None
    first: Stated[date] | None = None

    def __bool__(self) -> bool:
        """Whether there is such a note."""
        return self != Promulgation()


@dataclass(frozen=True)
class _Event:
    """One event of the note; `words` are what follows its day, names of other texts blanked."""

    day: date
    words: str
    start: int
    end: int


def promulgation_of(text: str, lines: Sequence[SourceLine]) -> Promulgation:
    """The last promulgation of a note; where there is none, the last adoption. Approval by another body is neither."""
    events = [event for line in lines[:_NOTE_LINES] for event in _events(text, line)]
    issued = [event for event in events if _PUBLISHED.search(event.words)]
    adopted = [event for event in events if _ADOPTED.search(event.words)]
    begun = next(
        (event for event in reversed(events) if _COMMENCES.fullmatch(event.words.strip("，。；、（()） \u3000\n"))),
        None,
    )
    first = Stated.at(text, begun.day, begun.start, begun.end) if begun else None
    event = next(reversed(issued or adopted), None)
    if event is None:
        return Promulgation(first=first)
    order = ORDER_NUMBER.search(plain_digits(event.words.lstrip("，,以由经")))
    body = _body_of(_ORDER_KIND.sub("", order["body"]) if order else event.words)
    return Promulgation(
        Stated.at(text, event.day, event.start, event.end),
        Stated.at(text, standard_spelling(order), event.start, event.end) if order else None,
        Stated.at(text, (body,), event.start, event.end) if body else None,
        first,
    )


def notes_above_articles(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The lines in brackets between running text, such as an encyclopedia's, and a law's first unit."""
    marks = ((line, mark_of(line.text)) for line in lines)
    above = takewhile(lambda pair: pair[1] is None or pair[1].rank > ARTICLE_RANK, marks)
    return [line for line, _ in above if line.text[0] in "（("]


def _events(text: str, line: SourceLine) -> Iterator[_Event]:
    """The events of a note that opens with a bracket or a day; a day inside the name of another text is none."""
    end = line.end
    if line.text[0] in "（(" and (close := _NOTE_END.search(text, line.start, line.start + _NOTE_LENGTH)):
        end = close.end()
    words = _TITLES.sub(lambda title: "　" * len(title[0]), text[line.start : end])
    days = list(_days(words))
    if not days or not _OPENING.fullmatch(words[: days[0][1]]):
        return
    for (day, start, stop), following in zip(days, [*(day[1] for day in days[1:]), len(words)], strict=True):
        last = start + len(words[start:following].rstrip(" \t\r\n　）)"))
        yield _Event(day, words[stop:following], line.start + start, line.start + last)


def _days(words: str) -> Iterator[tuple[date, int, int]]:
    """The days of a note with their places; one without a year lies in the year of the day before it."""
    year = 0
    whole = {mention.end: mention for mention in find_dates(words) if mention.precision == "day"}
    for match in _DAY.finditer(words):
        mention = whole.get(match.end())
        if mention:
            year = mention.value.year
            yield mention.value, mention.start, mention.end
        elif year and (match["month"] or "").isdecimal() and not whole.keys() & set(range(match.start(), match.end())):
            with suppress(ValueError):
                yield date(year, int(match["month"]), int(match["day"])), match.start(), match.end()


def _body_of(words: str) -> str | None:
    """The body that acts: `山东省第十届人民代表大会常务委员会第七次会议通过` -> 山东省人民代表大会常务委员会."""
    plain = re.sub(r"\s", "", words).removeprefix("中华人民共和国")
    if is_body(plain):
        return None if _SIGN.fullmatch(plain) else plain
    seat = re.sub(r"第[一二三四五六七八九十百\d]+届", "", plain)
    met = _MEETING.match(seat)
    return met["body"] if met and is_body(met["body"]) else None

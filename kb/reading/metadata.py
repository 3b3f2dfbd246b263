"""What a document says about itself: number, title, issuers, its dates and its term, each with the words that say it.

`issued` is the 成文日期, the date line of the first closing block; the 印发 date of the colophon below is `printed`. What the text
does not state is None and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.language import DATE_PATTERN, DateMention, find_dates
from kb.reading.commencement import term_of
from kb.reading.letterhead import head_of, letterhead_bodies, own_number, title_bodies, title_of
from kb.reading.outline import mark_of
from kb.reading.source_lines import SourceLine, is_person, line_at, organisations, source_lines
from kb.reading.statements import Stated
from kb.records import SourceText

_PRINTED = re.compile(r"^\s*印\s*发")
_LABELLED = re.compile(r"(?:^|\s)(?:成文日期|发文日期|成文时间|发文时间)\s*[：:|]?\s*$")
_NO_REMNANT = re.compile(r"^(?:星期|周[一二三四五六日]|第?\s*[A-Za-z\d]+\s*[期版]|农历|印)")
_RUNS_ON = re.compile(r"^[，。；、）)》”—-]|^(?:前|起|以|之|至|印|止|后|内|到)")
_ENDED = re.compile(r"[。！？；：:）)】]$")
_LIST_ITEM = re.compile(r"^(?:附件|附表|附[：:]|\d{1,2}\s*[.．、])")
_TITLE_LINE = re.compile(
    r"(?:通知|意见|办法|方案|规定|细则|决定|计划|公告|通告|批复|函|通报|条例)(?:[（(].{2,6}[）)])?$"
)
_ISSUING_NOTE = re.compile(rf"({DATE_PATTERN})[^（）()]{{0,80}}?(?:公布|发布|颁布|印发)")


@dataclass(frozen=True)
class Extracted:
    """The metadata a text states; every field is None where the text does not state it."""

    number: Stated[str] | None
    title: Stated[str] | None
    issuers: Stated[tuple[str, ...]] | None
    issued: Stated[date] | None
    printed: Stated[date] | None
    printed_by: Stated[str] | None
    effective_from: Stated[date] | None
    effective_to: Stated[date] | None


@dataclass(frozen=True)
class _DateLine:
    """A day that has its line to itself but for what stands `before` and `after` it."""

    mention: DateMention
    first: int
    last: int
    before: str
    after: str


def extract(source: SourceText) -> Extracted:
    """The metadata that the decoded file states, with quotes and source offsets."""
    lines = source_lines(source.text)
    dates = tuple(_date_lines(source.text, lines))
    head = head_of(lines)
    number = own_number(source, head)
    title = title_of(source, lines, number)
    closing = next((day for day in dates if _is_closing_date(lines, day)), None)
    issued = _issued(source, closing) or _issuing_note(source, lines)
    issuers = (_signature(source, lines, closing) if closing else None) or letterhead_bodies(source, head)
    printed, printed_by = _printing(source, lines, dates)
    term = term_of(source, issued.value if issued else None)
    return Extracted(
        number=number,
        title=title,
        issuers=issuers or title_bodies(source, title),
        issued=issued,
        printed=printed,
        printed_by=printed_by,
        effective_from=term.first,
        effective_to=term.until,
    )


def _date_lines(text: str, lines: Sequence[SourceLine]) -> Iterator[_DateLine]:
    """Every day of the text with the rest of its line; a date may be wrapped over two lines."""
    for mention in find_dates(text):
        if mention.precision == "day":
            first, last = line_at(lines, mention.start), line_at(lines, mention.end - 1)
            before = text[lines[first].start : mention.start].strip()
            yield _DateLine(mention, first, last, before, text[mention.end : lines[last].end])


def _is_closing_date(lines: Sequence[SourceLine], day: _DateLine) -> bool:
    """Whether a day is the date line of a closing block, and no date in running text, of a newspaper or of printing."""
    before, after = day.before.rstrip("（( "), day.after.strip("）) ")
    if _LABELLED.search(before):
        return True
    if not _is_remnant(day.after, after) or (before and not organisations(before)):
        return False
    following = lines[day.last + 1].text if day.last + 1 < len(lines) else ""
    if _RUNS_ON.match(following) and not mark_of(following):
        return False
    if before:
        return True
    above = lines[day.first - 1].text if day.first else ""
    signed = bool(organisations(above)) or is_person(above)
    return signed or any(pattern.search(above) for pattern in (_ENDED, _LIST_ITEM, _TITLE_LINE))


def _is_remnant(after: str, words: str) -> bool:
    """Whether what follows a date on its line is nothing, or a scrap that a scan left there (2016年10月9日 办公室)."""
    if not words:
        return True
    apart = after[:1].isspace() or words.startswith("办公")
    return apart and len(words) <= 8 and not _NO_REMNANT.match(words) and not re.search(r"[，。；：、]", words)


def _issued(source: SourceText, closing: _DateLine | None) -> Stated[date] | None:
    if closing is None:
        return None
    return Stated.at(source.text, closing.mention.value, closing.mention.start, closing.mention.end)


def _issuing_note(source: SourceText, lines: Sequence[SourceLine]) -> Stated[date] | None:
    """The day of issue in the note below a title: `（2018年12月14日人力资源社会保障部令第38号公布 自2019年1月1日起施行）`."""
    for line in lines[:20]:
        found = _ISSUING_NOTE.search(source.text, line.start, line.end) if line.text[0] in "（(" else None
        if found and (days := find_dates(found[1])):
            return Stated.at(source.text, days[0].value, found.start(), found.end())
    return None


def _signature(source: SourceText, lines: Sequence[SourceLine], closing: _DateLine) -> Stated[tuple[str, ...]] | None:
    """The bodies that sign above (or on) the date line, in order."""
    first = closing.first
    while first and organisations(lines[first - 1].text):
        first -= 1
    words = [line.text for line in lines[first : closing.first]] + [closing.before]
    names = organisations("\n".join(words))
    if not names:
        return None
    end = closing.mention.start if closing.before else lines[closing.first - 1].end
    start = lines[first].start
    return Stated.at(source.text, names, start, start + len(source.text[start:end].rstrip()))


def _printing(
    source: SourceText, lines: Sequence[SourceLine], dates: Sequence[_DateLine]
) -> tuple[Stated[date] | None, Stated[str] | None]:
    """The day of printing and the office that prints, from the first colophon line `… 2016年10月12日印发`."""
    for day in dates:
        following = day.after.strip() or (lines[day.last + 1].text if day.last + 1 < len(lines) else "")
        printer = organisations(day.before)
        if not _PRINTED.match(following) or (day.before and not printer):
            continue
        printed = Stated.at(source.text, day.mention.value, day.mention.start, day.mention.end)
        line = lines[day.first] if printer else lines[day.first - 1] if day.first else None
        if line is None:
            return printed, None
        words = day.before if printer else line.text
        names = organisations(words)
        by = Stated.at(source.text, "".join(names), line.start, line.start + len(words)) if names else None
        return printed, by
    return None, None

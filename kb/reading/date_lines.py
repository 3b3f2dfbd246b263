"""The lines of a text that hold a day, and which of them sign it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kb.language import DateMention, find_dates
from kb.reading.bodies import is_person, organisations
from kb.reading.document_numbers import canonical_number
from kb.reading.outline import TITLE_END, mark_of
from kb.reading.source_lines import SourceLine, line_at
from kb.regex import regex

_LABELLED = regex(r"(?:^|\s)(?:成文日期|发文日期|成文时间|发文时间)\s*[：:|]?\s*$")
_NO_REMNANT = regex(r"^(?:星期|周[一二三四五六日]|第?\s*[A-Za-z\d]+\s*[期版]|农历|印)")
_RUNS_ON = regex(r"^[，。；、）)》”—-]|^(?:前|起|以|之|至|印|止|后|内|到)")
_SIGNER_LENGTH, _NAME_LENGTH = 30, 6
_COMPACT = regex(r"(?:19|20)\d{6}")
_ENDED = regex(r"[。！？；：:）)】]$")
_LIST_ITEM = regex(r"^(?:附件|附表|附[：:]|\d{1,2}\s*[.．、])|\.(?:docx?|xlsx?|pdf|wps|zip|rar)$")


@dataclass(frozen=True)
class DateLine:
    """A day that has its line to itself but for what stands `before` and `after` it."""

    mention: DateMention
    first: int
    last: int
    before: str
    after: str
    typed: bool
    """Whether it is written as computers do, 2024-05-06, as nobody signs."""


def date_lines(text: str, lines: Sequence[SourceLine]) -> Iterator[DateLine]:
    """Every day of the text with the rest of its line; a date may be wrapped over two lines, and 20251226 may stand below a body."""
    for mention in sorted([*find_dates(text), *_compact_days(lines)], key=lambda day: day.start):
        first, last = line_at(lines, mention.start), line_at(lines, mention.end - 1)
        if mention.precision == "day" and lines[first].start <= mention.start < lines[first].end:
            before = text[lines[first].start : mention.start].strip()
            typed = text[mention.start : mention.end].isascii()
            yield DateLine(mention, first, last, before, text[mention.end : lines[last].end], typed)


def _compact_days(lines: Sequence[SourceLine]) -> Iterator[DateMention]:
    """The days that lines below the name of a body write as eight digits: copies lose 年月日 there."""
    for above, line in pairwise(lines):
        if _COMPACT.fullmatch(line.text) and organisations(above.text):
            with suppress(ValueError):
                yield DateMention(date.fromisoformat(line.text), line.start, line.end)


def is_closing_date(lines: Sequence[SourceLine], day: DateLine) -> bool:
    """Whether a day is the date line of a closing block, and no date in running text, of a newspaper or of printing."""
    before, after = day.before.strip("（( "), day.after.strip("）) ")
    after = after.removesuffix("。") if organisations(before) else after
    before, after = (words if canonical_number(words) is None else "" for words in (before, after))
    if _LABELLED.search(before) or (not before and organisations(after.lstrip("，, "))):
        return True
    if (after and (day.typed or not _is_remnant(day.after, after))) or (
        before and not organisations(before) and not is_person(before)
    ):
        return False
    following = lines[day.last + 1].text if day.last + 1 < len(lines) else ""
    if _RUNS_ON.match(following) and not mark_of(following):
        return False
    if before or (day.before in ("（", "(") and not after):
        return True
    above = lines[day.first - 1].text if day.first else ""
    if not following and not day.typed and len(above) <= _SIGNER_LENGTH:
        return True  # whoever signs: it is the text's last line
    wrapped = lines[day.first - 2].text + above if day.first > 1 and len(above) < _NAME_LENGTH else ""
    signed = (
        bool(organisations(above) or organisations(wrapped))
        or is_person(above)
        or canonical_number(above.strip("（() ）"))
    )
    return bool(signed) or any(pattern.search(above) for pattern in (_ENDED, _LIST_ITEM, TITLE_END))


def _is_remnant(after: str, words: str) -> bool:
    """Whether what follows a date on its line is nothing, or a scrap that a scan left there: the end of a body's name, words apart."""
    if not words:
        return True
    apart = after[:1].isspace() or bool(organisations(f"某{words}"))
    return apart and len(words) <= 8 and not _NO_REMNANT.match(words) and not re.search(r"[，。；：、]", words)

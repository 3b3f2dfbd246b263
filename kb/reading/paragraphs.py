"""Lines become blocks: paragraphs that were wrapped are joined, lines with tabs or pipes become tables.

A line is joined to the one before it only where the sentence plainly runs on. Page ends put blank lines into the middle of
sentences; lists of fragments without any full stop are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from kb.language import ends_sentence
from kb.reading.cleaning import CleanLine
from kb.reading.document_numbers import canonical_number
from kb.reading.located import Located, joined, tidy
from kb.reading.outline import (
    ANNEX,
    DATE_LINE,
    NUMERAL,
    ORGANISATION,
    TITLE_END,
    chapter_mark,
    mark_of,
    signs_with_day,
)
from kb.reading.table_blocks import TableBlock, is_flat_cell, table_at
from kb.regex import regex

_NARROWEST = 12
_COMMA = regex(r"[，,。；;]")
_INDENT = regex(r"^(?:\u3000{2}|[ ]{2,})")
# A heading may end in a comma's stead with nothing, but not in words that want a figure or a noun behind them.
_UNFINISHED = regex(r"。|[，,、的为至于和及与或按由以对给每]$|每[户人月年]$|不?[高低少超]于$|(?:不超过|达到)$")
_CUT_ORDINAL = ("之", "其")
"""A line that ends so leaves its numeral to the next: 情形之 / 一,按规定."""
_LABEL = regex(r"^(?:抄送|抄报|主送|联系人|联系电话|联系方式|填报说明|备注|说明|注|单位|续表|此页无正文)[：:（(]?")


@dataclass(frozen=True)
class Paragraph:
    """A logical paragraph: tidied text and its Markdown heading level (0: none)."""

    content: Located
    level: int = 0

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return self.content.text


Block = Paragraph | TableBlock


def blocks_of(lines: Sequence[CleanLine]) -> list[Block]:
    """Paragraphs and tables in the order of the source."""
    lines = _without_indents(lines)
    width = _wrap_width(lines)
    result: list[Block] = []
    run: list[CleanLine] = []
    index = 0
    while index < len(lines):
        table, after = table_at(lines, index)
        if table is None:
            run.append(lines[index])
            index += 1
            continue
        result.extend(_paragraphs(run, width))
        run = []
        result.append(table)
        index = after
    result.extend(_paragraphs(run, width))
    return result


def _without_indents(lines: Sequence[CleanLine]) -> Sequence[CleanLine]:
    """The lines without the tabs that indent them: where most lines that begin with one are sentences, tabs open no cells."""
    opened = [line for line in lines if is_flat_cell(line.content.text)]
    words = [line.content.text.strip() for line in opened]
    if 2 * sum(ends_sentence(text) or starts_unit(text) for text in words) <= len(words):
        return lines
    flat = {id(line) for line in opened}
    return [replace(line, content=line.content.strip()) if id(line) in flat else line for line in lines]


def _wrap_width(lines: Sequence[CleanLine]) -> int:
    """The width at which running text was wrapped, in characters; 0 if paragraphs stand on one line each."""
    lengths = [len(line.content.text.strip()) for line in lines if "\t" not in line.content.text]
    if len(lengths) < 8:
        return 0
    width = round(quantiles(lengths, n=10)[8])
    full = sum(1 for length in lengths if width - 3 <= length <= width + 2)
    return width if _NARROWEST <= width <= 60 and full >= len(lengths) / 4 else 0


def _paragraphs(lines: Sequence[CleanLine], width: int) -> list[Paragraph]:
    result: list[Paragraph] = []
    for section in _sections(lines):
        closed = any(ends_sentence(line.content.text) for line in section[-1:])
        current: list[CleanLine] = []
        for line in section:
            if current and _runs_on(current, line, width, closed):
                current.append(line)
            else:
                _flush(current, result)
                current = [line]
        _flush(current, result)
    return result


def _flush(lines: Sequence[CleanLine], result: list[Paragraph]) -> None:
    if lines:
        result.append(Paragraph(tidy(_wrapped(lines)), lines[0].level))


def _wrapped(lines: Sequence[CleanLine]) -> Located:
    """Lines joined as they were wrapped: nothing between Chinese characters, a space between Latin words."""
    whole = lines[0].content.strip()
    for line in lines[1:]:
        piece = line.content.strip()
        latin = (
            whole.text[-1:].isascii()
            and whole.text[-1:].isalpha()
            and piece.text[:1].isascii()
            and piece.text[:1].isalpha()
        )
        whole = joined([whole, piece], " " if latin else "")
    return whole


def _sections(lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Runs of lines between structural starts; a heading is a section of its own."""
    sections: list[list[CleanLine]] = []
    for line in lines:
        text, before = line.content.text.strip(), sections[-1][-1].content.text.rstrip() if sections else ""
        cut = before.endswith(_CUT_ORDINAL) and text[0] in NUMERAL
        if not sections or line.level or sections[-1][0].level or (starts_unit(text) and not cut):
            sections.append([line])
        else:
            sections[-1].append(line)
    return sections


def starts_unit(text: str) -> bool:
    """Whether a line opens something of its own: an outline unit, an annex, a date, an organisation, a labelled line."""
    if mark_of(text) or DATE_LINE.match(text) or _LABEL.match(text):
        return True
    if len(text) <= 60 and (ORGANISATION.match(text) or signs_with_day(text)):
        return True
    annex = ANNEX.match(text)
    return bool(annex and not _COMMA.search(annex["rest"])) or (
        text[:1] in "（(" and text[-1:] in "）)" and len(text) <= 40
    )


def _runs_on(current: Sequence[CleanLine], line: CleanLine, width: int, closed: bool) -> bool:
    """Whether `line` continues the paragraph of `current`."""
    last = current[-1].content.text.strip()
    if current[0].level or _INDENT.match(line.content.text):
        return False
    full = bool(width) and len(last) >= width - 3
    if ends_sentence(last):
        return full and not line.gap and len(last) >= width
    so_far = "".join(item.content.text for item in current).strip()
    mark = mark_of(so_far)
    titled = mark and mark.rank <= 20 and len(so_far) <= 40 and not _UNFINISHED.search(so_far)
    if titled and line.gap and not full:
        return False
    if _is_title_piece(so_far, line):
        return True
    if not line.gap:
        return full or (not width and bool(_COMMA.search(so_far)))
    return (closed and bool(_COMMA.search(so_far))) or (full and closed)


def _is_title_piece(so_far: str, line: CleanLine) -> bool:
    """Whether both are pieces of one title set over several lines: no comma, no end yet, and the next line brings it."""
    text = line.content.text.strip()
    if text.endswith(("：", ":")) or canonical_number(text):
        return False
    if text in so_far or _COMMA.search(so_far) or _COMMA.search(text) or len(so_far) > 100 or chapter_mark(text):
        return False
    announces = re.search(r"[印转]发", so_far) and not so_far.endswith("通知")
    if TITLE_END.search(so_far) and not announces and text[:1] not in "及和与并的":
        return False
    return (
        not mark_of(so_far) and bool(re.match(r".{0,40}(?:关于|印发|计划|意见|办法|方案)", so_far)) and len(text) <= 60
    )

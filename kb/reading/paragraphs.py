"""Lines become blocks: paragraphs that were wrapped are joined, lines with tabs or pipes become tables.

A line is joined to the one before it only where the sentence plainly runs on. Page ends put blank lines into the middle of
sentences; lists of fragments without any full stop are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from kb.language import ends_sentence
from kb.reading.cleaning import CleanLine
from kb.reading.located import Located, joined, tidy
from kb.reading.outline import ANNEX, DATE_LINE, NUMERAL, ORGANISATION, TITLE_END, chapter_mark, mark_of
from kb.regex import regex

_NARROWEST = 12
_COMMA = regex(r"[，,。；;]")
_INDENT = regex(r"^(?:\u3000{2}|[ ]{2,})")
_PIPE_ROW = regex(r"^\s*\|.*\|\s*$")
# A heading may end in a comma's stead with nothing, but not in words that want a figure or a noun behind them.
_UNFINISHED = regex(r"。|[，,、的为至于和及与或按由以对给每]$|每[户人月年]$|不?[高低少超]于$|(?:不超过|达到)$")
_CUT_ORDINAL = ("之", "其")
"""A line that ends so leaves its numeral to the next: 情形之 / 一,按规定."""
_LABEL = regex(r"^(?:抄送|抄报|主送|联系人|联系电话|联系方式|填报说明|备注|说明|注|单位|续表|此页无正文)[：:（(]?")
_NUMBERED_TITLE = regex(rf"^(?:附\s*件|附\s*表)\s*(?:\d|[{NUMERAL}])*\s*[：:]?$")


@dataclass(frozen=True)
class Paragraph:
    """A logical paragraph: tidied text and its Markdown heading level (0: none)."""

    content: Located
    level: int = 0

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return self.content.text


@dataclass(frozen=True)
class TableBlock:
    """Consecutive table rows as they stand; a row is a list of cells, each with its source offsets."""

    rows: tuple[tuple[Located, ...], ...]


Block = Paragraph | TableBlock


def blocks_of(lines: Sequence[CleanLine]) -> list[Block]:
    """Paragraphs and tables in the order of the source."""
    width = _wrap_width(lines)
    result: list[Block] = []
    run: list[CleanLine] = []
    index = 0
    while index < len(lines):
        table, after = _table_at(lines, index)
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


def _wrap_width(lines: Sequence[CleanLine]) -> int:
    """The width at which running text was wrapped, in characters; 0 if paragraphs stand on one line each."""
    lengths = [len(line.content.text.strip()) for line in lines if "\t" not in line.content.text]
    if len(lengths) < 8:
        return 0
    width = round(quantiles(lengths, n=10)[8])
    full = sum(1 for length in lengths if width - 3 <= length <= width + 2)
    return width if _NARROWEST <= width <= 60 and full >= len(lengths) / 4 else 0


# ------------------------------------------------------------------------------------------------ tables


def _table_at(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    """The table that begins at `lines[start]` and the index after it, or (None, start)."""
    if table := lines[start].table:
        return TableBlock(table.rows), start + 1
    text = lines[start].content.text
    if _PIPE_ROW.match(text):
        return _pipe_table(lines, start)
    if _is_flat_cell(text):
        return _flat_table(lines, start)
    if text.count("\t") >= 1 and text.strip():
        return _tab_table(lines, start)
    return None, start


def _is_flat_cell(text: str) -> bool:
    return text.startswith("\t") and text.count("\t") == 1 and bool(text.strip())


def _pipe_table(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    rows: list[tuple[Located, ...]] = []
    index = start
    while index < len(lines) and _PIPE_ROW.match(lines[index].content.text):
        content = lines[index].content.strip()
        cells = _split(content.cut(1, len(content.text) - 1), "|")
        if not all(re.fullmatch(r"\s*:?-{2,}:?\s*", cell.text) for cell in cells):
            rows.append(tuple(tidy(cell) for cell in cells))
        index += 1
    return TableBlock(tuple(rows)), index


def _tab_table(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    rows: list[tuple[Located, ...]] = []
    index = start
    while index < len(lines) and "\t" in lines[index].content.text and not _is_flat_cell(lines[index].content.text):
        rows.append(tuple(_cell([cell]) for cell in _split(lines[index].content, "\t")))
        index += 1
    return TableBlock(tuple(rows)), index


def _flat_table(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    """A table flattened to one cell a line: a tab opens a cell, lines without one continue it, a blank line opens a row."""
    rows: list[list[list[Located]]] = []
    index = start
    while index < len(lines):
        text = lines[index].content.text
        if _is_flat_cell(text):
            if not rows or lines[index].gap:
                rows.append([])
            rows[-1].append([lines[index].content])
        elif not lines[index].level and _continues_cell(lines, index):
            rows[-1][-1].append(lines[index].content)
        else:
            break
        index += 1
    if sum(len(row) for row in rows) < 4:
        return None, start
    return TableBlock(tuple(tuple(_cell(cell) for cell in row) for row in rows)), index


def _continues_cell(lines: Sequence[CleanLine], index: int) -> bool:
    """Whether a line without a tab belongs to the flat cell above: it follows directly, or another cell of the row follows it."""
    line = lines[index]
    if _NUMBERED_TITLE.match(line.content.text.strip()):
        return False
    if not line.gap:
        return True
    return index + 1 < len(lines) and _is_flat_cell(lines[index + 1].content.text) and not lines[index + 1].gap


def _split(content: Located, separator: str) -> list[Located]:
    cells: list[Located] = []
    start = 0
    for position, character in enumerate(content.text):
        if character == separator:
            cells.append(content.cut(start, position))
            start = position + 1
    cells.append(content.cut(start))
    return cells


_ITEM_GAP = regex(r"\s{3,}(?=\d{1,2}[.．、])")


def _cell(lines: Sequence[Located]) -> Located:
    """A cell's lines in one text: items keep their own line, everything else is joined as it was wrapped."""
    pieces: list[Located] = []
    for line in lines:
        start = 0
        for gap in _ITEM_GAP.finditer(line.text):
            pieces.append(line.cut(start, gap.start()))
            start = gap.end()
        pieces.append(line.cut(start))
    items: list[Located] = []
    for piece in (tidy(piece) for piece in pieces):
        if not piece:
            continue
        if items and not mark_of(piece.text):
            items[-1] = joined([items[-1], piece])
        else:
            items.append(piece)
    whole = joined(items, "\n")
    chunks = whole.text.split(" ")
    narrow = 4 if len(chunks) > 2 else 3
    if len(chunks) > 1 and all(len(chunk) <= narrow for chunk in chunks) and "_" not in whole.text:
        # A narrow column wraps its words every few characters: 无就 业愿 望 -> 无就业愿望.
        whole = whole.without([(i, i + 1) for i, c in enumerate(whole.text) if c == " "])
    return whole


# -------------------------------------------------------------------------------------------- paragraphs


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
    if mark_of(text) or DATE_LINE.match(text) or _LABEL.match(text) or (ORGANISATION.match(text) and len(text) <= 60):
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
    if _COMMA.search(so_far) or _COMMA.search(text) or len(so_far) > 100 or chapter_mark(text):
        return False
    announces = re.search(r"[印转]发", so_far) and not so_far.endswith("通知")
    if TITLE_END.search(so_far) and not announces and text[:1] not in "及和与并的":
        return False
    return (
        not mark_of(so_far) and bool(re.match(r".{0,40}(?:关于|印发|计划|意见|办法|方案)", so_far)) and len(text) <= 60
    )

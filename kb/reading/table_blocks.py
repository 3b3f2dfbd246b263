"""Lines with tabs or pipes become tables: one row a line, or one cell a line where a copy flattened them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.reading.cleaning import CleanLine
from kb.reading.located import Located, joined, tidy
from kb.reading.outline import ARTICLE_RANK, NUMERAL, mark_of
from kb.regex import regex

_PIPE_ROW = regex(r"^\s*\|.*\|\s*$")
_NUMBERED_TITLE = regex(rf"^(?:附\s*件|附\s*表)\s*(?:\d|[{NUMERAL}])*\s*[：:]?$")


_SERIAL = ("序号", "编号")
_WIDEST = 12  # columns


@dataclass(frozen=True)
class TableBlock:
    """Consecutive table rows as they stand; a row is a list of cells, each with its source offsets."""

    rows: tuple[tuple[Located, ...], ...]


def table_at(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    """The table that begins at `lines[start]` and the index after it, or (None, start)."""
    if table := lines[start].table:
        return TableBlock(table.rows), start + 1
    text = lines[start].content.text
    if _PIPE_ROW.match(text):
        return _pipe_table(lines, start)
    if is_flat_cell(text):
        return _flat_table(lines, start)
    if text.strip() in _SERIAL:
        return _stacked_table(lines, start)
    if text.count("\t") >= 1 and text.strip():
        return _tab_table(lines, start)
    return None, start


def is_flat_cell(text: str) -> bool:
    """Whether a line opens a cell of a flattened table, or is indented by a tab."""
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
    while index < len(lines) and "\t" in lines[index].content.text and not is_flat_cell(lines[index].content.text):
        rows.append(tuple(_cell([cell]) for cell in _split(lines[index].content, "\t")))
        index += 1
    mark = mark_of(lines[start].content.text)
    if len(rows) == 1 and mark and mark.rank <= ARTICLE_RANK:
        return None, start  # an article with a tab in it
    return TableBlock(tuple(rows)), index


def _flat_table(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    """A table flattened to one cell a line: a tab opens a cell, lines without one continue it, a blank line opens a row."""
    rows: list[list[list[Located]]] = []
    index = start
    while index < len(lines):
        text = lines[index].content.text
        if is_flat_cell(text):
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
    return index + 1 < len(lines) and is_flat_cell(lines[index + 1].content.text) and not lines[index + 1].gap


def _stacked_table(lines: Sequence[CleanLine], start: int) -> tuple[TableBlock | None, int]:
    """A table copied one cell a line, below 序号: as many lines stand before 1 as between 1 and 2, and so on.

    A row is taken where the next number proves it, the last one where an outline mark, a sentence or nothing follows it.
    """
    cells = [line.content.strip() for line in lines[start:]]
    words = [cell.text for cell in cells]
    width = next((i for i, word in enumerate(words[:_WIDEST]) if word == "1"), 0)
    if width < 2:
        return None, start
    rows, place = 1, width
    while words[place : place + 1] == [str(rows)]:
        below = place + width
        row, after = words[place + 1 : below], words[below : below + 1]
        whole = after == [str(rows + 1)] or (
            len(row) == width - 1 and all(mark_of(one) or "。" in one for one in after)
        )
        if not whole or any(map(mark_of, row)):
            break
        rows, place = rows + 1, below
    if rows < 3:
        return None, start
    return TableBlock(tuple(tuple(cells[i : i + width]) for i in range(0, place, width))), start + place


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

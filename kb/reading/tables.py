"""Tables: which rows are the header, what the columns are called, and what each data row says.

Headers may span several rows (a group above its columns) and may end in a row of running numbers. A continuation table (续表) adds its
columns to the rows of the table before it. Rows without words and repeated headers are set aside.

A page copied from a browser leaves out what a cell spans: a row then has fewer cells than the header has columns. Its cells are named
only where their running number proves which columns are missing; else they have no names, since a wrong one would be quoted as fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.language import ends_sentence
from kb.reading.located import Located, bare
from kb.reading.table_blocks import TableBlock
from kb.records import SetAside
from kb.regex import regex

EMPTY_ROW = "空表行 empty table row"
REPEATED_HEADER = "重复表头 repeated table header"
SPANNED_CELL = "合并单元格 cell said for each column"
REPEATED_KEY = "续表行首 row name repeated in a continuation"

TableRow = tuple[Located, ...]
KEY_COLUMNS = ("序号", "编号", "项目编号", "No.")
_NUMBER = regex(r"^[\d.,，%/\-—\s]+$")


@dataclass
class ReadTable:
    """A table being read: header rows as they stand, column names, and the data rows as (column, cell) pairs."""

    header: list[TableRow]
    columns: list[str]
    rows: list[list[tuple[str, Located]]] = field(default_factory=list)

    def key(self, row: Sequence[tuple[str, Located]]) -> str:
        """The first filled cell of a row: its running number or its name."""
        return next((bare(cell.text) for _, cell in row if cell.text), "")

    def name(self, row: Sequence[tuple[str, Located]]) -> str:
        """What a row is about: the first cell that is a name, not a number, a category or a sentence."""
        cells = [(column, cell.text) for column, cell in row if cell.text]
        named = [text for column, text in cells if re.search(r"名称|项目$|事项$", column) and not ends_sentence(text)]
        return named[0] if named else next((text for _, text in cells if not _NUMBER.match(text)), cells[0][1])


def read_table(block: TableBlock, previous: ReadTable | None, aside: list[SetAside]) -> ReadTable | None:
    """The block as a table of its own; None if its rows were added to `previous` (a repeated header).

    A block without a header comes back as an empty table: it is a form, not a table.
    """
    rows = _regular(block)
    size = _header_size(rows)
    if not size:
        return ReadTable([], [])
    header, data = rows[:size], rows[size:]
    if previous and [_texts(row) for row in header] == [_texts(row) for row in previous.header]:
        for row in header:
            _set_aside(row, REPEATED_HEADER, aside)
        _fill(previous, previous.columns, data, aside)
        return None
    table = ReadTable(list(header), _column_names(header, data))
    _fill(table, table.columns, data, aside)
    return table


def join_continuation(table: ReadTable, continuation: ReadTable, aside: list[SetAside]) -> None:
    """Adds the rows of a continuation table (续表) to the rows with the same key; the key, said again, is set aside."""
    by_key = {table.key(row): row for row in table.rows}
    for row in continuation.rows:
        mine = by_key.get(continuation.key(row))
        if mine is None:
            table.rows.append(row)
        else:
            _set_aside((row[0][1],), REPEATED_KEY, aside)
            mine.extend(row[1:])


def _regular(block: TableBlock) -> list[TableRow]:
    """The rows; a flattened table whose cells all landed in one run is cut by the header's width."""
    rows = list(block.rows)
    if len(rows) > 1 or not rows:
        return rows
    cells = rows[0]
    first = next((i for i, cell in enumerate(cells) if i and bare(cell.text) in {"1", "一"}), 0)
    if not first or bare(cells[0].text) not in KEY_COLUMNS or len(cells) % first:
        return rows
    return [cells[i : i + first] for i in range(0, len(cells), first)]


def _texts(row: TableRow) -> list[str]:
    texts = [bare(cell.text) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _header_size(rows: Sequence[TableRow]) -> int:
    """How many rows at the top are header: up to a row of running numbers, or the first row and the sub-columns below it."""
    for index, row in enumerate(rows[:6]):
        if index and _is_numbering(_texts(row)):
            return index + 1
    if not rows or len([text for text in _texts(rows[0]) if text]) < 2:
        return len(rows) if len(rows) == 1 else 0
    second = _texts(rows[1]) if len(rows) > 1 else []
    if not second or any(_NUMBER.match(text) for text in second if text):
        return 1
    gaps = any(not bare(cell.text) for cell in rows[0])
    # Below a group stand its columns alone: the row begins empty, or, copied from a browser, is shorter than all others.
    below = {len(row) for row in rows[2:] if len(_texts(row)) > 1}
    return 2 if (gaps and not second[0]) or (below and max(len(rows[0]), len(rows[1])) < min(below)) else 1


def _is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only counts its columns: 1 2 3 …, or 序号 1 2 3 … (in a continuation 序号 20 21 …)."""
    if not texts:
        return False
    if texts[0].isdigit():
        return (
            texts[0] == "1"
            and len(texts) >= 3
            and all(text.isdigit() for text in texts)
            and _ascends([int(t) for t in texts])
        )
    if texts[0] not in (*KEY_COLUMNS, "栏次", "行次", "甲", ""):
        return False
    numbers = [text for text in texts[1:] if text]
    return len(numbers) >= 2 and all(text.isdigit() for text in numbers) and _ascends([int(text) for text in numbers])


def _ascends(numbers: Sequence[int]) -> bool:
    return all(b - a == 1 for a, b in pairwise(numbers))


def _column_names(header: Sequence[TableRow], data: Sequence[TableRow]) -> list[str]:
    """One name a column: its own words, after the group's where a group spans several columns.

    No names where the header has fewer cells than the rows below it (what spans several columns was left out of it), and in a form to be
    filled in, whose cells are all names: a column between others is empty from top to bottom, or without a name above rows of different
    lengths, or each name has an empty cell at its side.
    """
    named = [row for row in header if not _is_numbering(_texts(row))]
    width = max((len(row) for row in header), default=0)
    usual = Counter(len(row) for row in data if len(_texts(row)) > 1).most_common(1)
    if usual and usual[0][0] > width:
        return [""] * usual[0][0]
    ragged = len({len(row) for row in data if len(_texts(row)) > 1}) > 1
    shown = named if len(named) == 1 and ragged else [*named, *data]
    if any(not any(_filled(row, column) for row in shown) for column in range(1, width - 1)):
        return [""] * width
    if len(named) == 1 and _leaves_blanks(named[0], width):
        return [""] * width
    names: list[str] = []
    for column in range(width):
        words: list[str] = []
        for depth, row in enumerate(named):
            text = (
                _spanning(row, column)
                if depth < len(named) - 1
                else bare(row[column].text if column < len(row) else "")
            )
            if text and text not in words:
                words.append(text)
        names.append("·".join(words))
    return names


def _leaves_blanks(row: TableRow, width: int) -> bool:
    filled = [_filled(row, column) for column in range(width)]
    return all(not right for here, right in pairwise([*filled, True]) if here)


def _filled(row: TableRow, column: int) -> bool:
    return column < len(row) and bool(bare(row[column].text))


def _spanning(row: TableRow, column: int) -> str:
    """The text of a group cell that stands at or to the left of `column`, the first column standing for itself."""
    while column > 0 and (column >= len(row) or not row[column].text):
        column -= 1
    return bare(row[column].text) if column < len(row) else ""


def _fill(table: ReadTable, columns: Sequence[str], data: Sequence[TableRow], aside: list[SetAside]) -> None:
    above: TableRow = ()
    for row in data:
        texts = _texts(row)
        if not any(texts[1:]):
            _set_aside(row, EMPTY_ROW, aside)
        elif len(columns) > 1 and len(set(texts)) == 1 and len(texts) == len(columns):
            table.rows.append([("", row[0])])  # one cell across the whole table names the group of rows below it
            _set_aside(tuple(cell for cell in row[1:] if cell.start >= 0), SPANNED_CELL, aside)
        elif texts == _texts(table.header[0] if table.header else ()):
            _set_aside(row, REPEATED_HEADER, aside)
        else:
            whole = _whole(row, above, columns)
            names = [*columns, *[""] * (len(row) - len(columns))] if whole else [""] * len(row)
            row = whole or row
            table.rows.append([(name, cell) for name, cell in zip(names, row, strict=False) if cell.text])
            above = whole or above


def _whole(row: TableRow, above: TableRow, columns: Sequence[str]) -> TableRow | None:
    """The row with the cells that span into it from above; None if it cannot be told which columns it lacks."""
    missing = len(columns) - len(row)
    if missing <= 0:
        return row
    numbered = next((i for i, name in enumerate(columns) if name in KEY_COLUMNS), None)
    if numbered is None or len(above) != len(columns):
        return row if numbered == 0 and _counts(row[0]) else None
    wanted = _next_number(above[numbered])
    if numbered < len(row) and bare(row[numbered].text) == wanted:
        return row  # the last cells are missing: nothing stood in them
    if missing <= numbered and bare(row[numbered - missing].text) == wanted:
        return (*above[:missing], *row)
    return None


def _counts(cell: Located) -> bool:
    return bare(cell.text).isdecimal()


def _next_number(cell: Located) -> str | None:
    return str(int(bare(cell.text)) + 1) if _counts(cell) else None


def _set_aside(row: TableRow, reason: str, aside: list[SetAside]) -> None:
    for cell in row:
        if cell.text:
            aside.append(SetAside(cell.start, cell.end, cell.text, reason))

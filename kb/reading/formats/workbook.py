"""A workbook or a `.csv` read as a document of rules: a sheet is a chapter, a row a clause with the names of its columns.

What is merged is said in each of its places; blank rows part tables; lines above and below a table are its title and its notes. Formulas
count with the value that the file holds; hidden sheets, rows and columns are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from pathlib import Path
from typing import Final

from kb.errors import TableError
from kb.files import DELIMITERS, MergedArea, SheetLine, SheetTable, cell_text, read_tables
from kb.language import ends_sentence
from kb.reading.formats.tables import table_items
from kb.reading.limits import Refused
from kb.reading.paragraphs import starts_unit
from kb.reading.spans import SpanCell
from kb.reading.written import Gone, Item, TextLine
from kb.regex import regex

HIDDEN_SHEET = "隐藏的工作表 hidden sheet"
HIDDEN_CELLS = "隐藏的行列 hidden rows or columns"
UNCOMPUTED = "公式没有存下结果 formula without its value"
_NO_NAME: Final = regex(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_Place = tuple[int, int]


def read_xlsx(path: Path, _: Mapping[str, int]) -> Iterator[Item]:
    """The items of all sheets in order; Refused with the table reader's own words."""
    yield from _items(path, "表.xlsx", ",")


def read_csv(path: Path, _: Mapping[str, int]) -> Iterator[Item]:
    """The items of a `.csv`, cut at the separator that its first lines hold most often."""
    head = path.read_bytes()[:2000].replace(b"\x00", b"")
    yield from _items(path, "表.csv", max(DELIMITERS, key=lambda sign: head.count(sign.encode())))


def _items(path: Path, name: str, delimiter: str) -> Iterator[Item]:
    try:
        tables = read_tables(path.read_bytes(), name, delimiter)
    except TableError as error:
        zh = error.message.zh.removeprefix(name)
        raise Refused("table_said", f"{zh.strip()}\n{error.message.en}") from error
    shown = [table for table in tables if not table.hidden and table.rows]
    for table in tables:
        if table.hidden and table.rows:
            words = (cell_text(value) for row in table.rows for value in row.values)
            yield Gone(f"{table.name} " + " ".join(filter(None, words)), HIDDEN_SHEET)
    for table in shown:
        if table.name and (len(shown) > 1 or not _NO_NAME.fullmatch(table.name)):
            yield TextLine(table.name, level=2)
        yield from _sheet(table)


def _sheet(table: SheetTable) -> Iterator[Item]:
    table, hidden = _shown(table)
    if hidden:
        yield Gone(hidden, HIDDEN_CELLS)
    texts: dict[_Place, str] = {}
    for y, row in enumerate(table.rows):
        for x, value in enumerate(row.values):
            if x in row.uncomputed:
                yield Gone(cell_text(value), UNCOMPUTED)
            elif text := cell_text(value):
                texts[y, x] = text
    owners = {
        (y, x): (area.top - 1, area.left - 1)
        for area in table.merged
        for y in range(area.top - 1, min(area.bottom, len(table.rows)))
        for x in range(area.left - 1, min(area.right, len(table.rows[0].values)))
    }
    filled = {place: texts.get(owners.get(place, place), "") for place in {*texts, *owners}}
    blank = [not any(filled.get((y, x)) for x in range(len(row.values))) for y, row in enumerate(table.rows)]
    for empty, group in groupby(range(len(table.rows)), key=blank.__getitem__):
        if not empty:
            yield from table_items(_block(list(group), filled, owners))


def _shown(table: SheetTable) -> tuple[SheetTable, str]:
    """The table without its hidden rows and columns, and what stands in them; what is merged with a hidden cell stands in the first one seen."""
    rows = [y for y in range(len(table.rows)) if y not in table.hidden_rows]
    columns = [x for x in range(len(table.rows[0].values)) if x not in table.hidden_columns]
    if len(rows) == len(table.rows) and len(columns) == len(table.rows[0].values):
        return table, ""
    values = [list(row.values) for row in table.rows]
    hidden = {(y, x) for y in range(len(values)) for x in range(len(values[0]))} - set(product(rows, columns))
    areas = []
    for area in table.merged:
        down = [i for i, y in enumerate(rows, 1) if area.top <= y + 1 <= area.bottom]
        across = [i for i, x in enumerate(columns, 1) if area.left <= x + 1 <= area.right]
        if down and across:
            values[rows[down[0] - 1]][columns[across[0] - 1]] = values[area.top - 1][area.left - 1]
            areas.append(MergedArea(down[0], across[0], down[-1], across[-1]))
            hidden -= set(product(range(area.top - 1, area.bottom), range(area.left - 1, area.right)))
    words = " ".join(filter(None, (cell_text(values[y][x]) for y, x in sorted(hidden))))
    lines = [
        SheetLine(
            table.rows[y].number,
            tuple(values[y][x] for x in columns),
            frozenset(i for i, x in enumerate(columns) if x in table.rows[y].uncomputed),
        )
        for y in rows
    ]
    return SheetTable(table.name, tuple(lines), merged=tuple(areas)), words


def _block(
    rows: Sequence[int], filled: Mapping[_Place, str], owners: Mapping[_Place, _Place]
) -> list[list[SpanCell[str]]]:
    """The cells of rows between blank ones, without the columns that are empty in all of them."""
    columns = sorted({x for (y, x), text in filled.items() if text and rows[0] <= y <= rows[-1]})
    cells = [
        [
            SpanCell(
                filled.get((y, x), ""),
                sum(owners.get((y, right), (y, right)) == owner for right in columns),
                sum(owners.get((below, x), (below, x)) == owner for below in rows),
            )
            for x in columns
            if (owner := owners.get((y, x), (y, x))) == (y, x)
            or (max(owner[0], rows[0]), max(owner[1], columns[0])) == (y, x)
        ]
        for y in rows
    ]
    lone = [found[0] if len(found := [cell for cell in row if cell.content]) == 1 else None for row in cells]
    first = next((i for i, cell in enumerate(lone) if cell is None), len(rows))
    last = next((i for i in range(len(rows), first, -1) if not _is_note(lone[i - 1])), first)
    sections = any(
        cell and cell.columns == 1 for cell in lone[first:last]
    )  # of a form: then the top one may be such a name too
    for i in (*range(first), *range(last, len(rows))):
        if (cell := lone[i]) and cell.rows == 1 and (not sections or _is_note(cell)):
            cells[i] = [SpanCell(cell.content, len(columns))]
    return cells


def _is_note(cell: SpanCell[str] | None) -> bool:
    """Whether the only filled cell of a row below a table is a line of its own, not a row that is still to be filled in."""
    return cell is not None and (cell.columns > 1 or ends_sentence(cell.content) or starts_unit(cell.content))

"""Tables of a PDF that run over a page or a column: repeated headers go, rows that the page end cut are made whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.language import ends_sentence
from kb.reading.located import bare
from kb.reading.pdf.layout import PageTable, PrintedLine
from kb.reading.pdf.lines import joint
from kb.reading.pdf.page import RuledTable
from kb.reading.tables import REPEATED_HEADER
from kb.regex import regex

_LONG_CELL = 8
_KEY = regex(r"\d+|[一二三四五六七八九十]+")


def joined_tables(
    items: Sequence[PrintedLine | PageTable],
) -> tuple[list[PrintedLine | PageTable], list[tuple[int, str, str]]]:
    """A table that runs over a page goes on without its repeated header, and a row cut by the page end is whole again."""
    result: list[PrintedLine | PageTable] = []
    headers: list[tuple[int, str, str]] = []
    head: RuledTable | None = None
    for item in items:
        last = result[-1] if result else None
        if not isinstance(item, PageTable):
            head = None
            result.append(item)
            continue
        if (
            head is None
            or not isinstance(last, PageTable)
            or (item.page, item.column) == (last.page, last.column)
            or not _same_columns(head, item.grid)
        ):
            head = item.grid
            result.append(item)
            continue
        again = _repeated(head, item.grid)
        headers += [
            (item.page, " ".join(cell for cell in row if cell), REPEATED_HEADER) for row in item.grid.rows[:again]
        ]
        rows = item.grid.rows[again:]
        if rows and _goes_on(last.grid, rows[0], open_top=item.grid.open_top and not again):
            whole = tuple(a + joint(a, b) + b for a, b in zip(last.grid.rows[-1], rows[0], strict=True))
            ends = item.grid.open_bottom and len(rows) == 1
            result[-1] = replace(last, grid=replace(last.grid, rows=(*last.grid.rows[:-1], whole), open_bottom=ends))
            rows = rows[1:]
        if rows:
            result.append(replace(item, grid=replace(item.grid, rows=rows), continued=True))
    return result, headers


def _same_columns(one: RuledTable, other: RuledTable) -> bool:
    return len(one.rows[0]) == len(other.rows[0]) and abs((one.x1 - one.x0) - (other.x1 - other.x0)) < 4


def _repeated(head: RuledTable, grid: RuledTable) -> int:
    """How many rows at the top of `grid` say again what stands at the top of `head`."""
    count = 0
    for one, other in zip(head.rows, grid.rows, strict=False):
        if [bare(cell) for cell in one] != [bare(cell) for cell in other]:
            break
        count += 1
    return count


def _goes_on(table: RuledTable, row: Sequence[str], *, open_top: bool) -> bool:
    """Whether a row is the rest of the last row of a table: no rule parts them, or it has no key of its own and only long cells that go on.

    Where the key alone is missing, a new row under a key that spans several is as likely: then no cell above may be finished.
    """
    above = table.rows[-1]
    if table.open_bottom and (open_top or not row[0]):
        return not (_KEY.fullmatch(above[0]) and _KEY.fullmatch(row[0]))
    pairs = list(zip(above, row, strict=True))
    cells = [(a, b) for a, b in pairs if b]
    done = sum(1 for a, b in pairs if a and not b)
    if row[0] or not cells or not done or any(len(a) < _LONG_CELL for a, _ in cells):
        return False
    return done > 1 or not any(ends_sentence(a) for a, _ in cells)

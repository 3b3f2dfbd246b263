"""A table as its format states it, with cells that span others, becomes lines and a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.reading.spans import SpanCell, spread
from kb.reading.written import Item, TableGrid, TextLine


def table_items(rows: Sequence[Sequence[SpanCell[str]]]) -> Iterator[Item]:
    """The grid; rows of one cell over all columns at its top are its title, at its end its notes, and those stand as lines."""
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    alone = [len(row) == 1 and row[0].columns == width > 1 and row[0].rows == 1 for row in rows]
    first = next((i for i, lone in enumerate(alone) if not lone), len(rows))
    last = next((i for i in range(len(rows), first, -1) if not alone[i - 1]), first)
    for row in rows[:first]:
        yield from (TextLine(line, centred=True) for line in row[0].content.split("\n"))
    if first < last:
        yield TableGrid(spread(rows[first:last], "", str))
    for row in rows[last:]:
        yield from (TextLine(line) for line in row[0].content.split("\n"))

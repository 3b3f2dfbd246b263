"""Cells that span rows and columns become a grid in which every place is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST_HEADER_ROWS = 3
_MOST_CELLS = 200_000


@dataclass(frozen=True)
class SpanCell(Generic[T]):
    """A cell and how many columns and rows it spans."""

    content: T
    columns: int = 1
    rows: int = 1


class TooManyCellsError(ValueError):
    """The spans of a table ask for more places than any real table has."""


def spread(rows: Sequence[Sequence[SpanCell[T]]], empty: T, again: Callable[[T], T]) -> tuple[tuple[T, ...], ...]:
    """The grid; `again` is what a cell says in the further columns of a row.

    The rows that the first cell spans are the header. A group above header columns is said once, over the first of them, and so is a cell
    of the other rows that spans the first columns but not all: it sums up what stands beside it. All other spans are said in each place,
    but not across columns in a table whose header is not divided into all of them: that is a form.
    """
    header = min(rows[0][0].rows, _MOST_HEADER_ROWS) if rows and rows[0] else 1
    placed = _placed(rows)
    width = max((x for _, x in placed), default=-1) + 1
    if width * len(rows) > _MOST_CELLS:
        raise TooManyCellsError
    form = any(cell.columns > 1 for (y, _), (cell, _, _) in placed.items() if y == header - 1)
    grid = [[empty] * width for _ in rows]
    for (y, x), (cell, top, left) in placed.items():
        if (y < header and y > top) or (x > left and _said_once(cell, y, left, header, width, form)):
            continue
        grid[y][x] = again(cell.content) if x > left else cell.content
    return tuple(tuple(row) for row in grid)


def _said_once(cell: SpanCell[T], y: int, left: int, header: int, width: int, form: bool) -> bool:
    if y < header:
        return y < header - 1
    return cell.columns < width and (form or not left)


def _placed(rows: Sequence[Sequence[SpanCell[T]]]) -> dict[tuple[int, int], tuple[SpanCell[T], int, int]]:
    """Each place of the grid with the cell that covers it and where that cell begins."""
    placed: dict[tuple[int, int], tuple[SpanCell[T], int, int]] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in placed:
                x += 1
            for down in range(min(cell.rows, len(rows) - y)):
                for right in range(cell.columns):
                    placed.setdefault((y + down, x + right), (cell, y, x))
            x += cell.columns
            if len(placed) > _MOST_CELLS:
                raise TooManyCellsError
    return placed

"""The straight rules of a page and the tables that they draw, in points from its top left corner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

_THIN, _SHORT = 1.0, 3.0  # points
_TOLERANCE: Final = 2.0

Rule = dict[str, Any]  # an edge as pdfplumber's table functions take it


def rule_between(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    """The rule from one point to another; none if the line is slanting or too short to be one."""
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if min(wide, high) <= _THIN and max(wide, high) >= _SHORT:
        yield {
            **{"x0": min(x0, x1), "x1": max(x0, x1), "top": min(y0, y1), "bottom": max(y0, y1)},
            **{"width": wide, "height": high, "orientation": "h" if wide > high else "v", "object_type": "line"},
        }


def ruled_tables(rules: list[Rule]) -> list[list[list[tuple[float, float, float, float] | None]]]:
    """The cells of each table, by row and column; None if another cell spans the place."""
    edges = merge_edges(rules, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(edges, _TOLERANCE, _TOLERANCE))
    tables = []
    for table in cells_to_tables(cells):
        at = {(top, left): (left, top, right, bottom) for left, top, right, bottom in table}
        tops, lefts = sorted({top for top, _ in at}), sorted({left for _, left in at})
        tables.append([[at.get((top, left)) for left in lefts] for top in tops])
    return tables

"""The reading order of a PDF page: columns are found by the gutter between them and read one after the other.

A page is cut into bands at whatever crosses the gutter (a title, a wide table); inside a band the left column comes before the right
one. The cut goes on inside a column, so three columns are two cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.reading.pdf.fields import with_fields
from kb.reading.pdf.page import Page, PrintedFragment, RuledTable

_LEAST_LINES = 3
_GUTTER = 0.8  # em
_DEPTH = 2

PageItem = PrintedFragment | RuledTable
PageColumn = tuple[int, ...]


@dataclass(frozen=True)
class PrintedLine:
    """A printed line of one column: `column` is () on an undivided page, (0,) and (1,) for two columns."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    page: int
    column: PageColumn
    field: bool = False


@dataclass(frozen=True)
class PageTable:
    """A table in reading order, with its page. `continued`: its rows go on with those of the table before it."""

    grid: RuledTable
    page: int
    column: PageColumn = ()
    continued: bool = False


def reading_order(page: Page) -> list[PrintedLine | PageTable]:
    """The lines and tables of a page as a person reads them."""
    items: list[PageItem] = [*with_fields(page.fragments), *page.grids]
    result: list[PrintedLine | PageTable] = []
    for column, part in _regions(items, (), _DEPTH):
        result.extend(_lines(part, page.number, column))
    return result


def _height(item: PageItem) -> float:
    return item.base if isinstance(item, PrintedFragment) else item.top


def _regions(items: Sequence[PageItem], column: PageColumn, depth: int) -> list[tuple[PageColumn, list[PageItem]]]:
    gutter = _gutter(items) if depth else None
    if gutter is None:
        return [(column, list(items))]
    regions: list[tuple[PageColumn, list[PageItem]]] = []
    for band in _bands(items, gutter):
        left = [item for item in band if item.x0 < gutter]
        right = [item for item in band if item.x0 >= gutter]
        if _columns(band, gutter):
            regions += _regions(left, (*column, 0), depth - 1) + _regions(right, (*column, 1), depth - 1)
        else:
            regions.append((column, band))
    return regions


def _crosses(item: PageItem, gutter: float) -> bool:
    slack = _GUTTER * item.size if isinstance(item, PrintedFragment) else 2.0
    return item.x0 < gutter - 1 and item.x1 > gutter - slack


def _bands(items: Sequence[PageItem], gutter: float) -> list[list[PageItem]]:
    """Runs of items from the top down, either all crossing the gutter or none of them."""
    bands: list[list[PageItem]] = []
    crossing: bool | None = None
    for item in sorted(items, key=_height):
        if _crosses(item, gutter) is not crossing:
            bands.append([])
            crossing = _crosses(item, gutter)
        bands[-1].append(item)
    return bands


def _columns(band: Sequence[PageItem], gutter: float) -> bool:
    """Whether a band that nothing crosses is two columns: lines enough on both sides, or a table facing text."""
    left = [item for item in band if item.x1 <= gutter]
    right = [item for item in band if item.x0 >= gutter - 1]
    if len(left) + len(right) < len(band) or not left or not right:
        return False
    return min(_line_count(left), _line_count(right)) >= _LEAST_LINES


def _line_count(items: Sequence[PageItem]) -> int:
    lines = {round(item.base / (0.5 * item.size)) for item in items if isinstance(item, PrintedFragment)}
    return len(lines) + sum(len(item.rows) for item in items if isinstance(item, RuledTable))


def _gutter(items: Sequence[PageItem]) -> float | None:
    """The x where a second column begins: the left edge that most lines of a two-column band share; None without columns."""
    fragments = [item for item in items if isinstance(item, PrintedFragment)]
    if len(fragments) < 2 * _LEAST_LINES:
        return None
    left, right = min(item.x0 for item in items), max(item.x1 for item in items)
    edges = sorted(
        {round(f.x0, 1) for f in fragments if left + 0.2 * (right - left) < f.x0 < left + 0.8 * (right - left)}
    )
    best: tuple[int, float] | None = None
    for edge in edges:
        gutter = edge - 0.1
        count = 0
        for band in _bands(items, gutter):
            if _columns(band, gutter) and _aligned(band, gutter):
                count += len(band)
        if count and (best is None or count > best[0]):
            best = (count, gutter)
    return best[1] if best else None


def _aligned(band: Sequence[PageItem], gutter: float) -> bool:
    """Whether most lines of the right side start near the gutter; the parts of a form or of a list do not."""
    right = [item for item in band if item.x0 >= gutter]
    near = [
        item for item in right if item.x0 <= gutter + 2.6 * (item.size if isinstance(item, PrintedFragment) else 10)
    ]
    return len(near) >= 0.6 * len(right)


def _lines(items: Sequence[PageItem], page: int, column: PageColumn) -> list[PrintedLine | PageTable]:
    """Fragments of one base line become one line, parted by a space; tables stand where they begin."""
    result: list[PrintedLine | PageTable] = []
    for item in sorted(items, key=lambda item: (_height(item), item.x0)):
        if isinstance(item, RuledTable):
            result.append(PageTable(item, page, column))
            continue
        last = result[-1] if result else None
        level = isinstance(last, PrintedLine) and abs(last.base - item.base) <= 0.4 * max(last.size, item.size)
        if isinstance(last, PrintedLine) and level and not (last.field and item.field):
            first, second = (last, item) if last.x0 <= item.x0 else (item, last)
            text = f"{first.text} {second.text}"
            x1 = max(last.x1, item.x1)
            result[-1] = PrintedLine(
                text, min(last.x0, item.x0), x1, last.base, max(last.size, item.size), page, column, last.field
            )
        else:
            result.append(PrintedLine(item.text, item.x0, item.x1, item.base, item.size, page, column, item.field))
    return result

"""The pages of a PDF become one text: a line a paragraph, tables as tab-separated rows, and where each page begins.

Wrapped lines are joined by geometry: a line that fills its column and a next one that starts at the left margin are one paragraph,
over the end of a column or a page too. Everything else is parted by a blank line; titles are put together in kb/reading/paragraphs.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kb.language import ends_sentence
from kb.reading.fence import ReadText
from kb.reading.outline import TITLE_END
from kb.reading.paragraphs import starts_unit
from kb.reading.pdf.doubt import bare_of_marks, without_marks
from kb.reading.pdf.furniture import without_furniture
from kb.reading.pdf.layout import PageColumn, PageTable, PrintedLine, reading_order
from kb.reading.pdf.lines import joint
from kb.reading.pdf.page import Page
from kb.reading.pdf.tables import joined_tables
from kb.records import SetAside
from kb.regex import regex

_LEAST_WIDTH = 10  # em: a few words in a narrow strip are no running text
_INDENT = "\u3000\u3000"
_UNIT = regex(r"[（(《〈“‘「『【〔［]*(?:[0-9A-Za-z.,%‰+/-]+|.)[）)》〉”’」』】〕］，。、；：！？,.;:!?%]*")


@dataclass(frozen=True)
class _Edges:
    """Where the lines of a column begin and end, how far apart and how large they are, and whether its paragraphs are indented.

    `indents` is None if nothing shows it.
    """

    left: float
    right: float
    pitch: float
    size: float
    indents: bool | None


def document_text(pages: Sequence[Page]) -> ReadText:
    """The whole document in reading order."""
    bodies, aside = without_furniture(pages)
    items = [item for page in bodies for item in reading_order(page)]
    items, headers = joined_tables(_half_pages(items))
    writer = _Writer(_edges(items))
    for item in items:
        writer.add(item)
    text, starts, doubtful = without_marks(writer.text(), writer.starts(len(pages)))
    ends = (*starts[1:], len(text))
    whole = [(start, end, page.doubt) for page, start, end in zip(pages, starts, ends, strict=True) if page.doubt]
    gone = [
        SetAside(starts[n - 1], starts[n - 1], bare_of_marks(words), reason) for n, words, reason in [*aside, *headers]
    ]
    return ReadText(text, starts, tuple(sorted(gone, key=lambda item: item.start)), tuple(sorted([*doubtful, *whole])))


# ------------------------------------------------------------------------------------------------ writing


class _Writer:
    """Puts items one after the other; the text so far and the paragraph being written are its state."""

    def __init__(self, edges: dict[PageColumn, _Edges]) -> None:
        self.edges = edges
        self.pieces: list[str] = []
        self.length = 0
        self.first_of: dict[int, int] = {}
        self.last: PrintedLine | PageTable | None = None
        self.opening: PrintedLine | None = None

    def add(self, item: PrintedLine | PageTable) -> None:
        """Appends a line or a table."""
        runs_on = (
            isinstance(item, PrintedLine) and isinstance(self.last, PrintedLine) and self._runs_on(self.last, item)
        )
        if runs_on and isinstance(item, PrintedLine) and isinstance(self.last, PrintedLine):
            self._put(joint(self.last.text, item.text))
        elif self.last is not None:
            self._put(self._break(self.last, item))
        self.first_of.setdefault(item.page, self.length)
        if isinstance(item, PageTable):
            self._put("\n".join(_row(row) for row in item.grid.rows))
        else:
            if not runs_on:
                self.opening = item
                self._put(_INDENT if not item.field and self._place(item) in ("indented", "right") else "")
            self._put(item.text)
        self.last = item

    def _break(self, before: PrintedLine | PageTable, item: PrintedLine | PageTable) -> str:
        """A blank line, so that nothing is joined again by its length; the rows of one table follow each other."""
        end = "\f" if item.page != before.page else "\n"
        return end if isinstance(before, PageTable) and isinstance(item, PageTable) and item.continued else "\n" + end

    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces) + "\n"

    def starts(self, count: int) -> tuple[int, ...]:
        """Where each of `count` pages begins; a page without text begins where the next one does."""
        starts: list[int] = []
        after = self.length
        for page in range(count, 0, -1):
            after = self.first_of.get(page, after)
            starts.append(after)
        return tuple(reversed(starts))

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _gap(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether more room stands between two neighbours of a column than between the lines of a paragraph."""
        beside = before.column != line.column and len(before.column) == len(line.column)
        if before.page != line.page or beside:
            return False
        return abs(line.base - before.base) > 1.45 * max(self.edges[line.column].pitch, 1.35 * line.size)

    def _place(self, line: PrintedLine) -> str:
        """Where a line stands in its column: `margin`, `indented`, `centred` or `right`."""
        edges = self.edges[line.column]
        left, right = line.x0 - edges.left, edges.right - line.x1
        if left <= 0.8 * line.size:
            return "margin"
        if 1.5 * line.size <= left <= 2.6 * line.size and line.size <= edges.pitch:
            return "indented"
        if abs(left - right) < 1.2 * line.size:
            return "centred"
        return "right" if left > right + 4 * line.size else "indented"

    def _runs_on(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        edges = self.edges[before.column]
        if line.field or edges.right - edges.left < _LEAST_WIDTH * line.size:
            return False
        if abs(before.size - line.size) > 1 or self._place(before) in ("centred", "right"):
            return False
        if self._gap(before, line) or edges.right - before.x1 >= _first_unit(line.text) * line.size + 0.6 * line.size:
            return False
        place = self._place(line)
        if place == "centred" and line.size > 1.15 * edges.size:
            return not TITLE_END.search(before.text)  # the rest of a title that fills its first line
        if place == "margin":
            indents = self.edges[line.column].indents
            return not starts_unit(line.text) or (not ends_sentence(before.text) if indents is None else indents)
        return (
            place == "indented" and self._hangs(line) and not ends_sentence(before.text) and not starts_unit(line.text)
        )

    def _hangs(self, line: PrintedLine) -> bool:
        """Whether the paragraph's first line begins further left than this one."""
        if self.opening is None:
            return False
        first = self.opening.x0 - self.edges[self.opening.column].left
        return first < line.x0 - self.edges[line.column].left - 0.8 * line.size


def _first_unit(text: str) -> float:
    """The width in em of what a line break cannot part at the start of a line: a word or number, with its punctuation."""
    found = _UNIT.match(text)
    return sum(0.55 if c.isascii() else 1.0 for c in found[0]) if found else 1.0


def _row(cells: Sequence[str]) -> str:
    """A table row as a line; a lone last cell gets one more tab, since a tab before one cell means a flattened table."""
    line = "\t".join(cells)
    return line + "\t" if line.startswith("\t") and line.count("\t") == 1 else line


# ------------------------------------------------------------------------------------------------ edges


def _edges(items: Sequence[PrintedLine | PageTable]) -> dict[PageColumn, _Edges]:
    """The edges of each column, measured over all pages."""
    lines: defaultdict[PageColumn, list[PrintedLine]] = defaultdict(list)
    for item in items:
        if isinstance(item, PrintedLine):
            lines[item.column].append(item)
    return {column: _measured(group) for column, group in lines.items()}


def _half_pages(items: Sequence[PrintedLine | PageTable]) -> list[PrintedLine | PageTable]:
    """The last page of a text in columns often has only the left one: its lines belong to that column."""
    left = _edges(items).get((0,))
    whole: defaultdict[int, bool] = defaultdict(lambda: True)
    for item in items:
        fits = (
            isinstance(item, PrintedLine)
            and left is not None
            and left.left - 3 <= item.x0
            and item.x1 <= left.right + 3
        )
        whole[item.page] = whole[item.page] and fits and item.column == ()
    return [
        replace(item, column=(0,)) if isinstance(item, PrintedLine) and whole[item.page] else item for item in items
    ]


def _measured(lines: Sequence[PrintedLine]) -> _Edges:
    lefts = sorted(line.x0 for line in lines)
    rights = sorted(line.x1 for line in lines)
    few = len(lines) // 50  # a line or two may stand out into the margin
    steps = [b.base - a.base for a, b in pairwise(lines) if a.page == b.page and b.base > a.base]
    size = median(line.size for line in lines)
    left = lefts[few]
    right = rights[-1 - few]
    pitch = median(steps) if steps else 1.5 * size
    after = [b for a, b in pairwise(lines) if ends_sentence(a.text) and right - a.x1 > 2 * a.size]
    indented = sum(1 for line in after if line.x0 - left > 0.8 * line.size)
    return _Edges(left, right, pitch, size, indented >= len(after) / 3 if after else None)

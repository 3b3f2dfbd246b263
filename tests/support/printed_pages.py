"""The blocks of a text set on pages of A4 as offices set them: titles in the middle, indented paragraphs, tables with rules, page numbers.

All measures are points from the upper left corner of a page. What draws the pages (OFD, scans) is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from kb.reading.cleaning import clean
from kb.reading.outline import mark_of
from kb.reading.paragraphs import Block, Paragraph, blocks_of

WIDTH: Final = 595.3
HEIGHT: Final = 841.9
_UNIT: Final = re.compile(r"[（《“〔]*(?:[0-9A-Za-z.,%/_-]+|.)[）》”〕，。、；：！？]*")
_LEADING: Final = 1.4  # of the size, between the lines of a cell

Placed = tuple[str, float, float, float]  # words, left, base, size
Line = tuple[float, float, float, float]


@dataclass
class SetPage:
    """What stands on one page."""

    texts: list[Placed] = field(default_factory=list)
    rules: list[Line] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """The paragraphs and tables of a text."""
    return blocks_of(clean(text).lines)


def centred(text: str) -> bool:
    """Whether offices set such a paragraph in the middle: a short one without a sentence."""
    return len(text) <= 60 and not any(c in text for c in "，。；：") and not mark_of(text)


def as_plain(block: Block) -> str:
    """What a page states of a block: where titles stand and what is indented, no levels of headings."""
    if isinstance(block, Paragraph):
        return ("" if centred(block.text) else "\u3000\u3000") + block.text
    return "\n".join("\t".join(cell.text.replace("\n", "   ") for cell in row) for row in block.rows)


def set_on_pages(text: Sequence[Block], size: float = 12.0, columns: int = 1) -> list[SetPage]:
    """The pages of a text in one column or two."""
    return _Setting(size, columns).set(text)


class _Setting:
    """Sets blocks from top to bottom; where the next line goes is its state."""

    def __init__(self, size: float, columns: int) -> None:
        self.size, self.columns = size, columns
        self.left, self.top, self.bottom = 78.0, 100.0, 740.0
        self.wide = (439.0 - 24 * (columns - 1)) / columns
        self.pages = [SetPage()]
        self.column, self.y = 0, self.top

    def set(self, text: Sequence[Block]) -> list[SetPage]:
        for block in text:
            if isinstance(block, Paragraph):
                self._paragraph(block.text, middle=centred(block.text))
            else:
                self._table([[cell.text for cell in row] for row in block.rows])
        for number, page in enumerate(self.pages, 1):
            page.texts.append((f"— {number} —", 297 - self.size, 795.0, 10.0))
        return self.pages

    def _paragraph(self, text: str, *, middle: bool) -> None:
        size = 1.3 * self.size if middle else self.size
        for piece in text.split("\n"):
            for n, line in enumerate(_wrapped(piece if middle else "\u3000\u3000" + piece, self.wide / size)):
                words = line.lstrip("\u3000") if not n else line
                indent = (self.wide - em(line) * size) / 2 if middle else (len(line) - len(words)) * size
                self._room(1.75 * size)
                left, y = self._origin()
                self.pages[-1].texts.append((words, left + indent, y + size, size))
                self.y += 1.75 * size

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their longest words ask for, small print where they are many; a row higher than a page goes on on the next."""
        columns = list(zip_longest(*rows, fillvalue=""))
        size = min(self.size, max(self.wide / len(columns) / 3, 7.0))
        asked = [
            max(1.5 * em(cell) ** 0.5 + max(map(em, _UNIT.findall(cell)), default=0) for cell in column)
            for column in columns
        ]
        widths = [share * self.wide / sum(asked) for share in asked]
        edges = [sum(widths[:n]) for n in range(len(widths) + 1)]
        most = int(((self.bottom - self.top) / size - 0.5) / _LEADING)
        self.y += 0.5 * self.size
        for row in rows:
            cells = [_wrapped(cell, (width - 6) / size) for cell, width in zip(row, widths, strict=False)]
            for start in range(0, max(map(len, cells)), most):
                self._row([cell[start : start + most] for cell in cells], edges, size)
        self.y += self.size

    def _row(self, cells: Sequence[Sequence[str]], edges: Sequence[float], size: float) -> None:
        high = (_LEADING * max(map(len, cells)) + 0.5) * size
        self._room(high)
        left, y = self._origin()
        page = self.pages[-1]
        page.rules += ((left + x, y, left + x, y + high) for x in edges)
        page.rules += ((left, at, left + self.wide, at) for at in (y, y + high))
        for x, cell in zip(edges, cells, strict=False):
            page.texts += (
                (line, left + x + 3, y + (1.15 + _LEADING * n) * size, size) for n, line in enumerate(cell) if line
            )
        self.y += high

    def _origin(self) -> tuple[float, float]:
        return self.left + self.column * (self.wide + 24), self.y

    def _room(self, high: float) -> None:
        if self.y + high <= self.bottom:
            return
        self.column = (self.column + 1) % self.columns
        self.y = self.top
        if not self.column:
            self.pages.append(SetPage())


def em(text: str) -> float:
    """The width of a text in em, as NotoSerif sets it."""
    return sum((0.9 if char in "%@mMwW" else 0.5) if char.isascii() else 1.0 for char in text)


def _wrapped(text: str, width: float) -> list[str]:
    """The lines of a text; words, numbers and what follows them are not parted."""
    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and em(lines[-1] + unit.rstrip("，。、；：")) > width:
            lines.append("")
        lines[-1] += unit
    return lines

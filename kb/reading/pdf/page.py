"""What stands on one PDF page: glyphs become printed fragments and ruled tables, and stamps are taken out.

Coordinates are points from the page's top left corner. Nothing here knows of pdfplumber; kb/reading/pdf/worker.py fills in the glyphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.reading.outline import mark_of

STAMP = "印章水印 stamp or watermark"

Box = tuple[float, float, float, float]
_GAP = 1.5  # em: a wider gap inside a line separates columns or the parts of a letterhead
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
# Fonts often map their glyphs to radicals and compatibility forms that look the same as the character meant.
_LOOKALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
# CJK Radicals Supplement, which NFKC leaves alone: the character each radical is, where it is one by itself (Unicode, CJKRadicals.txt).
_RADICALS = str.maketrans(
    "⺁⺎⺒⺓⺟⺠⺩⺬⺮⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂兀巳幺母民王示竹虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)


@dataclass(frozen=True)
class Glyph:
    """One printed character. `tinted`: coloured or light, as stamps are; `rotated`: not set horizontally."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    rotated: bool = False
    tinted: bool = False


@dataclass(frozen=True)
class PrintedFragment:
    """Characters that stand together on one base line."""

    text: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(frozen=True)
class RuledTable:
    """A ruled table: `rows[i][j]` is a cell's text, "" where empty; a cell spanning data rows is said in each of them."""

    rows: tuple[tuple[str, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its height, what is printed on it, and the stamps that were taken out."""

    number: int
    height: float
    fragments: tuple[PrintedFragment, ...]
    grids: tuple[RuledTable, ...]
    stamps: tuple[str, ...] = ()


def readable(text: str) -> str:
    """A glyph's text as it is meant: ordinary characters for look-alikes, no control characters."""
    plain = _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]).translate(_RADICALS), text)
    return "".join(" " if c.isspace() and c != "\u3000" else c for c in plain if c.isspace() or ord(c) >= 32)


def page_of_glyphs(
    number: int, height: float, glyphs: Sequence[Glyph], tables: Sequence[Sequence[Sequence[Box | None]]]
) -> Page:
    """Arranges a page. `tables[t][row][column]` is a cell's box, None where another cell spans it."""
    kept, stamps = without_stamps(glyphs)
    grids: list[RuledTable] = []
    for cells in tables:
        found = _grid(cells, kept, height)
        if found:
            grids.append(found)
            kept = [g for g in kept if not _inside(g, (found.x0, found.top, found.x1, found.bottom))]
    return Page(number, height, tuple(fragments_of(kept)), tuple(grids), tuple(stamps))


# ------------------------------------------------------------------------------------------------ stamps


def without_stamps(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[str]]:
    """The glyphs of the page itself, and the texts of stamps: rotated ones, and tinted ones printed over other text."""
    rotated = [g for g in glyphs if g.rotated]
    plain = [g for g in glyphs if not g.rotated and not g.tinted]
    stamps = ["".join(g.text for g in rotated).strip()] if rotated else []
    kept: list[Glyph] = []
    for run in _runs([g for g in glyphs if g.tinted and not g.rotated]):
        if any(_overlap(g, other) for g in run for other in plain if other.text.strip() and g.text.strip()):
            stamps.append("".join(g.text for g in run).strip())
        else:
            kept.extend(run)
    return plain + kept, [text for text in stamps if text]


def _overlap(one: Glyph, other: Glyph) -> bool:
    """Whether two characters are printed over each other: a fifth of the smaller box is shared."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return False
    return wide * high > 0.2 * min((g.x1 - g.x0) * (g.bottom - g.top) for g in (one, other))


# ------------------------------------------------------------------------------------------------ lines


def fragments_of(glyphs: Iterable[Glyph]) -> list[PrintedFragment]:
    """The fragments in reading order of their base lines, left to right within one; blank ones are left out."""
    found = [_fragment(run) for run in _runs(glyphs)]
    return [fragment for fragment in found if fragment.text]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if lines and abs(glyph.base - lines[-1][0].base) <= 0.4 * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    runs: list[list[Glyph]] = []
    for line in lines:
        line.sort(key=lambda g: g.x0)
        runs.append([])
        reach = line[0].x0
        for glyph in line:
            if not glyph.text.strip():
                continue
            if runs[-1] and glyph.x0 - reach > _GAP * max(glyph.size, runs[-1][-1].size):
                runs.append([])
            runs[-1].append(glyph)
            reach = max(reach, glyph.x1) if len(runs[-1]) > 1 else glyph.x1
    return [run for run in runs if run]


def _fragment(run: Sequence[Glyph]) -> PrintedFragment:
    text = run[0].text
    for before, glyph in pairwise(run):
        wide = _WIDE.match(before.text[-1:]) or _WIDE.match(glyph.text[:1])
        if glyph.x0 - before.x1 > (0.7 if wide else 0.2) * glyph.size:
            text += " "
        text += glyph.text
    sizes = sorted(g.size for g in run)
    return PrintedFragment(text.strip(), run[0].x0, max(g.x1 for g in run), run[0].base, sizes[len(sizes) // 2])


def joint(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a space between Latin words, nothing in Chinese."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return " " if latin else ""


# ------------------------------------------------------------------------------------------------ tables


def _inside(glyph: Glyph, box: Box) -> bool:
    # Near its left side: punctuation at a line's end may hang over the rule.
    x, y = 0.8 * glyph.x0 + 0.2 * glyph.x1, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grid(cells: Sequence[Sequence[Box | None]], glyphs: Sequence[Glyph], height: float) -> RuledTable | None:
    """The table of these cells; None for what is no table: a frame, or rules that part the columns of a page."""
    boxes = [box for row in cells for box in row if box]
    columns = max((len(row) for row in cells), default=0)
    if columns < 2 or len(boxes) < 2:
        return None
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if len(cells) == 1 and bottom - top > height / 4:
        return None
    within = [g for g in glyphs if _inside(g, (x0, top, x1, bottom))]
    texts = [[_cell_text([g for g in within if _inside(g, box)]) if box else "" for box in row] for row in cells]
    if sum(1 for row in texts for text in row if text) < 2:
        return None
    _repeat_spanning(cells, texts)
    return RuledTable(tuple(tuple(row) for row in texts), x0, x1, top, bottom)


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """A cell's lines as one text; a numbered item keeps clear of the one before it (kb/reading/paragraphs.py parts them again)."""
    text = ""
    for fragment in fragments_of(glyphs):
        numbered = text and (mark := mark_of(fragment.text)) and mark.rank == 30
        text += ("   " if numbered else joint(text, fragment.text)) + fragment.text
    return text


def _repeat_spanning(cells: Sequence[Sequence[Box | None]], texts: list[list[str]]) -> None:
    """Says a cell that spans several data rows in each; the rows that the first cell of all spans are the header."""
    first = cells[0][0] if cells and cells[0] else None
    header = 1
    while first and header < len(cells) and header < 3 and any(b and b[3] <= first[3] + 1 for b in cells[header]):
        header += 1
    for index in range(header + 1, len(cells)):
        bottom = max((box[3] for box in cells[index] if box), default=0.0)
        for column, box in enumerate(cells[index]):
            above = next(
                (i for i in range(index - 1, header - 1, -1) if column < len(cells[i]) and cells[i][column]), -1
            )
            if box is None and above >= 0:
                span = cells[above][column]
                if span and span[3] >= bottom - 1:
                    texts[index][column] = texts[above][column]

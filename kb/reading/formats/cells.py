"""Cells of ruled tables that a page's recognition did not read one by one are read by themselves.

Where columns are narrow, what is found as one line runs over the rules of several cells, and a digit that stands alone is not found at all.
Such cells are laid out on a sheet, without their rules and far from each other, and the sheet is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kb.reading.formats.recognition import SURE, RecognisedLine, line_in, recognised
from kb.reading.formats.seals import Pixels

Cell = tuple[int, int, int, int]  # left, top, right, bottom in pixels
_RULE: Final = 4  # pixels at the edge of a cell that are its rule's
_APART: Final = 96  # pixels between the cells on a sheet
_LARGER: Final = 2  # they are laid out so many times as large: small print that stands alone is found then
_INK: Final = 40  # of 255: by how much writing is darker than its cell's paper
_LEAST: Final = 1 / 165  # of the page's width: how large a character is at least, 5 points on A4
_MOST: Final = 1 / 25  # of it: longer is a line to write on
_LEVEL: Final = 4  # times as wide as high is a level stroke
_NARROW: Final = 0.6  # of its height is a slash of half width at most; a √ is wider
_SLANT, _WIDE_SLANT = 0.85, 0.95  # of 1: how well the ink of a slash keeps to a line
_FEW: Final = 2  # characters that a single stroke may have been taken for
_COUNTED: Final = [[numeral] for numeral in "二三四五六七八九十"]
_INSIDE: Final = 0.4  # of a line's height: what of it must stand in a cell to be read there


@dataclass(frozen=True)
class _Laid:
    """A cell and its place on the sheet."""

    cell: Cell
    x: int
    y: int
    wide: int
    high: int


def read_by_cells(
    lines: Sequence[RecognisedLine], cells: Sequence[Cell], pixels: Pixels, kept: Path | None
) -> list[RecognisedLine]:
    """The lines of a page that stands straight; those of cells that have to be read by themselves are read anew."""
    cells = [cell for cell in cells if min(cell[2] - cell[0], cell[3] - cell[1]) > 3 * _RULE]
    within = [[cell for cell in cells if _holds(cell, _box(line))] for line in lines]
    asked = {cell for found in within if len(found) > 1 for cell in found}
    asked |= {cell for cell in cells if cell not in asked and _unread(cell, lines, pixels)}
    read = [_clipped(line, found) for line, found in zip(lines, within, strict=True) if not asked.intersection(found)]
    if asked:
        read += _read(sorted(asked, key=lambda cell: (cell[1], cell[0])), pixels, kept)
    return _with_strokes(read, cells, pixels)


def _with_strokes(lines: Sequence[RecognisedLine], cells: Sequence[Cell], pixels: Pixels) -> list[RecognisedLine]:
    """The lines, and what a cell holds that is a single stroke by its shape: — or /, which are taken for 一, _ or 1 or not seen.

    A level stroke is the 一 of a column that counts on.
    """
    held = {cell: [line for line in lines if _holds(cell, _box(line))] for cell in cells}
    sure = {cell: [line.text for line in found if line.confidence >= SURE] for cell, found in held.items()}
    counting = {cell[0] for cell, texts in sure.items() if texts in _COUNTED}
    strokes: dict[Cell, RecognisedLine] = {}
    for cell, found in held.items():
        if sum(len(line.text) for line in found) <= _FEW and (stroke := _stroke(cell, pixels)):
            text, (x0, y0, x1, y1) = stroke
            text = "一" if text == "—" and cell[0] in counting else text
            strokes[cell] = RecognisedLine(text, 1.0, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    others = [line for line in lines if not any(_holds(cell, _box(line)) for cell in strokes)]
    return others + list(strokes.values())


def _stroke(cell: Cell, pixels: Pixels) -> tuple[str, tuple[int, int, int, int]] | None:
    """The single stroke that stands in a cell and its box as a line of print; None if something else does."""
    ink = _ink(cell, pixels)
    boxes = [
        box for box in cv2.connectedComponentsWithStats(ink)[2][1:].tolist() if _is_character(box, ink, pixels.shape[1])
    ]
    if not boxes:
        return None
    left, top = (min(box[n] for box in boxes) for n in (0, 1))
    right, bottom = (max(box[n] + box[n + 2] for box in boxes) for n in (0, 1))
    x, y, wide, high = cell[0] + _RULE + left, cell[1] + _RULE + top, right - left, bottom - top
    if wide > _LEVEL * high:
        return "—", (x, y + (high - wide) // 2, x + wide, y + (high + wide) // 2)
    down, across = np.nonzero(ink[top:bottom, left:right])
    slant = _SLANT if wide < _NARROW * high else _WIDE_SLANT
    slants = len(boxes) == 1 and wide > high / 4 and np.corrcoef(across, down)[0, 1] < -slant
    return ("/", (x, y, x + wide, y + high)) if slants else None


def _box(line: RecognisedLine) -> tuple[float, float, float, float]:
    across, down = zip(*line.corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _holds(cell: Cell, box: tuple[float, float, float, float]) -> bool:
    """Whether so much of the box lies in the cell that a character may stand there."""
    wide, high = min(cell[2], box[2]) - max(cell[0], box[0]), min(cell[3], box[3]) - max(cell[1], box[1])
    return min(wide, high) > _INSIDE * min(box[2] - box[0], box[3] - box[1])


def _clipped(line: RecognisedLine, cells: Sequence[Cell]) -> RecognisedLine:
    """The line without what was found around it beyond the sides of its cell."""
    for left, _, right, _ in cells:
        line = replace(line, corners=tuple((min(max(x, left), right), y) for x, y in line.corners))
    return line


def _unread(cell: Cell, lines: Sequence[RecognisedLine], pixels: Pixels) -> Cell | None:
    """The box of what stands in a cell, as large as small print, outside all lines and off its rules; None if nothing does."""
    ink = _ink(cell, pixels)
    x, y = cell[0] + _RULE, cell[1] + _RULE
    for line in lines:
        left, top, right, bottom = (round(at) for at in _box(line))
        ink[max(top - y, 0) : max(bottom - y, 0), max(left - x, 0) : max(right - x, 0)] = 0
    boxes = cv2.connectedComponentsWithStats(ink)[2][1:].tolist()
    found = [box for box in boxes if _is_character(box, ink, pixels.shape[1])]
    if not found:
        return None
    right, bottom = (max(box[n] + box[n + 2] for box in found) for n in (0, 1))
    return x + min(box[0] for box in found), y + min(box[1] for box in found), x + right, y + bottom


def _ink(cell: Cell, pixels: Pixels) -> Pixels:
    grey = cv2.GaussianBlur(cv2.cvtColor(_inner(cell, pixels), cv2.COLOR_RGB2GRAY), (5, 5), 0).astype(np.int16)
    ink: Pixels = (np.median(grey) - grey > _INK).astype(np.uint8)
    return ink


def _is_character(box: Sequence[int], ink: Pixels, page: int) -> bool:
    """Whether what fills the box (left, top, width, height) of a cell is as large as a character, and no rule's rest or line to write on."""
    left, top, wide, high, _ = box
    at_edge = not left or not top or left + wide == ink.shape[1] or top + high == ink.shape[0]
    return _LEAST * page < max(wide, high) < _MOST * page and not (at_edge and min(wide, high) < _RULE)


def _inner(cell: Cell, pixels: Pixels) -> Pixels:
    left, top, right, bottom = cell
    return np.ascontiguousarray(pixels[top + _RULE : bottom - _RULE, left + _RULE : right - _RULE])


def _read(cells: Sequence[Cell], pixels: Pixels, kept: Path | None) -> list[RecognisedLine]:
    """The lines of cells; a cell in which something stands but no line is found, a digit alone, is read as one line."""
    sheet, laid = _sheet(cells, pixels)
    lines = [_put_back(line, laid) for line in recognised(sheet, kept, as_it_lies=True).lines]
    for cell in cells:
        if not any(_holds(cell, _box(line)) for line in lines) and (box := _unread(cell, (), pixels)):
            lines += line_in(pixels, (box[0] - _RULE, box[1] - _RULE, box[2] + _RULE, box[3] + _RULE))
    return lines


def _put_back(line: RecognisedLine, laid: Sequence[_Laid]) -> RecognisedLine:
    """The line of a sheet where it stands on the page."""
    x, y = (sum(at) / len(line.corners) for at in zip(*line.corners, strict=True))
    at = min(laid, key=lambda it: max(it.x - x, x - it.x - it.wide, 0) + max(it.y - y, y - it.y - it.high, 0))
    left, top = at.cell[0] + _RULE, at.cell[1] + _RULE
    corners = (((cx - at.x) / _LARGER + left, (cy - at.y) / _LARGER + top) for cx, cy in line.corners)
    return replace(line, corners=tuple(corners))


def _sheet(cells: Sequence[Cell], pixels: Pixels) -> tuple[Pixels, list[_Laid]]:
    """The cells side by side in rows, on the page's paper."""
    pieces = [cv2.resize(_inner(cell, pixels), None, fx=_LARGER, fy=_LARGER) for cell in cells]
    wide = max(pixels.shape[1], *(piece.shape[1] + 2 * _APART for piece in pieces))
    laid: list[_Laid] = []
    x, y, lowest = _APART, _APART, 0
    for cell, piece in zip(cells, pieces, strict=True):
        if x + piece.shape[1] + _APART > wide:
            x, y, lowest = _APART, y + lowest + _APART, 0
        laid.append(_Laid(cell, x, y, piece.shape[1], piece.shape[0]))
        x, lowest = x + piece.shape[1] + _APART, max(lowest, piece.shape[0])
    paper = np.median(pixels[::8, ::8].reshape(-1, 3), axis=0)
    sheet = np.full((y + lowest + _APART, wide, 3), paper, np.uint8)
    for it, piece in zip(laid, pieces, strict=True):
        sheet[it.y : it.y + it.high, it.x : it.x + it.wide] = piece
    return sheet, laid

"""Scans (a PDF without a text layer, jpg, png, tiff) are read by recognising what is printed, and arranged as the pages of a PDF are.

Each page is set straight, red seals are taken off it and its ruled tables are found on its picture. A line of low confidence and what stands
under a seal are marked, so that whoever reads an answer from it is told to look at the original.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps, ImageSequence

from kb.reading.fence import ReadText
from kb.reading.formats.cells import read_by_cells
from kb.reading.formats.painted_rules import painted_rules, slant_of_rules
from kb.reading.formats.recognition import SURE, RecognisedLine, recognised, recognised_before
from kb.reading.formats.rules import ruled_tables
from kb.reading.formats.seals import Pixels, without_seals
from kb.reading.limits import Refused
from kb.reading.pdf.doubt import doubtful
from kb.reading.pdf.grid import STAMP, page_of_glyphs
from kb.reading.pdf.page import Box, Glyph, Page
from kb.reading.pdf.text import document_text

SEAL: Final = "红色印章 red seal"
_LEAST_CONFIDENCE: Final = 0.5  # of a page: below, it is noise
_DPI: Final = 200
_WIDTH: Final = 595.0  # points: every page is taken to be as wide as A4
_MOST_PIXELS: Final = 40_000_000
_HALF: Final = 0.52  # how wide a half-width character is, a wide one being 1


def read_scanned_pdf(path: Path, limits: Mapping[str, int], kept: str = "") -> ReadText:
    """The text of a PDF by the pictures of its pages; Refused where a page cannot be made out."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    if len(document) > limits["pages"]:
        raise Refused("pages")
    return _read((painted(document[number]) for number in range(len(document))), kept)


def read_picture(path: Path, limits: Mapping[str, int], kept: str = "") -> ReadText:
    """The text of a picture, or of all those in one file; Refused where one cannot be made out."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        opened = Image.open(path)
    except Image.DecompressionBombError as error:
        raise Refused("pixels", str(2 * _MOST_PIXELS // 10**6)) from error
    with opened as picture:
        if getattr(picture, "n_frames", 1) > limits["pages"]:
            raise Refused("pages")
        return _read((as_pixels(frame) for frame in ImageSequence.Iterator(picture)), kept)


def painted(page: pypdfium2.PdfPage) -> Pixels:
    """A page of a PDF in the pixels in which it is recognised."""
    width, height = page.get_size()
    if (pixels := width * height * (_DPI / 72) ** 2) > _MOST_PIXELS:
        raise Refused("pixels", str(int(pixels / 10**6)))
    return np.asarray(page.render(scale=_DPI / 72).to_pil().convert("RGB"))


def as_pixels(frame: Image.Image) -> Pixels:
    """A picture in the pixels in which it is recognised."""
    if frame.width * frame.height > _MOST_PIXELS:
        raise Refused("pixels", str(frame.width * frame.height // 10**6))
    return np.asarray(ImageOps.exif_transpose(frame).convert("RGB"))


def _read(pictures: Iterator[Pixels], kept: str) -> ReadText:
    pages = [_page(number, picture, Path(kept) if kept else None) for number, picture in enumerate(pictures, 1)]
    if not any(page.fragments or page.grids for page in pages):
        raise Refused("no_words")
    return document_text(pages)


def letters_kept(pixels: Pixels, kept: Path) -> Iterator[tuple[str, Box]]:
    """The characters of a page that was recognised before, each with its box in the pixels as the page lies; none where it was not kept."""
    pixels = without_seals(pixels)[0]
    page = recognised_before(pixels, kept)
    high, wide = pixels.shape[:2]
    if page is None:
        return
    for line in page.lines:
        corners = _as_it_lies(np.array(line.corners), page.turns, wide, high)
        along = np.cumsum([0.0, *map(_weight, line.text)]) / sum(map(_weight, line.text))
        upper, lower = (a + along[:, None] * (b - a) for a, b in ((corners[0], corners[1]), (corners[3], corners[2])))
        for at, sign in enumerate(line.text):
            around = np.concatenate((upper[at : at + 2], lower[at : at + 2]))
            (x0, y0), (x1, y1) = around.min(axis=0).tolist(), around.max(axis=0).tolist()
            yield sign, (x0, y0, x1, y1)


def _as_it_lies(points: np.ndarray, turns: int, wide: int, high: int) -> np.ndarray:
    """Points on a page that was turned, `turns` quarters anticlockwise, on the page as it lies, so many pixels wide and high."""
    x, y = points[:, 0], points[:, 1]
    return np.stack({0: (x, y), 1: (wide - y, x), 2: (wide - x, high - y), 3: (y, high - x)}[turns % 4], axis=1)


def _page(number: int, pixels: Pixels, kept: Path | None) -> Page:
    pixels, sealed = without_seals(pixels)
    found = recognised(pixels, kept)
    if found.lines and found.confidence < _LEAST_CONFIDENCE:
        raise Refused("illegible", str(number))
    pixels = np.ascontiguousarray(np.rot90(pixels, found.turns))
    height, width = pixels.shape[:2]
    scale, slant = _WIDTH / width, slant_of_rules(pixels)
    slant = _slant(found.lines) if slant is None else slant
    straight = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(slant), 1.0)
    turned = cv2.warpAffine(pixels, straight, (width, height), borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)
    tables = ruled_tables(list(painted_rules(turned, scale)))
    cells = [tuple(round(at / scale) for at in box) for table in tables for row in table for box in row if box]
    lines = read_by_cells([_straight(line, straight) for line in found.lines], cells, turned, kept)
    placed = [_placed(line, scale) for line in lines]
    sizes = [size for *_, size in placed]
    usual = median(sizes) if sizes else 0.0
    glyphs = [
        glyph
        for line, (x0, x1, middle, size) in zip(lines, placed, strict=True)
        for glyph in _glyphs(line, x0, x1, middle, usual if abs(size - usual) < 0.2 * usual else size)
    ]
    if sealed is None:
        return page_of_glyphs(number, height * scale, glyphs, tables)
    under = cv2.warpAffine(np.ascontiguousarray(np.rot90(sealed, found.turns)), straight, (width, height))
    return page_of_glyphs(number, height * scale, [_sealed(g, under, scale) for g in glyphs], tables, [(SEAL, STAMP)])


def _sealed(glyph: Glyph, seals: np.ndarray, scale: float) -> Glyph:
    """The character, marked if a seal lies over it."""
    x0, top, x1, bottom = (round(max(at, 0) / scale) for at in (glyph.x0, glyph.top, glyph.x1, glyph.bottom))
    return replace(glyph, text=doubtful(glyph.text[0], "recognised")) if seals[top:bottom, x0:x1].any() else glyph


def _slant(lines: Sequence[RecognisedLine]) -> float:
    """By what angle the lines of a page rise to the right of level, clockwise positive, in radians; long ones show it best."""
    angles = [
        math.atan2(line.corners[1][1] - line.corners[0][1], line.corners[1][0] - line.corners[0][0])
        for line in sorted(lines, key=lambda line: -len(line.text))[: max(5, len(lines) // 3)]
    ]
    return median(angles) if angles else 0.0


def _straight(line: RecognisedLine, straight: np.ndarray) -> RecognisedLine:
    corners = np.array(line.corners) @ straight[:, :2].T + straight[:, 2]
    return replace(line, corners=tuple((x, y) for x, y in corners.tolist()))


def _placed(line: RecognisedLine, scale: float) -> tuple[float, float, float, float]:
    """Left, right, middle and size of a line in points; the size of its characters by how wide they are."""
    corners = np.array(line.corners)
    x0, x1 = float(corners[[0, 3], 0].mean()) * scale, float(corners[[1, 2], 0].mean()) * scale
    high = float(corners[[2, 3], 1].mean() - corners[[0, 1], 1].mean()) * scale
    wide = (x1 - x0) / sum(_weight(char) for char in line.text)
    return x0, x1, float(corners[:, 1].mean()) * scale, min(wide, high) if len(line.text) > 2 else 0.85 * high


def _weight(char: str) -> float:
    return 1.0 if ord(char) > 0x2E7F else _HALF


def _glyphs(line: RecognisedLine, x0: float, x1: float, middle: float, size: float) -> Iterator[Glyph]:
    """The characters of a line, which shares out its width among them."""
    unit = (x1 - x0) / sum(_weight(char) for char in line.text)
    base, x = middle + 0.35 * size, x0
    for char in line.text:
        text = char if line.confidence >= SURE else doubtful(char, "recognised")
        right = x + _weight(char) * unit
        yield Glyph(text, x, right, base - 0.85 * size, base + 0.15 * size, base, size)
        x = right

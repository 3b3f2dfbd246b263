"""A page of OFD drawn from what it states: characters at their places, in a Chinese font of this machine; lines, areas and pictures.

Not drawn: the fonts that the file brings, text that lies aslant, annotations, and electronic seals, which nobody has verified.
"""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import ofdkit
from ofdkit.package import Package
from PIL import Image, ImageChops, ImageDraw, ImageFont

from kb.reading.formats.ofd import POINTS, glyphs_of
from kb.reading.formats.ofd_objects import OfdObjects, OfdPath, OfdPicture
from kb.reading.formats.package import check_package
from kb.reading.limits import LIMITS, Refused
from kb.reading.pictures.marked import Letter

_BLACK: Final = (0, 0, 0)


def ofd_page(path: Path, number: int, wide: float, high: float, most: float) -> tuple[Image.Image, list[Letter]]:
    """The page, counted from 1, within so many pixels and at most so many a point, and its letters.

    Refused where the file is not sound, or the machine has no font; IndexError where there is no such page.
    """
    check_package(path, dataclasses.asdict(LIMITS))
    try:
        return _drawn(path, number, wide, high, most)
    except ofdkit.OFDError as error:
        raise Refused("damaged") from error


def _drawn(path: Path, number: int, wide: float, high: float, most: float) -> tuple[Image.Image, list[Letter]]:
    with ofdkit.open(path) as document, Package(path) as package:
        page = document.pages[number - 1]
        left, top, width, height = (value * POINTS for value in page.box)
        if not (width > 0 and height > 0 and page.location):
            raise Refused("damaged")
        scale = min(wide / width, high / height, most)
        drawing = _Drawing(package, scale, left, top, (round(width * scale), round(height * scale)))
        objects = OfdObjects(package)
        for one in objects.of_page(page.location):
            if isinstance(one, OfdPath):
                drawing.path(one)
            else:
                drawing.picture(one)
        colours = objects.colours(page.location)
        written = [drawing.text(run, colours.get(run.object_id or "", _BLACK)) for run in page.runs]
        return drawing.sheet, list(chain.from_iterable(written))


class _Drawing:
    """A sheet of paper that is drawn on, in points times `scale` from the page's corner."""

    def __init__(self, package: Package, scale: float, left: float, top: float, size: tuple[int, int]) -> None:
        self.sheet = Image.new("RGB", size, "white")
        self._pen = ImageDraw.Draw(self.sheet)
        self._package, self._scale, self._corner = package, scale, (left, top)

    def path(self, path: OfdPath) -> None:
        for run in path.runs:
            points = [self._at(x, y) for x, y in run]
            if path.area and len(points) > 2:
                self._pen.polygon(points, fill=path.area)
            if path.line and len(points) > 1:
                self._pen.line(points, fill=path.line, width=max(1, round(path.width * POINTS * self._scale)))

    def picture(self, picture: OfdPicture) -> None:
        """Its white counts as paper: what lies below shows through, as under a stamp."""
        (x0, y0), (x1, y1) = self._at(*picture.box[:2]), self._at(*picture.box[2:])
        size = min(round(x1 - x0), 2 * self.sheet.width), min(round(y1 - y0), 2 * self.sheet.height)
        if not picture.part or min(size) < 1:
            return
        with Image.open(io.BytesIO(self._package.read(picture.part))) as packed:
            shown = packed.convert("RGBA").resize(size)
        laid = Image.new("RGBA", self.sheet.size, "white")
        laid.alpha_composite(shown, (max(round(x0), 0), max(round(y0), 0)))
        self.sheet.paste(ImageChops.multiply(self.sheet, laid.convert("RGB")))

    def text(self, run: ofdkit.TextRun, colour: tuple[int, int, int]) -> Iterator[Letter]:
        """Draws a run of text and gives its letters."""
        for glyph in glyphs_of(run, *self._corner):
            x0, top, x1, bottom, base = (
                at * self._scale for at in (glyph.x0, glyph.top, glyph.x1, glyph.bottom, glyph.base)
            )
            if glyph.text.strip() and 0 < glyph.size * self._scale < self.sheet.height:
                font = _font(max(1, round(glyph.size * self._scale)))
                self._pen.text((x0, base), glyph.text, colour, font, anchor="ls")
            yield Letter(glyph.text, (x0, top, x1, bottom))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        left, top = self._corner
        return (x * POINTS - left) * self._scale, (y * POINTS - top) * self._scale


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    file, number = _face()
    return ImageFont.truetype(file, size, index=number)


@cache
def _face() -> tuple[str, int]:
    """The Chinese font of this machine, its file and its number there; Refused where there is none."""
    program = shutil.which("fc-match")
    if program is None and sys.platform == "win32":
        return "simsun.ttc", 0  # Pillow looks among the fonts of Windows
    asked = [program or "", "-f", "%{file}\n%{index}\n%{lang}", "serif:lang=zh-cn"]
    told = subprocess.run(asked, capture_output=True, check=False, text=True).stdout.split("\n") if program else []
    if len(told) != 3 or "zh-cn" not in told[2]:
        raise Refused("no_font")
    return told[0], int(told[1])

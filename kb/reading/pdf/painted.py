"""What of a page is painted: PDFium draws it with and without its text, and where the two pictures differ a character left ink.

So whatever keeps text from being seen counts alike: it has no paint or the colour of its ground, it lies beneath something, outside the
page or a clipping path, on a layer that is switched off. A font that the file does not embed is drawn in blocks
(kb/data/block_font.ttf), so that the outcome is the same on every machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from kb.reading.limits import Refused
from kb.reading.pdf.page import Box

_SCALE: Final = 1.25  # pixels a point
_MOST_PIXELS: Final = 2400  # a side: posters are drawn smaller
_CONTRAST: Final = 16  # of 255: what is fainter, no reader sees
_EDGE: Final = 0.1  # of a character's box: the ink of a neighbour may reach in
_DEEPEST: Final = 15  # forms within forms, as PDFium's own limit
_LEAST_SHARED: Final = 0.5
_BLOCK: Final = 128  # rows compared at once, so that memory stays small

Pixels = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Painted:
    """A page as painted; `left` and `top` are where its picture begins, in the coordinates of the boxes asked for.

    `lower` is the ink that is left without text printed over other text, None if there is none of that.
    """

    ink: Ink
    lower: Ink | None
    ground: Pixels  # one channel of the page without its text
    left: float
    top: float
    scale: float

    def shows(self, box: Box) -> bool:
        """Whether a character left ink in its box."""
        return bool(self._part(self.ink, box).any())

    def shows_beneath(self, box: Box) -> bool:
        """The same of a character that another one is printed over."""
        return bool(self._part(self.ink if self.lower is None else self.lower, box).any())

    def holds(self, box: Box) -> bool:
        """Whether the box lies on the page, in part at least."""
        return self._part(self.ink, box).size > 0

    def is_drawn_beneath(self, box: Box) -> bool:
        """Whether the page shows something in the box without its text, as a scan under recognised characters does."""
        part = self._part(self.ground, box)
        return part.size > 0 and int(part.max()) - int(part.min()) > 4 * _CONTRAST

    def _part(self, pixels: npt.NDArray[Any], box: Box) -> npt.NDArray[Any]:
        x0, top, x1, bottom = (round(v * self.scale) for v in _shrunk(box, self.left, self.top))
        high, wide = pixels.shape
        if x0 >= wide or top >= high or x1 < 0 or bottom < 0:
            return pixels[:0, :0]
        return pixels[max(top, 0) : max(bottom, top + 1, 0), max(x0, 0) : max(x1, x0 + 1, 0)]


def _shrunk(box: Box, left: float, top: float) -> Box:
    wide, high = _EDGE * (box[2] - box[0]), _EDGE * (box[3] - box[1])
    return box[0] + wide - left, box[1] + high - top, box[2] - wide - left, box[3] - high - top


class Painter:
    """Draws the pages of one file; to be closed."""

    def __init__(self, path: Path) -> None:
        self._font = _BlockFont()  # PDFium calls it as long as it draws
        try:
            self._document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error

    def close(self) -> None:
        """Closes the file."""
        self._document.close()

    def page(self, number: int, crop: Box) -> Painted:
        """Page `number`, counted from 1; `crop` is the box that its picture shows."""
        try:
            page = self._document[number - 1]
            scale = min(_SCALE, _MOST_PIXELS / max(*page.get_size(), 1))
            texts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST))
            over = _printed_over(texts)
            whole = _drawn(page, scale)
            _switch(over, on=False)
            lower = _drawn(page, scale) if over else None
            _switch(texts, on=False)
            ground = _drawn(page, scale)
            page.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
            raise Refused("damaged") from error
        beneath = None if lower is None else _ink(lower, ground)
        return Painted(_ink(whole, ground), beneath, ground[:, :, 1], crop[0], crop[1], scale)


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Pixels:
    return np.array(page.render(scale=scale).to_numpy())


def _ink(picture: Pixels, ground: Pixels) -> Ink:
    changed = (np.maximum(picture, ground) - np.minimum(picture, ground)) > _CONTRAST
    return np.asarray(changed[:, :, 0] | changed[:, :, 1] | changed[:, :, 2])


def _printed_over(texts: Sequence[pypdfium2.PdfObject]) -> list[pypdfium2.PdfObject]:
    """The texts that share half of their place, or half of its place, with one printed before; forms are left out."""
    texts = [one for one in texts if not one.level]
    if not texts:
        return []
    boxes = np.array([one.get_bounds() for one in texts], dtype=np.float32)
    sizes = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    over: list[pypdfium2.PdfObject] = []
    for start in range(0, len(boxes), _BLOCK):
        rows = boxes[start : start + _BLOCK, None]
        shared = np.minimum(rows[..., 2:], boxes[None, :, 2:]) - np.maximum(rows[..., :2], boxes[None, :, :2])
        least = np.minimum(sizes[start : start + _BLOCK, None], sizes[None])
        hit = np.clip(shared, 0, None).prod(axis=2) > _LEAST_SHARED * least
        over += [texts[start + i] for i, before in enumerate(hit) if before[: start + i].any()]
    return over


def _switch(objects: Sequence[pypdfium2.PdfObject], *, on: bool) -> None:
    for one in objects:
        pdfium.FPDFPageObj_SetIsActive(one.raw, on)


class _BlockFont:
    """The only font of the system, as PDFium asks for it by its table of callbacks (fpdf_sysfontinfo.h)."""

    def __init__(self) -> None:
        self._data = (files("kb") / "data" / "block_font.ttf").read_bytes()
        count = int.from_bytes(self._data[4:6], "big")
        records = [self._data[12 + 16 * i : 28 + 16 * i] for i in range(count)]
        self._tables = {
            int.from_bytes(record[:4], "big"): (int.from_bytes(record[8:12], "big"), int.from_bytes(record[12:], "big"))
            for record in records
        }
        self._info = pdfium.FPDF_SYSFONTINFO()
        self._info.version = 1
        answers = {
            "Release": lambda _: None,
            "EnumFonts": lambda *_: None,
            "MapFont": lambda *_: 1,
            "GetFont": lambda *_: 1,
            "GetFontData": self._read,
            "GetFaceName": lambda *_: 0,
            "GetFontCharset": lambda *_: 0,
            "DeleteFont": lambda *_: None,
        }
        kinds = dict(self._info._fields_)
        for name, answer in answers.items():
            setattr(self._info, name, kinds[name](answer))
        pdfium.FPDF_SetSystemFontInfo(ctypes.byref(self._info))

    def _read(self, _info: object, _font: object, table: int, buffer: int | None, size: int) -> int:
        """A table of the font, or all of it for table 0: its length, and its bytes where the buffer holds them."""
        start, length = self._tables.get(table, (0, 0)) if table else (0, len(self._data))
        if buffer and size >= length:
            ctypes.memmove(buffer, self._data[start : start + length], length)
        return length

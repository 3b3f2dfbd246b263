"""The child process that draws a page: `python -m kb.reading.pictures.worker FILE LIMITS PAGE QUOTES FOLDER`.

A PNG comes on stdout, or a reason as JSON.

PDFium and the readers of pictures are large C programs that read what strangers wrote. So they run here, under limits, and give back pixels only.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

from kb.reading.kinds import kind_of
from kb.reading.limits import Refused, limit_process
from kb.reading.pictures.marked import Letter, marked, places_of

_MOST_WIDE: Final = 1400  # pixels
_MOST_HIGH: Final = 2400
_MOST_SCALE: Final = 3.0  # pixels a point: a small page need not fill the width


def main(arguments: list[str]) -> None:
    """Draws page `arguments[2]` of `arguments[0]` under the limits `arguments[1]`, with the quotes `arguments[3]` marked (both JSON).

    `arguments[4]` is the folder of the pages recognised before, by which words are found on a scan.
    """
    path, limits, page, quotes = (
        Path(arguments[0]),
        json.loads(arguments[1]),
        int(arguments[2]),
        json.loads(arguments[3]),
    )
    try:
        limit_process(limits)
        result = draw(path, page, quotes, Path(arguments[4]))
    except Refused as refusal:
        result = json.dumps({"reason": refusal.reason}).encode()
    except MemoryError:
        result = b'{"reason": "memory"}'
    sys.stdout.buffer.write(result)


def draw(path: Path, number: int, quotes: Sequence[str], kept: Path) -> bytes:
    """The page, counted from 1, as PNG; Refused where file or page cannot be read."""
    try:
        drawn = {"picture": _scan, "ofd": _ofd}.get(kind_of(path.read_bytes(), ""), _pdf)
        picture, letters = drawn(path, number, bool(quotes), kept)
    except (pypdfium2.PdfiumError, IndexError, ValueError, OSError, EOFError, SyntaxError) as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error
    picture = marked(picture, places_of(quotes, letters)) if quotes else picture
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()


def _pdf(path: Path, number: int, is_marked: bool, kept: Path) -> tuple[Image.Image, Sequence[Letter]]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Refused("damaged")
        # PDFium rounds up.
        scale = min((_MOST_WIDE - 1) / width, (_MOST_HIGH - 1) / height, _MOST_SCALE)
        drawn = page.render(scale=scale, rev_byteorder=True)
        picture: Image.Image = drawn.to_pil().convert("RGB")
        letters = list(_printed(page, drawn.get_posconv(page))) if is_marked else []
        if is_marked and not letters:
            letters = _recognised(lambda scan: scan.painted(page), picture.width, kept)
        return picture, letters


def _printed(page: pypdfium2.PdfPage, place: pypdfium2.PdfPosConv) -> Iterator[Letter]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        left, low, right, high = text.get_charbox(at, loose=True)
        across, down = zip(place.to_bitmap(left, low), place.to_bitmap(right, high), strict=True)
        yield Letter(text.get_text_range(at, 1), (min(across), min(down), max(across), max(down)))


def _scan(path: Path, number: int, is_marked: bool, kept: Path) -> tuple[Image.Image, Sequence[Letter]]:
    with Image.open(path) as picture:
        picture.seek(number - 1)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        whole = upright.copy() if is_marked else upright
    upright.thumbnail((_MOST_WIDE, _MOST_HIGH))
    return upright, _recognised(lambda scan: scan.as_pixels(whole), upright.width, kept) if is_marked else []


def _ofd(path: Path, number: int, is_marked: bool, kept: Path) -> tuple[Image.Image, Sequence[Letter]]:
    # Imported here: most pages are of PDFs.
    from kb.reading.pictures.ofd_page import ofd_page

    return ofd_page(path, number, _MOST_WIDE - 1, _MOST_HIGH - 1, _MOST_SCALE)


def _recognised(pixels: Callable[[ModuleType], Any], wide: int, kept: Path) -> list[Letter]:
    """The letters of a scan as they were recognised when it was read, on a picture so many pixels wide; none where they were not kept.

    `pixels` gives the page in all its pixels, by the module that read it.
    """
    if find_spec("cv2") is None:
        return []
    # Imported here: most pages are no scans.
    from kb.reading.formats import scan

    page = pixels(scan)
    scale = wide / page.shape[1]
    return [
        Letter(sign, (x0 * scale, y0 * scale, x1 * scale, y1 * scale))
        for sign, (x0, y0, x1, y1) in scan.letters_kept(page, kept)
    ]


if __name__ == "__main__":
    main(sys.argv[1:])

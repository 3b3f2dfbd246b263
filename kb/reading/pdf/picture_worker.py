"""The child process that draws a page: `python -m kb.reading.pdf.picture_worker FILE LIMITS PAGE`, a PNG on stdout, or a reason as JSON.

PDFium and the readers of pictures are large C programs that read what strangers wrote. So they run here, under limits, and give back pixels only.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

from kb.reading.kinds import kind_of
from kb.reading.limits import Refused, limit_process

_MOST_WIDE: Final = 1400  # pixels
_MOST_HIGH: Final = 2400
_MOST_SCALE: Final = 3.0  # pixels a point: a small page need not fill the width


def main(arguments: list[str]) -> None:
    """Draws page `arguments[2]` of `arguments[0]` under the limits `arguments[1]` (JSON) and writes the picture."""
    path, limits, page = Path(arguments[0]), json.loads(arguments[1]), int(arguments[2])
    try:
        limit_process(limits)
        result = draw(path, page)
    except Refused as refusal:
        result = json.dumps({"reason": refusal.reason}).encode()
    except MemoryError:
        result = b'{"reason": "memory"}'
    sys.stdout.buffer.write(result)


def draw(path: Path, number: int) -> bytes:
    """The page, counted from 1, as PNG; Refused where file or page cannot be read."""
    try:
        picture = _scan(path, number) if kind_of(path.read_bytes(), "") == "picture" else _pdf(path, number)
    except (pypdfium2.PdfiumError, IndexError, ValueError, OSError, EOFError, SyntaxError) as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()


def _pdf(path: Path, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Refused("damaged")
        # PDFium rounds up.
        scale = min((_MOST_WIDE - 1) / width, (_MOST_HIGH - 1) / height, _MOST_SCALE)
        picture: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        return picture


def _scan(path: Path, number: int) -> Image.Image:
    with Image.open(path) as picture:
        picture.seek(number - 1)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((_MOST_WIDE, _MOST_HIGH))
    return upright


if __name__ == "__main__":
    main(sys.argv[1:])

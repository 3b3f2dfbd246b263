"""The child process that opens a PDF: `python -m kb.reading.pdf.worker FILE LIMITS`, the answer as one JSON object on stdout.

A PDF is a program written by strangers: it may unpack to gigabytes, call itself or never end. So it is opened here, under limits,
and the parent (kb/reading/pdf/pdf.py) sees only text or the name of a reason. No other process imports pdfplumber.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.reading.pdf.guards import Refused, Unpacker, Watch, limit_process, resolve
from kb.reading.pdf.page import Box, Glyph, Page, page_of_glyphs, readable
from kb.reading.pdf.text import document_text

_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_LEAST_CHARACTERS = 5
# pdfminer raises any of these on malformed objects.
_MALFORMED = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
    AssertionError,
    RecursionError,
)
_MUCH_INK = 200  # curves on a page without text: writing that was turned into outlines


def main(arguments: list[str]) -> None:
    """Reads `arguments[0]` under the limits `arguments[1]` (JSON) and writes the result."""
    path, limits = Path(arguments[0]), json.loads(arguments[1])
    try:
        result = read(path, limits)
    except Refused as refusal:
        result = {"reason": refusal.reason, "detail": refusal.detail}
    except MemoryError:
        result = {"reason": "memory", "detail": ""}
    sys.stdout.buffer.write(json.dumps(result).encode())


def read(path: Path, limits: Mapping[str, int]) -> dict[str, Any]:
    """The text of a PDF as plain data; Refused or MemoryError if it cannot be had."""
    limit_process(limits)
    unpacker, watch = Unpacker(limits["stream_bytes"]), Watch()
    setattr(pdftypes, "zlib", unpacker)  # noqa: B010 - pdfminer unpacks without a limit and drops a broken stream silently
    setattr(pdftypes.PDFObjRef, "resolve", resolve)  # noqa: B010 - pdfminer follows a ring of references for ever
    logging.getLogger("pdfminer").addHandler(watch)
    try:
        with pdfplumber.open(path) as document:
            pages = _pages(document, limits)
    except _MALFORMED as error:
        raise _refusal(unpacker, watch) or _reason(error) from error
    if refusal := _refusal(unpacker, watch):
        raise refusal
    return dataclasses.asdict(document_text(pages))


def _reason(error: BaseException) -> Exception:
    """What an error of the library means; pdfplumber wraps the error of pdfminer in its own."""
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, (MemoryError, Refused)):
        return cause
    if isinstance(cause, RecursionError):
        return Refused("circular")
    return Refused("encrypted" if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) else "damaged")


def _refusal(unpacker: Unpacker, watch: Watch) -> Refused | None:
    """What went wrong below pdfminer's surface, which goes on as if nothing had."""
    if unpacker.reason or watch.reason:
        return Refused(unpacker.reason or watch.reason)
    return None


# ------------------------------------------------------------------------------------------------ pages


def _pages(document: PDF, limits: Mapping[str, int]) -> list[Page]:
    if len(document.pages) > limits["pages"]:
        raise Refused("pages")
    _check_page_tree(document)
    pages: list[Page] = []
    without_text: list[int] = []
    unmapped = total = 0
    for number, page in enumerate(document.pages, 1):
        if not all(isinstance(pdftypes.resolve1(part), pdftypes.PDFStream) for part in page.page_obj.contents):
            raise Refused("damaged")  # pdfminer would read the page as blank
        glyphs = _glyphs(page)
        texts = [glyph.text for glyph in glyphs if glyph.text.strip()]
        unmapped += sum(1 for text in texts if _UNMAPPED.search(text))
        total += len(texts)
        if total > limits["characters"]:
            raise Refused("characters")
        if len(texts) < _LEAST_CHARACTERS and _is_picture(page):
            without_text.append(number)
        elif sum(glyph.rotated for glyph in glyphs) > len(glyphs) / 2 and len(texts) > 100:
            raise Refused("rotated", str(number))
        tables = [[row.cells for row in table.rows] for table in page.find_tables(_rules(page))] if texts else []
        pages.append(page_of_glyphs(number, float(page.height), glyphs, tables))
        page.close()
    if not total:
        raise Refused("no_text")
    if without_text:
        raise Refused("pages_without_text", "、".join(map(str, without_text[:10])))
    if unmapped > total * 0.01:
        raise Refused("unmapped")
    return pages


def _check_page_tree(document: PDF) -> None:
    """Refuses a page tree that names itself, and one that says it holds more pages than can be found."""
    seen: set[object] = set()
    root = document.doc.catalog.get("Pages")
    waiting = [root]
    while waiting:
        node = waiting.pop()
        key = getattr(node, "objid", None)
        if key is not None and key in seen:
            raise Refused("circular")
        seen.add(key)
        value = pdftypes.resolve1(node)
        if isinstance(value, dict):
            waiting.extend(pdftypes.resolve1(value.get("Kids")) or [])
    tree = pdftypes.resolve1(root)
    said = pdftypes.resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if not document.pages or (isinstance(said, int) and said > len(document.pages)):
        raise Refused("damaged")


def _rules(page: PlumberPage) -> dict[str, list[float]]:
    """Settings for the table finder: the open sides of tables, where three rules or more end and none closes them."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    level = [edge for edge in page.edges if edge["orientation"] == "h"]
    return {
        "explicit_horizontal_lines": _open_ends(upright, level, "top", "bottom"),
        "explicit_vertical_lines": _open_ends(level, upright, "x0", "x1"),
    }


def _open_ends(rules: list[dict[str, Any]], closing: list[dict[str, Any]], start: str, end: str) -> list[float]:
    ends = Counter(round(float(rule[side])) for rule in rules for side in (start, end))
    closed = [float(rule[start]) for rule in closing]
    return [float(at) for at, count in ends.items() if count >= 3 and all(abs(at - other) > 4 for other in closed)]


def _is_picture(page: PlumberPage) -> bool:
    """Whether a page without text shows something all the same: a scan, or writing as outlines."""
    area = float(page.width) * float(page.height)
    shown = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return shown > area / 4 or len(page.curves) > _MUCH_INK


def _glyphs(page: PlumberPage) -> list[Glyph]:
    """The page's characters, each once: a font without a bold cut is often printed twice, a little apart."""
    glyphs: list[Glyph] = []
    for char in page.dedupe_chars(tolerance=1).chars:
        text = readable(char["text"])
        box: Box = (float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]))
        a, b, _, d, _, base = char["matrix"]
        rotated = abs(b) > 0.1 * (abs(a) + abs(b)) or a < 0 or d < 0
        size = float(char["size"])
        if text and size > 0.5:
            at = float(page.height) - float(base)
            tint = _tinted(char.get("non_stroking_color"))
            glyphs.append(Glyph(text, box[0], box[2], box[1], box[3], at, size, rotated, tint))
    return glyphs


def _tinted(color: object) -> bool:
    """Whether a colour is no black or dark grey; grey, RGB and CMYK values run from 0 to 1."""
    if not isinstance(color, (tuple, list)) or not all(isinstance(value, (int, float)) for value in color):
        return False
    if len(color) == 4:
        c, m, y, k = color
        color = tuple((1 - value) * (1 - k) for value in (c, m, y))
    return bool(color) and (max(color) - min(color) > 0.25 or min(color) > 0.45)


if __name__ == "__main__":
    main(sys.argv[1:])

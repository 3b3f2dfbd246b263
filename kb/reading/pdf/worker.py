"""The child process that opens a PDF: `python -m kb.reading.pdf.worker FILE LIMITS`, the answer as one JSON object on stdout.

A PDF is a program written by strangers: it may unpack to gigabytes, call itself or never end. So it is opened here, under limits,
and the parent (kb/reading/pdf/pdf.py) sees only text or the name of a reason. No other process imports pdfplumber.
"""

from __future__ import annotations

import dataclasses
import logging
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.reading.fence import ReadText, serve
from kb.reading.limits import Refused
from kb.reading.pdf.annotations import overlay
from kb.reading.pdf.glyphs import Script, Seen, seen, strokes, turned, upright_share
from kb.reading.pdf.grid import page_of_glyphs
from kb.reading.pdf.guards import Unpacker, Watch, resolve
from kb.reading.pdf.marks import garbled, unmapped, with_unknown, without_note_marks, without_struck
from kb.reading.pdf.page import Aside, Box, Glyph, Page
from kb.reading.pdf.painted import Painter
from kb.reading.pdf.text import document_text
from kb.reading.written import NOT_READ

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
_RULE_LENGTH = 8  # points: dashes are no rules, nor are the short sides of the rectangles that browsers draw rules as
_MARGIN = 0.12  # of a page's height
_MUCH_INK = 200  # curves on a page without text: writing that was turned into outlines


Extent = tuple[float, float, float]  # where across a direction, and from where to where along it


def read(path: Path, limits: Mapping[str, int], _: Sequence[str] = ()) -> ReadText:
    """The text of a PDF; Refused or MemoryError if it cannot be had."""
    unpacker, watch = Unpacker(limits["unpacked_bytes"]), Watch()
    setattr(pdftypes, "zlib", unpacker)  # noqa: B010 - pdfminer unpacks without a limit and drops a broken stream silently
    setattr(pdftypes.PDFObjRef, "resolve", resolve)  # noqa: B010 - pdfminer follows a ring of references for ever
    logging.getLogger("pdfminer").addHandler(watch)
    try:
        with pdfplumber.open(path, raise_unicode_errors=False) as document:
            pages = _pages(document, path, limits)
    except _MALFORMED as error:
        raise _refusal(unpacker, watch) or _reason(error) from error
    if refusal := _refusal(unpacker, watch):
        raise refusal
    return document_text(pages)


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


def _pages(document: PDF, path: Path, limits: Mapping[str, int]) -> list[Page]:
    if len(document.pages) > limits["pages"]:
        raise Refused("pages")
    _check_page_tree(document)
    pages: list[Page] = []
    without_text: list[int] = []
    pictures: list[int] = []
    without_code = total = 0
    script = Script()
    with closing(Painter(path)) as painter:
        for number, page in enumerate(document.pages, 1):
            if not all(isinstance(pdftypes.resolve1(part), pdftypes.PDFStream) for part in page.page_obj.contents):
                raise Refused("damaged")  # pdfminer would read the page as blank
            total += len(page.chars)
            if total > limits["characters"]:
                raise Refused("characters")
            on_page = seen(page, painter.page(number, _shown(page)), script)
            if garbled("".join(glyph.text for glyph in on_page.glyphs)):
                raise Refused("garbled", str(number))
            without_code += sum(1 for glyph in on_page.glyphs if unmapped(glyph.text))
            kind = _picture(page, on_page.glyphs)
            without_text += [number] * (kind == "scan")
            pictures += [number] * (kind == "picture")
            pages.append(_page(page, number, on_page, [("图 picture", NOT_READ)] if kind else []))
            page.close()
    if len(pictures) >= len(pages) / 2:
        without_text = sorted(without_text + pictures)
    if len(without_text) == len(pages) or not any(page.fragments or page.grids for page in pages):
        raise Refused("no_text")
    if without_text:
        raise Refused("pages_without_text", "、".join(map(str, without_text[:10])))
    if without_code > total * 0.01:
        raise Refused("unmapped")
    return pages


def _page(page: PlumberPage, number: int, on_page: Seen, unread: Sequence[Aside]) -> Page:
    """One page, put together from what is seen on it; `unread` is set aside with the rest."""
    over = overlay(page)
    glyphs, struck = without_struck(with_unknown(on_page.glyphs), [*strokes(page), *over.strokes])
    glyphs, notes = without_note_marks(glyphs)
    glyphs += over.glyphs
    aside = [*on_page.aside, *over.aside, *struck, *notes, *unread]
    vertical = upright_share(glyphs)
    if vertical > 0.85:
        lines = turned(glyphs, float(page.width))
        return page_of_glyphs(number, float(page.width), lines, [], aside)
    if sum(glyph.rotated for glyph in glyphs) > max(len(glyphs) / 2, 100):
        raise Refused("rotated", str(number))
    rules = _rules(page, glyphs)
    tables = [[row.cells for row in table.rows] for table in page.find_tables(rules)] if glyphs else []
    ends = rules["explicit_horizontal_lines"]
    made = page_of_glyphs(number, float(page.height), glyphs, tables, aside, ends)
    doubt = "recognised" if on_page.recognised else "vertical" if vertical > 0.3 else ""
    return dataclasses.replace(made, doubt=doubt)


def _shown(page: PlumberPage) -> Box:
    """The part of the page that is shown, in the coordinates of its glyphs."""
    left, top, right, bottom = (float(v) for v in page.cropbox)
    x, y = float(page.mediabox[0]), float(page.mediabox[1])
    return max(left - x, 0.0), max(top - y, 0.0), right - x, bottom - y


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


def _rules(page: PlumberPage, glyphs: Sequence[Glyph]) -> dict[str, list[float]]:
    """Settings for the table finder: the open sides of tables, where three rules or more end and none closes them."""
    upright = [
        (float(edge["x0"]), float(edge["top"]), float(edge["bottom"]))
        for edge in page.edges
        if edge["orientation"] == "v" and edge["height"] > _RULE_LENGTH
    ]
    level = [
        (float(edge["top"]), float(edge["x0"]), float(edge["x1"]))
        for edge in page.edges
        if edge["orientation"] == "h" and edge["width"] > _RULE_LENGTH
    ]
    written = [glyph for glyph in glyphs if glyph.text.strip()]
    return {
        "explicit_horizontal_lines": _open_ends(upright, level, [(g.x0, g.top, g.bottom) for g in written]),
        "explicit_vertical_lines": _open_ends(level, upright, [(g.top, g.x0, g.x1) for g in written]),
    }


def _open_ends(rules: Sequence[Extent], closing: Sequence[Extent], written: Sequence[Extent]) -> list[float]:
    """Where rules end that nothing closes, and no character between them is cut by the line that would."""
    ends = Counter(round(end) for _, *both in rules for end in both)
    found: list[float] = []
    for at, count in ends.items():
        across = [where for where, start, end in rules if start - 3 <= at <= end + 3]
        if count < 3 or any(abs(at - where) <= 4 for where, _, _ in closing):
            continue
        cut = any(
            min(across) <= where <= max(across) and start + 0.2 * (end - start) < at < end - 0.2 * (end - start)
            for where, start, end in written
        )
        found += [] if cut else [float(at)]
    return found


def _picture(page: PlumberPage, glyphs: Sequence[Glyph]) -> str:
    """`scan` for a page that shows something but has no text: a scan, or writing as outlines; `picture` for one with text in its margins alone.

    What a scanner prints into the margin of a page, or aslant over it, is no text of the page; a browser prints its lines there as well.
    """
    area, height = float(page.width) * float(page.height), float(page.height)
    shown = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    written = [g for g in glyphs if g.text.strip()]
    body = [g for g in written if not g.rotated and _MARGIN * height < g.base < (1 - _MARGIN) * height]
    if len(written) < _LEAST_CHARACTERS and (shown > area / 4 or len(page.curves) > _MUCH_INK):
        return "scan"
    return "picture" if len(body) < _LEAST_CHARACTERS and shown > area / 2 else ""


if __name__ == "__main__":
    serve(sys.argv[1:], read)

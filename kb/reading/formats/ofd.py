"""A document in the national page format (`.ofd`, GB/T 33190) is read by where its characters stand, as a PDF is (kb/reading/pdf).

ofdkit finds the text; the rules of tables come from the page's paths. Seals are noted, pictures are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

import ofdkit
from ofdkit.package import Package

from kb.reading.fence import ReadText
from kb.reading.formats.ofd_objects import OfdObjects, OfdPath, OfdPicture
from kb.reading.formats.package import check_package
from kb.reading.formats.rules import Rule, rule_between, ruled_tables
from kb.reading.limits import Refused
from kb.reading.pdf.grid import page_of_glyphs
from kb.reading.pdf.page import Aside, Glyph, Page
from kb.reading.pdf.text import document_text
from kb.reading.written import NOT_READ

SEAL: Final = "电子印章或签名，没有核验 electronic seal or signature, not verified"
POINTS: Final = 72 / 25.4  # a millimetre, the unit of OFD
_LATIN: Final = 0.5  # of the width of a wide character


def read_ofd(path: Path, limits: Mapping[str, int]) -> ReadText:
    """The text of all pages in reading order; Refused for what is no sound OFD or has no text."""
    check_package(path, limits)
    try:
        with Package(path) as package:
            if any(name.endswith("Encryptions.xml") for name in package.names):  # GM/T 0099
                raise Refused("encrypted")
        with ofdkit.open(path) as document, Package(path) as package:
            if document.warnings:
                raise Refused("damaged")  # a page that cannot be found would be missing without a word
            if len(document.pages) > limits["pages"]:
                raise Refused("pages")
            if sum(len(run.text) for page in document.pages for run in page.runs) > limits["characters"]:
                raise Refused("characters")
            seals = [(name, SEAL) for name in package.names if re.search(r"Sign_?\d*/Signature\.xml$", name)]
            objects = OfdObjects(package)
            pages = [_page(page, objects, seals if not page.index else []) for page in document.pages]
    except ofdkit.OFDLimitError as error:
        raise Refused("bomb") from error
    except ofdkit.OFDError as error:
        raise Refused("damaged") from error
    if not any(page.fragments or page.grids for page in pages):
        raise Refused("pictures_only")
    return document_text(pages)


def _page(page: ofdkit.Page, objects: OfdObjects, seals: list[Aside]) -> Page:
    left, top, width, height = (value * POINTS for value in page.box)
    glyphs = [glyph for run in page.runs for glyph in glyphs_of(run, left, top)]
    shown = [glyph for glyph in glyphs if -1 <= glyph.x0 <= width + 1 and -1 <= glyph.base <= height + 1]
    drawn = list(objects.of_page(page.location)) if page.location else []
    aside: list[Aside] = [*seals, *[("图 picture", NOT_READ)] * any(isinstance(one, OfdPicture) for one in drawn)]
    rules = [rule for path in drawn if isinstance(path, OfdPath) for rule in _rules(path, left, top)]
    return page_of_glyphs(page.index + 1, height, shown, ruled_tables(rules), aside)


def glyphs_of(run: ofdkit.TextRun, left: float, top: float) -> Iterator[Glyph]:
    """The characters of a run, which shares out its width among them, on a page with this corner (in points)."""
    weights = [1.0 if ord(char) > 0x2E7F else _LATIN for char in run.text]
    unit = run.width * POINTS / (sum(weights) or 1)
    x, base, size = run.x * POINTS - left, run.y * POINTS - top, run.size * POINTS
    for char, weight in zip(run.text, weights, strict=True):
        yield Glyph(char, x, x + min(weight * unit, 1.2 * size), base - 0.85 * size, base + 0.15 * size, base, size)
        x += weight * unit


def _rules(path: OfdPath, left: float, top: float) -> Iterator[Rule]:
    """The straight level and upright lines of a path that is seen, those around an area among them."""
    for run in path.runs if path.line or path.area else ():
        for start, end in pairwise([(x * POINTS - left, y * POINTS - top) for x, y in run]):
            yield from rule_between(*start, *end)

"""A document in the national page format (`.ofd`, GB/T 33190) is read by where its characters stand, as a PDF is (kb/reading/pdf).

ofdkit finds the text; the rules of tables come from the page's paths. Seals are noted, pictures are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

import ofdkit
from ofdkit.package import Package

from kb.reading.fence import ReadText
from kb.reading.formats.package import check_package
from kb.reading.formats.rules import Rule, rule_between, ruled_tables
from kb.reading.limits import Refused
from kb.reading.pdf.grid import page_of_glyphs
from kb.reading.pdf.page import Aside, Glyph, Page
from kb.reading.pdf.text import document_text
from kb.reading.written import NOT_READ
from kb.regex import regex

SEAL: Final = "电子印章或签名，没有核验 electronic seal or signature, not verified"
_POINTS: Final = 72 / 25.4  # a millimetre, the unit of OFD
_LATIN: Final = 0.5  # of the width of a wide character
_NUMBERS: Final = regex(r"-?\d+(?:\.\d+)?")
_OPERATORS: Final = regex(r"([MLC])\s+((?:-?[\d.]+\s*)+)|(B|Q|A)\b")


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
            pages = [_page(page, package, seals if not page.index else []) for page in document.pages]
    except ofdkit.OFDLimitError as error:
        raise Refused("bomb") from error
    except ofdkit.OFDError as error:
        raise Refused("damaged") from error
    if not any(page.fragments or page.grids for page in pages):
        raise Refused("pictures_only")
    return document_text(pages)


def _page(page: ofdkit.Page, package: Package, seals: list[Aside]) -> Page:
    left, top, width, height = (value * _POINTS for value in page.box)
    glyphs = [glyph for run in page.runs for glyph in _glyphs(run, left, top)]
    shown = [glyph for glyph in glyphs if -1 <= glyph.x0 <= width + 1 and -1 <= glyph.base <= height + 1]
    root = package.read_xml(page.location) if page.location else None
    names = [str(one.tag).rpartition("}")[2] for one in root.iter()] if root is not None else []
    aside: list[Aside] = [*seals, *[("图 picture", NOT_READ)] * ("ImageObject" in names)]
    rules = list(_rules(root, left, top)) if root is not None else []
    return page_of_glyphs(page.index + 1, height, shown, ruled_tables(rules), aside)


def _glyphs(run: ofdkit.TextRun, left: float, top: float) -> Iterator[Glyph]:
    """The characters of a run, which shares out its width among them."""
    weights = [1.0 if ord(char) > 0x2E7F else _LATIN for char in run.text]
    unit = run.width * _POINTS / (sum(weights) or 1)
    x, base, size = run.x * _POINTS - left, run.y * _POINTS - top, run.size * _POINTS
    for char, weight in zip(run.text, weights, strict=True):
        yield Glyph(char, x, x + min(weight * unit, 1.2 * size), base - 0.85 * size, base + 0.15 * size, base, size)
        x += weight * unit


def _rules(root: Element, left: float, top: float) -> Iterator[Rule]:
    """The straight level and upright lines of a page, thin rectangles among them."""
    for element in root.iter():
        if not str(element.tag).endswith("PathObject"):
            continue
        data = next((child.text or "" for child in element if str(child.tag).endswith("AbbreviatedData")), "")
        box = [float(value) for value in _NUMBERS.findall(element.get("Boundary") or "")]
        if len(box) != 4:
            continue
        points: list[tuple[float, float]] = []
        for operator in _OPERATORS.finditer(data):
            numbers = [float(value) for value in _NUMBERS.findall(operator[2] or "")]
            if operator[1] == "M":
                points = []
            if len(numbers) >= 2:
                points.append(((box[0] + numbers[-2]) * _POINTS - left, (box[1] + numbers[-1]) * _POINTS - top))
            if len(points) > 1:
                yield from rule_between(*points[-2], *points[-1])

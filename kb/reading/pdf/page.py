"""What stands on one PDF page: its glyphs, and the fragments and ruled tables that they make.

Coordinates are points from the page's top left corner. Nothing here knows of pdfplumber; kb/reading/pdf/glyphs.py fills in the glyphs.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.regex import regex

Box = tuple[float, float, float, float]
Aside = tuple[str, str]  # text, reason

_NO_TEXT = regex(r"[\ufdd0-\ufdef]")  # noncharacters, which have a meaning here (kb/reading/pdf/doubt.py)


@dataclass(frozen=True)
class Glyph:
    """One printed character. `tinted`: coloured or light, as stamps are; `rotated`: not set horizontally."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    rotated: bool = False
    tinted: bool = False


@dataclass(frozen=True)
class PrintedFragment:
    """Characters that stand together on one base line; a `field` is a label with all of its value (kb/reading/pdf/fields.py)."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    field: bool = False


@dataclass(frozen=True)
class RuledTable:
    """A ruled table: `rows[i][j]` is a cell's text, "" where empty; a cell that spans data rows or columns is said in each of them.

    An open top or bottom is not closed by a rule: its row goes on from another page or on another page.
    """

    rows: tuple[tuple[str, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its height, what is printed on it, and what was taken out.

    `doubt` holds for all of it; it is a key of DOUBTS (kb/reading/pdf/doubt.py).
    """

    number: int
    height: float
    fragments: tuple[PrintedFragment, ...]
    grids: tuple[RuledTable, ...]
    aside: tuple[Aside, ...] = ()
    doubt: str = ""


def readable(text: str) -> str:
    """A glyph's text without control characters; every white space but the wide one is a space."""
    known = _NO_TEXT.sub("\ufffd", text)
    return "".join(" " if c.isspace() and c != "\u3000" else c for c in known if c.isspace() or ord(c) >= 32)

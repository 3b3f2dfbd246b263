"""What lies over a PDF page: fields of a form, whose filled-in words are read where they stand, and remarks, which are set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.page import Page as PlumberPage

from kb.reading.pdf.doubt import GONE, doubtful
from kb.reading.pdf.glyphs import UNPAINTED
from kb.reading.pdf.marks import Stroke
from kb.reading.pdf.page import Aside, Glyph

REMARK = "批注 annotation"
UNREADABLE = "已损坏，未读 broken, not read"

_HIDDEN = 2 | 32  # flags Hidden and NoView (ISO 32000-1, table 165)
_PASSWORD, _PUSH_BUTTON = 1 << 13, 1 << 16  # flags of fields (tables 226 and 228)
_STRIKES = {"StrikeOut", "Redact"}
_SILENT = {"Link", "Popup", "Widget"}
_MOST_SIZE, _PART = 12.0, 0.7  # of a field's letters: points, and of its height


@dataclass(frozen=True)
class Overlay:
    """What annotations add to a page."""

    glyphs: list[Glyph]
    strokes: list[Stroke]
    aside: list[Aside]


def overlay(page: PlumberPage) -> Overlay:
    """The fields, strike-outs and remarks of a page."""
    glyphs, strokes, aside = list[Glyph](), list[Stroke](), list[Aside]()
    try:
        annotations = page.annots
    except PSException:
        return Overlay([], [], [("批注 annotations", UNREADABLE)])
    for annotation in annotations:
        data = annotation["data"]
        kind = _name(data.get("Subtype"))
        box = tuple(float(annotation[side]) for side in ("x0", "top", "x1", "bottom"))
        hidden = bool(_number(resolve1(data.get("F"))) & _HIDDEN)
        if kind == "Widget":
            words = _field_words(data)
            if words and hidden:
                aside.append((words, UNPAINTED))
            else:
                glyphs += _written(words, *box)
        if kind in _STRIKES and not hidden:
            strokes += _struck(data, box, float(page.height))
        words = _words(resolve1(data.get("Contents")))
        if words.strip() and kind not in _SILENT:
            aside.append((" ".join(words.split()), REMARK))
    return Overlay(glyphs, strokes, aside)


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _words(value: object) -> str:
    """A text string of the file as text (ISO 32000-1, 7.9.2.2)."""
    if isinstance(value, bytes):
        return decode_text(value)
    return value if isinstance(value, str) else ""


# ------------------------------------------------------------------------------------------------ fields


def _inherited(data: Mapping[str, Any], key: str) -> object:
    """A field's entry, its own or that of the field above it."""
    for _ in range(20):
        if (value := resolve1(data.get(key))) is not None:
            return value
        above = resolve1(data.get("Parent"))
        if not isinstance(above, dict):
            return None
        data = above
    return None


def _field_words(data: Mapping[str, Any]) -> str:
    """What a field shows: the words filled in, the choice taken, a box ticked or not."""
    kind, flags = _name(_inherited(data, "FT")), _number(_inherited(data, "Ff"))
    value = _inherited(data, "V")
    if kind == "Btn":
        return "" if flags & _PUSH_BUTTON else "☐" if _name(data.get("AS")) in ("", "Off") else "☑"
    if kind == "Tx" and flags & _PASSWORD:
        return ""
    if kind == "Ch" and isinstance(value, list):
        return "、".join(_words(resolve1(one)) for one in value)
    return _words(value) if kind in ("Tx", "Ch") else ""


def _written(words: str, x0: float, top: float, x1: float, bottom: float) -> Iterator[Glyph]:
    """The words as glyphs in their field, each marked as filled in; the room that is left is no gap between words."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if not lines:
        return
    high = (bottom - top) / len(lines)
    for number, line in enumerate(lines):
        size = min(_MOST_SIZE, _PART * high)
        ems = sum(0.5 if c.isascii() else 1.0 for c in line)
        size = min(size, (x1 - x0) / ems) if x1 > x0 else size
        base = top + number * high + (high + size) / 2 - 0.15 * size
        x = x0
        for c in line:
            wide = (0.5 if c.isascii() else 1.0) * size
            text = doubtful(c, "field") if c.strip() else c
            yield Glyph(text, x, x + wide, base - 0.88 * size, base + 0.12 * size, base, size)
            x += wide
        if x1 > x:
            yield Glyph(GONE, x, x1, base - 0.88 * size, base + 0.12 * size, base, size)


# ------------------------------------------------------------------------------------------------ strike-outs


def _struck(data: Mapping[str, Any], box: tuple[float, ...], height: float) -> Iterator[Stroke]:
    """The lines that a strike-out draws: one through each of its quadrilaterals, or through its box."""
    points = [float(v) for v in resolve1(data.get("QuadPoints")) or [] if isinstance(v, (int, float))]
    quads = [points[i : i + 8] for i in range(0, len(points) - 7, 8)]
    for quad in quads:
        xs, ys = quad[::2], quad[1::2]
        yield Stroke(min(xs), max(xs), height - (min(ys) + max(ys)) / 2)
    if not quads:
        yield Stroke(box[0], box[2], (box[1] + box[3]) / 2)

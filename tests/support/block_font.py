"""How kb/data/block_font.ttf is made: a font that prints every character as a full block (kb/reading/pdf/painted.py)."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_DOWN, _UP, _WIDE = -120, 880, 1000


def block_font() -> bytes:
    """A TrueType font of one glyph, whose character map (format 13, many to one) gives it to all of Unicode."""
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, _DOWN), (0, _UP), (_WIDE, _UP), (_WIDE, _DOWN)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    block = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "block"])
    font.setupGlyf({".notdef": block, "block": block})
    font.setupHorizontalMetrics({".notdef": (_WIDE, 0), "block": (_WIDE, 0)})
    font.setupHorizontalHeader(ascent=_UP, descent=_DOWN)
    font.setupNameTable({"familyName": "Block", "styleName": "Regular"})
    every = CmapSubtable.newSubtable(13)
    every.platformID, every.platEncID, every.language = 3, 10, 0
    every.cmap = dict.fromkeys(range(1, 0x110000), "block")
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [every]
    font.font["cmap"] = table
    font.setupOS2(usFirstCharIndex=1, usLastCharIndex=0xFFFF)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    written = io.BytesIO()
    font.font.save(written)
    return written.getvalue()

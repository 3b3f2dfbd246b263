"""A PDF of one page from the operators of its content, for what a page maker does not write: layers, and codes that a font gives its glyphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

LAYER = "/Layer"  # a layer of the page that is switched off; `hidden` parts the content with it

_HEADER = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def"


def hidden(content: str) -> str:
    """The content on a layer that is switched off."""
    return f"/OC {LAYER} BDC\n{content}EMC\n"


class RawPage:
    """Writes text with a font that is not embedded; `codes` are the characters that the file gives out in the place of those printed."""

    def __init__(self, codes: Mapping[str, str] | None = None) -> None:
        self.codes = codes or {}
        self.glyphs: dict[str, int] = {}

    def text(self, x: float, y: float, words: str, size: float = 12, operators: str = "") -> str:
        """Operators that print words; `operators` come before, such as `1 g` or `3 Tr`."""
        shown = "".join(f"{self.glyphs.setdefault(c, len(self.glyphs) + 1):04x}" for c in words)
        return f"q BT {operators} /F {size} Tf 1 0 0 1 {x} {y} Tm <{shown}> Tj ET Q\n"

    def lines(self, lines: Sequence[str], top: float = 760) -> str:
        """Operators that print lines below each other, 24 points apart."""
        return "".join(self.text(96, top - 24 * i, line) for i, line in enumerate(lines))

    def write(self, path: Path, content: str) -> Path:
        """Writes the page."""
        rows = "".join(
            f"<{n:04x}> <{self.codes.get(c, c).encode('utf-16-be').hex()}>\n" for c, n in self.glyphs.items()
        )
        to_unicode = (
            f"{_HEADER} 1 begincodespacerange <0000> <ffff> endcodespacerange "
            f"{len(self.glyphs)} beginbfchar\n{rows}endbfchar endcmap end end"
        )
        widths = " ".join(f"{n} [{500 if c.isascii() else 1000}]" for c, n in self.glyphs.items())
        system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        objects = [
            "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [9 0 R] /D << /OFF [9 0 R] >> >> >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F 5 0 R >> /Properties << /Layer 9 0 R >> >> >>",
            _stream(content),
            "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Own {system} /DW 1000 /W [{widths}] /FontDescriptor 7 0 R >>",
            "<< /Type /FontDescriptor /FontName /Own /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
            "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>",
            _stream(to_unicode),
            "<< /Type /OCG /Name (draft) >>",
        ]
        data, places = b"%PDF-1.6\n", list[int]()
        for number, body in enumerate(objects, 1):
            places.append(len(data))
            data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        count = len(objects) + 1
        end = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
        path.write_bytes(data + f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode())
        return path


def _stream(body: str) -> str:
    return f"<< /Length {len(body)} >>\nstream\n{body}\nendstream"

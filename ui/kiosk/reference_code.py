"""A QR code with where a rule stands: the document's number and the clause's label, nothing of the person or the question."""

from __future__ import annotations

import segno
from markupsafe import Markup


def reference_code(text: str) -> Markup:
    """The QR code (ISO/IEC 18004, level M, UTF-8) as inline SVG with its quiet zone, black on white in every contrast."""
    code = segno.make(text, error="m", mode="byte", encoding="utf-8", micro=False)
    # Text of this file's own making: segno writes numbers and colours only.
    return Markup(
        code.svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True, svgclass=None, lineclass=None)
    )

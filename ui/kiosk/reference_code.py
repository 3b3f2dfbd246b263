"""A QR code that a telephone reads without a network: where a rule stands, whether it holds, whom to call and what is quoted.

Nothing of the person or the question is in it.
"""

from __future__ import annotations

from typing import Final

import segno
from markupsafe import Markup

from ui.kiosk.answer import FoundRule
from ui.kiosk.frame import frame_words
from ui.kiosk.office import Office

# Bytes of UTF-8: version 17 at level L has 85 modules a side, which a telephone's camera reads from the screen and from paper.
MOST_BYTES: Final = 640


def offline_text(finding: FoundRule, office: Office) -> str:
    """Title, number and clause, validity, telephone, and of the quoted words as much as fits."""
    words, document = frame_words().kiosk, finding.document
    phone = office.phones[0].number if office.phones else office.hotline
    head = [
        f"《{document.title}》{document.number or ''}",
        words.code_clause.format(clause=finding.clause.label),
        f"{finding.standing.badge}{frame_words().answer.colon}{finding.standing.until}"
        if finding.standing.until != finding.standing.badge
        else finding.standing.badge,
        words.code_ask.format(window=office.window or words.local_window, number=phone),
    ]
    quoted = "".join(item.text for item in finding.sentences) or "".join(quote.text for quote in finding.quotes)
    room = MOST_BYTES - len("\n".join((*head, "")).encode())
    return "\n".join((*head, _fitting(quoted or finding.clause.text, room)))


def reference_code(text: str) -> Markup:
    """The QR code (ISO/IEC 18004, UTF-8) as inline SVG with its quiet zone, black on white in every contrast."""
    code = segno.make(text, error="l", mode="byte", encoding="utf-8", micro=False)
    # Text of this file's own making: segno writes numbers and colours only.
    return Markup(
        code.svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True, svgclass=None, lineclass=None)
    )


def _fitting(text: str, room: int) -> str:
    """The text, or its beginning with the sign that more follows."""
    if len(text.encode()) <= room:
        return text
    kept = text.encode()[: max(0, room - len("……".encode()))].decode(errors="ignore")
    return f"{kept}……"

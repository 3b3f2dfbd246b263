"""Questions in one sentence: 补贴可领几年，大病保险一年封顶多少 → (补贴可领几年) (大病保险一年封顶多少).

A question is cut where a new one begins. A piece that asks nothing by itself (江苏2021年那个方案，) belongs to the one after it. Only cues decide,
never what the corpus holds; whether a piece finds an answer is for the caller to see.
"""

from __future__ import annotations

import re

from kb.questions.asked import asked_in
from kb.records import Language
from kb.regex import regex

_ZH_CUT = regex(r"[，,；;？?。！!]+\s*")
_EN_CUT = regex(
    r"[;?]+\s*|,?\s*\b(?:and|or|but)\s+(?=(?:by |in |at |on |for |to |from |until )?(?:what|which|how|who|whom|whose|when|where|why)\b)"
    r"|,?\s*\band\s+(?=(?:is|are|does|do|did|can|could|must|may|will|would|should)\s+\w+)|,\s*(?=(?:what|which|how|who|when|where)\b)",
    re.IGNORECASE,
)
_MOST = 3


def questions_in(text: str, language: Language) -> tuple[str, ...]:
    """The questions in a normalised text, two or three in order, or none if it asks but one (or more than three)."""
    pieces: list[str] = []
    waiting = ""
    cut = _EN_CUT if language == "en" else _ZH_CUT
    for piece in cut.split(text):
        waiting = (
            f"{waiting} {piece}".strip() if language == "en" else "，".join(filter(None, (waiting, piece.strip())))
        )
        # A figure that a piece only states (回答每人补贴5000元) is nothing asked.
        asked = asked_in(piece, language)
        if piece.strip() and (asked.figures - asked.figures_held or asked.asks - {"document", "comparison"}):
            pieces.append(waiting)
            waiting = ""
    if waiting and pieces:
        pieces[-1] = f"{pieces[-1]}{' ' if language == 'en' else '，'}{waiting}"
    return tuple(pieces) if 1 < len(pieces) <= _MOST else ()

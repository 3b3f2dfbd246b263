"""Messages in both languages, `中文。 English.`, as notices and errors carry them: taken apart, or turned round."""

from __future__ import annotations

import re

from kb.records import Language

# The last full stop after which no Chinese sentence ends: names and quotes may stand on either side of it.
_BOTH = re.compile(r"(.*[。！？]) +([^。！？]+)", re.DOTALL)


def halves(text: str) -> tuple[str, str]:
    """`中文。 English.` -> `("中文。", "English.")`; the second is empty where the text is in Chinese only."""
    found = _BOTH.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def in_language(text: str, language: Language) -> str:
    """A message of both languages with the wanted one first."""
    zh, en = halves(text)
    return f"{en} {zh}" if en and language == "en" else text

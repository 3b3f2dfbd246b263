"""Texts as they are compared: what only the writing changes (width, script, white space, quotation marks) is folded away.

`plain` keeps every offset, so that the grammars of numbers and references can read it; `folded` leaves characters out.
"""

from __future__ import annotations

import unicodedata

from kb.language import simplified

_SAME = {
    **dict.fromkeys("“”„‟〝〞「」『』‘’‚‛`´'＂＇", '"'),
    **dict.fromkeys("[［【﹝﹙", "〔"),
    **dict.fromkeys("]］】﹞﹚", "〕"),
    **dict.fromkeys("–—―─-−﹣－", "-"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("•∙⋅・", "·"),
}
_EDGES = '，,。.；;：:！!？?、…-"'


class _Plain(dict[int, str]):
    """Each character in its plain form, one for one, found once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # ③ is an item's number and no digit of one.
        wide = character if unicodedata.category(character) == "No" else unicodedata.normalize("NFKC", character)
        plain = simplified(wide if len(wide) == 1 else character)
        self[code] = plain if len(plain) == 1 else character
        return self[code]


class _Folded(dict[int, str]):
    """Each character as it is compared: plain, marks of one kind alike, white space and what is not printed left out."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = _PLAIN[code]
        # Stars set words in bold where a draft was written in Markdown.
        unseen = character.isspace() or character == "*" or unicodedata.category(character) in ("Cc", "Cf")
        self[code] = "" if unseen else _SAME.get(character, _SAME.get(plain, plain)).lower()
        return self[code]


_PLAIN = _Plain()
_FOLDED = _Folded()


def plain(text: str) -> str:
    """The text in half width and simplified characters, every character in its place."""
    return text.translate(_PLAIN)


def folded(text: str) -> str:
    """The text as it is compared."""
    return text.translate(_FOLDED)


def places(text: str) -> list[int]:
    """Where each character of `folded(text)` stands in the text."""
    return [place for place, character in enumerate(text) for _ in _FOLDED[ord(character)]]


def core(text: str) -> tuple[int, int]:
    """The range of a folded text without the punctuation at both ends, which a quotation may add or leave out."""
    start = len(text) - len(text.lstrip(_EDGES))
    return start, max(start, len(text.rstrip(_EDGES)))

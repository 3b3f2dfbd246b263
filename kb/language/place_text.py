"""Where a place name may stand in a sentence: word boundaries in Chinese, words and possessives in English."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import rjieba

from kb.regex import regex

_PLACE_TAGS = frozenset({"ns", "nt", "nz"})
_IDIOM_TAGS = frozenset({"i", "l"})
# A preposition the tokeniser may glue to a place name (来临沂 → 来临|沂).
_LEADING = frozenset("来在到去赴往从向原离由及与和对是属")
_ABBREVIATION_LEADS = frozenset("在来赴入援驻离")
# Abbreviations of provinces that are everyday characters too: 在新形势下, 京东, 在台上.
COMMON_LETTERS = frozenset("新台港黑云贵吉宁甘京")
_ENGLISH_WORD = regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-zÀ-ÖØ-öø-ÿ]+)*(?:\.[A-Za-z]\.)*")
_POSSESSIVE = regex(r"['’]s$")


class Boundaries:
    """The words of a Chinese sentence, cut and tagged when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: list[tuple[int, int, str]] | None = None

    def _cut(self) -> list[tuple[int, int, str]]:
        if self._words is None:
            self._words = []
            at = 0
            for word, tag in rjieba.tag(self.text, False):
                self._words.append((at, at + len(word), tag))
                at += len(word)
        return self._words

    def exact(self, start: int, end: int) -> bool:
        """True where the span is made of whole words (a glued preposition apart)."""
        words = self._cut()
        starts = any(word[0] == start for word in words) or self._glued(start, end)
        return starts and any(word[1] == end for word in words)

    def opens(self, start: int) -> bool:
        """True where a word begins."""
        return any(word[0] == start for word in self._cut())

    def tail_of_name(self, start: int) -> bool:
        """True where a one-character noun or name stands right before (石|梁河 is a river, not 梁河县)."""
        return any(last == start and last - first == 1 and tag[:1] in "nmajg" for first, last, tag in self._cut())

    def begins(self, start: int, end: int, *, proper: bool) -> bool:
        """True where the span begins a longer word that is no idiom; `proper`: only a name or 临沂人."""
        for first, last, tag in self._cut():
            if first == start and last > end:
                return tag in _PLACE_TAGS or self.text[end:last] == "人" if proper else tag not in _IDIOM_TAGS
        return False

    def short_form(self, at: int) -> bool:
        """True where the character at `at` stands for a province: 在苏, 援藏, 来鲁."""
        lead = self.text[at - 1 : at]
        if not lead or lead not in _ABBREVIATION_LEADS or self.text[at] in COMMON_LETTERS:
            return False
        return any(first in (at, at - 1) and last == at + 1 for first, last, _ in self._cut())

    def _glued(self, start: int, end: int) -> bool:
        for first, last, _ in self._cut():
            if first == start - 1 and last < end:
                return self.text[first] in _LEADING
        return False


@dataclass(frozen=True)
class EnglishWord:
    """One Latin word: as typed, folded for look-up, and where it stands (possessive 's excluded)."""

    text: str
    key: str
    start: int
    end: int


def english_key(name: str) -> str:
    """`Xi'an` → `xian`, `Lüliang` → `luliang`."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in plain if c.isalnum() or c == " ")


def english_words(text: str) -> list[EnglishWord]:
    """The Latin words of a text in order, keys folded by `english_key`."""
    words = []
    for match in _ENGLISH_WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        words.append(EnglishWord(word, english_key(word), match.start(), match.start() + len(word)))
    return words

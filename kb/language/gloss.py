"""English for the official terms in a quote, from the lexicon: a help to read the Chinese words, never a translation of them."""

from __future__ import annotations

from collections.abc import Iterable

from kb.language.lexicon_file import LexiconEntry

MOST_GLOSSED = 8


class Glossary:
    """The first official term of each lexicon entry with the entry's first English form."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._english: dict[str, str] = {}
        for entry in entries:
            if entry.english and not entry.general:
                self._english.setdefault(entry.official[0], entry.english[0])
        self._longest = max(map(len, self._english), default=0)

    def gloss(self, text: str, most: int = MOST_GLOSSED) -> tuple[tuple[str, str], ...]:
        """`(term, English)` for the official terms in a text, in reading order, the longest at each place, each once."""
        found: dict[str, str] = {}
        at = 0
        while at < len(text) and len(found) < most:
            ends = range(min(len(text), at + self._longest), at + 1, -1)
            end = next((end for end in ends if text[at:end] in self._english), at)
            if end > at:
                found.setdefault(text[at:end], self._english[text[at:end]])
            at = max(end, at + 1)
        return tuple(found.items())

"""Typing slips of a pinyin keyboard: a stretch of text that sounds like a known term but is written otherwise.

`设会保险` sounds like `社会保险`. Sounds are syllables without tones, and the pairs that are commonly confused
(zh/z, ch/c, sh/s, -ng/-n, n-/l-) count as one. Only terms of four characters or more are compared, at least half of whose
characters are right: shorter ones meet other words by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kb.shipped import shipped_rows

_SHORTEST = 4
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))


class Homophones:
    """Terms by their sound."""

    def __init__(self, sounds: dict[str, str], terms: Iterable[str]) -> None:
        """`sounds`: character → syllable; `terms`: the words to be recognised."""
        self._sounds = {character: _fold(syllable) for character, syllable in sounds.items()}
        self._terms: dict[tuple[str, ...], list[str]] = {}
        for term in terms:
            sound = self._sound(term)
            if len(term) >= _SHORTEST and "" not in sound:
                self._terms.setdefault(sound, []).append(term)
        self._sizes = sorted({len(sound) for sound in self._terms}, reverse=True)
        self._heads = frozenset(sound[:3] for sound in self._terms)

    @classmethod
    def load(cls, terms: Iterable[str]) -> Homophones:
        """The package's table of syllables (kb/data/homophones.tsv) with these terms."""
        rows = shipped_rows("homophones.tsv")
        return cls({character: syllable for syllable, characters in rows for character in characters}, terms)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, term) for each stretch that sounds like a term and is written otherwise; no overlaps."""
        sound = self._sound(text)
        found: list[tuple[int, int, str]] = []
        at = 0
        while at <= len(text) - _SHORTEST:
            hit = self._at(text, sound, at) if sound[at : at + 3] in self._heads else None
            if hit:
                found.append((at, at + len(hit), hit))
            at += len(hit) if hit else 1
        return found

    def _at(self, text: str, sound: tuple[str, ...], at: int) -> str | None:
        for size in self._sizes:
            for term in self._terms.get(sound[at : at + size], ()):
                right = sum(one == other for one, other in zip(term, text[at : at + size], strict=True))
                if right == size:
                    return None
                if 2 * right >= size:
                    return term
        return None

    def _sound(self, text: str) -> tuple[str, ...]:
        return tuple(self._sounds.get(character, "") for character in text)


@cache
def _fold(syllable: str) -> str:
    for old, new in _FOLDS:
        if syllable.startswith(old):
            syllable = new + syllable.removeprefix(old)
    return re.sub("(?<=[aei])ng$", "n", syllable)

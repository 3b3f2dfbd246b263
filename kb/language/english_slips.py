"""Typing slips in English words: a letter wrong, missing, one too many or doubled, or two swapped; in long words two missing.

A right word must never become another. So what is derived from a known word or spelt as known words are is left alone, and each kind
of slip is undone only from the length on at which it seldom gives another word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, Literal

Kind = Literal["swapped", "doubled", "missing", "vowel", "consonant", "two missing"]

_SHORTEST: Final = 5
_NEVER: Final = 1000
# The length of the shorter of the two words from which on a slip is undone: in any word, and in one with letters in an order that no
# known word has, which is seldom a right word.
_LEAST_LENGTH: Final[dict[Kind, tuple[int, int]]] = {
    "swapped": (7, 5),
    "doubled": (7, 5),
    "missing": (9, 7),
    "vowel": (9, 7),
    "consonant": (_NEVER, 11),
    "two missing": (_NEVER, 10),
}
_VOWELS: Final = frozenset("aeiouy")
_ENDING_LIST = """s es ed d ing er ers or ors ly ily ment ments ness able ability ation ations ion ions al ally ity ive ful less
    ship hood ist ists ism ize izes ized izing ise ises ised ising y ies ied age ary ate ates ated ee ees"""
_ENDINGS: Final = tuple(_ENDING_LIST.split())
_BEGINNINGS: Final = (
    "un",
    "re",
    "non",
    "pre",
    "co",
    "over",
    "under",
    "sub",
    "inter",
    "in",
    "mis",
    "dis",
    "out",
    "self",
)
# Right words that one of the slips undone here would turn into words of this field, or into other common words.
_RIGHT_LIST = """assemble casual causal compliant country countries diary framing likelihood marital martial personal promises quiet
    quite spelling sever several thorough trail united untied weather whether wither"""
_RIGHT: Final = frozenset(_RIGHT_LIST.split())


class EnglishSlips:
    """Finds the known word that a mistyped one was meant to be; the first letter is taken to be right."""

    def __init__(self, words: Iterable[str], fold: Callable[[str], str], plain: Collection[str] = ()) -> None:
        """`words`: the vocabulary in lower case; `fold`: a word's common form; `plain`: further right words."""
        self._words = frozenset(words)
        self._fold = fold
        self._right = frozenset(map(fold, self._words)) | frozenset(plain) | _RIGHT
        self._orders = frozenset(order for word in self._words for order in _trigrams(word))
        self._by_start: dict[tuple[str, int], list[str]] = {}
        for word in self._words:
            if len(word) >= _SHORTEST:
                self._by_start.setdefault((word[0], len(word)), []).append(word)

    def correct(self, word: str) -> str | None:
        """The known word that a lower-case `word` is a slip of; None if it may be right or if two words would fit equally well."""
        if len(word) < _SHORTEST or self._is_right(word):
            return None
        odd = any(order not in self._orders for order in _trigrams(word))
        found: dict[str, Kind] = {}
        for size in range(len(word) - 2, len(word) + 3):
            for other in self._by_start.get((word[0], size), ()):
                kind = _slip(word, other)
                if kind and min(len(word), size) >= _LEAST_LENGTH[kind][odd]:
                    found[other] = kind
        nearest = sorted(other for other, kind in found.items() if kind != "two missing") or sorted(found)
        return nearest[0] if len({self._fold(other) for other in nearest}) == 1 else None

    def _is_right(self, word: str) -> bool:
        return (
            self._is_known(word)
            or any(map(self._is_known, _without_ending(word)))
            or any(
                word.startswith(one) and len(word) - len(one) >= 4 and self._is_known(word[len(one) :])
                for one in _BEGINNINGS
            )
        )

    def _is_known(self, word: str) -> bool:
        return word in self._words or word in self._right or self._fold(word) in self._right


def _without_ending(word: str) -> Iterator[str]:
    """What a word may be derived from: `stopping` → `stopp`, `stoppe`, `stoppy`, `stop`."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield from (stem, stem + "e", stem + "y")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _slip(word: str, other: str) -> Kind | None:
    """The one slip that lies between two words whose lengths differ by two letters at most."""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if len(longer) == len(shorter):
        return _replaced(longer, shorter)
    same = next((i for i, letter in enumerate(shorter) if longer[i] != letter), len(shorter))
    if len(longer) == len(shorter) + 1:
        if longer[same + 1 :] != shorter[same:]:
            return None
        # One too many, or one missing from the other: of equal letters in a row, it does not matter which.
        return "doubled" if longer[same - 1] == longer[same] else "missing"
    letters = iter(longer)
    return "two missing" if all(letter in letters for letter in shorter) else None


def _replaced(word: str, other: str) -> Kind | None:
    wrong = [i for i in range(len(word)) if word[i] != other[i]]
    if len(wrong) == 1:
        return "vowel" if {word[wrong[0]], other[wrong[0]]} <= _VOWELS else "consonant"
    if (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and sorted(word[i] for i in wrong) == sorted(other[i] for i in wrong)
    ):
        return "swapped"
    return None


def _trigrams(word: str) -> Iterator[str]:
    marked = f"^{word}$"
    return (marked[i : i + 3] for i in range(len(marked) - 2))

"""The words in which two wordings of a clause differ, each where it stands. What only the writing changes (width, white space) is no difference."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

import rjieba

from kb.records import Span
from kb.verification import folded, places

_SHORTEST_ISLAND = 2
"""Fewer characters in common between two changes (的, a comma) are read as part of one change."""

_Word: TypeAlias = "tuple[str, int, int]"


@dataclass(frozen=True)
class ChangedWords:
    """`old[i]` became `new[i]`; an empty span is where words came in or were taken out."""

    old: tuple[Span, ...]
    new: tuple[Span, ...]


UNCHANGED: Final = ChangedWords((), ())


def changed_words(old: str, new: str) -> ChangedWords:
    """Where two texts differ, in whole words and numbers; nothing if they say the same."""
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, [word for word, _, _ in before], [word for word, _, _ in after], autojunk=False)
    runs: list[tuple[int, int, int, int]] = []
    for kind, *run in matcher.get_opcodes():
        if kind == "equal":
            continue
        if runs and sum(len(word) for word, _, _ in before[runs[-1][1] : run[0]]) < _SHORTEST_ISLAND:
            runs[-1] = (runs[-1][0], run[1], runs[-1][2], run[3])
        else:
            runs.append((run[0], run[1], run[2], run[3]))
    return ChangedWords(
        tuple(_span(before, start, end) for start, end, _, _ in runs),
        tuple(_span(after, start, end) for _, _, start, end in runs),
    )


def _words(text: str) -> list[_Word]:
    """The dictionary's words and whole numbers, folded, and where they stand."""
    where, words, at = places(text), [], 0
    for word in rjieba.cut(folded(text), False):
        words.append((word, where[at], where[at + len(word) - 1] + 1))
        at += len(word)
    return words


def _span(words: list[_Word], start: int, end: int) -> Span:
    if start < end:
        return Span(words[start][1], words[end - 1][2])
    place = words[start - 1][2] if start else 0
    return Span(place, place)

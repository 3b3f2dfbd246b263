"""How doubt travels through the making of a page: what is doubtful carries a mark behind it, what was taken out leaves one in its place.

The marks are Unicode's noncharacters, which no text holds; `without_marks` takes them out again and says where they stood.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.reading.doubts import DOUBTS, DoubtfulRange
from kb.regex import regex

GONE = "\ufdef"  # stands where a character was taken out, so that no gap is read there
_CODES = {reason: chr(0xFDD0 + i) for i, reason in enumerate(DOUBTS)}
_REASONS = {code: reason for reason, code in _CODES.items()}
_MARKS = regex(f"[{GONE}{''.join(_REASONS)}]")


def doubtful(text: str, reason: str) -> str:
    """The text marked; `reason` is a key of DOUBTS."""
    return text + _CODES[reason] if text else text


def without_marks(text: str, starts: Sequence[int]) -> tuple[str, tuple[int, ...], tuple[DoubtfulRange, ...]]:
    """The text less its marks, `starts` as offsets of it, and what was marked: neighbours with one reason are one range."""
    doubts: list[DoubtfulRange] = []
    before = [0]  # before[i]: marks in text[:i]
    plain = 0
    for char in text:
        mark = bool(_MARKS.match(char))
        before.append(before[-1] + mark)
        if not mark:
            plain += 1
        elif char != GONE and plain:
            start, reason = plain - 1, _REASONS[char]
            if doubts and doubts[-1][2] == reason and doubts[-1][1] >= start:
                start = doubts.pop()[0]
            doubts.append((start, plain, reason))
    return _MARKS.sub("", text), tuple(at - before[at] for at in starts), tuple(doubts)


def bare_of_marks(text: str) -> str:
    """The text less its marks."""
    return _MARKS.sub("", text)

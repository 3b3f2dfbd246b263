"""How doubt travels through the making of a page: what is doubtful carries a mark behind it, what was taken out leaves one in its place.

The marks are Unicode's noncharacters, which no text holds; `without_marks` takes them out again and says where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.messages import Message

GONE = "\ufdef"  # stands where a character was taken out, so that no gap is read there
DOUBTS = {
    "unknown": Message(
        "有的字没有文字编码，请对照原件。", "A character has no code in the file: compare it with the original."
    ),
    "field": Message("含表单中填写的内容。", "Holds what was filled into a form."),
    "spaced": Message(
        "数字的各位是分开排的，请对照原件。", "The digits of a number stand apart: compare it with the original."
    ),
    "mark": Message(
        "数字旁有上标，请对照原件。", "A raised mark stands beside a number: compare it with the original."
    ),
    "struck": Message("有线条穿过文字，请对照原件。", "A line runs through the text: compare it with the original."),
    "outside": Message(
        "表格中有不在任何格内的文字，请对照原件。",
        "A table has text outside its cells: compare it with the original.",
    ),
    "recognised": Message(
        "文字由图像识别而来，请对照原件。",
        "The text was recognised from a picture of the page: compare it with the original.",
    ),
    "vertical": Message(
        "该页有竖排文字，顺序请对照原件。", "The page has text set vertically: compare its order with the original."
    ),
}
_CODES = {reason: chr(0xFDD0 + i) for i, reason in enumerate(DOUBTS)}
_REASONS = {code: reason for reason, code in _CODES.items()}
_MARKS = re.compile(f"[{GONE}{''.join(_REASONS)}]")

DoubtfulRange = tuple[int, int, str]  # start, end, reason


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

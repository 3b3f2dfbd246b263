"""Characters that are no plain text of their line: without a code, struck out, raised as the mark of a note or as a power."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from kb.language import simplified
from kb.reading.pdf.doubt import GONE, bare_of_marks, doubtful
from kb.reading.pdf.page import Aside, Glyph
from kb.regex import regex

STRUCK = "删除线 struck out"
NOTE_MARK = "注号 mark of a note"
UNKNOWN = "〓"  # the printers' sign for a character that is not at hand

_UNMAPPED = regex(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_IDEOGRAPH, _ACCENTED = regex(r"[\u4e00-\u9fff]"), regex(r"[\u00a1-\u024f]")
# In each of 1,600 passages of 200 characters from 50 notices, these are 15 % or more; where a font gives out other characters, 10 % at most.
_COMMON = frozenset(
    "的业人务保政服和市工区社就公会理定民生实作部条办医家一行有动年住机障等基门建管资第对本应地员关合房以提制规发用进力金府助"
)
_LEAST_COMMON, _PASSAGE = 0.11, 150
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_CHARACTER = regex(r"[⁰¹²³⁴-⁹]")
_NOTE = regex(r"[\[［(（〔]?(?:\d{1,3}|[①-⑳*＊†‡※]+)[\]］)）〕]?")
_UNIT_POWER = regex(r"[23]")


@dataclass(frozen=True)
class Stroke:
    """A level line on a page, from `x0` to `x1` at height `y` from the top."""

    x0: float
    x1: float
    y: float


# ------------------------------------------------------------------------------------------------ characters without a code


def unmapped(text: str) -> bool:
    """Whether the file does not say which character a glyph is."""
    return bool(_UNMAPPED.search(text))


def with_unknown(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Glyphs without a code become 〓, marked."""
    return [replace(g, text=doubtful(UNKNOWN, "unknown")) if unmapped(g.text) else g for g in glyphs]


def garbled(page: str) -> bool:
    """Whether a page is no language as its text has it: its fonts give out other characters than they print."""
    least = _LEAST_COMMON * len(written) if len(written := _IDEOGRAPH.findall(page)) >= _PASSAGE else 0
    if sum(char in _COMMON for char in written) < least:
        return sum(char in _COMMON for char in simplified(page)) < least
    return len(_ACCENTED.findall(page)) > max(len(page) / 4, _PASSAGE)


# ------------------------------------------------------------------------------------------------ lines through text


def without_struck(glyphs: Sequence[Glyph], strokes: Sequence[Stroke]) -> tuple[list[Glyph], list[Aside]]:
    """Glyphs with a line through their middle are set aside; where the line runs on past them it may be a rule, and they are doubtful."""
    kept = list(glyphs)
    aside: list[Aside] = []
    for stroke in strokes:
        hit = [i for i, g in enumerate(kept) if g.text.strip() and _is_crossed(g, stroke)]
        if not hit:
            continue
        first, last = min(kept[i].x0 for i in hit), max(kept[i].x1 for i in hit)
        room = 2 * median(kept[i].size for i in hit)
        if first - stroke.x0 > room or stroke.x1 - last > room:
            for i in hit:
                kept[i] = replace(kept[i], text=doubtful(kept[i].text, "struck"))
            continue
        aside.append(("".join(kept[i].text for i in sorted(hit, key=lambda i: kept[i].x0)), STRUCK))
        for i in hit:
            kept[i] = replace(kept[i], text=GONE)
    return kept, [(bare_of_marks(text), reason) for text, reason in aside if bare_of_marks(text)]


def _is_crossed(glyph: Glyph, stroke: Stroke) -> bool:
    shared = min(glyph.x1, stroke.x1) - max(glyph.x0, stroke.x0)
    height = (glyph.base - stroke.y) / glyph.size
    return not glyph.rotated and 0.18 < height < 0.62 and shared > 0.6 * (glyph.x1 - glyph.x0)


# ------------------------------------------------------------------------------------------------ raised marks


def without_note_marks(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Aside]]:
    """Raised marks of notes are set aside; powers stay as raised characters.

    A mark behind a number is doubtful where no small line of the page begins with it: it may be a power.
    """
    kept, aside = list(glyphs), list[Aside]()
    for before, run in _raised_runs(kept):
        words = "".join(kept[i].text for i in run).translate(_LOWERED)
        stem = _stem(kept, before)
        if stem[-1:].isascii() and stem[-1:].isalpha() and _UNIT_POWER.fullmatch(words):
            _rewrite(kept, run, words.translate(_RAISED))
        elif re.fullmatch(r"(?:.*\D)?10", stem) and words.isdigit():
            _rewrite(kept, run, doubtful(words.translate(_RAISED), "mark"))
        elif _NOTE.fullmatch(words):
            aside.append((words, NOTE_MARK))
            if stem[-1:].isdigit() and not _has_note(kept, words, kept[before].size):
                kept[before] = replace(kept[before], text=doubtful(kept[before].text, "mark"))
            _rewrite(kept, run, GONE)
    return kept, aside


def _rewrite(glyphs: list[Glyph], run: Sequence[int], text: str) -> None:
    """The first glyph of a run says `text`, the others leave room."""
    for place, i in enumerate(run):
        glyphs[i] = replace(glyphs[i], text=GONE if place else text)


def _raised_runs(glyphs: Sequence[Glyph]) -> list[tuple[int, list[int]]]:
    """Runs of raised small glyphs, each with the index of the full-size glyph before it."""
    size = median(g.size for g in glyphs) if glyphs else 0.0
    small = [i for i, g in enumerate(glyphs) if g.text.strip() and _could_be_raised(g, size)]
    ends = sorted((g.x1, i) for i, g in enumerate(glyphs) if g.text.strip() and not g.rotated) if small else []
    runs: list[tuple[int, list[int]]] = []
    for i in sorted(small, key=lambda i: (round(glyphs[i].base), glyphs[i].x0)):
        mark = glyphs[i]
        if runs and _follows(mark, glyphs[runs[-1][1][-1]]) and glyphs[runs[-1][0]].size * 0.8 >= mark.size:
            runs[-1][1].append(i)
            continue
        first, last = (bisect_left(ends, (mark.x0 + step * size, 0)) for step in (-1.2, 0.6))
        near = [at for _, at in reversed(ends[first:last]) if at != i and _stands_behind(mark, glyphs[at])]
        if near:
            runs.append((near[0], [i]))
    return runs


def _could_be_raised(glyph: Glyph, size: float) -> bool:
    return bool(_RAISED_CHARACTER.match(glyph.text)) or glyph.size < 0.85 * size


def _follows(mark: Glyph, before: Glyph) -> bool:
    return abs(mark.base - before.base) < 0.2 * mark.size and -0.3 * mark.size < mark.x0 - before.x1 < 0.5 * mark.size


def _stands_behind(mark: Glyph, stem: Glyph) -> bool:
    """Whether a raised glyph belongs to one before it: larger and lower, or of any size where the character itself is a raised one."""
    if not -0.2 * stem.size < mark.x0 - stem.x1 < 0.6 * stem.size:
        return False
    lift = (stem.base - mark.base) / stem.size
    lowest = -0.1 if stem.text.isdigit() else 0.12  # no number has digits of two sizes
    raised = mark.size <= 0.8 * stem.size and lowest < lift < 0.8
    written = bool(_RAISED_CHARACTER.match(mark.text)) and not _RAISED_CHARACTER.match(stem.text)
    return raised or (written and abs(lift) < 0.2)


def _stem(glyphs: Sequence[Glyph], last: int) -> str:
    """The last three characters of the line that end with a glyph, from left to right."""
    end = glyphs[last]
    line = [g for g in glyphs if abs(g.base - end.base) < 0.2 * end.size and g.x1 <= end.x1 + 0.1]
    near = [g for g in line if end.x1 - g.x1 < 3 * end.size and g.size > 0.8 * end.size]
    return bare_of_marks("".join(g.text for g in sorted(near, key=lambda g: g.x0)[-3:]))


def _has_note(glyphs: Sequence[Glyph], words: str, size: float) -> bool:
    """Whether a line of smaller characters begins with the mark."""
    mark = words.strip("[]［］()（）〔〕")
    for g in glyphs:
        if g.size < 0.9 * size and g.text.translate(_LOWERED)[:1] == mark[:1]:
            line = [o for o in glyphs if abs(o.base - g.base) < 0.6 * size]
            if min(o.x0 for o in line) >= g.x0 - 0.1 and len(line) > len(mark) + 2:
                return True
    return False

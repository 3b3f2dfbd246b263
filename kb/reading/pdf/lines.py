"""The glyphs of a page become fragments of its lines; stamps are taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from kb.reading.pdf.doubt import GONE, bare_of_marks, doubtful
from kb.reading.pdf.page import Glyph, PrintedFragment
from kb.regex import regex

_GAP = 1.5  # em: a wider gap inside a line separates columns or the parts of a letterhead
_WIDE = regex(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_IDEOGRAPH = regex(r"[\u3007\u3400-\u9fff\uf900-\ufaff]")
_DIGITS = regex(r"[0-9.]{2}")


def without_stamps(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[str]]:
    """The glyphs of the page itself, and the texts of stamps: rotated ones, and tinted ones printed over other text."""
    rotated = [g for g in glyphs if g.rotated]
    plain = [g for g in glyphs if not g.rotated and not g.tinted]
    stamps = ["".join(g.text for g in rotated).strip()] if rotated else []
    kept: list[Glyph] = []
    for run in _runs([g for g in glyphs if g.tinted and not g.rotated]):
        if any(_overlap(g, other) for g in run for other in plain if other.text.strip() and g.text.strip()):
            stamps.append("".join(g.text for g in run).strip())
        else:
            kept.extend(run)
    return plain + kept, [text for text in stamps if text]


def _overlap(one: Glyph, other: Glyph) -> bool:
    """Whether two characters are printed over each other: a fifth of the smaller box is shared."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return False
    return wide * high > 0.2 * min((g.x1 - g.x0) * (g.bottom - g.top) for g in (one, other))


# ------------------------------------------------------------------------------------------------ fragments


def fragments_of(glyphs: Iterable[Glyph]) -> list[PrintedFragment]:
    """The fragments in reading order of their base lines, left to right within one; blank ones are left out."""
    found = [_fragment(run) for run in _runs(glyphs)]
    return [fragment for fragment in found if bare_of_marks(fragment.text)]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand close together on one base line, from left to right; spaces that were typed stay between them."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if lines and abs(glyph.base - lines[-1][0].base) <= 0.4 * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    runs: list[list[Glyph]] = []
    for line in lines:
        line.sort(key=lambda g: g.x0)
        runs.append([])
        blanks: list[Glyph] = []
        reach = line[0].x0
        for glyph in line:
            if not glyph.text.strip():
                blanks.append(glyph)
                continue
            if runs[-1] and glyph.x0 - reach > _GAP * max(glyph.size, runs[-1][-1].size):
                runs.append([])
            if runs[-1]:
                runs[-1] += blanks
            blanks = []
            runs[-1].append(glyph)
            reach = max(reach, glyph.x1) if len(runs[-1]) > 1 else glyph.x1
    return [run for run in runs if run]


def _fragment(run: Sequence[Glyph]) -> PrintedFragment:
    shown = [g for g in run if g.text.strip()]
    typed = {id(after) for blank, after in pairwise(run) if not blank.text.strip()}
    spaced = _spaced_digits(shown)
    spacing = _letter_spacing(shown)
    text = shown[0].text
    for i, (before, glyph) in enumerate(pairwise(shown)):
        gap = (glyph.x0 - before.x1) / glyph.size - spacing
        if i in spaced and gap > _least_gap(before, glyph, typed=True):
            text = doubtful(text, "spaced") + doubtful(glyph.text, "spaced")
            continue
        if gap > _least_gap(before, glyph, typed=id(glyph) in typed):
            text += " "
        text += glyph.text
    sizes = sorted(g.size for g in shown)
    printed = [g for g in shown if g.text != GONE] or shown
    return PrintedFragment(
        text.strip(), printed[0].x0, max(g.x1 for g in printed), printed[0].base, sizes[len(sizes) // 2]
    )


def _least_gap(before: Glyph, glyph: Glyph, *, typed: bool) -> float:
    """From how wide a gap, in em, words are parted: between names in Chinese stands half an em; punctuation has such room of its own."""
    one, other = bare_of_marks(before.text)[-1:], glyph.text[:1]
    if not (_WIDE.match(one) or _WIDE.match(other)):
        return 0.2
    return 0.4 if typed or (_IDEOGRAPH.match(one) and _IDEOGRAPH.match(other)) else 0.7


def _letter_spacing(glyphs: Sequence[Glyph]) -> float:
    """The room in em between neighbours where a line is set with letter spacing, so nearly all of its gaps are alike; else 0."""
    gaps = [(after.x0 - before.x1) / after.size for before, after in pairwise(glyphs)]
    if len(gaps) < 3:
        return 0.0
    usual = median(gaps)
    alike = sum(abs(gap - usual) < 0.1 for gap in gaps)
    return max(usual, 0.0) if alike >= 0.8 * len(gaps) else 0.0


def _spaced_digits(glyphs: Sequence[Glyph]) -> set[int]:
    """The gaps inside a number whose digits stand apart from each other, all alike: at least three single digits."""
    found: set[int] = set()
    chain: list[int] = []
    for i, (before, after) in enumerate(pairwise(glyphs)):
        gap = (after.x0 - before.x1) / after.size
        first = (glyphs[chain[0] + 1].x0 - glyphs[chain[0]].x1) / after.size if chain else gap
        if before.text + after.text and _DIGITS.fullmatch(before.text + after.text) and 0.2 < gap < 1.0:
            if abs(gap - first) > 0.15:
                chain = []
            chain.append(i)
            if len(chain) >= 2:
                found |= set(chain)
        else:
            chain = []
    return found


def joint(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a space between Latin words, nothing in Chinese."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return " " if latin else ""

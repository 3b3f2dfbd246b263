"""The characters of a PDF page as pdfplumber finds them, held against the painted page: what cannot be seen is set aside."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page as PlumberPage

from kb.language import as_printed, is_traditional
from kb.reading.pdf.lines import fragments_of
from kb.reading.pdf.marks import Stroke
from kb.reading.pdf.page import Aside, Box, Glyph, readable
from kb.reading.pdf.painted import Painted

OUTSIDE = "页面之外 outside the page"
UNPAINTED = "页面上看不见 not to be seen on the page"

_THIN = 2.5  # points: what is higher is no line
_SAMPLE = 4000  # characters that tell the script
_HYPHEN = "\u00ad"  # fonts of browsers give this code to the hyphen that they print
_UPRIGHT = str.maketrans("︐︑︒︓︔︕︖︵︶︻︼︿﹀︽︾﹁﹂﹃﹄", "，、。：；！？（）【】〈〉《》「」『』")
_PLACE = 12.0  # points: neighbours are looked for around a character
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@dataclass(frozen=True)
class Seen:
    """The glyphs of a page in the order of the file, what was set aside, and whether they lie unseen over a picture of the text."""

    glyphs: list[Glyph]
    aside: list[Aside]
    recognised: bool


class Script:
    """Whether the document is written in simplified characters, told from what was read of it so far."""

    def __init__(self) -> None:
        self._sample = ""

    def as_printed(self, texts: Sequence[str]) -> list[str]:
        """The glyphs of a page as they are printed (kb/language/normal_form.py)."""
        whole = "".join(texts)
        self._sample = (self._sample + whole)[:_SAMPLE]
        if as_printed(whole, simplified=False) == whole:
            return list(texts)
        simplified = not is_traditional(self._sample)
        return [as_printed(text, simplified=simplified) for text in texts]


def seen(page: PlumberPage, painted: Painted, script: Script) -> Seen:
    """The page's characters that can be seen, each once: a font without a bold cut is often printed twice, a little apart."""
    glyphs = _glyphs(page, script)
    under = _printed_under(glyphs) if painted.lower is not None else set()
    written = [i for i, glyph in enumerate(glyphs) if glyph.text.strip()]
    bare = {i for i in written if not (painted.shows_beneath if i in under else painted.shows)(_box(glyphs[i]))}
    hidden = [i for i in sorted(bare) if not _goes_with_text(glyphs, i, bare)]
    beneath = [i for i in hidden if painted.is_drawn_beneath(_box(glyphs[i]))]
    if _covers(page) and len(beneath) > 0.7 * len(hidden) and len(hidden) > 0.5 * len(written):
        return Seen(glyphs, [], recognised=True)
    away = [glyphs[i] for i in hidden if not painted.holds(_box(glyphs[i]))]
    unseen = [glyphs[i] for i in hidden if painted.holds(_box(glyphs[i]))]
    aside = [
        (fragment.text, reason)
        for group, reason in ((away, OUTSIDE), (unseen, UNPAINTED))
        for fragment in fragments_of(group)
    ]
    gone = set(hidden)
    return Seen([g for i, g in enumerate(glyphs) if i not in gone], aside, recognised=False)


def _goes_with_text(glyphs: Sequence[Glyph], index: int, bare: set[int]) -> bool:
    """Whether a glyph without ink is punctuation beside what is seen: its ink may fall outside its box."""
    if any(c.isalnum() for c in glyphs[index].text):
        return False
    mark = glyphs[index]
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(glyphs) and i not in bare]
    return any(
        abs(g.base - mark.base) < mark.size and min(abs(g.x0 - mark.x1), abs(mark.x0 - g.x1)) < mark.size
        for g in (glyphs[i] for i in near)
        if any(c.isalnum() for c in g.text)
    )


def _covers(page: PlumberPage) -> bool:
    """Whether a picture lies over half of the page."""
    area = float(page.width) * float(page.height)
    return any(float(image["width"]) * float(image["height"]) > area / 2 for image in page.images)


def _box(glyph: Glyph) -> Box:
    wide = glyph.x1 - glyph.x0 > 0.1
    return (glyph.x0, glyph.top, glyph.x1 if wide else glyph.x0 + glyph.size / 2, glyph.bottom)


def _printed_under(glyphs: Sequence[Glyph]) -> set[int]:
    """The glyphs that others, later in the file, are printed over: half of the smaller box is shared."""
    found: set[int] = set()
    places: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for i, g in enumerate(glyphs):
        if not g.text.strip():
            continue
        column, line = int(g.x0 // _PLACE), int(g.top // _PLACE)
        for near in itertools.product((column - 1, column, column + 1), (line - 1, line, line + 1)):
            found |= {j for j in places[near] if _share(glyphs[j], g)}
        places[column, line].append(i)
    return found


def _share(one: Glyph, other: Glyph) -> bool:
    wide, high = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0 and high > 0 and wide * high > 0.5 * min((g.x1 - g.x0) * (g.bottom - g.top) for g in (one, other))


# ------------------------------------------------------------------------------------------------ from pdfplumber


def _glyphs(page: PlumberPage, script: Script) -> list[Glyph]:
    chars = page.dedupe_chars(tolerance=1).chars
    texts = script.as_printed([readable(char["text"]) for char in chars])
    rises = _rises(chars)
    glyphs: list[Glyph] = []
    for char, text, rise in zip(chars, texts, rises, strict=True):
        plain = "-" if text == _HYPHEN else text
        if not plain or plain in _INVISIBLE:
            continue
        a, b, _, d, _, base = char["matrix"]
        rotated = abs(b) > 0.1 * (abs(a) + abs(b)) or a < 0 or d < 0
        box: Box = (float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]))
        at = float(page.height) - float(base) - rise
        tint = _tinted(char.get("non_stroking_color"))
        glyphs.append(Glyph(plain, box[0], box[2], box[1], box[3], at, float(char["size"]), rotated, tint))
    return glyphs


def _rises(chars: Sequence[dict[str, Any]]) -> list[float]:
    """How far each character is raised above its line (the operator Ts), which only its box tells: the others of its font lie lower in theirs."""
    lows = [(float(c["y0"]) - float(c["matrix"][5])) / (float(c["size"]) or 1.0) for c in chars]
    usual: dict[str, Counter[float]] = {}
    for char, low in zip(chars, lows, strict=True):
        usual.setdefault(char["fontname"], Counter())[round(low, 2)] += 1
    return [
        max(low - usual[char["fontname"]].most_common(1)[0][0], 0.0) * float(char["size"]) if char["upright"] else 0.0
        for char, low in zip(chars, lows, strict=True)
    ]


def _tinted(color: object) -> bool:
    """Whether a colour is no black or dark grey."""
    rgb = _rgb(color)
    return bool(rgb) and (max(rgb) - min(rgb) > 0.25 or min(rgb) > 0.45)


def _rgb(color: object) -> tuple[float, ...]:
    """A colour as grey or RGB from 0 to 1; () where it is none of grey, RGB and CMYK."""
    if not isinstance(color, (tuple, list)) or not all(isinstance(value, (int, float)) for value in color):
        return ()
    if len(color) == 4:
        c, m, y, k = color
        color = tuple((1 - value) * (1 - k) for value in (c, m, y))
    return tuple(float(value) for value in color)


def strokes(page: PlumberPage) -> Iterator[Stroke]:
    """The level lines that are drawn on the page; browsers draw them as thin rectangles. A line in white is no line."""
    for line in [*page.lines, *page.rects]:
        color = line["stroking_color"] if line["stroke"] else line["non_stroking_color"]
        shown = (line["stroke"] or line["fill"]) and min(_rgb(color), default=0.0) < 0.95
        if shown and float(line["height"]) <= _THIN < float(line["width"]):
            yield Stroke(float(line["x0"]), float(line["x1"]), (float(line["top"]) + float(line["bottom"])) / 2)


# ------------------------------------------------------------------------------------------------ text set vertically


def upright_share(glyphs: Sequence[Glyph]) -> float:
    """The share of characters whose next neighbour stands below them and not beside them."""
    written = [g for g in glyphs if g.text.strip()]
    below, beside = (_steps(written, down=down) for down in (True, False))
    both = [(below.get(id(g)), beside.get(id(g))) for g in written]
    votes = [down < 0.95 * across for down, across in ((d or 9.0, a or 9.0) for d, a in both if d or a)]
    return sum(votes) / len(votes) if len(votes) >= 20 else 0.0


def _steps(glyphs: Sequence[Glyph], *, down: bool) -> dict[int, float]:
    """The distance in em of each glyph to the next one in its column or line."""

    def place(glyph: Glyph) -> tuple[float, float]:
        middle = round((glyph.x0 + glyph.x1) / 2)
        return (middle, glyph.base) if down else (round(glyph.base), glyph.x0)

    steps: dict[int, float] = {}
    for before, after in itertools.pairwise(sorted(glyphs, key=place)):
        (line, at), (other, then) = place(before), place(after)
        if line == other and 0 < (then - at) / before.size < 3:
            steps[id(before)] = (then - at) / before.size
    return steps


def turned(glyphs: Sequence[Glyph], width: float) -> list[Glyph]:
    """Columns that are read from the right as lines that are read from the top."""
    return [
        Glyph(
            g.text.translate(_UPRIGHT),
            g.top,
            g.bottom,
            width - g.x1,
            width - g.x0,
            width - (g.x0 + g.x1) / 2,
            g.size,
            False,
            g.tinted,
        )
        for g in glyphs
    ]

"""Words marked on the picture of their page: they are looked for letter by letter among those printed there.

White space, the width of letters and their script do not count. Where the page prints something between the words (a note's mark, the next
cell), they are looked for in pieces. What is not found is not marked: a mark that is missing misleads nobody, one in the wrong place does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from PIL import Image, ImageChops, ImageDraw

from kb.language import simplified
from kb.reading.pdf.page import Box
from kb.regex import regex

_COLOUR: Final = (255, 232, 122)
_PIECE: Final = regex(r"[^，。；：、！？,;!?（）()《》“”]+")
_SHORTEST: Final = 4  # letters: what is shorter stands anywhere


class Letter(NamedTuple):
    """A character and where it is printed: left, top, right, bottom in pixels of the picture."""

    text: str
    box: Box


def places_of(quotes: Iterable[str], letters: Sequence[Letter]) -> list[Box]:
    """Where the quotes stand, a box a line of print."""
    printed = [(sign, number) for number, letter in enumerate(letters) for sign in _signs(letter.text)]
    text = "".join(sign for sign, _ in printed)
    found = [span for quote in quotes for span in _spans(quote, text)]
    boxes: list[Box] = []
    for start, end in found:
        numbers = dict.fromkeys(number for _, number in printed[start:end])
        boxes += _by_line([letters[number].box for number in numbers])
    return boxes


def marked(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The picture with the boxes behind its ink."""
    paper = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(paper)
    for box in boxes:
        pen.rectangle(box, fill=_COLOUR)
    return ImageChops.multiply(picture, paper)


def _signs(text: str) -> str:
    return "".join(map(_sign, text))


@cache
def _sign(character: str) -> str:
    # Each by itself: OpenCC goes by the words around, which a page may break.
    return simplified(unicodedata.normalize("NFKC", character).lower()).strip()


def _spans(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """The quote's place in the text, else those of its pieces, each behind the one before."""
    whole = _signs(quote)
    if len(whole) >= _SHORTEST and (at := text.find(whole)) >= 0:
        yield at, at + len(whole)
        return
    after = 0
    for piece in map(_signs, _PIECE.findall(quote)):
        if len(piece) >= _SHORTEST and (at := text.find(piece, after)) >= 0:
            after = at + len(piece)
            yield at, after


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    """Boxes side by side as one."""
    lines: list[Box] = []
    for x0, top, x1, bottom in boxes:
        left, above, right, below = lines[-1] if lines else (0.0, 0.0, 0.0, 0.0)
        if lines and min(below, bottom) - max(above, top) > 0.5 * min(below - above, bottom - top) and x0 >= left:
            lines[-1] = (left, min(above, top), max(right, x1), max(below, bottom))
        else:
            lines.append((x0, top, x1, bottom))
    return lines

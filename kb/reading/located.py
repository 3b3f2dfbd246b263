"""Text that remembers where each of its characters stood in the source file.

Lines are cut, joined and cleaned on the way to a clause; `Located` keeps the source offset of every character through all of
it, so that a quote can always be traced back. White space and column names that were put in carry the offset -1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.regex import regex

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026"
_SPACES = regex(r"\s+")
# A space is layout, not a separator, where it touches a digit, a Latin letter or punctuation on the side of a Chinese character.
_LAYOUT_SPACE = regex(
    rf"(?<=[{_WIDE}]) (?=[0-9A-Za-z.%‰+\-,;:()])|(?<=[0-9A-Za-z.%‰,;:(?!]) (?=[{_WIDE}])"
    r"|(?<=^[（(].[）)]) |(?<=^[（(]..[）)]) |(?<=[，。；：、！？（）《》“”〔〕—]) | (?=[，。；：、！？）》”〕%])"
)


@dataclass(frozen=True)
class Located:
    """A text with `offsets[i]` the source offset of `text[i]`, or -1 where the character was put in."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int) -> Located:
        """A piece of the source that begins at `start`."""
        return cls(text, tuple(range(start, start + len(text))))

    @classmethod
    def inserted(cls, text: str) -> Located:
        """Text that does not stand in the source."""
        return cls(text, (-1,) * len(text))

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return len(self.text)

    @property
    def start(self) -> int:
        """The source offset of the first character that stands there, or -1."""
        return next((o for o in self.offsets if o >= 0), -1)

    @property
    def end(self) -> int:
        """One past the source offset of the last character that stands there, or -1."""
        return next((o + 1 for o in reversed(self.offsets) if o >= 0), -1)

    def cut(self, start: int, end: int | None = None) -> Located:
        """The characters `[start, end)`."""
        return Located(self.text[start:end], self.offsets[start:end])

    def without(self, spans: Iterable[tuple[int, int]]) -> Located:
        """The text less the half-open `spans` (indices into `text`)."""
        gone = {i for start, end in spans for i in range(start, end)}
        kept = [i for i in range(len(self.text)) if i not in gone]
        return Located("".join(self.text[i] for i in kept), tuple(self.offsets[i] for i in kept))

    def strip(self) -> Located:
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, len(self.text.rstrip()))


def joined(parts: Iterable[Located], separator: str = "") -> Located:
    """The parts in a row with `separator` put in between."""
    pieces = [part for part in parts if part]
    text = separator.join(piece.text for piece in pieces)
    offsets: list[int] = []
    for number, piece in enumerate(pieces):
        if number:
            offsets.extend([-1] * len(separator))
        offsets.extend(piece.offsets)
    return Located(text, tuple(offsets))


def tidy(text: Located) -> Located:
    """White space in order: runs become one space, and spaces that only lay out Chinese text go.

    `到 2020 年， 每户 1 人` -> `到2020年，每户1人`; a space between two Chinese characters stays, since it may separate names.
    """
    stripped = text.strip()
    single: list[tuple[int, int]] = [(m.start() + 1, m.end()) for m in _SPACES.finditer(stripped.text) if len(m[0]) > 1]
    lean = stripped.without(single)
    lean = Located(_SPACES.sub(" ", lean.text), lean.offsets)
    return lean.without([m.span() for m in _LAYOUT_SPACE.finditer(lean.text)])


def bare(text: str) -> str:
    """The text without any white space, the form in which texts are compared."""
    return "".join(text.split())

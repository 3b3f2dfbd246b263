"""The lines of a source file as they stand.

Nothing is joined or cleaned here: metadata is read from the decoded file itself, so that every quote keeps its offset.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.reading.joined_lines import inner_starts
from kb.regex import regex

_LINE = regex(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_EDGE = " \t\u00a0\u2002\u2003\u3000\ufeff\u200b"
CONTAINER = r"(?::::+[ \t]*[a-z-]*|@tab(?=\s))"
"""What opens or closes a box in the Markdown of a site: `::: tip 备注`; `@tab` a page of one."""
_TAG = r"</?[a-zA-Z][^<>\n]*>"
_MARKUP = regex(rf"^(?:#{{1,6}}\s+|[-*•]\s+|>\s*|\*\*|{CONTAINER}\s*|{_TAG}\s*)+")
_TAGS = regex(_TAG)
_TAGS_BEHIND = regex(rf"(?:\s*{_TAG})+$")
_LAYOUT = regex(r"[ \t.]*\|[| \t.]*|[^|]*[^|\s](?P<behind>[ \t]*\|[| \t]*)")
_SPACE = regex(r"\s+")
_LINE_END = regex(r"[\n\r\f\v]")


@dataclass(frozen=True)
class SourceLine:
    """A line that is not blank, without outer white space and Markdown marks; `source[start:end] == text`."""

    text: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class Flat:
    """A text without white space; `offsets[i]` is where `text[i]` stands in the source."""

    text: str
    offsets: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open source range of `text[start:end]`, which must not be empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def line_ranges(text: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the document's lines, without line ends: a line of the file may hold several."""
    inner = sorted(inner_starts(text))
    for match in _LINE.finditer(text):
        cuts = [
            match.start(),
            *inner[bisect_right(inner, match.start()) : bisect_left(inner, match.end())],
            match.end(),
        ]
        yield from pairwise(cuts)


def layout_rules(line: str) -> tuple[int, int] | None:
    """Where a line holds what is left of a table that laid a page out: the rules of a line of nothing else, or behind words without another."""
    found = _LAYOUT.fullmatch(line) if "|" in line else None
    return found.span("behind" if found["behind"] else 0) if found else None


def source_lines(text: str) -> tuple[SourceLine, ...]:
    """The lines of the text that are not blank; form feeds end a line too. `level` is the Markdown heading level."""
    lines = []
    for first, last in line_ranges(text):
        rules = layout_rules(text[first:last])
        raw = text[first : first + rules[0]] if rules else text[first:last]
        raw = raw[: tags.start()] if (tags := _TAGS_BEHIND.search(raw)) else raw
        left = len(raw) - len(raw.lstrip(_EDGE))
        markup = _MARKUP.match(raw[left:].rstrip(_EDGE) + " ")
        marks = min(markup.end(), len(raw) - left) if markup else 0
        body = raw[left + marks :].rstrip(_EDGE).removesuffix("**") if markup else raw[left:].rstrip(_EDGE)
        inner = len(body) - len(body.lstrip(_EDGE))
        start = first + left + marks + inner
        level = markup[0].count("#") if markup else 0
        if body.strip(_EDGE):
            lines.append(SourceLine(body[inner:], start, start + len(body) - inner, level))
    return tuple(lines)


def flatten(text: str, lines: Sequence[SourceLine]) -> Flat:
    """The lines of the text on one line, without white space, zero-width characters, tags and Markdown's marks."""
    marks = (line.start + i for line in lines for tag in _TAGS.finditer(line.text) for i in range(*tag.span()))
    gone = set(marks)
    kept = [
        i
        for line in lines
        for i in range(line.start, line.end)
        if i not in gone and text[i] not in _EDGE and "**" not in (text[i - 1 : i + 1], text[i : i + 2])
    ]
    return Flat("".join(text[i] for i in kept), tuple(kept))


def line_at(lines: Sequence[SourceLine], offset: int) -> int:
    """The index of the last line that begins at or before `offset`; 0 if none does."""
    return max(bisect_right(lines, offset, key=lambda line: line.start) - 1, 0)


def unspaced(words: str) -> str:
    """Words set one character apart, as they read: `通 告` -> 通告, also at the end: `…办法》的通 知`; any others as they are."""
    tokens = words.split()
    first = max((i for i, token in enumerate(tokens) if len(token) > 1), default=0)
    if len(tokens) - first < 2:
        return words
    return " ".join([*tokens[:first], "".join(tokens[first:])])


def one_line(words: str) -> str:
    """Words that were wrapped, on one line: line ends go, other white space becomes one space."""
    return _SPACE.sub(lambda gap: "" if _LINE_END.search(gap[0]) else " ", words.strip())

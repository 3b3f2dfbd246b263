"""Documents that a question names by their title: in 《》, or as it stands there without marks.

`《失业保险条例》` of which only 郑州市失业保险条例 is held is not held, but comes near it, as any shortened title does: all its characters stand
in the other in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.documents import comparable_title, issued_title
from kb.questions.references import Reference
from kb.reading import TITLE_PATTERN, ends_like_title
from kb.regex import regex

_MARKED = regex(TITLE_PATTERN)
_SHORTEST = 6
"""Fewer characters without marks may be any words (工作方案), and in marks no title of one document (《条例》)."""
_SHORTEST_MARKED = 4


@dataclass(frozen=True)
class TitleReference:
    """A stretch of a question that names documents by title: `titles` as held, and whether they are what was said or only come near it."""

    reference: Reference
    titles: tuple[str, ...]


@dataclass(frozen=True)
class HeldTitles:
    """The ways in which documents may be named, each with the title held; by their last two characters too, and how long they are."""

    forms: Mapping[str, str]
    ending: Mapping[str, Sequence[str]]
    lengths: Sequence[int]

    @classmethod
    def of(cls, titles: Iterable[str]) -> HeldTitles:
        """The titles themselves and those of the texts that notices issue."""
        forms: dict[str, str] = {}
        ending: dict[str, list[str]] = {}
        for title in titles:
            plain = comparable_title(title)
            for form in (plain, issued_title(plain)):
                if forms.setdefault(form, title) is title:
                    ending.setdefault(form[-2:], []).append(form)
        return cls(forms, ending, sorted({len(form) for form in forms if len(form) >= _SHORTEST}, reverse=True))


def titles_named(text: str, held: HeldTitles) -> tuple[TitleReference, ...]:
    """The titles in a normalised question, in reading order."""
    marked = tuple(_marked(text, held))
    rest = text
    for one in marked:
        start, end = one.reference.start, one.reference.end
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    return tuple(sorted((*marked, *_bare(rest, held)), key=lambda one: one.reference.start))


def _marked(text: str, held: HeldTitles) -> Iterator[TitleReference]:
    for match in _MARKED.finditer(text):
        said = comparable_title(match[0][1:-1])
        if said in held.forms:
            title = held.forms[said]
            yield TitleReference(Reference(title, *match.span()), (title,))
        elif len(said) >= _SHORTEST_MARKED and ends_like_title(said):
            near = (held.forms[form] for form in held.ending.get(said[-2:], ()) if _shortens(said, form))
            yield TitleReference(Reference(match[0], *match.span(), held=False), tuple(dict.fromkeys(near)))


def _bare(text: str, held: HeldTitles) -> Iterator[TitleReference]:
    """Titles without marks, each once, of several at one place the longest."""
    taken: list[range] = []
    found: set[str] = set()
    for length in held.lengths:
        for start in range(len(text) - length + 1):
            form, span = text[start : start + length], range(start, start + length)
            if (
                form not in held.forms
                or form in found
                or any(start < one.stop and one.start < span.stop for one in taken)
            ):
                continue
            found.add(form)
            taken.append(span)
            title = held.forms[form]
            yield TitleReference(Reference(title, start, span.stop), (title,))


def _shortens(said: str, form: str) -> bool:
    """Whether a title is another one with the same ending cut short: 公租房管理办法 of 某市公共租赁住房管理办法."""
    rest = iter(form)
    return all(character in rest for character in said)

"""Documents that a question names by their title: in 《》, or as it stands there without marks.

`《失业保险条例》` of which only 郑州市失业保险条例 is held is not held, but comes near it, as any shortened title does: all its characters stand
in the other in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.documents import comparable_title, issued_title
from kb.questions.references import Reference
from kb.reading import ends_like_title

_MARKED = re.compile(r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》")
_SHORTEST = 6
"""Fewer characters without marks may be any words (工作方案), and in marks no title of one document (《条例》)."""
_SHORTEST_MARKED = 4


@dataclass(frozen=True)
class TitleReference:
    """A stretch of a question that names documents by title: `titles` as held, and whether they are what was said or only come near it."""

    reference: Reference
    titles: tuple[str, ...]


def title_forms(titles: Iterable[str]) -> dict[str, str]:
    """The ways in which documents may be named: their titles and those of the texts that notices issue, each with the title held."""
    forms: dict[str, str] = {}
    for title in titles:
        plain = comparable_title(title)
        for form in (plain, issued_title(plain)):
            forms.setdefault(form, title)
    return forms


def titles_named(text: str, held: Mapping[str, str]) -> tuple[TitleReference, ...]:
    """The titles in a normalised question, in reading order; `held` as `title_forms` gives them."""
    marked = tuple(_marked(text, held))
    rest = text
    for one in marked:
        start, end = one.reference.start, one.reference.end
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    return tuple(sorted((*marked, *_bare(rest, held)), key=lambda one: one.reference.start))


def _marked(text: str, held: Mapping[str, str]) -> Iterator[TitleReference]:
    for match in _MARKED.finditer(text):
        said = comparable_title(match["title"])
        if said in held:
            yield TitleReference(Reference(held[said], *match.span()), (held[said],))
        elif len(said) >= _SHORTEST_MARKED and ends_like_title(said):
            near = dict.fromkeys(title for form, title in held.items() if _shortens(said, form))
            yield TitleReference(Reference(match[0], *match.span(), held=False), tuple(near))


def _bare(text: str, held: Mapping[str, str]) -> Iterator[TitleReference]:
    """Titles without marks, of several at one place the longest."""
    taken: list[range] = []
    for form in sorted((form for form in held if len(form) >= _SHORTEST), key=len, reverse=True):
        start = text.find(form)
        span = range(start, start + len(form))
        if start >= 0 and not any(start < one.stop and one.start < span.stop for one in taken):
            taken.append(span)
            yield TitleReference(Reference(held[form], start, span.stop), (held[form],))


def _shortens(said: str, form: str) -> bool:
    """Whether a title is another one cut short: 公租房管理办法 of 某市公共租赁住房管理办法."""
    rest = iter(form)
    return said[-2:] == form[-2:] and all(character in rest for character in said)

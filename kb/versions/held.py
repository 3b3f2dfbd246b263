"""Held documents as versions: which of them are the texts of one instrument over time, and one of them ready to be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from kb.documents import comparable_title, issued_title
from kb.records import Clause, Document
from kb.regex import regex
from kb.versions.alignment import TextVersion

# 就业补助资金管理办法（2018年修订） is a text of the same instrument as the one without the brackets.
_EDITION: Final = regex(r"\([^()]*(?:修正|修订|试行|暂行|版)[^()]*\)$")
# A decision that only does away with others takes the place of none of them.
_ENDING: Final = regex("废止|失效|清理")


def version_of(document: Document, clauses: Sequence[Clause]) -> TextVersion:
    """A held document with its clauses, to be compared."""
    return TextVersion(document.number or document.id, document.title, tuple(clauses))


def version_lines(documents: Iterable[Document]) -> tuple[tuple[Document, ...], ...]:
    """The texts of each instrument of which several are held, the oldest first; a text that took the place of two ends two lines.

    A text is followed by the one that replaces it, else by the next with its title that the same bodies issued, where the title is of an
    instrument and not of a letter that might be sent each year.
    """
    held = {document.id: document for document in documents}
    following = _next_of_title(held.values()) | _replaced(held)
    starts = [
        document for document in held.values() if document.id in following and document.id not in following.values()
    ]
    lines = [_line(held, following, start.id) for start in starts]
    return tuple(sorted(lines, key=lambda line: comparable_title(line[-1].title)))


def issued_on(document: Document) -> date | None:
    """The day a text is placed on its line by."""
    return document.issued or document.published or document.effective_from


def _replaced(held: Mapping[str, Document]) -> dict[str, str]:
    return {
        document.id: by.id
        for document in held.values()
        if (by := held.get(document.superseded_by or "")) and not _ENDING.search(by.title)
    }


def _next_of_title(documents: Iterable[Document]) -> dict[str, str]:
    same: defaultdict[tuple[str, frozenset[str], tuple[str, ...]], list[tuple[date, str]]] = defaultdict(list)
    for document in documents:
        title, day = issued_title(document.title), issued_on(document)
        if day and (document.kind == "regulation" or title != document.title):
            key = _EDITION.sub("", comparable_title(title)), frozenset(document.issuers), document.regions
            same[key].append((day, document.id))
    following: dict[str, str] = {}
    for texts in same.values():
        texts.sort()
        following |= {old: new for (_, old), (_, new) in pairwise(texts)}
    return following


def _line(held: Mapping[str, Document], following: Mapping[str, str], start: str) -> tuple[Document, ...]:
    line = [start]
    # Two texts that each say to replace the other would go on for ever.
    while (after := following.get(line[-1])) and after not in line:
        line.append(after)
    return tuple(held[each] for each in line)

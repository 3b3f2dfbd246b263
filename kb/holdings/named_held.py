"""Which held document a naming means: by its number, else by its title, and only one that the naming document can speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from kb.documents import comparable_title, issued_title
from kb.reading import Named
from kb.records import Document
from kb.regex import regex

_OF_ANOTHER = regex(r"关于|转发|印发|批转|贯彻|修改|修订|废止|延长|解读|实施细则")
_ABOUT = regex(r"关于|印发|转发")
_SHORTEST = 10
"""A title of fewer characters is compared whole: its ending may be that of any other."""


class HeldNames:
    """Which of the documents held a naming can mean at all, looked up instead of compared with each."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._order: dict[str, int] = {}
        self._by: dict[str, set[str]] = {}
        for document in documents:
            self._order[document.id] = len(self._order)
            title = comparable_title(document.title)
            for key in (document.number or "", title, issued_title(title), *_endings(title)):
                self._by.setdefault(key, set()).add(document.id)

    def fitting(self, named: Named) -> list[str]:
        """The ids of the documents of this number, or whose title may be the one named, in the order held."""
        title = comparable_title(named.title or "")
        keys = (key for key in (named.number, title, issued_title(title), *_endings(title)) if key)
        return sorted({one for key in keys for one in self._by.get(key, ())}, key=self._order.__getitem__)


def _endings(title: str) -> list[str]:
    """The ends of a title that may be said in its place."""
    return [title[at.start() :] for at in _ABOUT.finditer(title) if len(title) - at.start() >= _SHORTEST]


def held_as(named: Named, by: Document, held: Sequence[Document]) -> tuple[Document, ...]:
    """The documents of `held` that `by` may mean, the best reading only; several where the naming does not tell them apart."""
    others = [document for document in held if document.id != by.id]
    if named.number:
        numbered = [one for one in others if one.number and one.number == named.number]
        fitting = [one for one in numbered if _knows(by, one) or is_titled(named.title, one)]
        if fitting:
            return tuple(fitting)
    if not named.title:
        return ()
    fitting = [
        one
        for one in others
        if not (named.number and one.number)
        and is_titled(named.title, one)
        and _same_place(by, one)
        and _of_day(named, one)
    ]
    dated = [one for one in fitting if named.dated and named.dated in (one.issued, one.published)]
    return tuple(dated or fitting)


def day_of_document(document: Document, latest: bool = False) -> date | None:
    """When a document was made: its day of issue, else its commencement, else the first (or last) day of its number's year."""
    day = document.issued or document.published or document.effective_from
    year = re.search(r"(?:19|20)\d\d", document.number or "")
    if day or year is None:
        return day
    return date(int(year[0]), 12, 31) if latest else date(int(year[0]), 1, 1)


def may_decide(by: Document, of: Document) -> bool:
    """Whether `by` can decide of `of` by its place: a body of the same place or of one around it; unknown places may be any."""
    if not of.regions:
        return not (of.national and by.regions)
    return not by.regions or by.regions[0] in of.regions


def _knows(by: Document, one: Document) -> bool:
    """Whether a number alone is enough: two offices may count in the same letters, two of one place do not."""
    return by.regions == one.regions or bool(
        by.regions and (not one.regions or by.regions[0] in one.regions or one.regions[0] in by.regions)
    )


def _same_place(by: Document, one: Document) -> bool:
    """Whether a title alone may mean a document of that place: its own, or one around it; where none is known, of one body."""
    if one.regions:
        return one.regions[0] in by.regions
    return one.national or not (by.issuers and one.issuers) or bool(set(by.issuers) & set(one.issuers))


def _of_day(named: Named, one: Document) -> bool:
    """Whether the day of issue that a naming gives may be the document's: approval and publication lie a year apart at most."""
    return not (named.dated and one.issued) or abs(named.dated.year - one.issued.year) <= 1


def is_titled(title: str | None, one: Document) -> bool:
    """Whether a title is the document's: whole, less the name of the issuing body, or of the text that a notice issues."""
    if not title:
        return False
    said, held = comparable_title(title), comparable_title(one.title)
    if said == held:
        return True
    short, long = sorted((said, held), key=len)
    before = long.removesuffix(short)
    if before != long and len(short) >= _SHORTEST and _ABOUT.match(short):
        return not _OF_ANOTHER.search(before)
    inner = {issued_title(title) for title in (said, held)}
    return len(inner) == 1

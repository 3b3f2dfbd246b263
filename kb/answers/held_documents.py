"""The documents held, in tables: which are of a place, a year, a number, a title, a kind, or in force, without looking at each of them.

A set of documents is a bit a document, so that joining two or asking for a member costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, get_args

import numpy as np

from index import Mask
from kb.language import Place, RegionIndex, Relation
from kb.questions import HeldTitles
from kb.records import Document
from kb.regex import regex

_NEVER, _ALWAYS = date.max.toordinal() + 1, 0
_RELATIONS = get_args(Relation)


_YEAR_OF_NUMBER = regex(r"〔((?:19|20)\d\d)〕")


def year_of(document: Document) -> int | None:
    """The year a document was issued or published in, or that its number was given in."""
    if day := document.issued or document.published:
        return day.year
    found = _YEAR_OF_NUMBER.search(document.number or "")
    return int(found[1]) if found else None


@dataclass(frozen=True, eq=False)
class DocumentSet(Set[str]):
    """Some of the documents held; iterates over their ids in the order held. `mask` is bool (documents,)."""

    held: HeldDocuments = field(repr=False)
    mask: Mask

    def __contains__(self, identifier: object) -> bool:
        position = self.held.positions.get(identifier)
        return position is not None and bool(self.mask[position])

    def __iter__(self) -> Iterator[str]:
        return (self.held.documents[position].id for position in np.flatnonzero(self.mask))

    def __len__(self) -> int:
        return int(self.mask.sum())

    def __bool__(self) -> bool:
        return bool(self.mask.any())

    def __and__(self, other: Set[Any]) -> DocumentSet:
        """Those that are in the other set too."""
        return DocumentSet(self.held, self.mask & self.held.of_ids(other).mask)

    def __sub__(self, other: Set[Any]) -> DocumentSet:
        """Those that are not in the other set."""
        return DocumentSet(self.held, self.mask & ~self.held.of_ids(other).mask)

    # As any Set is hashed: by what it holds.
    __hash__ = Set._hash


class HeldDocuments:
    """All documents of a store in order, with the tables; immutable."""

    def __init__(self, documents: Sequence[Document], regions: RegionIndex) -> None:
        self.documents, self.regions = tuple(documents), regions
        self.positions: dict[object, int] = {document.id: n for n, document in enumerate(self.documents)}
        self.numbers = tuple(document.number for document in self.documents if document.number)
        self.titles = HeldTitles.of(document.title for document in self.documents)
        self._named: dict[str, list[str]] = {}
        for document in self.documents:
            for name in filter(None, {document.number, document.title}):
                self._named.setdefault(name, []).append(document.id)
        self._years = np.array([year_of(document) or 0 for document in self.documents], dtype=np.int64)
        self._kinds = np.array([document.kind for document in self.documents], dtype=np.str_)
        # One document stands for all of its regions: there are far fewer regions than documents.
        examples = {(document.regions, document.national): document for document in self.documents}
        self._examples = tuple(examples.values())
        numbers = {chain: number for number, chain in enumerate(examples)}
        chains = (numbers[document.regions, document.national] for document in self.documents)
        self._chains = np.fromiter(chains, dtype=np.int64, count=len(self.documents))
        self._first = _days((one.effective_from or one.issued for one in self.documents), _ALWAYS)
        # A document without a stated end is never in force: it is undated (kb/documents.py).
        self._last = _days((one.effective_to for one in self.documents), _ALWAYS - 1)
        self._superseded = _days((one.superseded_on for one in self.documents), _NEVER)
        # A law without a stated end goes on until another one repeals it.
        laws = (one.kind == "regulation" and one.effective_to is None for one in self.documents)
        self._goes_on = np.fromiter(laws, dtype=np.bool_, count=len(self.documents)) & (self._first > _ALWAYS)
        self._relations = lru_cache(maxsize=1024)(self._relations_to)
        self.nearest = lru_cache(maxsize=256)(self._nearest)
        self.all = DocumentSet(self, np.ones(len(self.documents), dtype=np.bool_))
        self.none = DocumentSet(self, np.zeros(len(self.documents), dtype=np.bool_))

    def __getitem__(self, identifier: str) -> Document:
        """The document with this id; KeyError where none has."""
        return self.documents[self.positions[identifier]]

    def of_ids(self, identifiers: Collection[str]) -> DocumentSet:
        """The documents with these ids; those of no document are ignored."""
        if isinstance(identifiers, DocumentSet) and identifiers.held is self:
            return identifiers
        mask = np.zeros(len(self.documents), dtype=np.bool_)
        mask[[self.positions[one] for one in identifiers if one in self.positions]] = True
        return DocumentSet(self, mask)

    def named(self, names: Iterable[str]) -> DocumentSet:
        """The documents with one of these numbers or titles."""
        return self.of_ids([identifier for name in names for identifier in self._named.get(name, ())])

    def any_of(self, sets: Iterable[DocumentSet]) -> DocumentSet:
        """The documents that are in one of these sets."""
        return DocumentSet(self, np.logical_or.reduce([self.none.mask, *(one.mask for one in sets)]))

    def related(self, place: Place, *relations: Relation) -> DocumentSet:
        """The documents that stand in one of these relations to a place."""
        fitting = np.array([relation in relations for relation in self._relations(place)], dtype=np.bool_)
        return DocumentSet(self, fitting[self._chains])

    @property
    def placeless(self) -> DocumentSet:
        """The documents of which it is not known where they apply."""
        unknown = np.array([not (one.regions or one.national) for one in self._examples], dtype=np.bool_)
        return DocumentSet(self, unknown[self._chains])

    def of_years(self, years: Collection[int]) -> DocumentSet:
        """The documents issued or published in one of these years."""
        return DocumentSet(self, np.isin(self._years, list(years)) & (self._years > 0))

    def of_one_place(self, documents: DocumentSet, years: Collection[int]) -> DocumentSet:
        """Those of some documents that are of the places which have some of the most of these years."""
        dated = (documents & self.of_years(years)).mask
        chains = np.unique(np.stack((self._chains[dated], self._years[dated])), axis=1)[0]
        counts = np.bincount(chains, minlength=len(self._examples))
        return DocumentSet(self, documents.mask & (counts == counts.max(initial=0))[self._chains])

    def going_on_in(self, years: Collection[int], as_of: date) -> DocumentSet:
        """The laws without a stated end that held in one of these years, as far as is known on a day."""
        last = max((year for year in years if year <= as_of.year), default=0)
        end = date(last, 12, 31).toordinal() if last else _ALWAYS
        return DocumentSet(self, self._goes_on & (self._first <= end))

    def of_kind(self, kind: str) -> DocumentSet:
        """The documents of one kind."""
        return DocumentSet(self, self._kinds == kind)

    def in_force(self, day: date) -> DocumentSet:
        """The documents that `kb.documents.validity_on` finds in force on a day."""
        on = day.toordinal()
        return DocumentSet(self, (self._first <= on) & (on <= self._last) & (on < self._superseded))

    def _nearest(self, places: tuple[Place, ...]) -> tuple[DocumentSet, ...]:
        """The documents that hold in the innermost of some places, by how near they lie to it, the nearest first.

        Its own come first, then those of the places around it from the inside out, national ones, those of a part of it.
        """
        contains, ancestors = self.regions.gazetteer.contains, self.regions.gazetteer.ancestors
        inner = [place for place in places if not any(place != one and contains(place, one) for one in places)]
        tiers: dict[tuple[int, int], list[int]] = {}
        around = {place: ancestors(place) for place in inner}
        for chain, example in enumerate(self._examples):
            own = self.regions.place_of(example)
            ranks = [
                (_RELATIONS.index(relation), around[place].index(own) if own in around[place] else 0)
                for place in inner
                if (relation := self._relations(place)[chain])
            ]
            if ranks:
                tiers.setdefault(min(ranks), []).append(chain)
        return tuple(DocumentSet(self, np.isin(self._chains, tiers[rank])) for rank in sorted(tiers))

    def _relations_to(self, place: Place) -> tuple[Relation | None, ...]:
        return tuple(self.regions.relation(one, place) for one in self._examples)


def _days(days: Iterable[date | None], otherwise: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([day.toordinal() if day else otherwise for day in days], dtype=np.int64)

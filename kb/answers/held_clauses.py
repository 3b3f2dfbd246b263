"""The clauses held, in tables: which may answer for some documents, which a reference names, and whether any says a thing.

What a text says is looked up in the index, by its pairs of characters, and read in the few clauses that have them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from index import HybridIndex, Mask
from kb.answers.held_documents import DocumentSet, HeldDocuments
from kb.answers.periods import years_of
from kb.clause_table import ClauseHead, ClauseTable
from kb.language import Gazetteer, Place, simplified
from kb.questions import ClauseAddresses, ClauseReference, forms_among, years_named
from kb.records import Clause


class HeldClauses:
    """All clauses of a store in order, of which those in the index may answer; safe to share between threads."""

    def __init__(self, index: HybridIndex, clauses: Sequence[Clause], documents: HeldDocuments) -> None:
        self.documents = documents
        self._index = index
        self._clauses = clauses if isinstance(clauses, ClauseTable) else ClauseTable(clauses)
        positions, names = self._clauses.positions, self._clauses.documents
        owners = (documents.positions[names[positions[identifier]]] for identifier in index.ids)
        self._owners = np.fromiter(owners, dtype=np.int64, count=len(index.ids))
        self.says = lru_cache(maxsize=4096)(self._says)
        self.naming = lru_cache(maxsize=4096)(self._naming)

    def __getitem__(self, identifier: str) -> Clause:
        """The clause with this id; KeyError where none has."""
        return self._clauses.named(identifier)

    def own(self, document: str) -> Sequence[Clause]:
        """The clauses of one document (its id) in reading order."""
        return self._clauses.own(document)

    def texts(self, document: str) -> Sequence[str]:
        """The texts of the clauses of one document (its id) in reading order."""
        return self._clauses.texts(document)

    def number_of(self, document: str) -> int:
        """How many clauses a document (its id) has."""
        return self._clauses.number_of(document)

    def entries(self, documents: DocumentSet) -> Mask:
        """The entries of the index that are clauses of these documents: bool (entries,)."""
        return documents.mask[self._owners]

    def named_by(self, reference: ClauseReference, documents: Collection[str]) -> tuple[Clause | ClauseHead, ...]:
        """What the clauses of these documents (ids) are called that a reference names: there may be one in each."""
        return self._addresses.named_by(reference, documents)

    @cached_property
    def forms(self) -> Mask:
        """The entries that are blank forms: bool (entries,)."""
        return self._index.mask(forms_among(self._clauses))

    def reaching(self, years: Collection[int], as_of: date) -> DocumentSet:
        """The documents that reach one of the years: that speak of it, or were made or hold in it; all of them where none is named.

        The year of the day asked about is left to the validity of each document.
        """
        if not years or as_of.year in years:
            return self.documents.all
        speaking = (DocumentSet(self.documents, self._years[year]) for year in years if year in self._years)
        return self.documents.any_of((self.documents.going_on_in(years, as_of), *speaking))

    def with_words(self, words: str) -> Iterator[Clause]:
        """The clauses in the index in which words of a source may stand: those that have all their pairs of characters."""
        return (self[self._index.ids[entry]] for entry in self._index.holding(simplified(words)))

    @cached_property
    def _addresses(self) -> ClauseAddresses[Clause | ClauseHead]:
        return ClauseAddresses(self._clauses.heads)

    @cached_property
    def _years(self) -> dict[int, Mask]:
        """By year the documents that speak of it: bool (documents,)."""
        documents = self.documents.documents
        named = self._clauses.years
        if named is None:
            named = {document.id: years_named(self.own(document.id)) for document in documents}
        found: dict[int, Mask] = {}
        for position, document in enumerate(documents):
            for year in {*named.get(document.id, ()), *years_of(document)}:
                found.setdefault(year, np.zeros(len(documents), dtype=np.bool_))[position] = True
        return found

    def _says(self, phrase: str, read: Callable[[str], str]) -> bool:
        """Whether a phrase stands in a clause, its headings or its document's title, as `read` gives them."""
        return any(phrase in read(text) for _, text in self._texts_with(phrase))

    def _naming(self, place: Place, gazetteer: Gazetteer) -> DocumentSet:
        """The documents whose texts name a place, as somebody's partner or destination for instance."""
        return self.documents.of_ids(
            {
                clause.document
                for clause, text in self._texts_with(place.short)
                if any(mention.place == place for mention in gazetteer.find(simplified(text), "zh"))
            }
        )

    def _texts_with(self, phrase: str) -> Iterator[tuple[Clause, str]]:
        """The clauses in which a phrase may stand, each with its text, its headings and its document's title."""
        for clause in self.with_words(phrase):
            yield clause, "\n".join((self.documents[clause.document].title, *clause.path, clause.text))

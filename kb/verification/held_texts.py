"""The texts of a store as they are held against a draft: where folded words stand, word for word, and which clauses come near them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from kb.documents import validity_on
from kb.language import Figure, RegionIndex, figures_in
from kb.questions import document_numbers
from kb.records import Clause, Document, Quote
from kb.verification.findings import Evidence
from kb.verification.folding import folded, places, plain


class WordIndex(Protocol):
    """What is asked of the index of a store: the clauses that share most with a text, without a model."""

    def alike(self, text: str, k: int, allowed: Collection[str] | None = None) -> list[str]:
        """The ids of at most `k` allowed entries, best first."""


@dataclass(frozen=True)
class Stream:
    """A document's clauses in one run of folded text, so that words may be found across clauses; `starts[i]` is where clause i begins."""

    document: Document
    clauses: tuple[Clause, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, document: Document, clauses: Iterable[Clause]) -> Stream:
        """The stream of a document's clauses, given in reading order."""
        held = tuple(clauses)
        starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for clause in held:
            starts.append(length)
            pieces.append(folded(own_text(clause)))
            length += len(pieces[-1])
        return cls(document, held, "".join(pieces), tuple(starts))

    def range_of(self, clause: Clause) -> tuple[int, int]:
        """Where a clause stands in the stream."""
        at = self.clauses.index(clause)
        return self.starts[at], self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)

    def quotes(self, start: int, end: int) -> Iterator[tuple[Clause, Quote]]:
        """What `[start, end)` of the stream is in the clauses it runs through."""
        at = bisect_right(self.starts, start) - 1
        while at < len(self.clauses) and self.starts[at] < end:
            clause = self.clauses[at]
            where = _places(own_text(clause))
            first, last = max(start - self.starts[at], 0), min(end - self.starts[at], len(where))
            if first < last:
                low, high = where[first], where[last - 1] + 1
                yield clause, Quote(clause.text[low:high], low, high)
            at += 1

    def words(self, start: int, end: int) -> str:
        """`[start, end)` of the stream as it stands in the clauses."""
        return "".join(quote.text for _, quote in self.quotes(start, end))


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[int, ...]:
    """`places` of a clause held, which drafts come back to."""
    return tuple(places(text))


def own_text(clause: Clause) -> str:
    """A clause's text in which the column names that were put in fold away; every offset stays."""
    if not clause.cells:
        return clause.text
    return "".join(
        character if offset >= 0 else "\u200b" for character, offset in zip(clause.text, clause.offsets, strict=True)
    )


class HeldTexts:
    """The documents and clauses of one store; what is folded or read once is kept."""

    def __init__(
        self, documents: Sequence[Document], clauses: Sequence[Clause], index: WordIndex, regions: RegionIndex
    ) -> None:
        self.documents = tuple(documents)
        self.by_id = {document.id: document for document in documents}
        self._clauses = clauses
        self._by_clause = {clause.id: clause for clause in clauses}
        self._index, self._regions = index, regions
        self._figures: dict[str, tuple[Figure, ...]] = {}

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the documents held, then those that their texts mention."""
        held = tuple(document.number for document in self.documents if document.number)
        mentioned = (
            reference.number
            for clause in self._clauses
            if "号" in clause.text
            for reference in document_numbers(plain(clause.text), held)
        )
        return tuple(dict.fromkeys((*held, *(number for number in mentioned if "〔" in number or "令" in number))))

    @cached_property
    def _streams(self) -> dict[str, Stream]:
        own: dict[str, list[Clause]] = {document.id: [] for document in self.documents}
        for clause in self._clauses:
            own[clause.document].append(clause)
        return {document.id: Stream.of(document, own[document.id]) for document in self.documents}

    def stream(self, document: str) -> Stream:
        """The stream of the document with that id."""
        return self._streams[document]

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """The clauses of the document with that id, in reading order."""
        return self._streams[document].clauses

    def find(self, words: str, documents: Iterable[str]) -> Iterator[tuple[Stream, int]]:
        """Where folded words stand in these documents, each place once."""
        for identifier in documents:
            stream = self._streams[identifier]
            at = stream.text.find(words)
            while at >= 0:
                yield stream, at
                at = stream.text.find(words, at + 1)

    def near(self, text: str, k: int, documents: Collection[str] | None = None) -> tuple[Clause, ...]:
        """The clauses, of these documents or of all, that share most with a text."""
        allowed = None if documents is None else {clause.id for one in documents for clause in self.clauses(one)}
        found = (self._by_clause.get(identifier) for identifier in self._index.alike(text, k, allowed))
        return tuple(clause for clause in found if clause)

    def of_places(self, text: str) -> frozenset[str] | None:
        """The documents that apply where a text says; None where it names no place for which one is held."""
        places = [mention.place for mention in self._regions.gazetteer.find(text, "zh")]
        found = (one.id for one in self.documents if any(self._regions.relation(one, place) for place in places))
        return frozenset(found) or None

    def figures(self, clause: Clause) -> tuple[Figure, ...]:
        """The figures of a clause."""
        if clause.id not in self._figures:
            self._figures[clause.id] = figures_in(clause.text)
        return self._figures[clause.id]

    def evidence(self, pieces: Iterable[tuple[Clause, Quote | None]], day: date) -> tuple[Evidence, ...]:
        """Clauses as evidence, each with its words and its validity on the day."""
        quotes: dict[str, list[Quote]] = {}
        for clause, quote in pieces:
            quotes.setdefault(clause.id, []).extend([quote] if quote else [])
        return tuple(
            Evidence(
                clause := self._by_clause[identifier],
                document := self.by_id[clause.document],
                *validity_on(document, day, identifier),
                tuple(found),
            )
            for identifier, found in quotes.items()
        )

    def proof(self, document: Document, words: str | None) -> tuple[tuple[Clause, Quote | None], ...]:
        """Where the words that state something of a document stand in it; else its first clause, without words."""
        if words and (found := next(self.find(folded(words), (document.id,)), None)):
            return tuple(found[0].quotes(found[1], found[1] + len(folded(words))))
        first = self.clauses(document.id)[:1]
        return tuple((clause, None) for clause in first)

"""The clauses of the corpus files: which one a person's words name, and in which ones a gold quote stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from eval.errors import EvalError
from eval.expected_clauses import ExpectedClauses
from eval.results import Gold
from eval.texts import own_text, squeeze
from kb.records import Clause, Document, LoadedDocument
from kb.store import KnowledgeBase


@dataclass(frozen=True)
class _Entry:
    document: Document


class CorpusClauses:
    """The clauses of a corpus as read from its files; no store and no model is needed."""

    def __init__(self, loaded: Sequence[LoadedDocument]) -> None:
        self._documents = {item.document.id: item.document for item in loaded}
        self._clauses = {item.document.id: item.clauses for item in loaded}
        self._by_id = {clause.id: clause for item in loaded for clause in item.clauses}
        # It asks a knowledge base for documents() and clauses() only.
        self._expected = ExpectedClauses(cast(KnowledgeBase, self))

    def documents(self) -> tuple[_Entry, ...]:
        """One entry a document."""
        return tuple(_Entry(document) for document in self._documents.values())

    def clauses(self, document: str) -> Sequence[Clause]:
        """The clauses of the document with that id."""
        return self._clauses[document]

    def name_of(self, clause: Clause) -> str:
        """How the set names the clause's document: by number, else by id."""
        document = self._documents[clause.document]
        return document.number or document.id

    def by_id(self, identifier: str) -> Clause | None:
        """The clause with that id."""
        return self._by_id.get(identifier)

    def meant(self, words: str) -> tuple[Clause, ...]:
        """The clauses that a person's words name (address, citation line, words of it); none if it is not clear which."""
        try:
            found = self._expected.find(words)
        except EvalError:
            return ()
        return tuple(self._by_id[next(iter(ids))] for ids in found if len(ids) == 1)

    def holding(self, gold: Gold) -> frozenset[str]:
        """The ids of the clauses in which the words stand, white space apart."""
        wanted = squeeze(gold.quote)
        held = self._clauses.get(gold.document, ())
        return frozenset(clause.id for clause in held if wanted in own_text(clause))

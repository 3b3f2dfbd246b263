"""Benefit cards with the clauses their words stand in: what a knowledge base holds of `benefits.yaml` once a build has proved it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb.benefits.card_file import CardEntry, CardFile, Subject
from kb.benefits.quotations import quote_in, quoted_clauses
from kb.cases import All, Condition, ConditionWords, Within
from kb.clause_table import OwnClauses
from kb.documents import validity_on
from kb.errors import GateError
from kb.records import Clause, Document, Quote, Validity


@dataclass(frozen=True)
class Card:
    """One benefit; `clauses` are those of its document that its words stand in, by label."""

    entry: CardEntry
    document: Document
    subject: Subject
    clauses: Mapping[str, Clause]

    @property
    def id(self) -> str:
        """The card's slug."""
        return self.entry.id

    @property
    def clause(self) -> Clause:
        """The clause that grants the benefit."""
        return self.clauses[self.entry.clause]

    @cached_property
    def condition(self) -> Condition:
        """Everything that must hold: the place (unless people from elsewhere are meant), the claimant, the card's own conditions."""
        parts: list[Condition] = []
        if self.document.regions and not self.entry.from_elsewhere:
            parts.append(Within(self.document.regions[:1], None))
        parts.append(self.entry.claimant.condition())
        if self.entry.conditions:
            own = self.entry.conditions.condition
            parts += own.parts if isinstance(own, All) else [own]
        return All(tuple(parts))

    def quote(self, words: ConditionWords) -> tuple[Clause, Quote]:
        """The words with the clause they stand in; GateError where they do not."""
        clause = self.clauses.get(words.clause or self.entry.clause)
        found = quote_in(clause, words.text) if clause else None
        if clause is None or found is None:
            raise GateError(
                f"卡片 {self.id} 的引文与原文不符，已拦截：请运行 policy-kb build。",
                "A card's quote differs from its clause and was blocked: rebuild.",
            )
        return clause, found

    def validity_on(self, as_of: date) -> tuple[Validity, str | None, date | None]:
        """The state on a day, the words that prove it, and the last day where there is one; a card may end before its document."""
        validity, proof = validity_on(self.document, as_of, self.clause.id)
        ends = self.entry.ends
        if ends and validity in ("in_force", "undated", "expired") and as_of > ends.day:
            return "expired", ends.words, ends.day
        if ends and validity in ("in_force", "undated"):
            return "in_force", ends.words, ends.day
        return validity, proof, self.document.effective_to


def resolve_cards(file: CardFile | None, documents: Iterable[Document], own: OwnClauses) -> tuple[Card, ...]:
    """The cards with their documents and clauses (`own` gives those of a document); what a build stored has passed its checks."""
    if file is None:
        return ()
    by_document = {document.id: document for document in documents}
    carded = dict.fromkeys(entry.document for entry in file.cards if entry.document in by_document)
    held = {document: {clause.label: clause for clause in own(document)} for document in carded}
    return tuple(
        Card(
            entry,
            by_document[entry.document],
            file.subjects[entry.subject],
            {label: held[entry.document][label] for label in sorted(quoted_clauses(entry))},
        )
        for entry in file.cards
        if entry.document in by_document
    )

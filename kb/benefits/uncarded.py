"""Clauses in force that grant something and that no card was made of yet: they are quoted, so that no match says there is nothing.

What they ask of whom is not weighed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb.benefits.card_file import CardFile
from kb.benefits.granting import grants
from kb.benefits.quotations import quoted_clauses
from kb.cases import Vocabulary
from kb.clause_table import OwnClauses
from kb.documents import validity_on
from kb.language import Place, RegionIndex
from kb.records import Clause, Document, Quote, Validity

CURRENT: frozenset[Validity] = frozenset({"in_force", "undated"})
_MOST = 3


@dataclass(frozen=True)
class UncardedRule:
    """A document with the first of its granting clauses that have no card, what is quoted of each, and how many more there are."""

    document: Document
    validity: Validity
    validity_quote: str | None
    clauses: tuple[tuple[Clause, tuple[Quote, ...]], ...]
    more: int


class UncardedRules:
    """The clauses that no card rests on; those of a document (`own` gives them) are searched for grants when first asked for, each once."""

    def __init__(
        self,
        documents: Iterable[Document],
        own: OwnClauses,
        cards: CardFile | None,
        vocabulary: Vocabulary,
        regions: RegionIndex,
    ) -> None:
        self._documents, self._cards = tuple(documents), cards
        self._own, self._vocabulary, self._regions = own, vocabulary, regions
        self._granting: dict[str, list[tuple[Clause, tuple[Quote, ...]]]] = {}

    def on(self, as_of: date, place: Place | None, among: Collection[str] | None = None) -> tuple[UncardedRule, ...]:
        """Those that hold on the day and apply in the place (any place where it is None), the latest first; of all or of some (ids)."""
        held = {
            one.id: (one, *validity_on(one, as_of))
            for one in sorted(self._documents, key=lambda one: one.issued or date.min, reverse=True)
            if (among is None or one.id in among)
            and (place is None or self._regions.relation(one, place) in ("same", "parent", "national"))
        }
        current = {name: each for name, each in held.items() if each[1] in CURRENT}
        self._search(current)
        return tuple(
            UncardedRule(*each, tuple(self._granting[name][:_MOST]), max(0, len(self._granting[name]) - _MOST))
            for name, each in current.items()
            if self._granting[name]
        )

    def _search(self, documents: Mapping[str, object]) -> None:
        for name in documents.keys() - self._granting.keys():
            settled = settled_clauses(self._cards, name)
            waiting = (clause for clause in self._own(name) if clause.label not in settled)
            quoted = ((clause, _quoted(clause, self._vocabulary)) for clause in waiting)
            self._granting[name] = [(clause, quotes) for clause, quotes in quoted if quotes]


def settled_clauses(file: CardFile | None, document: str) -> set[str]:
    """The labels of the clauses of a document that a card rests on, or that have a stated reason for none."""
    if file is None:
        return set()
    carded = {label for card in file.cards if card.document == document for label in quoted_clauses(card)}
    return carded | {entry.clause for entry in file.without_card if entry.document == document}


def _quoted(clause: Clause, vocabulary: Vocabulary) -> tuple[Quote, ...]:
    starts = [(clause.text.index(grant.sentence), grant.sentence) for grant in grants(clause, vocabulary)]
    return tuple(Quote(words, start, start + len(words)) for start, words in starts)

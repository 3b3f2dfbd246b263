"""Candidates: ranked clauses with their evidence and what holds for their documents on the day asked, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index import Hit
from kb.answers.evidence import ClauseEvidence
from kb.answers.qualifiers import QualifierStates
from kb.answers.relevance import Features
from kb.records import Clause, Document, Validity


@dataclass(frozen=True)
class AnswerWeights:
    """How clauses are chosen and quoted.

    The first three say how far a clause's utility (kb/answers/relevance.py) may lie below the best one's: `further` for a clause quoted beside it,
    `complement` for one that holds a thing asked for of which the others hold less than `met`, `same_subject` for one that is taken to
    speak of the same subject. `most` bounds the clauses quoted for one part of an answer, and a further thing asked for may add one more;
    `near` is the score from which a clause is worth showing where none answers.
    """

    further: float = 1.0
    complement: float = 9.0
    same_subject: float = 1.5
    met: float = 0.5
    most: int = 2
    near: float = 0.02
    related: int = 6


@dataclass(frozen=True)
class Candidate:
    """A ranked clause with its evidence and what holds for its document on the date asked.

    `score` (0..1) is the probability that the clause answers; `states` says which qualifiers of the question it does not meet.
    """

    hit: Hit
    clause: Clause
    document: Document
    evidence: ClauseEvidence
    validity: Validity
    validity_quote: str | None
    features: Features
    utility: float
    score: float
    states: QualifierStates = field(default_factory=QualifierStates)


def by_utility(candidates: Sequence[Candidate], weights: AnswerWeights) -> list[Candidate]:
    """Best first, ties in the order of retrieval; a rule in force before one of the same region on the same subject that is not.

    Before a rule that was superseded or does not hold yet, one without a stated end counts as in force.
    """
    ranked = sorted(candidates, key=lambda item: -item.utility)
    if not ranked or ranked[0].validity == "in_force":
        return ranked
    best = ranked[0]
    better = ("in_force", "undated") if best.validity in ("superseded", "not_yet_in_force") else ("in_force",)
    for position, item in enumerate(ranked):
        if item.utility < best.utility - weights.same_subject:
            break
        if item.validity in better and item.document.regions == best.document.regions:
            return [item, *ranked[:position], *ranked[position + 1 :]]
    return ranked

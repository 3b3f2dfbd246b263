"""From ranked clauses to an answer: which clauses to quote, what to say beside them, and when to say nothing.

Pure: takes hits and clauses, returns an Answer that has passed the verbatim gate. The weights are documented choices, measured in
eval/, not learned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index import Hit, normalize
from kb import citations as gate
from kb.entries import column_of
from kb.evidence import Evidence
from kb.notices import answer_notices, not_found_notices, out_of_scope_notices
from kb.places import Place
from kb.question import Question
from kb.records import Answer, AnswerItem, Citation, Clause, Document, Language, Notice, SearchHit, Validity
from kb.regions import RegionIndex
from kb.retrieval import Priors, prior
from kb.scope import Scope
from kb.validity import validity_on

_SEVERAL = re.compile(r"[和与及、]|以及|还有|分别|两[样个种项]|\band\b|\bboth\b", re.IGNORECASE)


@dataclass(frozen=True)
class AnswerWeights:
    """How clauses are chosen and quoted.

    `further` is how near to the best clause another must come to be quoted beside it, `complement` the same for a clause that holds what
    the best one lacks; `most` bounds the clauses quoted where nothing is compared. A clause within `same_subject` of the best is taken to
    speak of the same subject.
    """

    retrieval: float = 0.6
    evidence: float = 0.4
    further: float = 0.95
    complement: float = 0.7
    same_subject: float = 0.75
    most: int = 2
    related: int = 6


@dataclass(frozen=True)
class Candidate:
    """A ranked clause with its evidence and what holds for its document on the date asked."""

    hit: Hit
    clause: Clause
    document: Document
    evidence: Evidence
    validity: Validity
    validity_quote: str | None
    prior: float

    def score(self, weights: AnswerWeights) -> float:
        """Retrieval, evidence and prior together, within 0..1."""
        value = weights.retrieval * self.hit.score + weights.evidence * self.evidence.score + self.prior
        return min(max(value, 0.0), 1.0)


def candidate(
    question: Question, hit: Hit, clause: Clause, document: Document, evidence: Evidence, as_of: date, priors: Priors
) -> Candidate:
    """A candidate with its document's validity on `as_of` and its prior."""
    validity, quote = validity_on(document, as_of)
    return Candidate(
        hit, clause, document, evidence, validity, quote, prior(question, clause, document, validity, priors)
    )


def compose(
    question: Question,
    ranked: Sequence[Candidate],
    scope: Scope,
    regions: RegionIndex,
    as_of: date,
    language: Language,
    weights: AnswerWeights,
) -> Answer:
    """The answer that rests on the best of `ranked` (best first, at least one), past the verbatim gate."""
    chosen = _choose(question, ranked, scope, regions, weights)
    citations = tuple(_citation(n, item, weights) for n, item in enumerate(chosen, 1))
    items = tuple(
        AnswerItem(quote.text, citation.n, _column(citation.clause, quote.start))
        for citation in citations
        for quote in citation.quotes
    )
    cited = {item.clause.id for item in chosen}
    related = [
        SearchHit(item.clause, item.document, item.score(weights)) for item in ranked if item.clause.id not in cited
    ]
    return gate.check(
        Answer(
            question=question.original,
            language=language,
            status="answered",
            as_of=as_of,
            answer=items,
            citations=citations,
            notices=answer_notices(citations, scope, regions, as_of),
            related=tuple(related[: weights.related]),
        )
    )


def not_found(
    question: Question, ranked: Sequence[Candidate], as_of: date, language: Language, weights: AnswerWeights
) -> Answer:
    """A declared "not found"; the nearest clauses are offered as related, never as the answer."""
    related = tuple(SearchHit(item.clause, item.document, item.score(weights)) for item in ranked[: weights.related])
    return Answer(question.original, language, "not_found", as_of, notices=not_found_notices(), related=related)


def out_of_scope(question: Question, scope: Scope, regions: RegionIndex, as_of: date, language: Language) -> Answer:
    """A question about a place that no document is held for."""
    return Answer(question.original, language, "out_of_scope", as_of, notices=out_of_scope_notices(scope, regions))


def invalid(text: str, reason: str, as_of: date, language: Language) -> Answer:
    """No question: empty, too long or without a word."""
    return Answer(text, language, "invalid", as_of, notices=(Notice("invalid", reason),))


def _choose(
    question: Question, ranked: Sequence[Candidate], scope: Scope, regions: RegionIndex, weights: AnswerWeights
) -> list[Candidate]:
    """The clauses to quote: the best one, then others as good; the best of each side of a comparison; one for each thing asked."""
    sides = _sides(question, ranked, scope, regions)
    if len(sides) > 1:
        return sides
    best = ranked[0]
    chosen = [best]
    level = best.score(weights) * weights.further
    for item in ranked[1:]:
        if len(chosen) >= weights.most or item.score(weights) < level:
            break
        # Beside a rule in force, one that is not would only confuse.
        outdated = best.validity == "in_force" and item.validity != "in_force"
        if not outdated and not _says_the_same(item, chosen):
            chosen.append(item)
    if len(chosen) == 1 and (_SEVERAL.search(question.text) or "comparison" in question.asks):
        chosen.extend(_complement(question, ranked, weights))
    return chosen


def _complement(question: Question, ranked: Sequence[Candidate], weights: AnswerWeights) -> list[Candidate]:
    """The clause that holds most of what a question for several things asks and the best clause does not; at most one."""
    have = _words_met(question, ranked[0])
    missing = set(question.content) - have
    if len(missing) < max(2, 0.3 * len(question.content)):
        return []
    level = ranked[0].score(weights) * weights.complement
    gains = [
        (len(_words_met(question, item) & missing), -position, item)
        for position, item in enumerate(ranked[1:6])
        if item.score(weights) >= level and not _says_the_same(item, ranked[:1])
    ]
    gain, _, item = max(gains, key=lambda entry: entry[:2], default=(0, 0, ranked[0]))
    return [item] if gain >= max(2, len(missing) / 2) else []


def _words_met(question: Question, item: Candidate) -> set[str]:
    """The question's content words that a clause holds, itself or by an official term for them."""
    text = normalize(" ".join((*item.clause.path, item.clause.text)))
    through = [
        normalize(match.term) for match in question.terms if any(normalize(term) in text for term in match.official)
    ]
    words = {word: normalize(word) for word in question.content}
    return {word for word, plain in words.items() if plain in text or any(plain in term for term in through)}


def _sides(question: Question, ranked: Sequence[Candidate], scope: Scope, regions: RegionIndex) -> list[Candidate]:
    """The best clause of each place or year a question sets side by side; empty where it compares neither."""
    groups: list[list[Candidate]] = []
    if len(scope.places) > 1:
        groups = [_speaking_for(place, ranked, regions) for place in scope.places]
    elif len(question.years) > 1:
        groups = [[c for c in ranked if _year(c.document) == year] for year in question.years]
    sides: list[Candidate] = []
    for group in groups:
        if group and group[0] not in sides:
            sides.append(group[0])
    order = {id(item): position for position, item in enumerate(ranked)}
    return sorted(sides, key=lambda item: order[id(item)])


def _speaking_for(place: Place, ranked: Sequence[Candidate], regions: RegionIndex) -> list[Candidate]:
    """The candidates that apply in a place; where none does, those of a place inside it."""
    inside = {id(item): regions.relation(item.document, place) for item in ranked}
    apply = [item for item in ranked if inside[id(item)] in ("same", "parent")]
    return apply or [item for item in ranked if inside[id(item)] == "child"]


def _year(document: Document) -> int | None:
    day = document.issued or document.published
    return day.year if day else None


def _says_the_same(item: Candidate, chosen: Sequence[Candidate]) -> bool:
    quotes = {quote.text for other in chosen for quote in other.evidence.quotes}
    return all(quote.text in quotes for quote in item.evidence.quotes)


def _citation(n: int, item: Candidate, weights: AnswerWeights) -> Citation:
    score = min(item.score(weights), 1.0)
    return Citation(n, item.clause, item.document, item.validity, item.validity_quote, item.evidence.quotes, score)


def _column(clause: Clause, position: int) -> str | None:
    return column_of(clause, position) or None


def by_score(candidates: Sequence[Candidate], weights: AnswerWeights) -> list[Candidate]:
    """Best first, ties in the order of retrieval; a rule in force before one of the same region on the same subject that is not."""
    ranked = sorted(candidates, key=lambda item: -item.score(weights))
    if not ranked or ranked[0].validity == "in_force":
        return ranked
    best = ranked[0]
    level = best.score(weights) * weights.same_subject
    for position, item in enumerate(ranked):
        if item.score(weights) < level:
            break
        if item.validity == "in_force" and item.document.regions == best.document.regions:
            return [item, *ranked[:position], *ranked[position + 1 :]]
    return ranked

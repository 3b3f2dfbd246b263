"""Whose rule goes first: of a place that is asked about its own; where none is, one of each region that has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kb.answers.candidates import Candidate
from kb.answers.composition import AnswerPart
from kb.answers.probe import Probe
from kb.answers.ranking import Ranker, Ranking
from kb.answers.relevance import Relevance
from kb.answers.scope import Scope

EQUAL, NEARLY = 1.0, 2.5
"""How far the utility of a region's best clause may lie below that of another region and still answer the same question: whatever it
holds of the question, and where it holds as much of its words. Set by hand, on the five texts."""
_MOST_REGIONS = 6
_NATIONAL = "全国"


def nearest_first(ranking: Ranking, ranker: Ranker, probe: Probe, scope: Scope, day: date) -> Ranking:
    """The ranking with the best clause of the nearest tier in front, where that has one which answers about as well."""
    if not ranking.candidates:
        return ranking
    best = ranking.candidates[0]
    for tier in scope.tiers:
        if best.document.id in tier:
            break
        own = ranker.rank(probe, tier, day).candidates
        if (
            own
            and own[0].score >= ranker.relevance.level
            and own[0].utility >= best.utility - ranker.answer_weights.same_subject
        ):
            rest = tuple(item for item in ranking.candidates if item.clause.id != own[0].clause.id)
            return replace(ranking, candidates=(own[0], *rest))
    return ranking


def parts_of_regions(ranked: Sequence[Candidate], scope: Scope, relevance: Relevance) -> list[AnswerPart]:
    """A part for each region that has a rule about as good as the best, where neither place nor document is named; else one for all.

    That one region's rule is in force and another's is not makes neither the better answer.
    """
    named = scope.places or scope.unheld or scope.names_document
    regions: dict[str | None, list[Candidate]] = {}
    for item in ranked:
        regions.setdefault(_NATIONAL if item.document.national else item.document.region, []).append(item)

    def alike(item: Candidate) -> float:
        return item.utility - relevance.weights["in_force"] * item.features.in_force

    best = max(ranked, key=alike)

    def answers_too(item: Candidate) -> bool:
        gap = alike(best) - alike(item)
        return gap <= EQUAL or (gap <= NEARLY and _holds_as_much(item, best))

    answering = {region: items for region, items in regions.items() if any(map(answers_too, items))}
    if named or len(answering) < 2:
        return [AnswerPart(tuple(ranked))]
    return [AnswerPart(tuple(items), region or "地区不详") for region, items in list(answering.items())[:_MOST_REGIONS]]


def _holds_as_much(item: Candidate, best: Candidate) -> bool:
    return all(
        getattr(item.features, name) >= getattr(best.features, name) - 0.05
        for name in ("close", "close_english", "terms")
    )

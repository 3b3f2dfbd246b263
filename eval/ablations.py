"""The shipped system with one part switched off at a time, so that each part's gain can be seen.

Parts are switched off through the weights and attributes that the objects have themselves. Relevance weights and level are fitted anew on
the dev split without the part, the whole system's too: a score that loses a part shifts, and with the old level everything or nothing would
be refused. Without `refit` all else stays as it ships.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from eval.calibrate import choices, fitted, with_level
from eval.opened import OpenedStore, Parts
from eval.questions import EvalQuestion
from eval.studies import StudyRow, records_of, row_of
from eval.texts import CorpusTexts
from index import HybridWeights, Progress
from kb.answers import NearWords, Probe, Ranker, Relevance
from kb.language import Lexicon
from kb.questions import Question
from kb.store import KnowledgeBase

Switch = Callable[[KnowledgeBase], None]
SHIPPED_NAME = "shipped"
# A cosine is never more than 1: no word is near enough.
_NEVER = 2.0
QUALIFIERS = frozenset({"year_open", "contradicted", "open"})
BESIDE_WORDS = frozenset({"in_force", "year", "part", "other_part", "missed"})


class FigureBlind(Ranker):
    """Ranks as if no question asked for a figure."""

    def probe(self, question: Question) -> Probe:
        """The probe, its figures left out."""
        probe = super().probe(question)
        features = replace(probe.features, figure=0.0, any_figure=0.0)
        return replace(probe, words=replace(probe.words, figures=frozenset(), named=frozenset()), features=features)


@dataclass(frozen=True)
class Ablation:
    """One part switched off: `switch` changes an assembled knowledge base, `without` are the relevance features that go with the part.

    `lexicon` names the layers that are left, `vocabulary` and `figures` False leave these out when the knowledge base is put together; `level`
    True takes the level anew, where scores mean something else without the part.
    """

    name: str
    description: str
    switch: Switch | None = None
    without: frozenset[str] = frozenset()
    lexicon: Literal["whole", "shared", "general", "mined", "none"] = "whole"
    vocabulary: bool = True
    figures: bool = True
    level: bool = False


def _retrieval(**changes: float) -> Switch:
    """Changes the weights of retrieval in both languages."""

    def switch(base: KnowledgeBase) -> None:
        base.ranker.weights = {
            language: _changed(weights, changes) for language, weights in base.ranker.weights.items()
        }

    return switch


def _changed(weights: HybridWeights, changes: dict[str, float]) -> HybridWeights:
    return replace(weights, **changes)  # type: ignore[arg-type]


def _no_sentences(base: KnowledgeBase) -> None:
    _retrieval(sentence=0.0, second_sentence=0.0)(base)
    base.ranker.evidence_weights = replace(base.ranker.evidence_weights, similarity=0.0)


def _no_near_words(base: KnowledgeBase) -> None:
    base.ranker.near_words = NearWords(cosine=_NEVER)


def _no_facets(base: KnowledgeBase) -> None:
    # Every clause holds a share of at least nothing: no further one is looked for.
    base.ranker.answer_weights = replace(base.ranker.answer_weights, met=0.0)


def _no_facts(base: KnowledgeBase) -> None:
    base.ranker.evidence_weights = replace(base.ranker.evidence_weights, fact=0.0)


def _retrieval_alone(base: KnowledgeBase) -> None:
    """Orders by the fused score, its weight kept: the distances that further clauses are chosen by are in its units."""
    shipped = base.ranker.relevance
    weights = {name: weight if name == "retrieval" else 0.0 for name, weight in shipped.weights.items()}
    answers = dict.fromkeys(shipped.answers, 0.0) | {"best_retrieval": weights["retrieval"]}
    base.ranker.relevance = Relevance(weights, answers, 0.0, 0.0)


ABLATIONS = (
    Ablation(
        "second model",
        "no vectors of the second model: neither of texts nor of words",
        _retrieval(second_sentence=0.0, second_passage=0.0),
        frozenset({"second"}),
        vocabulary=False,
    ),
    Ablation("sentence vectors", "neither model's, nor the choice of sentences by them", _no_sentences),
    Ablation(
        "passage vectors",
        "neither model's, nor as a feature",
        _retrieval(passage=0.0, second_passage=0.0),
        frozenset({"passage"}),
    ),
    Ablation("bigrams", "no BM25 over character bigrams", _retrieval(bigram=0.0)),
    Ablation("word BM25", "no BM25 over words", _retrieval(word=0.0)),
    Ablation("lexicon", "no lexicon at all: no terms, no typing slips, no glosses", lexicon="none"),
    Ablation("corpus' own lexicon", "no words written for the texts held", lexicon="shared"),
    Ablation("general lexicon", "only what the texts held say of their own words", lexicon="mined"),
    Ablation("mined lexicon", "only what ships with the program", lexicon="general"),
    Ablation("BM25 expansion", "the lexicon's terms are not searched for by BM25", _retrieval(expansion=0.0)),
    Ablation("near words", "unknown words are not replaced by words of the texts near them", _no_near_words),
    Ablation(
        "qualifiers",
        "whether year, ordinals and the words that tell siblings apart are met counts nothing",
        without=QUALIFIERS,
    ),
    Ablation("priors", "part of a document, year and being in force count nothing", without=BESIDE_WORDS),
    Ablation(
        "relevance weights", "order and level by the fused score of retrieval alone", _retrieval_alone, level=True
    ),
    Ablation(
        "figures asked", "clauses are ranked whether or not they hold the kind of figure asked for", figures=False
    ),
    Ablation("kinds of fact", "sentences are chosen whatever kind of fact is asked for", _no_facts),
    Ablation("facets", "one thing asked for, however many there are", _no_facets),
)


def ablate(
    parts: Parts,
    texts: CorpusTexts,
    asked: Sequence[EvalQuestion],
    dev: Sequence[EvalQuestion],
    ablations: Sequence[Ablation] = ABLATIONS,
    *,
    refit: bool = True,
    progress: Progress | None = None,
) -> tuple[StudyRow, ...]:
    """The figures over the questions `asked`: of the whole system, then without each part; `dev` is what weights are fitted on."""
    whole = Ablation(SHIPPED_NAME, "the whole system, fitted anew" if refit else "what ships")
    rows: list[StudyRow] = []
    for ablation in (whole, *ablations):
        opened = without(ablation, parts, dev, refit=refit)
        records = records_of(opened, asked, texts, progress)
        rows.append(row_of(ablation.name, ablation.description, records, rows[0].figures if rows else None))
    return tuple(rows)


def _lexicon(ablation: Ablation, parts: Parts) -> Lexicon:
    if ablation.lexicon == "whole":
        return parts.lexicon
    if ablation.lexicon in ("shared", "general"):
        return Lexicon.load(mined=parts.held.mined if ablation.lexicon == "shared" else ())
    return Lexicon(parts.held.mined if ablation.lexicon == "mined" else ())


def without(ablation: Ablation, parts: Parts, dev: Sequence[EvalQuestion], *, refit: bool = True) -> OpenedStore:
    """The system with that part switched off."""
    opened = parts.assemble(
        _lexicon(ablation, parts),
        vocabulary=ablation.vocabulary,
        ranking=Ranker if ablation.figures else FigureBlind,
    )
    ranker = opened.base.ranker
    if ablation.switch:
        ablation.switch(opened.base)
    if ablation.level:
        ranker.relevance = with_level(ranker.relevance, choices(opened.base, dev))
    elif refit:
        ranker.relevance = fitted(choices(opened.base, dev), without=ablation.without)
    else:
        held = ranker.relevance
        weights = {name: 0.0 if name in ablation.without else weight for name, weight in held.weights.items()}
        ranker.relevance = replace(held, weights=weights)
    return opened

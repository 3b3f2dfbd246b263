"""How the relevance weights do on documents they were not fitted on: k-fold cross-validation by document, over one set of questions or several.

What is told of a question comes from weights, and where it says so a level, fitted on the other folds. The folds are the same every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval.calibrate import (
    FEATURES,
    REFUSED,
    DiscreteChoice,
    FeatureMatrix,
    fit,
    scores,
    utilities,
    weighed_alike,
    with_level,
)
from eval.metrics import auroc
from eval.questions import EvalQuestion

Order: TypeAlias = NDArray[np.int64]

FOLDS = 8
CUTOFFS = (1, 3)


@dataclass(frozen=True)
class HeldOut:
    """What the folds held out say of each choice: its score, its level, and its candidates, best first."""

    scores: FeatureMatrix
    levels: FeatureMatrix
    orders: tuple[Order, ...]


@dataclass(frozen=True)
class Validation:
    """The figures of a cross-validation.

    `hits[language]` has hit@1 and hit@3 by the weights and, as `retrieval hit@k`, by the fused score alone, over all answerable questions
    of the language; those whose gold is no candidate (`no_candidate`) are misses. `auroc` is over the questions weighed.
    `unanswerable_refused` is the share of all unanswerable questions that score below `level`, or were not weighed at all
    (`not_weighed` of them); `at_fold_levels` has the shares of answerable and unanswerable questions refused where the level, too, comes from
    the other folds. `level` is that under which `REFUSED` of the answerable questions lie when they are held out: on questions the weights
    have seen it would be too high.
    """

    hits: Mapping[str, Mapping[str, float]]
    answerable: int
    unanswerable: int
    no_candidate: int
    not_weighed: int
    auroc: float | None
    unanswerable_refused: float
    at_fold_levels: tuple[float, float]
    level: float


def folds_of(documents: Sequence[str], folds: int = FOLDS) -> NDArray[np.int64]:
    """The fold of each question by its document, sizes as equal as can be: the largest document first, each to the smallest fold."""
    sizes = [0] * folds
    fold_of: dict[str, int] = {}
    for document, count in sorted(Counter(documents).items(), key=lambda item: (-item[1], item[0])):
        fold = sizes.index(min(sizes))
        fold_of[document] = fold
        sizes[fold] += count
    return np.array([fold_of[document] for document in documents], dtype=np.int64)


def held_out(found: Sequence[DiscreteChoice], refused: float = REFUSED, folds: int = FOLDS) -> HeldOut:
    """Each choice by the weights and the level fitted on the folds it is not in."""
    fold_of = folds_of([choice.document for choice in found], folds)
    values, levels = np.zeros(len(found)), np.zeros(len(found))
    orders: list[Order] = [np.empty(0, np.int64)] * len(found)
    for fold in range(folds):
        others = [choice for choice, at in zip(found, fold_of, strict=True) if at != fold]
        relevance = with_level(fit(others), others, refused)
        for i in np.flatnonzero(fold_of == fold).tolist():
            values[i] = scores([found[i]], relevance)[0]
            levels[i] = relevance.level
            orders[i] = np.argsort(-utilities(found[i], relevance), kind="stable")
    return HeldOut(values, levels, tuple(orders))


def report_of(
    found: Sequence[DiscreteChoice],
    questions: Sequence[EvalQuestion],
    refused: float = REFUSED,
    folds: int = FOLDS,
    held: HeldOut | None = None,
    level: float | None = None,
) -> Validation:
    """The figures over these questions, `found` being what `eval.calibrate.choices` made of them.

    `held` and `level` are those of a cross-validation over more questions than these.
    """
    held = held or held_out(found, refused, folds)
    able = np.array([choice.answerable for choice in found])
    level = level_of(found, held, refused) if level is None else level
    asked_able = [question for question in questions if question.gold]
    unable = len(questions) - len(asked_able)
    below = held.scores < held.levels
    not_weighed = unable - int((~able).sum())
    languages = dict.fromkeys(question.language for question in asked_able)
    return Validation(
        hits={
            language: _hits(found, held.orders, language, sum(q.language == language for q in asked_able))
            for language in languages
        },
        answerable=len(asked_able),
        unanswerable=unable,
        no_candidate=len(asked_able) - int(able.sum()),
        not_weighed=not_weighed,
        auroc=auroc(held.scores[able].tolist(), held.scores[~able].tolist()),
        unanswerable_refused=(int((held.scores[~able] < level).sum()) + not_weighed) / unable,
        at_fold_levels=(float(below[able].mean()), (int(below[~able].sum()) + not_weighed) / unable),
        level=level,
    )


def level_of(found: Sequence[DiscreteChoice], held: HeldOut, refused: float = REFUSED) -> float:
    """The level under which that share of the answerable questions lies when they are held out."""
    return float(np.quantile(held.scores[[choice.answerable for choice in found]], refused))


def reports_of(
    sets: Sequence[tuple[Sequence[DiscreteChoice], Sequence[EvalQuestion]]], refused: float = REFUSED
) -> tuple[Validation, ...]:
    """The figures of each of several sets of questions, from weights fitted on all of them and one level."""
    together = weighed_alike([found for found, _ in sets])
    held = held_out(together, refused)
    level = level_of(together, held, refused)
    reports: list[Validation] = []
    start = 0
    for found, questions in sets:
        end = start + len(found)
        part = HeldOut(held.scores[start:end], held.levels[start:end], held.orders[start:end])
        reports.append(report_of(found, questions, refused, held=part, level=level))
        start = end
    return tuple(reports)


def _hits(found: Sequence[DiscreteChoice], orders: Sequence[Order], language: str, count: int) -> dict[str, float]:
    """hit@k by the orders and by retrieval alone, over `count` questions."""
    pairs = [
        (choice, order)
        for choice, order in zip(found, orders, strict=True)
        if choice.answerable and choice.language == language
    ]
    retrieval = FEATURES.index("retrieval")
    ways = {
        "": [choice.gold[order] for choice, order in pairs],
        "retrieval ": [choice.gold[np.argsort(-choice.candidates[:, retrieval], kind="stable")] for choice, _ in pairs],
    }
    return {
        f"{name}hit@{cutoff}": sum(bool(gold[:cutoff].any()) for gold in golds) / count
        for name, golds in ways.items()
        for cutoff in CUTOFFS
    }

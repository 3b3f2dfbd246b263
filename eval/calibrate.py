"""Fits the weights of kb/answers/relevance.py on the dev split: conditional logit with an outside option, maximum a posteriori.

The likelihood of a question is the share of its gold clauses among `exp(utility)` of all candidates and of "none of them" (McFadden 1974); of an
unanswerable one it is that of "none". Weights have a normal prior; similarities may not count against a clause (L-BFGS-B with bounds, Byrd
et al. 1995). The level is the score under which `refused` of the answerable questions lie. Nothing here looks at the test split.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.texts import gold_ranks, own_text
from eval.whole_files import write_json
from kb.answers import AT_LEAST_ZERO, Features, Outside, Relevance, score
from kb.records import Filters, Language
from kb.store import KnowledgeBase

FeatureMatrix: TypeAlias = NDArray[np.float64]

REFUSED = 0.03
PENALTY = 0.001
FEATURES = tuple(Features.__dataclass_fields__)
OUTSIDE = tuple(Outside.__dataclass_fields__)


@dataclass(frozen=True)
class DiscreteChoice:
    """One question: its candidates' features (candidates, features), which of them are gold, and the features of "none"."""

    candidates: FeatureMatrix
    gold: NDArray[np.bool_]
    outside: FeatureMatrix
    id: str = ""
    language: Language = "zh"

    @property
    def answerable(self) -> bool:
        """Whether a candidate answers."""
        return bool(self.gold.any())


@dataclass(frozen=True)
class Design:
    """All choices as one matrix: a row a candidate, then one for "none", choice after choice.

    `rows` is (alternatives, weights), each column less its feature's mean (`centre`) and in units of its deviation (`scale`), both (weights,);
    the last column is the bias. Uncentred, a cosine that is always near 0.85 and the bias would pull at each other for ever.
    """

    rows: FeatureMatrix
    right: NDArray[np.bool_]
    starts: NDArray[np.int64]
    scale: FeatureMatrix
    centre: FeatureMatrix


def choices(base: KnowledgeBase, questions: Sequence[EvalQuestion]) -> list[DiscreteChoice]:
    """What there is to choose from for each question that is weighed at all; answerable ones whose gold is no candidate are left out."""
    found: list[DiscreteChoice] = []
    for question in questions:
        weighed = base.weigh(question.question, Filters(region=question.region, as_of=question.as_of))
        if weighed is None:
            continue
        probe, candidates = weighed
        texts = [(item.document.id, own_text(item.clause)) for item in candidates]
        gold = np.array([any(rank is not None for rank in gold_ranks(question.gold, [text])) for text in texts])
        if gold.any() or not question.gold:
            rows = np.array([list(asdict(item.features).values()) for item in candidates])
            outside = np.array(list(asdict(probe.outside).values()))
            found.append(DiscreteChoice(rows, gold, outside, question.id, question.language))
    return found


def fit(found: Sequence[DiscreteChoice], penalty: float = PENALTY, without: Collection[str] = ()) -> Relevance:
    """The weights that make the choices most likely, those of the features `without` 0; the level is left at 0.

    `penalty` is that of the squared weights, each in units of its feature's deviation. EvalError unless some questions are answerable and
    some are not.
    """
    if len({choice.answerable for choice in found}) < 2:
        raise EvalError(
            "校准需要有答案和无答案的问题各若干：请换问题集。",
            "Fitting takes questions with and without an answer: give it both.",
        )
    design = design_of(found)
    bounds = [(0.0, 0.0) if name in without else (0.0 if name in AT_LEAST_ZERO else None, None) for name in FEATURES]
    best: FeatureMatrix = minimize(
        loss,
        np.zeros(len(design.scale)),
        (design, penalty),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds + [(None, None)] * (len(OUTSIDE) + 1),
        options={"maxiter": 1000},
    ).x
    raw = best / design.scale
    own, outside = raw[: len(FEATURES)], raw[len(FEATURES) : -1]
    # The means taken off the candidates come back in the bias of "none", and the other way round.
    bias = raw[-1] + own @ design.centre[: len(FEATURES)] - outside @ design.centre[len(FEATURES) : -1]
    return Relevance(
        dict(zip(FEATURES, own.tolist(), strict=True)),
        dict(zip(OUTSIDE, outside.tolist(), strict=True)),
        float(bias),
        0.0,
    )


def design_of(found: Sequence[DiscreteChoice]) -> Design:
    """The matrix of at least one choice."""
    inside = np.concatenate([choice.candidates for choice in found])
    outside = np.stack([choice.outside for choice in found])
    scale = np.concatenate([_deviation(inside), _deviation(outside), [1.0]])
    centre = np.concatenate([inside.mean(axis=0), outside.mean(axis=0), [0.0]])
    sizes = [len(choice.candidates) + 1 for choice in found]
    rows = np.zeros((sum(sizes), len(scale)))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    for start, size, choice in zip(starts, sizes, found, strict=True):
        rows[start : start + size - 1, : len(FEATURES)] = choice.candidates - centre[: len(FEATURES)]
        rows[start + size - 1, len(FEATURES) : -1] = choice.outside - centre[len(FEATURES) : -1]
        rows[start + size - 1, -1] = 1.0
    right = np.concatenate([np.append(choice.gold, not choice.answerable) for choice in found])
    return Design(rows / scale, right, starts, scale, centre)


def loss(weights: FeatureMatrix, design: Design, penalty: float) -> tuple[float, FeatureMatrix]:
    """The mean negative log-likelihood with the penalty, and its gradient (weights,); the bias is free."""
    utility = design.rows @ weights
    every = np.logaddexp.reduceat(utility, design.starts)
    ours = np.logaddexp.reduceat(np.where(design.right, utility, -np.inf), design.starts)
    sizes = np.diff(np.append(design.starts, len(utility)))
    shares = np.exp(utility - np.repeat(every, sizes))
    own = np.where(design.right, np.exp(utility - np.repeat(ours, sizes)), 0.0)
    held = np.append(weights[:-1], 0.0)
    value = float((every - ours).mean()) + penalty * float(held @ held)
    slope: FeatureMatrix = (shares - own) @ design.rows / len(design.starts) + 2 * penalty * held
    return value, slope


def utilities(choice: DiscreteChoice, relevance: Relevance) -> FeatureMatrix:
    """The utility of each candidate: float64 (candidates,)."""
    values: FeatureMatrix = choice.candidates @ np.array([relevance.weights[name] for name in FEATURES])
    return values


def scores(found: Sequence[DiscreteChoice], relevance: Relevance) -> FeatureMatrix:
    """The score of the best candidate of each question: float64 (questions,)."""
    none = [relevance.none(Outside(*choice.outside.tolist())) for choice in found]
    best = [float(utilities(choice, relevance).max()) for choice in found]
    return np.array([score(utility, other) for utility, other in zip(best, none, strict=True)])


def with_level(relevance: Relevance, found: Sequence[DiscreteChoice], refused: float = REFUSED) -> Relevance:
    """The weights with the level under which that share of the answerable questions lies (linear between neighbours)."""
    answerable = np.array([choice.answerable for choice in found], dtype=np.bool_)
    if not answerable.any():
        raise EvalError(
            "没有可用来定阈值的有答案问题：请换问题集。", "No answerable question to set the level by: add some."
        )
    level = float(np.quantile(scores(found, relevance)[answerable], refused))
    return Relevance(relevance.weights, relevance.outside, relevance.bias, level)


def fitted(found: Sequence[DiscreteChoice], refused: float = REFUSED, without: Collection[str] = ()) -> Relevance:
    """Weights and level from the same choices."""
    return with_level(fit(found, without=without), found, refused)


def save_weights(relevance: Relevance, path: Path, fitted_on: dict[str, Any]) -> None:
    """Writes the weights with what they were fitted on, whole or not at all; EvalError where it cannot."""
    write_json(
        path,
        {
            "fitted_on": fitted_on,
            "weights": {name: round(float(weight), 4) for name, weight in relevance.weights.items()},
            "outside": {name: round(float(weight), 4) for name, weight in relevance.outside.items()},
            "bias": round(relevance.bias, 4),
            "level": round(relevance.level, 4),
        },
    )


def _deviation(values: FeatureMatrix) -> FeatureMatrix:
    spread: FeatureMatrix = values.std(axis=0)
    # What does not vary has no unit: rounding alone gives 1e-17 for a column of equal numbers.
    return np.where(spread > 1e-9, spread, 1.0)

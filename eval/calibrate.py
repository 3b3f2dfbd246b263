"""Fits the weights of kb/answers/relevance.py on dev splits, maximum a posteriori: first the order, then whether the best answers.

The order is a conditional logit: the likelihood of an answerable question is the share of its gold clauses among `exp(utility)` of all candidates
(McFadden 1974). Whether the best candidate answers is a logistic regression over all questions. Weights have a normal prior; similarities may
not count against a clause, nor open qualifiers for one (L-BFGS-B with bounds, Byrd et al. 1995). The level is the score under which `refused`
of the answerable questions lie. Nothing here looks at a test split.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.texts import gold_ranks, own_text
from eval.whole_files import write_json
from kb.answers import AT_LEAST_ZERO, AT_MOST_ZERO, Features, QuestionFeatures, Relevance, score, standing
from kb.records import Filters, Language
from kb.store import KnowledgeBase

FeatureMatrix: TypeAlias = NDArray[np.float64]
Bounds: TypeAlias = tuple[float | None, float | None]

# Over both sets together, held out: five in a hundred of the five texts' questions, twelve of those over other offices' notices. A question
# that is wrongly refused is asked again; a wrong answer is believed.
REFUSED = 0.07
ORDER_PENALTY = 0.001
ANSWERS_PENALTY = 0.01
FEATURES = tuple(Features.__dataclass_fields__)
ANSWERS = (*(f"best_{name}" for name in FEATURES), "lead", "lead_of_fourth", *QuestionFeatures.__dataclass_fields__)


@dataclass(frozen=True)
class DiscreteChoice:
    """One question: its candidates' features (candidates, features), which of them are gold, and what is weighed of the question.

    `document` is the one its gold lies in, or of an unanswerable one that of the first candidate: what a cross-validation holds out together.
    `weight` is what it counts when it is told whether the best candidate answers.
    """

    candidates: FeatureMatrix
    gold: NDArray[np.bool_]
    question: QuestionFeatures
    id: str = ""
    language: Language = "zh"
    document: str = ""
    weight: float = 1.0

    @property
    def answerable(self) -> bool:
        """Whether a candidate answers."""
        return bool(self.gold.any())


@dataclass(frozen=True)
class Design:
    """All choices as one matrix: a row an alternative, choice after choice.

    `rows` is (alternatives, weights), each column less its mean (`centre`) and in units of its deviation (`scale`), both (weights,).
    `weights` (choices,) say what each choice counts.
    """

    rows: FeatureMatrix
    right: NDArray[np.bool_]
    starts: NDArray[np.int64]
    scale: FeatureMatrix
    centre: FeatureMatrix
    weights: FeatureMatrix


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
            home = question.gold[0].document if question.gold else candidates[0].document.id
            found.append(DiscreteChoice(rows, gold, probe.features, question.id, question.language, home))
    return found


def weighed_alike(sets: Sequence[Sequence[DiscreteChoice]]) -> list[DiscreteChoice]:
    """The choices of several sets, weighted so that each set has the same say among the answerable and among the others."""
    every = [choice for found in sets for choice in found]
    weighed: list[DiscreteChoice] = []
    for found in sets:
        for choice in found:
            alike, own = (sum(other.answerable == choice.answerable for other in several) for several in (every, found))
            weighed.append(replace(choice, weight=alike / (len(sets) * own)))
    return weighed


def fit(found: Sequence[DiscreteChoice], without: Collection[str] = ()) -> Relevance:
    """The weights that make the choices most likely, those of the features `without` 0; the level is left at 0.

    EvalError unless some questions are answerable and some are not.
    """
    if len({choice.answerable for choice in found}) < 2:
        raise EvalError(
            "校准需要有答案和无答案的问题各若干：请换问题集。",
            "Fitting takes questions with and without an answer: give it both.",
        )
    order = order_weights([choice for choice in found if choice.answerable], without=without)
    ordered = Relevance(order, {}, 0.0, 0.0)
    answers, bias = answers_weights(
        np.array([standing_of(choice, ordered) for choice in found]),
        np.array([choice.answerable for choice in found]),
        without={f"best_{name}" for name in without},
        weights=np.array([choice.weight for choice in found]),
    )
    return Relevance(order, answers, bias, 0.0)


def order_weights(
    found: Sequence[DiscreteChoice], penalty: float = ORDER_PENALTY, without: Collection[str] = ()
) -> dict[str, float]:
    """The weights of the conditional logit; `penalty` is that of the squared weights, each in units of its feature's deviation."""
    rows = np.concatenate([choice.candidates for choice in found])
    sizes = [len(choice.candidates) for choice in found]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    scale, centre = _deviation(rows), rows.mean(axis=0)
    gold, alike = np.concatenate([choice.gold for choice in found]), np.ones(len(found))
    design = Design((rows - centre) / scale, gold, starts, scale, centre, alike)
    best = _least(design, np.full(len(FEATURES), penalty), [_bounds(name, without) for name in FEATURES])
    return dict(zip(FEATURES, (best / scale).tolist(), strict=True))


def answers_weights(
    rows: FeatureMatrix,
    answerable: NDArray[np.bool_],
    penalty: float = ANSWERS_PENALTY,
    without: Collection[str] = (),
    weights: FeatureMatrix | None = None,
) -> tuple[dict[str, float], float]:
    """The weights of the logistic regression over (questions, answers) and its bias, which is free of the penalty.

    It is the choice between the best candidate and none, whose utility is 0.
    """
    scale, centre = _deviation(rows), rows.mean(axis=0)
    both = np.zeros((2 * len(rows), len(ANSWERS) + 1))
    both[::2, :-1], both[::2, -1] = (rows - centre) / scale, 1.0
    right = np.stack([answerable, ~answerable], axis=1).ravel()
    weights = np.ones(len(rows)) if weights is None else weights
    design = Design(both, right, np.arange(0, len(both), 2), scale, centre, weights)
    bounds: list[Bounds] = [((0.0, 0.0) if name in without else (None, None)) for name in ANSWERS]
    best = _least(design, np.append(np.full(len(ANSWERS), penalty), 0.0), [*bounds, (None, None)])
    raw = best[:-1] / scale
    return dict(zip(ANSWERS, raw.tolist(), strict=True)), float(best[-1] - raw @ centre)


def _bounds(name: str, without: Collection[str]) -> Bounds:
    if name in without:
        return 0.0, 0.0
    return 0.0 if name in AT_LEAST_ZERO else None, 0.0 if name in AT_MOST_ZERO else None


def _least(design: Design, penalty: FeatureMatrix, bounds: list[Bounds]) -> FeatureMatrix:
    """The weights within the bounds whose loss is least."""
    # Here, since half a second is not to be paid by whoever asks with fitted weights.
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    found = minimize(
        loss,
        np.zeros(len(bounds)),
        (design, penalty),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 1000},
    )
    best: FeatureMatrix = found.x
    return best


def loss(weights: FeatureMatrix, design: Design, penalty: FeatureMatrix) -> tuple[float, FeatureMatrix]:
    """The mean negative log-likelihood with the penalty (weights,), and its gradient (weights,)."""
    utility = design.rows @ weights
    every = np.logaddexp.reduceat(utility, design.starts)
    ours = np.logaddexp.reduceat(np.where(design.right, utility, -np.inf), design.starts)
    sizes = np.diff(np.append(design.starts, len(utility)))
    shares = np.exp(utility - np.repeat(every, sizes))
    own = np.where(design.right, np.exp(utility - np.repeat(ours, sizes)), 0.0)
    counts = design.weights / design.weights.sum()
    value = float((every - ours) @ counts) + float(penalty @ weights**2)
    slope: FeatureMatrix = ((shares - own) * np.repeat(counts, sizes)) @ design.rows + 2 * penalty * weights
    return value, slope


def utilities(choice: DiscreteChoice, relevance: Relevance) -> FeatureMatrix:
    """The utility of each candidate: float64 (candidates,)."""
    values: FeatureMatrix = choice.candidates @ np.array([relevance.weights[name] for name in FEATURES])
    return values


def standing_of(choice: DiscreteChoice, relevance: Relevance) -> list[float]:
    """What is weighed to tell whether the best candidate by these weights answers, in the order of `ANSWERS`."""
    values = utilities(choice, relevance)
    best = Features(*choice.candidates[int(values.argmax())].tolist())
    return list(standing(best, values.tolist(), choice.question).values())


def scores(found: Sequence[DiscreteChoice], relevance: Relevance) -> FeatureMatrix:
    """The score of the best candidate of each question: float64 (questions,)."""
    weights = np.array([relevance.answers[name] for name in ANSWERS])
    return np.array([score(relevance.bias + float(np.dot(weights, standing_of(one, relevance)))) for one in found])


def with_level(relevance: Relevance, found: Sequence[DiscreteChoice], refused: float = REFUSED) -> Relevance:
    """The weights with the level under which that share of the answerable questions lies (linear between neighbours)."""
    answerable = np.array([choice.answerable for choice in found], dtype=np.bool_)
    if not answerable.any():
        raise EvalError(
            "没有可用来定阈值的有答案问题：请换问题集。", "No answerable question to set the level by: add some."
        )
    level = float(np.quantile(scores(found, relevance)[answerable], refused))
    return replace(relevance, level=level)


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
            "answers": {name: round(float(weight), 4) for name, weight in relevance.answers.items()},
            "bias": round(relevance.bias, 4),
            "level": round(relevance.level, 4),
        },
    )


def _deviation(values: FeatureMatrix) -> FeatureMatrix:
    spread: FeatureMatrix = values.std(axis=0)
    # What does not vary has no unit: rounding alone gives 1e-17 for a column of equal numbers.
    return np.where(spread > 1e-9, spread, 1.0)

"""The relevance weights from choices small enough to work the right ones out by hand."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from eval import calibrate
from eval.calibrate import FEATURES, OUTSIDE, DiscreteChoice
from eval.cross_validation import folds_of, held_out, report_of
from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.results import Gold
from kb.answers import AT_LEAST_ZERO, Relevance
from kb.records import Language


def choice(
    *candidates: dict[str, float], gold: int | None = None, name: str = "", language: Language = "zh"
) -> DiscreteChoice:
    """Candidates by their features, the others 0; `gold` is the place of the one that answers."""
    rows = np.array([[candidate.get(feature, 0.0) for feature in FEATURES] for candidate in candidates])
    right = np.array([place == gold for place in range(len(candidates))])
    return DiscreteChoice(rows, right, np.zeros(len(OUTSIDE)), name, language)


def two_groups(feature: str, gold_with: int, gold_without: int) -> list[DiscreteChoice]:
    """Four questions whose one candidate has the feature and four whose candidate has not; so many of each are answered by it."""
    return [
        *(choice({feature: 1.0}, gold=0 if i < gold_with else None) for i in range(4)),
        *(choice({feature: 0.0}, gold=0 if i < gold_without else None) for i in range(4)),
    ]


def found(feature: str, gold_with: int, gold_without: int) -> tuple[float, float]:
    """The feature's weight and the bias, nothing held back by a prior."""
    relevance = calibrate.fit(two_groups(feature, gold_with, gold_without), penalty=0.0)
    others = [weight for name, weight in relevance.weights.items() if name != feature]
    assert others + list(relevance.outside.values()) == approx([0.0] * (len(FEATURES) - 1 + len(OUTSIDE)))
    return relevance.weights[feature], relevance.bias


def test_the_bias_alone_gives_the_share_answered() -> None:
    # Three of four alike are answered: 1 / (1 + exp(bias)) = 3 / 4.
    alike = [choice({"retrieval": 0.5}, gold=0 if i < 3 else None) for i in range(4)]
    relevance = calibrate.fit(alike)
    assert relevance.bias == approx(-log(3), abs=1e-4)
    assert relevance.weights["retrieval"] == approx(0.0, abs=1e-6)
    assert calibrate.scores(alike, relevance) == approx([3 / 4] * 4, abs=1e-4)


@pytest.mark.parametrize("feature", ["retrieval", "row"])
def test_a_feature_that_speaks_for_a_clause(feature: str) -> None:
    # Without it 1 of 4: bias = ln 3. With it 3 of 4: weight - bias = ln 3.
    assert found(feature, 3, 1) == approx((2 * log(3), log(3)), abs=1e-3)


def test_a_feature_that_is_no_similarity_may_count_against_a_clause() -> None:
    assert found("row", 1, 3) == approx((-2 * log(3), -log(3)), abs=1e-3)


@pytest.mark.parametrize("feature", AT_LEAST_ZERO)
def test_a_similarity_never_counts_against_a_clause(feature: str) -> None:
    # Held at 0 there is only the bias, for 4 of 8.
    assert found(feature, 1, 3) == approx((0.0, 0.0), abs=1e-3)


def test_a_feature_that_is_switched_off_has_no_weight() -> None:
    relevance = calibrate.fit(two_groups("retrieval", 3, 1), without={"retrieval"})
    assert (relevance.weights["retrieval"], relevance.bias) == approx((0.0, 0.0), abs=1e-3)


def test_the_better_of_two_candidates_is_learnt() -> None:
    # Of two candidates the one with more is gold in 3 of 4: weight = ln 3 for a difference of 1; none of them is far off.
    pairs = [choice({"row": 1.0}, {"row": 0.0}, gold=0 if i < 3 else 1) for i in range(4)]
    relevance = calibrate.fit([*pairs, choice({"row": 0.0})], penalty=0.0)
    assert relevance.weights["row"] > 0
    assert calibrate.utilities(pairs[0], relevance)[1] == 0.0


def test_the_penalty_draws_the_weights_towards_nothing() -> None:
    groups = two_groups("retrieval", 3, 1)
    free, held = (calibrate.fit(groups, penalty).weights["retrieval"] for penalty in (0.0, 0.1))
    assert 0 < held < free


def test_the_gradient_is_that_of_the_loss() -> None:
    random = np.random.default_rng(5)
    drawn = [
        DiscreteChoice(
            random.normal(size=(count, len(FEATURES))),
            np.arange(count) < golds,
            random.normal(size=len(OUTSIDE)),
        )
        for count, golds in ((1, 1), (3, 0), (4, 2), (2, 0), (5, 1))
    ]
    design = calibrate.design_of(drawn)
    weights = random.normal(size=len(FEATURES) + len(OUTSIDE) + 1)
    _, slope = calibrate.loss(weights, design, 0.01)
    step = 1e-6
    for i, direction in enumerate(np.eye(len(weights))):
        above, _ = calibrate.loss(weights + step * direction, design, 0.01)
        below, _ = calibrate.loss(weights - step * direction, design, 0.01)
        assert slope[i] == approx((above - below) / (2 * step), abs=1e-7)


def test_the_loss_of_two_questions() -> None:
    # Utilities all 0: one gold of two candidates and none, then none of one candidate.
    design = calibrate.design_of([choice({}, {}, gold=0), choice({})])
    value, _ = calibrate.loss(np.zeros(len(FEATURES) + len(OUTSIDE) + 1), design, 0.5)
    assert value == approx((log(3) + log(2)) / 2)


def test_the_level_is_the_quantile_of_the_answerable_scores() -> None:
    weights = dict.fromkeys(FEATURES, 0.0) | {"row": 1.0}
    relevance = Relevance(weights, dict.fromkeys(OUTSIDE, 0.0), 0.0, 0.0)
    # The best candidate counts; the unanswerable one has no say.
    asked = [choice({"row": -9.0}, {"row": float(value)}, gold=1) for value in range(5)] + [choice({"row": -7.0})]
    levelled = calibrate.with_level(relevance, asked, refused=0.125)
    first, second = 1 / 2, 1 / (1 + exp(-1))
    assert levelled.level == approx(first + 0.125 * 4 * (second - first))
    assert calibrate.with_level(relevance, asked, refused=0.0).level == first
    assert (levelled.weights, levelled.bias) == (relevance.weights, relevance.bias)


def test_weights_do_not_depend_on_the_unit_or_place_of_a_feature() -> None:
    groups = two_groups("row", 3, 1)
    moved = [DiscreteChoice(10 * item.candidates + 5, item.gold, item.outside + 2) for item in groups]
    now, before = (calibrate.fit(items, penalty=0.001) for items in (moved, groups))
    assert now.weights["row"] == approx(before.weights["row"] / 10, abs=1e-4)
    assert calibrate.scores(moved, now) == approx(calibrate.scores(groups, before), abs=1e-4)


def test_one_kind_of_question_is_not_enough() -> None:
    with pytest.raises(EvalError, match="校准需要有答案和无答案的问题"):
        calibrate.fit([choice({"row": 1.0}, gold=0)] * 3)
    with pytest.raises(EvalError, match="没有可用来定阈值"):
        calibrate.with_level(calibrate.fit(two_groups("row", 3, 1)), [choice({})])


def test_what_is_saved_is_what_the_program_loads(tmp_path: Path) -> None:
    relevance = calibrate.fitted(two_groups("row", 3, 1))
    path = tmp_path / "relevance.json"
    calibrate.save_weights(relevance, path, {"split": "dev", "answerable": 4})
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["fitted_on"] == {"split": "dev", "answerable": 4}
    assert data["weights"]["row"] == round(relevance.weights["row"], 4)
    assert list(data["weights"]) == list(FEATURES) and list(data["outside"]) == list(OUTSIDE)
    assert (data["bias"], data["level"]) == (round(relevance.bias, 4), round(relevance.level, 4))


# ------------------------------------------------------------------------------------------------ cross-validation


def question(name: str, *, answerable: bool, language: Language = "zh") -> EvalQuestion:
    golds = (Gold("d", "words"),) if answerable else ()
    return EvalQuestion(name, "amount", language, name, golds, "any", (), "dev")


def plain_set() -> list[DiscreteChoice]:
    """16 answerable questions whose gold comes second by the fused score and first by another feature, 16 unanswerable ones."""
    good, bad = {"retrieval": 0.5, "heading": 1.0}, {"retrieval": 0.6}
    return [
        *(choice(bad, good, gold=1, name=f"a{i}", language="zh" if i < 12 else "en") for i in range(16)),
        *(choice(bad, name=f"u{i}") for i in range(16)),
    ]


def test_folds_are_equal_parts_and_the_same_every_time() -> None:
    folds = folds_of(20, 8)
    assert sorted(np.bincount(folds).tolist()) == [2, 2, 2, 2, 3, 3, 3, 3]
    assert folds.tolist() == folds_of(20, 8).tolist() != sorted(folds.tolist())


def test_each_question_is_judged_by_the_folds_it_is_not_in() -> None:
    asked = plain_set()
    held, folds = held_out(asked, folds=4), folds_of(len(asked), 4)
    for i in (0, 13, 20):
        others = [item for item, fold in zip(asked, folds, strict=True) if fold != folds[i]]
        relevance = calibrate.fitted(others)
        assert held.scores[i] == calibrate.scores([asked[i]], relevance)[0]
        assert held.levels[i] == relevance.level


def test_figures_of_a_cross_validation() -> None:
    asked = plain_set()
    questions = [question(item.id, answerable=item.answerable, language=item.language) for item in asked]
    # One question's gold is no candidate, four unanswerable ones are refused before anything is weighed.
    questions += [question("lost", answerable=True)]
    questions += [question(f"elsewhere{i}", answerable=False) for i in range(4)]
    report = report_of(asked, questions, folds=4)
    assert report.hits["zh"] == approx(
        {"hit@1": 12 / 13, "hit@3": 12 / 13, "retrieval hit@1": 0.0, "retrieval hit@3": 12 / 13}
    )
    assert report.hits["en"]["hit@1"] == 1.0
    counts = (report.answerable, report.unanswerable, report.no_candidate, report.not_weighed)
    assert counts == (17, 20, 1, 4)
    assert report.auroc == 1.0
    assert report.unanswerable_refused == 1.0
    assert report.at_fold_levels[1] == 1.0


def test_what_cannot_be_told_apart_is_refused_no_more_than_the_answerable() -> None:
    alike = [choice({"retrieval": 0.5}, gold=0 if i % 2 else None, name=str(i)) for i in range(32)]
    report = report_of(alike, [question(item.id, answerable=item.answerable) for item in alike], folds=4)
    assert report.auroc == approx(0.5, abs=0.25)
    assert report.unanswerable_refused < 0.5

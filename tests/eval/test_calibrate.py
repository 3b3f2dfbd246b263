"""The relevance weights from choices small enough to work the right ones out by hand."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from every import every
from pytest import approx

from eval import calibrate
from eval.calibrate import ANSWERS, FEATURES, Design, DiscreteChoice, FeatureMatrix
from eval.cross_validation import folds_of, held_out, report_of, reports_of
from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.results import Gold
from kb.answers import AT_LEAST_ZERO, AT_MOST_ZERO, QuestionFeatures, Relevance
from kb.records import Language

ASKED = QuestionFeatures(*(0.0,) * len(QuestionFeatures.__dataclass_fields__))


def choice(
    *candidates: dict[str, float], gold: int | None = None, name: str = "", language: Language = "zh", home: str = ""
) -> DiscreteChoice:
    """Candidates by their features, the others 0; `gold` is the place of the one that answers, `home` the document."""
    rows = np.array([[candidate.get(feature, 0.0) for feature in FEATURES] for candidate in candidates])
    right = np.array([place == gold for place in range(len(candidates))])
    return DiscreteChoice(rows, right, ASKED, name, language, home or name)


def pairs(feature: str, more: int) -> list[DiscreteChoice]:
    """Four questions with two candidates, of which the one with more of the feature is gold in so many."""
    return [choice({feature: 1.0}, {}, gold=0 if i < more else 1) for i in range(4)]


def rows_of(feature: str, values: list[float]) -> FeatureMatrix:
    """What is weighed of questions of which only this differs."""
    rows = np.zeros((len(values), len(ANSWERS)))
    rows[:, ANSWERS.index(feature)] = values
    return rows


def test_the_better_of_two_candidates_is_learnt() -> None:
    # Gold in 3 of 4: weight = ln 3 for a difference of 1.
    weights = calibrate.order_weights(pairs("row", 3), penalty=0.0)
    assert weights["row"] == approx(log(3), abs=1e-3)
    assert {name: weight for name, weight in weights.items() if name != "row"} == approx(
        dict.fromkeys(set(FEATURES) - {"row"}, 0.0)
    )


def test_a_feature_that_is_no_similarity_may_count_against_a_clause() -> None:
    assert calibrate.order_weights(pairs("row", 1), penalty=0.0)["row"] == approx(-log(3), abs=1e-3)


@every("feature", AT_LEAST_ZERO)
def test_a_similarity_never_counts_against_a_clause(feature: str) -> None:
    assert calibrate.order_weights(pairs(feature, 1), penalty=0.0)[feature] == 0.0


@every("feature", AT_MOST_ZERO)
def test_an_open_qualifier_never_counts_for_a_clause(feature: str) -> None:
    assert calibrate.order_weights(pairs(feature, 3), penalty=0.0)[feature] == 0.0


def test_a_feature_that_is_switched_off_has_no_weight() -> None:
    assert calibrate.order_weights(pairs("row", 3), without={"row"})["row"] == 0.0
    weights, bias = calibrate.answers_weights(
        rows_of("lead", [1, 1, 0, 0]), np.array([True, True, True, False]), without={"lead"}
    )
    assert (weights["lead"], bias) == approx((0.0, log(3)), abs=1e-3)


def test_the_bias_alone_gives_the_share_answered() -> None:
    weights, bias = calibrate.answers_weights(rows_of("lead", [2, 2, 2, 2]), np.array([True, True, True, False]))
    assert (weights["lead"], bias) == approx((0.0, log(3)), abs=1e-4)


def test_what_tells_answered_from_unanswered_is_learnt() -> None:
    # With it 3 of 4 are answered, without it 1 of 4: bias = -ln 3, weight = 2 ln 3.
    answered = np.array([True, True, True, False, True, False, False, False])
    weights, bias = calibrate.answers_weights(rows_of("lead", [1] * 4 + [0] * 4), answered, penalty=0.0)
    assert (weights["lead"], bias) == approx((2 * log(3), -log(3)), abs=1e-3)


def test_the_penalty_draws_the_weights_towards_nothing() -> None:
    free, held = (calibrate.order_weights(pairs("retrieval", 3), penalty)["retrieval"] for penalty in (0.0, 0.1))
    assert 0 < held < free


def test_the_gradient_is_that_of_the_loss() -> None:
    random = np.random.default_rng(5)
    sizes, golds = [2, 3, 5], [0, 2, 8]
    right = np.isin(np.arange(10), golds)
    design = Design(
        random.normal(size=(10, 4)), right, np.array([0, 2, 5]), np.ones(4), np.zeros(4), np.array([1.0, 2.0, 0.5])
    )
    assert sum(sizes) == len(right)
    weights, penalty = random.normal(size=4), np.array([0.01, 0.01, 0.01, 0.0])
    _, slope = calibrate.loss(weights, design, penalty)
    step = 1e-6
    for i, direction in enumerate(np.eye(4)):
        above, _ = calibrate.loss(weights + step * direction, design, penalty)
        below, _ = calibrate.loss(weights - step * direction, design, penalty)
        assert slope[i] == approx((above - below) / (2 * step), abs=1e-7)


def test_the_loss_of_two_questions() -> None:
    # Utilities all 0: one gold of three candidates, then of two.
    right = np.array([True, False, False, False, True])
    design = Design(np.zeros((5, 1)), right, np.array([0, 3]), np.ones(1), np.zeros(1), np.array([3.0, 1.0]))
    value, _ = calibrate.loss(np.zeros(1), design, np.array([0.5]))
    assert value == approx((3 * log(3) + log(2)) / 4)


def test_each_set_has_the_same_say_in_each_class() -> None:
    # Three answerable questions of one set and one of the other: each set counts 2 of 4.
    sets = [[*(choice({}, gold=0) for _ in range(3)), choice({})], [choice({}, gold=0), choice({})]]
    assert [item.weight for item in calibrate.weighed_alike(sets)] == approx([2 / 3] * 3 + [1.0, 2.0, 1.0])


def by_row(bias: float = 0.0) -> Relevance:
    """Orders by `row`, and believes the best one by it."""
    weights = dict.fromkeys(FEATURES, 0.0) | {"row": 1.0}
    return Relevance(weights, dict.fromkeys(ANSWERS, 0.0) | {"best_row": 1.0}, bias, 0.0)


def test_the_level_is_the_quantile_of_the_answerable_scores() -> None:
    relevance = by_row()
    # The best candidate counts; the unanswerable one has no say.
    asked = [choice({"row": -9.0}, {"row": float(value)}, gold=1) for value in range(5)] + [choice({"row": -7.0})]
    levelled = calibrate.with_level(relevance, asked, refused=0.125)
    first, second = 1 / 2, 1 / (1 + exp(-1))
    assert levelled.level == approx(first + 0.125 * 4 * (second - first))
    assert calibrate.with_level(relevance, asked, refused=0.0).level == first
    assert (levelled.weights, levelled.bias) == (relevance.weights, relevance.bias)


def test_one_kind_of_question_is_not_enough() -> None:
    with pytest.raises(EvalError, match="校准需要有答案和无答案的问题"):
        calibrate.fit([choice({"row": 1.0}, gold=0)] * 3)
    with pytest.raises(EvalError, match="没有可用来定阈值"):
        calibrate.with_level(by_row(), [choice({})])


def test_what_is_saved_is_what_the_program_loads(tmp_path: Path) -> None:
    relevance = calibrate.fitted([*pairs("row", 3), choice({"row": 0.5})])
    path = tmp_path / "relevance.json"
    calibrate.save_weights(relevance, path, {"split": "dev", "answerable": 4})
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["fitted_on"] == {"split": "dev", "answerable": 4}
    assert data["weights"]["row"] == round(relevance.weights["row"], 4)
    assert list(data["weights"]) == list(FEATURES) and list(data["answers"]) == list(ANSWERS)
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


def test_folds_hold_whole_documents_and_are_as_equal_as_can_be() -> None:
    # The largest first, each to the smallest fold so far: a (3) | b (2) | c and d (1 + 1).
    assert folds_of(["d", "a", "b", "a", "c", "b", "a"], 3).tolist() == [2, 0, 1, 0, 2, 1, 0]


def test_each_question_is_judged_by_the_folds_it_is_not_in() -> None:
    asked = plain_set()
    held, folds = held_out(asked, folds=4), folds_of([item.document for item in asked], 4)
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


def test_several_sets_are_fitted_together_and_told_apart() -> None:
    first, second = plain_set()[:20], plain_set()[20:]
    sets = [
        (part, [question(item.id, answerable=item.answerable, language=item.language) for item in part])
        for part in (first, second)
    ]
    with pytest.raises(EvalError, match="校准需要有答案和无答案的问题"):
        report_of(second, sets[1][1], folds=4)
    answerable, unanswerable = reports_of([sets[0], ([*second, first[0]], [*sets[1][1], sets[0][1][0]])])
    assert (answerable.answerable, answerable.unanswerable) == (16, 4)
    assert (unanswerable.answerable, unanswerable.unanswerable) == (1, 12)
    assert answerable.level == unanswerable.level
    assert answerable.auroc == unanswerable.auroc == 1.0

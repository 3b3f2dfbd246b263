"""Utilities, what the best of them leads by, and the probability they come to. Weights by hand, so that they may be fitted anew."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.relevance import (
    AT_LEAST_ZERO,
    AT_MOST_ZERO,
    Features,
    QuestionFeatures,
    Relevance,
    score,
    standing,
)

NOTHING = Features(*(0.0,) * len(fields(Features)))
PLAIN = replace(QuestionFeatures(*(0.0,) * len(fields(QuestionFeatures))), known=1.0, words=3.0)
WEIGHTS = Relevance(
    weights={"retrieval": 4.0, "stated": 2.0, "missed": -8.0},
    answers={"best_stated": 3.0, "lead": 1.0, "lead_of_fourth": 0.5, "known": -1.0},
    bias=2.0,
    level=0.5,
)


def test_a_utility_is_the_weighed_sum_of_the_features() -> None:
    features = replace(NOTHING, retrieval=0.75, stated=0.5, close=9.0, missed=1.0)
    assert WEIGHTS.utility(features) == 4 * 0.75 + 2 * 0.5 - 8


def test_the_log_odds_weigh_the_best_clause_its_lead_and_the_question() -> None:
    # It leads the second, 2.0, by 1.0 and the fourth, 0.5, by 2.5, in whatever order they are given.
    odds = WEIGHTS.log_odds(replace(NOTHING, stated=0.5), [1.0, 3.0, 0.5, 2.0, 0.0], PLAIN)
    assert odds == pytest.approx(2.0 + 3.0 * 0.5 + 1.0 * 1.0 + 0.5 * 2.5 - 1.0 * 1.0)


@pytest.mark.parametrize("utilities", [[1.0], [9.0, 0.0, 0.0, 0.0]], ids=["alone", "far ahead"])
def test_a_lead_ends_at_five(utilities: list[float]) -> None:
    weighed = standing(NOTHING, utilities, PLAIN)
    assert (weighed["lead"], weighed["lead_of_fourth"]) == (5.0, 5.0)


def test_a_score_is_the_probability_of_the_odds() -> None:
    assert score(0.0) == 0.5
    # Odds of e to 1, and of 1 to 3.
    assert score(1.0) == pytest.approx(math.e / (math.e + 1))
    assert score(-math.log(3)) == pytest.approx(1 / 4)


@pytest.mark.parametrize(("odds", "value"), [(-1e9, 0.0), (1e9, 1.0)])
def test_a_score_does_not_overflow(odds: float, value: float) -> None:
    assert score(odds) == pytest.approx(value)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_greater_odds_never_score_less(a: float, b: float) -> None:
    assert 0 <= score(a) <= 1
    assert score(a) + score(-a) == pytest.approx(1)
    assert score(max(a, b)) >= score(min(a, b))


def test_what_is_weighed_is_what_the_package_ships_weights_for() -> None:
    """Whatever the fit gives: every feature has one weight, no weight is for nothing, and likeness never counts against a clause."""
    shipped = Relevance.load()
    assert set(shipped.weights) == {field.name for field in fields(Features)}
    assert set(shipped.answers) == set(standing(NOTHING, [0.0], PLAIN))
    assert all(shipped.weights[name] >= 0 for name in AT_LEAST_ZERO)
    assert all(shipped.weights[name] <= 0 for name in AT_MOST_ZERO)
    assert 0 < shipped.level < 1
    assert all(map(math.isfinite, (*shipped.weights.values(), *shipped.answers.values(), shipped.bias)))


@given(st.sampled_from(AT_LEAST_ZERO), st.floats(0, 1))
def test_being_more_like_the_question_never_speaks_against_a_clause(name: str, more: float) -> None:
    shipped = Relevance.load()
    assert shipped.utility(replace(NOTHING, **{name: more})) >= shipped.utility(NOTHING)


def test_a_weight_for_a_feature_that_there_is_not_is_noticed() -> None:
    with pytest.raises(KeyError, match="luck"):
        replace(WEIGHTS, weights={"luck": 1.0}).utility(NOTHING)

"""Utilities, the outside option and what they come to. Weights by hand, so that they may be fitted anew."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.relevance import AT_LEAST_ZERO, Features, Outside, Relevance, score

NOTHING = Features(*(0.0,) * len(fields(Features)))
PLAIN = replace(Outside(*(0.0,) * len(fields(Outside))), known=1.0, words=3.0)
WEIGHTS = Relevance(
    weights={"retrieval": 4.0, "stated": 2.0, "missed": -8.0},
    outside={"known": -1.0, "words": 0.5},
    bias=2.0,
    level=0.5,
)


def test_a_utility_is_the_weighed_sum_of_the_features() -> None:
    features = replace(NOTHING, retrieval=0.75, stated=0.5, close=9.0, missed=1.0)
    assert WEIGHTS.utility(features) == 4 * 0.75 + 2 * 0.5 - 8


def test_none_is_the_bias_and_the_weighed_sum_of_what_is_known_of_the_question() -> None:
    assert WEIGHTS.none(PLAIN) == 2.0 - 1.0 * 1.0 + 0.5 * 3.0
    assert WEIGHTS.none(replace(PLAIN, known=0.25, english=1.0)) == 2.0 - 0.25 + 1.5


def test_a_score_is_the_probability_of_a_clause_against_none() -> None:
    assert score(2.0, 2.0) == 0.5
    # Odds of e to 1, and of 1 to 3.
    assert score(1.0, 0.0) == pytest.approx(math.e / (math.e + 1))
    assert score(0.0, math.log(3)) == pytest.approx(1 / 4)


@pytest.mark.parametrize(("utility", "none", "value"), [(-1e9, 1e9, 0.0), (1e9, -1e9, 1.0)])
def test_a_score_does_not_overflow(utility: float, none: float, value: float) -> None:
    assert score(utility, none) == pytest.approx(value)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-50, 50))
def test_only_differences_matter_and_a_greater_utility_never_scores_less(a: float, b: float, shift: float) -> None:
    assert 0 <= score(a, b) <= 1
    assert score(a + shift, b + shift) == pytest.approx(score(a, b))
    assert score(a, b) + score(b, a) == pytest.approx(1)
    assert score(max(a, shift), b) >= score(min(a, shift), b)


def test_what_is_weighed_is_what_the_package_ships_weights_for() -> None:
    """Whatever the fit gives: every feature has one weight, no weight is for nothing, and likeness never counts against a clause."""
    shipped = Relevance.load()
    assert set(shipped.weights) == {field.name for field in fields(Features)}
    assert set(shipped.outside) == {field.name for field in fields(Outside)}
    assert set(AT_LEAST_ZERO) <= set(shipped.weights)
    assert all(shipped.weights[name] >= 0 for name in AT_LEAST_ZERO)
    assert 0 < shipped.level < 1
    assert all(map(math.isfinite, (*shipped.weights.values(), *shipped.outside.values(), shipped.bias)))


@given(st.sampled_from(AT_LEAST_ZERO), st.floats(0, 1))
def test_being_more_like_the_question_never_speaks_against_a_clause(name: str, more: float) -> None:
    shipped = Relevance.load()
    assert shipped.utility(replace(NOTHING, **{name: more})) >= shipped.utility(NOTHING)


def test_a_weight_for_a_feature_that_there_is_not_is_noticed() -> None:
    with pytest.raises(KeyError, match="luck"):
        replace(WEIGHTS, weights={"luck": 1.0}).utility(NOTHING)

"""The order of candidates. Utilities and weights by hand."""

from __future__ import annotations

from dataclasses import fields

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from index import Hit
from kb.answers.candidates import AnswerWeights, Candidate, by_utility
from kb.answers.evidence import ClauseEvidence
from kb.answers.relevance import Features, score
from kb.records import Clause, Document, Validity

WEIGHTS = AnswerWeights(same_subject=1.0)
LINYI, JIANGSU = ("临沂市", "山东省"), ("江苏省",)


def candidate(
    name: str, utility: float, validity: Validity = "in_force", regions: tuple[str, ...] = LINYI
) -> Candidate:
    clause = Clause(name, "D", name, "clause", (), "文", (0,), ())
    document = Document("D", "d.txt", "意见", "opinion", regions=regions)
    features = Features(*(0.0,) * len(fields(Features)))
    hit, evidence = Hit(name, 0.5, 1.0, 0.9, 0.9), ClauseEvidence(clause, (), 0.5)
    return Candidate(hit, clause, document, evidence, validity, None, features, utility, score(utility))


def order(*candidates: Candidate, weights: AnswerWeights = WEIGHTS) -> str:
    return "".join(item.clause.id for item in by_utility(candidates, weights))


def test_the_greatest_utility_comes_first_and_ties_keep_the_order_of_retrieval() -> None:
    assert order(candidate("a", -1.0), candidate("b", 2.0), candidate("c", 2.0), candidate("d", 0.5)) == "bcda"
    assert order() == ""


def test_a_rule_in_force_comes_before_a_better_one_that_is_not() -> None:
    assert order(candidate("a", 3.0, "expired"), candidate("b", 2.5, "expired"), candidate("c", 2.0)) == "cab"


@every("validity", ["expired", "superseded", "not_yet_in_force", "undated"])
def test_whatever_the_reason_why_it_is_not(validity: Validity) -> None:
    assert order(candidate("a", 3.0, validity), candidate("b", 2.5)) == "ba"


@pytest.mark.parametrize(
    ("validity", "expected"), [("superseded", "ba"), ("not_yet_in_force", "ba"), ("expired", "ab")]
)
def test_one_without_a_stated_end_comes_before_what_is_gone_or_does_not_hold_yet(
    validity: Validity, expected: str
) -> None:
    assert order(candidate("a", 3.0, validity), candidate("b", 2.5, "undated")) == expected


def test_not_where_it_speaks_of_another_subject() -> None:
    assert order(candidate("a", 3.0, "expired"), candidate("b", 1.99)) == "ab"


def test_not_where_it_holds_for_another_region() -> None:
    assert order(candidate("a", 3.0, "expired"), candidate("b", 2.5, regions=JIANGSU)) == "ab"
    # The next one of the region does.
    assert order(candidate("a", 3.0, "expired"), candidate("b", 2.5, regions=JIANGSU), candidate("c", 2.25)) == "cab"


def test_an_expired_rule_below_one_in_force_stays_where_it_is() -> None:
    assert order(candidate("a", 3.0), candidate("b", 2.5, "expired"), candidate("c", 2.25)) == "abc"


@given(
    st.lists(
        st.tuples(
            st.floats(-9, 9), st.sampled_from(["in_force", "expired", "undated"]), st.sampled_from([LINYI, JIANGSU])
        ),
        max_size=8,
    )
)
def test_none_is_lost_and_all_but_one_at_most_fall_in_utility(
    drawn: list[tuple[float, Validity, tuple[str, ...]]],
) -> None:
    given_ = [candidate(str(n), *values) for n, values in enumerate(drawn)]
    ranked = by_utility(given_, WEIGHTS)
    assert sorted(item.clause.id for item in ranked) == sorted(item.clause.id for item in given_)
    rest = [item.utility for item in ranked[1:]]
    assert rest == sorted(rest, reverse=True)
    if ranked:
        best = max(item.utility for item in given_)
        assert ranked[0].utility == best or (
            ranked[0].validity == "in_force" and ranked[0].utility >= best - WEIGHTS.same_subject
        )

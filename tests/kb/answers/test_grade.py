"""The grade of an answer: from its status, the validity of the rule it rests on, and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.answers import Answer
from kb.records import Filters, Grade
from kb.store import KnowledgeBase


@pytest.fixture(scope="module")
def answered(base: KnowledgeBase) -> Answer:
    return base.ask("扶贫车间的一次性奖补是多少？", Filters(region="临沂市", as_of=date(2018, 1, 1)))


@pytest.mark.parametrize(("confidence", "grade"), [(0.95, "clear"), (0.8, "clear"), (0.79, "likely")])
def test_what_is_in_force_is_graded_by_how_sure_it_is(answered: Answer, confidence: float, grade: Grade) -> None:
    assert replace(answered, confidence=confidence).grade == grade


def test_what_no_longer_holds_or_is_not_found_is_for_reference_only(answered: Answer) -> None:
    gone = tuple(replace(each, validity="expired") for each in answered.citations)
    assert replace(answered, citations=gone, confidence=0.99).grade == "reference"
    assert replace(answered, status="not_found", confidence=0.99).grade == "reference"

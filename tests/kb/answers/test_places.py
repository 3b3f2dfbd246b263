"""Whose rule goes first, over the five notices."""

from __future__ import annotations

from datetime import date

import pytest

from kb.answers.places import parts_of_regions
from kb.answers.scope import Scope
from kb.records import Filters
from kb.store import KnowledgeBase

DAY = date(2018, 6, 1)


def groups(base: KnowledgeBase, text: str) -> dict[str | None, str]:
    answer = base.ask(text, Filters(as_of=DAY))
    named = {citation.n: citation.document.region for citation in answer.citations}
    return {item.group: str(named[item.citation]) for item in answer.answer}


def test_where_no_place_is_named_each_region_that_answers_is_a_group(base: KnowledgeBase) -> None:
    found = groups(base, "创业担保贷款额度是多少")
    assert set(found) == {"临沂市", "江苏省", "海南省"}
    assert all(group == region for group, region in found.items())


@pytest.mark.parametrize("text", ["江苏的创业担保贷款额度是多少", "289号文里创业担保贷款额度是多少"])
def test_a_place_or_a_document_that_is_named_is_the_only_one(base: KnowledgeBase, text: str) -> None:
    assert groups(base, text) == {None: "江苏省"}


def test_a_region_whose_best_clause_lies_far_below_is_no_group(base: KnowledgeBase) -> None:
    weighed = base.weigh("扶贫车间一次性奖补标准是多少", Filters(as_of=DAY))
    assert weighed is not None
    (part,) = parts_of_regions(weighed[1], Scope(()), base.ranker.relevance)
    assert (part.group, part.candidates) == (None, weighed[1])

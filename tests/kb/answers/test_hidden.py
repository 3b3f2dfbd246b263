"""What filters, years and places leave out is named, over the five notices on a day when 临人社发〔2016〕12号 has expired."""

from __future__ import annotations

from datetime import date

import pytest

from kb.answers import Answer
from kb.records import Filters
from kb.store import KnowledgeBase

DAY = date(2026, 11, 29)


def told(answer: Answer, code: str) -> str:
    return "".join(notice.message.zh for notice in answer.notices if notice.code == code)


@pytest.mark.parametrize(
    ("text", "filters", "name", "rule"),
    [
        ("临沂公益性岗位最长几年", Filters(in_force=True), "只看现行有效", "临人社发〔2016〕12号）二（一）2，已到期"),
        ("扶贫车间一次性奖补多少", Filters(region="海南省"), "地区", "临人社发〔2016〕12号"),
        ("扶贫车间一次性奖补多少", Filters(document="苏人社发〔2016〕289号"), "文件", "临人社发〔2016〕12号"),
        ("扶贫车间一次性奖补多少", Filters(kind="opinion"), "文件种类", "临人社发〔2016〕12号"),
        ("扶贫车间奖补多少", Filters(region="海南省", in_force=True), "所选条件合在一起", "临人社发〔2016〕12号"),
    ],
    ids=["in force", "place", "document", "kind", "two together"],
)
def test_a_filter_that_hides_the_answer_is_named(
    base: KnowledgeBase, text: str, filters: Filters, name: str, rule: str
) -> None:
    answer = base.ask(text, filters.over(Filters(as_of=DAY)))
    assert answer.status == "not_found"
    assert f"“{name}”挡住了相关的规定" in told(answer, "hidden_by_filter") and rule in told(answer, "hidden_by_filter")
    # What stands behind a filter is never told as what the texts do not say.
    assert told(answer, "not_found") == "在所问的范围内没有找到依据。"


@pytest.mark.parametrize(
    ("text", "filters", "name"),
    [
        ("临人社发〔2016〕12号什么时候失效", Filters(document="苏人社发〔2016〕289号"), "文件"),
        ("临人社发〔2016〕12号是哪天印发的", Filters(kind="opinion"), "文件种类"),
        ("临沂就业扶贫的通知何时失效", Filters(region="海南省", in_force=True), "地区"),
        ("临沂就业扶贫的通知何时失效", Filters(document="苏人社发〔2016〕289号"), "文件"),
    ],
    ids=["another was chosen", "kind", "place", "another was chosen than is described"],
)
def test_a_filter_that_hides_the_document_asked_about_is_named_and_no_other_answers_for_it(
    base: KnowledgeBase, text: str, filters: Filters, name: str
) -> None:
    answer = base.ask(text, filters.over(Filters(as_of=DAY)))
    assert answer.status == "not_found" and not answer.citations
    assert told(answer, "hidden_by_filter") == f"“{name}”挡住了所问的文件：临人社发〔2016〕12号，已到期。"


def test_of_the_document_that_was_chosen_its_days_are_told(base: KnowledgeBase) -> None:
    for text in ("这份通知什么时候失效", "临人社发〔2016〕12号什么时候失效", "就业扶贫的通知何时失效"):
        answer = base.ask(text, Filters(document="临人社发〔2016〕12号", as_of=DAY))
        assert answer.status == "answered" and not told(answer, "hidden_by_filter"), text


def test_beside_an_answer_from_the_place_that_was_chosen_others_are_no_news(base: KnowledgeBase) -> None:
    answer = base.ask("公益性岗位最长几年", Filters("临沂市", as_of=DAY))
    assert answer.status == "answered" and not told(answer, "hidden_by_filter")


def test_where_nothing_is_hidden_the_texts_do_not_say(base: KnowledgeBase) -> None:
    answer = base.ask("红烧肉怎么做", Filters("临沂市", as_of=DAY))
    assert told(answer, "not_found") == "没有找到依据：现有文件没有写到这件事。" and not told(
        answer, "hidden_by_filter"
    )


def test_a_rule_that_does_not_reach_the_year_is_named_and_answers_nothing(base: KnowledgeBase) -> None:
    answer = base.ask("2010年临沂公益性岗位补贴多少", Filters(as_of=DAY))
    assert answer.status == "not_found"
    assert "2016-05-16至2020-05-15）不包括2010年" in told(answer, "outside_period")


def test_a_place_that_the_chosen_one_replaces_is_said(base: KnowledgeBase) -> None:
    answer = base.ask("海南的伙食补贴多少", Filters("江苏省", as_of=DAY))
    assert told(answer, "filter_overrides") == "问题里说的是海南省，但所选地区是江苏省：只查了江苏省。"
    inside = base.ask("南京的公益性岗位补贴", Filters("江苏省", as_of=DAY))
    assert not told(inside, "filter_overrides")


def test_a_document_or_a_place_that_the_chosen_document_replaces_is_said(base: KnowledgeBase) -> None:
    chosen = Filters(document="苏人社发〔2016〕289号", as_of=DAY)
    only = "但所选文件是苏人社发〔2016〕289号：只查了苏人社发〔2016〕289号。"
    assert told(base.ask("海南的培训补贴多少", chosen), "filter_overrides") == f"问题里说的是海南省，{only}"
    named = base.ask("临人社发〔2016〕12号里公益性岗位补贴多少", chosen)
    assert told(named, "filter_overrides") == f"问题里说的是临人社发〔2016〕12号，{only}"
    assert not told(base.ask("南京的培训补贴多少", chosen), "filter_overrides")

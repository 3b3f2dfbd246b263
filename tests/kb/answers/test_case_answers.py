"""Questions that describe a case and name no benefit: recognised, and answered by the clauses of the benefits that fit."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.answers.case_answers import asks_what_there_is, sentences_of
from kb.records import Filters
from kb.store import KnowledgeBase

DAY = date(2026, 11, 22)


def is_open(base: KnowledgeBase, question: str) -> bool:
    return asks_what_there_is(base.understand(question), base.benefits.read(question, DAY))


@every(
    "question",
    [
        "我55岁，有残疾证，住在临沂农村，贫困户，没工作，能领什么",
        "我妈58了，残疾二级，临沂兰陵的，建档立卡，有什么补贴？",
        "脱贫户，在江苏，想创业，有什么优惠政策可以享受",
        "我开了个厂，在临沂招了贫困户，有啥扶持",
        "My father is 58, severely disabled and registered poor in Linyi. What is he entitled to?",
        "I am registered poor and out of work in Jiangsu: which benefits can I claim?",
    ],
)
def test_a_case_with_nothing_named_asks_what_there_is(base: KnowledgeBase, question: str):
    assert is_open(base, question)


@every(
    "question",
    [
        "临沂的贫困户看病怎么报销？",
        "贫困户自主创业贷款能贷多少？",
        "重度残疾的养老保险谁来缴？",
        "临人社发〔2016〕12号对残疾贫困户有什么规定？",
        "生三孩有没有补贴？",
        "有什么补贴？",
        "连云港的低收入人口有多少人？",
        "低收入人口的家政培训有什么当地的牌子？红嫂什么的",
        "How long does a poor sole trader have to be in business for the start-up grant?",
    ],
)
def test_a_question_that_names_something_does_not(base: KnowledgeBase, question: str):
    assert not is_open(base, question)


@pytest.mark.parametrize("region", ["江苏省", "海南省", "临沂市"])
@pytest.mark.parametrize(
    "case",
    ["我是建档立卡贫困户，没有工作，能领什么？", "贫困户，重度残疾，有什么补贴？", "建档立卡，想学技术，有什么帮助？"],
)
def test_a_described_case_is_answered_by_what_fits_it(base: KnowledgeBase, case: str, region: str):
    found = base.ask(case, Filters(region=region, as_of=date(2018, 1, 1)))
    assert found.status == "answered" and found.cards
    granting = {
        match.card.clause.id
        for match in base.benefits.match(found.situation.profile, found.as_of).matches
        if match.verdict != "does_not_apply"
    }  # type: ignore[union-attr]
    assert found.citations[0].clause.id in granting
    for citation in found.citations:
        assert region in citation.document.regions
        assert all(quote.text in citation.clause.text for quote in citation.quotes)


def test_what_has_expired_is_quoted_with_its_warning(base: KnowledgeBase):
    found = base.ask("我55岁，有残疾证，住在临沂农村，贫困户，没工作，能领什么", Filters(as_of=DAY))
    assert found.status == "answered" and found.citations[0].validity == "expired"
    assert "expired" in {notice.code for notice in found.notices}


def test_a_place_without_documents_stays_out_of_scope(base: KnowledgeBase):
    found = base.ask("我在成都，贫困户，没工作，能领什么？", Filters(as_of=DAY))
    assert found.status == "out_of_scope" and not found.cards


def test_another_year_is_not_answered_from_the_cards(base: KnowledgeBase):
    assert base.ask("1998年的贫困户，没有工作，能领什么？", Filters(as_of=DAY)).status == "not_found"


def test_every_card_has_whole_sentences_of_its_clause_to_quote(base: KnowledgeBase):
    for card in base.cards:
        quotes = sentences_of(card)
        spans = {(span.start, span.end) for span in card.clause.sentences}
        assert 1 <= len(quotes) <= 2, card.id
        assert all((quote.start, quote.end) in spans for quote in quotes)
        assert all(card.clause.text[quote.start : quote.end] == quote.text for quote in quotes)

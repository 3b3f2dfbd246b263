"""From ranked clauses to an answer. A clause's score here is its retrieval score: the weights leave the rest out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from index import Hit
from kb import answers
from kb.answers import AnswerWeights, Candidate, by_score, candidate, compose
from kb.citations import check
from kb.errors import GateError
from kb.evidence import Evidence
from kb.lexicon import TermMatch
from kb.places import Gazetteer
from kb.question import Question
from kb.records import Answer, Cell, Clause, Document, Quote, Span
from kb.regions import RegionIndex
from kb.retrieval import Priors
from kb.scope import Scope

DAY = date(2024, 1, 1)
WEIGHTS = AnswerWeights(retrieval=1.0, evidence=0.0, further=0.75, complement=0.5, most=2, related=2)
PRIORS = Priors(block_asked=0.3, block_not_asked=-0.1, year=0.08, in_force=0.06)
JIANGSU = Document(
    "J", "j.txt", "江苏的通知", "notice", regions=("江苏省",), issued=date(2012, 5, 14), effective_to=date(2030, 1, 1)
)
LINYI = Document(
    "L",
    "l.txt",
    "临沂的意见",
    "opinion",
    number="临人社发〔2016〕12号",
    regions=("临沂市", "山东省"),
    issued=date(2016, 6, 12),
    effective_to=date(2020, 5, 15),
    expiry_quote="有效期至2020年5月15日",
)
HAINAN = Document(
    "H", "h.txt", "海南的通知", "notice", regions=("海南省",), issued=date(2020, 3, 1), effective_to=date(2030, 1, 1)
)
NATIONAL = Document("N", "n.txt", "全国的条例", "regulation", effective_to=date(2030, 1, 1))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of([JIANGSU, LINYI, HAINAN, NATIONAL], gazetteer)


def ranked(document: Document, label: str, score: float, text: str = "") -> Candidate:
    """A clause of one sentence, wholly quoted."""
    text = text or f"{document.title}{label}的补贴按月发放。"
    clause = Clause(
        f"{document.id} {label}",
        document.id,
        label,
        "clause",
        (f"{label}、",),
        text,
        tuple(range(len(text))),
        (Span(0, len(text)),),
    )
    evidence = Evidence(clause, (Quote(text, 0, len(text)),), 0.5)
    item = candidate(asking(), Hit(clause.id, score, 1.0, 0.9, 0.9), clause, document, evidence, DAY, PRIORS)
    return replace(item, prior=0.0)


def asking(text: str = "补贴多少", **more: object) -> Question:
    return Question(text, text, "zh", **more)  # type: ignore[arg-type]


def answer(
    question: Question,
    items: Sequence[Candidate],
    regions: RegionIndex,
    scope: Scope | None = None,
    weights: AnswerWeights = WEIGHTS,
) -> Answer:
    return compose(question, items, scope or Scope(()), regions, DAY, "zh", weights)


def cited(result: Answer) -> list[str]:
    return [citation.clause.id for citation in result.citations]


# -- scores and order


def test_a_score_adds_retrieval_evidence_and_prior() -> None:
    item = replace(ranked(NATIONAL, "一", 0.5), prior=0.125)
    assert item.score(AnswerWeights(retrieval=0.5, evidence=0.25)) == 0.5 * 0.5 + 0.25 * 0.5 + 0.125


@pytest.mark.parametrize(("prior", "score"), [(9.0, 1.0), (-9.0, 0.0)])
def test_a_score_stays_between_zero_and_one(prior: float, score: float) -> None:
    assert replace(ranked(NATIONAL, "一", 0.5), prior=prior).score(WEIGHTS) == score


def test_a_rule_in_force_outranks_one_that_expired_on_the_same_subject(regions: RegionIndex) -> None:
    text = "补贴期限最长不超过3年。"
    expired = ranked(LINYI, "一", 0.8, text)
    current = ranked(JIANGSU, "一", 0.8, text)
    question = asking()
    items = [
        candidate(question, item.hit, item.clause, item.document, item.evidence, DAY, PRIORS)
        for item in (expired, current)
    ]
    assert [item.validity for item in items] == ["expired", "in_force"]
    assert [item.document.id for item in by_score(items, AnswerWeights())] == ["J", "L"]
    assert answer(question, by_score(items, AnswerWeights()), regions).citations[0].document is JIANGSU


NEWER = replace(LINYI, id="L2", number=None, effective_from=date(2020, 6, 1), effective_to=date(2099, 1, 1))


@pytest.mark.parametrize(
    ("document", "score", "first"),
    [(NEWER, 0.7, "L2"), (NEWER, 0.4, "L"), (replace(NEWER, regions=("江苏省",)), 0.7, "L")],
    ids=["same region and subject", "another subject", "another region"],
)
def test_a_rule_in_force_comes_before_a_better_match_that_is_not(document: Document, score: float, first: str) -> None:
    items = [
        candidate(asking(), item.hit, item.clause, item.document, item.evidence, DAY, PRIORS)
        for item in (ranked(LINYI, "一", 0.9), ranked(document, "二", score))
    ]
    weights = AnswerWeights(retrieval=1.0, evidence=0.0, same_subject=0.75)
    assert [item.validity for item in items] == ["expired", "in_force"]
    assert by_score(items, weights)[0].document.id == first


def test_a_rule_that_is_not_in_force_is_not_quoted_beside_one_that_is(regions: RegionIndex) -> None:
    items = [
        candidate(asking(), item.hit, item.clause, item.document, item.evidence, DAY, PRIORS)
        for item in (ranked(NEWER, "一", 0.9), ranked(LINYI, "二", 0.9))
    ]
    assert [item.validity for item in items] == ["in_force", "expired"]
    assert cited(answer(asking(), items, regions)) == [items[0].clause.id]


def test_expired_and_undated_rank_alike_and_ties_keep_their_order() -> None:
    undated = Document("U", "u.txt", "通知", "notice", regions=("江苏省",))
    for order in ((LINYI, undated), (undated, LINYI)):
        items = [
            candidate(asking(), item.hit, item.clause, item.document, item.evidence, DAY, PRIORS)
            for item in (ranked(document, "一", 0.8) for document in order)
        ]
        assert [item.document for item in by_score(items, AnswerWeights())] == list(order)


# -- one subject


def test_the_best_clause_is_quoted_and_the_next_are_related(regions: RegionIndex) -> None:
    items = [ranked(NATIONAL, label, score) for label, score in (("一", 0.8), ("二", 0.4), ("三", 0.3), ("四", 0.2))]
    result = answer(asking(), items, regions)
    assert (result.status, result.question, result.as_of) == ("answered", "补贴多少", DAY)
    assert cited(result) == ["N 一"]
    assert [(item.text, item.citation, item.column) for item in result.answer] == [
        ("全国的条例一的补贴按月发放。", 1, None)
    ]
    assert result.citations[0].score == 0.8
    assert [(hit.clause.id, hit.score) for hit in result.related] == [("N 二", 0.4), ("N 三", 0.3)]


def test_another_clause_nearly_as_good_is_quoted_too_but_no_third(regions: RegionIndex) -> None:
    items = [ranked(NATIONAL, label, score) for label, score in (("一", 0.8), ("二", 0.61), ("三", 0.61))]
    result = answer(asking(), items, regions)
    assert cited(result) == ["N 一", "N 二"]
    assert [citation.n for citation in result.citations] == [1, 2]
    assert [item.citation for item in result.answer] == [1, 2]
    assert cited(answer(asking(), [items[0], ranked(NATIONAL, "二", 0.59)], regions)) == ["N 一"]


def test_a_clause_that_says_the_same_words_is_not_quoted_again(regions: RegionIndex) -> None:
    text = "补贴期限最长不超过3年。"
    items = [ranked(NATIONAL, "一", 0.8, text), ranked(JIANGSU, "一", 0.8, text), ranked(JIANGSU, "二", 0.7)]
    assert cited(answer(asking(), items, regions)) == ["N 一", "J 二"]


def test_a_cell_is_given_with_its_column(regions: RegionIndex) -> None:
    text = "任务：设立扶贫车间\n责任单位：市人社局"
    offsets = (-1,) * 3 + tuple(range(6)) + (-1,) * 6 + tuple(range(7, 11))
    cells = (Cell("任务", "设立扶贫车间", 0), Cell("责任单位", "市人社局", 7))
    row = Clause(
        "N 第1行", "N", "第1行", "row", ("设立扶贫车间",), text, offsets, (Span(3, 9), Span(15, 19)), None, cells
    )
    quotes = (Quote("设立扶贫车间", 3, 9), Quote("市人社局", 15, 19))
    item = replace(ranked(NATIONAL, "一", 0.8), clause=row, evidence=Evidence(row, quotes, 0.5))
    result = answer(asking(), [item], regions)
    assert [(item.text, item.column) for item in result.answer] == [("设立扶贫车间", "任务"), ("市人社局", "责任单位")]


def test_an_expired_rule_is_never_presented_without_a_notice(regions: RegionIndex) -> None:
    result = answer(asking(), [ranked(LINYI, "一", 0.8)], regions)
    assert (result.citations[0].validity, result.citations[0].validity_quote) == ("expired", "有效期至2020年5月15日")
    assert "expired" in {notice.code for notice in result.notices}


# -- the verbatim gate


@pytest.mark.parametrize(
    "quote",
    [Quote("补贴按年发放。", 0, 7), Quote("补贴", 1, 3), Quote("", 0, 0), Quote("按月发放。", 99, 104)],
    ids=["other words", "other offsets", "empty", "outside"],
)
def test_an_answer_whose_quote_is_not_in_its_clause_is_not_given(regions: RegionIndex, quote: Quote) -> None:
    item = ranked(NATIONAL, "一", 0.8, "补贴按月发放。")
    with pytest.raises(GateError, match="N 一"):
        answer(asking(), [replace(item, evidence=Evidence(item.clause, (quote,), 0.5))], regions)


def test_a_column_name_that_was_put_in_cannot_be_quoted(regions: RegionIndex) -> None:
    item = ranked(NATIONAL, "一", 0.8, "任务：培训")
    inserted = replace(item.clause, offsets=(-1, -1, -1, 0, 1))
    quote = Quote("任务：培训", 0, 5)
    with pytest.raises(GateError):
        answer(asking(), [replace(item, clause=inserted, evidence=Evidence(inserted, (quote,), 0.5))], regions)


# -- comparisons


def test_a_comparison_of_two_places_cites_one_clause_each(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    items = [
        ranked(JIANGSU, "一", 0.9),
        ranked(NATIONAL, "一", 0.9),
        ranked(JIANGSU, "二", 0.8),
        ranked(HAINAN, "一", 0.7),
        ranked(LINYI, "一", 0.1),
        ranked(LINYI, "二", 0.1),
    ]
    scope = Scope((), (gazetteer.require("临沂市"), gazetteer.require("江苏省")))
    result = answer(asking("临沂和江苏的补贴"), items, regions, scope)
    assert cited(result) == ["J 一", "L 一"]  # in order of weight, however weak the other side is
    assert [item.citation for item in result.answer] == [1, 2]


def test_the_rules_around_two_places_stand_for_them(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    items = [ranked(JIANGSU, "一", 0.9), ranked(LINYI, "一", 0.1)]
    scope = Scope((), (gazetteer.require("南京市"), gazetteer.require("兰陵县")))
    result = answer(asking("南京和兰陵的补贴"), items, regions, scope)
    assert cited(result) == ["J 一", "L 一"]
    assert [notice.code for notice in result.notices] == ["parent_region", "expired", "parent_region"]


def test_two_places_under_one_rule_are_no_comparison_of_rules(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    items = [ranked(JIANGSU, "一", 0.9), ranked(JIANGSU, "二", 0.1)]
    scope = Scope((), (gazetteer.require("南京市"), gazetteer.require("苏州市")))
    assert cited(answer(asking("南京和苏州的补贴"), items, regions, scope)) == ["J 一"]


def test_a_side_that_only_a_place_inside_it_speaks_for_is_cited(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    items = [ranked(JIANGSU, "一", 0.9), ranked(LINYI, "一", 0.1)]
    scope = Scope((), (gazetteer.require("江苏省"), gazetteer.require("山东省")))
    result = answer(asking("江苏和山东的补贴"), items, regions, scope)
    assert cited(result) == ["J 一", "L 一"]
    assert "other_region" in {notice.code for notice in result.notices}


def test_a_comparison_of_two_years_cites_one_clause_each(regions: RegionIndex) -> None:
    items = [ranked(LINYI, "一", 0.9), ranked(LINYI, "二", 0.9), ranked(HAINAN, "一", 0.5), ranked(JIANGSU, "一", 0.1)]
    assert cited(answer(asking("2012年和2016年的补贴", years=(2012, 2016)), items, regions)) == ["L 一", "J 一"]


def test_one_year_is_no_comparison(regions: RegionIndex) -> None:
    items = [ranked(LINYI, "一", 0.9), ranked(JIANGSU, "一", 0.1)]
    assert cited(answer(asking("2012年的补贴", years=(2012,)), items, regions)) == ["L 一"]


# -- several things asked


TERM, MATERIALS = "补贴期限最长不超过3年。", "申请人提供身份证复印件和劳动合同。"


def test_a_clause_that_holds_what_the_best_one_lacks_is_quoted_beside_it(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, "一", 0.8, TERM),
        ranked(NATIONAL, "二", 0.5, "按时足额发放到位。"),
        ranked(NATIONAL, "三", 0.4, MATERIALS),
    ]
    content = ("补贴", "期限", "身份证", "合同")
    assert cited(answer(asking("补贴期限和身份证合同", content=content), items, regions)) == ["N 一", "N 三"]
    # One thing asked: one clause.
    assert cited(answer(asking("补贴期限身份证合同", content=content), items, regions)) == ["N 一"]
    # Nothing lacking: one clause.
    assert cited(answer(asking("补贴和期限", content=("补贴", "期限")), items, regions)) == ["N 一"]


def test_a_complement_that_is_much_weaker_than_the_best_is_not_quoted(regions: RegionIndex) -> None:
    items = [ranked(NATIONAL, "一", 0.8, TERM), ranked(NATIONAL, "三", 0.39, MATERIALS)]
    question = asking("补贴期限和身份证合同", content=("补贴", "期限", "身份证", "合同"))
    assert cited(answer(question, items, regions)) == ["N 一"]


def test_words_are_met_through_the_official_terms_for_them(regions: RegionIndex) -> None:
    items = [ranked(NATIONAL, "一", 0.8, "公益性岗位补贴期限最长3年。"), ranked(NATIONAL, "二", 0.5, MATERIALS)]
    question = asking(
        "公岗和低保户的期限",
        content=("公岗", "低保户", "期限"),
        terms=(TermMatch("公岗", ("公益性岗位",), 0, 2), TermMatch("低保户", ("公益性岗位",), 3, 6)),
    )
    assert cited(answer(question, items, regions)) == ["N 一"]


# -- no answer


def test_not_found_offers_the_nearest_clauses_as_related_only() -> None:
    items = [ranked(NATIONAL, label, 0.5) for label in "一二三"]
    result = answers.not_found(asking(), items, DAY, "zh", WEIGHTS)
    assert (result.status, result.answer, result.citations) == ("not_found", (), ())
    assert [hit.clause.id for hit in result.related] == ["N 一", "N 二"]
    assert [notice.code for notice in result.notices] == ["not_found", "where_to_ask"]
    assert check(result) is result


def test_out_of_scope_names_the_place(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope((), (), (gazetteer.require("青岛市"),))
    result = answers.out_of_scope(asking("青岛的补贴"), scope, regions, DAY, "zh")
    assert (result.status, result.answer, result.citations, result.related) == ("out_of_scope", (), (), ())
    assert "青岛市" in result.notices[0].text


def test_an_invalid_question_says_why() -> None:
    result = answers.invalid("？？", "问题里只有符号", DAY, "zh")
    assert (result.status, result.answer) == ("invalid", ())
    assert [(notice.code, notice.text) for notice in result.notices] == [("invalid", "问题里只有符号")]

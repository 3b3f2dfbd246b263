"""One subject side by side over the five notices."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.answers.comparison import ComparedSide, Comparison, Side, compare, side_of
from kb.errors import InvalidInput, InvalidQuestion, UnknownDocument, UnknownRegion
from kb.records import Filters
from kb.store import KnowledgeBase

DAY = date(2018, 1, 1)
LINYI, JIANGSU, HAINAN = Side.region("临沂市"), Side.region("江苏省"), Side.region("海南省")
LINYI_2016, JIANGSU_2016, JIANGSU_2021 = "临人社发〔2016〕12号", "苏人社发〔2016〕289号", "苏人社发〔2021〕82号"
JIANGSU_2012, HAINAN_2016 = "jiangsu-2012-service-system", "hainan-2016-labour-export-digest"


def differing(side: ComparedSide, kind: str) -> list[str]:
    return [
        quoted.item.text[mark.start : mark.end]
        for quoted in side.quotes
        for mark in quoted.marks
        if mark.differs and mark.kind == kind
    ]


def cells(comparison: Comparison, kind: str) -> tuple[tuple[str, ...], ...]:
    return next(row.cells for row in comparison.rows if row.kind == kind)


def codes(side: ComparedSide) -> set[str]:
    return {notice.code for notice in side.answer.notices}


def bare(text: str) -> str:
    return "".join(text.split())


# -- places


def test_loan_amounts_of_three_places(base: KnowledgeBase) -> None:
    found = compare(base, "创业担保贷款额度", [LINYI, JIANGSU, HAINAN], DAY)
    assert [side.title for side in found.sides] == ["临沂市", "江苏省", "海南省"]
    assert [side.answer.status for side in found.sides] == ["answered"] * 3
    linyi, jiangsu, hainan = ([bare(text) for text in cell] for cell in cells(found, "money"))
    assert "不超过300万元" in linyi
    assert "10万元" in jiangsu
    assert hainan == ["最高不超过10万元"]
    assert "不超过300万元" in map(bare, differing(found.sides[0], "money"))
    # 3年 stands in Jiangsu's sentence; what the others say of the term is not quoted for this subject.
    assert cells(found, "duration")[0] == ()
    assert "3年" in cells(found, "duration")[1]


def test_the_same_amount_under_another_limit(base: KnowledgeBase) -> None:
    jiangsu, hainan = compare(base, "创业担保贷款额度", [JIANGSU, HAINAN], DAY).sides
    for side, fragment in ((jiangsu, "10万元"), (hainan, "最高不超过10万元")):
        mark = next(m for q in side.quotes for m in q.marks if q.item.text[m.start : m.end] == fragment)
        assert (mark.kind, mark.differs, mark.bound_only) == ("money", True, True)


def test_school_allowances_of_three_places(base: KnowledgeBase) -> None:
    found = compare(base, "技工院校学生补助标准", [LINYI, JIANGSU, HAINAN], DAY)
    linyi, jiangsu, hainan = cells(found, "money")
    assert not any("3000" in fragment for fragment in linyi)
    assert "每人每年不低于3000元" in jiangsu
    assert "每生每年3000元左右" in hainan
    assert "每人每年不低于3000元" in differing(found.sides[1], "money")


def test_terms_of_public_welfare_posts(base: KnowledgeBase) -> None:
    found = compare(base, "公益性岗位补贴期限", [LINYI, JIANGSU, HAINAN], DAY)
    linyi, jiangsu, hainan = cells(found, "duration")
    assert ("最长不超过3年" in linyi, "不超过1年" in jiangsu, hainan) == (True, True, ())
    assert "最长不超过3年" in differing(found.sides[0], "duration")
    assert "社保补贴" in differing(found.sides[1], "term")


def test_a_side_where_nothing_is_found_stays_and_says_so(base: KnowledgeBase) -> None:
    side = compare(base, "公益性岗位补贴期限", [LINYI, HAINAN], DAY).sides[1]
    assert (side.title, side.answer.status, side.quotes) == ("海南省", "not_found", ())
    assert "not_found" in codes(side)


def test_where_one_side_alone_speaks_nothing_differs(base: KnowledgeBase) -> None:
    side = compare(base, "公益性岗位补贴期限", [LINYI, HAINAN], DAY).sides[0]
    assert side.quotes and not any(mark.differs for quoted in side.quotes for mark in quoted.marks)


def test_a_place_that_is_not_held_is_declared(base: KnowledgeBase) -> None:
    side = compare(base, "创业补贴", [LINYI, Side.region("北京")], DAY).sides[1]
    assert (side.title, side.answer.status, codes(side)) == (
        "北京市",
        "out_of_scope",
        {"region_not_held", "where_to_ask"},
    )


def test_a_rule_of_the_place_around_or_inside_is_said_to_be_one(base: KnowledgeBase) -> None:
    county, province = compare(base, "一次性创业补贴", [Side.region("兰陵县"), Side.region("山东省")], DAY).sides
    assert "parent_region" in codes(county) and "other_region" in codes(province)
    # Both rest on Linyi's rule, so nothing differs.
    assert county.quotes[0].citation.document.id == province.quotes[0].citation.document.id == LINYI_2016
    assert not any(mark.differs for side in (county, province) for quoted in side.quotes for mark in quoted.marks)


@every("subject", ["创业担保贷款额度", "技工院校学生补助", "公益性岗位", "培训补贴", "start-up loan"])
def test_a_side_never_shows_another_places_rule(base: KnowledgeBase, subject: str) -> None:
    for side in compare(base, subject, [LINYI, JIANGSU, HAINAN], DAY).sides:
        assert {quoted.citation.document.region for quoted in side.quotes} <= {side.title}


def test_every_mark_stands_in_a_quote_of_its_citation(base: KnowledgeBase) -> None:
    marked = 0
    for side in compare(base, "职业技能培训补贴", [LINYI, JIANGSU, HAINAN], DAY).sides:
        for quoted in side.quotes:
            assert quoted.item.citation == quoted.citation.n
            assert quoted.quote in quoted.citation.quotes
            assert quoted.citation.clause.text[quoted.quote.start : quoted.quote.end] == quoted.item.text
            assert all(0 <= mark.start < mark.end <= len(quoted.item.text) for mark in quoted.marks)
            marked += len(quoted.marks)
    assert marked


# -- a subject that names places, years or documents


@every(
    ("subject", "asked"),
    [
        ("临沂和江苏的创业贷款额度", "创业贷款额度"),
        ("江苏、海南创业贷款额度", "创业贷款额度"),
        ("创业贷款额度在江苏省和海南省之间有什么不同", "创业贷款额度 有什么不同"),
        ("How much is the start-up loan in Linyi and Jiangsu?", "How much is the start-up loan"),
        ("与陕西的劳务协作", "与陕西的劳务协作"),
        ("江苏省和海南省", "江苏省和海南省"),
    ],
)
def test_places_that_are_sides_are_not_asked_about(base: KnowledgeBase, subject: str, asked: str) -> None:
    found = compare(base, subject, [JIANGSU, HAINAN], DAY)
    assert (found.subject, found.asked) == (subject, asked)


def test_places_in_the_subject_do_not_narrow_a_side(base: KnowledgeBase) -> None:
    plain = compare(base, "创业贷款额度", [LINYI, JIANGSU, HAINAN], DAY)
    named = compare(base, "临沂和江苏的创业贷款额度", [LINYI, JIANGSU, HAINAN], DAY)
    assert [side.quotes for side in named.sides] == [side.quotes for side in plain.sides]
    assert named.rows == plain.rows


def test_a_place_in_the_subject_does_not_shut_a_chosen_document(base: KnowledgeBase) -> None:
    sides = [Side.document(JIANGSU_2016), Side.document(HAINAN_2016)]
    chosen = base.ask("北京的创业贷款额度", Filters(document=JIANGSU_2016, as_of=DAY))
    assert chosen.status == "answered"
    assert "region_not_held" in {notice.code for notice in chosen.notices}
    found = compare(base, "北京的创业贷款额度", sides, DAY)
    assert [side.answer.status for side in found.sides] == ["answered", "answered"]


def test_years_and_numbers_in_the_subject_do_not_narrow_a_side(base: KnowledgeBase) -> None:
    found = compare(base, "2012年和2016年的基础养老金标准", [Side.year(2012), Side.year(2016)], DAY)
    assert found.asked == "基础养老金标准"
    assert "每人每月70元" in cells(found, "money")[0]
    sides = [Side.document(LINYI_2016), Side.document(JIANGSU_2016)]
    found = compare(base, "临人社发[2016]12号和苏人社发〔2016〕289号的创业贷款额度", sides, DAY)
    assert found.asked == "创业贷款额度"
    assert [side.documents for side in found.sides] == [(LINYI_2016,), (JIANGSU_2016,)]


def test_an_english_subject(base: KnowledgeBase) -> None:
    found = compare(base, "How much is the start-up loan?", [JIANGSU, HAINAN], DAY)
    assert found.language == "en"
    assert "10万元" in cells(found, "money")[0]


# -- documents and years


def test_two_documents(base: KnowledgeBase) -> None:
    found = compare(base, "公益性岗位签订期限", [Side.document(LINYI_2016), Side.document(JIANGSU_2021)], DAY)
    assert [side.title for side in found.sides] == [LINYI_2016, JIANGSU_2021]
    assert [{q.citation.document.id for q in side.quotes} for side in found.sides] == [{LINYI_2016}, {JIANGSU_2021}]
    assert "不超过1年" in cells(found, "duration")[1]


def test_a_document_without_a_number_has_its_title(base: KnowledgeBase) -> None:
    side = compare(base, "创业贷款额度", [Side.document(HAINAN_2016), JIANGSU], DAY).sides[0]
    assert side.title.startswith("《图解劳务输出如何拓")


def test_three_years(base: KnowledgeBase) -> None:
    found = compare(base, "公益性岗位", [Side.year(2012), Side.year(2016), Side.year(2021)], DAY)
    assert [side.title for side in found.sides] == ["2012年", "2016年", "2021年"]
    assert [set(side.documents) for side in found.sides] == [
        {JIANGSU_2012},
        {JIANGSU_2016},  # the place that has a document of each year
        {JIANGSU_2021},
    ]
    assert [quoted.citation.document.id for side in found.sides for quoted in side.quotes[:1]] == [
        JIANGSU_2012,
        JIANGSU_2016,
        JIANGSU_2021,
    ]
    assert cells(found, "count")[2] == ()
    assert "5000个" in cells(found, "count")[0]


def test_of_a_years_documents_the_surest_answer_counts(base: KnowledgeBase) -> None:
    side = compare(base, "公益性岗位", [Side.year(2016), Side.year(2012)], DAY).sides[0]
    single = [base.ask("公益性岗位", Filters(document=identifier, as_of=DAY)) for identifier in side.documents]
    assert side.answer.confidence == max(answer.confidence for answer in single)


def test_a_year_without_documents_is_declared(base: KnowledgeBase) -> None:
    side = compare(base, "公益性岗位", [Side.year(2016), Side.year(2013)], DAY).sides[1]
    assert (side.answer.status, side.documents, codes(side)) == ("not_found", (), {"side_not_found"})


def test_validity_is_judged_on_the_day_asked_for(base: KnowledgeBase) -> None:
    sides = [LINYI, Side.document(JIANGSU_2021)]
    early = compare(base, "公益性岗位", sides, date(2018, 1, 1))
    late = compare(base, "公益性岗位", sides, date(2022, 1, 1))
    assert [side.quotes[0].citation.validity for side in early.sides] == ["in_force", "not_yet_in_force"]
    assert [side.quotes[0].citation.validity for side in late.sides] == ["expired", "in_force"]


# -- what is refused


@every(
    "sides",
    [
        [],
        [LINYI],
        [LINYI, JIANGSU, HAINAN, Side.year(2012), Side.year(2016)],
        [LINYI, Side.region("临沂")],
        [LINYI, Side.region(" Linyi ")],
        [Side.document(LINYI_2016), Side.document("临人社发[2016]12号")],
        [Side.year(2016), Side("year", "2016年")],
        [LINYI, Side.region(" ")],
        [LINYI, Side("year", "16")],
    ],
)
def test_sides_that_are_too_few_too_many_the_same_or_none(base: KnowledgeBase, sides: list[Side]) -> None:
    with pytest.raises(InvalidInput) as caught:
        compare(base, "补贴", sides, DAY)
    assert "\n" not in str(caught.value)


def test_names_that_are_none(base: KnowledgeBase) -> None:
    with pytest.raises(UnknownRegion):
        compare(base, "补贴", [LINYI, Side.region("火星基地")], DAY)
    with pytest.raises(UnknownDocument):
        compare(base, "补贴", [LINYI, Side.document("临人社发〔1999〕1号")], DAY)


@pytest.mark.parametrize("subject", ["", "？？", "补" * 501])
def test_a_subject_that_is_none(base: KnowledgeBase, subject: str) -> None:
    with pytest.raises(InvalidQuestion):
        compare(base, subject, [LINYI, JIANGSU], DAY)


@every(
    ("typed", "side"),
    [
        ("临人社发[2016]12号", Side.document(LINYI_2016)),
        (HAINAN_2016, Side.document(HAINAN_2016)),
        ("2016", Side.year(2016)),
        ("2016年", Side.year(2016)),
        (" 江苏 ", Side.region("江苏")),
        ("12345", Side.region("12345")),
    ],
)
def test_what_a_person_types_as_a_side(base: KnowledgeBase, typed: str, side: Side) -> None:
    assert side_of(base, typed) == side

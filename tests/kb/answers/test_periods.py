"""Which years a document reaches."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.answers.periods import speaks_for_years, years_of, years_of_a_rule
from kb.questions import Question, years_named
from kb.records import Clause, Document

NOTICE = Document("N", "n.txt", "关于发放补贴的通知", "notice", issued=date(2016, 6, 12))
ENROLMENT = Document("Q", "q.txt", "某区2026年幼儿园招生工作方案", "plan", issued=date(2026, 4, 1))


def clause(text: str) -> Clause:
    return Clause("D 一", "D", "一", "clause", ("一、",), text, tuple(range(len(text))), ())


def test_the_years_a_document_speaks_of() -> None:
    document = Document(
        "D",
        "d.txt",
        "意见",
        "opinion",
        issued=date(2016, 6, 12),
        published=date(2015, 1, 1),
        effective_from=date(2017, 5, 16),
        effective_to=date(2020, 5, 15),
    )
    texts = [clause("到2022年底完成。"), clause("比１９９８年增长，电话05392012345，编号120304和99992011。")]
    assert years_of(document) | years_named(texts) == {2016, 2015, 2017, 2018, 2019, 2020, 2022, 1998}


def test_a_term_without_both_ends_adds_no_years() -> None:
    document = Document("D", "d.txt", "意见", "opinion", effective_from=date(2017, 5, 16))
    assert years_of(document) | years_named([clause("做好工作。")]) == frozenset()


@pytest.mark.parametrize("text", ["按每人2000元的标准给予奖补。", "按每人2,000元的标准给予奖补。"])
def test_an_amount_is_no_year(text: str) -> None:
    assert years_of(Document("D", "d.txt", "意见", "opinion")) | years_named([clause(text)]) == frozenset()


@every(
    ("text", "years"),
    [
        ("在2016年至2020年期间执行。", {2016, 2017, 2018, 2019, 2020}),
        ("2018—2020年度计划。", {2018, 2019, 2020}),
        ("2020年至2018年", {2020, 2018}),  # no period
        ("自2016.5.16起", {2016}),
        ("于2016/5/16发布", {2016}),
        ("为做好工作，2016年起实行。", {2016}),
        ("编号12016年", set()),
    ],
)
def test_the_years_a_text_names_and_those_of_a_period(text: str, years: set[int]) -> None:
    assert years_of(Document("D", "d.txt", "意见", "opinion")) | years_named([clause(text)]) == years


def test_of_a_document_for_one_year_only_a_clause_that_names_another_speaks_for_it() -> None:
    registering, born = clause("网上报名时间为6月2日至6月4日。"), clause("应为2022年9月1日以后出生。")
    day = date(2026, 11, 1)
    assert speaks_for_years(ENROLMENT, registering, (2026,), day)
    assert not speaks_for_years(ENROLMENT, registering, (2022,), day)
    assert speaks_for_years(ENROLMENT, born, (2022,), day)
    assert speaks_for_years(NOTICE, registering, (2022,), day)  # made for no year


def test_a_year_of_somebodys_life_asks_nothing_of_a_rule() -> None:
    years = (2015, 2021)
    assert years_of_a_rule(Question("", "", "zh", years=years, life_years=frozenset({2015}))) == (2021,)
    assert years_of_a_rule(Question("", "", "zh", years=years)) == years


def test_a_question_about_validity_asks_of_any_year() -> None:
    text = "这个意见2035年还有效吗"
    assert years_of_a_rule(Question(text, text, "zh", years=(2035,), parts=frozenset({"施行日期"}))) == ()

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.abstention import asks_of_another_time, asks_of_no_clause, years_spoken_of
from kb.questions import Question
from kb.questions.clause_addresses import ClauseReference
from kb.questions.clause_references import clause_references
from kb.records import Clause, ClauseKind, Document

DAY = date(2024, 3, 1)


def clause(text: str) -> Clause:
    return Clause("D 一", "D", "一", "clause", ("一、",), text, tuple(range(len(text))), ())


def asking(text: str = "补贴多少", years: tuple[int, ...] = ()) -> Question:
    return Question(text, text, "zh", years=years)


# -- years


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
    assert years_spoken_of(document, texts) == {2016, 2015, 2017, 2018, 2019, 2020, 2022, 1998}


def test_a_term_without_both_ends_adds_no_years() -> None:
    document = Document("D", "d.txt", "意见", "opinion", effective_from=date(2017, 5, 16))
    assert years_spoken_of(document, [clause("做好工作。")]) == frozenset()


@pytest.mark.parametrize("text", ["按每人2000元的标准给予奖补。", "按每人2,000元的标准给予奖补。"])
def test_an_amount_is_no_year(text: str) -> None:
    assert years_spoken_of(Document("D", "d.txt", "意见", "opinion"), [clause(text)]) == frozenset()


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        (asking(years=()), False),
        (asking(years=(2016,)), False),
        (asking(years=(2035,)), True),
        (asking(years=(2034, 2035)), True),
        (asking(years=(2016, 2035)), False),  # one of the two is spoken of
        (asking(years=(2024,)), False),  # the year of the day asked about: what holds now
        (asking("这个意见2035年还有效吗", (2035,)), False),  # validity can be said for any year
    ],
    ids=["no year", "known", "unknown", "both unknown", "one known", "this year", "validity"],
)
def test_a_question_about_years_no_text_speaks_of_is_refused(question: Question, refused: bool) -> None:
    assert asks_of_another_time(question, [frozenset({2012}), frozenset({2016})], DAY) is refused


def test_with_no_document_in_scope_every_other_year_is_another_time() -> None:
    assert asks_of_another_time(asking(years=(2016,)), [], DAY)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("在2016年至2020年期间执行。", {2016, 2017, 2018, 2019, 2020}),
        ("2018—2020年度计划。", {2018, 2019, 2020}),
        ("2020年至2018年", {2020, 2018}),  # no period
        ("自2016.5.16起", {2016}),
        ("于2016/5/16发布", {2016}),
        ("编号12016年", set()),
    ],
)
def test_the_years_a_text_names_and_those_of_a_period(text: str, years: set[int]) -> None:
    assert years_spoken_of(Document("D", "d.txt", "意见", "opinion"), [clause(text)]) == years


@given(st.lists(st.integers(1950, 2060), min_size=1, max_size=3), st.sets(st.integers(1950, 2060)))
def test_a_question_is_refused_only_where_no_year_of_it_is_known(asked: list[int], known: set[int]) -> None:
    refused = asks_of_another_time(asking(years=tuple(asked)), [frozenset(known)], DAY)
    assert refused is (not known & set(asked) and DAY.year not in asked)


# -- clauses


def labelled(label: str, kind: ClauseKind = "clause") -> Clause:
    return Clause(f"D {label}", "D", label, kind, (label,), "文", (0,), ())


TABLE = [labelled(f"附件1第{n}项", "row") for n in range(1, 14)]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("附件1第13项的责任单位", False),
        ("附件1第14项的责任单位", True),
        ("附件1第14项和第3项的责任单位", False),  # one of the two is held
        ("责任单位是谁", False),
    ],
)
def test_a_question_for_a_clause_that_no_document_has_is_refused(text: str, refused: bool) -> None:
    question = Question(text, text, "zh", clauses=clause_references(text, ()))
    assert bool(question.clauses) is ("第" in text)
    assert asks_of_no_clause(question, TABLE) is refused


def test_with_no_document_in_scope_no_clause_is_held() -> None:
    question = Question("x", "x", "zh", clauses=(ClauseReference(0, 1, ("第3项",)),))
    assert asks_of_no_clause(question, [])
    assert not asks_of_no_clause(question, TABLE)
    assert not asks_of_no_clause(asking(), [])

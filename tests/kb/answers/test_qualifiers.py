"""Years, ordinals and grades asked for, held against those that a clause says."""

from __future__ import annotations

import pytest
from every import every

from kb.answers.qualifiers import QualifierStates, another_recipient, is_of_another, marks_in, recipients, states
from kb.records import Document


def test_marks_are_years_and_what_is_counted() -> None:
    marks = marks_in("2025年第一批公租房面向第2批轮候家庭，照护需求3级，补贴2000元")
    assert marks.years == {2025}
    assert marks.ordinals == {"第批": {1, 2}, "级": {3}}


@pytest.mark.parametrize(
    "text", ["第三条", "第二章", "2018元", "12025年"], ids=["article", "chapter", "money", "longer number"]
)
def test_what_is_no_qualifier(text: str) -> None:
    marks = marks_in(text)
    assert (marks.years, marks.ordinals) == (frozenset(), {})


@pytest.mark.parametrize(
    ("asked", "said", "issued", "expected"),
    [
        ("第十届奖多少", "参加省第10届残运会", (), QualifierStates()),
        ("第十四届奖多少", "参加省第十届残运会", (), QualifierStates(contradicted=("第14届",))),
        ("第二批有多少套", "共有554套", (), QualifierStates(open=("第2批",))),
        ("3级补多少", "1级2元，3级4元", (), QualifierStates()),
        ("第5名奖多少", "第4名至第8名奖500元", (), QualifierStates()),
        ("第9名奖多少", "第四至八名奖500元", (), QualifierStates(contradicted=("第9名",))),
        ("三级伤残发多少", "一级至四级伤残按月发给", (), QualifierStates()),
        ("2027年的标准", "2026年的标准为100元", (), QualifierStates(contradicted=("2027年",))),
        ("2027年的标准", "标准为100元", (), QualifierStates(open=("2027年",))),
        ("2027年的标准", "标准为100元", (2027,), QualifierStates()),
    ],
    ids=[
        "met",
        "another",
        "not said",
        "one of several",
        "between",
        "beyond",
        "between grades",
        "another year",
        "no year",
        "the document's year",
    ],
)
def test_a_qualifier_is_met_open_or_contradicted(
    asked: str, said: str, issued: tuple[int, ...], expected: QualifierStates
) -> None:
    assert states(marks_in(asked), marks_in(said), issued) == expected


@every(
    ("asked", "title", "text", "another"),
    [
        ("第二批有多少套", "2025年第一批房源的通告", "共554套", True),
        ("第一批有多少套", "2025年第一批房源的通告", "共554套", False),
        ("第二批有多少套", "2025年第一批房源的通告", "第二批另行公布", False),
        ("第二批有多少套", "2025年房源的通告", "第一批共554套", False),
        ("第六届奖多少", "参加第十届运动会暨第五届特奥会的奖励办法", "每枚2万元", True),
        ("第五届奖多少", "参加第十届运动会暨第五届特奥会的奖励办法", "每枚2万元", False),
    ],
)
def test_a_document_is_another_of_a_series_by_its_title(asked: str, title: str, text: str, another: bool) -> None:
    marks, document = marks_in(asked), Document("D", "d.txt", title, "notice")
    assert is_of_another(marks, document, states(marks, marks_in(f"{title}\n{text}"), ())) == another


def test_what_is_contradicted_is_told_first() -> None:
    assert QualifierStates(open=("2026年", "第1次"), contradicted=("第3批",)).told == ("第3批", "2026年")


ROWERS, TRAINERS = "对划艇进入前三名的队员，按每人800元奖励。", "训练队员进入前三名的教员，按每人200元奖励。"


@pytest.mark.parametrize(
    ("said", "own", "others"),
    [
        (["队员", "奖励"], TRAINERS, ("队员",)),
        (["队员", "奖励"], ROWERS, ()),
        (["教员", "队员"], TRAINERS, ()),
        (["划船", "奖励"], TRAINERS, ()),
    ],
)
def test_a_rule_for_those_of_whom_another_clause_speaks(said: list[str], own: str, others: tuple[str, ...]) -> None:
    assert another_recipient(said, recipients(own), recipients(ROWERS + TRAINERS)) == others

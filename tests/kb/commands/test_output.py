"""What the command line prints for people, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.answers import Answer, AnswerItem, Citation, SearchHit
from kb.commands.output import print_answer, print_reading
from kb.messages import Message
from kb.questions import Question
from kb.records import Clause, Document, Notice, Quote

DOCUMENT = Document("a", "a.txt", "关于就业的通知", "notice", number="某发〔2020〕3号", issued=date(2020, 6, 1))
TEXT = "补贴每人1000元。"
CLAUSE = Clause("a 一", "a", "一", "clause", ("一、补贴",), TEXT, tuple(range(10)), ())
CITATION = Citation(1, CLAUSE, DOCUMENT, "undated", None, (Quote(TEXT, 0, 10),), 0.8)
ANSWER = Answer(
    "比较",
    "zh",
    "answered",
    date(2026, 11, 22),
    answer=(
        AnswerItem(TEXT, 1, group="东县", gloss=(("补贴", "subsidy"), ("每人", "per person"))),
        AnswerItem(TEXT, 1, group="东县"),
        AnswerItem(TEXT, 1, column="标准", group="2016年"),
    ),
    citations=(CITATION,),
    notices=(
        Notice("side_not_found", Message("西县：现有文件没有写到这件事。", "西县: the documents held do not say.")),
    ),
    confidence=0.72,
    related=(SearchHit(replace(CLAUSE, label="二"), DOCUMENT, 0.2),),
)


def test_a_comparison_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(replace(ANSWER, answer=tuple(replace(item, gloss=()) for item in ANSWER.answer)))
    assert capsys.readouterr().out.splitlines() == [
        "【东县】",
        "补贴每人1000元。 [1]",
        "补贴每人1000元。 [1]",
        "【2016年】",
        "标准：补贴每人1000元。 [1]",
        "",
        "把握 How sure: 可能 likely (72%)",
        "[1] 《关于就业的通知》（某发〔2020〕3号）一",
        "    一、补贴",
        "    未写明有效期 no end date stated",
        "! 西县：现有文件没有写到这件事。 西县: the documents held do not say.",
        "其他条款 Other clauses:",
        "  - 《关于就业的通知》（某发〔2020〕3号）二",
    ]


def test_the_same_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(replace(ANSWER, language="en"))
    assert capsys.readouterr().out.splitlines() == [
        "【东县】",
        "补贴每人1000元。 [1]",
        "    Figures and terms, not a translation: 补贴 = subsidy; 每人 = per person",
        "补贴每人1000元。 [1]",
        "【2016年】",
        "标准：补贴每人1000元。 [1]",
        "",
        "How sure 把握: likely 可能 (72%)",
        "[1] Clause 一, 某发〔2020〕3号, issued 2020-06-01: 《关于就业的通知》",
        "    一、补贴",
        "    no end date stated 未写明有效期",
        "! 西县: the documents held do not say. 西县：现有文件没有写到这件事。",
        "Other clauses 其他条款:",
        "  - Clause 二, 某发〔2020〕3号, issued 2020-06-01: 《关于就业的通知》",
    ]


def test_near_rules_are_listed_once_as_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    notices = (
        Notice("not_found", Message("没有找到依据。", "Not found.")),
        Notice("related", Message("相近的规定：二。", "Near.")),
    )
    print_answer(replace(ANSWER, status="not_found", answer=(), citations=(), notices=notices))
    assert capsys.readouterr().out.splitlines() == [
        "! 没有找到依据。 Not found.",
        "相近的规定（不是答案） Rules that come near, which are no answer:",
        "  - 《关于就业的通知》（某发〔2020〕3号）二",
    ]


def test_the_reading_comes_in_the_wanted_language_first(capsys: pytest.CaptureFixture[str]) -> None:
    question = Question("公岗：几年", "公岗:几年", "zh", years=(2016,))
    print_reading(question, "zh")
    assert capsys.readouterr().out == "问题 Question：公岗:几年\n语言 Language：中文 Chinese\n年份 Years：2016\n\n"
    print_reading(question, "en")
    assert capsys.readouterr().out == "Question 问题：公岗:几年\nLanguage 语言：中文 Chinese\nYears 年份：2016\n\n"

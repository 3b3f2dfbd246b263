from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kb.errors import StoreError, UnknownRegion
from kb.question import Question
from kb.records import Answer, Notice
from ui.desk import Desk
from ui.words import BAD_DATE, BUSY


class Scripted:
    """Stands in for a knowledge base that fails or answers as told; remembers what it was asked."""

    regions: tuple[str, ...] = ("某省", "某市")
    warning: str | None = None

    def __init__(self, reply: Callable[[], Answer]) -> None:
        self.reply = reply
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.understood: list[str] = []

    def ask(self, question: str, **given: object) -> Answer:
        self.asked.append((question, given))
        return self.reply()

    def understand(self, question: str) -> Question:
        self.understood.append(question)
        return Question(question, question, "zh", content=("词",))

    def documents(self, as_of: date | None = None) -> tuple[object, ...]:
        raise StoreError("索引缺失，请运行 policy-kb build。 The store is missing: run `policy-kb build`.")


def _raising(error: Exception) -> Callable[[], Answer]:
    def reply() -> Answer:
        raise error

    return reply


def test_what_was_typed_reaches_the_base(answered):
    kb = Scripted(lambda: answered)
    errors = Desk(kb).ask(" 补贴几年？", " 某市 ", "2018/1/1", True)
    assert kb.asked == [(" 补贴几年？", {"region": "某市", "as_of": date(2018, 1, 1), "in_force": True})]
    assert errors[:3] == ("", "", "") and "<mark>" in errors[3]


def test_empty_filters_are_none(answered):
    kb = Scripted(lambda: answered)
    Desk(kb).ask("问", None, None, False)
    assert kb.asked == [("问", {"region": None, "as_of": None, "in_force": False})]


def test_a_bad_date_is_said_under_the_date_and_asks_nothing(answered):
    kb = Scripted(lambda: answered)
    question, region, as_of, answer = Desk(kb).ask("问", "", "去年", False)
    assert (question, region, answer) == ("", "", "") and BAD_DATE.split("。")[0] in as_of
    assert kb.asked == []


def test_an_unknown_region_is_said_under_the_region():
    kb = Scripted(_raising(UnknownRegion("没有“月球”这个地区。 No such region.")))
    question, region, as_of, answer = Desk(kb).ask("问", "月球", "", False)
    assert "没有“月球”这个地区。" in region and (question, as_of, answer) == ("", "", "")


def test_a_failure_inside_shows_its_cause_and_remedy_in_one_line():
    kb = Scripted(_raising(StoreError("索引损坏，请运行 policy-kb build。 The store is damaged.")))
    assert "索引损坏，请运行 policy-kb build。" in Desk(kb).ask("问", "", "", False)[3]
    assert "索引缺失，请运行 policy-kb build。" in Desk(kb).welcome()


def test_an_unusable_question_is_said_under_the_question():
    invalid = Answer("", "zh", "invalid", date(2026, 1, 1), notices=(Notice("empty", "问题为空，请输入问题。"),))
    question, region, as_of, answer = Desk(Scripted(lambda: invalid)).ask("", "", "", False)
    assert "问题为空，请输入问题。" in question and (region, as_of) == ("", "")
    assert "这句话没法查" in answer


def test_how_the_question_was_read_comes_with_the_answer_but_not_without_a_question(answered):
    kb = Scripted(lambda: answered)
    assert "kb-reading" in Desk(kb).ask("补贴几年？", "", "", False)[3]
    assert kb.understood == ["补贴几年？"]
    kb = Scripted(lambda: Answer("", "zh", "invalid", date(2026, 1, 1)))
    assert "kb-reading" not in Desk(kb).ask("", "", "", False)[3]
    assert kb.understood == []


def test_a_full_desk_says_it_is_busy(answered, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ui.desk.RUNNING", 1)
    monkeypatch.setattr("ui.desk.WAITING", 0)
    kb = Scripted(lambda: answered)
    desk = Desk(kb)
    kb.reply = lambda: (inner.append(desk.ask("问", "", "", False)), answered)[1]
    inner: list[tuple[str, str, str, str]] = []
    outer = desk.ask("问", "", "", False)
    assert len(inner) == 1 and BUSY.split("，")[0] in inner[0][3]
    assert "<mark>" in outer[3]

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from kb.admission import WaitingRoom
from kb.answers import Answer
from kb.documents import DocumentEntry
from kb.errors import StoreError, UnknownDocument, UnknownRegion
from kb.messages import Message
from kb.people import FeedbackStore, QuestionCounts
from kb.questions import Question
from kb.records import NO_FILTERS, Filters, Language, Notice
from ui.desk.question_actions import Desk
from ui.desk.question_feedback import judged
from ui.desk.question_page import desk_page
from ui.pieces import BAD_DATE, BUSY
from ui.server import COOKIE, Services, Session


class Scripted:
    """Stands in for a knowledge base that fails or answers as told; remembers what it was asked."""

    regions: tuple[str, ...] = ("某省", "某市")
    warning: Message | None = None
    fingerprint = "f1"
    document_ids = frozenset({"某人社发〔2016〕12号"})

    @property
    def current(self) -> Scripted:
        return self

    def __init__(self, reply: Callable[[], Answer]) -> None:
        self.reply = reply
        self.asked: list[tuple[str, Filters, Language | None]] = []
        self.understood: list[str] = []

    def ask(self, question: str, filters: Filters, *, language: Language | None = None) -> Answer:
        self.asked.append((question, filters, language))
        return self.reply()

    def understand(self, question: str) -> Question:
        self.understood.append(question)
        return Question(question, question, "zh", content=("词",))

    def documents(self, as_of: date | None = None) -> tuple[object, ...]:
        raise StoreError("索引缺失，请运行 policy-kb build。", "The store is missing: run `policy-kb build`.")


class Office:
    """A desk over a scripted knowledge base, and the session that a browser would have."""

    def __init__(self, kb: Scripted, folder: Path, room: WaitingRoom | None = None, language: str = "zh") -> None:
        self.kb = kb
        self.services = Services(kb, FeedbackStore(folder), room=room or WaitingRoom())  # type: ignore[arg-type]
        self.session: Session = self.services.sessions.open()
        self.request = event(self.session.token)
        self.desk = Desk(self.services, language)  # type: ignore[arg-type]

    def ask(self, question: str | None, *filters: Any) -> tuple[Any, ...]:
        given = (*filters, None, None, None, None, False)[:5] if len(filters) < 5 else filters
        return self.desk.ask(question, *given, self.request)


def event(token: str | None) -> gr.Request:
    headers = [(b"cookie", f"{COOKIE}={token}".encode())] if token else []
    return gr.Request(Request({"type": "http", "headers": headers}))  # type: ignore[arg-type]


@pytest.fixture
def office(answered: Answer, tmp_path: Path) -> Office:
    return Office(Scripted(lambda: answered), tmp_path)


def _raising(error: Exception) -> Scripted:
    def reply() -> Answer:
        raise error

    return Scripted(reply)


def test_an_answer_is_counted_without_its_question(office: Office, tmp_path: Path):
    counts = QuestionCounts(tmp_path)
    office.desk = Desk(replace(office.services, counts=counts), "zh")
    office.ask("补贴几年？")
    (count,) = counts.since(date.today())
    assert (count.status, count.clause, count.questions) == ("answered", office.kb.reply().citations[0].clause.id, 1)


def test_what_was_typed_reaches_the_base(office: Office):
    shown = office.ask(" 补贴几年？", " 某市 ", "某发〔2020〕1号", "notice", "2018/1/1", True)
    given = Filters("某市", "某发〔2020〕1号", "notice", date(2018, 1, 1), True)
    assert office.kb.asked == [(" 补贴几年？", given, None)]
    assert shown[:4] == ("", "", "", "") and "<mark>" in shown[4]


def test_empty_filters_are_none(office: Office):
    office.ask("问", None, "", None, None, False)
    assert office.kb.asked == [("问", NO_FILTERS, None)]


def test_the_english_page_asks_for_an_english_frame(answered: Answer, tmp_path: Path):
    office = Office(Scripted(lambda: replace(answered, language="en")), tmp_path, language="en")
    shown = office.ask("补贴几年？")
    assert office.kb.asked[0][2] == "en"
    assert 'href="/en/documents/' in shown[4] and 'href="/en/history/1/sheet"' in shown[4]


def test_a_bad_date_is_said_under_the_date_and_asks_nothing(office: Office):
    question, region, document, as_of, answer, number, _ = office.ask("问", "", "", "", "去年", False)
    assert (question, region, document, answer, number) == ("", "", "", "", 0)
    assert BAD_DATE.zh in as_of and office.kb.asked == []


@pytest.mark.parametrize(("error", "field"), [(UnknownRegion, 1), (UnknownDocument, 2)])
def test_a_filter_that_is_none_is_said_under_its_field(error: type[Exception], field: int, tmp_path: Path):
    shown = Office(_raising(error("没有“月球”。 No such thing.")), tmp_path).ask("问", "月球", "月球", "", "", False)
    assert "没有“月球”。" in shown[field]
    assert [each for n, each in enumerate(shown[:5]) if n != field] == ["", "", "", ""]


def test_a_failure_inside_shows_its_cause_and_remedy_in_one_line(tmp_path: Path):
    office = Office(_raising(StoreError("索引损坏，请运行 policy-kb build。", "The store is damaged.")), tmp_path)
    assert "索引损坏，请运行 policy-kb build。" in office.ask("问")[4]
    assert "索引缺失，请运行 policy-kb build。" in office.desk.welcome(office.request)[6]


def test_an_unusable_question_is_said_under_the_question_and_not_remembered(tmp_path: Path):
    invalid = Answer(
        "", "zh", "invalid", date(2026, 1, 1), notices=(Notice("empty", Message("问题为空，请输入问题。")),)
    )
    office = Office(Scripted(lambda: invalid), tmp_path)
    question, region, document, as_of, answer, number, _ = office.ask("")
    assert "问题为空，请输入问题。" in question and (region, document, as_of, number) == ("", "", "", 0)
    assert "这句话没法查" in answer and "kb-reading" not in answer
    assert office.session.work.history == () and office.kb.understood == []


def test_how_the_question_was_read_comes_with_the_answer(office: Office):
    assert "kb-reading" in office.ask("补贴几年？")[4]
    assert office.kb.understood == ["补贴几年？"]


def test_a_full_desk_says_it_is_busy(answered: Answer, tmp_path: Path):
    office = Office(Scripted(lambda: answered), tmp_path, WaitingRoom(running=1, waiting=0))
    inner: list[tuple[Any, ...]] = []
    office.kb.reply = lambda: (inner.append(office.ask("问")), answered)[1]
    outer = office.ask("问")
    assert len(inner) == 1 and BUSY.zh.split("，")[0] in inner[0][4]
    assert "<mark>" in outer[4]


# ------------------------------------------------------------------------------------- the session


def test_questions_are_listed_latest_first_with_their_limits(office: Office):
    office.ask("补贴几年？", "某市", "", "", "2018-01-01", False)
    *_, number, listed = office.ask("长" * 50)
    assert number == 2
    assert listed["choices"] == [(f"2. {'长' * 40}…", 2), ("1. 补贴几年？（某市 · 2018-01-01）", 1)]
    assert listed["value"] == 2 and listed["visible"] is True


def hold(office: Office, answer: Answer) -> None:
    held = {each.document.id: each.document for each in (*answer.citations, *answer.related)}
    entries = tuple(DocumentEntry(document, "undated", None, 1) for document in held.values())
    office.kb.documents = lambda as_of=None: entries  # type: ignore[method-assign]


def test_going_back_brings_question_filters_and_the_answer_of_then(office: Office, answered: Answer):
    hold(office, answered)
    first = office.ask("补贴几年？", "某市", "某发〔2020〕1号", "notice", "2018/1/1", True)
    office.ask("另一个")
    back = office.desk.restore(1, office.request)
    assert back[:6] == ("补贴几年？", "某市", "某发〔2020〕1号", "notice", "2018-01-01", True)
    assert back[6:] == ("", "", "", "", first[4], 1)
    assert len(office.kb.asked) == 2


def test_coming_back_to_the_page_brings_the_last_question_with_its_filters_and_answer(office: Office, answered: Answer):
    asked = office.ask("补贴几年？", "某市", "", "", "2018-01-01", True)
    hold(office, answered)
    question, region, _, kind, day, in_force, answer, number, listed = office.desk.welcome(office.request)
    assert (question, region["value"], kind, day, in_force) == ("补贴几年？", "某市", "", "2018-01-01", True)
    assert (answer, number, listed["value"]) == (asked[4], 1, 1)
    # The English page frames it in English, as it would have had it been asked there.
    assert "所问" in answer
    english = Desk(office.services, "en").welcome(office.request)[6]
    assert "Question" in english and "所问" not in english


def test_an_answer_from_a_document_withdrawn_since_is_not_shown_again(office: Office):
    assert "<mark>" in office.ask("补贴几年？")[4]
    office.kb.document_ids = frozenset()
    office.kb.documents = lambda as_of=None: ()  # type: ignore[method-assign]
    question, *_, answer, _, _ = office.desk.welcome(office.request)
    assert question == "补贴几年？" and "已不在库中" in answer and "<mark>" not in answer


def test_another_session_sees_nothing_of_it(office: Office, answered: Answer):
    hold(office, answered)
    office.ask("补贴几年？")
    other = event(office.services.sessions.open().token)
    assert office.desk.welcome(other)[8]["choices"] == []
    assert office.desk.restore(1, other)[0] == gr.skip()


def test_without_a_cookie_the_question_is_answered_and_forgotten(office: Office):
    shown = office.desk.ask("补贴几年？", None, None, None, None, False, event(None))
    assert "<mark>" in shown[4] and shown[5] == 0 and "/sheet" not in shown[4]
    assert shown[6]["choices"] == [] and shown[6]["visible"] is False


# ------------------------------------------------------------------------------------- feedback


def test_a_judgement_carries_what_was_asked_and_what_was_cited(office: Office, answered: Answer):
    office.ask("补贴几年？", "某市", "", "notice", "2018/1/1", True)
    asked = office.session.work.asked(1)
    assert asked
    made = judged(asked, answered, "wrong", "只有三年", "二（一）3")
    assert (made.verdict, made.question, made.note, made.right_clause) == (
        "wrong",
        "补贴几年？",
        "只有三年",
        "二（一）3",
    )
    assert made.cited == ("某人社发〔2016〕12号 二（一）2",) and made.quotes == ("补贴期限最长不超过3年。",)
    # The day is the one the answer was judged by, whatever way it was typed.
    assert made.filters.as_of == answered.as_of
    assert (made.filters.region, made.filters.document, made.filters.kind) == ("某市", None, "notice")
    assert made.filters.in_force is True and made.fingerprint == "f1" and made.status == "answered"


# ------------------------------------------------------------------------------------- waiting for questions


def test_a_page_that_nobody_uses_lets_the_processor_rest(services: Services, monkeypatch: pytest.MonkeyPatch):
    naps: list[float] = []
    sleep = asyncio.sleep

    async def wait() -> None:
        queue, waiting = desk_page(services)._queue, asyncio.current_task()

        async def nap(seconds: float) -> None:
            if asyncio.current_task() is not waiting:  # a server of another test, in a thread of its own
                await sleep(seconds)
                return
            naps.append(seconds)
            queue.stopped = len(naps) % 20 == 0

        monkeypatch.setattr(asyncio, "sleep", nap)
        await queue.start_processing()
        queue.stopped = False
        await queue.start_progress_updates()

    asyncio.run(wait())
    assert len(naps) == 40 and min(naps) >= 0.01

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.answers import Answer
from kb.records import Clause, Document, Filters
from ui.server.sessions import Session, Sessions
from ui.server.work import MOST_ASKED, MOST_PICKED, Pick


@pytest.fixture
def now() -> list[float]:
    """The clock's time, to be set."""
    return [1000.0]


@pytest.fixture
def sessions(now: list[float]) -> Sessions:
    """Three at most, each forgotten after ten seconds without a request."""
    return Sessions(most=3, idle=10.0, clock=lambda: now[0])


@pytest.fixture
def pick(clause: Clause, document: Document) -> Pick:
    return Pick(clause, document, "expired", "有效期至2020年5月15日。", date(2026, 11, 22))


def test_a_session_is_found_by_its_token_and_by_no_other(sessions: Sessions):
    first, second = sessions.open(), sessions.open()
    assert first.token != second.token and len(first.token) == 43
    assert sessions.get(first.token) is first
    assert sessions.get(None) is sessions.get("") is sessions.get("x") is None


def test_a_session_ends_after_its_idle_time_and_a_request_prolongs_it(sessions: Sessions, now: list[float]):
    session = sessions.open()
    now[0] += 10.0
    assert sessions.get(session.token) is session
    now[0] += 10.0
    assert sessions.get(session.token) is session
    now[0] += 10.1
    assert sessions.get(session.token) is None
    now[0] -= 10.0
    assert sessions.get(session.token) is None


def test_the_one_not_seen_for_longest_makes_room(sessions: Sessions):
    first, second, third = (sessions.open() for _ in range(3))
    sessions.get(first.token)
    fourth = sessions.open()
    assert sessions.get(second.token) is None
    assert [sessions.get(each.token) for each in (first, third, fourth)] == [first, third, fourth]


def test_a_closed_session_has_forgotten_everything(sessions: Sessions, answered: Answer, pick: Pick):
    session = sessions.open()
    session.work.remember("补贴几年？", Filters(), answered, None)
    session.work.pick(pick)
    sessions.close(session.token)
    sessions.close(session.token)
    assert sessions.get(session.token) is None
    assert session.work.history == () and session.work.picks == ()


def test_history_is_latest_first_and_bounded(answered: Answer):
    session = Session("t", 0.0)
    for n in range(MOST_ASKED + 2):
        asked = session.work.remember(f"第{n + 1}问", Filters(region="某市"), answered, None)
        assert asked.number == n + 1
    assert len(session.work.history) == MOST_ASKED
    assert session.work.history[0].question == f"第{MOST_ASKED + 2}问" and session.work.history[-1].question == "第3问"
    assert session.work.asked(2) is None
    third = session.work.asked(3)
    assert third and third.question == "第3问" and third.filters.region == "某市"


def test_numbers_are_not_used_again_after_clearing(answered: Answer):
    session = Session("t", 0.0)
    session.work.remember("一", Filters(), answered, None)
    session.work.forget()
    assert session.work.remember("二", Filters(), answered, None).number == 2


def test_picks_keep_their_order_and_a_newer_one_takes_the_old_ones_place(pick: Pick):
    session = Session("t", 0.0)
    other = replace(pick, clause=replace(pick.clause, id="另一条"))
    assert session.work.pick(pick) and session.work.pick(other)
    newer = replace(pick, as_of=date(2019, 1, 1))
    assert session.work.pick(newer)
    assert session.work.picks == (newer, other)
    session.work.drop(pick.clause.id)
    session.work.drop("没有这条")
    assert session.work.picks == (other,)


def test_a_full_collection_takes_no_more_but_newer_ones(pick: Pick):
    session = Session("t", 0.0)
    for n in range(MOST_PICKED):
        assert session.work.pick(replace(pick, clause=replace(pick.clause, id=str(n))))
    assert session.work.pick(pick) is False
    assert len(session.work.picks) == MOST_PICKED
    assert session.work.pick(replace(pick, clause=replace(pick.clause, id="7"), as_of=date(2019, 1, 1)))
    assert session.work.picks[7].as_of == date(2019, 1, 1)

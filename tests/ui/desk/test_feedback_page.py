from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.people import FeedbackStore, Judgement
from kb.records import Filters
from kb.store import KnowledgeBase
from ui.desk.feedback_page import feedback_routes
from ui.server import Services, SessionCookies


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path)


@pytest.fixture
def page(base: KnowledgeBase, store: FeedbackStore) -> TestClient:
    """The feedback page alone, over a store of its own."""
    services = Services(base, store)
    app = FastAPI()
    router = feedback_routes(services)
    app.include_router(router)
    app.include_router(router, prefix="/en")
    app.add_middleware(SessionCookies, sessions=services.sessions)
    return TestClient(app, base_url="http://localhost")


def judgement(question: str) -> Judgement:
    return Judgement(verdict="wrong", question=question, note="电话 13812345678", filters=Filters(region="临沂市"))


def test_nothing_yet_is_said(page: TestClient):
    assert "这里还没有反馈" in page.get("/feedback").text


def test_the_latest_comes_first_masked_and_escaped(page: TestClient, store: FeedbackStore):
    store.add(judgement("第一个<b>"))
    store.add(judgement("第二个"))
    text = page.get("/feedback").text
    assert 0 < text.index("第二个") < text.index("第一个&lt;b&gt;")
    assert "13812345678" not in text and "临沂市" in text and "python -m eval adopt 2" in text


def test_an_entry_is_closed_and_reopened(page: TestClient, store: FeedbackStore):
    store.add(judgement("第一个"))
    assert "第一个" not in page.post("/feedback/1/state?state=open", data={"to": "closed"}).text
    assert store.entry(1).state == "closed"
    assert "第一个" in page.get("/feedback?state=closed").text
    page.post("/feedback/1/state", data={"to": "open"})
    assert store.entry(1).state == "open"


@pytest.mark.parametrize("to", ["adopted!", ""])
def test_a_state_that_is_none_changes_nothing(page: TestClient, store: FeedbackStore, to: str):
    store.add(judgement("第一个"))
    page.post("/feedback/1/state", data={"to": to})
    assert store.entry(1).state == "open"


def test_a_number_that_is_none_is_said(page: TestClient):
    assert "没有第 7 条反馈" in page.post("/feedback/7/state", data={"to": "closed"}).text


def test_a_damaged_file_is_said_and_the_page_stands(page: TestClient, store: FeedbackStore, tmp_path: Path):
    store.add(judgement("第一个"))
    next(tmp_path.glob("*.sqlite3")).write_bytes(b"not a database" * 100)
    shown = page.get("/en/feedback")
    assert shown.status_code == 200 and 'class="kb-error"' in shown.text and "<h1>Feedback</h1>" in shown.text

"""The collection without a browser: clauses of the five notices picked, ordered and exported."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import unquote

import docx
import pytest
from every import every
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.errors import InvalidInput, UnknownClause
from kb.store import KnowledgeBase
from ui.server import picked, work
from ui.server.picks import picked_quotes

JSON = {"Accept": "application/json"}
FIRST, SECOND, THIRD = (f"临人社发〔2016〕12号 二（一）{n}" for n in (1, 2, 3))


def add(client: TestClient, clause: str, **more: str) -> dict[str, object]:
    return dict(client.post("/collection/items", data={"clause": clause, **more}, headers=JSON).json())


def order(client: TestClient) -> list[str]:
    """The ids of the clauses picked, as the page's forms name them, in its order."""
    page = client.get("/collection").text
    return re.findall(r'action="/collection/remove"[^>]*><input type="hidden" name="clause" value="([^"]+)"', page)


# ------------------------------------------------------------------------------------------------ picking


def test_a_pick_is_judged_as_of_its_day(base: KnowledgeBase):
    early, late = picked(base, SECOND, "", "2018/1/1"), picked(base, SECOND, as_of="2026-01-01")
    assert (early.validity, early.as_of) == ("in_force", date(2018, 1, 1))
    assert (late.validity, late.document.number) == ("expired", "临人社发〔2016〕12号")
    assert late.validity_quote and "2020年5月15日" in late.validity_quote
    assert picked(base, SECOND).as_of == date.today()


def test_ranges_become_the_words_that_stand_there():
    assert [quote.text for quote in picked_quotes("甲乙丙丁", "0-1, 2-4")] == ["甲", "丙丁"]
    assert picked_quotes("甲乙丙丁", "") == ()


@every("ranges", ["3-3", "4-2", "0-5", "a-b", "1", "-1-2", "0-1;2-3", "9999999-99999999", "0-1," * 60])
def test_ranges_that_do_not_fit_are_refused(ranges: str):
    with pytest.raises(InvalidInput):
        picked_quotes("甲乙丙丁", ranges)


def test_a_clause_or_day_that_is_none_is_refused(base: KnowledgeBase):
    with pytest.raises(UnknownClause):
        picked(base, "没有的条款")
    with pytest.raises(InvalidInput, match="看不懂日期"):
        picked(base, FIRST, "", "去年")


# ------------------------------------------------------------------------------------------------ the page


def test_clauses_are_added_once_counted_and_shown_with_their_marks(client: TestClient, base: KnowledgeBase):
    assert "还没有收入条款" in client.get("/collection").text
    text = base.clause(SECOND).text
    assert add(client, FIRST) == {"count": 1}
    assert add(client, SECOND, quotes="2-12", as_of="2018-01-01") == {"count": 2}
    assert add(client, FIRST) == {"count": 2}
    page = client.get("/collection").text
    assert '<span class="kb-count" id="kb-picked">2</span>' in page
    assert f"<mark>{text[2:12]}</mark>" in page
    assert "效力按 2018-01-01 判断：现行有效" in page
    assert "/documents/" in page and order(client) == [FIRST, SECOND]
    assert "Judged as of 2018-01-01: In force" in client.get("/en/collection").text


def test_without_a_script_a_form_leads_back_to_the_page(client: TestClient):
    response = client.post("/en/collection/items", data={"clause": FIRST}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/en/collection")
    refused = client.post("/collection/items", data={"clause": "<b>没有</b>"})
    assert refused.status_code == 422
    assert "没有“&lt;b&gt;没有&lt;/b&gt;”这一条" in refused.text and order(client) == [FIRST]


def test_what_cannot_be_picked_is_told_to_the_script(client: TestClient):
    assert "没有“x”这一条" in str(add(client, "x")["problem"])
    assert "引文位置" in str(add(client, FIRST, quotes="0-999999")["problem"])
    said = client.post("/en/collection/items", data={"clause": FIRST, "as_of": "?"}, headers=JSON).json()
    assert said == {"count": 0, "problem": "This is no date: write YYYY-MM-DD."}
    assert client.post("/collection/items", data={"clause": "长" * 401}).status_code == 422


def test_a_full_collection_says_so_and_keeps_what_it_has(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work, "MOST_PICKED", 2)
    assert add(client, FIRST) and add(client, SECOND) == {"count": 2}
    said = add(client, THIRD)
    assert said["count"] == 2 and "摘录已满" in str(said["problem"])
    # A newer quote of one already there is taken.
    assert add(client, SECOND, quotes="0-2") == {"count": 2}


def test_clauses_are_moved_removed_and_cleared(client: TestClient):
    for clause in (FIRST, SECOND, THIRD):
        add(client, clause)
    move = {"clause": THIRD, "direction": "up"}
    assert client.post("/collection/move", data=move, follow_redirects=False).status_code == 303
    assert order(client) == [FIRST, THIRD, SECOND]
    client.post("/collection/move", data={"clause": FIRST, "direction": "up"})
    client.post("/collection/move", data={"clause": SECOND, "direction": "down"})
    client.post("/collection/move", data={"clause": SECOND, "direction": "sideways"})
    client.post("/collection/move", data={"clause": "没有", "direction": "down"})
    assert order(client) == [FIRST, THIRD, SECOND]
    client.post("/collection/move", data={"clause": FIRST, "direction": "down"})
    assert order(client) == [THIRD, FIRST, SECOND]
    client.post("/collection/remove", data={"clause": FIRST})
    client.post("/collection/remove", data={"clause": FIRST})
    assert order(client) == [THIRD, SECOND]
    client.post("/collection/clear")
    assert order(client) == []


def test_another_session_sees_nothing_of_it(client: TestClient, application: FastAPI):
    add(client, FIRST)
    assert "还没有收入条款" in TestClient(application, base_url="http://localhost").get("/collection").text


# ------------------------------------------------------------------------------------------------ exports


def test_the_exports_hold_the_clauses_word_for_word(client: TestClient, base: KnowledgeBase):
    for clause in (SECOND, FIRST):
        add(client, clause, quotes="0-2")
    word = client.get("/collection.docx")
    assert unquote(word.headers["content-disposition"]).endswith(f"条款摘录-{date.today()}.docx")
    told = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert told.index(base.clause(SECOND).text) < told.index(base.clause(FIRST).text)
    markdown = client.get("/en/collection.md")
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.text.startswith("# Collected clauses\n") and "二（一）1" in markdown.text
    assert unquote(markdown.headers["content-disposition"]).endswith(f"clauses-{date.today()}.md")

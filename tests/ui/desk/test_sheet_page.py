"""The session's questions and the printable sheet of one answer, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.answers import Answer
from kb.messages import Message
from kb.records import Filters, Notice
from ui.server import COOKIE, Services, Session, Work


@pytest.fixture
def own(client: TestClient, services: Services) -> Session:
    """The visitor's session; the answers of these tests rest on a document that no store holds, so it looks for none."""
    client.get("/history")
    found = services.sessions.get(client.cookies[COOKIE])
    assert found
    found.work = Work()
    return found


def test_the_history_tells_questions_latest_first_with_their_outcome(
    client: TestClient, own: Session, answered: Answer
):
    assert "还没有问过问题" in client.get("/history").text
    own.work.remember("先问的<b>", Filters(region="某市", in_force=True), answered, None)
    own.work.remember("后问的", Filters(), replace(answered, status="not_found", answer=(), citations=()), None)
    page = client.get("/history").text
    assert page.index("后问的") < page.index("先问的&lt;b&gt;")
    assert "没有找到依据" in page and "地区：某市" in page and "只看现行有效" in page
    assert 'href="/history/1/sheet"' in page
    english = client.get("/en/history").text
    assert 'href="/en/history/1/sheet"' in english and "Not in the texts" in english and "region: 某市" in english


def test_a_sheet_tells_question_quotes_validity_and_clauses(client: TestClient, own: Session, answered: Answer):
    paged = replace(answered.citations[0], document=replace(answered.citations[0].document, pages=(0, 90)))
    answer = replace(answered, citations=(paged,))
    number = own.work.remember("补贴几年？", Filters(region="某市"), answer, None, "0123456789abcdef").number
    page = client.get(f"/history/{number}/sheet").text
    sheet = page[page.index('<article class="kb-sheet">') :]
    for words in (
        *("补贴几年？", "2026-11-22", date.today().isoformat(), "地区：某市", "补贴期限最长不超过3年。"),
        *("已失效", "有效期至2020年5月15日。", "该文件已于2020-05-15到期。", "<mark>补贴期限最长不超过3年。</mark>"),
        *("某市人力资源和社会保障局、某市财政局", "原文件第 2 页", "经办人", "复核人", "0123456789ab", "依据条款 1 条"),
    ):
        assert words in sheet
    assert "0123456789abc" not in sheet
    # Clauses the answer does not rest on have no place in a file.
    assert "二（一）3" not in sheet
    assert 'class="kb-button kb-main kb-print"' in page


def test_a_sheet_shows_the_benefits_of_the_case_described(client: TestClient, own: Session, services: Services):
    question = "我妈58了，残疾二级，临沂兰陵的，建档立卡，有什么补贴？"
    found = services.kb.ask(question, Filters(as_of=date(2026, 11, 22)))
    number = own.work.remember(question, Filters(), found, None).number
    sheet = client.get(f"/history/{number}/sheet").text
    part = sheet[sheet.index('<section class="kb-benefits">') :]
    assert "重度残疾人养老保险费由政府全额代缴" in part and "残疾证" in part and "规定不在有效期" in part
    english = client.get(f"/en/history/{number}/sheet").text
    assert "Benefits this situation touches" in english and "holding a disability certificate" in english.lower()


def test_a_sheet_in_english_keeps_the_documents_words(client: TestClient, own: Session, answered: Answer):
    notice = Notice("expired", Message("某文件已到期。", "It expired on 2020-05-15."))
    own.work.remember("补贴几年？", Filters(), replace(answered, notices=(notice,)), None)
    page = client.get("/en/history/1/sheet").text
    assert '<html lang="en"' in page and "Handled by" in page and "Clauses cited: 1" in page
    assert "补贴期限最长不超过3年。" in page
    # On paper a notice stands once, in the sheet's language.
    assert "It expired on 2020-05-15." in page and "某文件已到期" not in page


@pytest.mark.parametrize(
    ("status", "words"),
    [("not_found", "没有找到依据"), ("out_of_scope", "不在收录范围内"), ("invalid", "这句话没法查")],
)
def test_a_sheet_without_an_answer_says_so_and_where_to_ask(
    client: TestClient, own: Session, answered: Answer, status: str, words: str
):
    notices = (
        Notice("region_not_held", Message("没有远市的文件。", "None for 远市.")),
        Notice("where_to_ask", Message("请到窗口。", "Ask.")),
    )
    refused = replace(answered, status=status, answer=(), citations=(), notices=notices)  # type: ignore[arg-type]
    own.work.remember("明天下雨吗？", Filters(), refused, None)
    page = client.get("/history/1/sheet").text
    # Whom to ask is the office's own word, not the frame's.
    assert words in page and "没有远市的文件。" in page and "请到窗口。" in page and "12333" not in page
    assert "加底线处" not in page and "经办人" in page


def test_a_comparison_keeps_its_sides(client: TestClient, own: Session, compared: Answer):
    own.work.remember("比较", Filters(), compared, None)
    page = client.get("/history/1/sheet").text
    assert "kb-sides" in page and page.count('class="kb-sheet-source"') == 2


def test_a_sheet_belongs_to_its_session(client: TestClient, own: Session, answered: Answer, application: FastAPI):
    own.work.remember("补贴几年？", Filters(), answered, None)
    other = TestClient(application, base_url="http://localhost")
    assert other.get("/history/1/sheet").status_code == 404
    assert client.get("/history/2/sheet").status_code == 404
    assert client.get("/history/x/sheet").status_code in (404, 422)

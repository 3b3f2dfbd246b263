from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise

import docx
import pytest
from starlette.testclient import TestClient

from kb.store import KnowledgeBase
from ui.desk.verify_page import marked_runs

DRAFT = "临人社发〔2016〕12号二（二）5规定：“给予不低于1000元一次性创业补贴”。\n祝好！"


def checked(client: TestClient, path: str = "/verify", file: tuple[str, bytes] | None = None, **form: str) -> str:
    return client.post(path, data=form, files={"file": file or ("", b"")}).text


def test_what_is_altered_is_shown_with_what_stands_there(client: TestClient):
    page = checked(client, draft=DRAFT, as_of="2018-01-01")
    assert "找到 3 处，核对了 3 处" in page
    assert '<mark class="kb-differs">1000</mark>' in page
    assert re.search(r"<del[^>]*>1000</del> → 原文 <ins[^>]*>2000</ins>", page)
    assert '<mark class="kb-in-draft kb-status-altered"' in page
    # What was typed is still there, and what was not checked is told.
    assert DRAFT.split("\n")[0] in page and "没有核对的文字" in page and "祝好！" in page


def test_an_expired_source_is_said_to_be_that(client: TestClient):
    page = checked(client, draft="“给予不低于2000元一次性创业补贴”", as_of="2026-11-29")
    assert "依据不在有效期" in page and "临人社发〔2016〕12号已于2020-05-15到期" in page


def test_a_word_document_is_checked(client: TestClient):
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(DRAFT)
    document.save(data)
    page = checked(client, file=("答复.docx", data.getvalue()), as_of="2018-01-01")
    assert "答复.docx" in page and '<mark class="kb-differs">1000</mark>' in page


@pytest.mark.parametrize(
    ("form", "file", "said"),
    [
        ({"draft": " "}, None, "没有文字可以核对"),
        ({"draft": "甲", "as_of": "去年"}, None, "看不懂这个日期"),
        ({}, ("a.docx", b"PK\x03\x04"), "已损坏"),
        ({}, ("a.pdf", b"%PDF-1.7"), "不完整"),
        ({"draft": "补贴3000元。" * 10_001}, None, "超过 10000 处"),
    ],
    ids=["empty", "no day", "broken", "pdf", "too many"],
)
def test_what_cannot_be_checked_is_said(
    client: TestClient, form: dict[str, str], file: tuple[str, bytes] | None, said: str
):
    problem = re.search(r'<p class="kb-error" role="alert">([^<]*)</p>', checked(client, file=file, **form))
    assert problem and said in problem[1]


def test_no_form_and_too_much_are_refused(client: TestClient):
    assert client.post("/verify", content=b"x", headers={"content-type": "text/plain"}).status_code == 422
    assert client.post("/verify", data={"draft": "x" * (2 * 2**20 + 1)}, files={"file": ("", b"")}).status_code == 413


def test_markup_in_a_draft_stays_text(client: TestClient):
    page = checked(client, draft="“<script>x</script>给予补贴”")
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def test_the_english_page_speaks_english(client: TestClient):
    page = checked(client, "/en/verify", draft=DRAFT, as_of="2018-01-01")
    assert "3 claims found, 3 checked" in page and "no clause comes near" in page


def test_the_marked_draft_is_the_draft(base: KnowledgeBase):
    draft = f"{DRAFT}\n有条件的县区对新注册个体工商户并正常经营12个月以上的，给予不低于3000元一次性创业补贴。"
    report = base.verify(draft, date(2018, 1, 1))
    runs = marked_runs(report)
    assert "".join(run.text for run in runs) == draft
    assert {run.n for run in runs} - {0} <= set(range(1, report.found + 1))
    assert not any(one.n == other.n for one, other in pairwise(runs))

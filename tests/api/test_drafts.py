"""Drafts handed in as files over HTTP."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient

from api.drafts import WORD
from kb import KnowledgeBase, report_object
from kb.language import parse_as_of

DRAFT = "按照临人社发〔2016〕12号，给予“不低于2000元一次性创业补贴”。"
PATH = "/v1/verify"


@pytest.fixture(scope="module")
def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph(DRAFT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def report(base: KnowledgeBase) -> Any:
    return report_object(base.verify(DRAFT, parse_as_of("2018-01-01")))


def told(report: Any) -> list[tuple[str, str]]:
    """What is said of each claim; where it stands is another place in a file."""
    assert report["found"] == report["checked"]
    return [(claim["text"], claim["status"]) for claim in report["claims"]]


def test_a_file_is_checked_as_its_text_is(client: TestClient, letter: bytes, report: Any):
    asked = {"as_of": "2018-01-01"}
    raw = client.post(PATH, params=asked, content=letter, headers={"Content-Type": WORD})
    form = client.post(PATH, data=asked, files={"file": ("C:\\函件\\函.docx", letter)})
    plain = client.post(PATH, params=asked, content=DRAFT.encode("gb18030"), headers={"Content-Type": "text/plain"})
    text = client.post(PATH, json={"draft": DRAFT} | asked)
    assert [told(each.json()) for each in (raw, form, plain, text)] == [told(report)] * 4
    assert plain.json() == text.json() == report


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": b"x" * 2_000_001, "headers": {"Content-Type": "text/plain"}}, 422, "invalid-input"),
        ({"content": b"x" * 4_194_305, "headers": {"Content-Type": "text/plain"}}, 413, "content-too-large"),
        ({"files": {"file": ("a.docx", b"PK\x03\x04 no archive")}}, 422, "invalid-input"),
        ({"content": b"", "headers": {"Content-Type": WORD}}, 422, "invalid-input"),
        ({"files": {"other": ("a.docx", b"x")}}, 422, "malformed-request"),
        ({"files": [("file", ("a", b"x")), ("file", ("b", b"x"))]}, 422, "malformed-request"),
        ({"files": {"file": ("a", b"x")}, "data": {"day": "2018-01-01"}}, 422, "malformed-request"),
        ({"files": {"file": ("a", "补贴".encode())}, "data": {"as_of": "去年"}}, 422, "invalid-input"),
        ({"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}}, 422, "malformed-request"),
        ({"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422, "malformed-request"),
        ({"content": b"<a/>", "headers": {"Content-Type": "image/svg+xml"}}, 415, "unsupported-media-type"),
        ({"content": b'{"draft": "\xff"}', "headers": {"Content-Type": "application/json"}}, 400, "bad-request"),
        ({"json": {"draft": 7}}, 422, "malformed-request"),
    ],
    ids=[
        "2 MB", "4 MB", "no archive", "empty", "no file", "two files", "an unknown field", "a wrong day",
        "no boundary", "half a form", "another kind", "broken JSON", "a number",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_a_problem(client: TestClient, sent: dict[str, Any], status: int, code: str):
    response = client.post(PATH, **sent)
    assert (response.status_code, response.json()["code"]) == (status, code), response.text

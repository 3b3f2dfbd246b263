"""Summaries by a server as it should be and as it should not: nothing wrong is shown, and no answer waits for it or is lost."""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler

import pytest
from every import every
from model_server import FakeServer, Way, blocks, fake_server, saying, sending

from kb.answers import Answer, AnswerItem, Citation
from kb.errors import SummaryError
from kb.records import Clause, Document, Quote, Span
from kb.settings import Settings
from kb.summaries import Summaries, model_server

SENTENCE = "对吸纳登记失业人员的企业，应当按每人每月2000元的标准给予补贴。"
PLAIN = "对吸纳登记失业人员的企业，应按每人每月2000元的标准给予补贴。"
DOCUMENT = Document("某发〔2020〕3号", "a.txt", "关于就业的通知", "notice", number="某发〔2020〕3号")
CLAUSE = Clause(
    "某发〔2020〕3号 一", DOCUMENT.id, "一", "clause", (), SENTENCE, tuple(range(60)), (Span(0, len(SENTENCE)),)
)
ANSWER = Answer(
    "我的身份证是11010519491231002X，企业有什么补贴？",
    "zh",
    "answered",
    date(2026, 11, 22),
    (AnswerItem(SENTENCE, 1),),
    (Citation(1, CLAUSE, DOCUMENT, "in_force", None, (Quote(SENTENCE, 0, len(SENTENCE)),), 0.9),),
)
LONG = json.dumps([{"ids": [1], "text": "补贴" * 40_000}])


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as running:
        yield running


def summaries(server: FakeServer, **settings: str) -> Summaries:
    made = Summaries.of(Settings(llm=server.address, **settings))
    assert made
    return made


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(20):
        handler.wfile.write(b"a")
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b" " * 65536)


def test_the_sentences_go_by_number_and_the_question_without_what_is_personal(server: FakeServer):
    server.way = blocks(([1], PLAIN))
    made = summaries(server, llm_model="qwen3", llm_key="secret").summarised(ANSWER).summary
    assert made and [block.text for block in made.blocks] == [PLAIN] and made.fallen_back == 0
    (body,), (headers,) = server.bodies, server.headers
    told, asked = (each["content"] for each in body["messages"])
    assert asked == f"问题：我的身份证是［身份证号］，企业有什么补贴？\n1. {SENTENCE}" and "JSON" in told
    assert body["model"] == "qwen3" and headers["Authorization"] == "Bearer secret"
    assert body["response_format"]["json_schema"]["schema"]["type"] == "array"


@pytest.mark.parametrize("instead", ["2500元", "2000元以上", "每年2000元"])
def test_what_fails_is_counted_and_not_shown(server: FakeServer, instead: str):
    server.way = blocks(([1], SENTENCE.replace("2000元", instead)))
    made = summaries(server).summarised(ANSWER).summary
    assert made and made.blocks == () and made.fallen_back == 1


HOSTILE: dict[str, Way] = {
    "40,000 tokens": saying(LONG),
    "cut off": saying('[{"ids": [1], "text": "对吸纳', "length"),
    "half a JSON": saying('[{"ids": [1], "te'),
    "prose": saying(PLAIN),
    "another shape": saying('{"ids": [1], "text": "…"}'),
    "numbers as words": saying('[{"ids": ["1"], "text": "…"}]'),
    "nested to the bottom": saying("[" * 30_000),
    "nothing said": saying(None),
    "no completion": sending(200, b'{"choices": []}'),
    "no JSON": sending(200, b"<html>busy</html>"),
    "broken characters": sending(200, b'{"choices": "\xff\xfe"}'),
    "failure": sending(500, b"{}"),
    "compressed": sending(200, gzip.compress(b" " * 10_000_000), Content_Encoding="gzip"),
    "no HTTP": lambda handler: handler.wfile.write(b"\x00\x01\x02\r\n\r\n") and None,
    "endless": endless,
    "silence": silent,
    "one letter at a time": dripping,
}


@pytest.mark.parametrize("way", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_answer_comes_without_what_is_not_usable(
    server: FakeServer, way: Way, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(model_server, "SECONDS", 0.3)
    server.way = way
    asked = summaries(server)
    started = time.perf_counter()
    with caplog.at_level(logging.WARNING):
        found = asked.summarised(ANSWER)
    assert time.perf_counter() - started < 0.9
    assert found.summary is None and found.answer == ANSWER.answer
    (said,) = caplog.messages
    assert "没有摘要" in said and "no summary" in said and "\n" not in said and "企业" not in said


def test_a_redirect_is_not_followed(server: FakeServer, caplog: pytest.LogCaptureFixture):
    with fake_server() as elsewhere:
        for status in (302, 307, 308):
            server.way = sending(status, b"", Location=f"{elsewhere.address}/chat/completions")
            assert summaries(server).summarised(ANSWER).summary is None
        assert elsewhere.bodies == [] and len(caplog.messages) == 3


def test_a_proxy_of_the_environment_is_not_asked(server: FakeServer, monkeypatch: pytest.MonkeyPatch):
    with fake_server() as elsewhere:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, elsewhere.address.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert summaries(server).summarised(ANSWER).summary
        assert elsewhere.bodies == []


def test_nobody_there(caplog: pytest.LogCaptureFixture):
    with fake_server() as gone:
        pass
    assert summaries(gone).summarised(ANSWER).summary is None and "POLICY_KB_LLM" in caplog.text


@every(
    "address",
    ["http://192.168.1.9/v1", "http://models.example/v1", "http://127.0.0.1.example/v1", "http://0.0.0.0:1/v1"],
)
def test_another_machine_needs_leave(address: str):
    with pytest.raises(SummaryError, match="POLICY_KB_LLM_REMOTE"):
        Summaries.of(Settings(llm=address))
    assert Summaries.of(Settings(llm=address, llm_remote=True))


@pytest.mark.parametrize("address", ["http://[::1]:8080/v1/", "https://localhost/v1", "http://127.9.9.9/v1"])
def test_this_machine_needs_none(address: str):
    assert Summaries.of(Settings(llm=address))


@every("address", ["localhost:8080", "ftp://localhost/v1", "http://me:it@localhost/v1", "http://"])
def test_no_address_is_told(address: str):
    with pytest.raises(SummaryError, match=r"POLICY_KB_LLM 不是地址"):
        Summaries.of(Settings(llm=address, llm_remote=True))


def test_none_is_asked_where_none_is_set_or_nothing_is_offered(server: FakeServer):
    assert Summaries.of(Settings()) is None
    nothing = Answer("？", "zh", "not_found", date(2026, 11, 22))
    assert summaries(server).summarised(nothing) is nothing and server.bodies == []

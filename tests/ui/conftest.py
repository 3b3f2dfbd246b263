from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from fastapi import FastAPI
from serving import running
from starlette.testclient import TestClient

from kb.answers import Answer, AnswerItem, Citation, SearchHit
from kb.language import Place, PlaceMention
from kb.messages import Message
from kb.people import FeedbackStore
from kb.questions import Question
from kb.records import Cell, Clause, Document, Notice, Quote
from kb.store import KnowledgeBase
from ui.kiosk import Office
from ui.kiosk.office import Phone
from ui.server import Services
from ui.serving import create_app, create_kiosk


def _document() -> Document:
    return Document(
        id="某人社发〔2016〕12号",
        file="notice.txt",
        title="关于做好就业扶贫工作的通知",
        kind="通知",
        number="某人社发〔2016〕12号",
        issuers=("某市人力资源和社会保障局", "某市财政局"),
        regions=("某市", "某省"),
        issued=date(2016, 6, 12),
        effective_from=date(2016, 5, 16),
        effective_to=date(2020, 5, 15),
    )


def _clause() -> Clause:
    text = "2.托底安置。补贴期限最长不超过3年。不重复享受。"
    return Clause(
        id="某人社发〔2016〕12号 二（一）2",
        document="某人社发〔2016〕12号",
        label="二（一）2",
        kind="clause",
        path=("二、实施系列行动", "（一）转移就业", "2.托底安置。"),
        text=text,
        offsets=tuple(range(100, 100 + len(text))),
        sentences=(),
    )


@pytest.fixture
def document() -> Document:
    return _document()


@pytest.fixture
def clause() -> Clause:
    return _clause()


@pytest.fixture
def row(clause: Clause) -> Clause:
    """`地点：南京市\\n时间：6月底前`, the values at source offsets 50 and 80, the names put in."""
    text = "地点：南京市\n时间：6月底前"
    offsets = (-1, -1, -1, 50, 51, 52, -1, -1, -1, -1, 80, 81, 82, 83)
    cells = (Cell("地点", "南京市", 50), Cell("时间", "6月底前", 80), Cell("备注", "", 90))
    return replace(clause, kind="row", text=text, offsets=offsets, cells=cells)


@pytest.fixture
def answered() -> Answer:
    """One expired clause quoted once: `补贴期限最长不超过3年。` stands at 7:19 of its text."""
    quote = Quote("补贴期限最长不超过3年。", 7, 19)
    citation = Citation(
        n=1,
        clause=_clause(),
        document=_document(),
        validity="expired",
        validity_quote="有效期至2020年5月15日。",
        quotes=(quote,),
        score=0.8,
    )
    return Answer(
        question="补贴几年？",
        language="zh",
        status="answered",
        as_of=date(2026, 11, 22),
        answer=(AnswerItem(quote.text, 1),),
        citations=(citation,),
        notices=(Notice("expired", Message("该文件已于2020-05-15到期。")),),
        related=(SearchHit(replace(_clause(), label="二（一）3"), _document(), 0.4),),
    )


@pytest.fixture
def compared(answered: Answer) -> Answer:
    """`某市` says three years, `2012年` one; `邻市` has documents that do not say, for `远市` none is held."""
    first = answered.citations[0]
    text = "补贴期限不超过1年。"
    clause = replace(first.clause, label="三", text=text, offsets=tuple(range(len(text))))
    document = replace(first.document, number=None, effective_from=None, effective_to=None)
    second = Citation(2, clause, document, "undated", None, (Quote(text, 0, 10),), 0.7)
    return replace(
        answered,
        answer=(replace(answered.answer[0], group="某市"), AnswerItem(text, 2, group="2012年")),
        citations=(first, second),
        notices=(
            *answered.notices,
            Notice(
                "region_not_held",
                Message("没有远市的文件；现有：某市、邻市。", "No document of 远市 is held; held: 某市、邻市."),
            ),
            Notice("side_not_found", Message("邻市：现有文件没有写到这件事。", "邻市: the documents held do not say.")),
        ),
    )


@pytest.fixture
def asked() -> Question:
    """A question that names 远市, 某市, 邻市 and 2012, in this order."""
    names = (("远市", "Far"), ("某市", "Some"), ("邻市", "Near"))
    places = [Place(f"{n}", name, name[0], english, "", 2) for n, (name, english) in enumerate(names)]
    mentions = tuple(PlaceMention(place, 2 * n, 2 * n + 2) for n, place in enumerate(places))
    return Question("比较<b>", "远市某市邻市2012", "zh", places=mentions, years=(2012,), content=("比较<b>",))


@pytest.fixture(scope="session")
def services(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """What the pages share, over the five notices and a feedback folder of the test run's own."""
    return Services(base, FeedbackStore(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session")
def application(services: Services) -> FastAPI:
    """The whole web application, to be talked to without a server (its Gradio queue is not started)."""
    return create_app(services)


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    """A visitor of the application with a session of its own."""
    return TestClient(application, base_url="http://localhost")


@pytest.fixture(scope="session")
def served(services: Services) -> Iterator[str]:
    """The real page on a free port of this machine; its address without the last slash."""
    with running(partial(create_app, services)) as address:
        yield address


@pytest.fixture(scope="session")
def office() -> Office:
    """An office with a window, hours and one telephone, the program's own tiles and idle times."""
    phone = Phone(name="综合窗口", number="0100-1234567")
    return Office(name="某县人社服务大厅", window="一楼 3 号窗口", hours="周一至周五 9:00—17:00", phones=(phone,))


@pytest.fixture(scope="session")
def terminal(services: Services, office: Office) -> FastAPI:
    """The public terminal of that office over the five notices."""
    return create_kiosk(services, office)

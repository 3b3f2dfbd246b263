"""The batch page without a browser, and its jobs over a knowledge base that answers when it is told to."""

from __future__ import annotations

import gc
import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from starlette.testclient import TestClient

from kb.admission import BusyError, WaitingRoom
from kb.answers import Answer
from kb.errors import UnknownRegion
from kb.people import FeedbackStore
from kb.sheets import QuestionSheet, read_question_sheet
from ui.desk import batch_jobs, batch_result
from ui.desk.batch_jobs import AlreadyRunningError, BatchJob, BatchJobs
from ui.server import Services, Session

WORKSHOP = "临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？"
WORKSHOP_QUOTE = "按每人1000元的标准给予“扶贫车间”一次性奖补"
TABLE = f"编号,问题,地区,日期,备注\n7,{WORKSHOP},,2018-01-01,王科\n8,{WORKSHOP},月球基地,,\n9,,,,=1+1\n"
JSON = {"Accept": "application/json"}


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def hand_in(client: TestClient, data: bytes, name: str, path: str = "/batch", **headers: str) -> Any:
    return client.post(path, files={"file": (name, data, "text/csv")}, headers=headers, follow_redirects=False)


def ended(client: TestClient) -> dict[str, Any]:
    assert eventually(lambda: client.get("/batch/status").json()["state"] not in ("waiting", "running"))
    return dict(client.get("/batch/status").json())


# ------------------------------------------------------------------------------------------------ the page


def test_the_page_says_its_limits_and_columns_before_a_file_is_chosen(client: TestClient):
    page = client.get("/batch").text
    for words in ("不超过 2 MB", "最多 500 个问题", "咨询问题", "as_of", "/batch/example.xlsx"):
        assert words in page
    assert client.get("/batch/status").json() == {"state": "none", "done": 0, "total": 0, "ahead": 0}
    english = client.get("/en/batch").text
    assert "up to 2 MB and 500 questions" in english and "/en/batch/example.xlsx" in english


@pytest.mark.parametrize("path", ["/batch/example.xlsx", "/en/batch/example.xlsx"])
def test_the_example_is_understood_and_answered(client: TestClient, path: str):
    response = client.get(path)
    assert "filename*=UTF-8''" in response.headers["content-disposition"]
    sheet = read_question_sheet(response.content, "a.xlsx")
    assert [row.problem for row in sheet.rows] == [None] * 3
    assert sheet.columns == {"id", "question", "region", "document", "as_of"}
    assert hand_in(client, response.content, "样表.xlsx", path.removesuffix("/example.xlsx")).status_code == 303
    assert ended(client) == {"state": "done", "done": 3, "total": 3, "ahead": 0}
    page = client.get("/batch").text
    assert "需要改正的行" not in page


def test_good_rows_are_done_and_bad_ones_named(client: TestClient, application: FastAPI):
    response = hand_in(client, TABLE.encode("gb18030"), "窗口 问题.csv")
    assert (response.status_code, response.headers["location"]) == (303, "/batch")
    assert ended(client)["done"] == 3
    page = client.get("/batch").text
    assert "没有叫“月球基地”的地方" in page and "窗口 问题.csv B4" in page
    saved = client.get("/batch/result.xlsx")
    assert saved.headers["content-disposition"].endswith(
        "%E7%AD%94%E5%A4%8D-%E7%AA%97%E5%8F%A3%20%E9%97%AE%E9%A2%98.xlsx"
    )
    answers, summary = load_workbook(io.BytesIO(saved.content)).worksheets
    rows = list(answers.iter_rows(values_only=True))
    assert rows[0] == (
        "编号",
        "问题",
        "地区",
        "日期",
        "备注",
        "状态 status",
        "把握 how sure",
        "答复 answer",
        "引用 citation",
        "效力 validity",
        "提示 notices",
        "可能有关的待遇 benefits",
        "须改正 to mend",
    )
    assert rows[1][:6] == ("7", WORKSHOP, None, "2018-01-01", "王科", "已答复 answered")
    assert (
        WORKSHOP_QUOTE in str(rows[1][7])
        and "临人社发〔2016〕12号" in str(rows[1][8])
        and "现行有效" in str(rows[1][9])
    )
    assert rows[1][6] == "● 明确 clear"
    assert rows[2][5] == "无法查询 invalid" and "月球基地" in str(rows[2][12])
    # The office's own text came back as text, no formula.
    assert rows[3][4] == "=1+1" and answers.cell(4, 5).data_type == "s"
    figures = {row[0]: row[1:] for row in summary.iter_rows(values_only=True)}
    assert (figures["行数 Rows"][0], figures["已答复 Answered"][0], figures["有误 Faulty"][0]) == (3, 1, 2)
    assert figures["默认基准日期 As of"][0] == datetime.combine(date.today(), datetime.min.time())
    assert str(figures["知识库版本 Store"][1]).split("（")[0]
    # The result belongs to the session that asked.
    other = TestClient(application, base_url="http://localhost")
    assert other.get("/batch/result.xlsx").status_code == 404
    assert other.get("/batch/status").json()["state"] == "none"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\x00", "a.xlsx 不是表格，而是 PNG 图片"),
        ("a.pdf", b"%PDF-1.7", "不是 .csv 或 .xlsx"),
        ("a.csv", b"", "空文件"),
        ("a.csv", "问题\n".encode(), "只有表头"),
        ("a.csv", ("问题\n" + "补贴\n" * 501).encode(), "有 501 个问题，超过 500 个"),
        ("a.csv", b"x" * 2_000_001, "文件超过 2 MB"),
        ("C:\\表\\<b>.csv", b"\x00\x01", "&lt;b&gt;.csv 不是文本"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_one_sentence_where_it_was_chosen(
    client: TestClient, name: str, data: bytes, words: str
):
    page = hand_in(client, data, name)
    assert page.status_code in (413, 422)
    assert words in page.text and 'aria-invalid="true"' in page.text and "认得的列" in page.text
    told = hand_in(client, data, name, **JSON)
    assert told.status_code == 200 and list(told.json()) == ["problem"]
    assert client.get("/batch/status").json()["state"] == "none"


def test_a_form_without_a_file_is_told_so(client: TestClient):
    for data in ({"files": {"file": ("", b"")}}, {"data": {"file": "no upload"}}, {"content": b"x"}):
        response = client.post("/batch", **data)
        assert response.status_code == 422 and "还没有选择文件" in response.text
    assert "No file was chosen" in client.post("/en/batch").text


def test_a_reason_is_told_in_the_language_of_the_page(client: TestClient):
    said = hand_in(client, b"\xff\xd8\xff\xe0", "a.xlsx", "/en/batch", **JSON).json()["problem"]
    assert said == "No spreadsheet but a JPEG picture: choose an .xlsx or .csv file."


# ------------------------------------------------------------------------------------------------ jobs


class Slow:
    """Answers a question when `ready` is set, and keeps count of how many were asked at once."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.ready, self.asked, self.fingerprint = answer, threading.Event(), [], "first"
        self.at_once = self.most_at_once = 0

    @property
    def current(self) -> Slow:
        return self

    def ask(self, question: str, *filters: object) -> Answer:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            assert self.ready.wait(30)
            self.asked.append(question)
            if question == "坏":
                raise ZeroDivisionError
            if question == "地":
                raise UnknownRegion("没有这个地方。", "No such place.")
            if question == "换":
                self.fingerprint = "second"
            return self.answer
        finally:
            self.at_once -= 1


def serving(slow: Slow, folder: Path, room: WaitingRoom) -> Services:
    return Services(slow, FeedbackStore(folder), room=room)  # type: ignore[arg-type]


def table(*questions: str) -> QuestionSheet:
    return read_question_sheet("\n".join(("问题", *questions)).encode(), "a.csv")


@pytest.fixture
def slow(answered: Answer) -> Slow:
    return Slow(answered)


@pytest.fixture
def jobs(slow: Slow, tmp_path: Path) -> Iterator[BatchJobs]:
    made = BatchJobs(serving(slow, tmp_path, WaitingRoom(running=2, waiting=2, patience=0.05)))
    yield made
    slow.ready.set()
    made.close()


def session() -> Session:
    return Session("x", 0.0)


def start(jobs: BatchJobs, owner: Session, *questions: str) -> BatchJob:
    return jobs.start(owner, "a.csv", table(*questions), date(2018, 1, 1))


def test_one_table_a_session_two_on_the_server_and_a_bounded_queue(jobs: BatchJobs, slow: Slow):
    owners = [session() for _ in range(10)]
    made = [start(jobs, owner, "甲", "乙") for owner in owners]
    with pytest.raises(AlreadyRunningError):
        start(jobs, owners[0], "甲")
    with pytest.raises(BusyError):
        start(jobs, session(), "甲")
    assert [job.state for job in made] == ["running"] * 2 + ["waiting"] * 8
    assert jobs.progress(made[4]).ahead == 2
    slow.ready.set()
    assert eventually(lambda: all(job.state == "done" for job in made))
    # However many run, people find a place: no two of their questions were asked at once.
    assert (len(slow.asked), slow.most_at_once) == (20, 1)
    assert start(jobs, owners[0], "丙").is_going


def test_a_job_waits_while_the_room_is_full_of_people(jobs: BatchJobs, slow: Slow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch_jobs, "_TRY_AGAIN_AFTER", 0.01)
    slow.ready.set()
    owner, room = session(), jobs._room
    with room.admitted(), room.admitted():
        job = start(jobs, owner, "甲")
        time.sleep(0.3)
        assert (job.state, job.done) == ("running", 0)
    assert eventually(lambda: job.state == "done")


def test_a_cancelled_table_keeps_what_was_done(jobs: BatchJobs, slow: Slow):
    owner = session()
    job = start(jobs, owner, "甲", "乙", "丙")
    assert eventually(lambda: slow.at_once == 1)
    jobs.cancel(owner)
    slow.ready.set()
    assert eventually(lambda: job.state == "cancelled")
    assert job.result and job.result.workbook and job.result.counts.rows == 1
    answers, summary = load_workbook(io.BytesIO(job.result.workbook)).worksheets
    assert [row[0] for row in answers.iter_rows(values_only=True)] == ["问题", "甲"]
    assert {row[0]: row[1] for row in summary.iter_rows(values_only=True)}["已取消 Cancelled"] == 2
    jobs.cancel(owner)
    jobs.cancel(session())


def test_a_table_cancelled_in_the_queue_is_never_asked(jobs: BatchJobs, slow: Slow):
    owners = [session() for _ in range(3)]
    made = [start(jobs, owner, str(n)) for n, owner in enumerate(owners)]
    jobs.cancel(owners[2])
    assert made[2].state == "cancelled" and made[2].result is None
    slow.ready.set()
    assert eventually(lambda: made[0].state == made[1].state == "done")
    assert sorted(slow.asked) == ["0", "1"]


def test_a_job_ends_with_its_session(jobs: BatchJobs, slow: Slow):
    owner = session()
    job = start(jobs, owner, *"甲乙丙丁")
    assert eventually(lambda: slow.at_once == 1)
    del owner
    gc.collect()
    slow.ready.set()
    assert eventually(lambda: not job.is_going)
    assert slow.asked == ["甲"]
    assert len(jobs._of) == 0


def test_a_question_that_breaks_the_program_or_names_no_place_is_one_row(jobs: BatchJobs, slow: Slow):
    slow.ready.set()
    owner = session()
    job = start(jobs, owner, "坏", "地", "甲")
    assert eventually(lambda: job.state == "done")
    assert job.result
    assert [(each.cell, each.reason.zh[:4]) for each in job.result.problems] == [
        ("a.csv A2", "程序出错"),
        ("a.csv A3", "没有这个"),
    ]
    assert (job.result.counts.answered, job.result.counts.failed) == (1, 2)


def test_a_store_rebuilt_meanwhile_is_named_in_the_summary(jobs: BatchJobs, slow: Slow):
    slow.ready.set()
    owner = session()
    job = start(jobs, owner, "甲", "换", "乙")
    assert eventually(lambda: job.state == "done")
    assert job.result and job.result.workbook
    summary = load_workbook(io.BytesIO(job.result.workbook)).worksheets[1]
    stores = [str(row[2]).split("（")[0] for row in summary.iter_rows(values_only=True) if row[0] == "知识库版本 Store"]
    assert stores == ["first", "second"]


def test_a_workbook_that_cannot_be_written_fails_the_job_alone(
    jobs: BatchJobs, slow: Slow, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(batch_result, "table_bytes", broken)
    slow.ready.set()
    owner = session()
    job = start(jobs, owner, "甲")
    assert eventually(lambda: job.state == "failed")
    assert job.result is None
    monkeypatch.undo()
    second = start(jobs, owner, "甲")
    assert eventually(lambda: second.state == "done")


def test_the_oldest_results_go_where_all_are_too_large(jobs: BatchJobs, slow: Slow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch_jobs, "MOST_RESULT_BYTES", 1)
    slow.ready.set()
    owners = [session(), session()]
    made = []
    for owner in owners:
        made.append(start(jobs, owner, "甲"))
        assert eventually(lambda: made[-1].state == "done" and not jobs._threads)
    first, second = (job.result for job in made)
    assert first and second
    assert first.workbook is None and first.counts.rows == 1
    assert second.workbook is not None


def test_closing_ends_what_runs(slow: Slow, tmp_path: Path):
    jobs = BatchJobs(serving(slow, tmp_path, WaitingRoom()))
    owner = session()
    job = start(jobs, owner, "甲", "乙")
    assert eventually(lambda: slow.at_once == 1)
    threading.Timer(0.1, slow.ready.set).start()
    jobs.close()
    assert not job.is_going and slow.asked == ["甲"]
    assert not [thread for thread in threading.enumerate() if thread.name == "policy-kb-batch"]
    late = start(jobs, session(), "丙")
    assert late.state == "waiting"

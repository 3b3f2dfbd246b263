"""The pages over the corpus itself, without a browser: what ends and lapses, the versions of a text, what was done and asked."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import get_args
from urllib.parse import quote

import pytest
from icalendar import Calendar
from living_corpus import LETTER, NEW, OLD, living_services
from openpyxl import load_workbook
from starlette.testclient import TestClient

from kb.answers import Answer
from kb.people import Deed, this_user
from kb.watch import points
from ui.pieces import words_in
from ui.server import Services, Session
from ui.serving import create_app


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def living(data: Path) -> Services:
    return living_services(data)


@pytest.fixture(scope="module")
def visitor(living: Services) -> TestClient:
    return TestClient(create_app(living), base_url="http://localhost")


# ------------------------------------------------------------------------------------------------ what ends


def test_each_point_is_shown_with_its_words_and_leads_to_them(visitor: TestClient):
    page = visitor.get("/watch?as_of=2021-03-01&days=90").text
    headings = re.findall(r'<h2 id="kb-(\w+)">', page)
    assert headings == ["ends", "ended_in_use", "basis_lapsed", "not_held", "said_outdated"]
    assert '<q lang="zh-CN">二、本通知自2019年6月1日起施行，有效期至2021年5月30日。</q>' in page
    # 根据… stands in the lead of the letter: the link opens it there, the words marked.
    (href,) = re.findall(rf'href="(/documents/{quote(LETTER)}\?clause={quote("引言")}&amp;mark=[^"]+)">', page)[:1]
    opened = visitor.get(href.replace("&amp;", "&").partition("#")[0]).text
    assert re.search(r"<mark[^>]*>根据《临沂市公益性岗位管理办法》", opened)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["/watch", "/watch.xlsx", "/watch.ics", "/catalogue", "/verify"])
def test_days_at_the_ends_of_the_calendar_are_no_days(visitor: TestClient, path: str, day: str):
    assert visitor.get(f"{path}?as_of={day}&days=365").status_code == 200
    assert "看不懂这个日期" in visitor.get(f"/watch?as_of={day}").text


def test_another_day_is_judged_without_reading_the_texts_again(living: Services, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    unread = points.unheld_bases
    monkeypatch.setattr(
        points, "unheld_bases", lambda document, *more: [read.append(document.id), unread(document, *more)][1]
    )
    visitor = TestClient(create_app(living), base_url="http://localhost")
    for day in ("2020-01-01", "2022-01-01", "2030-01-01"):
        assert visitor.get(f"/watch?as_of={day}").status_code == 200
    assert sorted(read) == sorted([OLD, NEW, LETTER])


def test_what_is_no_day_is_told_and_today_is_shown(visitor: TestClient):
    page = visitor.get("/en/watch?as_of=gestern&days=17").text
    assert "This is no date" in page and f"As of {date.today()}, 90 days ahead" in page


def test_the_same_goes_out_as_a_table_and_as_a_calendar(visitor: TestClient):
    table = visitor.get("/watch.xlsx?as_of=2021-03-01").content
    rows = list(load_workbook(io.BytesIO(table)).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("类别", "文号", "文件", "日期", "情况", "条款", "原文")
    assert rows[1][:2] == ("即将到期", LETTER) and rows[1][5:] == (
        "二",
        "二、本通知自2019年6月1日起施行，有效期至2021年5月30日。",
    )
    events = Calendar.from_ical(visitor.get("/watch.ics?as_of=2021-03-01").content).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2021, 5, 30)]


# ------------------------------------------------------------------------------------------------ versions


def test_the_texts_of_an_instrument_stand_on_one_line_and_a_letter_on_none(visitor: TestClient):
    page = visitor.get("/versions").text
    (line,) = re.findall(r'<ol class="kb-line-of-texts">(.*?)</ol>', page, re.DOTALL)
    assert re.findall(r'<time datetime="([^"]+)">', line) == ["2018-02-03", "2021-02-03"]
    assert f"?old={quote(OLD)}&amp;new={quote(NEW)}" in line and LETTER not in line
    reading = visitor.get(f"/documents/{quote(NEW)}").text
    assert f'href="/versions?document={quote(NEW)}"' in reading
    own = visitor.get(f"/versions?document={quote(NEW)}").text
    assert f'name="old" list="kb-held" value="{OLD}"' in own and f'name="new" list="kb-held" value="{NEW}"' in own


def test_two_versions_are_compared_clause_by_clause(visitor: TestClient):
    page = visitor.get("/versions", params={"old": OLD, "new": NEW}).text
    kinds = re.findall(r'kb-change kb-change-(\w+)">', page)
    # Title, sum, term and signature changed; 岗位由街道公布 says the same in another place.
    assert sorted(kinds) == ["added", *["changed"] * 4, "removed", "same"]
    assert "补贴<del>800</del>元" in page and "补贴<ins>1000</ins>元" in page and "移动 1 条" in page
    # Other documents than versions, folded where they share hardly a clause, and names that are none.
    assert "kb-unrelated" not in page
    other = visitor.get("/en/versions", params={"old": OLD, "new": LETTER}).text
    assert '<section id="kb-compared"' in other and "Hardly a clause" in other
    assert other.index('<details class="kb-unrelated"><summary>') < other.index('<section class="kb-change')
    assert "没有文件“月球条例”" in visitor.get("/versions", params={"old": "月球条例", "new": NEW}).text
    assert "两边是同一份文件" in visitor.get("/versions", params={"old": NEW, "new": NEW}).text
    assert "Name two documents" in visitor.get("/en/versions", params={"old": OLD}).text


# ------------------------------------------------------------------------------------------------ what was done and asked


def refused(question: str) -> Answer:
    return Answer(question, "zh", "not_found", date.today())


def test_what_was_done_is_shown_newest_first_and_verified(living: Services, visitor: TestClient, data: Path):
    assert living.audit
    for n in range(120):
        living.audit.append("wang", "document_added", f"文件{n}", reason="来文<b>")
    living.audit.append(this_user(), "backup", "a.zip")
    page = visitor.get("/record").text
    numbers = [int(each) for each in re.findall(r'class="kb-number">(\d+)</th>', page)]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) == 100
    assert living.audit.verify() in page and "来文&lt;b&gt;" in page
    assert len(re.findall('class="kb-number">', visitor.get(f"/record?before={numbers[-1]}").text)) == numbers[-1] - 1
    (backup,) = re.findall(r'class="kb-number">(\d+)</th>', visitor.get("/en/record?deed=backup").text)
    assert int(backup) == numbers[0]
    assert words_in("zh").record["deeds"].keys() >= {*get_args(Deed)} <= words_in("en").record["deeds"].keys()
    # One entry altered behind the program's back is named.
    with closing(sqlite3.connect(data / "audit.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER append_only")
        connection.execute("UPDATE audit SET who = 'li' WHERE number = 7")
    assert "操作记录第 7 条与写入时不同" in visitor.get("/record").text


def test_a_word_is_told_once_three_different_people_were_not_answered_on_it(
    living: Services, visitor: TestClient, data: Path
):
    people = [Session(name, 0.0) for name in "abc"]
    for session in (people[0], people[0], people[1]):
        living.count(refused("张三丰的宠物医保怎么报？"), session)
    assert not (data / "refused.sqlite3").exists()
    living.count(refused("宠物医保能报多少？电话13812345678"), people[2])
    assert living.refused and living.refused.since(date.today()) == {"医保": 3, "宠物": 3}
    living.count(refused("宠物看病"), Session("d", 0.0))
    page = visitor.get("/record").text
    assert re.search(r'<span lang="zh-CN">宠物</span>.*?<span class="kb-bar-count">4</span>', page)
    assert (
        "没有找到依据" in page and "张三丰" not in page and "138" not in (data / "refused.sqlite3").read_text("latin-1")
    )


def test_only_an_admin_sees_the_record(living: Services, visitor: TestClient):
    visitor.get("/watch")
    session = living.sessions.get(visitor.cookies["kb-session"])
    assert session and 'href="/record"' in visitor.get("/watch").text
    session.role = "editor"
    closed = visitor.get("/record")
    assert closed.status_code == 403 and "只有管理员" in closed.text and 'href="/record"' not in closed.text

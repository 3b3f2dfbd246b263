"""The work of a signed-in user outlives the server, masked; it is removed at once by hand and after some days by rule."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Set
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from kb.people import FeedbackStore, KeptWork, Users
from kb.records import Effect, Filters
from kb.store import KnowledgeBase
from ui.pieces import Shelf, answer_html
from ui.server import Authentication, Services, Sessions, UserKeeper, Work, picked
from ui.server.faults import Faults
from ui.serving import create_app

CASE = "我妈58了，残疾二级，临沂兰陵的，建档立卡，有什么补贴？"
WORKSHOP = "临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？"
CLAUSE = "临人社发〔2016〕12号 二（一）1"


def held(base: KnowledgeBase) -> set[str]:
    return {entry.document.id for entry in base.documents()}


def work(folder: Path, documents: Set[str], owner: str = "wang") -> Work:
    """As the server finds it when it starts."""
    return Work(UserKeeper(owner, KeptWork(folder, 30), Faults()), lambda: documents)


def asked(own: Work, base: KnowledgeBase, question: str) -> int:
    answer = base.ask(question, Filters())
    return own.remember(question, Filters(), answer, base.understand(question), base.fingerprint).number


def rows(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "work.sqlite3")) as connection:
        return connection.execute("SELECT owner, key FROM work ORDER BY owner, kind, place").fetchall()


def written(folder: Path) -> list[bytes]:
    """What stands in the rows, as it stands in the file."""
    with closing(sqlite3.connect(folder / "work.sqlite3")) as connection:
        return [row[0] for row in connection.execute("SELECT data FROM work ORDER BY kind, place")]


def test_what_comes_back_reads_as_it_was_given(base: KnowledgeBase, tmp_path: Path):
    before = work(tmp_path, held(base))
    for question in (WORKSHOP, CASE):
        asked(before, base, question)
    before.pick(picked(base, CLAUSE, "2-12", "2018-01-01"))
    after = work(tmp_path, held(base))
    assert [each.question for each in after.history] == [CASE, WORKSHOP]
    for old, new in zip(before.history, after.history, strict=True):
        assert answer_html(new.answer, new.reading, Shelf(1)) == answer_html(old.answer, old.reading, Shelf(1))
        assert (new.filters, new.fingerprint) == (old.filters, old.fingerprint)
    assert after.history[0].answer.cards
    (old_pick,), (new_pick,) = before.picks, after.picks
    assert new_pick.clause.offsets == list(old_pick.clause.offsets)
    assert replace(new_pick, clause=old_pick.clause) == old_pick
    # Numbers go on where they stopped, and another user has none of it.
    assert asked(after, base, WORKSHOP) == 3
    assert work(tmp_path, held(base), "li").history == ()


def test_personal_numbers_are_masked_with_all_that_holds_them(base: KnowledgeBase, tmp_path: Path):
    asked(work(tmp_path, held(base)), base, f"{CASE}电话13812345678")
    (kept,) = written(tmp_path)
    assert "［电话号码］".encode() in zlib.decompress(kept) and b"13812345678" not in zlib.decompress(kept)
    (back,) = work(tmp_path, held(base)).history
    assert "［电话号码］" in back.question and back.answer.question != "" and back.answer.cards == ()
    assert back.answer.notices[-1].code == "case_not_kept"
    assert "请重新查询" in answer_html(back.answer, back.reading, Shelf(1))


def test_what_is_removed_is_gone_from_the_disk_at_once(base: KnowledgeBase, tmp_path: Path):
    own = work(tmp_path, held(base))
    first, second = asked(own, base, WORKSHOP), asked(own, base, CASE)
    own.pick(picked(base, CLAUSE))
    there = [data[-32:] for data in written(tmp_path)]
    assert all(end in (tmp_path / "work.sqlite3").read_bytes() for end in there)
    own.forget(first)
    assert rows(tmp_path) == [("wang", str(second)), ("wang", CLAUSE)]
    own.forget()
    own.drop_all()
    assert rows(tmp_path) == []
    assert not [end for end in there if end in (tmp_path / "work.sqlite3").read_bytes()]


def test_fifty_questions_take_little_room(base: KnowledgeBase, tmp_path: Path):
    asked(work(tmp_path, held(base)), base, CASE)
    # A case with four cards is the longest that is kept: 570 KB once, the clauses of a whole document with each card.
    assert sum(map(len, written(tmp_path))) < 40_000


def test_days_withdrawals_and_older_versions_end_what_is_kept(base: KnowledgeBase, tmp_path: Path):
    own = work(tmp_path, held(base))
    for _ in range(3):
        asked(own, base, WORKSHOP)
    own.pick(picked(base, CLAUSE))
    with closing(sqlite3.connect(tmp_path / "work.sqlite3")) as connection, connection:
        connection.execute("UPDATE work SET day = date('now', '-30 days') WHERE key = '1'")
        connection.execute("UPDATE work SET data = ? WHERE key = '2'", (b'{"number": 2}',))
    assert [each.number for each in work(tmp_path, held(base)).history] == [3]
    assert rows(tmp_path) == [("wang", "3"), ("wang", CLAUSE)]
    gone_from_disk = [data[-32:] for data in written(tmp_path)]
    without = work(tmp_path, held(base) - {"临人社发〔2016〕12号"})
    (gone,) = without.history
    assert (gone.question, gone.answer, gone.reading) == (WORKSHOP, None, None) and without.picks == ()
    assert rows(tmp_path) == [("wang", "3")]
    assert not [end for end in gone_from_disk if end in (tmp_path / "work.sqlite3").read_bytes()]
    assert work(tmp_path, held(base)).history == (gone,)


def test_an_answer_given_while_its_document_was_withdrawn_is_not_kept(base: KnowledgeBase, tmp_path: Path):
    documents = held(base) - {"临人社发〔2016〕12号"}
    own = Work(held=lambda: documents)
    assert own.history == ()
    asked(own, base, WORKSHOP)
    own.pick(picked(base, CLAUSE))
    assert own.history[0].answer is None and own.picks == ()


def test_words_that_a_withdrawn_document_said_of_another_are_gone_too(base: KnowledgeBase):
    repeal = Effect("repeals", "临人社发〔2024〕9号", "临人社发〔2016〕12号", "一", ("同时废止",))
    pick = picked(base, CLAUSE)
    documents = held(base)
    own = Work(held=lambda: documents)
    # One ended by a decision that was never held stays.
    recorded = Effect("repeals", "临人社发〔2024〕8号", pick.document.id, "", ())
    ended = replace(pick.document, superseded_by="临人社发〔2024〕8号", effects=(recorded,))
    own.pick(replace(pick, document=ended))
    assert own.picks[0].document == ended
    for document in (replace(ended, superseded_quote="同时废止"), replace(ended, effects=(repeal,))):
        own.pick(replace(pick, document=document))
        assert own.picks == ()


# ------------------------------------------------------------------------------------------------ the pages


class Desk:
    """A desk with two users, started over one data folder as often as is wanted."""

    def __init__(self, base: KnowledgeBase, folder: Path) -> None:
        self.base, self.folder = base, folder
        line = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
        (folder / "users").write_text(f"wang:{line}\nli:{line}\n", encoding="utf-8")

    def started(self, keeps: bool = True) -> Services:
        kept = KeptWork(self.folder, 30)
        sessions = Sessions(keeper_of=(lambda owner: UserKeeper(owner, kept, Faults())) if keeps else None)
        services = Services(self.base, FeedbackStore(self.folder), sessions)
        self.app = create_app(services, sign_in=Authentication(sessions, Users(self.folder / "users")))
        return services

    def visitor(self, name: str) -> TestClient:
        visitor = TestClient(self.app, base_url="http://localhost")
        visitor.post("/sign-in", data={"name": name, "password": "correct horse"})
        return visitor


@pytest.fixture
def desk(base: KnowledgeBase, tmp_path: Path) -> Desk:
    return Desk(base, tmp_path)


def test_a_collection_outlives_the_server_and_is_shared_with_the_team(desk: Desk):
    desk.started()
    wang = desk.visitor("wang")
    wang.post("/collection/items", data={"clause": CLAUSE})
    assert "保存 30 天" in wang.get("/history").text
    # Another browser of the same user, at the same time.
    assert CLAUSE in desk.visitor("wang").get("/collection").text
    shared = wang.post("/collection/share", data={"clause": CLAUSE})
    assert shared.url.query == b"of=team" and "wang 放入" in shared.text
    desk.started()
    li = desk.visitor("li")
    assert "还没有收入条款" in li.get("/collection").text
    assert "wang 放入" in li.get("/collection?of=team").text
    assert li.get("/collection.md?of=team").text.count("## ") >= 1
    li.post("/collection/remove", data={"clause": CLAUSE, "of": "team"})
    wang = desk.visitor("wang")
    assert CLAUSE in wang.get("/collection").text and CLAUSE not in wang.get("/collection?of=team").text
    # Signing out forgets nothing that is kept; emptying the collection does.
    wang.post("/sign-out")
    wang = desk.visitor("wang")
    assert CLAUSE in wang.get("/collection").text
    wang.post("/collection/clear")
    assert CLAUSE not in wang.get("/collection").text


def test_another_person_of_the_same_name_finds_nothing_of_the_first(desk: Desk):
    desk.started()
    desk.visitor("wang").post("/collection/items", data={"clause": CLAUSE})
    # The first one's browser was never closed: the session lies in memory still.
    KeptWork(desk.folder, 30).remove_all("wang")
    line = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    (desk.folder / "users").write_text(f"wang:{line}\n", encoding="utf-8")
    assert CLAUSE not in desk.visitor("wang").get("/collection").text


def test_where_it_is_switched_off_nothing_is_written_or_shared(desk: Desk):
    desk.started(keeps=False)
    wang = desk.visitor("wang")
    wang.post("/collection/items", data={"clause": CLAUSE})
    page = wang.get("/collection?of=team").text
    assert CLAUSE in page and "共用摘录" not in page and "只在本次会话里保留" in page
    assert not (desk.folder / "work.sqlite3").exists()

"""Feedback is kept masked, bounded and safe: what is written, what is refused, and several writers at once."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kb.errors import FeedbackError, InvalidInput
from kb.people.feedback import FILE, Feedback, FeedbackStore, Judgement, feedback_object, judgement_of
from kb.records import Filters
from kb.store import KnowledgeBase

ROOT = Path(__file__).parents[3]
IDENTITY, PHONE, CARD = "11010519491231002X", "13812345678", "6222021234567890123"
WRONG = Judgement(
    verdict="wrong",
    question="扶贫车间奖补多少？",
    language="zh",
    status="answered",
    filters=Filters("临沂市", "临人社发〔2016〕12号", "通知", date(2018, 1, 1), True),
    cited=("临人社发〔2016〕12号 二（一）1",),
    quotes=("按每人1000元的标准给予“扶贫车间”一次性奖补。", "咨询电话：0539-8312345。"),
    note="数目不对",
    right_clause="临人社发〔2016〕12号 二（一）2",
    fingerprint="ab12",
)


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "data")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_added_is_read_again(store: FeedbackStore) -> None:
    kept = store.add(WRONG)
    assert kept.number == 1
    assert kept.state == "open"
    assert kept.created.microsecond == 0
    assert timedelta(0) <= datetime.now(UTC) - kept.created < timedelta(minutes=1)
    assert store.entry(1) == kept
    assert replace(kept, number=2) == replace(store.add(WRONG), created=kept.created)
    assert (kept.filters, kept.cited, kept.quotes) == (WRONG.filters, WRONG.cited, WRONG.quotes)
    assert (kept.note, kept.right_clause, kept.fingerprint) == (WRONG.note, WRONG.right_clause, "ab12")
    shown = feedback_object(kept)
    assert shown["created"] == f"{kept.created:%Y-%m-%dT%H:%M:%S}Z"
    assert shown["filters"]["as_of"] == "2018-01-01"


def test_a_judgement_on_a_real_answer(base: KnowledgeBase, store: FeedbackStore) -> None:
    answer = base.ask("临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？")
    kept = store.add(judgement_of(answer, "outdated", fingerprint=base.fingerprint))
    assert kept.cited[0] == answer.citations[0].clause.id
    assert any("每人1000元" in quote for quote in kept.quotes)
    assert kept.fingerprint == base.fingerprint != ""


@pytest.mark.parametrize("number", [IDENTITY, PHONE, CARD, "138 1234 5678"])
def test_no_personal_number_is_in_a_byte_of_the_files(store: FeedbackStore, tmp_path: Path, number: str) -> None:
    typed = f"我{number}你"
    filters = Filters(region=typed, document=typed, kind=typed)
    kept = store.add(replace(WRONG, question=typed, note=typed, right_clause=typed, filters=filters))
    # A second connection keeps what WAL or a journal would hold beside the file.
    watcher = sqlite3.connect(tmp_path / "data" / FILE)
    store.add(replace(WRONG, note=typed))
    written = bytes_of(tmp_path / "data")
    watcher.close()
    assert number.encode() not in written
    assert number.encode("utf-16-le") not in written
    assert "［".encode() in written
    assert number not in repr(kept)


def test_states(store: FeedbackStore) -> None:
    for _ in range(3):
        store.add(WRONG)
    assert store.set_state(2, "closed").state == "closed"
    store.set_state(3, "adopted")
    assert [entry.number for entry in store.entries()] == [1, 2, 3]
    assert [entry.number for entry in store.entries("open")] == [1]
    assert [entry.number for entry in store.entries("adopted")] == [3]
    with pytest.raises(InvalidInput, match="open、adopted、closed"):
        store.set_state(1, "done")  # type: ignore[arg-type]


def test_reading_makes_nothing(store: FeedbackStore, tmp_path: Path) -> None:
    assert store.entries() == ()
    for call in (lambda: store.entry(1), lambda: store.set_state(1, "closed")):
        with pytest.raises(FeedbackError, match="没有第 1 条反馈"):
            call()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [0, -1, 2, 2**63, 10**30])
def test_an_unknown_number(store: FeedbackStore, number: int) -> None:
    store.add(WRONG)
    with pytest.raises(FeedbackError, match=f"没有第 {number} 条反馈"):
        store.entry(number)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"note": "长" * 2001}, "说明有 2001 字，最多 2000 字"),
        ({"question": "长" * 501}, "问题有 501 字，最多 500 字"),
        ({"right_clause": "长" * 2001}, "正确条款有 2001 字"),
        ({"filters": Filters(region="长" * 201)}, "筛选条件有 201 字"),
        ({"quotes": ("句",) * 201}, "引文太多"),
        ({"verdict": "great"}, "right、wrong、incomplete、outdated"),
        ({"language": "fr"}, "zh、en"),
        ({"status": "lost"}, "answered"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(store: FeedbackStore, change: dict[str, object], told: str) -> None:
    store.add(WRONG)
    with pytest.raises(InvalidInput, match=told) as caught:
        store.add(replace(WRONG, **change))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert len(store.entries()) == 1


def test_the_longest_note_is_kept_whole(store: FeedbackStore) -> None:
    assert store.add(replace(WRONG, note="长" * 2000)).note == "长" * 2000


@pytest.mark.parametrize(
    "note", ["", "😀", "'); DROP TABLE feedback;--", "\x00<b>", "\u202eabc", "a\nb"], ids=["empty", "emoji", "sql", "nul", "rtl", "lines"]
)  # fmt: skip
def test_odd_texts_are_kept_as_they_are(store: FeedbackStore, note: str) -> None:
    assert store.entry(store.add(replace(WRONG, note=note)).number).note == note


def test_half_a_character_does_not_stop_it(store: FeedbackStore) -> None:
    assert store.add(replace(WRONG, note="a\ud800b")).note == "a\ufffdb"


def test_file_and_folder_are_their_owners(store: FeedbackStore, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store.add(WRONG)
    finally:
        os.umask(before)
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_a_newer_schema_is_refused(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(WRONG)
    with sqlite3.connect(tmp_path / "data" / FILE) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    for call in (store.entries, lambda: store.add(WRONG), lambda: store.set_state(1, "closed")):
        with pytest.raises(FeedbackError, match="升级 policy-kb"):
            call()


def test_damage_is_told(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(WRONG)
    file = tmp_path / "data" / FILE
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE feedback SET filters = '{'")
    connection.close()
    with pytest.raises(FeedbackError, match="已损坏"):
        store.entries()
    file.write_bytes(b"not a database at all, but long enough to look at" * 20)
    for call in (store.entries, lambda: store.add(WRONG)):
        with pytest.raises(FeedbackError, match="已损坏"):
            call()


def test_another_programs_database_is_left_alone(store: FeedbackStore, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / FILE) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(FeedbackError, match="已损坏"):
        store.add(WRONG)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FeedbackError, match="无法读写") as caught:
        FeedbackStore(tmp_path / "file" / "data").add(WRONG)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FeedbackError, match="无法读写"):
        FeedbackStore(tmp_path).add(WRONG)


def test_threads_write_at_once(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept: list[Feedback] = list(pool.map(lambda i: store.add(replace(WRONG, note=f"说明{i}")), range(40)))
    assert sorted(entry.number for entry in kept) == list(range(1, 41))
    assert {entry.number: entry.note for entry in store.entries()} == {entry.number: entry.note for entry in kept}


def test_two_processes_make_and_write_the_file_at_once(store: FeedbackStore, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.people.feedback import FeedbackStore, Judgement\n"
        "store = FeedbackStore(Path(sys.argv[1]))\n"
        "for i in range(20): store.add(Judgement(verdict='right', question=f'{sys.argv[2]}{i}'))\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "data"), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert [run.returncode for run in runs] == [0, 0]
    assert {entry.question for entry in store.entries()} == {f"{name}{i}" for name in "ab" for i in range(20)}

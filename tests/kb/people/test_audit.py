"""The record of who did what is a chain that shows when it was touched, and loses only what is past its time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kb.people.audit as audit_module
from kb.errors import AuditError
from kb.people import KEPT_DAYS, AuditLog

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    made = AuditLog(tmp_path)
    made.append("wang", "sign_in")
    made.append("wang", "document_added", "临人社发〔2016〕12号", after="甲.txt")
    made.append("li", "export", "collection.docx", clauses=3)
    return made


def tampered(tmp_path: Path, *statements: str) -> None:
    """What somebody with the file in hand can do, who takes its triggers out first."""
    with sqlite3.connect(tmp_path / "audit.sqlite3") as connection:
        for statement in ("DROP TRIGGER append_only", "DROP TRIGGER kept", *statements):
            connection.execute(statement)
    connection.close()


def test_what_was_done_is_told_in_order(log: AuditLog) -> None:
    told = [(entry.number, entry.who, entry.deed, entry.subject, dict(entry.details)) for entry in log.entries()]
    assert told == [
        (1, "wang", "sign_in", "", {}),
        (2, "wang", "document_added", "临人社发〔2016〕12号", {"after": "甲.txt"}),
        (3, "li", "export", "collection.docx", {"clauses": 3}),
    ]
    assert log.verify() == log.entries()[-1].sha256


def test_an_empty_record_is_whole(tmp_path: Path) -> None:
    assert (AuditLog(tmp_path).entries(), AuditLog(tmp_path).verify()) == ((), "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit SET who = 'li' WHERE number = 2", 2),
        ('UPDATE audit SET details = \'{"after": "乙.txt"}\' WHERE number = 2', 2),
        ("UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("INSERT INTO audit SELECT 4, at, who, deed, subject, details, sha256 FROM audit WHERE number = 3", 4),
    ],
)
def test_a_touched_entry_is_named(log: AuditLog, tmp_path: Path, statement: str, number: int) -> None:
    tampered(tmp_path, statement)
    with pytest.raises(AuditError, match=f"第 {number} 条"):
        log.verify()


def test_a_cut_end_is_found_by_a_hash_noted_before(log: AuditLog, tmp_path: Path) -> None:
    known = log.verify()
    assert log.verify(known) == known
    tampered(tmp_path, "DELETE FROM audit WHERE number = 3")
    assert log.verify() != known
    with pytest.raises(AuditError, match="截短"):
        log.verify(known)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'li'", "DELETE FROM audit WHERE number = 3"])
def test_the_database_itself_only_takes_more(log: AuditLog, tmp_path: Path, statement: str) -> None:
    connection = sqlite3.connect(tmp_path / "audit.sqlite3")
    with pytest.raises(sqlite3.IntegrityError, match=r"append only|184 days"):
        connection.execute(statement)
    connection.close()
    assert len(log.entries()) == 3


def moved_to(days: float) -> Callable[..., type]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return NOW - timedelta(days=days)

    return Clock  # type: ignore[return-value]


def test_what_is_past_its_time_goes_and_the_rest_stays_a_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(tmp_path)
    for days in (KEPT_DAYS + 2, KEPT_DAYS + 1, KEPT_DAYS - 1):
        monkeypatch.setattr(audit_module, "datetime", moved_to(days))
        log.append("wang", "sign_in", f"-{days}")
    old = log.verify()
    monkeypatch.setattr(audit_module, "datetime", moved_to(0))
    log.append("wang", "sign_in", "today")
    assert [(entry.number, entry.deed, entry.subject) for entry in log.entries()] == [
        (3, "sign_in", f"-{KEPT_DAYS - 1}"),
        (4, "entries_removed", "1-2"),
        (5, "sign_in", "today"),
    ]
    assert log.verify(old) == log.entries()[-1].sha256


def test_where_all_is_past_its_time_the_numbers_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(tmp_path)
    monkeypatch.setattr(audit_module, "datetime", moved_to(KEPT_DAYS + 1))
    log.append("wang", "sign_in")
    monkeypatch.setattr(audit_module, "datetime", moved_to(0))
    log.append("wang", "sign_in")
    assert [(entry.number, entry.deed) for entry in log.entries()] == [(2, "entries_removed"), (3, "sign_in")]
    assert log.verify()


def test_who_has_no_account_is_named_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("getpwuid(): uid not found: 10001")

    monkeypatch.setattr(audit_module.getpass, "getuser", unknown)
    monkeypatch.setattr(audit_module.os, "getuid", lambda: 10001)
    assert audit_module.this_user("desk") == "10001@desk"
    # Windows has no numbers.
    monkeypatch.delattr(audit_module.os, "getuid")
    assert audit_module.this_user("desk") == "user@desk"

"""Who did what: sign-ins, changes of corpus and users, exports, in `<data>/audit.sqlite3`. No question stands there.

Entries are only ever appended, and each carries the SHA-256 of itself and of the one before, so that one altered, taken out or put in
between is found (`verify`). Who may write the file could write the whole chain anew: note the newest hash elsewhere, and ask for it later.
After `KEPT_DAYS` the oldest entries are removed, which is an entry itself; the database refuses to lose younger ones.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from kb.errors import AuditError
from kb.messages import Message
from kb.objects import AuditEntryObject
from kb.people.database import Database

Deed = Literal[
    "sign_in", "sign_in_refused", "sign_out", "user_added", "user_changed", "user_removed", "key_added", "key_removed",
    "document_added", "document_removed", "document_replaced", "document_withdrawn", "document_ended", "document_extended",
    "decision_forgotten", "value_corrected", "card_added",
    "clause_set_aside", "clause_waiting_again",
    "corpus_built", "draft_added", "draft_corrected", "draft_put_aside", "draft_reopened", "draft_refused", "export",
    "backup", "restore", "entries_removed",
]  # fmt: skip

KEPT_DAYS: Final = 400
"""A year to look back on and a month to do it in; at least 184 days must be kept."""
FILE: Final = "audit.sqlite3"
_SCHEMA: Final = (
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, deed TEXT NOT NULL, subject TEXT NOT NULL,
        details TEXT NOT NULL, sha256 TEXT NOT NULL)""",
    "CREATE TABLE removed (number INTEGER NOT NULL, sha256 TEXT NOT NULL)",
    "CREATE TRIGGER append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END",
    """CREATE TRIGGER kept BEFORE DELETE ON audit WHEN julianday(old.at) > julianday('now') - 184
        BEGIN SELECT RAISE(ABORT, 'kept for 184 days'); END""",
)


@dataclass(frozen=True)
class AuditEntry:
    """What somebody did: `subject` is the document, user or file it was done to, `at` UTC to the second."""

    number: int
    at: datetime
    who: str
    deed: Deed
    subject: str
    details: Mapping[str, Any]
    sha256: str


def this_user(at: str = "terminal") -> str:
    """Who gives a command, or asks a page where nobody signs in: the account of this machine."""
    try:
        return f"{getpass.getuser()}@{at}"
    except (
        ImportError,
        KeyError,
        OSError,
    ):  # a container may run as a number that no account has; Windows has no numbers
        return f"{os.getuid() if hasattr(os, 'getuid') else 'user'}@{at}"


class AuditLog:
    """The record of one data folder; holds no connection, so it may be shared between threads."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE, Message("操作记录", "audit record"), "audit", _SCHEMA, AuditError)

    def append(self, who: str, deed: Deed, subject: str = "", **details: Any) -> None:  # noqa: ANN401 - JSON types
        """Appends an entry and removes those past their time; AuditError where it cannot be written."""
        with self.recording(who, deed, subject, **details):
            pass

    @contextmanager
    def recording(self, who: str, deed: Deed, subject: str = "", **details: Any) -> Iterator[None]:  # noqa: ANN401 - JSON types
        """Appends an entry for what is done in the block, and none if that fails; AuditError, before anything is done, where it cannot be written."""
        now = datetime.now(UTC).replace(microsecond=0)
        with self._database.writing() as connection:
            _remove_old(connection, now)
            _append(connection, now, who, deed, subject, details)
            yield

    def entries(self) -> tuple[AuditEntry, ...]:
        """All entries, the oldest first, as they stand; `verify` says whether they are what was written."""
        with self._database.reader() as connection:
            rows = connection.execute("SELECT * FROM audit ORDER BY number").fetchall() if connection else []
        try:
            return tuple(_entry(row) for row in rows)
        except (ValueError, TypeError) as error:
            raise self._database.damaged() from error

    def newest(self, *deeds: Deed) -> AuditEntry | None:
        """The last entry of one of these deeds."""
        marks = ",".join("?" * len(deeds))
        with self._database.reader() as connection:
            found = f"SELECT * FROM audit WHERE deed IN ({marks}) ORDER BY number DESC LIMIT 1"
            row = connection.execute(found, deeds).fetchone() if connection else None
        return _entry(row) if row else None

    def verify(self, known: str | None = None) -> str:
        """The newest hash, "" of an empty record; AuditError names the first entry that is not what was written.

        `known` is a hash noted earlier: AuditError where no entry, nor the last one removed, bears it.
        """
        with self._database.reader() as connection:
            rows = connection.execute("SELECT * FROM audit ORDER BY number").fetchall() if connection else []
            before = _last_removed(connection) if connection else (0, "")
        number, last = before
        for row in rows:
            number += 1
            if row["number"] != number or row["sha256"] != _digest(row, last):
                raise AuditError(
                    f"操作记录第 {number} 条与写入时不同，或其前有缺失：请与备份核对。",
                    f"Entry {number} is not what was written, or one before it is missing: compare with a backup.",
                )
            last = row["sha256"]
        if known and known not in {before[1], *(row["sha256"] for row in rows)}:
            raise AuditError(
                f"操作记录里没有散列 {known[:16]}…：记录被截短或重写过，请与备份核对。",
                "No entry bears that hash: the record was cut or written anew, compare it with a backup.",
            )
        return last


def audit_object(entry: AuditEntry) -> dict[str, Any]:
    """The entry as plain data."""
    return AuditEntryObject(
        number=entry.number,
        at=entry.at.isoformat().replace("+00:00", "Z"),
        who=entry.who,
        deed=entry.deed,
        subject=entry.subject,
        details=dict(entry.details),
        sha256=entry.sha256,
    ).plain()


# ------------------------------------------------------------------------------------------------------ parts


def _remove_old(connection: sqlite3.Connection, now: datetime) -> None:
    """Removes the entries before the first that is young enough; what the chain now begins behind is kept."""
    oldest = (now - timedelta(days=KEPT_DAYS)).isoformat()
    row = connection.execute(
        "SELECT number, sha256 FROM audit WHERE at < ? ORDER BY number DESC LIMIT 1", (oldest,)
    ).fetchone()
    if row is None:
        return
    connection.execute("INSERT INTO removed VALUES (?, ?)", tuple(row))
    connection.execute("DELETE FROM audit WHERE number <= ?", (row["number"],))
    _append(connection, now, "policy-kb", "entries_removed", f"1-{row['number']}", {"sha256": row["sha256"]})


def _append(
    connection: sqlite3.Connection, now: datetime, who: str, deed: Deed, subject: str, details: Mapping[str, Any]
) -> None:
    newest = connection.execute("SELECT number, sha256 FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, last = tuple(newest) if newest else _last_removed(connection)
    row = {
        "number": number + 1,
        "at": now.isoformat(),
        "who": who,
        "deed": deed,
        "subject": subject,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
    }
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*row.values(), _digest(row, last)))


def _last_removed(connection: sqlite3.Connection) -> tuple[int, str]:
    row = connection.execute("SELECT number, sha256 FROM removed ORDER BY number DESC LIMIT 1").fetchone()
    return (row["number"], row["sha256"]) if row else (0, "")


def _digest(row: Mapping[str, Any] | sqlite3.Row, last: str) -> str:
    columns = [row[name] for name in ("number", "at", "who", "deed", "subject", "details")]
    return hashlib.sha256(json.dumps([*columns, last], ensure_ascii=False).encode()).hexdigest()


def _entry(row: sqlite3.Row) -> AuditEntry:
    data = dict(row) | {"at": datetime.fromisoformat(row["at"]), "details": json.loads(row["details"])}
    return AuditEntry(**data)

"""The queue of drafts: each file in a folder of its own below `<data>/drafts`, everything else in `<data>/drafts.sqlite3`.

A draft carries a version that every change raises, so that who decides by what he saw is told where it has changed since. What was
taken in or refused stays listed; the file of a refused one stays until its time is over.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from filelock import FileLock, Timeout

from kb.errors import DraftError
from kb.files import whole_file
from kb.messages import Message
from kb.people import Database

DraftState = Literal["waiting", "aside", "taken", "refused"]

FILE: Final = "drafts.sqlite3"
FOLDER: Final = "drafts"
_PATIENCE: Final = 120.0
_KEPT_DAYS: Final = 90
"""How long one that was decided on stays listed, and the file of a refused one."""
_SCHEMA: Final = (
    """CREATE TABLE drafts (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, sha256 TEXT NOT NULL, state TEXT NOT NULL, added_by TEXT NOT NULL,
        added TEXT NOT NULL, changed_by TEXT NOT NULL, changed TEXT NOT NULL, version INTEGER NOT NULL, curated TEXT NOT NULL,
        replaces TEXT NOT NULL, reason TEXT NOT NULL, taken_as TEXT NOT NULL)""",
    # One file waits once, whoever hands it in.
    "CREATE UNIQUE INDEX waits_once ON drafts (sha256) WHERE state IN ('waiting', 'aside')",
)


@dataclass(frozen=True)
class Draft:
    """A file in the queue: its own name, who handed it in and when, who changed it last; times are UTC.

    `curated` are fields as they go into the catalogue, `replaces` the document it takes the place of, `reason` why it was put aside or
    refused, `taken_as` the id or number of the document it became; "" where there is none.
    """

    number: int
    name: str
    sha256: str
    state: DraftState
    added_by: str
    added: datetime
    changed_by: str
    changed: datetime
    version: int = 1
    curated: Mapping[str, Any] = field(default_factory=dict)
    replaces: str = ""
    reason: str = ""
    taken_as: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in ("waiting", "aside")


class DraftChangedError(DraftError):
    """Somebody changed the draft since it was looked at; `draft` is how it stands now."""

    def __init__(self, draft: Draft) -> None:
        who, at = draft.changed_by, draft.changed.astimezone().strftime("%H:%M")
        super().__init__(
            f"{who} 在 {at} 改过这份草稿：您的操作没有执行，请看过现在的样子再决定。",
            f"{who} changed this draft at {at}: nothing was done, look at it as it stands now and decide again.",
        )
        self.draft = draft


class DraftQueue:
    """The queue of one data folder; holds no connection, so it may be shared between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._database = Database(folder / FILE, Message("草稿", "queue of drafts"), "drafts", _SCHEMA, DraftError)

    def add(self, name: str, data: bytes, who: str) -> Draft:
        """Puts a file at the end of the queue; DraftError where its bytes wait there already, or the disk refuses."""
        now, digest = _now(), hashlib.sha256(data).hexdigest()
        with self._database.writing() as connection:
            self._forget(connection)
            waiting = "SELECT * FROM drafts WHERE sha256 = ? AND state IN ('waiting', 'aside')"
            if row := connection.execute(waiting, (digest,)).fetchone():
                raise DraftError(
                    f"与已在等候的第 {row['number']} 号“{row['name']}”相同：没有再收。",
                    f"The same as draft {row['number']}, which waits already: not taken again.",
                )
            number = connection.execute(
                "INSERT INTO drafts (name, sha256, state, added_by, added, changed_by, changed, version, curated, replaces, reason, taken_as)"
                " VALUES (?, ?, 'waiting', ?, ?, ?, ?, 1, '{}', '', '', '')",
                (name, digest, who, now, who, now),
            ).lastrowid
            draft = _draft(connection.execute("SELECT * FROM drafts WHERE number = ?", (number,)).fetchone())
            # Within the transaction: a draft without its file is never seen.
            self.file(draft).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with whole_file(self.file(draft), private=True) as file:
                file.write(data)
        return draft

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the oldest first."""
        with self._database.reader() as connection:
            rows = connection.execute("SELECT * FROM drafts ORDER BY number").fetchall() if connection else []
        try:
            return tuple(map(_draft, rows))
        except (ValueError, TypeError) as error:
            raise self._database.damaged() from error

    def draft(self, number: int) -> Draft:
        """One draft; DraftError where there is none of that number."""
        found = next((draft for draft in self.drafts() if draft.number == number), None)
        if found is None:
            raise DraftError(
                f"没有第 {number} 号草稿：请回到列表。", f"There is no draft {number}: go back to the list."
            )
        return found

    def change(self, number: int, version: int, who: str, **columns: Any) -> Draft:  # noqa: ANN401 - the columns' own types
        """Changes columns of a draft; DraftChangedError where it is no longer of that version."""
        if "curated" in columns:
            columns["curated"] = json.dumps(columns["curated"], ensure_ascii=False)
        now = columns | {"changed_by": who, "changed": _now(), "version": version + 1}
        assignments = ", ".join(f"{name} = :{name}" for name in now)
        with self._database.writing() as connection:
            try:
                done = connection.execute(
                    f"UPDATE drafts SET {assignments} WHERE number = :_number AND version = :_version",
                    now | {"_number": number, "_version": version},
                )
            except sqlite3.IntegrityError as error:
                raise DraftError(
                    "同一份文件已在等候：请处理那一份。", "The same file waits already: decide on that one."
                ) from error
        draft = self.draft(number)
        if not done.rowcount:
            raise DraftChangedError(draft)
        if draft.state == "taken":
            shutil.rmtree(self.file(draft).parent, ignore_errors=True)
        return draft

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """One decision at a time, whichever desk over this folder it is made at: of two who take a draft in the second finds it taken.

        DraftError where the one before takes longer than anybody waits.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = FileLock(self._folder / ".lock", mode=0o600).acquire(timeout=_PATIENCE)
        except Timeout as error:
            raise DraftError(
                "另一位编辑的决定还没有办完：请稍后再试。",
                "Another editor's decision is still being carried out: try again later.",
            ) from error
        except OSError as error:
            raise DraftError(
                f"草稿文件夹无法锁定（{error.strerror}），没有改动：请检查权限。",
                "The folder of drafts cannot be locked, nothing has changed: check its permissions.",
            ) from error
        with held:
            yield

    def file(self, draft: Draft) -> Path:
        """Where the file lies while it waits."""
        return self._folder / str(draft.number) / draft.name

    def _forget(self, connection: sqlite3.Connection) -> None:
        """Removes what was decided on long ago."""
        oldest = (datetime.now(UTC) - timedelta(days=_KEPT_DAYS)).isoformat()
        old = "state IN ('taken', 'refused') AND changed < ?"
        for row in connection.execute(f"SELECT number FROM drafts WHERE {old}", (oldest,)):
            with suppress(OSError):
                shutil.rmtree(self._folder / str(row["number"]))
        connection.execute(f"DELETE FROM drafts WHERE {old}", (oldest,))


# ------------------------------------------------------------------------------------------------------ parts


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _draft(row: sqlite3.Row) -> Draft:
    return Draft(
        **dict(row)
        | {
            "added": datetime.fromisoformat(row["added"]),
            "changed": datetime.fromisoformat(row["changed"]),
            "curated": json.loads(row["curated"]),
        }
    )

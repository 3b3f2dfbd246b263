"""What a signed-in user has asked and picked, kept over a restart in `<data>/work.sqlite3`, for so many days and no longer.

What is written here is masked already, as text that this module does not read. Whatever is removed is overwritten on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from kb.errors import KeptWorkError
from kb.messages import Message
from kb.people.database import Database

WorkKind = Literal["asked", "pick"]
_SCHEMA: Final = (
    """CREATE TABLE work (
        owner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, place INTEGER NOT NULL, day TEXT NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY (owner, kind, key))""",
)


@dataclass(frozen=True)
class KeptItem:
    """A question or a clause picked: `key` is its number or the clause's id."""

    key: str
    data: bytes


class KeptWork:
    """The work of one data folder's users; holds no connection, so it may be shared between threads."""

    def __init__(self, folder: Path, days: int) -> None:
        self.days = days
        self._database = Database(
            folder / "work.sqlite3", Message("工作记录", "database of kept work"), "work", _SCHEMA, KeptWorkError
        )

    def of(self, owner: str, kind: WorkKind) -> tuple[KeptItem, ...]:
        """What is kept of somebody, in its order; nothing that is past its days. KeptWorkError where it cannot be read."""
        with self._database.reader() as connection:
            if connection is None:
                return ()
            rows = connection.execute(
                "SELECT key, data FROM work WHERE owner = ? AND kind = ? AND day >= ? ORDER BY place",
                (owner, kind, self._oldest()),
            ).fetchall()
        return tuple(KeptItem(row["key"], row["data"]) for row in rows)

    def put(self, owner: str, kind: WorkKind, place: int, item: KeptItem) -> None:
        """Keeps an item from today on, in place of one with its key; KeptWorkError where it cannot be written."""
        with self._writing() as connection:
            _put(connection, owner, kind, place, item)

    def arrange(self, owner: str, kind: WorkKind, items: Sequence[KeptItem]) -> None:
        """Keeps exactly these, in this order; those kept already stay as long as they would have."""
        with self._writing() as connection:
            held = {row["key"] for row in connection.execute(_KEYS, (owner, kind))}
            connection.executemany(_REMOVE, [(owner, kind, key) for key in held - {item.key for item in items}])
            for place, item in enumerate(items):
                _put(connection, owner, kind, place, item)

    def remove(self, owner: str, kind: WorkKind, keys: Sequence[str]) -> None:
        """Removes some items; those that are not there are no error."""
        if keys:
            with self._writing() as connection:
                connection.executemany(_REMOVE, [(owner, kind, key) for key in keys])

    def remove_all(self, owner: str) -> None:
        """Removes all that is kept of somebody."""
        if self._database.file.exists():
            with self._writing() as connection:
                connection.execute("DELETE FROM work WHERE owner = ?", (owner,))

    def remove_old(self) -> None:
        """Removes what is past its days, as every write does."""
        if self._database.file.exists():
            with self._writing():
                pass

    def _oldest(self) -> str:
        return (date.today() - timedelta(days=self.days - 1)).isoformat()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._database.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            yield connection
            connection.execute("DELETE FROM work WHERE day < ?", (self._oldest(),))


# ------------------------------------------------------------------------------------------------------ parts

_KEYS: Final = "SELECT key FROM work WHERE owner = ? AND kind = ?"
_REMOVE: Final = "DELETE FROM work WHERE owner = ? AND kind = ? AND key = ?"


def _put(connection: sqlite3.Connection, owner: str, kind: WorkKind, place: int, item: KeptItem) -> None:
    connection.execute(
        "INSERT INTO work VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET place = excluded.place, data = excluded.data",
        (owner, kind, item.key, place, date.today().isoformat(), item.data),
    )

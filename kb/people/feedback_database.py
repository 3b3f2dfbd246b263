"""The SQLite file that feedback is kept in: opened for one call, made by the first write, its schema's version in `user_version`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from kb.errors import FeedbackError

SCHEMA: Final = 1
_WAIT_SECONDS: Final = 15.0
_TABLE: Final = """
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    created TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT NOT NULL,
    question TEXT NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    filters TEXT NOT NULL,
    cited TEXT NOT NULL,
    quotes TEXT NOT NULL,
    note TEXT NOT NULL,
    right_clause TEXT NOT NULL,
    fingerprint TEXT NOT NULL
)"""


@contextmanager
def reader(file: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to read from; None if nothing was ever written. FeedbackError if the file cannot be used."""
    if not file.exists():
        yield None
        return
    with _told(file), closing(_open(file)) as connection:
        # Between the making of the file and its first transaction there is no table yet.
        yield connection if _version(connection, file) else None


@contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction that is committed at the end, the file made where it is missing."""
    with _told(file):
        _make(file)
        with closing(_open(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not _version(connection, file):
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
            yield connection
            connection.execute("COMMIT")


def damaged_database(file: Path) -> FeedbackError:
    """The error for a file whose content is not what was written."""
    return FeedbackError(
        f"反馈库 {file} 已损坏：请移走它或用备份恢复。",
        "The feedback database is damaged: move it away or restore a backup.",
    )


def _make(file: Path) -> None:
    """The folder for its owner only, then the file: SQLite would make it readable for all."""
    if not file.parent.is_dir():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _open(file: Path) -> sqlite3.Connection:
    """`mode=rw`: a file that is missing is never made here."""
    connection = sqlite3.connect(
        f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    return connection


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """The schema's version, 0 for an empty file; FeedbackError for a newer one, or another program's file."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA:
        raise FeedbackError(
            f"反馈库 {file} 由更新的版本写成：请升级 policy-kb。",
            "The feedback database is of a newer version: update policy-kb.",
        )
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if ("feedback" in tables) != (version > 0) or (not version and tables):
        raise damaged_database(file)
    return version


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What SQLite and the file system raise, as FeedbackError."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise FeedbackError(
            f"反馈库 {file} 无法读写（{reason}）：请检查文件夹、权限和磁盘空间。",
            "The feedback database cannot be read or written: check the folder, its permissions and the space on the disk.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise damaged_database(file) from error

"""An SQLite file of the data folder: opened for one call, made by the first write, its schema's version in `user_version`.

Threads and processes may share it: every call opens a connection of its own and writes in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import KnowledgeBaseError
from kb.messages import Message

_WAIT_SECONDS: Final = 15.0


@dataclass(frozen=True)
class Database:
    """A file, what people call it, the statements that make its tables (the first makes `table`), and the error it raises."""

    file: Path
    called: Message
    table: str
    schema: tuple[str, ...]
    error: type[KnowledgeBaseError]
    version: int = 1

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read from; None if nothing was ever written. The error if the file cannot be used."""
        if not self.file.exists():
            yield None
            return
        with self._told(), closing(self._open()) as connection:
            # Between the making of the file and its first transaction there is no table yet.
            yield connection if self._version(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is committed at the end, the file made where it is missing."""
        with self._told():
            self._make()
            with closing(self._open()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                if not self._version(connection):
                    for statement in self.schema:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {self.version}")
                yield connection
                connection.execute("COMMIT")

    def damaged(self) -> KnowledgeBaseError:
        """The error for a file whose content is not what was written."""
        return self.error(
            f"{self.called.zh} {self.file} 已损坏：请移走它或用备份恢复。",
            f"The {self.called.en} is damaged: move it away or restore a backup.",
        )

    def _make(self) -> None:
        """The folder for its owner only, then the file: SQLite would make it readable for all."""
        if not self.file.parent.is_dir():
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return

    def _open(self) -> sqlite3.Connection:
        """`mode=rw`: a file that is missing is never made here."""
        connection = sqlite3.connect(
            f"{self.file.resolve().as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS, isolation_level=None
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        """The schema's version, 0 for an empty file; the error for a newer one, or another program's file."""
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > self.version:
            raise self.error(
                f"{self.called.zh} {self.file} 由更新的版本写成：请升级 policy-kb。",
                f"The {self.called.en} is of a newer version: update policy-kb.",
            )
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if (self.table in tables) != (version > 0) or (not version and tables):
            raise self.damaged()
        return version

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite and the file system raise, as the error."""
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise self.error(
                f"{self.called.zh} {self.file} 无法读写（{reason}）：请检查文件夹、权限和磁盘空间。",
                f"The {self.called.en} cannot be read or written: check the folder, its permissions and the space on the disk.",
            ) from error
        except sqlite3.DatabaseError as error:
            raise self.damaged() from error

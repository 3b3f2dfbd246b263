"""What is asked and not answered, by content word, in `<data>/refused.sqlite3`: a word stands there once three different people said it.

Until then it is held in memory, and is gone when the program ends: a word that only one or two people say may be about somebody.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from kb.errors import CountsError
from kb.messages import Message
from kb.people.audit import KEPT_DAYS
from kb.people.database import Database

FEWEST: Final = 3
"""Words of fewer different sessions are not written down."""
_MOST_WORDS: Final = 5000
_SCHEMA: Final = (
    "CREATE TABLE refused (day TEXT NOT NULL, word TEXT NOT NULL, sessions INTEGER NOT NULL, PRIMARY KEY (day, word))",
)


class RefusedWords:
    """The words of one data folder, and of one running program those that too few have said yet; safe to be used from several threads."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(
            folder / "refused.sqlite3",
            Message("拒答词计数", "database of refused words"),
            "refused",
            _SCHEMA,
            CountsError,
        )
        self._lock = threading.Lock()
        self._said_by: OrderedDict[str, set[str]] = OrderedDict()

    def add(self, words: Iterable[str], session: str, day: date | None = None) -> None:
        """Counts the content words of a question that was not answered, each once a session; CountsError where they cannot be written."""
        fresh = self._fresh(words, session)
        if not fresh:
            return
        today = day or date.today()
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO refused VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sessions = sessions + excluded.sessions",
                [(today.isoformat(), word, sessions) for word, sessions in fresh.items()],
            )
            connection.execute("DELETE FROM refused WHERE day < ?", ((today - timedelta(days=KEPT_DAYS)).isoformat(),))

    def since(self, day: date) -> dict[str, int]:
        """How many sessions said each word from a day on, the most first."""
        with self._database.reader() as connection:
            if connection is None:
                return {}
            rows = connection.execute(
                "SELECT word, SUM(sessions) FROM refused WHERE day >= ? GROUP BY word ORDER BY 2 DESC, 1",
                (day.isoformat(),),
            ).fetchall()
        return {row[0]: row[1] for row in rows}

    def _fresh(self, words: Iterable[str], session: str) -> Mapping[str, int]:
        """What is to be written: all sessions of a word that has just reached enough of them, one for each session after that."""
        fresh: dict[str, int] = {}
        with self._lock:
            for word in dict.fromkeys(words):
                said_by = self._said_by.setdefault(word, set())
                self._said_by.move_to_end(word)
                if session not in said_by:
                    said_by.add(session)
                    if len(said_by) >= FEWEST:
                        fresh[word] = FEWEST if len(said_by) == FEWEST else 1
            while len(self._said_by) > _MOST_WORDS:
                self._said_by.popitem(last=False)
        return fresh

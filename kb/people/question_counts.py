"""How many questions were asked on a day and what became of them, in `<data>/counts.sqlite3`: no word of a question stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from kb.answers import Answer, Status
from kb.errors import CountsError
from kb.messages import Message
from kb.objects import StatsObject
from kb.people.audit import KEPT_DAYS
from kb.people.database import Database

_SCHEMA: Final = (
    """CREATE TABLE counts (
        day TEXT NOT NULL, status TEXT NOT NULL, document TEXT NOT NULL, clause TEXT NOT NULL, questions INTEGER NOT NULL,
        PRIMARY KEY (day, status, document, clause))""",
)


@dataclass(frozen=True)
class QuestionCount:
    """The questions of a day whose answer had a status and rested on a clause; `document` and `clause` are ids, "" where none was cited."""

    day: date
    status: Status
    document: str
    clause: str
    questions: int


class QuestionCounts:
    """The counts of one data folder; holds no connection, so it may be shared between threads."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(
            folder / "counts.sqlite3", Message("计数", "database of counts"), "counts", _SCHEMA, CountsError
        )

    def add(self, answer: Answer, day: date | None = None) -> None:
        """Counts an answer on a day (default today), and forgets the days past their time; CountsError where it cannot be written."""
        today = day or date.today()
        first = answer.citations[0].clause if answer.citations else None
        key = (today.isoformat(), answer.status, first.document if first else "", first.id if first else "")
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO counts VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET questions = questions + 1", key
            )
            connection.execute("DELETE FROM counts WHERE day < ?", ((today - timedelta(days=KEPT_DAYS)).isoformat(),))

    def since(self, day: date) -> tuple[QuestionCount, ...]:
        """The counts from a day on, in order of days."""
        with self._database.reader() as connection:
            if connection is None:
                return ()
            rows = connection.execute(
                "SELECT * FROM counts WHERE day >= ? ORDER BY day, questions DESC, clause", (day.isoformat(),)
            ).fetchall()
        return tuple(QuestionCount(**dict(row) | {"day": date.fromisoformat(row["day"])}) for row in rows)

    def cited_since(self, day: date) -> Counter[str]:
        """How many answers from a day on rested on each document, by its id."""
        cited: Counter[str] = Counter()
        for count in self.since(day):
            cited[count.document] += count.questions
        return cited


def stats_object(counts: Iterable[QuestionCount], first: date, refused: Mapping[str, int]) -> dict[str, Any]:
    """The sums since a day by status, day, document and clause as plain data, what was asked most first; `refused` as RefusedWords.since."""
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("statuses", "days", "documents", "clauses")}
    for count in counts:
        keys = {
            "statuses": count.status,
            "days": count.day.isoformat(),
            "documents": count.document,
            "clauses": count.clause,
        }
        for name, key in keys.items():
            if key:
                sums[name][key] += count.questions
    return StatsObject(
        first=first,
        questions=sums["days"].total(),
        statuses=dict(sums["statuses"].most_common()),
        days=dict(sorted(sums["days"].items())),
        documents=dict(sums["documents"].most_common()),
        clauses=dict(sums["clauses"].most_common()),
        refused=dict(refused),
    ).plain()

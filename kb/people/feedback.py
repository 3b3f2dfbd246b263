"""What people say about answers, kept in SQLite beside the store's generations: `<folder>/feedback.sqlite3`.

Personal numbers are masked before anything reaches the file. Every call opens a connection of its own and writes in one transaction, so
threads and processes may share a folder. The file is made by the first entry, readable for its owner only.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from kb.answers import Answer, Status
from kb.errors import FeedbackError, InvalidInput
from kb.messages import Message
from kb.people.database import Database
from kb.people.masking import masked
from kb.questions import LONGEST_QUESTION
from kb.records import NO_FILTERS, Filters, Language

FeedbackVerdict = Literal["right", "wrong", "incomplete", "outdated"]
FeedbackState = Literal["open", "adopted", "closed"]

FILE: Final = "feedback.sqlite3"
LONGEST_NOTE: Final = 2000
LONGEST_CLAUSE: Final = 2000
_LONGEST_NAME: Final = 200
# More than any answer has: what the program itself sends is never near it.
_MOST_LISTED: Final = 200
_LONGEST_LISTED: Final = 20_000
_LARGEST_NUMBER: Final = 2**63 - 1
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
_AS_JSON: Final = ("filters", "cited", "quotes")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What somebody says about an answer, before it is kept. `right_clause` is a clause id or free words; `quotes` the answer's sentences.

    `fingerprint` names the texts that the answer was made from (KnowledgeBase.fingerprint).
    """

    verdict: FeedbackVerdict
    question: str
    language: Language = "zh"
    status: Status = "answered"
    filters: Filters = NO_FILTERS
    cited: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    note: str = ""
    right_clause: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class Feedback(Judgement):
    """A judgement as kept, personal numbers masked; `created` is UTC to the second."""

    number: int
    created: datetime
    state: FeedbackState = "open"


def judgement_of(
    answer: Answer,
    verdict: FeedbackVerdict,
    *,
    filters: Filters = NO_FILTERS,
    note: str = "",
    right_clause: str = "",
    fingerprint: str = "",
) -> Judgement:
    """A judgement on an answer, with what it cites and quotes."""
    return Judgement(
        verdict=verdict,
        question=answer.question,
        language=answer.language,
        status=answer.status,
        filters=filters,
        cited=tuple(dict.fromkeys(citation.clause.id for citation in answer.citations)),
        quotes=tuple(dict.fromkeys(item.text for item in answer.answer)),
        note=note,
        right_clause=right_clause,
        fingerprint=fingerprint,
    )


def feedback_object(entry: Feedback) -> dict[str, Any]:
    """The entry as plain data."""
    data = asdict(entry)
    data["filters"]["as_of"] = entry.filters.as_of and entry.filters.as_of.isoformat()
    return data | {"created": entry.created.isoformat().replace("+00:00", "Z")}


class FeedbackStore:
    """The entries of one folder; holds no connection, so it may be shared between threads."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(
            folder / FILE, Message("反馈库", "feedback database"), "feedback", (_TABLE,), FeedbackError
        )

    def add(self, judgement: Judgement) -> Feedback:
        """Keeps a judgement, its free texts masked. InvalidInput if a text is too long, FeedbackError if it cannot be written."""
        _check(judgement)
        made = datetime.now(UTC).replace(microsecond=0)
        row = _row(_kept(judgement), made)
        with self._database.writing() as connection:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            done = connection.execute(f"INSERT INTO feedback ({names}) VALUES ({marks})", tuple(row.values()))
            number = done.lastrowid
        return _entry({**row, "number": number})

    def entries(self, state: FeedbackState | None = None) -> tuple[Feedback, ...]:
        """All entries, or those in a state, in the order they came; none if nothing was ever written."""
        if state is not None:
            _check_choice("state", state, get_args(FeedbackState))
        with self._database.reader() as connection:
            if connection is None:
                return ()
            where, values = ("WHERE state = ?", (state,)) if state else ("", ())
            rows = connection.execute(f"SELECT * FROM feedback {where} ORDER BY number", values).fetchall()
        return tuple(self._read(row) for row in rows)

    def entry(self, number: int) -> Feedback:
        """One entry; FeedbackError if no entry has that number."""
        with self._database.reader() as connection:
            if connection is None or not 0 < number <= _LARGEST_NUMBER:
                raise _unknown(number)
            row = connection.execute("SELECT * FROM feedback WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise _unknown(number)
        return self._read(row)

    def set_state(self, number: int, state: FeedbackState) -> Feedback:
        """Changes an entry's state and returns the entry; FeedbackError if no entry has that number."""
        _check_choice("state", state, get_args(FeedbackState))
        # Asked first, so that an unknown number makes no file.
        entry = self.entry(number)
        with self._database.writing() as connection:
            connection.execute("UPDATE feedback SET state = ? WHERE number = ?", (state, number))
        return replace(entry, state=state)

    def _read(self, row: sqlite3.Row) -> Feedback:
        try:
            return _entry(dict(row))
        except (ValueError, KeyError, TypeError) as error:
            raise self._database.damaged() from error


# ------------------------------------------------------------------------------------------------ checks and rows


def _check(judgement: Judgement) -> None:
    _check_choice("verdict", judgement.verdict, get_args(FeedbackVerdict))
    _check_choice("language", judgement.language, get_args(Language))
    _check_choice("status", judgement.status, get_args(Status))
    filters = judgement.filters
    names = (filters.region, filters.document, filters.kind, judgement.fingerprint)
    for zh, en, text, longest in (
        ("问题", "question", judgement.question, LONGEST_QUESTION),
        ("说明", "note", judgement.note, LONGEST_NOTE),
        ("正确条款", "right clause", judgement.right_clause, LONGEST_CLAUSE),
        *(("筛选条件", "filter", name or "", _LONGEST_NAME) for name in names),
    ):
        length = len(text.strip())
        if length > longest:
            raise InvalidInput(
                f"{zh}有 {length} 字，最多 {longest} 字，请缩短。",
                f"The {en} has {length} characters: shorten it to {longest}.",
            )
    for listed in (judgement.cited, judgement.quotes):
        if len(listed) > _MOST_LISTED or any(len(text) > _LONGEST_LISTED for text in listed):
            raise InvalidInput("引文太多或太长，未保存。", "Too many quotes, or too long: nothing was kept.")


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        shown = " ".join(value.split())[:40]
        raise InvalidInput(
            f"{name} 不能是“{shown}”：请用 {'、'.join(allowed)} 之一。",
            f"No such {name}: use one of {', '.join(allowed)}.",
        )


def _kept(judgement: Judgement) -> Judgement:
    """The judgement as it may be written: whatever a person typed is masked, what the texts say is not."""
    filters = judgement.filters
    return replace(
        judgement,
        question=_typed(judgement.question),
        note=_typed(judgement.note),
        right_clause=_typed(judgement.right_clause),
        filters=replace(
            filters,
            region=filters.region and _typed(filters.region),
            document=filters.document and _typed(filters.document),
            kind=filters.kind and _typed(filters.kind),
        ),
    )


def _typed(text: str) -> str:
    """Masked, and without half a character of UTF-16, which a form may send and SQLite cannot keep."""
    return masked(text.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _row(judgement: Judgement, made: datetime) -> dict[str, Any]:
    """The columns but for the number."""
    row = asdict(judgement) | {"created": made.isoformat(), "state": "open"}
    return row | {name: json.dumps(row[name], ensure_ascii=False, default=date.isoformat) for name in _AS_JSON}


def _entry(row: dict[str, Any]) -> Feedback:
    """An entry from its columns; ValueError, KeyError or TypeError where they are not what was written."""
    filters, cited, quotes = (json.loads(row[name]) for name in _AS_JSON)
    filters["as_of"] = date.fromisoformat(filters["as_of"]) if filters["as_of"] else None
    entry = Feedback(
        **row
        | {
            "filters": Filters(**filters),
            "cited": tuple(cited),
            "quotes": tuple(quotes),
            "created": datetime.fromisoformat(row["created"]),
        }
    )
    if entry.verdict not in get_args(FeedbackVerdict) or entry.state not in get_args(FeedbackState):
        raise ValueError
    return entry


def _unknown(number: int) -> FeedbackError:
    return FeedbackError(
        f"没有第 {number} 条反馈：请运行 policy-kb feedback list 查看。",
        "No feedback of that number: see policy-kb feedback list.",
    )

"""What a caseworker's session holds in memory and nowhere else: questions asked, clauses picked, who signed in.

A session is a random cookie and an entry here; it ends with the browser, by hand, after hours without a request, or with the server.
Nothing of it is written to a disk.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kb.answers import Answer
from kb.people import Role
from kb.questions import Question
from kb.records import Clause, Document, Filters, Quote, Validity

COOKIE: Final = "kb-session"
MOST_SESSIONS: Final = 2000
MOST_ASKED: Final = 50
MOST_PICKED: Final = 200
IDLE_SECONDS: Final = 8 * 3600.0


@dataclass(frozen=True)
class Asked:
    """One question of the session and its answer; `reading` is how the question was understood, None if it was none."""

    number: int
    question: str
    filters: Filters
    answer: Answer
    reading: Question | None
    fingerprint: str = ""


@dataclass(frozen=True)
class Pick:
    """A clause set aside for later, as it stood when it was picked: `validity` is that of the day `as_of`."""

    clause: Clause
    document: Document
    validity: Validity
    validity_quote: str | None
    as_of: date
    quotes: tuple[Quote, ...] = ()


class Session:
    """One browser's session; safe to be used from several threads."""

    def __init__(self, token: str, now: float) -> None:
        self.token = token
        self.user: str | None = None
        self.role: Role = "admin"  # where nobody signs in, everything is allowed
        self.seen = now
        self._lock = threading.Lock()
        self._asked: OrderedDict[int, Asked] = OrderedDict()
        self._picks: OrderedDict[str, Pick] = OrderedDict()
        self._numbers = 0

    @property
    def history(self) -> tuple[Asked, ...]:
        """The questions asked, the latest first, at most MOST_ASKED."""
        with self._lock:
            return tuple(reversed(self._asked.values()))

    def remember(
        self, question: str, filters: Filters, answer: Answer, reading: Question | None, fingerprint: str = ""
    ) -> Asked:
        """Keeps a question with its answer; the oldest go where there are too many."""
        with self._lock:
            self._numbers += 1
            asked = Asked(self._numbers, question, filters, answer, reading, fingerprint)
            self._asked[asked.number] = asked
            while len(self._asked) > MOST_ASKED:
                self._asked.popitem(last=False)
        return asked

    def asked(self, number: int) -> Asked | None:
        """One question by its number, None if it is no longer kept."""
        with self._lock:
            return self._asked.get(number)

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The clauses picked, in the order in which they were."""
        with self._lock:
            return tuple(self._picks.values())

    def pick(self, pick: Pick) -> bool:
        """Adds a clause, or takes a newer quote of one already there; False if the collection is full."""
        with self._lock:
            if pick.clause.id not in self._picks and len(self._picks) >= MOST_PICKED:
                return False
            self._picks[pick.clause.id] = pick
            return True

    def drop(self, clause_id: str) -> None:
        """Takes a clause out of the collection; one that is not there is no error."""
        with self._lock:
            self._picks.pop(clause_id, None)

    def move(self, clause_id: str, steps: int) -> None:
        """Moves a clause that many places down the collection (up where negative), as far as it goes."""
        with self._lock:
            if clause_id not in self._picks:
                return
            order = [key for key in self._picks if key != clause_id]
            place = list(self._picks).index(clause_id) + steps
            order.insert(max(0, place), clause_id)
            self._picks = OrderedDict((key, self._picks[key]) for key in order)

    def drop_all(self) -> None:
        """Empties the collection; the questions stay."""
        with self._lock:
            self._picks.clear()

    def clear(self) -> None:
        """Forgets questions and clauses."""
        with self._lock:
            self._asked.clear()
            self._picks.clear()


@dataclass(eq=False)
class Sessions:
    """All sessions of the server, bounded: the one not seen for longest goes first."""

    most: int = MOST_SESSIONS
    idle: float = IDLE_SECONDS
    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[str, Session] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, token: str | None) -> Session | None:
        """The session of a cookie, which counts as seen now; None if there is no such session or it has ended."""
        if not token:
            return None
        now = self.clock()
        with self._lock:
            found = self._held.get(token)
            if found is None:
                return None
            if now - found.seen > self.idle:
                del self._held[token]
                return None
            found.seen = now
            self._held.move_to_end(token)
            return found

    def open(self) -> Session:
        """A new session under a name nobody can guess."""
        session = Session(secrets.token_urlsafe(32), self.clock())
        with self._lock:
            self._held[session.token] = session
            while len(self._held) > self.most:
                self._held.popitem(last=False)
        return session

    def close(self, token: str) -> None:
        """Ends a session and forgets all it held."""
        with self._lock:
            found = self._held.pop(token, None)
        if found:
            found.clear()

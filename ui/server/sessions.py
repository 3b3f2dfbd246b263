"""A caseworker's session: who signed in, and the work that is theirs (ui/server/work.py).

A session is a random cookie and an entry here; it ends with the browser, by hand, after hours without a request, or with the server.
Nothing of it is written to a disk but the work of a signed-in user, where that is kept.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from kb.people import Role
from ui.server.work import Held, Keeper, Work

COOKIE: Final = "kb-session"
MOST_SESSIONS: Final = 2000
IDLE_SECONDS: Final = 8 * 3600.0
# No user can be called so: names are printable.
TEAM: Final = "\n"


class Session:
    """One browser's session."""

    def __init__(self, token: str, now: float, work: Work | None = None) -> None:
        self.token = token
        self.user: str | None = None
        self.role: Role = "admin"  # where nobody signs in, everything is allowed
        self.seen = now
        self.work = work or Work()


@dataclass(eq=False)
class Sessions:
    """All sessions of the server, bounded: the one not seen for longest goes first.

    With `keeper_of`, which makes the keeper of an owner's work, the sessions of one user share their work, and it outlives the server.
    `held` gives the ids of the documents held now: of others no work shows a word.
    """

    most: int = MOST_SESSIONS
    idle: float = IDLE_SECONDS
    clock: Callable[[], float] = time.monotonic
    keeper_of: Callable[[str], Keeper] | None = None
    held: Held | None = None
    _works: WeakValueDictionary[str, Work] = field(default_factory=WeakValueDictionary)
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
        session = Session(secrets.token_urlsafe(32), self.clock(), Work(held=self.held))
        with self._lock:
            self._held[session.token] = session
            while len(self._held) > self.most:
                self._held.popitem(last=False)
        return session

    def enter(self, session: Session, user: str, role: Role) -> None:
        """Gives the session to a user, who finds the work again that is kept."""
        session.user, session.role = user, role
        session.work = self._kept(user) or session.work

    @property
    def team(self) -> Work | None:
        """The collection that all who sign in share; None where nothing is kept."""
        return self._kept(TEAM)

    @property
    def count(self) -> int:
        """How many there are."""
        with self._lock:
            return len(self._held)

    def close(self, token: str) -> None:
        """Ends a session and forgets all it held that is not kept."""
        with self._lock:
            found = self._held.pop(token, None)
        if found:
            found.work.close()

    def let_go(self, owner: str) -> None:
        """Has the work of an owner be read anew by whoever enters next."""
        with self._lock:
            self._works.pop(owner, None)

    def _kept(self, owner: str) -> Work | None:
        if self.keeper_of is None:
            return None
        with self._lock:
            work = self._works.get(owner)
            if work is None:
                work = self._works[owner] = Work(self.keeper_of(owner), self.held)
            return work

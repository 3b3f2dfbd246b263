"""What the pages that change the corpus share: the queue of drafts, the index's upkeep, and who is at work."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from kb.admission import WaitingRoom
from kb.drafts import DraftQueue, DraftReader
from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.language import Gazetteer
from kb.people import AuditLog, this_user
from kb.records import Document
from kb.settings import Settings
from kb.store import StoreFollower
from ui.desk.indexing import Indexing
from ui.server import Services, Session

_LOOKED_AT_SECONDS: Final = 600.0
_WAITING_TO_READ: Final = 8
_PATIENCE: Final = 600.0


class Onlookers:
    """Who opened which draft lately, so that two do not decide on one without knowing of each other."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: defaultdict[int, dict[str, tuple[str, float]]] = defaultdict(dict)
        self._lock = threading.Lock()

    def look(self, number: int, session: Session, who: str) -> list[tuple[str, int]]:
        """Notes that a session looks at a draft; the others that did in the last minutes, with how many minutes ago."""
        now = self._clock()
        with self._lock:
            others = {token: seen for token, seen in self._seen[number].items() if now - seen[1] < _LOOKED_AT_SECONDS}
            others.pop(session.token, None)
            self._seen[number] = {**others, session.token: (who, now)}
        # One who opened it in several windows is named once, by the last time.
        latest = dict(sorted(others.values(), key=lambda seen: seen[1]))
        return [(name, int((now - at) // 60)) for name, at in latest.items()]


class Keeping:
    """The corpus as its pages change it."""

    def __init__(self, services: Services, settings: Settings, source: StoreFollower) -> None:
        self.services, self.settings = services, settings
        self.audit = services.audit or AuditLog(settings.data)
        self.queue = DraftQueue(settings.data)
        self.reader = DraftReader(self.queue)
        self.indexing = Indexing(source, settings)
        self.onlookers = Onlookers()
        self.gazetteer = Gazetteer.load()
        # Reading a scan takes minutes: one file at a time. Each that waits holds its bytes and a thread, of which those who ask need most.
        self.room = WaitingRoom(running=1, waiting=_WAITING_TO_READ, patience=_PATIENCE)

        self._caught_up = False

    def catch_up(self, who: str) -> None:
        """Once a run of the server: what was decided before a crash or by a command comes into the store, if anything did."""
        if not self._caught_up:
            self._caught_up = True
            self.indexing.start(who)

    @property
    def held(self) -> tuple[Document, ...]:
        """The documents that are served now."""
        return tuple(entry.document for entry in self.services.kb.documents())


def keeping_of(services: Services) -> Keeping | None:
    """Who keeps the corpus that is served; None where nothing names it, or the folder named is another corpus than the store's."""
    settings, source = services.settings, services.source
    if settings is None or not isinstance(source, StoreFollower):
        return None
    try:
        there = {path.relative_to(settings.corpus).as_posix() for path in corpus_files(settings.corpus)}
    except CorpusError:
        return None
    served = {entry.document.file for entry in source.current.documents()}
    return Keeping(services, settings, source) if there & served else None


def who_is(session: Session) -> str:
    """By whose name a change is recorded: the user's, or the account that serves where nobody signs in."""
    return session.user or this_user("desk")

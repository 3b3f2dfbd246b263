"""A knowledge base that follows its store: a new generation is opened in the background and swapped in when it is ready.

Every call is answered by one whole generation, held in memory, whose folder the writer may remove meanwhile. While the
new one is opened both are in memory; the models are loaded once.
"""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

from index import TextIndexError, pointer_stamp
from kb.answers import Answer, SearchHit
from kb.benefits import Benefits
from kb.documents import DocumentEntry
from kb.errors import KnowledgeBaseError, StoreError
from kb.models import Models
from kb.questions import Question
from kb.records import Clause, Language, SetAside
from kb.settings import Settings
from kb.store.base import KnowledgeBase

Stamp = tuple[int, int, int] | None

_LOOK_EVERY = 1.0
_TRY_AGAIN_AFTER = 60.0
_ATTEMPTS = 5


def open_newest(store: Path, settings: Settings, models: Models | None = None) -> KnowledgeBase:
    """`KnowledgeBase.open`, begun again where a writer removed the generation while it was read."""
    for _ in range(_ATTEMPTS - 1):
        before = pointer_stamp(store)
        try:
            return KnowledgeBase.open(store, settings, models)
        except StoreError:
            if pointer_stamp(store) == before:
                raise
    return KnowledgeBase.open(store, settings, models)


class LiveKnowledgeBase:
    """A KnowledgeBase over whatever generation is current; safe to share between threads.

    Looks at the store's pointer (one `stat`) when it is called, at most once in `look_every` seconds. A generation that
    cannot be opened leaves the one before in service, with a `warning`, and is tried again a minute later.
    """

    def __init__(
        self,
        base: KnowledgeBase,
        stamp: Stamp,
        store: Path,
        settings: Settings,
        models: Models,
        look_every: float = _LOOK_EVERY,
    ) -> None:
        self._base, self._stamp = base, stamp
        self._store, self._settings, self._models = store, settings, models
        self._look_every = look_every
        self._looked = self._opened = time.monotonic()
        self._failure: str | None = None
        self._opening = threading.Lock()

    @classmethod
    def open(
        cls,
        store: Path | None = None,
        settings: Settings | None = None,
        models: Models | None = None,
        look_every: float = _LOOK_EVERY,
    ) -> LiveKnowledgeBase:
        """Opens the store as `KnowledgeBase.open` does, with the same errors."""
        settings = settings or Settings()
        folder = store or settings.store
        try:
            models = models or Models.load(settings.model)
        except TextIndexError as error:
            raise StoreError(str(error)) from error
        # Taken before reading: a generation written meanwhile is noticed at the first call.
        stamp = pointer_stamp(folder)
        return cls(open_newest(folder, settings, models), stamp, folder, settings, models, look_every)

    # -- what is held

    @property
    def warning(self) -> str | None:
        """Why the newest generation is not the one served; usually None."""
        self._look()
        return self._failure or self._base.warning

    @property
    def fingerprint(self) -> str:
        """Names the texts and the program that the generation served was built from."""
        return self._current().fingerprint

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of the regions that documents are held for, the outer ones first."""
        return self._current().regions

    @property
    def benefits(self) -> Benefits:
        """The benefit cards held, to be matched with a profile."""
        return self._current().benefits

    def documents(self, as_of: date | None = None) -> tuple[DocumentEntry, ...]:
        """All documents with their validity on a date (default today)."""
        return self._current().documents(as_of)

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """As `KnowledgeBase.clauses`."""
        return self._current().clauses(document)

    def clause(self, clause_id: str) -> Clause:
        """As `KnowledgeBase.clause`."""
        return self._current().clause(clause_id)

    def set_aside(self, document: str) -> tuple[SetAside, ...]:
        """As `KnowledgeBase.set_aside`."""
        return self._current().set_aside(document)

    def source_file(self, document: str) -> Path | None:
        """As `KnowledgeBase.source_file`."""
        return self._current().source_file(document)

    def page_picture(self, document: str, page: int) -> bytes:
        """As `KnowledgeBase.page_picture`."""
        return self._current().page_picture(document, page)

    # -- asking

    def ask(
        self,
        question: str,
        *,
        region: str | None = None,
        document: str | None = None,
        kind: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
        language: Language | None = None,
    ) -> Answer:
        """As `KnowledgeBase.ask`."""
        return self._current().ask(
            question,
            region=region,
            document=document,
            kind=kind,
            as_of=as_of,
            in_force=in_force,
            language=language,
        )

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        region: str | None = None,
        document: str | None = None,
        kind: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
    ) -> list[SearchHit]:
        """As `KnowledgeBase.search`."""
        return self._current().search(
            question, k, region=region, document=document, kind=kind, as_of=as_of, in_force=in_force
        )

    def understand(self, question: str) -> Question:
        """As `KnowledgeBase.understand`."""
        return self._current().understand(question)

    def warm(self) -> None:
        """Loads the model, so that the first question need not wait for it."""
        self._current().warm()

    # -- following the store

    def refresh(self) -> bool:
        """Opens the newest generation now, in this thread, if it is another one; whether it was swapped in."""
        with self._opening:
            return self._follow()

    def _current(self) -> KnowledgeBase:
        """The generation to answer one call from."""
        self._look()
        return self._base

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < self._look_every:
            return
        # Two threads may both pass here: the lock lets one of them open.
        self._looked = now
        if self._is_behind() and self._opening.acquire(blocking=False):
            try:
                threading.Thread(target=self._follow_and_release, name="policy-kb-swap", daemon=True).start()
            except RuntimeError:  # no thread can be started: the next look tries again
                self._opening.release()

    def _is_behind(self) -> bool:
        if pointer_stamp(self._store) != self._stamp:
            return True
        troubled = self._failure or self._base.warning
        return bool(troubled) and time.monotonic() - self._opened > _TRY_AGAIN_AFTER

    def _follow_and_release(self) -> None:
        try:
            self._follow()
        finally:
            self._opening.release()

    def _follow(self) -> bool:
        """Opens and swaps; with the lock held. What is declared to go wrong becomes the warning."""
        if not self._is_behind():
            return False
        stamp = pointer_stamp(self._store)
        try:
            base = open_newest(self._store, self._settings, self._models)
        except (KnowledgeBaseError, TextIndexError, OSError, MemoryError) as error:
            self._failure = f"新版本无法打开，仍用原有版本。 The newest generation cannot be opened, the one before is served: {error}"
            return False
        else:
            self._base, self._failure = base, None
            return True
        finally:
            self._stamp, self._opened = stamp, time.monotonic()

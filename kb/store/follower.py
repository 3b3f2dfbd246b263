"""Follows a store: a new generation is opened in the background and takes the place of the one before when it is ready.

Whoever asks gets one whole generation, held in memory, whose folder the writer may remove meanwhile. While the
new one is opened both are in memory; the models are loaded once.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from index import TextIndexError, pointer_stamp
from kb.errors import KnowledgeBaseError, StoreError
from kb.messages import Message
from kb.models import Models
from kb.settings import Settings
from kb.store.base import KnowledgeBase

PointerStamp = tuple[int, int, int] | None

_LOOK_EVERY = 1.0
_TRY_AGAIN_AFTER = 60.0
_QUIET, _PATIENCE = 5.0, 10.0
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


class StoreFollower:
    """Gives the knowledge base of whatever generation is current; safe to share between threads.

    Looks at the store's pointer (one `stat`) when it is asked, at most once in `look_every` seconds. While a newer generation is opened the
    one before answers; but who asks first after a quiet time waits for it, since what was withdrawn hours ago must not be told once more.
    A generation that cannot be opened leaves the one before in service, with a `warning`, and is tried again a minute later.
    """

    def __init__(
        self,
        base: KnowledgeBase,
        stamp: PointerStamp,
        store: Path,
        settings: Settings,
        models: Models,
        look_every: float = _LOOK_EVERY,
    ) -> None:
        self._base, self._stamp = base, stamp
        self._store, self._settings, self._models = store, settings, models
        self._look_every = look_every
        self._looked = self._opened = time.monotonic()
        self._opening = threading.Lock()

    @classmethod
    def open(
        cls,
        store: Path | None = None,
        settings: Settings | None = None,
        models: Models | None = None,
        look_every: float = _LOOK_EVERY,
    ) -> StoreFollower:
        """Opens the store as `KnowledgeBase.open` does, with the same errors."""
        settings = settings or Settings()
        folder = store or settings.store
        try:
            models = models or Models.load(settings.model, folder)
        except TextIndexError as error:
            raise StoreError.saying(error.message) from error
        # Taken before reading: a generation written meanwhile is noticed at the first call.
        stamp = pointer_stamp(folder)
        return cls(open_newest(folder, settings, models), stamp, folder, settings, models, look_every)

    @property
    def current(self) -> KnowledgeBase:
        """The generation to answer from: whole, held in memory, whatever becomes of its folder."""
        self._look()
        return self._base

    @property
    def models(self) -> Models:
        """The models that every generation is asked with, for whoever builds the next one."""
        return self._models

    def refresh(self) -> bool:
        """Opens the newest generation now, in this thread, if it is another one; whether it was swapped in."""
        with self._opening:
            return self._follow()

    def _look(self) -> None:
        now = time.monotonic()
        since = now - self._looked
        if since < self._look_every:
            return
        # Two threads may both pass here: the lock lets one of them open.
        self._looked = now
        if self._is_behind() and self._opening.acquire(blocking=False):
            opening = threading.Thread(target=self._follow_and_release, name="policy-kb-swap", daemon=True)
            try:
                opening.start()
            except RuntimeError:  # no thread can be started: the next look tries again
                self._opening.release()
                return
            if since > _QUIET:
                opening.join(_PATIENCE)

    def _is_behind(self) -> bool:
        if pointer_stamp(self._store) != self._stamp:
            return True
        return bool(self._base.warning) and time.monotonic() - self._opened > _TRY_AGAIN_AFTER

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
            self._base.warning = Message(
                "新版本无法打开，仍用原有版本。",
                f"The newest generation cannot be opened, the one before is served: {error}",
            )
            return False
        else:
            self._base = base
            return True
        finally:
            self._stamp, self._opened = stamp, time.monotonic()

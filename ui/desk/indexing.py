"""The store brought up to date in the background, so that the pages answer from the generation before until the new one is open."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Final, Literal

from index import StoreBusy, TextIndexError
from kb.errors import KnowledgeBaseError, StoreError
from kb.messages import Message
from kb.settings import Settings
from kb.store import StoreFollower
from kb.upkeep import rebuild

IndexingState = Literal["idle", "running", "failed"]

_LOOK_AGAIN_SECONDS: Final = 1.0
_BROKEN: Final = Message(
    "程序出错，索引没有更新：请再试一次，仍不成请告知维护人员。",
    "The program failed and the index was not brought up to date: try again, or tell the maintainer.",
)


@dataclass(frozen=True)
class IndexingProgress:
    """Where it stands: texts embedded of how many (0: still reading), and why it failed."""

    state: IndexingState = "idle"
    done: int = 0
    total: int = 0
    problem: Message | None = None


class Indexing:
    """Builds one generation after the other as they are asked for; safe to be used from several threads."""

    def __init__(self, source: StoreFollower, settings: Settings) -> None:
        self._source, self._settings = source, settings
        self._lock = threading.Lock()
        self._wanted: str | None = None
        self._forget = False
        self._thread: threading.Thread | None = None
        self._progress = IndexingProgress()

    @property
    def progress(self) -> IndexingProgress:
        """Where it stands now."""
        return self._progress

    def start(self, who: str, *, forget: bool = False) -> None:
        """Has the store brought up to date; with `forget` no older generation stays. Asked for while it runs, it runs once more."""
        with self._lock:
            self._wanted, self._forget = who, self._forget or forget
            if self._thread is None:
                self._progress = IndexingProgress("running")
                self._thread = threading.Thread(target=self._work, name="policy-kb-index", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        problem: Message | None = None
        while True:
            with self._lock:
                who, self._wanted = self._wanted, None
                if who is None:
                    self._thread = None
                    self._progress = IndexingProgress("failed" if problem else "idle", problem=problem)
                    return
                forget, self._forget = self._forget, False
                self._progress = IndexingProgress("running")
            problem = self._built(who, forget)
            if problem and forget:
                # What was withdrawn still lies in the store: the next build that succeeds takes it out.
                with self._lock:
                    self._forget = True

    def _built(self, who: str, forget: bool) -> Message | None:
        """Builds, after another desk or command that is at it; why it could not be done."""
        try:
            while True:
                try:
                    rebuild(self._settings, who, self._report, self._source.models, forget=forget)
                    break
                except StoreError as error:
                    if not isinstance(error.__cause__, StoreBusy):
                        raise
                    time.sleep(_LOOK_AGAIN_SECONDS)
            self._source.refresh()
        except (KnowledgeBaseError, TextIndexError) as error:
            return error.message
        except Exception:  # noqa: BLE001 - the page says that it failed; nobody else would ever hear of it
            return _BROKEN
        return None

    def _report(self, done: int, total: int) -> None:
        self._progress = replace(self._progress, done=done, total=total)

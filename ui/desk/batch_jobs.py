"""Tables of questions answered in the background: one at a time a session, two on the server, a bounded queue behind them.

Each question takes its place in the waiting room like anyone's, never two of them at once, and after each the job rests as long as it
took: people who ask meanwhile are not kept waiting. A job and its result live in memory and go with the session.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import deque
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from kb.admission import BusyError
from kb.sheets import QuestionSheet, RowAnswer, SheetRow, answer_row
from ui.desk.batch_result import Result, batch_result
from ui.server import Services, Session

JobState = Literal["waiting", "running", "done", "cancelled", "failed"]

MOST_RUNNING: Final = 2
MOST_WAITING: Final = 8
MOST_RESULT_BYTES: Final = 64 * 2**20
_LONGEST_REST: Final = 0.5
_TRY_AGAIN_AFTER: Final = 1.0
_LAST_WAIT: Final = 10.0


class AlreadyRunningError(Exception):
    """The session's last table is not done yet."""


@dataclass(frozen=True)
class JobProgress:
    """Where a job stands; `ahead` is how many wait before it."""

    state: JobState
    done: int
    total: int
    ahead: int = 0


class BatchJob:
    """One table of one session. Its own thread writes, everyone else reads."""

    def __init__(self, name: str, sheet: QuestionSheet, day: date) -> None:
        self.name, self.day = name, day
        self.total = len(sheet.rows)
        self.state: JobState = "waiting"
        self.done = 0
        self.result: Result | None = None
        self.stopping = threading.Event()
        self._sheet: QuestionSheet | None = sheet
        self._found: list[RowAnswer] = []

    @property
    def is_going(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")

    def rows(self) -> tuple[SheetRow, ...]:
        """The rows to be asked; none once it has ended."""
        return self._sheet.rows if self._sheet else ()

    def add(self, found: RowAnswer) -> None:
        """Keeps what came of the next row."""
        self._found.append(found)
        self.done = len(self._found)

    def end(self, state: JobState, fingerprints: tuple[str, ...] = ()) -> None:
        """Writes the workbook of what was done and lets go of everything else."""
        sheet, found = self._sheet, tuple(self._found)
        if sheet is not None and found and state != "failed":
            self.result = batch_result(self.name, self.day, sheet, found, fingerprints)
        self._sheet, self._found = None, []
        self.state = state

    def forget(self) -> None:
        """Lets go of the workbook."""
        if self.result is not None:
            self.result = replace(self.result, workbook=None)


class BatchJobs:
    """The jobs of all sessions of a server."""

    def __init__(self, services: Services) -> None:
        self._services, self._room = services, services.room
        self._lock = threading.Lock()
        # A job must not outlive its session: nothing here keeps a session alive.
        self._of: weakref.WeakKeyDictionary[Session, BatchJob] = weakref.WeakKeyDictionary()
        self._queue: deque[tuple[BatchJob, weakref.ref[Session]]] = deque()
        self._ended: deque[weakref.ref[BatchJob]] = deque()
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._threads: set[threading.Thread] = set()
        # Also called when the interpreter ends: a thread inside a native library must not outlive it.
        self.close = weakref.finalize(self, _close, self._closing, self._threads)

    def start(self, session: Session, name: str, sheet: QuestionSheet, day: date) -> BatchJob:
        """Queues a session's table; AlreadyRunningError where its last one still goes on, BusyError where the queue is full."""
        with self._lock:
            last = self._of.get(session)
            if last is not None and last.is_going:
                raise AlreadyRunningError
            # Those whose session has gone, or who were cancelled, wait for nothing.
            waiting = [each for each in self._queue if each[1]() is not None and not each[0].stopping.is_set()]
            if len(waiting) >= MOST_WAITING:
                raise BusyError
            job = self._of[session] = BatchJob(name, sheet, day)
            self._queue.append((job, weakref.ref(session)))
            self._start_next()
        return job

    def of(self, session: Session) -> BatchJob | None:
        """The session's last job; its workbook is gone where a document is not held any more that it quotes."""
        with self._lock:
            job = self._of.get(session)
        if job and job.result and not job.result.documents <= self._services.kb.document_ids:
            job.forget()
        return job

    def progress(self, job: BatchJob) -> JobProgress:
        """Where a job stands."""
        with self._lock:
            ahead = next((n for n, (each, _) in enumerate(self._queue) if each is job), 0)
        return JobProgress(job.state, job.done, job.total, ahead)

    def cancel(self, session: Session) -> None:
        """Stops the session's job after the question it is at; one that has ended, or none, is no error."""
        with self._lock:
            job = self._of.get(session)
            if job is None or not job.is_going:
                return
            job.stopping.set()
            if job.state == "waiting":
                self._queue = deque(each for each in self._queue if each[0] is not job)
                job.end("cancelled")

    # -- threads

    def _start_next(self) -> None:
        """Starts threads for those who wait; with the lock held."""
        while self._queue and len(self._threads) < MOST_RUNNING and not self._closing.is_set():
            job, owner = self._queue.popleft()
            if owner() is None:
                continue
            job.state = "running"
            thread = threading.Thread(target=self._work, args=(job, owner), name="policy-kb-batch", daemon=True)
            self._threads.add(thread)
            try:
                thread.start()
            except RuntimeError:  # the machine has no thread left
                self._threads.discard(thread)
                job.end("failed")

    def _work(self, job: BatchJob, owner: weakref.ref[Session]) -> None:
        try:
            fingerprints = {self._services.kb.fingerprint: None}
            for row in job.rows():
                if self._is_stopped(job, owner) or not self._answer(job, row, owner):
                    break
                fingerprints[self._services.kb.fingerprint] = None
            job.end("done" if job.done == job.total else "cancelled", tuple(fingerprints))
        except Exception:  # noqa: BLE001 - the page says that the job failed; nobody else would ever hear of it
            job.end("failed")
        finally:
            with self._lock:
                self._threads.discard(threading.current_thread())
                self._ended.append(weakref.ref(job))
                self._bound_results()
                self._start_next()

    def _is_stopped(self, job: BatchJob, owner: weakref.ref[Session]) -> bool:
        return job.stopping.is_set() or self._closing.is_set() or owner() is None

    def _answer(self, job: BatchJob, row: SheetRow, owner: weakref.ref[Session]) -> bool:
        """Asks one row when there is room for it; False if the job was stopped before."""
        if row.asked is None:
            job.add(answer_row(self._services.kb, row, job.day))
            return True
        while not self._is_stopped(job, owner):
            try:
                with self._turn, self._room.admitted():
                    started = time.monotonic()
                    job.add(answer_row(self._services.kb, row, job.day))
                    took = time.monotonic() - started
            except BusyError:
                job.stopping.wait(_TRY_AGAIN_AFTER)
                continue
            # Those who wait for the desk take it only if it is left alone: the semaphore gives it to whoever asks first.
            job.stopping.wait(min(took, _LONGEST_REST))
            return True
        return False

    def _bound_results(self) -> None:
        """Lets the oldest workbooks go where all together are too large; with the lock held."""
        held = [job for job in (ref() for ref in self._ended) if job is not None]
        sizes = [len(job.result.workbook) if job.result and job.result.workbook else 0 for job in held]
        self._ended = deque(weakref.ref(job) for job in held)
        excess = sum(sizes) - MOST_RESULT_BYTES
        for job, size in zip(held[:-1], sizes, strict=False):
            if excess <= 0:
                return
            job.forget()
            excess -= size


def _close(closing: threading.Event, threads: set[threading.Thread]) -> None:
    closing.set()
    until = time.monotonic() + _LAST_WAIT
    for thread in tuple(threads):
        thread.join(max(0.0, until - time.monotonic()))

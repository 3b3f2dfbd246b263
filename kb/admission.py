"""A bounded waiting room: so many questions at once, so many waiting, the rest are told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class BusyError(Exception):
    """The waiting room is full, or the wait was too long."""


class WaitingRoom:
    """Lets `running` callers in at a time and `waiting` more wait up to `patience` seconds each.

    One at a time, since the models' engines use every core for a question: thirty callers on two cores have a p95 of 0.15 s
    (bench/desk_load.py).
    """

    def __init__(self, running: int = 1, waiting: int = 39, patience: float = 20.0) -> None:
        self.places = running + waiting
        self._seats = threading.BoundedSemaphore(running + waiting)
        self._desks = threading.BoundedSemaphore(running)
        self._patience = patience
        self._counts = threading.Lock()
        self.inside = 0
        """How many are in the room now, those waiting among them."""

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Holds a place for the block; raises BusyError at once where all seats are taken, or after the patience is spent."""
        if not self._seats.acquire(blocking=False):
            raise BusyError
        self._count(1)
        try:
            if not self._desks.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._desks.release()
        finally:
            self._count(-1)
            self._seats.release()

    def _count(self, change: int) -> None:
        with self._counts:
            self.inside += change

"""Work on texts shared out to the cores, each piece by one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


@contextmanager
def shared_out(
    work: Callable[[Piece], Done], pieces: Iterable[Piece], threads: int | None = None
) -> Iterator[Iterator[Done]]:
    """What `work` makes of each piece, in order; so many `threads` at a time (by default one a core)."""
    # Imported here: a question is embedded without.
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, "embed")
    try:
        yield pool.map(work, pieces)
    finally:
        # Whoever interrupts a build need not wait for the texts that are left.
        pool.shutdown(cancel_futures=True)

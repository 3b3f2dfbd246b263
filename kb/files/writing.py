"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A new file beside `path` that takes its place, on the disk in full, once the block has ended without an error.

    Until then, and after an error, `path` is as it was and nothing lies beside it. The new file has the mode of the one it replaces, or
    the usual one; with `private` nobody but its owner can read it (0600). Raises OSError, also for a `path` that is no plain file.
    """
    path = path.resolve()  # of a link, what it points to is replaced
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file", str(path))
    beside = path.with_name(f".{token_hex(8)}.new")
    try:
        mode = 0o600 if private else 0o666  # less what the umask takes away
        with open(beside, "xb", opener=partial(os.open, mode=mode)) as file:
            if path.exists() and not private:
                beside.chmod(path.stat().st_mode & 0o777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)

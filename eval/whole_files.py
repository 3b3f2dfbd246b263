"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from eval.errors import EvalError


def write_whole(path: Path, data: bytes) -> None:
    """Writes through a neighbour and a rename, so that an interrupted run leaves the old file; EvalError where it cannot."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise EvalError(
            f"写不了 {path}（{error.strerror}）：请关闭已打开的文件或换个位置。",
            "Cannot write it: close the file or choose another place.",
        ) from error

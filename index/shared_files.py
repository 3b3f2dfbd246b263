"""Files that generations of a store have in common: one file with two names where that saves much, else a copy."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

_SHARED_FROM = 1 << 20  # two generations of a small store share nothing: damage to one leaves the other


def share_file(path: Path, name: Path) -> None:
    """Has a file of one generation in another one too: linked if it is large and the file system knows links, else copied."""
    name.parent.mkdir(parents=True, exist_ok=True)
    if path.stat().st_size >= _SHARED_FROM:
        with suppress(OSError):
            os.link(path, name)
            return
    shutil.copyfile(path, name)


def share_folder(folder: Path, copy: Path) -> None:
    """`share_file` for every file of a folder."""
    for path in filter(Path.is_file, folder.rglob("*")):
        share_file(path, copy / path.relative_to(folder))

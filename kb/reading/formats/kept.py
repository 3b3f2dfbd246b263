"""What took long to make is kept in the user's cache; a cache that cannot be written costs time, never a document."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kb.files import whole_file


def keep(file: Path, data: bytes) -> None:
    """Writes `file` whole, or not at all."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as stream:
            stream.write(data)


def kept_folder(name: str) -> Path:
    """Where in the user's cache recognised pages are kept by the hash of their pixels, and conversions by that of the file."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "policy-kb" / name

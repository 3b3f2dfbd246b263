"""Compiled regular expressions, kept from one process to the next: for a process that answers one question, compiling them is half a second.

CPython compiles a pattern into numbers for its engine (`re._compiler`), which checks them before it takes them. The file beside the
generations of a store holds these numbers with the pattern and the flags that they were made of. A file of another Python, or one that was
damaged, is no use, and whatever it does not hold is compiled as ever. What people ask is in no pattern of the file: none is noted
after `keep`.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from array import array
from base64 import b64decode, b64encode
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

_FILE = "patterns.json"
# So many patterns that the file does not hold are worth a new file.
_MANY = 50

# What the engine is given for a pattern: flags, code (base64), groups, names of groups, and the same by number.
_Row = tuple[int, str, int, dict[str, int], list[str | None]]
_Rows = dict[tuple[str, int], _Row]


class KeptPatterns:
    """From here on, and for the rest of the process, patterns of the store's file are not compiled again."""

    def __init__(self, store: Path) -> None:
        self._path = store / _FILE
        self._kept = _read(self._path)
        self._used: _Rows | None = {}
        self._missed = 0
        # In the place of the engine, `self` learns what each thread has it given.
        self._given = threading.local()
        self._anew, self._engine = _compiler.compile, _compiler._sre
        _compiler.compile, _compiler._sre = self._compiled, self

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the engine has
        return getattr(self._engine, name)

    def compile(self, *given: Any) -> Any:  # noqa: ANN401 - as the engine's
        """What the engine makes of it."""
        self._given.last = given
        return self._engine.compile(*given)

    @property
    def lack_many(self) -> bool:
        """Whether so much had to be compiled that a new file is worth writing."""
        return self._missed > _MANY

    def keep(self) -> None:
        """Writes what was used so far; OSError."""
        body = json.dumps([[*key, *row] for key, row in (self._used or {}).items()])
        fresh = self._path.with_suffix(".new")
        fresh.write_text(f"{_head(body)}\n{body}\n", encoding="ascii")
        fresh.replace(self._path)

    def note_no_more(self) -> None:
        """What is compiled from here on is not written."""
        self._used = None
        _compiler._sre = self._engine

    def _compiled(self, pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - text, bytes or a parsed pattern
        if not isinstance(pattern, str):
            return self._anew(pattern, flags)
        key, used = (pattern, int(flags)), self._used
        row = self._kept.get(key)
        if row:
            final, code, groups, names, numbers = row
            made = self._engine.compile(pattern, final, list(array("I", b64decode(code))), groups, names, (*numbers,))
        else:
            made = self._anew(pattern, flags)
            if used is None:
                return made
            self._missed += 1
            row = _row(*self._given.last)
        if used is not None:
            used[key] = row
        return made


def _row(
    _: str, flags: int, code: list[int], groups: int, names: dict[str, int], numbers: tuple[str | None, ...]
) -> _Row:
    return int(flags), b64encode(array("I", code).tobytes()).decode("ascii"), groups, dict(names), list(numbers)


def _read(path: Path) -> _Rows:
    try:
        head, body, _ = path.read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return {}
    return {(pattern, flags): (*row,) for pattern, flags, *row in json.loads(body)} if head == _head(body) else {}


def _head(body: str) -> str:
    """What the file says of itself: the Python and the engine it is for, and the SHA-256 of what follows."""
    return json.dumps([sys.version, _compiler.MAGIC, hashlib.sha256(body.encode("ascii")).hexdigest()])

"""`policy-kb` called in this process, as scripts call it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

import app


@dataclass(frozen=True)
class Run:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What was printed, read as JSON."""
        return json.loads(self.out)


Call = Callable[..., Run]


def run(*words: object, typed: str = "", capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command line with these words and `typed` on its standard input."""
    monkeypatch.setattr(sys, "argv", ["policy-kb", *map(str, words)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    code = 0
    try:
        app.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    printed = capsys.readouterr()
    return Run(code, printed.out, printed.err)

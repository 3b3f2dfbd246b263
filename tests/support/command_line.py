"""`policy-kb` called in this process, as scripts call it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

import app
from kb.models import Models
from kb.settings import Settings


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


@cache
def _models(name: str) -> Models:
    """Loaded once: half of what an answer takes is loading them."""
    return _load(name, Settings().store)


_load = Models.load


def run(*words: object, typed: str = "", capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command line with these words and `typed` on its standard input; the models are those of the calls before."""
    monkeypatch.setattr(Models, "load", lambda name, _: _models(name))
    monkeypatch.setattr(sys, "argv", ["policy-kb", *map(str, words)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    code = 0
    try:
        app.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    printed = capsys.readouterr()
    return Run(code, printed.out, printed.err)

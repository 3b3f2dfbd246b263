"""The scripts of `bench/` run small, in this process: what they start as processes of their own is called here too, which saves the seconds
in which each of those would load the same libraries and models again.
"""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
Script = Callable[..., str]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Runs a script with these words, as its own folder sees it; what it printed."""
    monkeypatch.syspath_prepend(BENCH)

    def run(name: str, *words: object) -> str:
        monkeypatch.setattr(sys, "argv", [name, *map(str, words)])
        with redirect_stdout(io.StringIO()) as printed:
            try:
                importlib.import_module(name.removesuffix(".py")).main()
            except SystemExit as end:
                assert not end.code, end.code
        return printed.getvalue()

    def here(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        _, first, *words = command
        printed = run("app", *words[1:]) if first == "-m" else run(Path(first).name, *words)
        return subprocess.CompletedProcess(command, 0, printed, "")

    monkeypatch.setattr(subprocess, "run", here)
    return run

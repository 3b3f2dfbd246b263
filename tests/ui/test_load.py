"""Twelve caseworkers at once, as bench/desk_load.py plays them (thirty, for a minute: `make bench`): no error, no answer of another session."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "desk_load.py"
SESSIONS, QUESTIONS, EVERY = 12, 2, 1.0


@pytest.mark.slow
def test_sessions_at_once_get_their_own_answers(served: str):
    figures = ("--sessions", str(SESSIONS), "--questions", str(QUESTIONS), "--every", str(EVERY), "--json")
    done = subprocess.run(
        [sys.executable, str(BENCH), served, *figures], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    load = json.loads(done.stdout)
    assert load["errors"] == [] and load["foreign"] == [] and load["busy"] == 0
    assert len(load["seconds"]) == SESSIONS * QUESTIONS
    # Far above what an idle machine needs: a hang is an error, a busy machine is not.
    assert sorted(load["seconds"])[int(0.95 * len(load["seconds"]))] < 10

"""`make bench` in small: every figure is printed, over a corpus of one notice."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕1号\n\n一、补贴标准。对新招用人员每人补贴1000元。\n\n二、期限。补贴期限为三年。\n"


@pytest.mark.slow
def test_every_figure_is_printed(script: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲.txt").write_text(NOTICE, encoding="utf-8")
    speed = importlib.import_module("speed")
    seconds, _ = speed.run("-c", "pass")
    assert seconds > 0

    def run(*words: str) -> tuple[float, int]:
        subprocess.run([sys.executable, *words], check=True)
        return 1.0, 1

    monkeypatch.setattr(speed, "run", run)
    printed = script("speed.py", "--corpus", tmp_path, "--questions", "7")
    figures = re.findall(r"^ *(.*?)  +[\d.]+ (?:s|ms|MiB) ", printed, re.MULTILINE)
    assert figures == [
        "embedding all texts",
        "build from nothing",
        "build, nothing changed",
        "build, one line added",
        "first answer, process",
        "its peak memory",
        "--help",
        "serve, its first pages",
        "warm ask, median",
        "warm ask, p95",
        "read",
        "embedded, searched, weighed",
        "answered, quotes checked",
    ]

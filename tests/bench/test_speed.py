"""`make bench` in small: every figure is printed, over a corpus of one notice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕1号\n\n一、补贴标准。对新招用人员每人补贴1000元。\n\n二、期限。补贴期限为三年。\n"


@pytest.mark.slow
def test_every_figure_is_printed(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(NOTICE, encoding="utf-8")
    command = [sys.executable, str(BENCH / "speed.py"), "--corpus", str(tmp_path), "--questions", "7"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(BENCH.parent)}
    )
    assert done.returncode == 0, done.stderr
    figures = re.findall(r"^ *(.*?)  +[\d.]+ (?:s|ms|MiB) ", done.stdout, re.MULTILINE)
    assert figures == [
        "embedding all texts",
        "build from nothing",
        "build, nothing changed",
        "build, one line added",
        "first answer, process",
        "its peak memory",
        "warm ask, median",
        "warm ask, p95",
        "read",
        "embedded, searched, weighed",
        "answered, quotes checked",
    ]

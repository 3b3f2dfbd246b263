"""`make bench` in small: every figure is printed, over a corpus of one notice."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕1号\n\n一、补贴标准。对新招用人员每人补贴1000元。\n\n二、期限。补贴期限为三年。\n"


class Answers(BaseHTTPRequestHandler):
    """Says yes to everything."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


def served(words: Sequence[str], **_: object) -> Any:
    """Stands in for a served desk, which takes ten seconds to start: that one starts and ends is tested elsewhere."""
    assert words[1:4] == ("-m", "kb", "serve")
    server = ThreadingHTTPServer(("127.0.0.1", int(words[words.index("--port") + 1])), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def terminate() -> None:
        server.shutdown()
        server.server_close()

    return SimpleNamespace(poll=lambda: None, terminate=terminate, wait=thread.join)


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
    monkeypatch.setattr(subprocess, "Popen", served)
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

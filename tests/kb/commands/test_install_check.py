"""The checks without make are those with it, in its order; the first that fails ends them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run

ROOT = Path(__file__).parents[3]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was run; mypy finds something."""
    calls: list[list[str]] = []

    def called(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        calls.append(command[1:])
        assert command[0] == sys.executable
        return subprocess.CompletedProcess(command, 3 if "mypy" in command else 0)

    monkeypatch.setattr(subprocess, "run", called)
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setenv("PATH", "")
    return calls


def test_it_does_what_make_test_does_until_something_fails(
    started: list[list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    told = run("test-install", capsys=capsys, monkeypatch=monkeypatch)
    assert told.code == 1 and "mypy 没有通过（退出码 3）" in told.err and "No Chromium" in told.err
    assert [call[1] for call in started] == ["pip", "ruff", "ruff", "kb", "mypy"]


def test_its_steps_are_those_of_the_makefile(monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.commands import install_check

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in install_check.steps(2, has_browser=True):
        said = " ".join(step[1:]).replace("kb build", "policy-kb build").replace("-n 2", "-n $(WORKERS)")
        said = said.replace("--editable .[test]", "--editable '.[test]'")
        assert said in makefile


def test_elsewhere_it_says_where_it_belongs(
    started: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("test-install", capsys=capsys, monkeypatch=monkeypatch)
    assert told.code == 1 and "这里不是源码目录" in told.err and started == []

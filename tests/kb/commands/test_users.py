"""users add, remove and list as an administrator sees them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import Call, Run, run

from kb.people import Users

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Calls `policy-kb users …` over a file of the test's own, with `typed` on its standard input."""

    def call(*words: str, typed: str = "") -> Run:
        return run(
            "users", *words, "--users", str(tmp_path / "users"), typed=typed, capsys=capsys, monkeypatch=monkeypatch
        )

    return call


def test_add_list_remove(cli: Call, tmp_path: Path):
    assert cli("add", "王芳", "--password-stdin", typed="correct horse\n").code == 0
    assert cli("add", "li", "--password-stdin", typed="battery staple\r\n").code == 0
    assert cli("list").out == "王芳\nli\n"
    assert cli("add", "li", "--password-stdin", "--role", "editor", typed="battery staple\n").code == 0
    assert cli("list", "--roles").out == "王芳\treader\nli\teditor\n"
    assert cli("add", "li", "--password-stdin", "--role", "chief", typed="battery staple\n").code == 2
    assert Users(tmp_path / "users").verify("li", "battery staple")
    removed = cli("remove", "王芳")
    assert removed.code == 0 and "王芳" in removed.out
    assert cli("list").out == "li\n"


def test_a_second_add_says_that_the_password_changed(cli: Call):
    assert "已增加" in cli("add", "li", "--password-stdin", typed="battery staple\n").out
    assert "已换密码" in cli("add", "li", "--password-stdin", typed="another staple\n").out


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "li", "--password-stdin"], "short\n", "太短"),
        (["add", "li", "--password-stdin"], "", "太短"),
        (["add", "long-enough", "--password-stdin"], "Long-Enough\n", "用户名相同"),
        (["add", "a:b", "--password-stdin"], "battery staple\n", "用户名"),
        (["add", "li"], "battery staple\nbattery staple\n", "--password-stdin"),
        (["remove", "li"], "", "users add"),
        (["list"], "", "users add"),
    ],
    ids=["short", "none", "the name", "no name", "no terminal", "remove without file", "list without file"],
)
def test_refusals_are_one_line_and_leave_no_file(cli: Call, words: list[str], typed: str, said: str, tmp_path: Path):
    shown = cli(*words, typed=typed)
    assert shown.code == 1 and shown.out == "" and shown.err.count("\n") == 1 and said in shown.err
    assert not (tmp_path / "users").exists()


def _on_a_terminal(words: list[str], typed: list[str]) -> tuple[int, str]:
    """Runs the command on a terminal of its own, answering each password prompt; exit code and all that was shown."""
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))  # not on Windows
    outer, inner = pty.openpty()

    def own_terminal() -> None:
        fcntl.ioctl(inner, termios.TIOCSCTTY, 0)

    done = subprocess.Popen(
        [sys.executable, "-m", "kb", "users", *words],
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
        preexec_fn=own_terminal,
    )
    os.close(inner)
    shown = ""
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            piece = os.read(outer, 4096).decode("utf-8", "replace")
            shown += piece
            if typed and shown.rstrip(" ").endswith(":"):
                os.write(outer, typed.pop(0).encode() + b"\n")
    except OSError:
        pass  # Linux reports the closed terminal so.
    finally:
        os.close(outer)
    return done.wait(timeout=30), shown


def test_on_a_terminal_the_password_is_asked_twice_and_never_shown(tmp_path: Path):
    path = tmp_path / "users"
    code, shown = _on_a_terminal(["add", "li", "--users", str(path)], ["battery staple", "battery staple"])
    assert code == 0, shown
    assert "再输入一次" in shown and "battery" not in shown
    assert Users(path).verify("li", "battery staple")


def test_two_different_passwords_are_refused(tmp_path: Path):
    code, shown = _on_a_terminal(
        ["add", "li", "--users", str(tmp_path / "users")], ["battery staple", "battery stable"]
    )
    assert code == 1 and "两次输入的密码不同" in shown and "battery" not in shown
    assert not (tmp_path / "users").exists()

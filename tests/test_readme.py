"""README is true: its commands run and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run

ROOT = Path(__file__).parent.parent
SESSION = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]


def examples() -> list[tuple[str, list[str]]]:
    """The commands of the session, each with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in SESSION.strip().split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "shown"), examples(), ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_the_session_prints_what_it_shows(
    command: str,
    shown: list[str],
    built_store: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = shlex.split(command)
    assert words[0] == "policy-kb"
    monkeypatch.setenv("POLICY_KB_STORE", str(built_store))
    monkeypatch.chdir(ROOT)
    done = run(*words[1:], capsys=capsys, monkeypatch=monkeypatch)
    assert done.code == 0, done.err
    for line in shown:
        assert line in done.out.split("\n")


@pytest.mark.thorough
def test_a_process_of_its_own_prints_the_same(built_store: Path) -> None:
    command, shown = next((command, shown) for command, shown in examples() if shown)
    environment = os.environ | {"POLICY_KB_STORE": str(built_store)}
    arguments = [sys.executable, "-m", "kb", *shlex.split(command)[1:]]
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for line in shown:
        assert line in done.stdout.split("\n")


def test_the_tour_names_every_package_and_no_other() -> None:
    tour = (ROOT / "README.md").read_text(encoding="utf-8").split("## A tour")[1].split("## Limits")[0]
    named = set(re.findall(r"^\| `(kb/[a-z]+)/`", tour, re.MULTILINE))
    (row,) = re.findall(r"^\| `ui/` \|(.*)", tour, re.MULTILINE)
    named |= {f"ui/{name}" for name in re.findall(r"`([a-z]+)/`", row)}
    packages = {
        path.parent.relative_to(ROOT).as_posix() for top in ("kb", "ui") for path in (ROOT / top).glob("*/__init__.py")
    }
    assert named == packages


def test_the_make_targets_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|\$ )make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named >= {"run", "test", "thorough"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target

"""`policy-kb test-install`: every check of a checkout where there is no make; the same as `make test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.edges import fail, note

Workers = Annotated[int, typer.Option("--workers", min=1, help="测试用几个进程。 Processes that test.")]
_BROWSERS = ("chromium-headless-shell", "chromium")


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command("test-install", epilog="例 Example: python -m kb test-install")(test_install)


def test_install(workers: Workers = 2) -> None:
    """在源码目录里装好测试所需并做全部检查，与 make test 相同。 Install what the tests need and run every check, as make test does."""
    if not (Path("pyproject.toml").exists() and Path("tests").is_dir()):
        fail("这里不是源码目录：请在含 pyproject.toml 和 tests 的文件夹里运行。 Run this in the folder of the source.")
    # Two engines' threads on the same cores wait for each other, spinning.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["OMP_NUM_THREADS"] = "1"
    for step in steps(workers, has_browser=bool(os.environ.get("CHROMIUM") or any(map(shutil.which, _BROWSERS)))):
        note(f"$ python {' '.join(step)}")
        done = subprocess.run([sys.executable, *step], env=environment, check=False)
        if done.returncode:
            name = step[1]
            fail(f"{name} 没有通过（退出码 {done.returncode}），见上文。 {name} did not pass: see above.")
    print("全部通过。 All checks passed.")


def steps(workers: int, *, has_browser: bool) -> list[list[str]]:
    """What Python is run with, one after the other; without a Chromium the browser's tests are left out, which is said."""
    tests = ["-m", "pytest", "-n", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]
    if not has_browser:
        note(
            "没有 Chromium，浏览器测试不做；装好后可用环境变量 CHROMIUM 指明。 No Chromium: the browser tests are left out."
        )
        tests += ["-m", "not browser and not thorough"]
    return [
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--editable", ".[test]"],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "ruff", "check", "."],
        ["-m", "kb", "build"],
        ["-m", "mypy"],
        ["-m", "eval", "gate"],
        tests,
    ]

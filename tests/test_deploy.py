"""What runs the desk as a service names what is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_image_is_made_of_what_is_there_and_no_secret() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\n")
    copied = {name for line in lines if line.startswith("COPY ") and "--from" not in line
              for name in line.split()[1:-1] if not name.startswith("--")}  # fmt: skip
    assert all((ROOT / name).exists() for name in copied)
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert let_in == copied
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users and users[-1].split(":")[0] not in ("root", "0")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = (ROOT / "deploy" / "policy-kb.service").read_text(encoding="utf-8")
    program = tmp_path / "policy-kb"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / "policy-kb.service"
    copy.write_text(unit.replace("/opt/policy-kb/bin/policy-kb", str(program)), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

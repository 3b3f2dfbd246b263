"""The session in docs/python.md runs and prints what it shows."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def test_the_session_runs(built_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_KB_STORE", str(built_store))
    (session,) = re.findall(r"```pycon\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    result = runner.run(doctest.DocTestParser().get_doctest(session, {}, "python.md", None, None), out=told.append)
    assert result.attempted >= 12 and result.failed == 0, "".join(told)

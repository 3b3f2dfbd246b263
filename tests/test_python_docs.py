"""The Python sessions in docs/ run and print what they show."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    "page", sorted(path.name for path in DOCS.glob("*.md") if "```pycon" in path.read_text("utf-8"))
)
def test_the_session_runs(page: str, built_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_KB_STORE", str(built_store))
    (session,) = re.findall(r"```pycon\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    result = runner.run(doctest.DocTestParser().get_doctest(session, {}, page, None, None), out=told.append)
    assert result.attempted >= 8 and result.failed == 0, "".join(told)

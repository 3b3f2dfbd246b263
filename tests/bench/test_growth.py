"""`bench/growth.py` and `bench/rows.py` in small: every figure is measured, on the program that stands beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.slow
def test_what_a_question_and_a_change_cost_by_size(script: Callable[..., str], tmp_path: Path) -> None:
    lines = script("growth.py", "--articles", "45", "90", "--questions", "6", "--keep", tmp_path, "--json").splitlines()
    small, large = map(json.loads, lines)
    assert (small["articles"], large["articles"]) == (45, 90)
    assert 0 < small["clauses"] < large["clauses"]
    assert all(value > 0 for row in (small, large) for value in row.values())
    # Two notices of forty articles and a rest; the change was made to the one of median length.
    texts = sorted((tmp_path / "90" / "corpus").glob("*.txt"))
    assert [text.read_text(encoding="utf-8").count("\n第") for text in texts] == [40, 40, 10]
    assert sum("另有规定的" in text.read_text(encoding="utf-8") for text in texts[:2]) == 1


@pytest.mark.slow
def test_reading_all_rows_and_looking_in_quantised_ones(script: Callable[..., str]) -> None:
    printed = script("rows.py", "--rows", "500", "--questions", "5")
    found = re.search(r"^ +500 +[\d.]+ ms +[\d.]+ ms +([\d.]+)", printed, re.MULTILINE)
    assert found is not None
    # 128 of 500 rows are looked at exactly.
    assert float(found[1]) >= 0.9

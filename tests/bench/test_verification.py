"""Known alterations are detected, and true paragraphs are not called altered."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from kb.store import KnowledgeBase

BENCH = Path(__file__).parents[2] / "bench"


def test_alterations_are_detected_and_little_else(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    told: list[str] = []
    score = importlib.import_module("verification").scored(base, drafts=12, seed=11, show=told.append)
    made, detected = sum(score.made.values()), sum(score.detected.values())
    assert made == 48 and len(score.made) == 10
    assert detected / made >= 0.98, told
    assert score.findings > 100 and score.false_alarms / score.findings <= 0.02, told
    assert score.expired_told == score.expired > 0
    assert score.uneven == 0

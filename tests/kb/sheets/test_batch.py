"""Batch lines as programs write them."""

from __future__ import annotations

from pathlib import Path

from kb.sheets.batch import read_batch


def test_half_a_character_spoils_no_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": "\\ud83d", "question": "\\udc00补贴多少"}\n{"id": 2, "question": "期限几年", "region": "\\ud800"}\n',
        encoding="utf-8",
    )
    first, second = read_batch(path)
    assert (first.id, first.question, first.problem) == ("\ufffd", "\ufffd补贴多少", None)
    assert (second.id, second.filters.region) == ("2", "\ufffd")


def test_keys_that_say_nothing_here_are_kept_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "question": "期限几年", "regoin": "江苏省", "document": null}\n', encoding="utf-8")
    (line,) = read_batch(path)
    assert line.unknown == ("regoin",)
    assert line.problem is None

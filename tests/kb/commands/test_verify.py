"""policy-kb verify as scripts see it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from command_line import run

DRAFT = "临人社发〔2016〕12号二（二）5规定：“给予不低于1000元一次性创业补贴”。\n祝好！\n"


def test_a_file_is_checked_and_counted(
    built_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "答复.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    words = ("verify", draft, "--as-of", "2018-01-01", "--store", built_store)
    done = run(*words, capsys=capsys, monkeypatch=monkeypatch)
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[2].startswith("≠ “给予不低于1000元一次性创业补贴”") and lines[3] == "    1000 → 2000"
    assert lines[-2].startswith("! 祝好！") and lines[-1].startswith("找到 3 处，核对 3 处")
    data = run(*words, "--json", capsys=capsys, monkeypatch=monkeypatch).data
    assert [each["status"] for each in data["claims"]] == ["proved", "proved", "altered"]


def test_standard_input_and_what_cannot_be_read(
    built_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ("--store", built_store)
    monkeypatch.setattr("command_line.io.StringIO", lambda typed: io.TextIOWrapper(io.BytesIO(typed.encode())))
    done = run("verify", "-", *store, typed=DRAFT, capsys=capsys, monkeypatch=monkeypatch)
    assert done.code == 0 and "⌛ 临人社发〔2016〕12号" in done.out
    empty = run("verify", "-", *store, typed=" ", capsys=capsys, monkeypatch=monkeypatch)
    assert empty.code == 1 and empty.err.startswith("没有文字可以核对")
    missing = run("verify", tmp_path / "x", *store, capsys=capsys, monkeypatch=monkeypatch)
    assert missing.code == 1 and missing.err.count("\n") == 1

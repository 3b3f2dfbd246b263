"""Clauses are followed by what they say, and the words that differ are marked where they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run
from hypothesis import given
from hypothesis import strategies as st

from kb.holdings import read_clauses
from kb.records import SourceText, Span
from kb.verification import folded
from kb.versions import TextDifferences, TextVersion, changed_words, differences

OLD = """关于做好就业工作的通知

一、对新招用登记失业人员的企业，每人补贴1000元。

二、补贴期限最长不超过三年，到期停发。

三、各县区每季度报送资金使用情况，由市财政局汇总。

四、申请人应当持有身份证和劳动合同，到户籍所在地街道办理。
"""
NEW = """关于做好就业工作的通知

一、本办法所称企业，是指在本市登记注册的各类企业。

二、申请人应当持有身份证和劳动合同，到户籍所在地街道办理。

三、对新招用登记失业人员的企业，每人补贴１５００元。

四、补贴期限最长不超过三年，到期停发。
"""


@pytest.fixture
def compared(source: Callable[[str], SourceText]) -> TextDifferences:
    def version(name: str, text: str) -> TextVersion:
        return TextVersion(name, "通知", read_clauses(source(text), name)[0])

    return differences(version("旧", OLD), version("新", NEW))


def test_each_clause_is_followed_by_what_it_says(compared: TextDifferences) -> None:
    told = [
        (change.kind, change.moved, change.old and change.old.label, change.new and change.new.label)
        for change in compared.changes
        if (change.old or change.new).kind == "clause"  # type: ignore[union-attr]
    ]
    assert told == [
        ("added", False, None, "一"),
        ("same", True, "四", "二"),
        ("changed", False, "一", "三"),
        ("same", False, "二", "四"),
        ("removed", False, "三", None),
    ]
    assert compared.counts == {"same": 3, "changed": 1, "added": 1, "removed": 1, "moved": 1}


def test_the_words_that_differ_are_marked_whole(compared: TextDifferences) -> None:
    (change,) = (change for change in compared.changes if change.kind == "changed")
    assert change.old and change.new
    assert [change.old.text[span.start : span.end] for span in change.words.old][-1] == "1000"
    assert [change.new.text[span.start : span.end] for span in change.words.new][-1] == "１５００"


def test_a_number_in_full_width_or_a_broken_line_is_no_difference() -> None:
    assert changed_words("每人 1000 元，\n见表A", "每人１０００元，见表a") == changed_words("", "")
    assert changed_words("每月发放", "每月足额发放").old == (Span(2, 2),)


@given(st.text("每人补贴100元，的。（二）A Ａ", max_size=30), st.text("每人补贴100元，的。（二）A Ａ", max_size=30))
def test_what_is_not_marked_is_the_same(old: str, new: str) -> None:
    marked = changed_words(old, new)

    def rest(text: str, spans: tuple[Span, ...]) -> str:
        return "".join(
            text[at:end]
            for at, end in zip(
                [0, *(span.end for span in spans)], [*(span.start for span in spans), len(text)], strict=True
            )
        )

    assert folded(rest(old, marked.old)) == folded(rest(new, marked.new))


def test_the_command_compares_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = (tmp_path / "旧.txt", tmp_path / "新.txt")
    shown = run("diff", *files, capsys=capsys, monkeypatch=monkeypatch)
    assert shown.code == 0
    assert "未改 same，移动 moved：四 → 二" in shown.out
    assert "每人补贴[-1000-]{+１５００+}元。" in shown.out
    assert json.loads(run("diff", *files, "--json", capsys=capsys, monkeypatch=monkeypatch).out)["counts"]["moved"] == 1
    gone = run("diff", *files[:1], tmp_path / "无.txt", "--store", tmp_path, capsys=capsys, monkeypatch=monkeypatch)
    assert gone.code == 1 and gone.err.strip().count("\n") == 0

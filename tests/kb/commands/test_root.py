"""The command line as scripts see it: stdout, stderr and exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import Run, run


@pytest.fixture
def cli(built_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls the command line in this process; `--store` points at the built store unless given."""

    def call(*words: str, store: Path | None = built_store) -> Run:
        extra = ["--store", str(store)] if store and words[0] in _STORED else []
        return run(*words, *extra, capsys=capsys, monkeypatch=monkeypatch)

    return call


_STORED = {"build", "ask", "search", "documents", "clauses", "serve"}


@pytest.mark.parametrize("command", ["build", "ask", "search", "documents", "clauses", "serve"])
def test_help_shows_an_example(cli: Any, command: str) -> None:
    shown = cli(command, "--help", store=None)
    assert shown.code == 0
    assert f"policy-kb {command}" in shown.out.split("Example")[1]


def test_ask_prints_the_quote_the_citation_and_the_warning(cli: Any) -> None:
    shown = cli("ask", "扶贫车间的一次性奖补标准是每人多少元？", "--as-of", "2026-11-22")
    assert shown.code == 0
    assert "按每人1000元的标准给予“扶贫车间”一次性奖补" in shown.out
    assert "（临人社发〔2016〕12号）二（一）1" in shown.out
    assert "已于2020-05-15到期" in shown.out


def test_ask_json_follows_the_contract(cli: Any) -> None:
    shown = cli("ask", "扶贫车间奖补多少", "--json", "--as-of", "2018-01-01", "--region", "Linyi")
    assert shown.code == 0
    assert shown.data["status"] == "answered"
    assert shown.data["as_of"] == "2018-01-01"
    assert shown.data["citations"][0]["document"]["validity"] == "in_force"
    assert shown.data["citations"][0]["document"]["region"] == "临沂市"


def test_ask_explain_says_first_how_the_question_was_read(cli: Any) -> None:
    question = "临沂市扶贫车间奖补多少"
    shown = cli("ask", question, "--explain")
    assert shown.out.startswith(f"问题 Question：{question}\n语言 Language：中文 Chinese\n地区 Places：临沂市\n")
    assert shown.out.index("关键词 Content words：") < shown.out.index("[1]")
    english = cli("ask", question, "--explain", "--lang", "en")
    assert english.out.startswith(f"Question 问题：{question}\nLanguage 语言：中文 Chinese\nPlaces 地区：临沂市\n")


def test_ask_explain_json_adds_one_key(cli: Any) -> None:
    plain = cli("ask", "临沂市扶贫车间奖补多少", "--json").data
    shown = cli("ask", "临沂市扶贫车间奖补多少", "--json", "--explain").data
    assert list(shown) == [*plain, "reading"]
    assert shown["reading"]["places"] == [{"name": "临沂市", "start": 0, "end": 3}]
    invalid = cli("ask", "", "--json", "--explain")
    assert (invalid.code, invalid.data["reading"]) == (1, None)


def test_english_messages_come_first_where_english_is_asked_for(cli: Any) -> None:
    shown = cli("ask", "扶贫车间的一次性奖补标准是每人多少元？", "--as-of", "2026-11-22", "--lang", "en")
    assert "按每人1000元的标准给予“扶贫车间”一次性奖补" in shown.out
    assert "\n    Figures and terms, not a translation: " in shown.out
    assert "\n[1] Clause 二（一）1, 临人社发〔2016〕12号, issued 2016-06-12: 《" in shown.out
    assert "\n    expired 已到期（" in shown.out
    assert cli("ask", "", "--lang", "en").err == "The question is empty: type one. 问题为空，请输入问题。\n"
    failed = cli("ask", "补贴", "--region", "火星基地", "--lang", "en")
    assert failed.code == 1 and failed.err.count("\n") == 1 and failed.err[0].isascii()


def test_a_comparison_is_printed_side_by_side(cli: Any) -> None:
    lines = cli("ask", "临沂市和江苏省的创业担保贷款额度各是多少？").out.splitlines()
    first, second = lines.index("【临沂市】"), lines.index("【江苏省】")
    assert first < second
    assert all(line.endswith("[1]") for line in lines[first + 1 : second])


def test_not_found_and_out_of_scope_exit_0(cli: Any) -> None:
    assert cli("ask", "红烧肉怎么做", "--json").data["status"] == "not_found"
    shown = cli("ask", "补贴多少", "--region", "北京", "--json")
    assert (shown.code, shown.data["status"]) == (0, "out_of_scope")


@pytest.mark.parametrize("question", ["", "？？？", "问" * 501])
def test_an_invalid_question_exits_1(cli: Any, question: str) -> None:
    plain = cli("ask", question)
    assert (plain.code, plain.out) == (1, "")
    assert plain.err.count("\n") == 1
    shown = cli("ask", question, "--json")
    assert (shown.code, shown.data["status"]) == (1, "invalid")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask", "补贴", "--as-of", "2018-13-01"), "2018-01-01"),
        (("ask", "补贴", "--as-of", "明天"), "2018-01-01"),
        (("ask", "补贴", "--region", "火星基地"), "火星基地"),
        (("ask", "补贴", "--document", "不存在"), "临人社发〔2016〕12号"),
        (("clauses", "不存在"), "临人社发〔2016〕12号"),
        (("search", "？"), "符号"),
        (("ask", "--batch", "/nowhere/in.jsonl", "--out", "/nowhere/out.jsonl"), "in.jsonl"),
        (("build", "--corpus", "/nowhere"), "/nowhere"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else None,
)
def test_bad_input_is_one_line_with_a_remedy_and_exit_1(cli: Any, words: tuple[str, ...], told: str) -> None:
    shown = cli(*words)
    assert (shown.code, shown.out) == (1, "")
    assert told in shown.err
    assert shown.err.strip().count("\n") == 0
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "补贴", "--lang", "fr"),
        ("nonsense",),
        ("ask", "--batch", "x"),
        ("ask", "--batch", "x", "--out", "y", "--explain"),
        ("serve", "--mode", "x"),
    ],
)
def test_wrong_usage_exits_2(cli: Any, words: tuple[str, ...]) -> None:
    assert cli(*words).code == 2


def test_a_missing_store_names_the_remedy(cli: Any, tmp_path: Path) -> None:
    shown = cli("ask", "补贴", store=tmp_path / "none")
    assert (shown.code, shown.out) == (1, "")
    assert "policy-kb build" in shown.err


def test_search_json(cli: Any) -> None:
    shown = cli("search", "创业担保贷款", "-k", "3", "--json")
    assert len(shown.data) == 3
    assert list(shown.data[0]) == ["clause_id", "label", "document", "text", "score"]


def test_documents_and_clauses(cli: Any) -> None:
    rows = {row["id"]: row for row in cli("documents", "--json", "--as-of", "2026-11-22").data}
    assert len(rows) == 5
    assert rows["临人社发〔2016〕12号"]["validity"] == "expired"
    assert rows["临人社发〔2016〕12号"]["clauses"] == 40
    tree = cli("clauses", "临人社发〔2016〕12号", "--json").data
    two = next(node for node in tree if node["label"] == "二")
    assert [child["label"] for child in two["children"]] == ["二（一）", "二（二）", "二（三）", "二（四）", "二（五）"]
    assert [leaf["label"] for leaf in two["children"][0]["children"]] == ["二（一）1", "二（一）2", "二（一）3"]
    listed = cli("clauses", "临人社发〔2016〕12号").out
    assert "\n    二（一）2  2.强化农村公益岗位托底安置。" in listed


def test_ask_batch_answers_good_lines_and_marks_bad_ones(cli: Any, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "question": "扶贫车间奖补多少", "as_of": "2018-01-01"}',
        "not json",
        '{"id": "c", "question": ""}',
        '{"id": "d", "question": "补贴", "region": "火星基地"}',
        "",
        '{"id": "e", "question": "红烧肉怎么做"}',
        '{"question": "没有编号"}',
        '{"id": "g", "question": "补贴", "as_of": "2018-2-30"}',
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shown = cli("ask", "--batch", str(source), "--out", str(target))
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert shown.code == 0
    assert [(row["id"], row["status"]) for row in rows] == [
        ("a", "answered"),
        ("line-2", "invalid"),
        ("c", "invalid"),
        ("d", "invalid"),
        ("e", "not_found"),
        ("line-7", "invalid"),
        ("g", "invalid"),
    ]
    assert rows[0]["as_of"] == "2018-01-01"
    assert "第2行" in shown.err
    assert "第7行" in shown.err


def test_a_batch_key_that_is_not_used_is_named(cli: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "\\ud83d扶贫车间奖补多少", "regoin": "海南省"}\n', encoding="utf-8")
    shown = cli("ask", "--batch", str(source), "--out", str(target))
    assert shown.code == 0
    assert "regoin（1 行）" in shown.err
    assert json.loads(target.read_text(encoding="utf-8"))["status"] == "answered"


def test_a_console_that_lacks_a_character_shows_its_code(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BytesIO(), "gbk")
    monkeypatch.setattr(sys, "stdout", console)
    assert cli("ask", "\U00020bb7扶贫车间奖补多少", "--json").code == 0
    console.flush()
    assert json.loads(console.buffer.getvalue().decode("gbk"))["question"] == "\U00020bb7扶贫车间奖补多少"


def test_search_batch(cli: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "创业担保贷款"}\n{"id": "x", "question": "？"}\n', encoding="utf-8")
    assert cli("search", "--batch", str(source), "--out", str(target), "-k", "5").code == 0
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], len(row["hits"])) for row in rows] == [("1", 5), ("x", 0)]
    assert rows[1]["status"] == "invalid"


def test_a_batch_that_cannot_be_written_leaves_nothing(cli: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "question": "补贴"}\n', encoding="utf-8")
    shown = cli("ask", "--batch", str(source), "--out", str(tmp_path / "no" / "out.jsonl"))
    assert shown.code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_store_that_cannot_be_made_is_one_line(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    shown = cli("build", store=tmp_path / "file" / "store")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.strip().count("\n") == 0
    assert "Traceback" not in shown.err

"""Feedback becomes a line of the question set: what is filled in, what is asked, what is refused."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import eval.__main__ as command
from eval.adopt import adopted_line
from eval.errors import EvalError, QuestionSetError
from eval.held_clauses import CorpusClauses
from eval.questions import parse_questions
from eval.texts import CorpusTexts
from kb.people import Feedback, FeedbackStore, Judgement
from kb.records import Filters, LoadedDocument

NOTICE = "临人社发〔2016〕12号"
CLAUSE = f"{NOTICE} 二（一）1"
QUOTE = "按每人1000元的标准给予“扶贫车间”一次性奖补"
DISABLED = "对重度残疾农村贫困人口，由政府全额代缴最低标准的养老保险费"
ASKED = {"question": "招一个贫困户奖多少？", "created": datetime(2026, 11, 22, tzinfo=UTC), "number": 3}
RIGHT = Feedback(**ASKED, verdict="right", cited=(CLAUSE,), quotes=(QUOTE,))
WRONG = Feedback(**ASKED, verdict="wrong", cited=(CLAUSE,), quotes=(QUOTE,))
FIRST = {
    "id": "q007",
    "kind": "amount",
    "language": "zh",
    "question": "扶贫车间奖补多少？",
    "gold": [{"document": NOTICE, "quote": QUOTE}],
    "match": "any",
    "facts": ["1000元"],
    "split": "test",
}
REST = {"kind": ["amount"], "style": ["everyday"], "facts": ["1000元"]}


@pytest.fixture(scope="module")
def held(loaded: list[LoadedDocument]) -> CorpusClauses:
    return CorpusClauses(loaded)


Adopt = Callable[..., dict[str, Any]]


@pytest.fixture
def adopt(texts: CorpusTexts, held: CorpusClauses) -> Adopt:
    """The row made of an entry, with `rows` as the set so far."""

    def run(
        entry: Feedback,
        given: dict[str, list[str]] | None = None,
        rows: tuple[dict[str, Any], ...] = (FIRST,),
        ask: Any = None,
    ) -> dict[str, Any]:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        line = adopted_line(entry, lines, "set.jsonl", texts, held, given or {}, ask)
        assert parse_questions([*lines, line], "set.jsonl", texts)[-1].question == json.loads(line)["question"]
        row: dict[str, Any] = json.loads(line)
        return row

    return run  # fmt: skip


def test_a_right_answer_brings_its_quotes_and_goes_to_the_split_of_its_quote(adopt: Adopt) -> None:
    entry = replace(RIGHT, filters=Filters(region="临沂市", as_of=date(2018, 1, 1)))
    assert adopt(entry, REST) == {
        "id": "q008",
        "kind": "amount",
        "language": "zh",
        "style": "everyday",
        "question": "招一个贫困户奖多少？",
        "as_of": "2018-01-01",
        "region": "临沂市",
        "gold": [{"document": NOTICE, "quote": QUOTE}],
        "match": "any",
        "facts": ["1000元"],
        "split": "test",
    }


def test_words_of_the_right_clause_become_the_gold(adopt: Adopt) -> None:
    row = adopt(replace(WRONG, right_clause=DISABLED), REST | {"facts": ["全额代缴"], "split": ["dev"]})
    assert (row["gold"], row["match"], row["split"]) == ([{"document": NOTICE, "quote": DISABLED}], "any", "dev")


def test_an_address_of_the_right_clause_brings_its_sentences(adopt: Adopt, loaded: list[LoadedDocument]) -> None:
    clause = next(clause for item in loaded for clause in item.clauses if clause.id == CLAUSE)
    row = adopt(replace(WRONG, right_clause=CLAUSE), REST)
    assert len(row["gold"]) == len(clause.sentences) > 1
    assert [gold["quote"] for gold in row["gold"]] == [clause.text[s.start : s.end] for s in clause.sentences]
    # All of one clause: any of them will do, and the questions on the clause stay together.
    assert (row["match"], row["split"]) == ("any", "test")


def test_a_table_row_brings_words_of_its_source(adopt: Adopt, loaded: list[LoadedDocument], texts: CorpusTexts) -> None:
    rows = [clause for item in loaded for clause in item.clauses if clause.kind == "row" and clause.cells]
    assert rows
    clause = rows[0]
    name = CorpusClauses(loaded).name_of(clause)
    fact = max((cell.text for cell in clause.cells), key=len)
    row = adopt(
        replace(WRONG, right_clause=clause.id), {**REST, "kind": ["table_row"], "facts": [fact], "split": ["dev"]}
    )
    assert row["gold"]
    assert all(texts.stands_in(name, gold["quote"]) for gold in row["gold"])


def test_a_right_refusal_has_no_gold(adopt: Adopt) -> None:
    entry = replace(RIGHT, status="not_found", question="月球上有补贴吗？", cited=(), quotes=())
    row = adopt(entry, {"kind": ["unanswerable_far"], "style": ["formal"], "split": ["dev"]})
    assert (row["gold"], row["facts"], row["match"]) == ([], [], "any")


def test_an_english_question_has_its_style(adopt: Adopt) -> None:
    row = adopt(replace(RIGHT, language="en", question="How much?"), {"kind": ["amount"], "facts": ["1000元"]})
    assert (row["language"], row["style"]) == ("en", "en")


@pytest.mark.parametrize(
    ("entry", "given", "missing"),
    [
        (WRONG, {}, "gold、kind、style、match、facts、split"),
        (RIGHT, {}, "kind、style、facts"),
        (RIGHT, {"kind": ["amount"]}, "style、facts"),
        (replace(WRONG, right_clause="说不清的那一条"), REST, "gold、match、split"),
        (WRONG, {"kind": ["unanswerable_near"]}, "style、split"),
    ],
    ids=["wrong", "right", "given", "unclear clause", "unanswerable"],
)
def test_all_that_is_missing_is_named_in_one_line(
    adopt: Adopt, entry: Feedback, given: dict[str, list[str]], missing: str
) -> None:
    with pytest.raises(EvalError, match=f"缺少 {missing}：") as caught:
        adopt(entry, given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": ["amuont"]}, "kind 不能是“amuont”"),
        ({"id": ["q1"]}, "没有字段 id"),
        ({"gold": [f"{NOTICE}|每人一百万元"]}, "不在原文里"),
        ({"split": ["dev"]}, "请用 split=test"),
        ({"question": [" "]}, "question 不能是"),
    ],
    ids=["kind", "id", "gold", "split", "question"],
)
def test_given_values_are_checked(adopt: Adopt, given: dict[str, list[str]], told: str) -> None:
    with pytest.raises(EvalError, match=told):
        adopt(RIGHT, REST | given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"facts": ["9999元"]}, "不在 gold 的文件里"),
        ({"kind": ["unanswerable_far"]}, "kind 与 gold 矛盾"),
        ({"question": ["扶贫车间奖补多少"]}, "重复"),
        ({"notices": ["expird"]}, "是不是 expired"),
        ({"as_of": ["昨天"]}, "日期"),
    ],
    ids=["facts", "kind", "question", "notices", "as_of"],
)
def test_the_sets_own_reader_has_the_last_word(adopt: Adopt, given: dict[str, list[str]], told: str) -> None:
    with pytest.raises(QuestionSetError, match=told):
        adopt(RIGHT, REST | given)


def test_a_quote_in_both_splits_leaves_the_choice(adopt: Adopt) -> None:
    rows = (FIRST, FIRST | {"id": "q006", "question": "另问？", "split": "dev"})
    with pytest.raises(EvalError, match="缺少 split："):
        adopt(RIGHT, REST, rows)
    assert adopt(RIGHT, REST | {"split": ["dev"]}, rows)["id"] == "q008"


def test_an_entry_is_adopted_once(adopt: Adopt) -> None:
    with pytest.raises(EvalError, match="已经采用"):
        adopt(replace(RIGHT, state="adopted"), REST)


def test_a_person_is_asked_again_until_the_value_is_one(adopt: Adopt) -> None:
    typed = iter(["每人九百元", QUOTE, "", "unanswerable_far", "amount", "everyday", "1000元", "", ""])
    hints: list[tuple[str, str]] = []

    def ask(field: str, hint: str) -> str:
        hints.append((field, hint))
        return next(typed)

    row = adopt(WRONG, ask=ask)
    assert [field for field, _ in hints] == [*["gold"] * 3, "kind", "kind", "style", "facts", "facts", "notices"]
    assert "不在原文里" in hints[1][1]
    assert "eligibility" in hints[3][1]
    assert "unanswerable" not in hints[3][1]
    assert (row["gold"], row["kind"], row["facts"]) == ([{"document": NOTICE, "quote": QUOTE}], "amount", ["1000元"])
    assert "notices" not in row


# ------------------------------------------------------------------------------------------------ the command


@dataclass(frozen=True)
class Run:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """Typed words that say they come from a terminal."""

    def isatty(self) -> bool:
        return True


Call = Callable[..., Run]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    judgement = Judgement(verdict="right", question=RIGHT.question, cited=(CLAUSE,), quotes=(QUOTE,))
    FeedbackStore(folder).add(replace(judgement, filters=Filters(document=NOTICE)))
    return folder


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path, corpus: Path
) -> Call:
    monkeypatch.setenv("POLICY_KB_CORPUS", str(corpus))
    (tmp_path / "set.jsonl").write_text(json.dumps(FIRST, ensure_ascii=False), encoding="utf-8")  # no line end

    def call(*words: str, typed: str | None = None) -> Run:
        argv = ["eval", "adopt", *words, "--data", str(data), "--questions", str(tmp_path / "set.jsonl")]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.StringIO() if typed is None else Terminal(typed))
        code = 0
        try:
            command.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return Run(code, printed.out, printed.err)

    return call  # fmt: skip


SET = ("--set", "kind=amount", "--set", "style=everyday", "--set", "facts=1000元")


def test_the_command_appends_the_line_and_marks_the_entry(cli: Call, data: Path, tmp_path: Path) -> None:
    shown = cli("1", *SET)
    assert shown.code == 0
    assert "document" in shown.err
    lines = (tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["q007", "q008"]
    assert shown.out == lines[1] + "\n"
    assert FeedbackStore(data).entry(1).state == "adopted"
    again = cli("1", *SET)
    assert (again.code, again.out) == (1, "")
    assert len((tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1",), "缺少 kind、style、facts："),
        (("9",), "没有第 9 条反馈"),
        (("1", *SET, "--set", f"gold={NOTICE}|没有的话"), "不在原文里"),
        (("1", *SET, "--set", "facts=9999元"), "set.jsonl:2:"),
    ],
    ids=["missing", "unknown", "gold", "facts"],
)
def test_what_is_refused_writes_nothing(
    cli: Call, data: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    before = (tmp_path / "set.jsonl").read_bytes()
    shown = cli(*words)
    assert (shown.code, shown.out) == (1, "")
    assert told in shown.err
    assert shown.err.strip().count("\n") == 0
    assert (tmp_path / "set.jsonl").read_bytes() == before
    assert FeedbackStore(data).entry(1).state == "open"


def test_on_a_terminal_the_rest_is_asked_for(cli: Call, tmp_path: Path) -> None:
    shown = cli("1", typed="amount\neveryday\n1000元\n\nexpired\n\n")
    assert shown.code == 0, shown.err
    assert "eligibility" in shown.err
    row = json.loads((tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert (row["kind"], row["facts"], row["notices"], row["split"]) == ("amount", ["1000元"], ["expired"], "test")


def test_a_terminal_that_closes_cancels(cli: Call, data: Path) -> None:
    shown = cli("1", typed="amount\n")
    assert (shown.code, shown.out.strip()) == (1, "")
    assert "没有改动" in shown.err
    assert FeedbackStore(data).entry(1).state == "open"


def test_wrong_usage_exits_2(cli: Call) -> None:
    assert cli("1", "--set", "kind").code == 2

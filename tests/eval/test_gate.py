"""The gate on made-up runs: what breaks, what mends, what is shown of it, and what is kept as the baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from every import every

from eval.baseline import Accepted, accept, load_baseline, save_baseline
from eval.errors import EvalError
from eval.gate import compare_runs, report_lines
from eval.results import CitedClause, Gold, QuestionResult, RunInfo, RunResult
from eval.runner import result_of

INFO = RunInfo("2026-11-22T08:00:00+08:00", "1.0", "m", 2, "3.11", "e5", "c", "q.jsonl", "0", "all", "2026-11-22", 1, 1)
NO_FLOORS: dict[str, float] = {}


def answered(name: str, rank: int | None = 1, split: str = "dev", label: str = "二（一）1") -> QuestionResult:
    return QuestionResult(
        id=name,
        kind="amount",
        language="zh",
        split=split,
        style=None,
        question=f"{name}问多少钱？",
        fingerprint=name,
        gold=(Gold("d", "每人1000元"),),
        match="any",
        status="answered",
        ranks={"hybrid": (rank,)},
        found={"hybrid": rank},
        facts_total=1,
        verbatim=True,
        cited=(CitedClause("甲发〔2020〕1号", label, 0.9),),
    )


def refusal(name: str) -> QuestionResult:
    blank = replace(answered(name), kind="unanswerable_far", gold=(), status="not_found", ranks={}, found={})
    return replace(blank, facts_total=0, verbatim=None, cited=())


def run(*questions: QuestionResult, split: str = "all") -> RunResult:
    return result_of(questions, ["hybrid"], replace(INFO, split=split))


BEFORE = run(answered("a"), answered("b", split="test"), answered("c", rank=7), refusal("d"))
BASELINE = accept(BEFORE, "首次")


def test_the_same_run_is_green() -> None:
    gate = compare_runs(BEFORE, BASELINE, NO_FLOORS)
    assert gate.passed
    assert (gate.broken, gate.mended, gate.compared) == ((), (), 4)
    assert report_lines(gate)[-1].startswith("通过")


@every(
    ("broken", "failure"),
    [
        (answered("a", rank=4), "gold_not_in_top_3"),
        (answered("a", rank=None), "gold_not_in_top_3"),
        (replace(answered("a"), facts_missing=("1000元",)), "fact_missing"),
        (replace(answered("a"), status="not_found"), "refused"),
        (replace(answered("a"), status="out_of_scope"), "refused"),
        (replace(answered("a"), status="crashed"), "crashed"),
    ],
)
def test_a_broken_question_is_red(broken: QuestionResult, failure: str) -> None:
    gate = compare_runs(run(broken, *BEFORE.questions[1:]), BASELINE, NO_FLOORS)
    assert not gate.passed
    assert [(change.id, change.now.failures) for change in gate.broken] == [("a", (failure,))]


def test_an_unanswerable_question_answered_is_red() -> None:
    now = replace(refusal("d"), status="answered")
    gate = compare_runs(run(*BEFORE.questions[:3], now), BASELINE, NO_FLOORS)
    assert [change.now.failures for change in gate.broken] == [("answered_unanswerable",)]


def test_what_was_cited_before_and_now_is_shown() -> None:
    gate = compare_runs(run(answered("a", 9, label="三"), *BEFORE.questions[1:]), BASELINE, NO_FLOORS)
    text = "\n".join(report_lines(gate))
    assert "a问多少钱" in text
    assert "cited before：甲发〔2020〕1号 二（一）1" in text
    assert "甲发〔2020〕1号 三" in text
    assert text.splitlines()[-1].startswith("未通过")


def test_of_the_test_split_the_id_alone_is_shown() -> None:
    gate = compare_runs(
        run(BEFORE.questions[0], answered("b", 9, "test", "三"), *BEFORE.questions[2:]), BASELINE, NO_FLOORS
    )
    text = "\n".join(report_lines(gate))
    assert [change.id for change in gate.broken] == ["b"]
    assert "✗ b" in text
    assert "b问" not in text and "甲发" not in text


def test_a_question_that_was_wrong_before_cannot_break_but_can_mend() -> None:
    worse = compare_runs(
        run(*BEFORE.questions[:2], replace(answered("c"), status="crashed"), refusal("d")), BASELINE, NO_FLOORS
    )
    better = compare_runs(run(*BEFORE.questions[:2], answered("c", 3), refusal("d")), BASELINE, NO_FLOORS)
    assert worse.passed and worse.mended == ()
    assert [change.id for change in better.mended] == ["c"]
    assert better.right_change.value == 1 / 4


def test_new_rewritten_and_removed_questions_are_not_compared() -> None:
    rewritten = replace(answered("a", 9), fingerprint="other")
    gate = compare_runs(run(rewritten, *BEFORE.questions[1:3], answered("e", 9)), BASELINE, NO_FLOORS)
    assert gate.passed
    assert (gate.added, gate.rewritten, gate.removed, gate.compared) == (("e",), ("a",), ("d",), 2)


def test_mcnemar_is_over_the_changed_questions() -> None:
    before = run(*(answered(str(i)) for i in range(6)))
    now = run(*(answered(str(i), rank=9) for i in range(6)))
    assert compare_runs(now, accept(before, "r"), NO_FLOORS).changed_p == pytest.approx(2 / 2**6)


def test_a_metric_below_its_floor_is_red() -> None:
    gate = compare_runs(BEFORE, BASELINE, {"hit@3": 0.9, "verbatim": 1.0})
    assert not gate.passed
    assert [(m.metric, m.value, m.floor) for m in gate.floors_missed] == [("hit@3", pytest.approx(2 / 3), 0.9)]
    assert "hit@3 0.667" in "\n".join(report_lines(gate))


def test_floors_hold_for_the_whole_set_only() -> None:
    part = run(answered("a"), split="dev")
    assert compare_runs(part, BASELINE, {"hit@3": 1.1}).passed
    assert compare_runs(part, BASELINE, {"hit@3": 1.1}).removed == ()


def test_a_baseline_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save_baseline(BASELINE, path)
    assert load_baseline(path) == BASELINE
    assert [entry.name for entry in tmp_path.iterdir()] == ["baseline.json"]


def test_accepting_keeps_the_history_and_needs_a_reason() -> None:
    after = accept(run(answered("a", 9)), " 换了模型 ", BASELINE.history)
    assert [(entry.date, entry.reason, entry.questions) for entry in after.history] == [
        ("2026-11-22", "首次", 4),
        ("2026-11-22", "换了模型", 1),
    ]
    assert not after.questions["a"].right
    assert "latency_p50" not in after.history[0].metrics
    with pytest.raises(EvalError, match="请写明理由"):
        accept(BEFORE, "  ", BASELINE.history)


def test_a_missing_or_foreign_baseline_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="没有基线"):
        load_baseline(tmp_path / "none.json")
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(EvalError, match=r"other\.json 不是基线"):
        load_baseline(tmp_path / "other.json")


def test_history_entries_are_plain_figures() -> None:
    assert isinstance(BASELINE.history[0], Accepted)
    assert BASELINE.history[0].metrics["hit@3"] == pytest.approx(2 / 3, abs=1e-4)

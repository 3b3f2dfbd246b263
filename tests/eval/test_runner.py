"""A few questions through the real store: records, determinism, crashes, the variants, and the gate on a program broken on purpose."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval import metrics, results, runner
from eval import opened as opening
from eval.__main__ import app
from eval.baseline import accept
from eval.errors import EvalError
from eval.gate import compare_runs
from eval.opened import OpenedStore
from eval.questions import DEFAULT_FILE, EvalQuestion
from eval.results import QuestionResult, RunResult
from eval.texts import CorpusTexts
from eval.variants import VARIANTS, PlainQuestion, check_variants, chunk_searcher
from kb.answers import Answer
from kb.language import Gazetteer
from kb.records import LoadedDocument
from kb.settings import Settings
from kb.store import KnowledgeBase

IDS = ("q001", "q060", "q087", "q229", "q379", "q431")
PLAIN = ("bm25", "dense-clause", "dense-sentence", "hybrid")


@pytest.fixture(scope="module")
def questions(shipped: tuple[EvalQuestion, ...]) -> tuple[EvalQuestion, ...]:
    return tuple(item for item in shipped if item.id in IDS)


@pytest.fixture(scope="module")
def opened(built_store: Path) -> OpenedStore:
    return opening.open_store(built_store, Settings())


@pytest.fixture(scope="module")
def records(questions: tuple[EvalQuestion, ...], opened: OpenedStore, texts: CorpusTexts) -> dict[str, QuestionResult]:
    """By id."""
    return {item.id: item for item in runner.run_questions(questions, runner.make_bench(opened, texts, PLAIN))}


def whole(records: dict[str, QuestionResult], opened: OpenedStore) -> RunResult:
    return runner.result_of(tuple(records.values()), PLAIN, runner.run_info(opened, DEFAULT_FILE, "all", 1.0))


def refuse_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Breaks one rule on purpose: nothing is ever sure enough to be answered."""
    ask = KnowledgeBase.ask

    def refuses(base: KnowledgeBase, question: str, *filters: Any) -> Answer:
        return replace(ask(base, question, *filters), status="not_found", answer=(), citations=())

    monkeypatch.setattr(KnowledgeBase, "ask", refuses)


def test_records_hold_what_came_of_each_question(records: dict[str, QuestionResult]) -> None:
    reward = records["q001"]
    assert reward.status == "answered" and reward.right and reward.cited_gold and reward.verbatim
    assert reward.cited[0].document == "临人社发〔2016〕12号"
    assert reward.notices_right and "expired" in reward.notices_given
    assert tuple(reward.ranks) == tuple(reward.found) == PLAIN
    assert reward.found["hybrid"] == 1
    assert 0 < reward.answer_length == len("".join("".join(c.quotes) for c in reward.cited).replace(" ", ""))
    assert len(records["q379"].ranks["hybrid"]) == 2
    newton = records["q431"]
    assert newton.refused and newton.right and newton.ranks == {} and newton.quote_precision is None


def test_the_same_records_twice_and_in_processes_side_by_side(
    records: dict[str, QuestionResult], questions: tuple[EvalQuestion, ...], opened: OpenedStore, texts: CorpusTexts
) -> None:
    again = runner.run_questions(questions, runner.make_bench(opened, texts, PLAIN), processes=2)
    assert [replace(item, elapsed_ms=0) for item in again] == [replace(item, elapsed_ms=0) for item in records.values()]


def test_as_of_is_pinned(questions: tuple[EvalQuestion, ...], records: dict[str, QuestionResult]) -> None:
    assert {item.as_of.isoformat() for item in questions} == {"2026-11-22", "2018-01-01"}
    assert "expired" in records["q060"].notices_given  # asked on the day that all are asked on
    assert "expired" not in records["q087"].notices_given  # asked in 2018


def test_a_crash_is_a_failed_question_and_the_run_goes_on(
    questions: tuple[EvalQuestion, ...], opened: OpenedStore, texts: CorpusTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = opened.base.ask

    def breaks(question: str, *filters: object) -> object:
        if question == questions[0].question:
            raise ZeroDivisionError("on\npurpose")
        return ask(question, *filters)

    monkeypatch.setattr(opened.base, "ask", breaks)
    found = runner.run_questions(questions, runner.make_bench(opened, texts, ["hybrid"]))
    assert (found[0].status, found[0].error) == ("crashed", "ZeroDivisionError: on purpose")
    assert found[0].failures == ("crashed",)
    assert not any(item.status == "crashed" for item in found[1:])
    counts = runner.result_of(found, ["hybrid"], runner.run_info(opened, DEFAULT_FILE, "all", 1.0)).counts
    assert (counts.questions, counts.answerable, counts.unanswerable, counts.crashed) == (6, 5, 1, 1)


def test_the_gate_names_the_question_that_a_broken_rule_costs(
    records: dict[str, QuestionResult],
    questions: tuple[EvalQuestion, ...],
    opened: OpenedStore,
    texts: CorpusTexts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    baseline = accept(whole(records, opened), "before the rule was broken")
    refuse_everything(monkeypatch)
    broken = runner.run_questions(questions, runner.make_bench(opened, texts, ["hybrid"]))
    gate = compare_runs(whole({item.id: item for item in broken}, opened), baseline, {})
    assert not gate.passed
    right = {name for name, item in records.items() if item.right and item.answerable}
    assert {change.id for change in gate.broken} == right >= {"q001", "q229"}
    assert all("refused" in change.now.failures for change in gate.broken)


def test_a_result_comes_back_as_it_was_written(
    records: dict[str, QuestionResult], opened: OpenedStore, tmp_path: Path
) -> None:
    result = whole(records, opened)
    results.save_run(result, tmp_path / "run.json")
    assert results.load_run(tmp_path / "run.json") == result
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EvalError, match=r"other\.json 不是评测结果"):
        results.load_run(tmp_path / "other.json")


def test_figures_are_of_the_groups_and_variants(records: dict[str, QuestionResult], opened: OpenedStore) -> None:
    result = whole(records, opened)
    assert [variant.name for variant in result.variants] == list(PLAIN)
    assert result.metrics == metrics.summary(tuple(records.values()))
    assert {(group.dimension, group.name) for group in result.groups} >= {("kind", "comparison"), ("language", "zh")}
    assert result.counts.excluded["hit@1"] == 1
    assert result.variants[0].by_language["zh"]["hit@1"].n == 5


def test_the_region_filter_holds_for_every_variant(opened: OpenedStore) -> None:
    gazetteer = Gazetteer.load()
    assert opened.allowed("兰陵县", gazetteer) == {"临人社发〔2016〕12号"}
    assert opened.allowed("山东省", gazetteer) == {"临人社发〔2016〕12号"}
    assert len(opened.allowed("南京市", gazetteer)) == 3
    assert len(opened.allowed(None, gazetteer)) == 5


@pytest.mark.slow
def test_chunks_of_500_characters_are_ranked_by_the_same_embedder(
    loaded: list[LoadedDocument], opened: OpenedStore
) -> None:
    (digest,) = (item for item in loaded if item.document.kind == "digest")
    search = chunk_searcher(CorpusTexts([digest]), opened.embedder)
    document = digest.document.id
    vector = opened.embedder.embed_query("创业贷款期限几年")
    found = search(PlainQuestion("创业贷款期限几年", vector, frozenset({document})))
    assert {name for name, _ in found} == {document}
    assert max(len(chunk) for _, chunk in found) <= 500
    assert any("贷款期限两年" in chunk for _, chunk in found[:3])
    assert search(PlainQuestion("创业贷款期限几年", vector, frozenset())) == []


def test_variants_are_measured_in_one_order() -> None:
    assert check_variants(["langchain", "bm25", "bm25"]) == ("bm25", "langchain")
    assert check_variants(VARIANTS) == VARIANTS
    with pytest.raises(EvalError, match="没有方案 tfidf"):
        check_variants(["tfidf"])


def test_expected_notices() -> None:
    assert runner.notices_right(None, ("expired",)) is None
    assert runner.notices_right((), ("region",)) is True
    assert runner.notices_right((), ("expired",)) is False
    assert runner.notices_right(("expired", "region"), ("expired",)) is False
    assert runner.notices_right(("undated",), ("undated", "digest")) is True
    assert runner.notices_right(("undated",), ("undated", "not_yet_in_force")) is False


# ------------------------------------------------------------------------------------------------ command line


@pytest.fixture
def set_of_two(tmp_path: Path) -> Path:
    lines = [
        line for line in DEFAULT_FILE.read_text(encoding="utf-8").split("\n") if '"q001"' in line or '"q431"' in line
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def invoke(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_run_prints_figures_and_writes_the_result(set_of_two: Path, built_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.json"
    words = ("--questions", set_of_two, "--split", "all", "--store", built_store)
    code, text = invoke("run", *words, "--variant", "bm25", "--json", out)
    assert code == 0
    assert "2 题 questions" in text and "bm25" in text and "langchain" not in text
    assert [item.id for item in results.load_run(out).questions] == ["q001", "q431"]


def test_gate_accepts_then_is_green_then_red(
    set_of_two: Path, built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = tmp_path / "baseline.json"
    words = ("gate", "--questions", set_of_two, "--store", built_store, "--baseline", baseline)
    with pytest.raises(EvalError, match="没有基线"):
        invoke(*words)
    assert invoke(*words, "--accept", "首次")[0] == 0
    assert [entry["reason"] for entry in json.loads(baseline.read_text(encoding="utf-8"))["history"]] == ["首次"]
    code, text = invoke(*words)
    assert code == 0 and text.splitlines()[-1].startswith("通过")
    refuse_everything(monkeypatch)
    code, text = invoke(*words)
    assert code == 1
    assert "✗ q001 村里办的扶贫车间" in text and "被拒答 refused" in text and "q431" not in text


def test_a_broken_set_does_not_start(set_of_two: Path, tmp_path: Path) -> None:
    set_of_two.write_text(set_of_two.read_text(encoding="utf-8").replace('"amount"', '"amuont"'), encoding="utf-8")
    with pytest.raises(EvalError, match=r"two\.jsonl:1: kind 的值 amuont 不认识"):
        invoke("run", "--questions", set_of_two, "--store", tmp_path / "never made")
    assert not (tmp_path / "never made").exists()

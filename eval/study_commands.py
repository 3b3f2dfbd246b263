"""The commands that study and fit the system rather than measure a release: calibrate, tune, ablate, leave-one-out."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import index
import kb
from eval.options import (
    Also,
    Corpus,
    Json,
    Notices,
    Questions,
    SplitOption,
    Splits,
    Store,
    chosen_questions,
    chosen_settings,
    further_sets,
    ready_store,
)
from index import QUESTION_FILE
from kb.cases import JUDGE_FILE
from kb.models import models_folder
from kb.progress import progress
from kb.settings import Settings

if TYPE_CHECKING:
    from eval.opened import Parts
    from eval.questions import EvalQuestion
    from eval.texts import CorpusTexts

WEIGHTS_FILE = Path(kb.__file__).parent / "data" / "relevance.json"
QUESTION_WEIGHTS = Path(index.__file__).parent / "data" / QUESTION_FILE
JUDGE_WEIGHTS = WEIGHTS_FILE.with_name(JUDGE_FILE)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="例 Example: python -m eval calibrate --out weights.json")(calibrate)
    app.command(epilog="例 Example: python -m eval ablate --split dev --json ablations.json")(ablate)
    app.command("tune-judge", epilog="例 Example: python -m eval tune-judge tests/kb/cases/other_people*.jsonl")(
        tune_judge
    )
    app.command("tune-questions", epilog="例 Example: python -m eval tune-questions articles.jsonl.gz")(tune_questions)
    app.command("leave-one-out", epilog="例 Example: python -m eval leave-one-out --split test")(leave_one_out)


def calibrate(
    out: Annotated[
        Path, typer.Option("--out", help="权重写到这里。 Where the weights go.", show_default="kb/data/relevance.json")
    ] = WEIGHTS_FILE,
    refused: Annotated[
        float,
        typer.Option("--refused", min=0.0, max=1.0, help="有答案者最多拒答的比例。 Share of the answerable refused."),
    ] = 0.07,
    questions: Questions = None,
    notices: Notices = None,
    also: Also = None,
    store: Store = None,
) -> None:
    """用开发集拟合相关度权重和拒答阈值。 Fit the relevance weights and the level on the dev splits."""
    from eval import calibrate as calibration
    from eval.cross_validation import reports_of
    from eval.opened import open_store
    from eval.questions import DEFAULT_FILE, NOTICES_FILE
    from eval.study_tables import print_calibration
    from eval.texts import CorpusTexts

    sets = [(questions or DEFAULT_FILE, chosen_settings(None, store))]
    if notices:
        sets.append((NOTICES_FILE, chosen_settings(notices, None)))
    sets += further_sets(also or [])
    weighed = []
    for file, settings in sets:
        dev = chosen_questions(file, SplitOption.dev, CorpusTexts.load(settings.corpus))
        opened = open_store(ready_store(settings).store, settings)
        weighed.append((calibration.choices(opened.base, dev), dev))
    reports = reports_of(weighed, refused)
    for (file, _), report in zip(sets, reports, strict=True):
        print(file.name)
        print_calibration(report, refused)
    found = calibration.weighed_alike([choices for choices, _ in weighed])
    answerable = sum(choice.answerable for choice in found)
    calibration.save_weights(
        replace(calibration.fit(found), level=reports[0].level),
        out,
        {
            "questions": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file, _ in sets},
            "split": "dev",
            "answerable": answerable,
            "unanswerable": len(found) - answerable,
            "model": opened.embedder.model_id,
            "second_model": opened.second.model_id,
        },
    )
    print(f"已写入 {out}。 Written.")


def tune_judge(
    sentences: Annotated[list[Path], typer.Argument(help="标注过的句子。 Sentences with what may be entered.")],
    out: Annotated[
        Path, typer.Option("--out", help="模型写到这里。 Where it goes.", show_default="kb/data/fact_judge.npz")
    ] = JUDGE_WEIGHTS,
) -> None:
    """拟合“是不是本人的事实”模型（约半小时，要 torch）。 Tune the judge of facts: half an hour, needs torch."""
    import numpy as np

    from eval.told_cases import read_told, taught
    from index import Tuner

    tuner = Tuner(taught([read_told(file) for file in sentences]))
    for loss in tuner.fit():
        print(f"{loss:.3f}", flush=True)
    np.savez_compressed(out, allow_pickle=False, **tuner.arrays())
    print(f"已写入 {out}。 Written.")


def tune_questions(
    articles: Annotated[Path, typer.Argument(help="法条，STARD 格式。 Articles of statutes, as STARD has them.")],
    out: Annotated[
        Path,
        typer.Option("--out", help="模型写到这里。 Where it goes.", show_default="index/data/question_layers.npz"),
    ] = QUESTION_WEIGHTS,
) -> None:
    """拟合读英文问题的模型层（约二十分钟，要 torch）。 Tune the layers that read English questions: twenty minutes, needs torch."""
    import numpy as np

    from eval.question_pairs import PAIRS_FILE, question_tuner
    from index import load_embedder

    tuner = question_tuner(PAIRS_FILE, articles, load_embedder(cache=models_folder(Settings().store)))
    for loss in tuner.fit():
        print(f"{loss:.3f}", flush=True)
    np.savez_compressed(out, allow_pickle=False, **tuner.arrays())
    print(f"已写入 {out}。 Written.")


def ablate(
    split: Splits = SplitOption.dev,
    refit: Annotated[
        bool, typer.Option("--refit/--no-refit", help="关掉后重新拟合权重。 Fit the weights anew without each part.")
    ] = True,
    out: Json = None,
    questions: Questions = None,
    corpus: Corpus = None,
    store: Store = None,
) -> None:
    """逐一关掉各部分，看各自的作用。 Switch off one part at a time, to see what each is worth."""
    from eval import ablations
    from eval.study_tables import print_ablations
    from eval.whole_files import write_json

    parts, texts, asked, dev = _ready(questions, split, chosen_settings(corpus, store))
    with progress("提问 asking") as report:
        rows = ablations.ablate(parts, texts, asked, dev, refit=refit, progress=report)
    if out:
        write_json(out, {"split": split.value, "refit": refit, "rows": [asdict(row) for row in rows]})
    print_ablations(rows)


def leave_one_out(
    split: Splits = SplitOption.all,
    out: Json = None,
    questions: Questions = None,
    corpus: Corpus = None,
    store: Store = None,
) -> None:
    """逐份文件当作新文件来测。 Each document as if it were new: lexicon and weights made without it."""
    from eval import leave_one_out as study
    from eval.study_tables import print_left_out
    from eval.whole_files import write_json

    parts, texts, asked, dev = _ready(questions, split, chosen_settings(corpus, store))
    with progress("提问 asking") as report:
        found = study.leave_one_out(parts, texts, asked, dev, report)
    if out:
        write_json(out, {"split": split.value, "documents": [asdict(item) for item in found]})
    print_left_out(found)


def _ready(
    questions: Path | None, split: SplitOption, settings: Settings
) -> tuple[Parts, CorpusTexts, list[EvalQuestion], list[EvalQuestion]]:
    """The parts of the store, the corpus files, the questions to ask and those to fit on."""
    from eval.opened import open_parts
    from eval.questions import DEFAULT_FILE
    from eval.texts import CorpusTexts

    file = questions or DEFAULT_FILE
    texts = CorpusTexts.load(settings.corpus)
    asked = chosen_questions(file, split, texts)
    dev = chosen_questions(file, SplitOption.dev, texts)
    return open_parts(ready_store(settings)), texts, asked, dev

"""What the commands of `python -m eval` share: their options, the store made ready, the questions chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.errors import EvalError
from kb.building import build
from kb.commands import option
from kb.progress import progress
from kb.settings import Settings

if TYPE_CHECKING:
    from eval.questions import EvalQuestion
    from eval.texts import CorpusTexts


class SplitOption(StrEnum):
    """Which questions to ask."""

    dev = "dev"
    test = "test"
    all = "all"


Questions = Annotated[Path | None, option("问题集。 The question set, JSON lines.", "--questions")]
Splits = Annotated[SplitOption, typer.Option("--split", help="dev 用于改进，test 只看数字。 dev to work with.")]
Store = Annotated[Path | None, option("知识库文件夹，默认 .store。 The store folder.", "--store")]
Corpus = Annotated[Path | None, option("另一文件夹的文件，与 --questions 同用。 The texts of another set.", "--corpus")]
Json = Annotated[Path | None, option("结果写到这里。 Where the result goes.", "--json")]

Notices = Annotated[
    Path | None,
    option(
        "eval/notices.jsonl 所问文件的文件夹。 The folder of the texts that eval/notices.jsonl asks of.", "--notices"
    ),
]
Also = Annotated[
    list[str] | None,
    option(
        "再加一个问题集及其文件，可重复。 A further set with the folder of its texts, repeatable.",
        "--also",
        metavar="QUESTIONS=FOLDER",
    ),
]


def chosen_settings(corpus: Path | None, store: Path | None) -> Settings:
    """The settings in use with another corpus or store in their place; another corpus gets a store of its own beside the usual one."""
    usual = Settings()
    if corpus is None:
        return usual.model_copy(update={"store": store or usual.store})
    own = usual.store.with_name(f"{usual.store.name}-{corpus.resolve().name}")
    return usual.model_copy(update={"corpus": corpus, "store": store or own})


def ready_store(settings: Settings) -> Settings:
    """The settings given, after their store was built or brought up to date."""
    with progress("建库 building") as report:
        build(settings, report)
    return settings


def chosen_questions(file: Path, split: SplitOption, texts: CorpusTexts) -> list[EvalQuestion]:
    """The questions of a split; EvalError if it has none, QuestionSetError if the file is broken."""
    from eval.questions import load_questions

    chosen = [item for item in load_questions(file, texts) if split is SplitOption.all or item.split == split.value]
    if not chosen:
        raise EvalError(
            f"{file} 里没有 {split.value} 的问题：请换 --split。", "No question of that split: choose another."
        )
    return chosen


def further_sets(named: Sequence[str]) -> Iterator[tuple[Path, Settings]]:
    """The question files and the settings of their texts that `--also` names; BadParameter where one is not QUESTIONS=FOLDER."""
    for words in named:
        questions, equals, folder = words.partition("=")
        if not (equals and Path(questions).is_file() and Path(folder).is_dir()):
            raise typer.BadParameter(
                f"“{words}”：请写成 问题集=文件夹，两者都要存在。 Write QUESTIONS=FOLDER, both of which exist."
            )
        yield Path(questions), chosen_settings(Path(folder), None)

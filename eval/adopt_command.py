"""The command that takes feedback into the question set: adopt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import EvalError
from eval.options import Questions
from kb.commands import option
from kb.settings import Settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="例 Example: python -m eval adopt 3 --set kind=amount --set style=everyday --set facts=1000元")(
        adopt
    )


def adopt(
    number: Annotated[int, typer.Argument(metavar="N", help="反馈的序号。 The number of the feedback.")],
    data: Annotated[Path | None, option("反馈所在文件夹，默认 .data。 The folder of feedback.", "--data")] = None,
    questions: Questions = None,
    given: Annotated[
        list[str] | None,
        option(
            "给出一个字段，可重复；gold 写作 文号|原文。 A field, repeatable; gold as NUMBER|WORDS.",
            "--set",
            metavar="KEY=VALUE",
        ),
    ] = None,
) -> None:
    """把一条反馈加入问题集，缺少的逐项询问。 Turn an entry of feedback into a question of the set."""
    from eval import adopt as adoption
    from eval.held_clauses import CorpusClauses
    from eval.questions import DEFAULT_FILE
    from eval.texts import CorpusTexts
    from kb.holdings import load_corpus
    from kb.language import Gazetteer, locator
    from kb.people import FeedbackStore

    settings, file = Settings(), questions or DEFAULT_FILE
    store = FeedbackStore(data or settings.data)
    entry = store.entry(number)
    loaded = load_corpus(settings.corpus, locator(Gazetteer.load()))
    line = adoption.adopted_line(
        entry,
        adoption.read_lines(file),
        file.name,
        CorpusTexts(loaded),
        CorpusClauses(loaded),
        _pairs(given or []),
        _ask if sys.stdin.isatty() else None,
    )
    adoption.append_line(file, line)
    store.set_state(number, "adopted")
    print(line)
    left_out = [name for name in ("document", "kind", "in_force") if getattr(entry.filters, name)]
    if left_out:
        print(
            f"问题集没有这些筛选条件，已略去：{', '.join(left_out)}。 The set has no such filters, they were left out.",
            file=sys.stderr,
        )


# ------------------------------------------------------------------------------------------------ parts


def _pairs(given: list[str]) -> dict[str, list[str]]:
    """`key=value` words by key; BadParameter where there is no `=`."""
    pairs: dict[str, list[str]] = {}
    for words in given:
        key, equals, value = words.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{words}”应写作 字段=值。 Write KEY=VALUE.", param_hint="--set")
        pairs.setdefault(key.strip(), []).append(value)
    return pairs


def _ask(field: str, hint: str) -> str:
    try:
        answer: str = typer.prompt(f"{field}（{hint}）", default="", show_default=False, err=True)
    except typer.Abort:
        raise EvalError("已取消，问题集没有改动。", "Cancelled: the set has not changed.") from None
    return answer

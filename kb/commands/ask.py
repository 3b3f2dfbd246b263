"""The commands that ask: ask and search, one question or many from a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.commands.edges import (
    AsOf,
    Json,
    Store,
    day_of,
    fail,
    frame_language,
    note,
    open_base,
    option,
    settings_of,
    told_in,
)
from kb.messages import Message
from kb.progress import progress
from kb.records import Filters

if TYPE_CHECKING:
    from kb.answers import Answer
    from kb.questions import Question
    from kb.store import KnowledgeBase
    from kb.summaries import Summaries

Region = Annotated[str | None, option("地区，如 临沂市。 Only rules that apply in this place.")]
DocumentFilter = Annotated[str | None, option("文号或编号。 Only this document, by number or id.", "--document")]
KindName = Annotated[str | None, option("文种：notice、opinion、plan 等。 Only documents of this kind.", "--kind")]
InForce = Annotated[bool, typer.Option("--in-force", help="只要现行有效的。 Only rules stated to be in force.")]
Batch = Annotated[Path | None, option("每行一个问题的 JSONL。 Questions, one JSON object a line.", "--batch")]
Out = Annotated[Path | None, option("批量结果写到这里。 Where batch results go.", "--out")]


def register(app: typer.Typer) -> None:
    """Puts both commands on the command line."""
    app.command(epilog='例 Example: policy-kb ask "扶贫车间的一次性奖补是多少？" --region 临沂市 --as-of 2018-01-01')(
        ask
    )
    app.command(epilog='例 Example: policy-kb search "创业担保贷款" -k 5 --region 江苏省')(search)


def ask(
    question: Annotated[str | None, typer.Argument(help="问题。 The question.", show_default=False)] = None,
    region: Region = None,
    document: DocumentFilter = None,
    kind: KindName = None,
    as_of: AsOf = None,
    in_force: InForce = False,
    lang: Annotated[str | None, option("zh 或 en，默认随问题。 Answer frame: zh or en.")] = None,
    as_json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="先说明问题是怎样读的。 Say first how the question was read.")
    ] = False,
    batch: Batch = None,
    out: Out = None,
    store: Store = None,
) -> None:
    """提问，得到带出处的原文。 Ask one question, or many from a file; the answer quotes the clause."""
    language = frame_language(lang)
    filters = Filters(region, document, kind, day_of(as_of), in_force)
    if batch or out:
        if explain:
            raise typer.BadParameter("批量不能用。 Not for a batch.", param_hint="--explain")
        from kb.sheets import ask_all

        _run_batch(question, batch, out, store, lambda base, lines: ask_all(base, lines, filters, language))
        return
    if question is None:
        raise typer.BadParameter("请给出问题，或用 --batch。 Give a question, or --batch.", param_hint="QUESTION")
    with told_in(language):
        summaries = _summaries()
        base = open_base(store, to_ask=True)
        answer = base.ask(question, filters, language=language)
        answer = summaries.summarised(answer) if summaries else answer
        understood = base.understand(question) if explain and answer.status != "invalid" else None
    _show_answer(answer, understood, explain, as_json)


def _summaries() -> Summaries | None:
    if not settings_of().llm:
        return None
    # Imported where a model is asked: it brings what masks a question.
    from kb.summaries import Summaries

    return Summaries.of(settings_of())


def search(
    question: Annotated[str | None, typer.Argument(help="问题。 The question.", show_default=False)] = None,
    k: Annotated[int | None, option("条数，默认 10（批量 100）。 How many clauses.", "-k", min=1, max=1000)] = None,
    region: Region = None,
    document: DocumentFilter = None,
    kind: KindName = None,
    as_of: AsOf = None,
    in_force: InForce = False,
    as_json: Json = False,
    batch: Batch = None,
    out: Out = None,
    store: Store = None,
) -> None:
    """只列出相关条款。 List the clauses that match, best first."""
    from kb.answers import hit_object
    from kb.commands.output import shortened

    filters = Filters(region, document, kind, day_of(as_of), in_force)
    if batch or out:
        from kb.sheets import search_all

        _run_batch(question, batch, out, store, lambda base, lines: search_all(base, lines, filters, k or 100))
        return
    if question is None:
        raise typer.BadParameter("请给出问题，或用 --batch。 Give a question, or --batch.", param_hint="QUESTION")
    hits = open_base(store, to_ask=True).search(question, k or 10, filters)
    if as_json:
        print(json.dumps([hit_object(hit) for hit in hits], ensure_ascii=False, indent=2))
        return
    for number, hit in enumerate(hits, 1):
        print(f"{number}. {hit.document.number or hit.document.id} {hit.clause.label}  {hit.score:.2f}")
        print(f"   {shortened(hit.clause.text)}")
    if not hits:
        note("没有找到。 Nothing found.")


def _show_answer(answer: Answer, understood: Question | None, explain: bool, as_json: bool) -> None:
    """Prints an answer, with how its question was read where that is wanted; exit 1 where it was no question."""
    from kb.commands.output import print_answer, print_reading

    if as_json:
        # Imported here: an answer for people needs no objects for programs.
        from kb.answers import answer_object
        from kb.questions import question_object

        data = answer_object(answer)
        if explain:
            data["reading"] = question_object(understood) if understood else None
        print(json.dumps(data, ensure_ascii=False, indent=2))
    elif answer.status == "invalid":
        fail(answer.notices[0].message.first(answer.language))
    else:
        if understood:
            print_reading(understood, answer.language)
        print_answer(answer)
    if answer.status == "invalid":
        raise SystemExit(1)


def _run_batch(
    question: str | None,
    batch: Path | None,
    out: Path | None,
    store: Path | None,
    run: Callable[[KnowledgeBase, Iterable[Any]], Iterator[tuple[dict[str, Any], Message | None]]],
) -> None:
    from kb.sheets import read_batch, write_lines

    if question is not None or batch is None or out is None:
        raise typer.BadParameter(
            "批量需同时给出 --batch 和 --out，不带问题。 A batch needs --batch and --out and no question."
        )
    lines = read_batch(batch)
    base = open_base(store, to_ask=True)
    problems: list[Message] = []
    with progress("提问 asking") as report:

        def rows() -> Iterator[dict[str, Any]]:
            for done, (row, problem) in enumerate(run(base, lines), 1):
                report(done, len(lines))
                if problem:
                    problems.append(problem)
                yield row

        write_lines(out, rows())
    for problem in problems:
        note(problem)
    for key, count in Counter(key for line in lines for key in line.unknown).items():
        note(f"没有用到字段 {key}（{count} 行）。 The key {key} was not used ({count} lines).")
    note(f"完成 {len(lines)} 行，无效 {len(problems)} 行。 {len(lines)} lines done, {len(problems)} invalid.")

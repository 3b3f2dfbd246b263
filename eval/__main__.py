"""`python -m eval`: a thin edge that parses words, runs and prints.

Results go to stdout, progress and messages to stderr. Exit 0: done, gate green; 1: a declared failure or a red gate; 2: wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval import adopt_command, study_commands
from eval.errors import EvalError
from eval.options import (
    Corpus,
    Json,
    Questions,
    SplitOption,
    Splits,
    Store,
    chosen_questions,
    chosen_settings,
    ready_store,
)
from kb.commands import option
from kb.errors import KnowledgeBaseError
from kb.progress import progress
from kb.settings import Settings

if TYPE_CHECKING:
    from eval.results import RunResult

app = typer.Typer(
    help="评测：逐题比较，防止变坏。 Evaluation: every question, before and after a change.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


Variants = Annotated[list[str] | None, option("只测这些方案，可重复。 Measure only these, repeatable.", "--variant")]
BaselineFile = Annotated[Path | None, option("基线文件。 The baseline file.", "--baseline")]


def main() -> None:
    """Runs the command line; declared failures end with their lines on stderr and exit 1."""
    try:
        app()
    except (EvalError, KnowledgeBaseError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except ModuleNotFoundError as error:
        print(
            f"缺少 {error.name}，请运行 make test 或 pip install 'policy-kb[eval]'。 {error.name} is not installed: run make test, or "
            "pip install 'policy-kb[eval]'.",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        print("已中断。 Interrupted.", file=sys.stderr)
        raise SystemExit(1) from None


@app.command(epilog="例 Example: python -m eval run --split dev --variant hybrid --variant langchain")
def run(
    questions: Questions = None,
    split: Splits = SplitOption.dev,
    variant: Variants = None,
    out: Json = None,
    corpus: Corpus = None,
    store: Store = None,
) -> None:
    """逐题测试并列出指标。 Ask every question and print the figures, the variants beside each other."""
    from eval.console import print_result
    from eval.results import save_run

    result = _measured(questions, split, variant, chosen_settings(corpus, store))
    if out:
        save_run(result, out)
    print_result(result)


@app.command(epilog='例 Example: python -m eval gate --accept "改进了期限类问题"')
def gate(
    accept: Annotated[
        str | None, option("写明理由，接受现状为新基线。 Accept this run, with the reason.", "--accept")
    ] = None,
    questions: Questions = None,
    baseline: BaselineFile = None,
    corpus: Corpus = None,
    store: Store = None,
    processes: Annotated[int, option("几个进程同时提问。 Ask in this many processes.", "--processes", min=1)] = 1,
) -> None:
    """与基线逐题比较，有题变坏即失败。 Compare with the accepted baseline; red when any question broke."""
    from eval import gate as gates
    from eval.baseline import DEFAULT_BASELINE, load_baseline, save_baseline
    from eval.baseline import accept as accepted

    path = baseline or DEFAULT_BASELINE
    before = load_baseline(path) if path.exists() or accept is None else None
    result = _measured(questions, SplitOption.all, ["hybrid"], chosen_settings(corpus, store), processes)
    if before is not None:
        compared = gates.compare_runs(result, before)
        print("\n".join(gates.report_lines(compared)))
    if accept is not None:
        save_baseline(accepted(result, accept, before.history if before else ()), path)
        print(f"已接受为新基线：{path}。 Accepted as the new baseline.")
    elif before is not None and not compared.passed:
        raise SystemExit(1)


@app.command(epilog="例 Example: python -m eval report --split all --html report.html")
def report(
    result: Annotated[
        Path | None, option("run --json 的结果；不给则现测。 A saved run; none: run now.", "--result")
    ] = None,
    html: Annotated[Path, typer.Option("--html", help="网页写到这里。 Where the page goes.")] = Path("report.html"),
    markdown: Annotated[Path | None, option("同样内容的 Markdown。 The same as Markdown.", "--markdown")] = None,
    questions: Questions = None,
    split: Splits = SplitOption.all,
    baseline: BaselineFile = None,
    corpus: Corpus = None,
    store: Store = None,
) -> None:
    """写出网页报告。 Write one self-contained page."""
    from eval import report as reports
    from eval.baseline import DEFAULT_BASELINE, load_baseline
    from eval.charts import TrendPoint
    from eval.results import load_run

    measured = load_run(result) if result else _measured(questions, split, None, chosen_settings(corpus, store))
    path = baseline or DEFAULT_BASELINE
    history = load_baseline(path).history if path.exists() else ()
    points = [TrendPoint(entry.date, entry.reason, entry.metrics) for entry in history]
    reports.write_report(measured, points, html, markdown)
    for written in (html, markdown):
        if written:
            print(written)


@app.command(epilog="例 Example: python -m eval sheet 问题.xlsx 答复.xlsx")
def sheet(
    source: Annotated[Path, typer.Argument(metavar="IN", help="问题表，.csv 或 .xlsx。 A table of questions.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="答复表写到这里。 Where the answered table goes.")],
    as_of: Annotated[str | None, option("按哪一天判断效力，默认今天。 The day to judge by.", "--as-of")] = None,
    store: Store = None,
) -> None:
    """回答一张问题表；写有预期条款的同时评分。 Answer a table of questions, and score what says what it expects."""
    from eval import sheets
    from kb.language import parse_as_of
    from kb.store import KnowledgeBase

    day = parse_as_of(as_of) if as_of is not None else None
    settings = ready_store(chosen_settings(None, store))
    with progress("提问 asking") as report:
        summary = sheets.run_sheet(KnowledgeBase.open(settings=settings), source, target, day, report)
    print("\n".join(sheets.summary_lines(summary)))
    for problem in summary.problems:
        print(problem, file=sys.stderr)


adopt_command.register(app)
study_commands.register(app)


# ------------------------------------------------------------------------------------------------ parts


def _measured(
    questions: Path | None, split: SplitOption, variant: list[str] | None, settings: Settings, processes: int = 1
) -> RunResult:
    """A run over the set, the store built or updated first; a broken set is refused before anything is built."""
    from eval import runner, variants
    from eval.opened import open_store
    from eval.questions import DEFAULT_FILE
    from eval.results import SHIPPED
    from eval.texts import CorpusTexts

    names = variants.check_variants([SHIPPED, *(variant or variants.VARIANTS)])
    texts = CorpusTexts.load(settings.corpus)
    file = questions or DEFAULT_FILE
    chosen = chosen_questions(file, split, texts)
    ready_store(settings)
    opened = open_store(settings.store, settings)
    seconds = runner.timer()
    with progress("切块 chunks") as report:
        bench = runner.make_bench(opened, texts, names, report)
    with progress("提问 asking") as report:
        records = runner.run_questions(chosen, bench, report, processes)
    return runner.result_of(records, names, runner.run_info(opened, file, split.value, seconds()))


if __name__ == "__main__":
    main()

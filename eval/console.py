"""A run as the command line prints it: figures, variants, and what is not right; of the test split ids alone."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from eval.results import RunResult


def print_result(result: RunResult) -> None:
    """Prints to stdout, a line a question, never wrapped."""
    console = Console(soft_wrap=True)
    info, counts = result.info, result.counts
    console.print(
        f"{counts.questions} 题 questions（{counts.answerable} 有答案 answerable，{counts.unanswerable} 无答案 unanswerable，"
        f"{counts.crashed} 出错 crashed），split {info.split}，{info.date}，{info.program}，{info.cores} cores，{info.seconds} s",
        highlight=False,
    )
    figures = Table("指标 metric", "值 value", "95 %", "n", box=None)
    for name, figure in result.metrics.items():
        if figure.value is not None:
            figures.add_row(
                name, _number(figure.value), f"{_number(figure.low)} – {_number(figure.high)}", str(figure.n)
            )
    console.print(figures)
    columns = list(result.variants[0].metrics)
    table = Table("方案 variant", *columns, box=None)
    for variant in result.variants:
        table.add_row(variant.name, *(_number(variant.metrics[name].value) for name in columns))
    console.print(table)
    for item in result.dev_failures:
        cited = "；".join(f"{clause.document} {clause.label}" for clause in item.cited) or item.error or "-"
        reasons = ", ".join(item.failures)
        console.print(f"✗ {item.id} {item.question}  [{reasons}]  {cited}", markup=False, highlight=False)
    if result.test_failures:
        console.print(f"✗ test: {' '.join(result.test_failures)}", highlight=False)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"

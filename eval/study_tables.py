"""The studies as the command line prints them: plain tables on stdout, as wide as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from eval.cross_validation import FOLDS, Validation
from eval.leave_one_out import LeftOut
from eval.studies import STUDY_COLUMNS, StudyRow

_WIDTH: Final = 400
_HITS: Final = ("retrieval hit@1", "hit@1", "retrieval hit@3", "hit@3")


def print_calibration(report: Validation, refused: float) -> None:
    """Prints what the folds held out say."""
    console = Console(soft_wrap=True)
    console.print(
        f"{report.answerable} 有答案 answerable（{report.no_candidate} 题依据不在候选 whose gold is no candidate），"
        f"{report.unanswerable} 无答案 unanswerable（{report.not_weighed} 题未权衡即拒答 refused before anything is weighed），"
        f"{FOLDS} 折交叉验证 folds, each figure from the fold held out",
        highlight=False,
    )
    table = Table("语言 language", *_HITS, box=None)
    for language, hits in report.hits.items():
        table.add_row(language, *(_number(hits[name]) for name in _HITS))
    console.print(table)
    able, unable = report.at_fold_levels
    for line in (
        f"AUROC {_number(report.auroc)}",
        f"有答案者拒 {refused:.1%} 时，无答案者拒 {_number(report.unanswerable_refused)} unanswerable refused where {refused:.1%} of the "
        "answerable are",
        f"阈值也由其余折定：有答案者拒 {_number(able)}，无答案者拒 {_number(unable)}"
        " with levels from the other folds: answerable refused, unanswerable refused",
    ):
        console.print(line, highlight=False)


def print_ablations(rows: Sequence[StudyRow]) -> None:
    """Prints a line a part: the figures without it, the difference to the whole system in brackets."""
    table = Table("关掉 without", *STUDY_COLUMNS, "n", box=None)
    for row in rows:
        table.add_row(row.name, *_cells(row), str(row.questions))
    Console(width=_WIDTH).print(table)


def print_left_out(found: Sequence[LeftOut]) -> None:
    """Prints two lines a document: made without it, and as shipped."""
    table = Table("文件 document", "", *STUDY_COLUMNS, "n", "词条去掉 entries dropped", "拟合题数 fitted on", box=None)
    for item in found:
        counts = (str(item.without.questions), str(item.entries_dropped), str(item.fitted_on))
        table.add_row(item.document, "无它 without", *_cells(item.without), *counts)
        table.add_row("", "现状 shipped", *_cells(item.shipped), "", "", "")
    Console(width=_WIDTH).print(table)


def _cells(row: StudyRow) -> list[str]:
    return [_with_difference(row.figures, row.less, column) for column in STUDY_COLUMNS]


def _with_difference(figures: Mapping[str, float | None], less: Mapping[str, float | None], column: str) -> str:
    change = less.get(column)
    shown = "" if change is None else f" ({change:+.3f})".replace("-", "−")
    return _number(figures[column]) + shown


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"

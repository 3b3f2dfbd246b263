"""What the report of a run says, ready to be set as a page or as Markdown. Pure functions from a run to words and figures.

Of the test split only figures and the ids of failures may be shown, so a view has the dev failures alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from eval import metrics, words
from eval.charts import TrendPoint
from eval.results import SHIPPED, Estimate, GroupResult, QuestionResult, RunResult
from eval.words import Label, figure, interval, name_of

HEADLINES: Final = ("right", "hit@1", "hit@3", "facts", "quote_precision", "verbatim", "refusal_recall", "latency_p50")
GROUP_METRICS: Final = ("right", "hit@1", "hit@3", "cited", "facts", "quote_precision", "notices", "refusal_recall")
TREND_METRICS: Final = ("right", "hit@1", "hit@3", "facts", "refusal_recall")
RIVAL: Final = "langchain"
_NAMES: Final = {"kind": words.KIND_NAMES, "language": words.LANGUAGE, "style": words.STYLE, "split": words.SPLIT}


@dataclass(frozen=True)
class ShownMetric:
    """A metric as shown: its value and interval in words, over `n` questions."""

    metric: str
    name: Label
    value: str
    interval: str
    n: int


@dataclass(frozen=True)
class FigureRow:
    """One row of a table of figures; `strong` marks what ships."""

    name: Label
    questions: int
    cells: tuple[ShownMetric, ...]
    note: str = ""
    strong: bool = False


@dataclass(frozen=True)
class FigureTable:
    """A table of figures over some groups of questions; columns that no row has a figure for are left out."""

    key: str
    title: Label
    columns: tuple[Label, ...]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Abstention:
    """How many questions with and without an answer were answered and refused; crashes apart."""

    answerable_answered: int
    answerable_refused: int
    unanswerable_answered: int
    unanswerable_refused: int


@dataclass(frozen=True)
class ShownFailure:
    """A failed dev question as shown: the reasons' names and, by variant, the rank at which its gold stands."""

    result: QuestionResult
    kind: Label
    reasons: tuple[Label, ...]
    ranks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportView:
    """All that a report says, ready to be set as a page or as Markdown."""

    result: RunResult
    headlines: tuple[ShownMetric, ...]
    figures: tuple[ShownMetric, ...]
    variants: FigureTable
    lead: str
    groups: tuple[FigureTable, ...]
    abstention: Abstention
    history: tuple[TrendPoint, ...]
    failures: tuple[ShownFailure, ...]
    reasons: tuple[tuple[Label, int], ...]


def report_view(result: RunResult, history: Sequence[TrendPoint] = ()) -> ReportView:
    """What a report of this run says, the baselines accepted so far beside it (oldest first)."""
    failed = result.dev_failures
    counts = Counter(reason for item in failed for reason in item.failures)
    return ReportView(
        result=result,
        headlines=tuple(shown(name, result.metrics[name]) for name in HEADLINES if name in result.metrics),
        figures=tuple(shown(name, estimate) for name, estimate in result.metrics.items() if estimate.n),
        variants=_variant_table(result),
        lead=lead(result),
        groups=tuple(_group_tables(result.groups)),
        abstention=abstention(result.questions),
        history=tuple(history),
        failures=tuple(_failure(item) for item in failed),
        reasons=tuple((name_of(words.FAILURE, reason), n) for reason, n in counts.most_common()),
    )


def shown(metric: str, estimate: Estimate | None) -> ShownMetric:
    """A metric ready to be read; `—` where no question was eligible."""
    name = name_of(words.METRIC, metric)
    if estimate is None or estimate.value is None:
        return ShownMetric(metric, name, "—", "", 0)
    bounds = interval(metric, estimate.low, estimate.high)
    return ShownMetric(metric, name, figure(metric, estimate.value), bounds, estimate.n)


def lead(result: RunResult) -> str:
    """By how much what ships is ahead of what a user would build instead, over the same questions; empty if not measured."""
    names = {variant.name for variant in result.variants}
    if not {SHIPPED, RIVAL} <= names:
        return ""
    parts = []
    for metric in ("hit@1", "hit@3"):
        ours = metrics.ranking_values(result.questions, SHIPPED)[metric]
        theirs = metrics.ranking_values(result.questions, RIVAL)[metric]
        pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
        if not pairs:
            return ""
        change = metrics.paired_difference([a for a, _ in pairs], [b for _, b in pairs])
        bounds = interval("gap_", change.low, change.high)
        parts.append(f"{metric} {figure('gap_', change.value)}（95 %：{bounds}）")
    return "，".join(parts)


def abstention(results: Sequence[QuestionResult]) -> Abstention:
    """Counts of answers and refusals."""
    ran = [item for item in results if item.status != "crashed"]
    counts = Counter((item.answerable, item.refused) for item in ran)
    return Abstention(counts[True, False], counts[True, True], counts[False, False], counts[False, True])


def _variant_table(result: RunResult) -> FigureTable:
    rows = tuple(
        FigureRow(
            Label(variant.name, variant.name),
            max((estimate.n for estimate in variant.metrics.values()), default=0),
            tuple(shown(metric, variant.metrics.get(metric)) for metric in metrics.RANKING),
            variant.description,
            variant.name == SHIPPED,
        )
        for variant in result.variants
    )
    return _table("variants", Label("方案", "Variant"), metrics.RANKING, rows)


def _group_tables(groups: Sequence[GroupResult]) -> list[FigureTable]:
    tables = []
    for dimension, title in words.DIMENSION.items():
        rows = tuple(
            FigureRow(
                name_of(_NAMES[dimension], group.name),
                group.questions,
                tuple(shown(metric, group.metrics.get(metric)) for metric in GROUP_METRICS),
            )
            for group in groups
            if group.dimension == dimension
        )
        if rows:
            tables.append(_table(dimension, title, GROUP_METRICS, rows))
    return tables


def _table(key: str, title: Label, columns: Sequence[str], rows: tuple[FigureRow, ...]) -> FigureTable:
    used = [i for i in range(len(columns)) if any(row.cells[i].n for row in rows)]
    return FigureTable(
        key,
        title,
        tuple(name_of(words.METRIC, columns[i]) for i in used),
        tuple(
            FigureRow(row.name, row.questions, tuple(row.cells[i] for i in used), row.note, row.strong) for row in rows
        ),
    )


def _failure(item: QuestionResult) -> ShownFailure:
    ranks = tuple((name, str(rank) if rank else "—") for name, rank in item.found.items())
    reasons = tuple(name_of(words.FAILURE, reason) for reason in item.failures)
    return ShownFailure(item, name_of(words.KIND_NAMES, item.kind), reasons, ranks)

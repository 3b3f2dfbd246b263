"""The report's figures: from a run to drawings, each with an alternative text that says its figures in words.

Each is drawn twice, wide for a desk and narrow for a telephone. A figure that the run has no questions for is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from eval.curves import calibration, risk_coverage, roc
from eval.drawing import (
    LINE,
    PAPER,
    PINE,
    RUST,
    STONE,
    Chart,
    Say,
    chart,
    dot,
    metric_in_words,
    percent,
    row_labels,
    share_axis,
)
from eval.results import SHIPPED, GroupResult, QuestionResult, RunResult, VariantResult
from eval.words import KIND_NAMES, LANGUAGE, METRIC, Label, name_of

VARIANT_METRICS: Final = ("hit@1", "hit@3", "MRR@10")
CHARTED_METRICS: Final = ("right", "hit@1", "hit@3", "refusal_recall")
_TREND_LOOKS: Final = ((PINE, "-", "o"), (RUST, "--", "s"), (STONE, "-.", "^"), ("#3b4f8f", ":", "D"))


@dataclass(frozen=True)
class TrendPoint:
    """One accepted baseline: its date, why it was accepted, and its figures by metric name."""

    date: str
    reason: str
    metrics: dict[str, float]


def figures(result: RunResult, history: Sequence[TrendPoint] = ()) -> dict[str, Chart]:
    """Every figure that this run has the questions for, by key: variants, groups, roc, calibration, risk, latency, trend."""
    found: list[Chart | None] = [
        variants_chart(result.variants),
        groups_chart(result.groups),
        roc_chart(result),
        calibration_chart(result.questions),
        risk_chart(result),
        latency_chart(result),
        trend_chart(history),
    ]
    return {each.key: each for each in found if each is not None}


def variants_chart(variants: Sequence[VariantResult]) -> Chart | None:
    """Each variant a row, each metric a panel, dots with intervals."""
    if not variants:
        return None
    names = [variant.name for variant in reversed(variants)]

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        rows, columns = (len(VARIANT_METRICS), 1) if narrow else (1, len(VARIANT_METRICS))
        grid = fig.subplots(rows, columns, sharey=not narrow, squeeze=False)
        for axes, metric in zip(grid.flat, VARIANT_METRICS, strict=True):
            for y, variant in enumerate(reversed(variants)):
                dot(axes, y, variant.metrics.get(metric), metric, _variant_colour(variant.name))
            axes.set_title(say(METRIC[metric]), loc="left")
            row_labels(axes, names)
            share_axis(axes, 0.5)
            if metric == "MRR@10":
                axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))

    shown = "；".join(
        f"{variant.name}："
        + "，".join(f"{metric} {metric_in_words(variant.metrics.get(metric), metric)}" for metric in VARIANT_METRICS)
        for variant in variants
    )
    height = 0.34 * len(variants) + 0.9
    return chart(
        "variants", Label("各方案并列", "Variants side by side"), shown, draw, (9.6, height), (3.7, 3 * height)
    )


def groups_chart(groups: Sequence[GroupResult]) -> Chart | None:
    """The share of right questions of each kind and each language, worst kind below."""
    kinds = [group for group in groups if group.dimension == "kind" and group.metrics.get("right")]
    kinds.sort(key=lambda group: group.metrics["right"].value or 0.0)
    languages = [group for group in groups if group.dimension == "language" and group.metrics.get("right")]
    rows = [*kinds, *languages]
    if not rows:
        return None

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        # A gap parts languages from kinds.
        places = [i + (0.7 if i >= len(kinds) and kinds else 0.0) for i in range(len(rows))]
        for y, group in zip(places, rows, strict=True):
            dot(axes, y, group.metrics["right"], "right", PINE)
        labels = [_group_label(group, narrow, say) for group in rows]
        axes.set_yticks(places, labels)
        axes.set_ylim(-0.7, places[-1] + 0.7)
        share_axis(axes)

    shown = "；".join(
        f"{_group_name(group).zh} {metric_in_words(group.metrics['right'], 'right')}" for group in reversed(rows)
    )
    height = 0.34 * len(rows) + 1.0
    return chart(
        "groups",
        Label("按类型和语言的答对率", "Right, by kind and language"),
        shown,
        draw,
        (9.6, height),
        (3.7, height),
    )


def roc_chart(result: RunResult) -> Chart | None:
    """The ROC curve of the confidence, with the point at which the program works."""
    points = roc(result.questions)
    if not points:
        return None
    able = [item for item in result.questions if item.answerable and item.status != "crashed"]
    unable = [item for item in result.questions if not item.answerable and item.status != "crashed"]
    share = sum(not item.refused for item in able) / len(able)
    false = sum(not item.refused for item in unable) / len(unable)
    area = result.metrics.get("auroc")

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        axes.plot([0, 1], [0, 1], color=STONE, linewidth=1, linestyle=(0, (4, 4)))
        axes.plot([p.false for p in points], [p.share for p in points], color=PINE, linewidth=2, drawstyle="default")
        axes.plot([false], [share], marker="o", markersize=9, color=RUST, markeredgecolor=PAPER, linestyle="none")
        axes.annotate(
            say(Label("实际取舍", "as shipped")) + f"\n{100 * false:.0f}%, {100 * share:.0f}%",
            (false, share), (14, -30), textcoords="offset points", color=RUST, va="top",
        )  # fmt: skip
        share_axis(axes)
        axes.yaxis.set_major_formatter(percent())
        axes.set_ylim(0, 1.03)
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        axes.set_xlabel(say(Label("无答案却作答", "unanswerable, yet answered")))
        axes.set_ylabel(say(Label("有答案且作答", "answerable and answered")))

    shown = f"AUROC {metric_in_words(area, 'auroc')}；实际取舍：有答案的 {share:.1%} 作答，无答案的 {false:.1%} 误答"
    return chart("roc", Label("拒答的 ROC 曲线", "ROC of abstention"), shown, draw, (4.7, 4.2), (3.7, 3.7))


def calibration_chart(results: Sequence[QuestionResult]) -> Chart | None:
    """The share of questions that have an answer, by confidence."""
    bins = calibration(results)
    if len(bins) < 2:
        return None

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        xs, ys = [b.confidence for b in bins], [b.share for b in bins]
        errors = [[b.share - b.low for b in bins], [b.high - b.share for b in bins]]
        axes.errorbar(
            xs, ys, yerr=errors, color=PINE, ecolor=STONE, marker="o", markersize=6, linewidth=1.6, elinewidth=1.4
        )
        axes.set_ylim(-0.02, 1.05)
        axes.yaxis.set_major_formatter(percent())
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.grid(color=LINE, linewidth=0.7)
        axes.set_xlabel(say(Label("可信度（每段题数相同）", "confidence, equal bins")))
        axes.set_ylabel(say(Label("确有答案的比例", "share that has an answer")))

    shown = "；".join(f"可信度 {b.confidence:.3f}：{b.share:.0%}（{b.n} 题）" for b in bins)
    return chart(
        "calibration", Label("可信度的校准", "Calibration of the confidence"), shown, draw, (4.7, 4.2), (3.7, 3.7)
    )


def risk_chart(result: RunResult) -> Chart | None:
    """The share of answers that are wrong, by how many questions are answered, the surest first."""
    points = risk_coverage(result.questions)
    if len(points) < 2:
        return None
    error = result.metrics.get("ece")

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        axes.plot([p.coverage for p in points], [p.risk for p in points], color=PINE, linewidth=2)
        share_axis(axes)
        axes.yaxis.set_major_formatter(percent())
        axes.set_ylim(0, max(0.1, 1.1 * max(p.risk for p in points)))
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        axes.set_xlabel(say(Label("作答的比例（可信度高的在先）", "answered, the surest first")))
        axes.set_ylabel(say(Label("其中依据有误的比例", "of these wrong")))

    marks = (next((p for p in points if p.coverage >= share), points[-1]) for share in (0.25, 0.5, 0.75, 1.0))
    shown = "；".join(
        f"作答 {p.coverage:.0%}（可信度 {p.level:.3f} 起）：有误 {p.risk:.1%}" for p in dict.fromkeys(marks)
    )
    shown = f"ECE {metric_in_words(error, 'ece')}；{shown}"
    return chart("risk", Label("风险与作答比例", "Risk and coverage"), shown, draw, (4.7, 4.2), (3.7, 3.7))


def latency_chart(result: RunResult) -> Chart | None:
    """How long answers take, as a histogram over a logarithmic axis with the percentiles marked."""
    times = [item.elapsed_ms for item in result.questions if item.status != "crashed" and item.elapsed_ms > 0]
    if not times:
        return None
    marks = [(share, result.metrics.get(f"latency_p{share}")) for share in (50, 95, 99)]
    low, high = min(times) * 0.9, max(times) * 1.1

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        axes.hist(times, bins=list(np.geomspace(low, high, 25)), color=PINE, alpha=0.85, edgecolor=PAPER, linewidth=0.8)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator([v for v in _ROUND if low <= v <= high] or [low, high]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        top = axes.get_ylim()[1]
        axes.set_ylim(0, top * 1.3)
        axes.set_xlim(low, high * 1.6)
        for share, mark in marks:
            if mark is not None and mark.value is not None:
                # p99 speaks to its right: p95 may stand close by on its left.
                side = 1 if share == 99 else -1
                axes.axvline(mark.value, color=RUST, linewidth=1.4, linestyle=(0, (4, 2)))
                axes.annotate(
                    f"p{share} {mark.value:.0f}",
                    (mark.value, top * (1.24 if share != 95 else 1.13)),
                    (4 * side, 0),
                    textcoords="offset points",
                    color=RUST,
                    fontsize=9.5,
                    va="center",
                    ha="left" if side > 0 else "right",
                )
        axes.set_xlabel(say(Label("毫秒（对数刻度）", "milliseconds, log scale")))
        axes.set_ylabel(say(Label("题数", "questions")))

    shown = "；".join(f"p{share} {metric_in_words(mark, 'latency')}" for share, mark in marks)
    return chart("latency", Label("每题耗时", "Time per question"), shown, draw, (9.6, 3.4), (3.7, 3.2))


def trend_chart(history: Sequence[TrendPoint]) -> Chart | None:
    """The figures of the accepted baselines, oldest first; None if fewer than two were accepted."""
    if len(history) < 2:
        return None
    metrics = [name for name in CHARTED_METRICS if any(name in point.metrics for point in history)]

    def draw(fig: Figure, narrow: bool, say: Say) -> None:
        axes = fig.subplots()
        for metric, (colour, line, marker) in zip(metrics, _TREND_LOOKS, strict=False):
            values = [point.metrics.get(metric, float("nan")) for point in history]
            axes.plot(values, color=colour, linestyle=line, marker=marker, linewidth=1.8, label=say(METRIC[metric]))
        shown = np.unique(np.linspace(0, len(history) - 1, min(len(history), 3 if narrow else 8)).astype(int)).tolist()
        axes.set_xticks(shown, [history[i].date[:10] for i in shown])
        axes.set_xlim(-0.3, len(history) - 0.7)
        axes.yaxis.set_major_formatter(percent())
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        fig.legend(loc="outside lower center", ncols=2 if narrow else 4, handlelength=3)

    shown = "；".join(
        f"{point.date[:10]}："
        + "，".join(f"{METRIC[m].zh} {100 * point.metrics[m]:.1f}%" for m in metrics if m in point.metrics)
        for point in history
    )
    return chart("trend", Label("历次接受的基线", "Accepted baselines"), shown, draw, (9.6, 3.6), (3.7, 4.0))


_ROUND: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000)


def _variant_colour(name: str) -> str:
    return {SHIPPED: PINE, "langchain": RUST}.get(name, STONE)


def _group_name(group: GroupResult) -> Label:
    return name_of(LANGUAGE if group.dimension == "language" else KIND_NAMES, group.name)


def _group_label(group: GroupResult, narrow: bool, say: Say) -> str:
    name = _group_name(group)
    # A telephone has no room for both names; the table below the figure has them.
    short = name.zh if narrow and say(name) != name.en else say(name)
    return f"{short} · {group.questions}"

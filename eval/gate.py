"""The regression gate: every question against the accepted baseline, and the figures against their floors.

Pure: compares what it is given. A question is broken when it was right and is not any more: its gold has left the top 3, a fact is
missing from the answer, it is refused, it crashed, or an unanswerable one is answered. A question that is new or was rewritten
has nothing to be compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval import metrics
from eval.baseline import Baseline, Remembered, remembered
from eval.results import Estimate, QuestionResult, RunResult, Split

# What a release promises whatever the baseline says; the gate's questions catch smaller steps. Of the whole set only: a
# group has too few questions for a floor.
FLOORS: Mapping[str, float] = {
    "verbatim": 1.0,
    "right": 0.75,
    "hit@1": 0.85,
    "hit@3": 0.92,
    "facts": 0.83,
    "quote_precision": 0.82,
    "notices": 0.95,
    "refusal_recall": 0.40,
    "refusal_precision": 0.60,
}


@dataclass(frozen=True)
class QuestionChange:
    """One question whose state differs from the baseline's."""

    id: str
    split: Split
    question: str
    before: Remembered
    now: Remembered


@dataclass(frozen=True)
class FloorMissed:
    """A metric that is below what a release promises."""

    metric: str
    value: float
    floor: float


@dataclass(frozen=True)
class GateResult:
    """What a run changed. `changed_p` is McNemar's exact p over the questions in both runs; `right_change` the mean change of "right"."""

    broken: tuple[QuestionChange, ...]
    mended: tuple[QuestionChange, ...]
    floors_missed: tuple[FloorMissed, ...]
    compared: int
    added: tuple[str, ...]
    rewritten: tuple[str, ...]
    removed: tuple[str, ...]
    changed_p: float
    right_change: Estimate

    @property
    def passed(self) -> bool:
        """Whether nothing broke and every metric is at its floor or above."""
        return not self.broken and not self.floors_missed


def compare_runs(result: RunResult, baseline: Baseline, floors: Mapping[str, float] = FLOORS) -> GateResult:
    """The run against the baseline; floors hold for runs over the whole set only, and for metrics with eligible questions."""
    now = {item.id: item for item in result.questions}
    added = tuple(name for name in now if name not in baseline.questions)
    rewritten = tuple(
        name
        for name, item in now.items()
        if name in baseline.questions and baseline.questions[name].fingerprint != item.fingerprint
    )
    both = [name for name in now if name not in {*added, *rewritten}]
    changes = [_change(now[name], baseline.questions[name]) for name in both]
    broken = tuple(change for change in changes if change.before.right and not change.now.right)
    mended = tuple(change for change in changes if change.now.right and not change.before.right)
    whole = result.info.split == "all"
    return GateResult(
        broken=broken,
        mended=mended,
        floors_missed=_floors_missed(result.metrics, floors) if whole else (),
        compared=len(both),
        added=added,
        rewritten=rewritten,
        removed=tuple(name for name in baseline.questions if name not in now) if whole else (),
        changed_p=metrics.mcnemar_exact(len(mended), len(broken)),
        right_change=metrics.paired_difference(
            [float(change.now.right) for change in changes], [float(change.before.right) for change in changes]
        ),
    )


def _change(item: QuestionResult, before: Remembered) -> QuestionChange:
    return QuestionChange(item.id, item.split, item.question, before, remembered(item))


def _floors_missed(figures: Mapping[str, Estimate], floors: Mapping[str, float]) -> tuple[FloorMissed, ...]:
    known = [(name, figures[name].value, floor) for name, floor in floors.items() if name in figures]
    return tuple(FloorMissed(name, value, floor) for name, value, floor in known if value is not None and value < floor)


_FAILURES = {
    "crashed": "程序出错 crashed",
    "refused": "被拒答 refused",
    "gold_not_in_top_3": "依据不在前三 gold left the top 3",
    "fact_missing": "要点缺失 fact missing",
    "answered_unanswerable": "无答案却作答 answered although the texts do not say",
}


def broken_lines(change: QuestionChange) -> list[str]:
    """What to show of a broken question: of the test split its id alone, else why, and what was cited before and now."""
    if change.split == "test":
        return [f"✗ {change.id}（测试集 test split）"]
    why = "、".join(_FAILURES.get(name, name) for name in change.now.failures)
    missing = f"：{'、'.join(change.now.facts_missing)}" if "fact_missing" in change.now.failures else ""
    return [
        f"✗ {change.id} {change.question}",
        f"    {why}{missing}",
        f"    原来引用 cited before：{_cited(change.before.cited)}",
        f"    现在引用 cited now：   {_cited(change.now.cited)}",
    ]


def _cited(clauses: Sequence[str]) -> str:
    return "；".join(clauses) or "（无 none）"


def report_lines(gate: GateResult) -> list[str]:
    """The gate's findings, a line each, the verdict last."""
    lines = [line for change in gate.broken for line in broken_lines(change)]
    lines += [
        f"✗ {missed.metric} {missed.value:.3f} 低于底线 below its floor {missed.floor:.3f}"
        for missed in gate.floors_missed
    ]
    if gate.mended:
        lines.append(f"✓ 变好 mended：{' '.join(change.id for change in gate.mended)}")
    for name, ids in (("新增 added", gate.added), ("改写 rewritten", gate.rewritten), ("删去 removed", gate.removed)):
        if ids:
            lines.append(
                f"- {name}，未比较 not compared：{len(ids)}（{' '.join(ids[:8])}{' …' if len(ids) > 8 else ''}）"
            )
    change = gate.right_change
    if change.value is not None and change.low is not None and change.high is not None:
        lines.append(
            f"比较 {gate.compared} 题 questions compared，变坏 broken {len(gate.broken)}，变好 mended {len(gate.mended)}，"
            f"答对率变化 change of right {change.value:+.3f} [{change.low:+.3f}, {change.high:+.3f}]，"
            f"McNemar p = {gate.changed_p:.3g}"
        )
    verdict = (
        "通过 gate green"
        if gate.passed
        else '未通过 gate red：请修复，或用 --accept "理由" 接受。 Mend it, or accept it.'
    )
    return [*lines, verdict]

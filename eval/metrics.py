"""Figures from the records of a run: pure functions, worked out by hand in the tests.

A metric is a function of one question that gives a number, or None where the question is not eligible: an unanswerable question has no
recall, it is not a recall of zero. Ranking measures come from ir-measures (pytrec_eval). Intervals are percentile bootstraps over questions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray

from eval.results import SHIPPED, Estimate, QuestionResult

Values: TypeAlias = list[float | None]
Statistic: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]

CUTOFF = 10
RESAMPLES = 2000
# Binning is slow, and a run has many groups.
_ECE_RESAMPLES = 200
SEED = 20261122
HITS = ("hit@1", "hit@3", "hit@10")
RANKING = (*HITS, "MRR@10", "nDCG@10", "recall@10")

MEANING = {
    "right": "答对：前三条有依据、给出回答且要点齐全；无答案的问题被拒答。 Gold in the top 3, answered, every fact there; or rightly refused.",
    "hit@1": "第一条就是依据。 The first clause found is the gold (of a comparison: every side, in as many places as there are sides).",
    "hit@3": "前三条有依据。 The gold is among the first three.",
    "hit@10": "前十条有依据。 The gold is among the first ten.",
    "MRR@10": "首个依据名次的倒数。 One over the rank of the first gold, 0 below rank 10.",
    "nDCG@10": "按名次折算的增益。 Discounted gain of the golds in the first ten over the best possible.",
    "recall@10": "比较类问题各方都找到的比例。 Share of the sides found in the first ten, of questions whose sides must all be cited.",
    "cited": "回答引用了依据。 The answer cites a gold clause (of a comparison: all of them); a refusal counts as no.",
    "facts": "回答引文里含有的要点比例；拒答计 0。 Share of the facts that stand in the words quoted; a refusal scores 0.",
    "all_facts": "要点齐全的回答比例。 Share of the questions whose every fact is quoted.",
    "answer_length": "回答引文字数的中位数。 Median length of an answer in characters, white space aside.",
    "quote_precision": "引文来自依据条款的比例。 Share of the quoted sentences that lie in a gold clause.",
    "verbatim": "引文逐字见于原文件。 Share of the answers whose every quote stands in the corpus file, word for word.",
    "notices": "提示正确。 Share of the answers that say what they must of validity and region, and nothing false.",
    "refusal_precision": "拒答中确无答案的比例。 Share of the refusals that were right.",
    "refusal_recall": "无答案问题被说明没有依据的比例。 Share of the unanswerable questions declared so: not_found or out_of_scope.",
    "answerable_refused": "有答案却被拒答的比例，越低越好。 Share of the answerable questions that were refused; the lower the better.",
    "auroc": "可信度区分有无答案的能力。 Probability that an answerable question scores above an unanswerable one.",
    "ece": "可信度与实际答对比例的平均差距，越低越好。 Expected calibration error: confidence against the share of answers that cite a gold.",
    "gap_hit@1": "中英差距：hit@1。 Chinese less English.",
    "gap_hit@3": "中英差距：hit@3。 Chinese less English.",
    "gap_facts": "中英差距：要点。 Chinese less English.",
    "latency_p50": "耗时中位数（毫秒）。 Milliseconds an answer takes, median.",
    "latency_p95": "耗时 95 分位（毫秒）。 Milliseconds, 95th percentile.",
    "latency_p99": "耗时 99 分位（毫秒）。 Milliseconds, 99th percentile.",
}


def found_rank(ranks: Sequence[int | None], match: str) -> int | None:
    """The rank from which a question counts as found.

    "any": the first gold's. "all": the last one's, and 1 where `n` golds fill the first `n` places: no order can do better.
    """
    known = [rank for rank in ranks if rank is not None]
    if match == "any":
        return min(known, default=None)
    if not ranks or len(known) < len(ranks):
        return None
    last = max(known)
    return 1 if last <= len(ranks) else last


def ranking_values(results: Sequence[QuestionResult], variant: str) -> dict[str, Values]:
    """Each measure of `RANKING` for each question, in order; None if a question is not eligible."""
    eligible = [item for item in results if item.answerable]
    found = _measured(
        {item.id: ({"gold": item.found.get(variant)}) for item in eligible},
        [Success @ 1, Success @ 3, Success @ CUTOFF],
    )
    first = {item.id: {"gold": _first(item.ranks.get(variant, ()))} for item in eligible}
    golds = {item.id: _units(item, variant) for item in eligible}
    measured = {
        "hit@1": found[Success @ 1],
        "hit@3": found[Success @ 3],
        "hit@10": found[Success @ CUTOFF],
        "MRR@10": _measured(first, [RR @ CUTOFF])[RR @ CUTOFF],
        "nDCG@10": _measured(golds, [nDCG @ CUTOFF])[nDCG @ CUTOFF],
    }
    sides = {item.id: golds[item.id] for item in eligible if item.match == "all"}
    measured["recall@10"] = _measured(sides, [R @ CUTOFF])[R @ CUTOFF]
    return {name: [values.get(item.id) for item in results] for name, values in measured.items()}


def _first(ranks: Iterable[int | None]) -> int | None:
    return min((rank for rank in ranks if rank is not None), default=None)


def _units(item: QuestionResult, variant: str) -> dict[str, int | None]:
    """What nDCG counts: each side where all are needed, else the one best gold, however many clauses say the same."""
    ranks = item.ranks.get(variant) or (None,) * len(item.gold)
    return {"gold": _first(ranks)} if item.match == "any" else {f"gold {i}": rank for i, rank in enumerate(ranks)}


def _measured(
    ranks: Mapping[str, Mapping[str, int | None]], measures: Sequence[ir_measures.Measure]
) -> dict[ir_measures.Measure, dict[str, float]]:
    """The measures by question, of golds at known ranks; every other place holds a text that does not answer.

    A text that holds two golds takes two places, one for each.
    """
    qrels: list[ir_measures.Qrel] = []
    run: list[ir_measures.ScoredDoc] = []
    for question, golds in ranks.items():
        qrels += [ir_measures.Qrel(question, gold, 1) for gold in golds]
        placed = sorted((rank, gold) for gold, rank in golds.items() if rank is not None)
        filled = {rank for rank, _ in placed}
        others = [(rank, f"other {rank}") for rank in range(1, max(filled, default=1) + 1) if rank not in filled]
        order = sorted([*placed, *others])
        run += [ir_measures.ScoredDoc(question, name, -float(place)) for place, (_, name) in enumerate(order)]
    values: dict[ir_measures.Measure, dict[str, float]] = {measure: {} for measure in measures}
    if ranks:
        for metric in ir_measures.iter_calc(list(measures), qrels, run):
            values[metric.measure][metric.query_id] = float(metric.value)
    return values


def answer_values(results: Sequence[QuestionResult]) -> dict[str, Values]:
    """The measures of the answers for each question, in order; None if a question is not eligible."""
    able = [item.answerable for item in results]
    answered = [item.status == "answered" for item in results]
    both = [a and b for a, b in zip(able, answered, strict=True)]
    facts = [1 - len(item.facts_missing) / item.facts_total if item.facts_total else None for item in results]
    return {
        "right": [float(item.right) for item in results],
        "cited": _where(able, [float(item.cited_gold) for item in results]),
        "facts": _where(able, facts),
        "all_facts": _where(able, [float(item.facts_total > 0 and not item.facts_missing) for item in results]),
        "answer_length": _where(both, [float(item.answer_length) for item in results]),
        "quote_precision": [item.quote_precision for item in results],
        "verbatim": [None if item.verbatim is None else float(item.verbatim) for item in results],
        "notices": [None if item.notices_right is None else float(item.notices_right) for item in results],
        "refusal_precision": _where([item.refused for item in results], [float(not a) for a in able]),
        "refusal_recall": _where([not a for a in able], [float(item.declared) for item in results]),
        "answerable_refused": _where(able, [float(item.refused) for item in results]),
    }


def _where(eligible: Sequence[bool], values: Sequence[float | None]) -> Values:
    return [value if ok else None for ok, value in zip(eligible, values, strict=True)]


def estimate(values: Sequence[float | None], statistic: str = "mean") -> Estimate:
    """The mean or median of the eligible values with its 95 % interval."""
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if not len(known):
        return Estimate(None, None, None, 0)
    measure: Statistic = (lambda x: np.mean(x, axis=-1)) if statistic == "mean" else (lambda x: np.median(x, axis=-1))
    low, high = _interval(measure(known[_resamples(len(known))]))
    return Estimate(float(measure(known)), low, high, len(known))


def percentile(values: Sequence[float], share: float) -> Estimate:
    """The `share` percentile (0..100, linear between neighbours) with its 95 % interval."""
    known = np.array(values, dtype=np.float64)
    if not len(known):
        return Estimate(None, None, None, 0)
    low, high = _interval(np.percentile(known[_resamples(len(known))], share, axis=-1))
    return Estimate(float(np.percentile(known, share)), low, high, len(known))


def difference(first: Sequence[float | None], second: Sequence[float | None]) -> Estimate:
    """The mean of one group less that of another, unpaired, each resampled on its own."""
    a = np.array([value for value in first if value is not None], dtype=np.float64)
    b = np.array([value for value in second if value is not None], dtype=np.float64)
    if not len(a) or not len(b):
        return Estimate(None, None, None, 0)
    means = a[_resamples(len(a))].mean(axis=-1) - b[_resamples(len(b), SEED + 1)].mean(axis=-1)
    low, high = _interval(means)
    return Estimate(float(a.mean() - b.mean()), low, high, len(a) + len(b))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that a positive scores above a negative, ties half (Hanley, McNeil 1982); None without both."""
    if not len(positive) or not len(negative):
        return None
    below = np.sort(np.asarray(negative, dtype=np.float64))
    scores = np.asarray(positive, dtype=np.float64)
    wins = np.searchsorted(below, scores, "left") + np.searchsorted(below, scores, "right")
    return float(wins.sum()) / (2 * len(scores) * len(below))


def auroc_estimate(results: Sequence[QuestionResult]) -> Estimate:
    """AUROC of the confidence, answerable against not, with its interval; each class resampled on its own."""
    positive = np.array([item.confidence for item in results if item.answerable])
    negative = np.array([item.confidence for item in results if not item.answerable])
    value = auroc(positive.tolist(), negative.tolist())
    if value is None:
        return Estimate(None, None, None, 0)
    rows = zip(positive[_resamples(len(positive))], negative[_resamples(len(negative), SEED + 1)], strict=True)
    low, high = _interval(np.array([auroc(a, b) or 0.0 for a, b in rows]))
    return Estimate(value, low, high, len(results))


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.float64], bins: int = 10) -> float:
    """Mean distance of confidence and share of right answers over equally filled bins (ECE; Naeini, Cooper, Hauskrecht 2015)."""
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    return float(sum(len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts) / len(order))


def ece_estimate(results: Sequence[QuestionResult]) -> Estimate:
    """The calibration error of the answers given, with its interval; an answer is right that cites a gold clause."""
    answered = [item for item in results if item.status == "answered"]
    if not answered:
        return Estimate(None, None, None, 0)
    confidence = np.array([item.confidence for item in answered])
    right = np.array([float(item.cited_gold) for item in answered])
    resamples = _resamples(len(answered))[:_ECE_RESAMPLES]
    low, high = _interval(np.array([calibration_error(confidence[rows], right[rows]) for rows in resamples]))
    return Estimate(float(calibration_error(confidence, right)), low, high, len(answered))


def mcnemar_exact(gained: int, lost: int) -> float:
    """Two-sided p of McNemar's exact test on the questions that changed; 1 where none did."""
    changed = gained + lost
    if not changed:
        return 1.0
    tail = sum(math.comb(changed, i) for i in range(min(gained, lost) + 1))
    return min(1.0, tail * 0.5 ** (changed - 1))


def paired_difference(now: Sequence[float], before: Sequence[float]) -> Estimate:
    """The mean change over the same questions, resampled in pairs."""
    return estimate([a - b for a, b in zip(now, before, strict=True)])


def summary(results: Sequence[QuestionResult], variant: str = SHIPPED) -> dict[str, Estimate]:
    """Every figure of `MEANING` over these questions."""
    values = answer_values(results) | ranking_values(results, variant)
    figures = {
        name: estimate(column, "median" if name == "answer_length" else "mean") for name, column in values.items()
    }
    figures["auroc"] = auroc_estimate(results)
    figures["ece"] = ece_estimate(results)
    for name in ("hit@1", "hit@3", "facts"):
        sides = {
            language: [v for v, item in zip(values[name], results, strict=True) if item.language == language]
            for language in ("zh", "en")
        }
        figures[f"gap_{name}"] = difference(sides["zh"], sides["en"])
    times = [item.elapsed_ms for item in results if item.status != "crashed"]
    for share in (50, 95, 99):
        figures[f"latency_p{share}"] = percentile(times, share)
    return {name: figures[name] for name in MEANING}


def variant_summary(results: Sequence[QuestionResult], variant: str) -> dict[str, Estimate]:
    """The ranking measures of one variant."""
    return {name: estimate(column) for name, column in ranking_values(results, variant).items()}


def _resamples(n: int, seed: int = SEED) -> NDArray[np.int64]:
    """Indices of the resamples, the same every time: int64 (RESAMPLES, n)."""
    return np.random.default_rng(seed).integers(0, n, size=(RESAMPLES, n))


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)

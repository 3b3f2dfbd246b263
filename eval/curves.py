"""The curves behind three of the report's figures: ROC, calibration and risk against coverage of the confidence that decides. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from eval.results import QuestionResult

BINS: Final = 8


@dataclass(frozen=True)
class RocPoint:
    """`share` of the answerable and `false` share of the unanswerable questions with a confidence of at least `level`."""

    level: float
    false: float
    share: float


@dataclass(frozen=True)
class Bin:
    """Neighbouring questions by confidence: its mean, and the share that has an answer, with Wilson's 95 % interval."""

    confidence: float
    share: float
    low: float
    high: float
    n: int


def roc(results: Sequence[QuestionResult]) -> tuple[RocPoint, ...]:
    """The ROC curve of the confidence from (0, 0) to (1, 1), one point a level; empty without both classes."""
    ordered = sorted((item for item in results if item.status != "crashed"), key=lambda item: -item.confidence)
    positives = sum(item.answerable for item in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return ()
    points = [RocPoint(math.inf, 0.0, 0.0)]
    true = false = 0
    for level, same in groupby(ordered, key=lambda item: item.confidence):
        for item in same:
            true, false = true + item.answerable, false + (not item.answerable)
        points.append(RocPoint(level, false / negatives, true / positives))
    return tuple(points)


@dataclass(frozen=True)
class RiskPoint:
    """If only answers with a confidence of at least `level` were given: the share of all questions answered, and of these the share wrong."""

    level: float
    coverage: float
    risk: float


def risk_coverage(results: Sequence[QuestionResult]) -> tuple[RiskPoint, ...]:
    """Risk against coverage (El-Yaniv, Wiener 2010), the surest answers first, one point a level; empty if nothing was answered.

    An answer is wrong that cites no gold clause, as any answer to a question without one does.
    """
    asked = sum(item.status != "crashed" for item in results)
    ordered = sorted((item for item in results if item.status == "answered"), key=lambda item: -item.confidence)
    points: list[RiskPoint] = []
    given = wrong = 0
    for level, same in groupby(ordered, key=lambda item: item.confidence):
        for item in same:
            given, wrong = given + 1, wrong + (not item.cited_gold)
        points.append(RiskPoint(level, given / asked, wrong / given))
    return tuple(points)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    z, p = 1.959964, successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half))


def calibration(results: Sequence[QuestionResult], bins: int = BINS) -> tuple[Bin, ...]:
    """Equally filled bins by confidence, lowest first; ties stay in one bin, so there may be fewer bins."""
    ordered = sorted((item.confidence, item.answerable) for item in results if item.status != "crashed")
    size = max(1, math.ceil(len(ordered) / bins))
    found: list[Bin] = []
    start = 0
    while start < len(ordered):
        end = min(start + size, len(ordered))
        while end < len(ordered) and ordered[end][0] == ordered[end - 1][0]:
            end += 1
        part = ordered[start:end]
        having = sum(answerable for _, answerable in part)
        mean = sum(confidence for confidence, _ in part) / len(part)
        found.append(Bin(mean, having / len(part), *wilson(having, len(part)), len(part)))
        start = end
    return tuple(found)

"""Several kinds of evidence for the same texts, fused into one score a text.

Every function takes `evidence`, one float array (n,) a system, aligned by text and NaN where the system did not find
the text, and one weight a system; it returns float64 (n,). What a system did not find gets nothing from it.
What this module does not do: choose between the functions, cut off at k, or order ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

EvidenceScores: TypeAlias = NDArray[np.floating[Any]]
Scores: TypeAlias = NDArray[np.float64]


def reciprocal_rank_fusion(evidence: Sequence[EvidenceScores], weights: Sequence[float], k: float = 60.0) -> Scores:
    """Sum of `weight / (k + rank)`, ranks from 1 and equal for equal evidence.

    Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods
    (SIGIR 2009).
    """
    return _weighted_sum(evidence, weights, lambda found: 1.0 / (k + _ranks(found)))


def min_max_sum(evidence: Sequence[EvidenceScores], weights: Sequence[float]) -> Scores:
    """Weighted sum of evidence stretched to 0..1 (1 for all where all is equal).

    Fox, Shaw: Combination of Multiple Searches (TREC-2, 1994), CombSUM, with the min-max scaling of Lee (SIGIR 1997).
    """
    return _weighted_sum(evidence, weights, _min_max)


def z_score_sum(evidence: Sequence[EvidenceScores], weights: Sequence[float]) -> Scores:
    """Weighted sum of evidence shifted to mean 0 and scaled to variance 1 (0 for all where all is equal).

    Montague, Aslam: Relevance Score Normalization for Metasearch (CIKM 2001), ZMUV.
    """
    return _weighted_sum(evidence, weights, _z_score)


def _weighted_sum(
    evidence: Sequence[EvidenceScores], weights: Sequence[float], scale: Callable[[Scores], Scores]
) -> Scores:
    """Sum over the systems of weight times scaled evidence; a system of weight 0 is left out altogether."""
    total = np.zeros(len(evidence[0]) if evidence else 0, dtype=np.float64)
    for scores, weight in zip(evidence, weights, strict=True):
        found = ~np.isnan(scores)
        if weight and found.any():
            total[found] += weight * scale(scores[found].astype(np.float64))
    return total


def _ranks(scores: Scores) -> Scores:
    """1 + the number of strictly better scores."""
    ascending = np.sort(scores)
    return np.asarray(1 + len(scores) - np.searchsorted(ascending, scores, side="right"), dtype=np.float64)


def _min_max(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.ones_like(scores)


def _z_score(scores: Scores) -> Scores:
    # Equal values can leave a rounding residue in the variance, so equality is tested on the values.
    return (scores - scores.mean()) / scores.std() if scores.max() > scores.min() else np.zeros_like(scores)

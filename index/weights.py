"""How much each kind of evidence counts, and the one score that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from index.arrays import Vector
from index.errors import InvalidIndexInput
from index.fusion import Scores, min_max_sum, reciprocal_rank_fusion, z_score_sum

Fusion: TypeAlias = Literal["min_max", "z_score", "reciprocal_rank"]

_RRF_K = 60.0


@dataclass(frozen=True)
class HybridWeights:
    """How much each kind of evidence counts; 0 switches one off.

    `second_sentence` and `second_passage` are those of the second model, where the index has one. `expansion` is the weight of a
    query expansion's term against one of the question's own, `expansion_share` the most that all of them may weigh together against
    the question's own.
    """

    sentence: float = 1.0
    passage: float = 0.3
    bigram: float = 0.5
    word: float = 0.1
    second_sentence: float = 0.0
    second_passage: float = 0.0
    expansion: float = 0.4
    expansion_share: float = 0.5
    fusion: Fusion = "min_max"

    def __post_init__(self) -> None:
        numbers = (*self.evidence, self.expansion, self.expansion_share)
        if min(numbers) < 0 or not np.isfinite(numbers).all() or sum(self.evidence) == 0:
            raise InvalidIndexInput(
                "权重须为非负数且不全为零。", "Weights must be finite, at least 0 and not all 0: change HybridWeights."
            )

    @property
    def evidence(self) -> tuple[float, ...]:
        """Weights of sentence, passage, bigram, word and of sentence and passage by the second model, in that order."""
        return (self.sentence, self.passage, self.bigram, self.word, self.second_sentence, self.second_passage)


def fuse(weights: HybridWeights, evidence: tuple[Vector, ...]) -> Scores:
    """Fused score 0..1: float64 (n,)."""
    sentence, passage, bigram, word, *second = evidence
    # A model that did not read the question takes no share of the whole.
    shares = [
        0.0 if np.isnan(scores).all() else weight for weight, scores in zip(weights.evidence, evidence, strict=True)
    ]
    total = sum(shares) or 1.0
    if weights.fusion == "reciprocal_rank":
        # A text in which no term met has no rank.
        met = (np.where(scores > 0, scores, np.nan) for scores in (bigram, word))
        return reciprocal_rank_fusion((sentence, passage, *met, *second), shares, _RRF_K) * (_RRF_K + 1) / total
    # For the sums 0 is a score like any other, unless no term met anywhere: then BM25 says nothing.
    spoke = (scores if scores.any() else np.full_like(scores, np.nan) for scores in (bigram, word))
    if weights.fusion == "z_score":
        return 1.0 / (1.0 + np.exp(-z_score_sum((sentence, passage, *spoke, *second), shares) / total))
    return min_max_sum((sentence, passage, *spoke, *second), shares) / total

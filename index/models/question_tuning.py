"""Tunes the last layers of multilingual-e5-small to bring questions near the passages that answer them. For development: it needs torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from index.models.tuning import Tuning

_ROUNDS, _RATE, _TEMPERATURE = 3, 1e-4, 0.012
# Questions by which the spread of cosines is measured.
_SPREAD = 200


@dataclass(frozen=True)
class TaughtQuestion:
    """A question and the number of the passage that answers it."""

    text: str
    passage: int


class QuestionTuner(Tuning):
    """Brings questions near the passages that answer them, among all others: passages stay where they are.

    Contrastive (van den Oord et al., arXiv:1807.03748): cross-entropy over all passages, and over all their sentences, of which any may answer.
    """

    def __init__(
        self,
        taught: Sequence[TaughtQuestion],
        passages: NDArray[np.float32],
        sentences: NDArray[np.float32],
        owners: NDArray[np.int64],
        rounds: int = _ROUNDS,
        seed: int = 1,
    ) -> None:
        """`passages` (n, d) and `sentences` (m, d), L2-normalised; sentence `i` is of passage `owners[i]`."""
        super().__init__([each.text for each in taught], rounds, seed)
        self._answers = torch.tensor([each.passage for each in taught])
        self._passages, self._sentences, self._owners = map(torch.tensor, (passages, sentences, owners))
        self._untuned = self._spread()

    @property
    def _rates(self) -> list[dict[str, Any]]:
        return [{"params": list(self._layers.parameters()), "lr": _RATE}]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The tuned layers, and the line that brings their cosines to the main model's: `slope` and `intercept`."""
        (best, mean), (untuned_best, untuned_mean) = self._spread(), self._untuned
        slope = (untuned_best - untuned_mean) / (best - mean)
        line = (slope, untuned_mean - slope * mean)
        return super().arrays() | {
            name: np.array(value, np.float32) for name, value in zip(("slope", "intercept"), line, strict=True)
        }

    def _spread(self) -> tuple[float, float]:
        """The mean of the best cosine of each question with a passage, and of all."""
        self._layers.eval()
        count = len(self._vectors)
        with torch.no_grad():
            cosines = torch.cat(
                [self._questions([at]) @ self._passages.T for at in range(0, count, max(1, count // _SPREAD))]
            )
        return float(cosines.max(1).values.mean()), float(cosines.mean())

    def _questions(self, batch: Sequence[int]) -> Tensor:
        x, mask = self._encoded(batch)
        return functional.normalize((x * mask[:, :, None]).sum(1), dim=-1)

    def _loss(self, batch: Sequence[int]) -> Tensor:
        questions, answers = self._questions(batch), self._answers[list(batch)]
        near = questions @ self._sentences.T / _TEMPERATURE
        own = near.masked_fill(self._owners[None] != answers[:, None], -1e4).logsumexp(1)
        of_passages = functional.cross_entropy(questions @ self._passages.T / _TEMPERATURE, answers)
        return of_passages + (near.logsumexp(1) - own).mean()

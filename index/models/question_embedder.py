"""Questions in a language other than the texts', embedded so that they come to lie near the passages that answer them.

multilingual-e5-small with its last layers tuned for the question alone (index/data/question_layers.npz, made by `python -m eval
tune-questions`): passages keep their vectors, so that a store built before is searched all the same.
"""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np

from index.arrays import Vector
from index.models.token_encoder import TokenEncoder
from index.models.tuned_layers import read_arrays, tuned_layers, version_of

QUESTION_FILE = "question_layers.npz"


class QuestionEmbedder:
    """A QueryEmbedder for English questions over Chinese texts, loaded with the first question. Safe to share between threads."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is where the model's files are kept."""
        self._cache = cache

    def embed_query(self, text: str) -> Vector:
        """float32 (384,), L2-normalised; what lies behind the model's window of 512 tokens is not read."""
        encoder, _, _ = self._loaded
        mean = encoder(text).vectors.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def as_by_main(self, cosine: float) -> float:
        """What the main model's cosine would be on average: the two spread differently, and weights are fitted to the main one's."""
        _, slope, intercept = self._loaded
        return slope * cosine + intercept

    @cached_property
    def _loaded(self) -> tuple[TokenEncoder, float, float]:
        data = self._bytes()
        arrays = read_arrays(data)
        encoder = TokenEncoder(f"questions@{version_of(data)}", lambda: tuned_layers(self._bytes()), self._cache)
        return encoder, float(arrays["slope"]), float(arrays["intercept"])

    @staticmethod
    def _bytes() -> bytes:
        return resources.files("index").joinpath("data", QUESTION_FILE).read_bytes()

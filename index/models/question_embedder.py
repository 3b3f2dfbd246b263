"""Questions, embedded so that they come to lie near the Chinese passages that answer them, in everyday words and in English.

multilingual-e5-small with its last layers tuned for the question alone (index/data/question_layers.npz, made by `python -m eval
tune-questions`): passages keep their vectors, so that a store built before is searched all the same.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from index.arrays import Vector
from index.models.token_encoder import TokenEncoder
from index.models.tuned_layers import tuned_layers, version_of

QUESTION_FILE = "question_layers.npz"


class QuestionEmbedder:
    """A QueryEmbedder, loaded with the first question. Safe to share between threads."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is where the model's files are kept."""
        version = version_of(self._bytes())
        self._encoder = TokenEncoder(f"questions@{version}", lambda: tuned_layers(self._bytes()), cache)

    def embed_query(self, text: str) -> Vector:
        """float32 (384,), L2-normalised; what lies behind the model's window of 512 tokens is not read."""
        mean = self._encoder(text).vectors.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    @staticmethod
    def _bytes() -> bytes:
        return resources.files("index").joinpath("data", QUESTION_FILE).read_bytes()

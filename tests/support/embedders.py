"""Embedders that stand in for the models where only their vectors' bookkeeping is tested; the real ones are tested too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from index import UseEmbedder
from index.models.embedder import Progress, Vector
from kb.settings import Settings

MODEL_FILES = Settings().store.resolve() / "models"
"""Where the repository's own store keeps the models in the form in which they are loaded: made once, they are not made again."""


class Remembering:
    """A real model that embeds a text once a process: each passage by itself, whose vector depends on no other, questions as they come together."""

    def __init__(self, embedder: Any) -> None:
        self._embedder = embedder
        self._made: dict[tuple[str, ...], Vector] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_query(self, text: str) -> Vector:
        return self._once(("query", text), lambda: self._embedder.embed_query(text))

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        return self._once(("queries", *texts), lambda: self._embedder.embed_queries(texts))

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        new = [text for text in dict.fromkeys(texts) if ("passage", text) not in self._made]
        for text, row in zip(new, self._embedder.embed_passages(new, progress), strict=True):
            self._once(("passage", text), lambda row=row: row)
        return np.array([self._made["passage", text] for text in texts], np.float32).reshape(-1, self.dimension)

    def _once(self, key: tuple[str, ...], make: Callable[[], Vector]) -> Vector:
        if key not in self._made:
            self._made[key] = make()
            self._made[key].setflags(write=False)
        return self._made[key]


SECOND = Remembering(UseEmbedder(MODEL_FILES))
"""The real second model, one for all tests of a process; its engine is loaded with the first text."""


class Hashing:
    """Characters counted into 16 dimensions; notes the texts it embeds."""

    dimension = 16
    max_tokens = None

    def __init__(self, model_id: str = "hashing") -> None:
        self.model_id = model_id
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> Vector:
        vector = np.zeros(self.dimension, np.float32)
        for character in text:
            vector[ord(character) % self.dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        return self.embed_passages(texts)

    def token_count(self, text: str) -> int:
        return len(text)


class Compass:
    """Embeds the names of directions in the plane; notes the texts it embeds."""

    model_id = "compass"
    dimension = 2
    max_tokens = None
    directions: ClassVar = {
        "east": (1, 0),
        "north": (0, 1),
        "northeast": (1, 1),
        "west": (-1, 0),
        "south": (0, -1),
        "3-4": (3, 4),
    }

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> Vector:
        vector = np.array(self.directions[text], np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded += texts
        if progress is not None:
            progress(len(texts), len(texts))
        return np.stack([self.embed_query(text) for text in texts])

    def token_count(self, text: str) -> int:
        return len(text)

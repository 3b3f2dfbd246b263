"""What turns texts into vectors: the faces of the models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from index.arrays import Vector

Progress: TypeAlias = Callable[[int, int], None]


class PassageEmbedder(Protocol):
    """Whatever turns texts into L2-normalised vectors of one length."""

    @property
    def model_id(self) -> str:
        """Changes whenever the vectors may; known without loading the model."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), in order; `progress(done, n)` is called as texts are done."""


class WordEmbedder(PassageEmbedder, Protocol):
    """A model good at questions and at single words, used beside the main one; safe to share between threads."""

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 (n, d), questions and words alike."""


class QueryEmbedder(Protocol):
    """Embeds questions; safe to share between threads."""

    def embed_query(self, text: str) -> Vector:
        """float32 (d,)."""


class Embedder(PassageEmbedder, QueryEmbedder, Protocol):
    """The main model; safe to share between threads."""

    @property
    def max_tokens(self) -> int | None:
        """Tokens beyond this many blur or are lost; None if the model has no limit."""

    def token_count(self, text: str) -> int:
        """Tokens the model would read for a passage, its own marks and prefix included, nothing cut off."""

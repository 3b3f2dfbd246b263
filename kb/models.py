"""The two models that read a question: the main one, and the second that is better at English and at single words."""

from __future__ import annotations

from dataclasses import dataclass

from index import Embedder, UseEmbedder, WordEmbedder, load_embedder


@dataclass(frozen=True)
class Models:
    """Loaded once and shared by every generation that is opened."""

    main: Embedder
    second: WordEmbedder

    @property
    def ids(self) -> tuple[str, str]:
        """What identifies them; vectors of other models are no use."""
        return self.main.model_id, self.second.model_id

    @classmethod
    def load(cls, name: str) -> Models:
        """The main model of that name beside the second; EmbedderUnavailable where one is not on this machine."""
        return cls(load_embedder(name), UseEmbedder())

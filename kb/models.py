"""The models: the main one, whose last layers are tuned for questions, and a second that is good at English and at single words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index import DEFAULT_MODEL, Embedder, QueryEmbedder, QuestionEmbedder, UseEmbedder, WordEmbedder, load_embedder

# In the folder of a store, beside its generations.
_FOLDER = "models"


def models_folder(store: Path) -> Path:
    """Where a store keeps what is made of the packages that carry models."""
    return store / _FOLDER


@dataclass(frozen=True)
class Models:
    """Loaded once and shared by every generation that is opened."""

    main: Embedder
    second: WordEmbedder
    folder: Path | None = None
    """Where other models' files may be kept too."""
    tuned: QueryEmbedder | None = None
    """The main model tuned for questions, where there is one."""

    @property
    def asking(self) -> QueryEmbedder:
        """What embeds questions among the main model's vectors."""
        return self.tuned or self.main

    @property
    def ids(self) -> tuple[str, str]:
        """What identifies them; vectors of other models are no use."""
        return self.main.model_id, self.second.model_id

    def warm(self) -> None:
        """Loads what waits for the first text; EmbedderUnavailable where that fails."""
        self.asking.embed_query("就业")
        self.second.embed_queries(["就业"])

    @classmethod
    def load(cls, name: str, store: Path) -> Models:
        """The main model of that name beside the second; EmbedderUnavailable where one is not on this machine.

        What is made of the packages that carry them is kept in the store's folder.
        """
        folder = models_folder(store)
        tuned = QuestionEmbedder(folder) if name == DEFAULT_MODEL else None
        return cls(load_embedder(name, folder), UseEmbedder(folder), folder, tuned)

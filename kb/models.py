"""The two models that read a question: the main one, and the second that is better at English and at single words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index import Embedder, UseEmbedder, WordEmbedder, load_embedder

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

    @property
    def ids(self) -> tuple[str, str]:
        """What identifies them; vectors of other models are no use."""
        return self.main.model_id, self.second.model_id

    def warm(self) -> None:
        """Loads what waits for the first text; EmbedderUnavailable where that fails."""
        self.main.embed_query("就业")
        self.second.embed_queries(["就业"])

    @classmethod
    def load(cls, name: str, store: Path) -> Models:
        """The main model of that name beside the second; EmbedderUnavailable where one is not on this machine.

        What is made of the packages that carry them is kept in the store's folder.
        """
        folder = models_folder(store)
        return cls(load_embedder(name, folder), UseEmbedder(folder), folder)

"""The models: the main one, whose last layers are tuned for English questions, and a second that is good at English and at single words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index import DEFAULT_MODEL, Embedder, QuestionEmbedder, UseEmbedder, Vector, WordEmbedder, load_embedder
from kb.records import Language

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
    english: QuestionEmbedder | None = None
    """The main model tuned for English questions, where there is one."""

    def embed_question(self, text: str, language: Language) -> Vector:
        """A question among the main model's vectors: float32 (d,)."""
        return (self.english if self.english and language == "en" else self.main).embed_query(text)

    def as_by_main(self, cosine: float, language: Language) -> float:
        """A cosine with such a vector, as the main model's are spread."""
        return self.english.as_by_main(cosine) if self.english and language == "en" else cosine

    @property
    def ids(self) -> tuple[str, str]:
        """What identifies them; vectors of other models are no use."""
        return self.main.model_id, self.second.model_id

    def warm(self) -> None:
        """Loads what waits for the first text; EmbedderUnavailable where that fails."""
        self.embed_question("就业", "zh")
        self.embed_question("work", "en")
        self.second.embed_queries(["就业"])

    @classmethod
    def load(cls, name: str, store: Path) -> Models:
        """The main model of that name beside the second; EmbedderUnavailable where one is not on this machine.

        What is made of the packages that carry them is kept in the store's folder.
        """
        folder = models_folder(store)
        english = QuestionEmbedder(folder) if name == DEFAULT_MODEL else None
        return cls(load_embedder(name, folder), UseEmbedder(folder), folder, english)

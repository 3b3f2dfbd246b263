"""A store opened for measuring: the knowledge base that ships and, beside it, the parts that the variants need.

Both share one embedder that remembers the vectors of the question in hand, so that asking and searching embed it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.variants import Vector
from index import Embedder, TextIndexError, load_embedder
from kb.base import KnowledgeBase
from kb.errors import StoreError
from kb.places import Gazetteer
from kb.records import Clause, Document
from kb.regions import RegionIndex
from kb.settings import Settings


class RememberingEmbedder:
    """An Embedder that embeds a question's text once, until told to forget."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._vectors: dict[str, Vector] = {}

    @property
    def model_id(self) -> str:
        """The inner embedder's."""
        return self._inner.model_id

    @property
    def dimension(self) -> int:
        """The inner embedder's."""
        return self._inner.dimension

    @property
    def max_tokens(self) -> int | None:
        """The inner embedder's."""
        return self._inner.max_tokens

    def embed_query(self, text: str) -> Vector:
        """float32 (d,), remembered."""
        if text not in self._vectors:
            self._vectors[text] = self._inner.embed_query(text)
        return self._vectors[text]

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vector:
        """float32 (n, d), never remembered."""
        return self._inner.embed_passages(texts, progress)

    def token_count(self, text: str) -> int:
        """The inner embedder's."""
        return self._inner.token_count(text)

    def forget(self) -> None:
        """Drops the vectors, so that the next question's time includes its own embedding."""
        self._vectors.clear()


@dataclass(frozen=True)
class Opened:
    """A knowledge base with the embedder it shares with the variants."""

    base: KnowledgeBase
    embedder: RememberingEmbedder

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents held."""
        return tuple(entry.document for entry in self.base.documents())

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses, document by document."""
        return tuple(clause for document in self.documents for clause in self.base.clauses(document.id))

    def allowed(self, region: str | None, gazetteer: Gazetteer) -> frozenset[str]:
        """The ids of the documents that a region filter leaves: of the place, around it and inside it, and national ones."""
        if region is None:
            return frozenset(document.id for document in self.documents)
        regions = RegionIndex.of(self.documents, gazetteer)
        place = gazetteer.require(region, prefer=regions.held)
        return frozenset(document.id for document in self.documents if regions.relation(document, place))


def open_store(store: Path, settings: Settings) -> Opened:
    """Opens the store that `kb.build` wrote there; StoreError where it is missing, older or damaged."""
    try:
        embedder = RememberingEmbedder(load_embedder(settings.model))
    except TextIndexError as error:
        raise StoreError(str(error)) from error
    return Opened(KnowledgeBase.open(store, settings, embedder), embedder)

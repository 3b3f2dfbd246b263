"""A store opened for measuring: the knowledge base that ships and, beside it, the parts that the variants and studies need.

All share models that remember the vectors of the questions asked, so that asking and searching embed each once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import Embedder, HybridIndex, QuestionEmbedder, TextIndexError, Vector, WordEmbedder, open_generation
from kb.answers import Ranker
from kb.errors import StoreError
from kb.language import Gazetteer, Lexicon, RegionIndex
from kb.models import Models
from kb.records import Clause, Document
from kb.settings import Settings
from kb.store import INDEX_FOLDER, Archive, KnowledgeBase, read_archive


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
        """Drops the vectors."""
        self._vectors.clear()


class RememberingWordEmbedder:
    """A WordEmbedder that embeds the same texts together once, until told to forget."""

    def __init__(self, inner: WordEmbedder) -> None:
        self._inner = inner
        self._vectors: dict[tuple[str, ...], Vector] = {}

    @property
    def model_id(self) -> str:
        """The inner embedder's."""
        return self._inner.model_id

    @property
    def dimension(self) -> int:
        """The inner embedder's."""
        return self._inner.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 (n, d), remembered."""
        # Not text by text: vectors may differ in the last bit with what they are embedded beside.
        key = tuple(texts)
        if key not in self._vectors:
            self._vectors[key] = self._inner.embed_queries(texts)
        return self._vectors[key]

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vector:
        """float32 (n, d), never remembered."""
        return self._inner.embed_passages(texts, progress)

    def forget(self) -> None:
        """Drops the vectors."""
        self._vectors.clear()


@dataclass(frozen=True)
class OpenedStore:
    """A knowledge base with the models it shares with the variants."""

    base: KnowledgeBase
    embedder: RememberingEmbedder
    second: RememberingWordEmbedder
    english: QuestionEmbedder | None

    def forget(self) -> None:
        """Drops the vectors of both models, so that the next question's time includes its own embedding."""
        self.embedder.forget()
        self.second.forget()

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


def open_store(store: Path, settings: Settings) -> OpenedStore:
    """Opens the store that `kb.building.builder` wrote there; StoreError where it is missing, older or damaged."""
    try:
        models = Models.load(settings.model, store)
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error
    embedder, second = RememberingEmbedder(models.main), RememberingWordEmbedder(models.second)
    base = KnowledgeBase.open(store, settings, Models(embedder, second, english=models.english))
    return OpenedStore(base, embedder, second, models.english)


@dataclass(frozen=True)
class Parts:
    """What knowledge bases are put together from, to be changed one by one. `shipped` is the one of the store, left as it is."""

    shipped: OpenedStore
    held: Archive
    index_folder: Path
    lexicon: Lexicon

    def assemble(
        self, lexicon: Lexicon | None = None, *, vocabulary: bool = True, ranking: type[Ranker] = Ranker
    ) -> OpenedStore:
        """A knowledge base of its own: with another lexicon, without the vocabulary and its vectors, or ranked otherwise, as asked for."""
        index = HybridIndex.load(self.index_folder)
        if not vocabulary:
            index.vocabulary = None
        models = Models(self.shipped.embedder, self.shipped.second, english=self.shipped.english)
        base = KnowledgeBase(self.held, index, models, lexicon or self.lexicon)
        if ranking is not Ranker:
            regions = RegionIndex.of(self.held.documents, Gazetteer.load())
            base.ranker = ranking(index, models, self.held.documents, self.held.clauses, regions)
        # Not as the file may say by now: all are compared with the one that was opened.
        base.ranker.relevance = self.shipped.base.ranker.relevance
        return replace(self.shipped, base=base)


def open_parts(settings: Settings) -> Parts:
    """The parts of the store in use; errors as `open_store`."""
    shipped = open_store(settings.store, settings)
    folder = open_generation(settings.store).path
    held = read_archive(folder)
    lexicon = held.lexicon_with(settings.lexicon)
    return Parts(shipped, held, folder / INDEX_FOLDER, lexicon)

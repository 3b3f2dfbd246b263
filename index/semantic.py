"""The vectors of one model: those of the sentences and those of the passages of every entry."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.arrays import Mask, Vector
from index.dense import DenseIndex, Rows
from index.errors import InvalidIndexInput
from index.models.embedder import PassageEmbedder, Progress
from index.records import Entry
from index.row_search import RowSearch


class SemanticIndex:
    """Two dense indexes over the same entries; an entry may have no sentence, never no passage."""

    def __init__(self, sentences: DenseIndex, passages: DenseIndex) -> None:
        self._sentences = sentences
        self._passages = passages
        self._asked: tuple[RowSearch, RowSearch] = (sentences, passages)

    @classmethod
    def build(
        cls, entries: Sequence[Entry], embedder: PassageEmbedder, progress: Progress | None = None
    ) -> SemanticIndex:
        """Embed each distinct text once; `progress(done, n)` counts them."""
        texts = list(dict.fromkeys(text for entry in entries for text in (*entry.passages, *entry.sentences)))
        vectors = embedder.embed_passages(texts, progress)
        rows = {text: row for row, text in enumerate(texts)}
        return cls(
            _dense(vectors, rows, [entry.sentences for entry in entries]),
            _dense(vectors, rows, [entry.passages for entry in entries]),
        )

    @property
    def entries(self) -> int:
        """Number of entries; ValueError where the two indexes differ."""
        if self._sentences.entries != self._passages.entries:
            raise ValueError(
                f"{self._sentences.entries} entries with sentences, {self._passages.entries} with passages"
            )
        return self._passages.entries

    def asking(self, sentences: RowSearch, passages: RowSearch) -> SemanticIndex:
        """The same vectors, searched elsewhere."""
        same = copy.copy(self)
        same._asked = (sentences, passages)
        return same

    @property
    def kinds(self) -> tuple[DenseIndex, DenseIndex]:
        """The vectors of the sentences and those of the passages, as they lie in the folder."""
        return self._sentences, self._passages

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._passages.dimension

    def check(self, vector: Vector) -> None:
        """InvalidInput unless the vector is float32 (dimension,)."""
        if vector.shape != (self.dimension,):
            raise InvalidIndexInput(
                "问题向量与索引的维数不符，请用同一模型重建索引（policy-kb build）。",
                f"The question's vector has shape "
                f"{vector.shape}, the index holds {self.dimension} dimensions: rebuild it with the model in use.",
            )

    def near(self, vector: Vector, k: int, allowed: Mask) -> Rows | None:
        """The entries that come near by a sentence or by a passage, and those furthest off; None if all must be read."""
        found = [part.near(vector, k, allowed) for part in self._asked]
        known = [entries for entries in found if entries is not None]
        return np.union1d(*known) if len(known) == 2 else None

    def best(self, vector: Vector, entries: Rows) -> tuple[Vector, Vector]:
        """The best cosine over the sentences and over the passages of each of these entries (ascending): two float32 (entries,).

        The sentences of an entry without any count as its passages.
        """
        sentence, passage = (part.best_by_entry(vector, entries) for part in self._asked)
        return np.where(np.isnan(sentence), passage, sentence), passage

    def has_sentences(self, entry: int) -> bool:
        """Whether the entry has a sentence."""
        return self._sentences.rows(entry) > 0

    def of_sentences(self, vector: Vector, entry: int) -> Vector:
        """The cosine of each sentence of an entry, in order: float32 (sentences,)."""
        return self._asked[0].of_entry(vector, entry)

    def parts(self, hashes: Sequence[str]) -> list[tuple[Sequence[str], DenseIndex]]:
        """Each index with the hashes of its rows, where `hashes` are those of all sentences and then of all passages."""
        sentences = len(self._sentences.owners)
        return [(hashes[:sentences], self._sentences), (hashes[sentences:], self._passages)]

    def save(self, folder: Path) -> None:
        """Write native files into `folder`."""
        self._sentences.save(folder / "sentences")
        self._passages.save(folder / "passages")

    @classmethod
    def load(cls, folder: Path) -> SemanticIndex:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        return cls(DenseIndex.load(folder / "sentences"), DenseIndex.load(folder / "passages"))


def _dense(vectors: Vector, rows: dict[str, int], texts: Sequence[tuple[str, ...]]) -> DenseIndex:
    """The index of these texts of each entry, their vectors taken from the distinct ones."""
    wanted = np.array([rows[text] for group in texts for text in group], dtype=np.int64)
    return DenseIndex.build(vectors[wanted], [len(group) for group in texts])

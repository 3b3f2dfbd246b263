"""The vectors of one model: those of the sentences and those of the passages of every entry."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Mask, Vector
from index.dense import DenseIndex, DensePart, Rows
from index.errors import InvalidIndexInput
from index.models.embedder import PassageEmbedder, Progress
from index.records import Entry
from index.row_search import RowSearch
from index.vector_cache import HASH_BYTES


@dataclass(frozen=True)
class SemanticPart:
    """The vectors of the sentences and of the passages of the entries of one segment."""

    sentences: DensePart
    passages: DensePart

    @classmethod
    def build(
        cls, entries: Sequence[Entry], embedder: PassageEmbedder, progress: Progress | None = None
    ) -> SemanticPart:
        """Embed each distinct text once; `progress(done, n)` counts them."""
        texts = list(dict.fromkeys(text for entry in entries for text in (*entry.passages, *entry.sentences)))
        vectors = embedder.embed_passages(texts, progress) if texts else np.empty((0, embedder.dimension), np.float32)
        halves, rows = vectors.astype(np.float16), {text: row for row, text in enumerate(texts)}
        return cls(
            _dense(halves, rows, [entry.sentences for entry in entries]),
            _dense(halves, rows, [entry.passages for entry in entries]),
        )

    @classmethod
    def joined(cls, pieces: Sequence[tuple[SemanticPart, slice]]) -> SemanticPart:
        """The vectors of some entries (a slice with both ends) of each of these, in order."""
        return cls(
            DensePart.joined([(one.sentences, entries) for one, entries in pieces]),
            DensePart.joined([(one.passages, entries) for one, entries in pieces]),
        )

    @property
    def entries(self) -> int:
        """Number of entries; ValueError where the two differ."""
        sentences, passages = len(self.sentences.starts) - 1, len(self.passages.starts) - 1
        if sentences != passages:
            raise ValueError(f"{sentences} entries with sentences, {passages} with passages")
        return passages

    def split(self, hashes: bytes) -> tuple[bytes, bytes]:
        """The hashes of all sentences and then of all passages, apart; ValueError where they are not as many as the rows."""
        end = len(self.sentences.vectors) * HASH_BYTES
        if len(hashes) != end + len(self.passages.vectors) * HASH_BYTES:
            raise ValueError(f"{len(hashes)} bytes of hashes")
        return hashes[:end], hashes[end:]

    def save(self, folder: Path) -> None:
        """Write native files into `folder`."""
        self.sentences.save(folder / "sentences")
        self.passages.save(folder / "passages")

    @classmethod
    def load(cls, folder: Path) -> SemanticPart:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        return cls(DensePart.load(folder / "sentences"), DensePart.load(folder / "passages"))


class SemanticIndex:
    """Two dense indexes over the same entries; an entry may have no sentence, never no passage."""

    def __init__(self, parts: Sequence[SemanticPart]) -> None:
        self._sentences = DenseIndex([part.sentences for part in parts])
        self._passages = DenseIndex([part.passages for part in parts])
        self._asked: tuple[RowSearch, RowSearch] = (self._sentences, self._passages)

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

    def has_sentences(self, entries: Rows) -> Mask:
        """Which of these entries have a sentence: bool (entries,)."""
        return self._sentences.rows(entries) > 0

    def of_sentences(self, vector: Vector, entry: int) -> Vector:
        """The cosine of each sentence of an entry, in order: float32 (sentences,)."""
        return self._asked[0].of_entry(vector, entry)


def _dense(vectors: NDArray[np.float16], rows: dict[str, int], texts: Sequence[tuple[str, ...]]) -> DensePart:
    """The part of these texts of each entry, their vectors taken from the distinct ones."""
    wanted = np.array([rows[text] for group in texts for text in group], dtype=np.int64)
    return DensePart.of(vectors[wanted], [len(group) for group in texts])

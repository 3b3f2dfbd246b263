"""The words of the indexed texts with their vectors, to tell how near the corpus comes to a word that it does not use.

A question's word (`grandmother`, 扫大街) is compared with the words the texts do use, in any language the model reads. With that a
word can be replaced by the corpus' own, and a text can be asked whether it speaks of a thing by another name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from index.arrays import Vector
from index.dense import DenseIndex
from index.lexical import is_han_word
from index.models.embedder import PassageEmbedder, Progress
from index.vector_cache import content_hash

_WORDS = "words.json"


class Vocabulary:
    """Distinct Chinese words of two characters and more, sorted, with one vector each: float32 (words, d), L2-normalised."""

    def __init__(self, words: Sequence[str], vectors: DenseIndex) -> None:
        if len(words) != vectors.entries:
            raise ValueError(f"{len(words)} words, {vectors.entries} vectors")
        self._words = tuple(words)
        self._rows = {word: row for row, word in enumerate(self._words)}
        self._vectors = vectors
        self._threads = ThreadpoolController()

    @classmethod
    def build(cls, words: Iterable[str], embedder: PassageEmbedder, progress: Progress | None = None) -> Vocabulary:
        """From any tokens: others than Chinese words are left out."""
        chosen = sorted({word for word in words if len(word) > 1 and is_han_word(word)})
        return cls(chosen, DenseIndex.build(embedder.embed_passages(chosen, progress), [1] * len(chosen)))

    @classmethod
    def empty(cls, dimension: int) -> Vocabulary:
        """One without words, for vectors of that length."""
        return cls((), DenseIndex.build(np.empty((0, dimension), np.float32), ()))

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in the order of their rows."""
        return self._words

    def rows(self, words: Iterable[str]) -> NDArray[np.int64]:
        """The distinct rows of those words that are known, ascending."""
        return np.array(sorted({self._rows[word] for word in words if word in self._rows}), dtype=np.int64)

    def cosines(self, vectors: Vector, rows: NDArray[np.int64]) -> Vector:
        """The cosine of each vector (m, d) with each of these words: float32 (m, rows)."""
        words = self._vectors.vectors_of(rows)
        # One thread: a second pool would spin beside the embedder's, and the product is small.
        with self._threads.limit(limits=1, user_api="blas"):
            return vectors @ words.T

    def nearest(self, vector: Vector, k: int) -> tuple[NDArray[np.int64], Vector]:
        """The rows of the `k` words nearest to a vector (d,), and their cosines, best first."""
        return self._vectors.search(vector, k)

    @property
    def part(self) -> tuple[list[str], DenseIndex]:
        """The vectors with the hashes of their words, in order."""
        return [content_hash(word) for word in self._words], self._vectors

    def save(self, folder: Path) -> None:
        """Write a JSON and a NumPy file into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _WORDS).write_text(json.dumps(self._words, ensure_ascii=False), encoding="utf-8")
        self._vectors.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        return cls(json.loads((folder / _WORDS).read_text(encoding="utf-8")), DenseIndex.load(folder))

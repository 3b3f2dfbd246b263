"""The words of the indexed texts with their vectors, to tell how near the corpus comes to a word that it does not use.

A question's word (`grandmother`, 扫大街) is compared with the words the texts do use, in any language the model reads. With that a
word can be replaced by the corpus' own, and a text can be asked whether it speaks of a thing by another name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from index.arrays import Vector
from index.dense import DenseIndex, DensePart
from index.lexical import is_han_word
from index.models.embedder import PassageEmbedder
from index.shared_files import share_folder
from index.vector_cache import text_hash

_WORDS = "words.json"
# So many words a part has at least, where there are twice as many; a word's hash says in which part it stands.
_PART = 4096


@dataclass(frozen=True)
class WordPart:
    """Some words, sorted, with a row each; `folder` is where the files lie already, if they do."""

    words: tuple[str, ...]
    vectors: DensePart
    folder: Path | None = field(default=None, compare=False)

    @property
    def hashes(self) -> bytes:
        """SHA-256 of all words, one after another."""
        return b"".join(map(text_hash, self.words))

    def save(self, folder: Path) -> None:
        """Write a JSON and a NumPy file into `folder`, or have those that lie elsewhere there too."""
        if self.folder is not None:
            share_folder(self.folder, folder)
            return
        self.vectors.save(folder)
        (folder / _WORDS).write_text(json.dumps(self.words, ensure_ascii=False), encoding="utf-8")
        WordPart.load(folder)  # native code does not always say that the disk is full

    @classmethod
    def load(cls, folder: Path) -> WordPart:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        found = cls(tuple(json.loads((folder / _WORDS).read_text(encoding="utf-8"))), DensePart.load(folder), folder)
        if len(found.words) != len(found.vectors.vectors):
            raise ValueError(f"{len(found.words)} words, {len(found.vectors.vectors)} vectors")
        return found


class WordVectors:
    """Distinct Chinese words of two characters and more with one vector each: float32 (words, d), L2-normalised."""

    def __init__(self, parts: Sequence[WordPart]) -> None:
        self._parts = tuple(parts)
        self._words = tuple(word for part in parts for word in part.words)
        self._rows = {word: row for row, word in enumerate(self._words)}
        self._vectors = DenseIndex([part.vectors for part in parts])
        self._threads = ThreadpoolController()

    @classmethod
    def build(cls, tokens: Iterable[str], embedder: PassageEmbedder, before: WordVectors | None = None) -> WordVectors:
        """From any tokens: others than Chinese words are left out. Parts of the one `before`, by the same model, stay as they are."""
        # In which part a word stands is not told again: of a change's hundred thousand words a few are new.
        place = {word: at for at, part in enumerate(before._parts) for word in part.words} if before else {}
        chosen = sorted(token for token in set(tokens) if token in place or (len(token) > 1 and is_han_word(token)))
        number = 1 << max(0, (len(chosen) // _PART).bit_length() - 1)
        if before and len(before._parts) != number:
            place = {}
        shares: list[list[str]] = [[] for _ in range(number)]
        for word in chosen:
            at = place.get(word)
            shares[text_hash(word)[0] % number if at is None else at].append(word)
        known = {part.words: part for part in before._parts} if before else {}
        return cls([known.get(tuple(words)) or _embedded(words, embedder) for words in shares])

    @classmethod
    def empty(cls, dimension: int) -> WordVectors:
        """One without words, for vectors of that length."""
        return cls([WordPart((), DensePart.of(np.empty((0, dimension), np.float16), ()))])

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
        rows = {row for word in words if (row := self._rows.get(word)) is not None}
        return np.array(sorted(rows), dtype=np.int64)

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
    def parts(self) -> tuple[WordPart, ...]:
        """The parts that the words are kept in."""
        return self._parts

    def save(self, folder: Path) -> None:
        """Write a folder a part into `folder`, which is made where it is missing."""
        for number, part in enumerate(self._parts):
            part.save(folder / f"{number:03d}")

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        return cls([WordPart.load(path) for path in sorted(folder.iterdir())])


def _embedded(words: Sequence[str], embedder: PassageEmbedder) -> WordPart:
    vectors = embedder.embed_passages(words) if words else np.empty((0, embedder.dimension), np.float32)
    return WordPart(tuple(words), DensePart.of(vectors.astype(np.float16), [1] * len(words)))

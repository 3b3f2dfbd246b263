"""Vectors kept from one build to the next, so that a build embeds only the texts that are new.

    vectors.npy     float32 (n, d), in the order of the hashes
    vectors.json    the model's id and the SHA-256 of each text, sorted

Sorted by hash, the files depend on the texts alone and not on the builds before. The generation's manifest vouches for
them. A vector may be kept because a text's vector does not depend on the texts embedded with it (the default model: to the bit;
others: to the rounding of a batch) and a model's id changes whenever its vectors may.
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
from index.dense import DensePart
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
    """The vectors of an index's parts by the SHA-256 of their texts, in hexadecimal; a hash is looked up in all parts at once."""

    def __init__(self, parts: Iterable[tuple[bytes, DensePart]]) -> None:
        """Of each part the hashes of its rows, one after another."""
        self._parts = [(hashes, part) for hashes, part in parts if hashes]
        firsts = [np.frombuffer(hashes, dtype="<u8")[:: HASH_BYTES // 8] for hashes, _ in self._parts]
        self._first = np.concatenate([np.empty(0, np.uint64), *firsts])
        self._order = np.argsort(self._first, kind="stable")
        self._ends = np.cumsum([len(first) for first in firsts], dtype=np.int64)

    def _find(self, key: str) -> tuple[DensePart, int] | None:
        """The part that holds a text and its row there."""
        digest = bytes.fromhex(key)
        first = np.frombuffer(digest, dtype="<u8")[0]
        at = int(np.searchsorted(self._first, first, sorter=self._order))
        while at < len(self._order) and self._first[self._order[at]] == first:
            row = int(self._order[at])
            number = int(np.searchsorted(self._ends, row, side="right"))
            hashes, part = self._parts[number]
            row -= int(self._ends[number - 1]) if number else 0
            if hashes[row * HASH_BYTES : (row + 1) * HASH_BYTES] == digest:
                return part, row
            at += 1
        return None

    def __getitem__(self, key: str) -> Vector:
        """float32 (d,); KeyError where no part holds the text."""
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        part, row = found
        vector: Vector = part.vectors[row].astype(np.float32)
        return vector

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(
            {
                hashes[at : at + HASH_BYTES].hex()
                for hashes, _ in self._parts
                for at in range(0, len(hashes), HASH_BYTES)
            }
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


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
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for at in known:
            vectors[at] = self._known[keys[at]]
        for number, batch in enumerate(self._batches):
            places = {at: self._new[key][1] for at, key in enumerate(keys) if self._new.get(key, (-1,))[0] == number}
            vectors[list(places)] = batch[list(places.values())]
        return vectors


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

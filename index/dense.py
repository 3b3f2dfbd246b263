"""Vectors of texts, several rows an entry: exact cosines of the entries named, and a quick look for the rows worth it.

Rows are L2-normalised, so the inner product is the cosine. They are kept once, as float16, mapped from their files: a part of them a
segment of the index. Of up to `FLAT_ROWS` rows, and of up to `SCANNED` that a filter leaves, all are read for every question; above it 4-bit
product quantisation (FAISS FastScan; André et al., Quicker ADC, TPAMI 2021) says which rows come near, and what is reported of these is
exact. A part is quantised by itself, so that it stays as it is when others change; one made of another's rows keeps its centroids. The rows
of one entry are neighbours and keep their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import Mask, Vector
from index.errors import InvalidIndexInput

# Its stubs leave out half of what it has.
_faiss: Any = faiss

Rows = NDArray[np.int64]
"""Numbers of rows or of entries."""

FLAT_ROWS = 4096
"""From here on reading every row costs more than looking in the quantised ones and reading those found (docs/scale.md)."""

SCANNED = 1 << 15
"""Of fewer rows that a filter leaves all are read: their codes cannot be searched apart from the others' (docs/scale.md)."""

_VECTORS, _STARTS, _QUANTISED = "vectors.npy", "starts.npy", "quantised.faiss"
_DIMENSIONS_A_CODE = 4
# Of so many rows all are near: they are read as quickly as they are looked for.
_SMALLEST_QUANTISED = 1024
# Enough for sixteen centroids, and as many rounds as change what is found: more find the same (docs/scale.md).
_TRAINED_ON, _ROUNDS = 2048, 6
# So many times more rows are looked at exactly than are wanted, for what four bits confuse.
_REFINED = 4
# Rows decoded at a time: they stay in the processor's cache.
_CHUNK = 1024
# Looking for more rows than this costs more than it spares.
_DEEPEST = 32_768


@dataclass(frozen=True)
class DensePart:
    """Rows `starts[e]:starts[e + 1]` of `vectors`, float16 (n, d), belong to entry number `e`; `quantised` holds the same rows, if there are many."""

    vectors: NDArray[np.float16]
    starts: Rows
    quantised: faiss.Index | None = None

    @classmethod
    def of(
        cls, vectors: NDArray[np.float16], rows_per_entry: Sequence[int] | Rows, like: faiss.Index | None = None
    ) -> DensePart:
        """From the rows in entry order; `rows_per_entry` adds up to their number. Quantised anew, or `like` other rows of their kind."""
        starts = np.concatenate(([0], np.cumsum(rows_per_entry, dtype=np.int64))).astype(np.int64)
        if vectors.ndim != 2 or starts[-1] != len(vectors):
            raise InvalidIndexInput(
                "向量数与条目不符，请重新计算向量。",
                f"{vectors.shape} vectors for {starts[-1]} rows: embed the entries again.",
            )
        many = len(vectors) > _SMALLEST_QUANTISED and vectors.shape[1] % _DIMENSIONS_A_CODE == 0
        vectors = np.ascontiguousarray(vectors)
        return cls(vectors, starts, _quantised(vectors.astype(np.float32), like) if many else None)

    @classmethod
    def joined(cls, pieces: Iterable[tuple[DensePart, slice]]) -> DensePart:
        """The rows of some entries (a slice with both ends) of each of these parts, in order."""
        found = [(part.vectors[part.starts[at.start] : part.starts[at.stop]], part, at) for part, at in pieces]
        counts = [np.diff(part.starts[at.start : at.stop + 1]) for _, part, at in found]
        joined = np.concatenate([vectors for vectors, _, _ in found])
        # The centroids of the part that most rows come from: to find others takes longer than all else of a change.
        given = Counter({id(part): 0 for _, part, _ in found})
        for vectors, part, _ in found:
            given[id(part)] += len(vectors)
        (most, rows), *_ = given.most_common(1)
        like = next(part.quantised for _, part, _ in found if id(part) == most) if 2 * rows > len(joined) else None
        return cls.of(joined, np.concatenate(counts), like)

    @cached_property
    def _exact(self) -> Any:  # noqa: ANN401
        """The same rows, searched where they lie."""
        kind = _faiss.ScalarQuantizer.QT_fp16
        index = _faiss.IndexScalarQuantizer(self.vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        codes = _faiss.MaybeOwnedVectorUInt8()
        codes.is_owned = False
        codes.view_data = codes.c_ptr = _faiss.swig_ptr(self.vectors.reshape(-1).view(np.uint8))
        codes.view_size = codes.c_size = self.vectors.nbytes
        index.codes, index.ntotal, index.is_trained = codes, len(self.vectors), True
        return index

    def search(self, query: Vector, k: int, allowed: Mask | None, *, exact: bool) -> tuple[Vector, Rows]:
        """Scores and numbers of the allowed ones (bool (n,)) of the `k` rows nearest to a query (1, d), or, `exact`, of the `k` nearest of them."""
        if not exact:
            scores, rows = self.quantised.search(query, k)  # type: ignore[union-attr]
            kept = rows[0] >= 0 if allowed is None else (rows[0] >= 0) & allowed[rows[0]]
        else:
            bits = None if allowed is None else _faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
            scores, rows = self._exact.search(query, k, params=bits and _faiss.SearchParameters(sel=bits))
            kept = rows[0] >= 0
        return scores[0][kept], rows[0][kept]

    def save(self, folder: Path) -> None:
        """Write NumPy arrays, and where they are quantised a native FAISS file, into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _VECTORS, self.vectors, allow_pickle=False)
        np.save(folder / _STARTS, self.starts, allow_pickle=False)
        if self.quantised is not None:
            faiss.write_index(self.quantised, str(folder / _QUANTISED))

    @classmethod
    def load(cls, folder: Path) -> DensePart:
        """Read what `save` wrote, the vectors mapped; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        vectors = np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False)
        starts = np.load(folder / _STARTS, allow_pickle=False)
        quantised = faiss.read_index(str(folder / _QUANTISED)) if (folder / _QUANTISED).exists() else None
        if (
            vectors.dtype != np.float16
            or starts[-1] != len(vectors)
            or (quantised and quantised.ntotal != len(vectors))
        ):
            raise ValueError(f"{folder}: {starts[-1]} rows expected, {len(vectors)} of {vectors.dtype} found")
        return cls(vectors.view(np.ndarray), starts, quantised)


class DenseIndex:
    """The rows of all parts, one after another, and their entries; rows are looked for in the quantised ones above `flat_rows`."""

    def __init__(self, parts: Sequence[DensePart], flat_rows: int = FLAT_ROWS) -> None:
        self._parts = tuple(parts)
        self._firsts = np.concatenate(([0], np.cumsum([len(part.vectors) for part in parts], dtype=np.int64)))
        ends = [part.starts[1:] + first for part, first in zip(parts, self._firsts, strict=False)]
        self._starts: Rows = np.concatenate(([0], *ends)).astype(np.int64)
        self._owners = np.repeat(np.arange(self.entries), np.diff(self._starts))
        self._is_large = len(self._owners) > flat_rows and any(part.quantised for part in parts)
        self._decoder = faiss.ScalarQuantizer(self.dimension, faiss.ScalarQuantizer.QT_fp16)

    @classmethod
    def build(cls, vectors: Vector, rows_per_entry: Sequence[int], flat_rows: int = FLAT_ROWS) -> DenseIndex:
        """Of one part, from float32 (n, d), L2-normalised, in entry order; `rows_per_entry` adds up to n."""
        return cls([DensePart.of(vectors.astype(np.float16), rows_per_entry)], flat_rows)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._parts[0].vectors.shape[1])

    @property
    def entries(self) -> int:
        """Number of entries, those without a row included."""
        return len(self._starts) - 1

    def rows(self, entries: Rows) -> Rows:
        """Number of rows of each of these entries: int64 (entries,)."""
        counts: Rows = self._starts[entries + 1] - self._starts[entries]
        return counts

    @property
    def owners(self) -> Rows:
        """The entry number of every row, int64 (rows,)."""
        return self._owners

    def search(self, vector: Vector, k: int, allowed: Mask | None = None) -> tuple[Rows, Vector]:
        """The best `k` of the allowed rows (bool (rows,)): row numbers and cosines, best first, fewer where fewer are."""
        rows = self._near(vector, k, allowed)
        if rows is None:
            rows = np.arange(len(self._owners)) if allowed is None else np.flatnonzero(allowed)
        cosines = self._cosines(vector, rows)
        order = np.argsort(-cosines, kind="stable")[: max(k, 0)]
        return rows[order], cosines[order]

    def near(self, vector: Vector, k: int, allowed: Mask) -> Rows | None:
        """The entries of the `k` rows of allowed entries (bool (entries,)) that come nearest, and of the `k` furthest off: ascending.

        None where that cannot be told without reading a great many: the filter leaves only what lies far away.
        """
        rows, found = None if allowed.all() else allowed[self._owners], list[Rows]()
        # What is furthest off only says where the scale begins: there the codes do.
        for end, refined in ((vector, _REFINED), (-vector, 1)):
            near = self._near(end, k, rows, refined)
            if near is None:
                return None
            found.append(near[np.argsort(-self._cosines(end, near), kind="stable")[:k]] if len(near) > k else near)
        return np.unique(self._owners[np.concatenate(found)])

    def best_by_entry(self, vector: Vector, entries: Rows) -> Vector:
        """The best cosine over the rows of each of these entries (ascending): float32 (entries,), NaN for one without rows."""
        first, end = self._starts[entries], self._starts[entries + 1]
        count = end - first
        before = np.cumsum(count) - count
        rows = np.repeat(first - before, count) + np.arange(count.sum())
        best = np.full(len(entries), np.nan, dtype=np.float32)
        if len(rows):
            best[count > 0] = np.maximum.reduceat(self._cosines(vector, rows), before[count > 0])
        return best

    def of_entry(self, vector: Vector, entry: int) -> Vector:
        """The cosine of each row of one entry, in order: float32 (rows of the entry,)."""
        return self._cosines(vector, np.arange(self._starts[entry], self._starts[entry + 1]))

    def vectors_of(self, rows: Rows) -> Vector:
        """The rows themselves: float32 (rows, d)."""
        if not len(rows):
            return np.empty((0, self.dimension), dtype=np.float32)
        # Single-threaded: a pool would spin beside the models'.
        faiss.omp_set_num_threads(1)
        decoded: Vector = self._decoder.decode(self._halves(rows).view(np.uint8))
        return decoded

    def _halves(self, rows: Rows) -> NDArray[np.float16]:
        """The rows as they are kept: float16 (rows, d)."""
        owners = np.searchsorted(self._firsts, rows, side="right") - 1
        # Not `np.unique`, which brings a package of its own with the first question.
        if len(held := np.flatnonzero(np.bincount(owners))) == 1:
            own: NDArray[np.float16] = self._parts[held[0]].vectors[rows - self._firsts[held[0]]]
            return own
        found = np.empty((len(rows), self.dimension), dtype=np.float16)
        for number in held:
            mine = owners == number
            found[mine] = self._parts[number].vectors[rows[mine] - self._firsts[number]]
        return found

    def _cosines(self, vector: Vector, rows: Rows) -> Vector:
        """The exact cosine of each row: float32 (rows,)."""
        cosines = np.empty(len(rows), dtype=np.float32)
        query = np.ascontiguousarray(vector, dtype=np.float32)
        for at in range(0, len(rows), _CHUNK):
            chunk = self.vectors_of(rows[at : at + _CHUNK])
            ends = map(faiss.swig_ptr, (cosines[at : at + _CHUNK], query, chunk))
            _faiss.fvec_inner_products_ny(*ends, self.dimension, len(chunk))
        return cosines

    def _near(self, vector: Vector, k: int, allowed: Mask | None, refined: int = _REFINED) -> Rows | None:
        """Allowed rows (bool (rows,)) among which are the nearest `k`, or all; None if that is too many to look through."""
        total = len(self._owners)
        left = total if allowed is None else int(np.count_nonzero(allowed))
        if not self._is_large or (allowed is not None and left <= SCANNED):
            wanted = min(max(k, 0), left)
            return self._nearest(vector, wanted, wanted, allowed, exact=True)
        wanted = min(refined * max(k, 32), left)
        # So many that the filter leaves enough of them, if it leaves alike of all.
        depth = wanted if allowed is None else min(total, 2 * wanted * total // left)
        while depth <= _DEEPEST:
            found = self._nearest(vector, wanted, depth, allowed, exact=False)
            if len(found) >= wanted or depth >= total:
                return found
            depth *= 4
        return None

    def _nearest(self, vector: Vector, k: int, depth: int, allowed: Mask | None, *, exact: bool) -> Rows:
        """The best `k` of the allowed ones among the `depth` nearest rows of each part, best first, and all those that have no code."""
        faiss.omp_set_num_threads(1)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        rows, scores, others = [np.empty(0, np.int64)], [np.empty(0, np.float32)], list[Rows]()
        for part, first in zip(self._parts, self._firsts, strict=False):
            size = len(part.vectors)
            own = None if allowed is None else allowed[first : first + size]
            if not exact and part.quantised is None:
                others.append(first + (np.arange(size) if own is None else np.flatnonzero(own)))
            elif size and depth:
                values, near = part.search(query, min(depth, size), own, exact=exact)
                rows.append(near + first)
                scores.append(values)
        best = np.argsort(-np.concatenate(scores), kind="stable")[:k]
        return np.concatenate([np.concatenate(rows)[best], *others])


def _quantised(vectors: Vector, like: faiss.Index | None = None) -> faiss.Index:
    """The rows in four bits for every four dimensions, with the centroids of the quantised rows that they are `like`, if there are any."""
    faiss.omp_set_num_threads(1)  # the same whatever the machine
    if like is not None:
        index = faiss.clone_index(like)
        index.reset()
    else:
        dimension = vectors.shape[1]
        index = faiss.IndexPQFastScan(dimension, dimension // _DIMENSIONS_A_CODE, 4, faiss.METRIC_INNER_PRODUCT)
        index.pq.cp.niter = _ROUNDS
        chosen = np.random.default_rng(0).permutation(len(vectors))[:_TRAINED_ON]
        index.train(vectors[np.sort(chosen)])
    index.add(vectors)
    return index

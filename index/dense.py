"""Vectors of texts in a flat FAISS index, several rows an entry, searched exactly.

Rows are L2-normalised, so the inner product is the cosine. Which rows may answer is decided before ranking, by a bitmap
that FAISS consults for every row. The rows of one entry are neighbours and keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import Mask, Vector
from index.errors import InvalidIndexInput

_VECTORS, _STARTS = "vectors.faiss", "starts.npy"


class DenseIndex:
    """A FAISS inner-product index whose rows `starts[e]:starts[e + 1]` belong to entry number `e`."""

    def __init__(self, index: faiss.Index, starts: NDArray[np.int64]) -> None:
        self._index = index
        self._starts = starts
        self._owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))

    @classmethod
    def build(cls, vectors: Vector, rows_per_entry: Sequence[int]) -> DenseIndex:
        """From float32 (n, d), L2-normalised, in entry order; `rows_per_entry` adds up to n."""
        starts = np.concatenate(([0], np.cumsum(rows_per_entry, dtype=np.int64))).astype(np.int64)
        if vectors.ndim != 2 or starts[-1] != len(vectors):
            raise InvalidIndexInput(
                "向量数与条目不符，请重新计算向量。",
                f"{vectors.shape} vectors for {starts[-1]} rows: embed the entries again.",
            )
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index, starts)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def entries(self) -> int:
        """Number of entries, those without a row included."""
        return len(self._starts) - 1

    def rows(self, entry: int) -> int:
        """Number of rows of one entry."""
        return int(self._starts[entry + 1] - self._starts[entry])

    @property
    def owners(self) -> NDArray[np.int64]:
        """The entry number of every row, int64 (rows,)."""
        return self._owners

    def search(self, vector: Vector, k: int, allowed: Mask | None = None) -> tuple[NDArray[np.int64], Vector]:
        """The best `k` of the allowed rows (bool (rows,)): row numbers and cosines, best first, fewer where fewer are."""
        limit = min(k, self._index.ntotal if allowed is None else int(allowed.sum()))
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # OpenMP keeps its thread count per calling thread; the spinning of a second pool costs more than it gives here.
        faiss.omp_set_num_threads(1)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if allowed is None:
            cosines, rows = self._index.search(query, limit)
        else:
            bitmap = np.packbits(allowed, bitorder="little")
            # FAISS copies neither: bitmap and selector must outlive the search. Its stubs know the C++ signatures only.
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            cosines, rows = self._index.search(query, limit, params=parameters)
        found = rows[0] >= 0  # FAISS pads with -1
        return rows[0][found], cosines[0][found]

    def best_by_entry(self, vector: Vector, allowed: Mask) -> Vector:
        """The best cosine over the rows of each allowed entry (bool (entries,)): float32 (entries,), NaN elsewhere."""
        best = np.full(self.entries, np.nan, dtype=np.float32)
        rows, cosines = self.search(vector, len(self._owners), None if allowed.all() else allowed[self._owners])
        # Worst first, so that an entry's best row is written last.
        best[self._owners[rows[::-1]]] = cosines[::-1]
        return best

    def of_entry(self, vector: Vector, entry: int) -> Vector:
        """The cosine of each row of one entry, in order: float32 (rows of the entry,)."""
        first, end = int(self._starts[entry]), int(self._starts[entry + 1])
        if first == end:
            return np.empty(0, np.float32)
        rows: Vector = self._index.reconstruct_n(first, end - first)
        return rows @ vector.astype(np.float32, copy=False)

    def save(self, folder: Path) -> None:
        """Write a native FAISS file and a NumPy array into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(self._index, str(folder / _VECTORS))
        np.save(folder / _STARTS, self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Read what `save` wrote; OSError, EOFError, ValueError or RuntimeError where it is not that."""
        index = faiss.read_index(str(folder / _VECTORS))
        starts = np.load(folder / _STARTS, allow_pickle=False)
        if starts[-1] != index.ntotal:
            raise ValueError(f"{folder}: {starts[-1]} rows expected, {index.ntotal} found")
        return cls(index, starts)

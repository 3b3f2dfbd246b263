"""What the ranking asks of the vectors of one kind, wherever they lie: in this process (`DenseIndex`) or on a server (`MilvusRows`)."""

from __future__ import annotations

from typing import Protocol

from index.arrays import Mask, Vector
from index.dense import Rows


class RowSearch(Protocol):
    """Rows of vectors, several an entry, found by their cosine with a question's vector, float32 (d,), L2-normalised."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def entries(self) -> int:
        """Number of entries, those without a row included."""

    def near(self, vector: Vector, k: int, allowed: Mask) -> Rows | None:
        """The entries of the `k` nearest rows of allowed entries (bool (entries,)) and of the `k` furthest, ascending; None if all must be read."""

    def best_by_entry(self, vector: Vector, entries: Rows) -> Vector:
        """The best cosine over the rows of each of these entries (ascending): float32 (entries,), NaN for one without rows."""

    def of_entry(self, vector: Vector, entry: int) -> Vector:
        """The cosine of each row of one entry, in order: float32 (rows of the entry,)."""

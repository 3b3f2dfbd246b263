"""The vectors of one kind in a Milvus collection, searched as `DenseIndex` is searched.

Rows are found by the server, filter and all, and their cosines are the server's. Which row belongs to which entry, and the same vectors once
more, are in the store's folder: that answers while the server is away, if the settings say so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from index.arrays import Mask, Vector
from index.dense import DenseIndex, Rows
from index.engines.milvus import PATIENCE, Milvus, incomplete
from index.engines.row_filter import RowFilter
from index.errors import EngineAway

FLAT_ROWS = 16_384
"""Of up to so many rows the server reads all: it is quick, and exact."""
# The most results Milvus gives at once.
_MOST = 16_384
# Looked through for so many times more than are wanted, and at least for so many, so that 99 in 100 of the nearest are among them (docs/milvus.md).
_DEEPER, _DEEP = 4, 512
# Questions whose cosines are kept: those being answered, with their parts.
_QUESTIONS = 32


@dataclass
class _Cosines:
    """What the server said of some rows, ascending, for one question."""

    rows: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    values: Vector = field(default_factory=lambda: np.empty(0, np.float32))

    def held(self, rows: Rows) -> Mask:
        """Whether each of the rows is known."""
        return np.isin(rows, self.rows, assume_unique=True)

    def of(self, rows: Rows) -> Vector:
        """The cosines of rows that are all known."""
        found: Vector = self.values[np.searchsorted(self.rows, rows)]
        return found

    def joined(self, rows: Rows, values: Vector) -> _Cosines:
        """With these added."""
        both, places = np.unique(np.concatenate((self.rows, rows)), return_index=True)
        return _Cosines(both, np.concatenate((self.values, values.astype(np.float32)))[places])


class MilvusRows:
    """Sentences or passages of a generation. `first` is the number of the first row in the collection, which holds both kinds."""

    def __init__(
        self, server: Milvus, collection: str, kind: str, held: DenseIndex, first: int, rows: RowFilter
    ) -> None:
        self._server, self._collection, self._kind = server, collection, kind
        self._held, self._first, self._filter = held, first, rows
        self._starts = np.searchsorted(held.owners, np.arange(held.entries + 1))
        self._known: OrderedDict[bytes, _Cosines] = OrderedDict()
        self._knowing = threading.Lock()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._held.dimension

    @property
    def entries(self) -> int:
        """Number of entries, those without a row included."""
        return self._held.entries

    def near(self, vector: Vector, k: int, allowed: Mask) -> Rows | None:
        """As `RowSearch.near`; EngineAway where the server does not answer and nothing takes its place."""
        try:
            near, far = self._search((vector, -vector), min(k, _MOST), self._filter.condition(allowed))
        except EngineAway as error:
            self._server.replace(error)
            return self._held.near(vector, k, allowed)
        self._note(vector, *near)
        self._note(vector, far[0], -far[1])
        return np.unique(self._held.owners[np.concatenate((near[0], far[0]))])

    def best_by_entry(self, vector: Vector, entries: Rows) -> Vector:
        """As `RowSearch.best_by_entry`, with the same error."""
        counts = self._starts[entries + 1] - self._starts[entries]
        try:
            cosines = self._cosines(vector, entries)
        except EngineAway as error:
            self._server.replace(error)
            return self._held.best_by_entry(vector, entries)
        best = np.full(len(entries), np.nan, dtype=np.float32)
        if len(cosines):
            best[counts > 0] = np.maximum.reduceat(cosines, (np.cumsum(counts) - counts)[counts > 0])
        return best

    def of_entry(self, vector: Vector, entry: int) -> Vector:
        """As `RowSearch.of_entry`, with the same error."""
        try:
            return self._cosines(vector, np.array([entry]))
        except EngineAway as error:
            self._server.replace(error)
            return self._held.of_entry(vector, entry)

    def _rows_of(self, entries: Rows) -> Rows:
        """The rows of these entries (ascending), ascending."""
        first = self._starts[entries]
        counts = self._starts[entries + 1] - first
        return np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())

    def _cosines(self, vector: Vector, entries: Rows) -> Vector:
        """The cosine of every row of these entries (ascending): what is not known yet is asked of the server."""
        rows = self._rows_of(entries)
        known = self._of_question(vector)
        if not (held := known.held(rows)).all():
            for some in self._portions(np.unique(self._held.owners[rows[~held]])):
                known = self._note(vector, *self._all_of(vector, some))
        return known.of(rows)

    def _portions(self, entries: Rows) -> list[Rows]:
        """The entries in parts that have no more rows than Milvus gives at once."""
        ends = np.cumsum(self._starts[entries + 1] - self._starts[entries])
        return [part for part in np.split(entries, np.flatnonzero(np.diff(ends // _MOST)) + 1) if len(part)]

    def _all_of(self, vector: Vector, entries: Rows) -> tuple[Rows, Vector]:
        """All rows of these entries with their cosines; those that a search leaves out are compared here."""
        wanted = self._rows_of(entries)
        mask = np.zeros(self.entries, dtype=np.bool_)
        mask[entries] = True
        rows, cosines = self._search((vector,), min(len(wanted), _MOST), self._filter.condition(mask))[0]
        missed = np.setdiff1d(wanted, rows)
        if not len(missed):
            return rows, cosines
        condition = f"row in {(missed + self._first).tolist()}"
        fields = ["row", "vector"]
        with self._server.asked() as client:
            given = client.query(self._collection, filter=condition, output_fields=fields, timeout=PATIENCE)
        if len(given) != len(missed):
            raise incomplete(self._collection)
        more = np.array([row["row"] for row in given]) - self._first
        return np.concatenate((rows, more)), np.concatenate((cosines, np.array([r["vector"] for r in given]) @ vector))

    def _search(self, vectors: tuple[Vector, ...], k: int, condition: str) -> list[tuple[Rows, Vector]]:
        """For each vector the `k` nearest rows that meet the condition, with their cosines, nearest first."""
        with self._server.asked() as client:
            found = client.search(
                self._collection,
                data=[np.ascontiguousarray(vector, dtype=np.float32) for vector in vectors],
                anns_field="vector",
                filter=" and ".join(filter(None, (condition, self._kind))),
                limit=k,
                search_params=search_parameters(k),
                # A collection that is pointed to never changes.
                consistency_level="Eventually",
                timeout=PATIENCE,
            )
        return [
            (np.array(hits.ids, dtype=np.int64) - self._first, np.array(hits.distances, np.float32)) for hits in found
        ]

    def _of_question(self, vector: Vector) -> _Cosines:
        with self._knowing:
            return self._known.get(vector.tobytes()) or _Cosines()

    def _note(self, vector: Vector, rows: Rows, cosines: Vector) -> _Cosines:
        """Remembers cosines of one question; all that are known of it now."""
        key = vector.tobytes()
        with self._knowing:
            known = self._known[key] = (self._known.pop(key, None) or _Cosines()).joined(rows, cosines)
            while len(self._known) > _QUESTIONS:
                self._known.popitem(last=False)
            return known


def search_parameters(k: int) -> dict[str, object]:
    """How hard to look for `k` rows."""
    return {"metric_type": "IP", "params": {"ef": max(_DEEPER * k, _DEEP)}}

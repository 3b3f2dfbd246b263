"""Collections on a Milvus server: one a model and generation, put there beside the others, pointed to by an alias, taken away.

    policy_kb_<store>_<generation>_<model>    the rows of one generation by one model, sentences before passages
    policy_kb_<store>_<model>                 alias of the newest one

A store opens the collections that its own manifest names, so it never reads another generation's rows; the alias is for other
programs, and for who looks after the server.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from index.dense import DenseIndex
from index.engines.milvus import LONG, PATIENCE, Milvus, incomplete
from index.engines.milvus_rows import FLAT_ROWS, search_parameters
from index.engines.row_filter import RowFilter
from index.errors import EngineError

KINDS = ("passage == false", "passage == true")
"""The conditions that the rows of sentences and those of passages meet."""
MODELS = ("main", "second")

_PREFIX = "policy_kb"
_AT_ONCE = 2000
# Seconds a server may take after a start.
_STARTING = 60.0
# As Milvus does by default; each is a file of its own for every search.
_MOST_PARTITIONS = 64
_TEXT = 65_535
# Enough to see that rows answer for themselves.
_TRIED = 8


@dataclass(frozen=True)
class Collections:
    """The names of a generation's collections on the server, one a model."""

    store: str
    generation: str
    models: int

    @classmethod
    def fresh(cls, store: str | None, models: int) -> Collections:
        """For a new generation of a store, which is named when its first one is made."""
        return cls(store or secrets.token_hex(4), secrets.token_hex(4), models)

    @property
    def names(self) -> tuple[str, ...]:
        """One a model, the main one first."""
        return tuple(f"{self.prefix}{self.generation}_{model}" for model in MODELS[: self.models])

    @property
    def aliases(self) -> tuple[str, ...]:
        """One a model, whatever the generation."""
        return tuple(f"{self.prefix}{model}" for model in MODELS[: self.models])

    @property
    def prefix(self) -> str:
        """What the names of all collections of this store begin with."""
        return f"{_PREFIX}_{self.store}_"


def put(server: Milvus, name: str, kinds: Sequence[DenseIndex], rows: RowFilter, flat_rows: int = FLAT_ROWS) -> None:
    """Makes a collection, fills it, has it indexed and loaded, and looks whether all is there; EngineError where it is not."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("entry", DataType.INT64)
    schema.add_field("passage", DataType.BOOL)
    schema.add_field("region", DataType.VARCHAR, max_length=_TEXT, is_partition_key=True)
    schema.add_field("document", DataType.VARCHAR, max_length=_TEXT)
    for day in ("first_day", "last_day"):
        schema.add_field(day, DataType.INT64)
    schema.add_field("blank", DataType.BOOL)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=kinds[0].dimension)
    parameters = MilvusClient.prepare_index_params()
    large = max(len(index.owners) for index in kinds) > flat_rows
    params = {"M": 32, "efConstruction": 200} if large else {}
    parameters.add_index("vector", index_type="HNSW" if large else "FLAT", metric_type="IP", params=params)
    with server.asked() as client:
        client.create_collection(name, schema=schema, num_partitions=min(rows.regions, _MOST_PARTITIONS), timeout=LONG)
        first = 0
        for kind, index in enumerate(kinds):
            for at in range(0, len(index.owners), _AT_ONCE):
                client.insert(name, _rows(index, at, first, kind, rows), timeout=LONG)
            first += len(index.owners)
        client.flush(name, timeout=LONG)
        client.create_index(name, parameters, timeout=LONG)
        client.load_collection(name, timeout=LONG)
    check(server, name, kinds)


def _rows(index: DenseIndex, at: int, first: int, kind: int, rows: RowFilter) -> list[dict[str, object]]:
    """Some rows of one kind as the server takes them."""
    numbers = np.arange(at, min(at + _AT_ONCE, len(index.owners)))
    documents = (rows.documents[rows.owners[entry]] for entry in index.owners[numbers])
    return [
        vars(document)
        | {
            "row": first + int(number),
            "entry": int(index.owners[number]),
            "passage": bool(kind),
            "blank": bool(rows.blank[index.owners[number]]),
            "vector": vector,
        }
        for number, document, vector in zip(numbers, documents, index.vectors_of(numbers), strict=True)
    ]


def load(server: Milvus, name: str) -> None:
    """Waits until a collection can be searched: a server that was started again takes its time."""
    with server.asked() as client:
        client.load_collection(name, timeout=_STARTING)


def check(server: Milvus, name: str, kinds: Sequence[DenseIndex]) -> None:
    """Whether a collection, or the one an alias points to, holds all rows, and some of them answer for themselves; EngineError if not.

    All that was written before is seen.
    """
    total = sum(len(index.owners) for index in kinds)
    passages = kinds[-1]
    vectors = passages.vectors_of(np.linspace(0, len(passages.owners) - 1, _TRIED).astype(np.int64))
    with server.asked() as client:
        counted = client.query(
            name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=PATIENCE
        )
        found = client.search(
            name,
            data=list(vectors),
            anns_field="vector",
            filter=KINDS[-1],
            limit=1,
            search_params=search_parameters(1),
            consistency_level="Strong",
            timeout=PATIENCE,
        )
    best = np.array([hits.distances[0] if len(hits.ids) else -1.0 for hits in found])
    if counted[0]["count(*)"] != total or not np.allclose(best, (vectors * vectors).sum(axis=1), atol=1e-3):
        raise incomplete(name)


def target(server: Milvus, alias: str) -> str | None:
    """The collection that an alias points to; None where there is no such alias."""
    with suppress(EngineError), server.asked() as client:
        return str(client.describe_alias(alias, timeout=PATIENCE)["collection_name"])
    return None


def point(server: Milvus, alias: str, collection: str) -> None:
    """Has the alias point to another collection, from one moment to the next."""
    known = target(server, alias)
    with server.asked() as client:
        (client.alter_alias if known else client.create_alias)(collection, alias, timeout=PATIENCE)


def take_away(server: Milvus, prefix: str, keep: Sequence[str]) -> None:
    """Drops a store's collections but those to keep, with the aliases that point to them."""
    with server.asked() as client:
        for name in client.list_collections(timeout=PATIENCE):
            if name.startswith(prefix) and name not in keep:
                for alias in client.list_aliases(name, timeout=PATIENCE)["aliases"]:
                    client.drop_alias(alias, timeout=PATIENCE)
                client.drop_collection(name, timeout=PATIENCE)

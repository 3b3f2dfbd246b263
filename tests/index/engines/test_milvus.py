"""One contract over both engines: the arrays in the store's folder and a real Milvus server. What goes wrong with the server, too."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from index import (
    DenseIndex,
    DocumentRow,
    EngineError,
    EngineSettings,
    Mask,
    RowFilter,
    RowSearch,
    Vector,
)
from index.engines.milvus import Milvus
from index.engines.milvus_collections import KINDS, put
from index.engines.milvus_rows import MilvusRows

SIZE, DIMENSION = 6000, 256
ENTRIES = SIZE // 2
RANDOM = np.random.default_rng(7)
REGIONS = ("山东省", "江苏省", "海南省", "*")
DOCUMENTS = [
    DocumentRow.of(
        f"文{n}", REGIONS[n % 4], date(2010 + n % 10, 1, 1), None if n % 7 == 0 else date(2015 + n % 15, 12, 31)
    )
    for n in range(64)
]
FILTER = RowFilter(DOCUMENTS, np.arange(ENTRIES) % 64, np.arange(ENTRIES) % 50 == 0)


CENTRES = RANDOM.normal(size=(40, DIMENSION))


def _drawn(rows: int) -> Vector:
    """Vectors around forty centres, as texts and questions lie around subjects."""
    vectors = CENTRES[RANDOM.integers(0, 40, rows)] + 0.6 * RANDOM.normal(size=(rows, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


SENTENCES = DenseIndex.build(_drawn(SIZE), [3, 1] * (ENTRIES // 2), flat_rows=1000)
PASSAGES = DenseIndex.build(_drawn(ENTRIES), [1] * ENTRIES)
QUESTIONS = _drawn(10)
OF = FILTER.owners
ALLOWED: dict[str, Mask] = {
    "everything": np.ones(ENTRIES, dtype=np.bool_),
    "a region": OF % 4 == 0,
    "two regions without blank forms": np.isin(OF % 4, (0, 3)) & ~FILTER.blank,
    "in force on a day": np.array([one.first_day <= 20180601 <= one.last_day for one in DOCUMENTS])[OF],
    "a document": OF == 5,
    "all documents but two": ~np.isin(OF, (8, 9)),
    "one entry in a hundred": np.arange(ENTRIES) % 100 == 1,
    "a dozen entries": np.isin(np.arange(ENTRIES), RANDOM.integers(0, ENTRIES, 12)),
}


@pytest.fixture(scope="module")
def milvus(milvus_server: EngineSettings) -> RowSearch:
    """The sentences, in a collection that holds the passages too; they are indexed as a graph, as many are."""
    server = Milvus(milvus_server)
    put(server, "contract", (SENTENCES, PASSAGES), FILTER, flat_rows=1000)
    return MilvusRows(server, "contract", KINDS[0], SENTENCES, 0, FILTER)


@pytest.fixture(params=["embedded", "milvus"])
def engine(request: pytest.FixtureRequest) -> RowSearch:
    return SENTENCES if request.param == "embedded" else request.getfixturevalue("milvus")


pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ALLOWED)
def test_near_keeps_to_the_filter_and_finds_what_reading_all_finds(kind: str, engine: RowSearch) -> None:
    allowed = ALLOWED[kind]
    recalls = []
    for question in QUESTIONS:
        found = engine.near(question, 100, allowed)
        if found is None:  # all will be read
            continue
        assert allowed[found].all()
        rows = np.flatnonzero(allowed[SENTENCES.owners])
        nearest = rows[np.argsort(-(SENTENCES.vectors_of(rows) @ question))[:100]]
        recalls.append(np.isin(SENTENCES.owners[nearest], found).mean())
    assert not recalls or np.mean(recalls) >= 0.99


def test_best_by_entry_is_exact(engine: RowSearch) -> None:
    entries = np.unique(RANDOM.integers(0, ENTRIES, 600))
    for question in QUESTIONS[:3]:
        assert engine.best_by_entry(question, entries) == pytest.approx(
            SENTENCES.best_by_entry(question, entries), abs=1e-5
        )


def test_best_by_entry_of_all_of_a_region_is_exact(engine: RowSearch) -> None:
    entries = np.flatnonzero(ALLOWED["a region"])
    best = engine.best_by_entry(QUESTIONS[0], entries)
    assert best == pytest.approx(SENTENCES.best_by_entry(QUESTIONS[0], entries), abs=1e-5)


def test_of_entry_keeps_the_order_of_rows(engine: RowSearch) -> None:
    assert [len(engine.of_entry(QUESTIONS[0], entry)) for entry in (0, 1)] == [3, 1]
    assert engine.of_entry(QUESTIONS[0], 40) == pytest.approx(SENTENCES.of_entry(QUESTIONS[0], 40), abs=1e-5)


def test_the_shape_is_the_same(engine: RowSearch) -> None:
    assert (engine.entries, engine.dimension) == (ENTRIES, DIMENSION)


def test_a_collection_with_a_row_less_is_refused(milvus: RowSearch, milvus_server: EngineSettings) -> None:
    from index.engines.milvus_collections import check

    with pytest.raises(EngineError, match="policy-kb build"):
        check(Milvus(milvus_server), "contract", (SENTENCES, DenseIndex.build(_drawn(3), [1, 1, 1])))

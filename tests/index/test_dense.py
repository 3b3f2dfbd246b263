import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex, DensePart
from index.errors import InvalidIndexInput


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def near(expected: object) -> object:
    """As close as float16 keeps a cosine."""
    return pytest.approx(expected, abs=1e-3)


@pytest.fixture(scope="module")
def index() -> DenseIndex:
    """Entry 0 has rows east and north, entry 1 has none, entry 2 has north-east and west."""
    return DenseIndex.build(np.stack([unit(1, 0), unit(0, 1), unit(1, 1), unit(-1, 0)]), [2, 0, 2])


def test_owners_are_the_entries_of_the_rows(index):
    assert index.owners.tolist() == [0, 0, 2, 2]
    assert (index.entries, index.dimension) == (3, 2)


def test_search_ranks_rows_by_cosine(index):
    rows, cosines = index.search(unit(1, 0), 3)
    assert rows.tolist() == [0, 2, 1]
    assert cosines == near([1, 0.5**0.5, 0])


def test_search_beyond_the_rows_is_not_padded(index):
    assert index.search(unit(1, 0), 99)[0].tolist() == [0, 2, 1, 3]


@pytest.mark.parametrize("rows", [[3], [1, 3], [0, 1, 2, 3]], ids=str)
def test_only_allowed_rows_are_found_however_bad_they_are(index, rows):
    allowed = np.isin(np.arange(4), rows)
    assert sorted(index.search(unit(1, 0), 99, allowed)[0].tolist()) == rows


def test_nothing_allowed_or_nothing_asked_finds_nothing(index):
    assert index.search(unit(1, 0), 5, np.zeros(4, bool))[0].tolist() == []
    assert index.search(unit(1, 0), 0)[0].tolist() == []


def test_an_allowed_bitmap_longer_than_a_byte():
    index = DenseIndex.build(np.stack([unit(1, i) for i in range(21)]), [1] * 21)
    allowed = np.isin(np.arange(21), [8, 20])
    assert index.search(unit(1, 0), 5, allowed)[0].tolist() == [8, 20]


def test_best_by_entry(index):
    best = index.best_by_entry(unit(0, 1), np.arange(3))
    assert best[[0, 2]] == near([1, 0.5**0.5])
    assert np.isnan(best[1])


def test_best_by_entry_of_some_entries(index):
    best = index.best_by_entry(unit(0, 1), np.array([1, 2]))
    assert np.isnan(best).tolist() == [True, False]
    assert best[1] == near(0.5**0.5)
    assert index.best_by_entry(unit(0, 1), np.empty(0, np.int64)).shape == (0,)


def test_of_entry_keeps_row_order(index):
    assert index.of_entry(unit(1, 0), 2) == near([0.5**0.5, -1])
    assert index.of_entry(unit(1, 0), 1).shape == (0,)


def test_rows_must_add_up():
    with pytest.raises(InvalidIndexInput, match="for 3 rows"):
        DenseIndex.build(np.stack([unit(1, 0)]), [1, 2])


def test_round_trip(index, tmp_path):
    index._parts[0].save(tmp_path / "dense")
    loaded = DenseIndex([DensePart.load(tmp_path / "dense")])
    for ours, theirs in zip(index.search(unit(2, 1), 4), loaded.search(unit(2, 1), 4), strict=True):
        assert np.array_equal(ours, theirs)
    assert loaded.owners.tolist() == [0, 0, 2, 2]


def test_an_index_without_rows_survives(tmp_path):
    DensePart.of(np.empty((0, 2), np.float16), [0, 0]).save(tmp_path)
    loaded = DenseIndex([DensePart.load(tmp_path)])
    assert np.isnan(loaded.best_by_entry(unit(1, 0), np.arange(2))).all()


def centroids(part: DensePart) -> NDArray[np.float32]:
    found: NDArray[np.float32] = faiss.vector_to_array(part.quantised.pq.centroids)
    return found


def test_a_part_made_mostly_of_anothers_rows_keeps_its_centroids():
    chance = np.random.default_rng(4)
    rows = chance.standard_normal((4000, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    first, second = (DensePart.of(half.astype(np.float16), [1] * 2000) for half in (rows[:2000], rows[2000:]))
    mostly = DensePart.joined([(first, slice(0, 900)), (second, slice(0, 300)), (first, slice(900, 2000))])
    half = DensePart.joined([(first, slice(0, 1000)), (second, slice(0, 1000))])
    assert np.array_equal(centroids(mostly), centroids(first))
    assert not any(np.array_equal(centroids(half), centroids(one)) for one in (first, second))
    # What is found by them is what is found by reading all rows.
    index, exact = DenseIndex([mostly], flat_rows=0), DenseIndex([mostly])
    for query in rows[2000:2050]:
        assert index.search(query, 5)[0][0] == exact.search(query, 5)[0][0]

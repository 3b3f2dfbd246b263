"""Where an index is large: few rows are read, and what is found is what reading them all would find."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import index.dense
import index.hybrid
from index import Entry, HybridIndex, HybridWeights, Query, Vector
from index.dense import DenseIndex, DensePart
from index.models.embedder import Progress

DIMENSION, SIZE = 256, 3000


def drawn(rows: int) -> Vector:
    """Vectors around forty centres, as texts and questions lie around subjects."""
    chance = np.random.default_rng(1)
    centres = chance.standard_normal((40, DIMENSION))
    vectors = centres[chance.integers(40, size=rows)] + 0.6 * chance.standard_normal((rows, DIMENSION))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


QUESTIONS, VECTORS = np.split(drawn(SIZE + 40), [40])
EVERY = np.ones(SIZE // 2, dtype=np.bool_)


@pytest.fixture(scope="module")
def large() -> DenseIndex:
    """Two rows an entry, quantised."""
    return DenseIndex.build(VECTORS, [2] * (SIZE // 2), flat_rows=100)


@pytest.fixture(scope="module")
def parted() -> DenseIndex:
    """The same in four parts, of which one is too small to be quantised."""
    cuts = [0, 600, 2000, 2010, SIZE]
    parts = [
        DensePart.of(VECTORS[start:end].astype(np.float16), [2] * ((end - start) // 2)) for start, end in pairwise(cuts)
    ]
    assert [part.quantised is not None for part in parts] == [False, True, False, False]
    return DenseIndex(parts, flat_rows=100)


@pytest.fixture(scope="module")
def flat() -> DenseIndex:
    return DenseIndex.build(VECTORS, [2] * (SIZE // 2))


@pytest.fixture
def quantised(request: pytest.FixtureRequest, large: DenseIndex, parted: DenseIndex, flat: DenseIndex) -> DenseIndex:
    return {"large": large, "parted": parted, "flat": flat}[request.param]


@pytest.mark.parametrize("quantised", ["large", "parted"], indirect=True)
def test_the_best_rows_of_a_quantised_index_are_those_of_a_flat_one(quantised: DenseIndex, flat: DenseIndex) -> None:
    found = 0
    for question in QUESTIONS:
        (ours, cosines), (theirs, exact) = quantised.search(question, 10), flat.search(question, 10)
        both, at, where = np.intersect1d(ours, theirs, return_indices=True)
        found += len(both)
        assert cosines[at] == pytest.approx(exact[where], abs=1e-6)  # what is reported is exact
    # Noise of its own in every dimension is the worst that can be quantised.
    assert found / (10 * len(QUESTIONS)) > 0.95


@pytest.mark.parametrize("quantised", ["large", "parted", "flat"], indirect=True)
def test_near_holds_both_ends(quantised: DenseIndex, flat: DenseIndex) -> None:
    for question in QUESTIONS:
        near = quantised.near(question, 64, EVERY)
        assert near is not None
        assert (np.diff(near) > 0).all()
        assert len(near) <= 2 * 64
        best = flat.best_by_entry(question, np.arange(SIZE // 2))
        assert np.isin(np.argsort(-best)[:3], near).all()
        # Of the furthest off only how far counts: a score is stretched between the two ends.
        assert best[near].min() - best.min() < 0.05 * (best.max() - best.min())


@pytest.mark.parametrize("scanned", [0, index.dense.SCANNED], ids=["by the codes", "where they lie"])
@pytest.mark.parametrize("quantised", ["large", "parted", "flat"], indirect=True)
def test_near_keeps_to_the_filter_and_finds_its_best(
    quantised: DenseIndex, flat: DenseIndex, scanned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.dense, "SCANNED", scanned)
    allowed = np.arange(SIZE // 2) % 5 == 0
    for question in QUESTIONS:
        near = quantised.near(question, 64, allowed)
        assert near is not None
        assert allowed[near].all()
        best = flat.best_by_entry(question, np.flatnonzero(allowed))
        assert np.isin(np.flatnonzero(allowed)[np.argsort(-best)[:3]], near).all()


def test_a_filter_that_leaves_less_than_is_looked_for_leaves_all_of_it(large: DenseIndex) -> None:
    allowed = np.isin(np.arange(SIZE // 2), [7, 400, 1400])
    near = large.near(QUESTIONS[0], 64, allowed)
    assert near is not None
    assert near.tolist() == [7, 400, 1400]


def test_a_round_trip_keeps_what_is_found(large: DenseIndex, tmp_path: Path) -> None:
    large._parts[0].save(tmp_path)
    loaded = DenseIndex([DensePart.load(tmp_path)], flat_rows=100)
    for question in QUESTIONS[:5]:
        ours, theirs = large.near(question, 64, EVERY), loaded.near(question, 64, EVERY)
        assert ours is not None and theirs is not None
        assert ours.tolist() == theirs.tolist()
    (tmp_path / "quantised.faiss").write_bytes(b"IxFI")
    with pytest.raises((RuntimeError, ValueError)):
        DensePart.load(tmp_path)


def test_quantised_rows_of_another_number_are_refused(large: DenseIndex, tmp_path: Path) -> None:
    large._parts[0].save(tmp_path)
    DensePart.of(VECTORS[:2000].astype(np.float16), [2] * 1000).save(tmp_path / "other")
    (tmp_path / "other" / "quantised.faiss").replace(tmp_path / "quantised.faiss")
    with pytest.raises(ValueError, match="3000 rows expected"):
        DensePart.load(tmp_path)


# -- all kinds of evidence together


class Drawn:
    """Texts are numbers of vectors."""

    model_id, dimension = "drawn", DIMENSION

    def embed_passages(self, texts: list[str], progress: Progress | None = None) -> Vector:
        return VECTORS[[int(text) for text in texts]]


WORDS = ("补贴", "标准", "期限", "申请", "材料", "发放")


@pytest.fixture(scope="module")
def entries() -> HybridIndex:
    made = [
        Entry(
            str(n), "".join(WORDS[at] for at in (n % 6, n % 4, n % 5)) * (1 + n % 3), (str(2 * n),), (str(2 * n + 1),)
        )
        for n in range(SIZE // 2)
    ]
    return HybridIndex.build(made, Drawn())


@pytest.mark.parametrize("share", [1, 2, 30], ids=["all", "every second", "every thirtieth"])
def test_looking_first_finds_what_weighing_all_does(
    share: int, entries: HybridIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = np.arange(len(entries)) % share == 0
    looked_at: list[int] = []
    for question in QUESTIONS:
        query = Query("补贴的期限")
        whole = entries.search(query, question, 10, allowed, HybridWeights())
        with monkeypatch.context() as patch:
            patch.setattr(index.hybrid, "WEIGHED_WHOLE", 40)
            looking = entries.search(query, question, 10, allowed, HybridWeights())
            chosen = entries._worth_weighing(
                allowed, [(entries._main, question)], [np.zeros(len(entries), np.float32)] * 2, 10, HybridWeights()
            )
        looked_at.append(len(chosen))
        # The scale is that of the whole, so scores are the same and not only the order.
        assert [(hit.id, pytest.approx(hit.score, abs=1e-6)) for hit in whole] == [(h.id, h.score) for h in looking]
        assert all(allowed[int(hit.id)] for hit in looking)
    assert max(looked_at) < allowed.sum() or share == 30


def test_other_fusions_weigh_every_entry(entries: HybridIndex) -> None:
    everything = np.ones(len(entries), dtype=np.bool_)
    weights = HybridWeights(fusion="reciprocal_rank")
    assert len(entries._worth_weighing(everything, [], [], 10, weights)) == len(entries)

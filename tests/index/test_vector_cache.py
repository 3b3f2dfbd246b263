from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from embedders import MODEL_FILES, SECOND

from index import Entry, HybridIndex, load_embedder
from index.models.embedder import PassageEmbedder, Progress, Vector
from index.vector_cache import CachingEmbedder, VectorCache, content_hash


class Counting:
    """Embeds a text as (its length, 1) and notes what it was asked for."""

    model_id = "counting"
    dimension = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.asked += texts
        for done in range(1, len(texts) + 1):
            if progress:
                progress(done, len(texts))
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)


def cache_of(*texts: str) -> VectorCache:
    """With vectors that Counting would not give, so that it shows where one came from."""
    return VectorCache("counting", {content_hash(text): np.array([-len(text), 0], np.float32) for text in texts})


def test_only_new_texts_are_embedded_and_the_order_is_kept():
    inner = Counting()
    caching = CachingEmbedder(inner, cache_of("bb", "gone"))
    vectors = caching.embed_passages(["a", "bb", "ccc", "a"])
    assert vectors.tolist() == [[1, 1], [-2, 0], [3, 1], [1, 1]]
    assert vectors.dtype == np.float32
    assert inner.asked == ["a", "ccc"]
    assert caching.embedded == 2
    assert set(caching.new.vectors) == {content_hash(text) for text in ("a", "ccc")}


def test_nothing_new_asks_the_other_embedder_for_nothing():
    inner = Counting()
    seen: list[tuple[int, int]] = []
    caching = CachingEmbedder(inner, cache_of("a", "bb"))
    caching.embed_passages(["a", "bb"], lambda done, total: seen.append((done, total)))
    assert (inner.asked, caching.embedded, seen) == ([], 0, [(2, 2)])


def test_progress_counts_the_known_texts_as_done():
    seen: list[tuple[int, int]] = []
    CachingEmbedder(Counting(), cache_of("a")).embed_passages(["a", "b", "c"], lambda *at: seen.append(at))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_id_and_dimension_are_the_other_embedders_and_no_texts_give_no_vectors():
    caching = CachingEmbedder(Counting(), cache_of())
    assert (caching.model_id, caching.dimension) == ("counting", 2)
    assert caching.embed_passages([]).shape == (0, 2)


def test_vectors_of_another_model_are_not_used():
    inner = Counting()
    CachingEmbedder(inner, VectorCache("other", cache_of("a").vectors)).embed_passages(["a"])
    assert inner.asked == ["a"]


def test_a_round_trip_keeps_every_bit_and_the_files_do_not_depend_on_the_order(tmp_path: Path):
    row = np.array([0.1, -1e-30], np.float32)
    one = VectorCache("m", {content_hash("甲"): row, content_hash("乙"): -row})
    two = VectorCache("m", dict(reversed(one.vectors.items())))
    one.save(tmp_path / "1")
    two.save(tmp_path / "2")
    for name in ("vectors.npy", "vectors.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    back = VectorCache.load(tmp_path / "1", "m")
    assert {key: vector.tobytes() for key, vector in back.vectors.items()} == {
        key: vector.tobytes() for key, vector in one.vectors.items()
    }
    known = json.loads((tmp_path / "1" / "vectors.json").read_text(encoding="utf-8"))
    assert known["hashes"] == sorted(hashlib.sha256(text.encode()).hexdigest() for text in "甲乙")


def test_an_empty_cache_comes_back_empty(tmp_path: Path):
    VectorCache("m", {}).save(tmp_path)
    assert VectorCache.load(tmp_path, "m").vectors == {}


@pytest.mark.parametrize("name", ["vectors.npy", "vectors.json"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_a_cache_that_cannot_be_read_is_empty(tmp_path: Path, name: str, damage: str):
    cache_of("a", "bb").save(tmp_path)
    path = tmp_path / name
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"[1]")
    assert VectorCache.load(tmp_path, "counting").vectors == {}
    assert VectorCache.load(tmp_path / "none", "counting").vectors == {}


def test_a_cache_of_another_model_is_empty(tmp_path: Path):
    cache_of("a").save(tmp_path)
    assert VectorCache.load(tmp_path, "another").vectors == {}


def test_a_lone_surrogate_and_equal_looking_texts_have_hashes_of_their_own():
    assert len({content_hash(text) for text in ("\ud800", "?", "é", "e\u0301", "a", "a ")}) == 6


@pytest.mark.parametrize("load", [lambda: load_embedder(cache=MODEL_FILES), lambda: SECOND], ids=["main", "second"])
def test_the_real_models_give_a_text_the_same_bits_whatever_its_neighbours(
    tmp_path: Path, load: Callable[[], PassageEmbedder]
):
    texts = [
        "补贴期限最长不超过3年。",
        "申请人提交身份证明和申请表。" * 9,
        "一、",
        "Where to apply?",
        "对新招用人员给予奖补。" * 40,
    ]
    embedder = load()
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    together = embedder.embed_passages(texts[::-1])[::-1]
    assert alone.tobytes() == together.tobytes()
    # So an index built from kept vectors is the index built from nothing, byte for byte.
    first = CachingEmbedder(embedder, VectorCache(embedder.model_id, {}))
    first.embed_passages(texts[:3])
    first.new.save(tmp_path / "kept")
    entries = [Entry(str(n), text, (text,), (text,)) for n, text in enumerate(texts)]
    second = CachingEmbedder(embedder, VectorCache.load(tmp_path / "kept", embedder.model_id))
    HybridIndex.build(entries, second).save(tmp_path / "grown")
    HybridIndex.build(entries, embedder).save(tmp_path / "anew")
    assert second.embedded == 2
    files = [path.relative_to(tmp_path / "anew") for path in (tmp_path / "anew").rglob("*") if path.is_file()]
    assert len(files) > 8
    for name in files:
        assert (tmp_path / "grown" / name).read_bytes() == (tmp_path / "anew" / name).read_bytes(), name

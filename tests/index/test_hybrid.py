from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Entry, Hit, HybridIndex, HybridWeights, InvalidInput, Query, StoreDamaged, TextIndexError

DIRECTIONS = {"east": (1, 0), "north": (0, 1), "northeast": (1, 1), "west": (-1, 0), "south": (0, -1)}
SENTENCES = HybridWeights(sentence=1, passage=0, bigram=0, word=0)
PASSAGES = HybridWeights(sentence=0, passage=1, bigram=0, word=0)
BIGRAMS = HybridWeights(sentence=0, passage=0, bigram=1, word=0)
WORDS = HybridWeights(sentence=0, passage=0, bigram=0, word=1)


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


class Compass:
    """Embeds names of directions; remembers what it was asked."""

    model_id = "compass"
    dimension = 2
    max_tokens = None

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> np.ndarray:
        return unit(*DIRECTIONS[text])

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        self.embedded += texts
        if progress is not None:
            progress(len(texts), len(texts))
        return np.stack([unit(*DIRECTIONS[text]) for text in texts])

    def token_count(self, text: str) -> int:
        return len(text)


ENTRIES = [
    Entry("一", "残疾人 社会保险补贴", ("north",), ("east", "south")),
    Entry("二", "职业培训补贴标准", ("east", "north"), ("north", "northeast")),
    Entry("三", "实施时间", ("northeast",), ()),
    Entry("四", "残疾人就业保障金", ("west",), ("west",)),
]
EAST = unit(1, 0)
HALF = 0.5**0.5


@pytest.fixture(scope="module")
def index() -> HybridIndex:
    return HybridIndex.build(ENTRIES, Compass())


def ranked(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


def by_id(hits: list[Hit]) -> dict[str, Hit]:
    return {hit.id: hit for hit in hits}


def test_every_hit_carries_all_its_evidence(index):
    hits = by_id(index.search(Query("补贴"), EAST, 10))
    assert {i: (h.sentence, h.passage) for i, h in hits.items()} == {
        "一": (pytest.approx(1), pytest.approx(0, abs=1e-6)),
        "二": (pytest.approx(HALF), pytest.approx(1)),
        "三": (-1, pytest.approx(HALF)),
        "四": (pytest.approx(-1), pytest.approx(-1)),
    }
    assert hits["一"].lexical > 0
    assert hits["二"].lexical > 0
    assert (hits["三"].lexical, hits["四"].lexical) == (0, 0)


def test_evidence_does_not_depend_on_the_weights(index):
    plain = by_id(index.search(Query("补贴", ("残疾人",)), EAST, 10))
    for weights in (SENTENCES, PASSAGES, BIGRAMS, WORDS):
        for hit in index.search(Query("补贴", ("残疾人",)), EAST, 10, weights=weights):
            assert hit == replace(plain[hit.id], score=hit.score)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        # 三 has no sentence and ranks by its passage, level with 二: ties keep entry order.
        (SENTENCES, ["一", "二", "三", "四"]),
        (PASSAGES, ["二", "三", "一", "四"]),
        # Both have 补贴 once; 职业培训补贴标准 has 7 bigrams, 残疾人社会保险补贴 8, so the shorter is first.
        (BIGRAMS, ["二", "一", "三", "四"]),
    ],
    ids=["sentences", "passages", "bigrams"],
)
def test_one_kind_of_evidence_alone(index, weights, expected):
    assert ranked(index.search(Query("补贴"), EAST, 10, weights=weights)) == expected


def test_min_max_score_is_the_weighted_mean_of_stretched_evidence(index):
    weights = HybridWeights(sentence=3, passage=1, bigram=0, word=0)
    hits = by_id(index.search(Query("补贴"), EAST, 10, weights=weights))
    # Sentences run from -1 to 1, passages from -1 to 1.
    assert hits["一"].score == pytest.approx((3 * 1 + 1 * 0.5) / 4)
    assert hits["二"].score == pytest.approx((3 * (HALF + 1) / 2 + 1 * 1) / 4)
    assert hits["四"].score == pytest.approx(0)


def test_reciprocal_rank_score_is_one_for_first_everywhere_and_less_below(index):
    weights = HybridWeights(sentence=1, passage=1, bigram=0, word=0, fusion="reciprocal_rank")
    hits = by_id(index.search(Query("补贴"), EAST, 10, weights=weights))
    # 一 is first by sentence, third by passage; 二 second (with 三, level) and first.
    assert hits["一"].score == pytest.approx((1 / 61 + 1 / 63) * 61 / 2)
    assert hits["二"].score == pytest.approx((1 / 62 + 1 / 61) * 61 / 2)


@pytest.mark.parametrize("fusion", ["min_max", "z_score", "reciprocal_rank"])
@pytest.mark.parametrize("question", ["补贴", "zzz", "残疾人社会保险补贴"])
def test_scores_lie_between_0_and_1_and_fall(index, fusion, question):
    scores = [h.score for h in index.search(Query(question), EAST, 10, weights=HybridWeights(fusion=fusion))]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_question_without_a_known_word_is_ranked_by_vectors_alone(index):
    weights = HybridWeights(sentence=1, passage=0, bigram=1, word=1)
    assert ranked(index.search(Query("zzz"), EAST, 10, weights=weights)) == ["一", "二", "三", "四"]


def test_expansion_finds_what_the_question_does_not_say(index):
    hits = index.search(Query("disabled", ("残疾人",)), unit(0, 1), 10, weights=BIGRAMS)
    assert set(ranked(hits)[:2]) == {"一", "四"}
    off = index.search(Query("disabled", ("残疾人",)), unit(0, 1), 10, weights=replace(BIGRAMS, expansion=0))
    assert all(hit.lexical == 0 for hit in off)


def test_k_cuts_and_may_exceed_the_entries(index):
    assert ranked(index.search(Query("补贴"), EAST, 2, weights=SENTENCES)) == ["一", "二"]
    assert len(index.search(Query("补贴"), EAST, 1000)) == 4


def test_sentence_similarity_keeps_sentence_order(index):
    assert index.sentence_similarity(EAST, "二") == pytest.approx([0, HALF], abs=1e-6)
    assert index.sentence_similarity(EAST, "三").shape == (0,)
    with pytest.raises(InvalidInput, match="nobody"):
        index.sentence_similarity(EAST, "nobody")


def test_term_weights_are_zero_for_absent_words(index):
    weights = index.term_weights("残疾人住房补贴")
    assert weights["补贴"] == pytest.approx(np.log(1 + 2.5 / 2.5))  # in 2 of 4 entries
    assert weights["住房"] == 0
    assert index.absent_weight == pytest.approx(np.log(1 + 4.5 / 0.5))


def test_a_text_that_occurs_twice_is_embedded_once():
    compass = Compass()
    seen: list[tuple[int, int]] = []
    HybridIndex.build(ENTRIES, compass, lambda done, total: seen.append((done, total)))
    assert sorted(compass.embedded) == ["east", "north", "northeast", "south", "west"]
    assert seen == [(5, 5)]


def test_an_index_without_any_sentence():
    index = HybridIndex.build([Entry("a", "甲", ("east",), ()), Entry("b", "乙", ("west",), ())], Compass())
    hits = index.search(Query("丙"), EAST, 5)
    assert [(hit.id, hit.sentence) for hit in hits] == [("a", -1), ("b", -1)]


def test_one_allowed_entry_is_found_with_a_full_score(index):
    (hit,) = index.search(Query("实施时间"), EAST, 5, allowed={"三"})
    assert hit.score == pytest.approx(1)


def test_round_trip_gives_the_same_hits(index, tmp_path):
    index.save(tmp_path / "index")
    loaded = HybridIndex.load(tmp_path / "index")
    assert (len(loaded), loaded.ids, loaded.dimension) == (4, ("一", "二", "三", "四"), 2)
    for question in (Query("残疾人补贴"), Query("x", ("培训",)), Query("")):
        assert loaded.search(question, EAST, 10) == index.search(question, EAST, 10)
        assert loaded.search(question, EAST, 10, {"二", "四"}) == index.search(question, EAST, 10, {"二", "四"})
    assert loaded.term_weights("残疾人补贴") == index.term_weights("残疾人补贴")


def test_nothing_is_pickled(index, tmp_path):
    """No file is a pickle, a NumPy array of objects or a zip that could hold one."""
    index.save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".npy", ".json", ".faiss"}
    for path in files:
        head = path.read_bytes()[:256]
        assert not head.startswith((b"\x80", b"PK")), path
        if path.suffix == ".npy":
            assert b"'O'" not in head and b"|O" not in head
            np.load(path, allow_pickle=False)


def _no_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


@pytest.mark.parametrize(
    "damage",
    [
        _no_folder,
        lambda folder: (folder / "ids.json").write_text("[1]", encoding="utf-8"),
        lambda folder: (folder / "ids.json").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "sentences" / "vectors.faiss").write_bytes(b"IxFI"),
        lambda folder: (folder / "passages" / "starts.npy").write_bytes(b""),
        lambda folder: (folder / "words" / "params.index.json").write_text("{}", encoding="utf-8"),
    ],
    ids=["empty folder", "fewer ids", "no json", "no faiss", "no array", "no parameters"],
)
def test_what_is_no_index_is_refused_with_a_remedy(index, tmp_path, damage):
    index.save(tmp_path)
    damage(tmp_path)
    with pytest.raises(StoreDamaged, match="policy-kb build"):
        HybridIndex.load(tmp_path)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], "nothing to index"),
        ([ENTRIES[0], ENTRIES[0]], "Two entries"),
        ([Entry("x", "x", (), ("east",))], "no passage"),
    ],
    ids=["none", "same id", "no passage"],
)
def test_entries_that_cannot_be_indexed_are_refused(entries, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        HybridIndex.build(entries, Compass())
    assert isinstance(caught.value, TextIndexError)


def test_a_vector_of_another_model_is_refused(index):
    with pytest.raises(InvalidInput, match="2 dimensions"):
        index.search(Query("补贴"), unit(1, 0, 0), 5)


def test_a_k_below_one_is_refused(index):
    with pytest.raises(InvalidInput, match="at least 1"):
        index.search(Query("补贴"), EAST, 0)


@pytest.mark.parametrize(
    "values",
    [{"sentence": -1}, {"expansion": float("nan")}, dict.fromkeys(("sentence", "passage", "bigram", "word"), 0)],
    ids=str,
)
def test_weights_that_make_no_sense_are_refused(values):
    with pytest.raises(InvalidInput, match="HybridWeights"):
        HybridWeights(**values)

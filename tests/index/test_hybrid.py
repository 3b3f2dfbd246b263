from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from embedders import Compass
from every import every

from index import Entry, Hit, HybridIndex, HybridWeights, InvalidIndexInput, Query, StoreDamaged, TextIndexError
from index.semantic import SemanticPart

DIRECTIONS = {"east": (1, 0), "north": (0, 1), "northeast": (1, 1), "west": (-1, 0), "south": (0, -1)}
SENTENCES = HybridWeights(sentence=1, passage=0, bigram=0, word=0)
PASSAGES = HybridWeights(sentence=0, passage=1, bigram=0, word=0)
BIGRAMS = HybridWeights(sentence=0, passage=0, bigram=1, word=0)
WORDS = HybridWeights(sentence=0, passage=0, bigram=0, word=1)


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


ENTRIES = [
    Entry("一", "残疾人 社会保险补贴", ("north",), ("east", "south")),
    Entry("二", "职业培训补贴标准", ("east", "north"), ("north", "northeast")),
    Entry("三", "实施时间", ("northeast",), ()),
    Entry("四", "残疾人就业保障金", ("west",), ("west",)),
]
EAST = unit(1, 0)
HALF = 0.5**0.5


def near(expected: object) -> object:
    """As close as float16 keeps a cosine."""
    return pytest.approx(expected, abs=1e-3)


@pytest.fixture(scope="module")
def index() -> HybridIndex:
    return HybridIndex.build(ENTRIES, Compass())


FLAGS = {2: (1, 0, 0), 4: (0, 1, 0), 5: (0, 3, 4), 9: (-1, 0, 0)}


class Flag:
    """A second model of three dimensions: texts and words by their number of characters; remembers what it was asked."""

    model_id = "flag"
    dimension = 3

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        self.embedded += texts
        return np.stack([unit(*FLAGS.get(len(text), (0, 0, 1))) for text in texts])


@pytest.fixture(scope="module")
def two() -> HybridIndex:
    """The same entries read by both models. east, west → (0, 1, 0); north, south → (0, 0.6, 0.8); northeast → (-1, 0, 0)."""
    return HybridIndex.build(ENTRIES, Compass(), second=Flag())


def ranked(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


def by_id(hits: list[Hit]) -> dict[str, Hit]:
    return {hit.id: hit for hit in hits}


def test_every_hit_carries_all_its_evidence(index):
    hits = by_id(index.search(Query("补贴"), EAST, 10))
    assert {i: (h.sentence, h.passage) for i, h in hits.items()} == {
        "一": (near(1), near(0)),
        "二": (near(HALF), near(1)),
        "三": (-1, near(HALF)),
        "四": (near(-1), near(-1)),
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
    assert hits["一"].score == near((3 * 1 + 1 * 0.5) / 4)
    assert hits["二"].score == near((3 * (HALF + 1) / 2 + 1 * 1) / 4)
    assert hits["四"].score == near(0)


def test_reciprocal_rank_score_is_one_for_first_everywhere_and_less_below(index):
    weights = HybridWeights(sentence=1, passage=1, bigram=0, word=0, fusion="reciprocal_rank")
    hits = by_id(index.search(Query("补贴"), EAST, 10, weights=weights))
    # 一 is first by sentence, third by passage; 二 second (with 三, level) and first.
    assert hits["一"].score == near((1 / 61 + 1 / 63) * 61 / 2)
    assert hits["二"].score == near((1 / 62 + 1 / 61) * 61 / 2)


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
    assert index.sentence_similarity(EAST, "二") == near([0, HALF])
    assert index.sentence_similarity(EAST, "三").shape == (0,)
    with pytest.raises(InvalidIndexInput, match="nobody"):
        index.sentence_similarity(EAST, "nobody")


def test_term_weights_are_zero_for_absent_words(index):
    weights = index.term_weights("残疾人住房补贴")
    assert weights["补贴"] == near(np.log(1 + 2.5 / 2.5))  # in 2 of 4 entries
    assert weights["住房"] == 0
    assert index.absent_weight == near(np.log(1 + 4.5 / 0.5))


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
    (hit,) = index.search(Query("实施时间"), EAST, 5, allowed=index.mask({"三"}))
    assert hit.score == near(1)


def test_round_trip_gives_the_same_hits(index, tmp_path):
    index.save(tmp_path / "index")
    loaded = HybridIndex.load(tmp_path / "index")
    assert (len(loaded), loaded.ids) == (4, ("一", "二", "三", "四"))
    for question in (Query("残疾人补贴"), Query("x", ("培训",)), Query("")):
        assert loaded.search(question, EAST, 10) == index.search(question, EAST, 10)
        assert loaded.search(question, EAST, 10, loaded.mask({"二", "四"})) == index.search(
            question, EAST, 10, index.mask({"二", "四"})
        )
    assert loaded.term_weights("残疾人补贴") == index.term_weights("残疾人补贴")


def test_nothing_is_pickled(index, tmp_path):
    """No file is a pickle, a NumPy array of objects or a zip that could hold one."""
    index.save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".npy", ".json", ".bin"}
    for path in files:
        head = path.read_bytes()[:256]
        assert not head.startswith((b"\x80", b"PK")), path
        if path.suffix == ".npy":
            assert b"'O'" not in head and b"|O" not in head
            np.load(path, allow_pickle=False)


def segment_in(folder: Path) -> Path:
    """The folder of the only segment of an index."""
    (found,) = (folder / "segments").iterdir()
    return found


def _no_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


@pytest.mark.parametrize(
    "damage",
    [
        _no_folder,
        lambda folder: (folder / "segments.json").write_text('["other"]', encoding="utf-8"),
        lambda folder: (segment_in(folder) / "held.json").write_text('{"keys": [""], "sizes": [1], "ids": ["1"]}'),
        lambda folder: (segment_in(folder) / "held.json").write_text("{", encoding="utf-8"),
        lambda folder: (segment_in(folder) / "hashes.bin").write_bytes(b"1"),
        lambda folder: (segment_in(folder) / "sentences" / "vectors.npy").write_bytes(b"IxFI"),
        lambda folder: (segment_in(folder) / "passages" / "starts.npy").write_bytes(b""),
        lambda folder: (segment_in(folder) / "words" / "tokens.json").unlink(),
        lambda folder: (segment_in(folder) / "words" / "keys.npy").write_bytes(
            (segment_in(folder) / "bigrams" / "keys.npy").read_bytes()
        ),
    ],
    ids=["empty folder", "another segment", "fewer", "no json", "hashes", "no vectors", "no array", "tokens", "keys"],
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
    with pytest.raises(InvalidIndexInput, match=message) as caught:
        HybridIndex.build(entries, Compass())
    assert isinstance(caught.value, TextIndexError)


def test_a_vector_of_another_model_is_refused(index):
    with pytest.raises(InvalidIndexInput, match="2 dimensions"):
        index.search(Query("补贴"), unit(1, 0, 0), 5)


def test_a_k_below_one_is_refused(index):
    with pytest.raises(InvalidIndexInput, match="at least 1"):
        index.search(Query("补贴"), EAST, 0)


@every(
    "values",
    [
        {"sentence": -1},
        {"second_passage": -0.1},
        {"second_sentence": float("inf")},
        {"expansion": float("nan")},
        dict.fromkeys(("sentence", "passage", "bigram", "word"), 0),
    ],
)
def test_weights_that_make_no_sense_are_refused(values):
    with pytest.raises(InvalidIndexInput, match="HybridWeights"):
        HybridWeights(**values)


# -- a second model

FLAG = unit(0, 1, 0)
SECOND_SENTENCES = HybridWeights(sentence=0, passage=0, bigram=0, word=0, second_sentence=1)
SECOND_PASSAGES = HybridWeights(sentence=0, passage=0, bigram=0, word=0, second_passage=1)


def test_a_hit_carries_the_second_models_best_cosine_over_sentences(two):
    hits = by_id(two.search(Query("补贴"), EAST, 10, second=FLAG))
    # 一: the better of east 1 and south 0.6; 二: of north 0.6 and northeast 0; 三: by its passage northeast.
    assert {i: h.second for i, h in hits.items()} == {
        "一": near(1),
        "二": near(0.6),
        "三": near(0),
        "四": near(1),
    }


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        # Sentences 1, 0.6, 0, 1; passages north 0.6, east 1, northeast 0, west 1. Ties keep entry order.
        (SECOND_SENTENCES, ["一", "四", "二", "三"]),
        (SECOND_PASSAGES, ["二", "四", "一", "三"]),
    ],
    ids=["sentences", "passages"],
)
def test_the_second_model_alone(two, weights, expected):
    assert ranked(two.search(Query("补贴"), EAST, 10, weights=weights, second=FLAG)) == expected


def test_both_models_make_one_weighted_mean(two):
    weights = HybridWeights(sentence=3, passage=0, bigram=0, word=0, second_sentence=1)
    hits = by_id(two.search(Query("补贴"), EAST, 10, weights=weights, second=FLAG))
    # The main model's sentences run from -1 to 1, the second one's from 0 to 1.
    assert hits["一"].score == near((3 * 1 + 1 * 1) / 4)
    assert hits["二"].score == near((3 * (HALF + 1) / 2 + 1 * 0.6) / 4)
    assert hits["四"].score == near((3 * 0 + 1 * 1) / 4)


def test_the_weights_of_a_model_that_did_not_read_the_question_count_for_nothing(two, index):
    weights = HybridWeights(sentence=3, passage=1, bigram=0, word=0, second_sentence=5, second_passage=5)
    plain = replace(weights, second_sentence=0, second_passage=0)
    expected = index.search(Query("补贴"), EAST, 10, weights=plain)
    for made, second in ((two, None), (index, FLAG), (index, None)):
        hits = made.search(Query("补贴"), EAST, 10, weights=weights, second=second)
        assert hits == expected
        assert {hit.second for hit in hits} == {-1.0}


def test_without_weights_of_its_own_the_second_model_changes_no_rank(two, index):
    weights = HybridWeights(second_sentence=0, second_passage=0)
    hits = two.search(Query("补贴"), EAST, 10, weights=weights, second=FLAG)
    assert [replace(hit, second=-1.0) for hit in hits] == index.search(Query("补贴"), EAST, 10, weights=weights)


def test_only_allowed_entries_are_read_by_the_second_model_too(two):
    hits = two.search(Query("补贴"), EAST, 10, two.mask({"三", "二"}), SECOND_SENTENCES, FLAG)
    # Of these two the best has the full score.
    assert [(hit.id, hit.score) for hit in hits] == [("二", near(1)), ("三", near(0))]


def test_a_vector_of_the_main_model_is_refused_for_the_second(two):
    with pytest.raises(InvalidIndexInput, match="3 dimensions"):
        two.search(Query("补贴"), EAST, 5, second=EAST)


def test_the_second_model_reads_each_text_once_and_the_words_of_the_texts():
    flag = Flag()
    index = HybridIndex.build(ENTRIES, Compass(), second=flag)
    assert index.vocabulary is not None
    words = [word for word in flag.embedded if word not in DIRECTIONS]
    assert sorted(word for word in flag.embedded if word in DIRECTIONS) == sorted(DIRECTIONS)
    assert tuple(words) == index.vocabulary.words
    assert {"残疾人", "补贴", "培训", "实施", "就业"} <= set(words)
    assert len(set(words)) == len(words)


def test_without_a_second_model_there_is_no_vocabulary(index):
    assert index.vocabulary is None


def test_a_round_trip_keeps_the_second_model(two, tmp_path):
    two.save(tmp_path)
    loaded = HybridIndex.load(tmp_path)
    for weights in (SECOND_SENTENCES, SECOND_PASSAGES, HybridWeights(second_sentence=0.5)):
        assert loaded.search(Query("补贴"), EAST, 10, None, weights, FLAG) == two.search(
            Query("补贴"), EAST, 10, None, weights, FLAG
        )
    assert loaded.vocabulary.words == two.vocabulary.words
    assert [row.tobytes() for row in loaded.vocabulary.nearest(FLAG, 3)] == [
        row.tobytes() for row in two.vocabulary.nearest(FLAG, 3)
    ]


def test_an_index_of_one_model_leaves_no_folder_of_a_second(index, tmp_path):
    index.save(tmp_path)
    assert not (segment_in(tmp_path) / "second").exists()
    assert not (tmp_path / "vocabulary").exists()
    assert HybridIndex.load(tmp_path).vocabulary is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (segment_in(folder) / "second" / "sentences" / "vectors.npy").write_bytes(b"IxFI"),
        lambda folder: _no_folder(folder / "vocabulary"),
        lambda folder: (folder / "vocabulary" / "000" / "words.json").write_text('["补贴"]', encoding="utf-8"),
        lambda folder: SemanticPart.build(ENTRIES[:2], Flag()).save(segment_in(folder) / "second"),
    ],
    ids=["no vectors", "no vocabulary", "fewer words", "fewer entries"],
)
def test_a_damaged_second_model_is_refused_with_a_remedy(two, tmp_path, damage):
    two.save(tmp_path)
    damage(tmp_path)
    with pytest.raises(StoreDamaged, match="policy-kb build"):
        HybridIndex.load(tmp_path)


def test_an_index_without_any_sentence_read_by_both_models():
    entries = [Entry("a", "甲乙", ("east",), ()), Entry("b", "丙丁", ("north",), ())]
    hits = HybridIndex.build(entries, Compass(), second=Flag()).search(
        Query("戊"), EAST, 5, None, SECOND_SENTENCES, unit(0, 0, 1)
    )
    assert [(hit.id, hit.sentence, hit.second) for hit in hits] == [
        ("b", -1, near(0.8)),
        ("a", -1, near(0)),
    ]

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from embedders import SECOND
from hypothesis import given
from hypothesis import strategies as st

import index.vocabulary
from index import WordVectors, word_tokens
from index.models.embedder import Progress, Vector
from index.vocabulary import WordPart


class Lengths:
    """Embeds a text as (3, 4) / 5 where it has two characters and as (1, 0) else; remembers what it was asked."""

    model_id = "lengths"
    dimension = 2

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded += texts
        if progress is not None:
            progress(len(texts), len(texts))
        rows = [[0.6, 0.8] if len(text) == 2 else [1, 0] for text in texts]
        return np.array(rows, np.float32).reshape(-1, 2)


TOKENS = ["补贴", "公益性", "a", "app", "12", "3年", "的", "补贴", "，", "期限", ""]


@pytest.fixture
def vocabulary() -> WordVectors:
    return WordVectors.build(TOKENS, Lengths())


def test_only_chinese_words_of_two_characters_and_more_are_kept_once_and_sorted(vocabulary: WordVectors) -> None:
    # 公 U+516C, 期 U+671F, 补 U+8865
    assert vocabulary.words == ("公益性", "期限", "补贴")
    assert len(vocabulary) == 3
    assert "期限" in vocabulary
    for other in ("的", "app", "12", "3年", "，", "", None, 0):
        assert other not in vocabulary


def test_each_word_is_embedded_once() -> None:
    embedder = Lengths()
    vocabulary = WordVectors.build(TOKENS, embedder)
    assert embedder.embedded == ["公益性", "期限", "补贴"]
    WordVectors.build(TOKENS, embedder, vocabulary)
    assert embedder.embedded == ["公益性", "期限", "补贴"]
    WordVectors.build([*TOKENS, "住房"], embedder, vocabulary)
    assert embedder.embedded[3:] == ["住房", "公益性", "期限", "补贴"]


def test_rows_are_those_of_known_words_once_and_ascending(vocabulary: WordVectors) -> None:
    rows = vocabulary.rows(["补贴", "住房", "公益性", "补贴"])
    assert (rows.tolist(), rows.dtype) == ([0, 2], np.int64)
    assert vocabulary.rows([]).shape == (0,)


EVERY = np.arange(3)


def test_cosines_of_several_vectors_with_words(vocabulary: WordVectors) -> None:
    cosines = vocabulary.cosines(np.array([[1, 0], [0.8, 0.6]], np.float32), EVERY)
    # (0.8, 0.6) with (0.6, 0.8): 0.48 + 0.48; float16 keeps three digits.
    assert cosines == pytest.approx(np.array([[1, 0.6, 0.6], [0.8, 0.96, 0.96]]), abs=1e-3)
    assert vocabulary.cosines(np.ones((1, 2), np.float32), EVERY[:0]).shape == (1, 0)
    assert vocabulary.cosines(np.empty((0, 2), np.float32), EVERY).shape == (0, 3)


def test_the_nearest_words_best_first(vocabulary: WordVectors) -> None:
    rows, cosines = vocabulary.nearest(np.array([1, 0], np.float32), 2)
    assert [vocabulary.words[row] for row in rows] == ["公益性", "期限"]  # 期限 and 补贴 alike: in their order
    assert cosines == pytest.approx([1, 0.6], abs=1e-3)
    assert WordVectors.empty(2).nearest(np.array([1, 0], np.float32), 2)[0].tolist() == []


def test_many_words_stand_in_several_parts_of_which_a_new_word_changes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.vocabulary, "_PART", 8)
    words = [first + second for first in "补贴期限住房保险" for second in "甲乙丙丁"]
    made = WordVectors.build(words, Lengths())
    assert [len(part.words) > 0 for part in made.parts] == [True] * 4
    assert sorted(made.words) == sorted(words)
    made.save(tmp_path / "made")
    embedder = Lengths()
    more = WordVectors.build([*words, "公积金"], embedder, WordVectors.load(tmp_path / "made"))
    assert sum(mine is not None for mine in (part.folder for part in more.parts)) == 3
    assert "公积金" in embedder.embedded
    anew = WordVectors.build([*words, "公积金"], Lengths())
    assert (anew.words, anew.nearest(np.array([1, 0], np.float32), 1)[0].tolist()) == (
        more.words,
        more.nearest(np.array([1, 0], np.float32), 1)[0].tolist(),
    )


def test_words_and_vectors_must_go_together(vocabulary: WordVectors, tmp_path: Path) -> None:
    vocabulary.save(tmp_path)
    (tmp_path / "000" / "words.json").write_text('["补贴", "期限"]', encoding="utf-8")
    with pytest.raises(ValueError, match="2 words, 3 vectors"):
        WordPart.load(tmp_path / "000")


def test_texts_without_a_chinese_word_give_an_empty_vocabulary(tmp_path: Path) -> None:
    empty = WordVectors.build(["app", "的"], Lengths())
    empty.save(tmp_path)
    for vocabulary in (empty, WordVectors.load(tmp_path)):
        assert (len(vocabulary), vocabulary.words) == (0, ())
        assert vocabulary.cosines(np.ones((2, 2), np.float32), EVERY[:0]).shape == (2, 0)


def test_a_round_trip_keeps_words_and_bits(vocabulary: WordVectors, tmp_path: Path) -> None:
    vocabulary.save(tmp_path / "new" / "folder")
    loaded = WordVectors.load(tmp_path / "new" / "folder")
    assert loaded.words == vocabulary.words
    asked = np.array([[0.3, -0.7]], np.float32)
    assert loaded.cosines(asked, EVERY).tobytes() == vocabulary.cosines(asked, EVERY).tobytes()


@pytest.mark.parametrize("name", ["words.json", "vectors.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_what_cannot_be_read_raises_what_a_reader_expects(
    vocabulary: WordVectors, tmp_path: Path, name: str, damage: str
) -> None:
    vocabulary.save(tmp_path)
    path = tmp_path / "000" / name
    whole = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "other":
        path.write_bytes(json.dumps(["补贴"]).encode())
    with pytest.raises((OSError, EOFError, ValueError, TypeError)):
        WordVectors.load(tmp_path)


def test_the_real_model_finds_the_corpus_own_word_for_another_language_and_another_name() -> None:
    text = "残疾人补贴；创业担保贷款；使用农药；职业技能培训；环境卫生清扫"
    vocabulary = WordVectors.build(word_tokens(text), SECOND)
    asked = SECOND.embed_queries(["pesticides", "training", "loan", "打扫"])
    nearest = [vocabulary.words[vocabulary.nearest(vector, 1)[0][0]] for vector in asked]
    assert nearest == ["农药", "培训", "贷款", "清扫"]


@given(st.lists(st.text(st.sampled_from("补贴期限a1，"), max_size=3)))
def test_every_row_leads_back_to_its_word(tokens: list[str]) -> None:
    vocabulary = WordVectors.build(tokens, Lengths())
    assert list(vocabulary.words) == sorted(set(vocabulary.words))
    for word in tokens:
        known = len(word) > 1 and all(character in "补贴期限" for character in word)
        assert (word in vocabulary) is known
        assert [vocabulary.words[row] for row in vocabulary.rows([word])] == [word] * known

from math import log

import numpy as np
import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex, bigram_tokens, normalize, word_tokens
from index.postings import Postings


@every(
    ("text", "expected"),
    [
        ("２０１６年Ａ类（试行）", "2016年a类(试行)"),
        ("社会\n  保险 补贴", "社会保险补贴"),
        ("不超过 5 年", "不超过5年"),
        ("GDP growth 增长", "gdp growth增长"),
        ("表 12 34", "表12 34"),
        ("5,000元", "5000元"),
        ("1,234,567.5元", "1234567.5元"),
        ("1,23元", "1,23元"),
        ("100，200元", "100,200元"),
    ],
)
def test_normalize(text, expected):
    assert normalize(text) == expected


@every(
    ("text", "expected"),
    [
        ("社会保险", ["社会", "会保", "保险"]),
        ("补贴5年。", ["补贴", "5", "5年", "年"]),
        ("第 12 条", ["第", "12", "12条", "条"]),
        ("增长３．５％左右", ["增长", "3.5%", "3.5%左", "左右"]),
        ("县、区", ["县", "区"]),
        ("COVID-19 vaccine", ["covid", "19", "vaccine"]),
        ("5,000元", ["5000", "5000元", "元"]),
        ("5。元", ["5", "元"]),
        ("〔2016〕！？", ["2016"]),
        ("…… ——", []),
    ],
)
def test_bigram_tokens(text, expected):
    assert bigram_tokens(text) == expected


def test_word_tokens_give_long_words_and_the_words_inside_them():
    assert word_tokens("城镇职工，Social 保险") == ["城镇", "职工", "城镇职工", "social", "保险"]


def test_word_tokens_do_not_guess_new_words():
    # With guessing, 离领 becomes a word here and nowhere else.
    assert word_tokens("离领养老金")[:3] == ["离", "领", "养老"]


@pytest.fixture(scope="module")
def three_texts() -> LexicalIndex:
    return LexicalIndex.build(["补贴", "补贴 培训", "保险"], bigram_tokens)


def idf(n: int, df: int) -> float:
    return log(1 + (n - df + 0.5) / (df + 0.5))


def bm25(n: int, df: int, length: int, average: float) -> float:
    return idf(n, df) * 1 / (1 + 1.5 * (1 - 0.75 + 0.75 * length / average))


def test_scores_are_bm25_of_lucene(three_texts):
    # `补贴 培训` is one run once the space is ignored: 补贴, 贴培, 培训. Lengths 1, 3, 1.
    scores = three_texts.scores("补贴")
    assert scores == pytest.approx([bm25(3, 2, 1, 5 / 3), bm25(3, 2, 3, 5 / 3), 0], rel=1e-5)


def test_idf_and_the_idf_of_an_absent_token(three_texts):
    assert three_texts.term_weights("补贴、保险、住房") == pytest.approx(
        {"补贴": idf(3, 2), "保险": idf(3, 1), "住房": 0}
    )
    assert three_texts.absent_idf == pytest.approx(idf(3, 0))


def test_a_repeated_question_word_counts_once(three_texts):
    assert three_texts.scores("补贴、补贴、补贴") == pytest.approx(three_texts.scores("补贴"))


def test_search_drops_texts_that_share_no_term_and_takes_any_k(three_texts):
    numbers, scores = three_texts.search("补贴", 100)
    assert numbers.tolist() == [0, 1]
    assert scores[0] > scores[1] > 0


@every("question", ["", "？！", "住房公积金", "xyz"])
def test_a_question_that_meets_nothing_finds_nothing(three_texts, question):
    assert three_texts.scores(question).tolist() == [0, 0, 0]
    assert three_texts.search(question, 3)[0].tolist() == []


def test_expansion_terms_count_at_their_weight(three_texts):
    # The question's own mass is idf(补贴); the added mass idf(保险), so 0.4 is below the share and holds.
    scores = three_texts.scores("补贴", ("保险",), expansion_weight=0.4, expansion_share=1.0)
    assert scores[2] == pytest.approx(min(0.4, idf(3, 2) / idf(3, 1)) * bm25(3, 1, 1, 5 / 3), rel=1e-5)
    assert scores[:2] == pytest.approx(three_texts.scores("补贴")[:2])


def test_expansion_together_weighs_no_more_than_its_share(three_texts):
    scores = three_texts.scores("补贴", ("保险", "培训"), expansion_weight=1.0, expansion_share=0.1)
    weight = 0.1 * idf(3, 2) / (idf(3, 1) + idf(3, 1))
    assert scores[2] == pytest.approx(weight * bm25(3, 1, 1, 5 / 3), rel=1e-5)


def test_expansion_does_not_count_the_questions_own_terms_again(three_texts):
    assert three_texts.scores("补贴", ("补贴",)) == pytest.approx(three_texts.scores("补贴"))


def test_expansion_serves_a_question_in_another_language(three_texts):
    # `insurance` is in no text and weighs log(1 + 3.5/0.5); half of that exceeds 0.4 times idf(保险).
    scores = three_texts.scores("insurance", ("保险",), expansion_weight=0.4, expansion_share=0.5)
    assert scores == pytest.approx([0, 0, 0.4 * bm25(3, 1, 1, 5 / 3)], rel=1e-5)


def test_expansion_of_weight_zero_is_off(three_texts):
    assert three_texts.scores("补贴", ("保险",), expansion_weight=0).tolist() == three_texts.scores("补贴").tolist()


def test_texts_without_any_token_are_found_by_nothing():
    index = LexicalIndex.build(["——", "……"], bigram_tokens)
    assert len(index) == 2
    assert index.scores("——补贴").tolist() == [0, 0]
    assert index.term_weights("") == {}


def test_saved_files_are_the_same_each_time_and_give_the_same_scores(three_texts, tmp_path):
    texts = ["补贴", "补贴 培训", "保险"]
    for name in "ab":
        Postings.of(texts, bigram_tokens).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files and all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    loaded = LexicalIndex([Postings.load(tmp_path / "a")], bigram_tokens)
    assert np.array_equal(loaded.scores("培训补贴", ("保险",)), three_texts.scores("培训补贴", ("保险",)))
    assert loaded.absent_idf == three_texts.absent_idf
    assert loaded.tokens == {"补贴", "贴培", "培训", "保险"}


@pytest.mark.parametrize("cut", [1, 2])
def test_parts_together_are_the_whole(three_texts, cut):
    """Document frequencies and lengths are those of all parts."""
    texts = ["补贴", "补贴 培训", "保险"]
    parts = [Postings.of(texts[:cut], bigram_tokens), Postings.of(texts[cut:], bigram_tokens)]
    apart = LexicalIndex(parts, bigram_tokens)
    assert apart.term_weights("补贴保险住房") == three_texts.term_weights("补贴保险住房")
    assert np.array_equal(apart.scores("补贴", ("保险",)), three_texts.scores("补贴", ("保险",)))
    assert apart.holding("补贴").tolist() == [0, 1]
    assert apart.holding("补贴培训").tolist() == [1]
    assert apart.holding("住房").tolist() == []


@given(st.lists(st.text(st.sampled_from("补贴期限a1，"), max_size=6), min_size=1, max_size=6), st.data())
def test_pieces_joined_are_what_the_texts_give(texts, data):
    """Of any texts, cut anywhere and put together in another order."""
    whole = Postings.of(texts, bigram_tokens)
    cut = data.draw(st.integers(0, len(texts)))
    joined = Postings.joined([(whole, slice(cut, len(texts))), (whole, slice(0, cut))])
    anew = Postings.of([*texts[cut:], *texts[:cut]], bigram_tokens)
    for name in ("keys", "starts", "texts", "counts", "lengths"):
        assert np.array_equal(getattr(joined, name), getattr(anew, name)), name
        assert getattr(joined, name).dtype == getattr(anew, name).dtype, name
    assert joined.tokens == anew.tokens

"""How far a clause holds the words of a question. Weights and cosines by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from embedders import SECOND
from hypothesis import given
from hypothesis import strategies as st

from index import WordVectors, normalize, word_tokens
from index.dense import DensePart
from index.vocabulary import WordPart
from kb.answers.support import (
    ClauseReading,
    QuestionWords,
    Support,
    TextReading,
    WordCosines,
    best_sentence,
    read_clause,
    subjects_met,
    support,
    words_met,
    words_of,
)
from kb.language import FigureKind, TermMatch, sentence_spans
from kb.questions import Question
from kb.records import Cell, Clause, Document, Span

DOCUMENT = Document("D", "d.txt", "关于就业援助的通知", "notice")
WORDS = ("公益性", "岗位", "期限", "补贴", "清扫")
# One direction a word: the cosine of a vector with a word is one of its own numbers.
VOCABULARY = WordVectors([WordPart(WORDS, DensePart.of(np.eye(5, dtype=np.float16), [1] * 5))])
NONE: frozenset[FigureKind] = frozenset()


def clause(text: str, path: Sequence[str] = ("一、",)) -> Clause:
    return Clause("D 一", "D", "一", "clause", tuple(path), text, tuple(range(len(text))), tuple(sentence_spans(text)))


def asking(
    weights: dict[str, float],
    cosines: dict[str, dict[str, float]] | None = None,
    terms: tuple[TermMatch, ...] = (),
    absent: float = 8.0,
    figures: frozenset[FigureKind] = NONE,
) -> QuestionWords:
    """Content words with their idf, and their cosines with words of the vocabulary (0 where none is given)."""
    matrix = np.zeros((len(weights), len(WORDS)), np.float32)
    for word, row in (cosines or {}).items():
        for other, cosine in row.items():
            matrix[list(weights).index(word), WORDS.index(other)] = cosine
    return words_of(
        Question("", "", "zh", content=tuple(weights), terms=terms, figures=figures),
        weights,
        absent,
        lambda rows: matrix[:, rows],
    )


def best(words: QuestionWords, read: ClauseReading) -> Support:
    """The best of the supports by each sentence."""
    return best_sentence(words, read, [support(words, sentence) for sentence in read.sentences])


def reading(text: str) -> TextReading:
    return TextReading(normalize(text), VOCABULARY.rows(word_tokens(text)))


# -- the words of a question


def test_a_word_in_no_text_weighs_as_an_absent_one() -> None:
    question = Question("x", "x", "zh", content=("补贴", "扫地", "ＡＰＰ"))
    words = words_of(
        question, {"补贴": 1.0, "扫地": 0.0, "app": 2.0}, 4.0, lambda rows: np.zeros((3, len(rows)), np.float32)
    )
    assert words.weights == {"补贴": 1.0, "扫地": 4.0, "ＡＰＰ": 2.0}
    assert words.forms == {"补贴": "补贴", "扫地": "扫地", "ＡＰＰ": "app"}
    assert words.total == 7.0


def test_a_text_holds_a_figure_asked_for_or_none_is_asked_for() -> None:
    lasting = asking({}, figures=frozenset({"duration"}))
    assert lasting.figure_in("最长3年")
    assert not lasting.figure_in("每人500元")
    assert asking({}).figure_in("")


# -- a word is held …


def test_by_itself_whatever_its_width_and_case() -> None:
    words = asking({"补贴": 1.0, "ＡＰＰ": 1.0, "12333": 1.0})
    assert words_met(words, normalize("拨打１２３３３或用App")) == {"ＡＰＰ", "12333"}


def test_by_an_official_term_for_the_term_it_stands_in() -> None:
    term = TermMatch("公岗", ("公益性岗位", "乡村公益性岗位"), 0, 2)
    words = asking({"公岗": 1.0, "老板": 1.0}, terms=(term,))
    assert words_met(words, "公益性岗位的期限") == {"公岗"}
    assert words_met(words, "扶贫车间的期限") == frozenset()


def test_by_the_term_of_an_english_phrase() -> None:
    term = TermMatch("Public Welfare Posts", ("公益性岗位",), 0, 20)
    words = asking({"public": 1.0, "welfare": 1.0, "posts": 1.0, "hold": 1.0}, terms=(term,))
    assert words_met(words, "公益性岗位的期限") == {"public", "welfare", "posts"}


# -- how far


def test_stated_is_the_weighed_share_of_the_words_held() -> None:
    words = asking({"补贴": 1.0, "期限": 3.0, "农民工": 0.0}, absent=4.0)
    assert support(words, reading("补贴期限最长3年")) == Support(4 / 8, 4 / 8)
    assert support(words, reading("按月发放补贴")) == Support(1 / 8, 1 / 8)
    assert support(words, reading("做好工作")) == Support(0.0, 0.0)


def test_close_counts_a_word_not_held_by_the_nearest_word_of_the_text() -> None:
    words = asking({"补贴": 1.0, "扫大街": 3.0}, {"扫大街": {"清扫": 0.5, "岗位": 0.25}})
    assert support(words, reading("清扫岗位的补贴")) == Support(1 / 4, (1 + 3 * 0.5) / 4)
    assert support(words, reading("岗位的补贴")) == Support(1 / 4, (1 + 3 * 0.25) / 4)
    # The nearest word must stand in this text, not anywhere in the vocabulary.
    assert support(words, reading("期限")) == Support(0.0, 0.0)


def test_a_cosine_below_zero_takes_nothing_away() -> None:
    words = asking({"补贴": 1.0, "扫地": 1.0}, {"扫地": {"期限": -0.5}})
    assert support(words, reading("补贴的期限")) == Support(0.5, 0.5)


def test_a_word_that_is_held_counts_whole_whatever_its_cosine() -> None:
    words = asking({"补贴": 1.0}, {"补贴": {"补贴": 0.25}})
    assert support(words, reading("补贴")).close == 1.0


def test_a_question_without_content_words_is_supported_by_anything() -> None:
    assert support(asking({}), reading("补贴")) == Support(1.0, 1.0)


def test_a_subject_is_met_by_any_word_for_it_and_words_that_frame_a_question_are_none() -> None:
    terms = (
        TermMatch("公岗", ("公益性岗位", "公益岗位"), 0, 2),
        TermMatch("ＡＰＰ", ("手机应用",), 3, 6),
        TermMatch("多少钱", ("标准",), 7, 10, general=True),
    )
    words = asking({"公岗": 1.0}, terms=terms)
    assert subjects_met(words, normalize("公益岗位的期限")) == 1 / 2
    assert subjects_met(words, normalize("公岗人员用App申请")) == 1.0
    assert subjects_met(words, normalize("补贴标准")) == 0.0
    assert subjects_met(asking({"公岗": 1.0}), "") == 1.0


# -- a clause as it is read


def test_a_clause_is_read_whole_by_its_headings_and_by_its_sentences_under_them() -> None:
    read = read_clause(
        clause("按照规定发放补贴。期限最长不超过3年。", ("二、岗位", "（一）清扫")), DOCUMENT, VOCABULARY
    )
    assert [WORDS[row] for row in read.whole.rows] == ["岗位", "期限", "补贴", "清扫"]
    assert [WORDS[row] for row in read.heading.rows] == ["岗位", "清扫"]
    assert "就业援助" in read.heading.text
    assert "就业援助" not in read.whole.text
    first, second = read.sentences
    assert [WORDS[row] for row in first.rows] == ["岗位", "补贴", "清扫"]
    assert [WORDS[row] for row in second.rows] == ["岗位", "期限", "清扫"]
    # Figures are those of the sentence, not of its headings.
    assert "duration" in second.kinds
    assert first.kinds == NONE


def test_the_number_of_a_heading_is_no_figure_of_its_sentences() -> None:
    read = read_clause(clause("按月发放。", ("三、3年期限",)), DOCUMENT, VOCABULARY)
    assert read.sentences[0].kinds == NONE


def test_a_cell_is_read_with_its_column() -> None:
    text = "任务：清扫\n期限：3年"
    cells = (Cell("任务", "清扫", 0), Cell("期限", "3年", 3))
    row = Clause(
        "D 第1行", "D", "第1行", "row", ("1 清扫",), text, (-1,) * len(text), (Span(3, 5), Span(9, 11)), None, cells
    )
    first, second = read_clause(row, DOCUMENT, VOCABULARY).sentences
    assert first.text == normalize(f"{DOCUMENT.title} 1 清扫 任务 清扫")
    assert second.text == normalize(f"{DOCUMENT.title} 1 清扫 期限 3年")
    assert "duration" in second.kinds


def test_without_a_vocabulary_there_are_no_near_words() -> None:
    read = read_clause(clause("清扫岗位的补贴。"), DOCUMENT, None)
    question = Question("x", "x", "zh", content=("补贴", "扫地"))
    words = words_of(question, {"补贴": 1.0}, 3.0, lambda rows: np.zeros((2, len(rows)), np.float32))
    assert support(words, read.whole) == Support(1 / 4, 1 / 4)


# -- one sentence


BOTH = "清扫岗位的补贴按月发放。补贴期限最长3年。"


def read(text: str) -> ClauseReading:
    return read_clause(clause(text, ("一、",)), DOCUMENT, VOCABULARY)


def test_the_best_sentence_counts_not_the_clause() -> None:
    words = asking({"清扫": 1.0, "期限": 2.0, "补贴": 1.0})
    assert support(words, read(BOTH).whole).stated == 1.0
    assert best(words, read(BOTH)) == Support(3 / 4, 3 / 4)


def test_a_sentence_without_a_figure_of_the_kind_asked_for_does_not_support() -> None:
    words = asking({"清扫": 3.0, "补贴": 1.0})
    assert best(words, read(BOTH)).stated == 1.0
    for figures in ({"duration"}, {"duration", "money"}):
        assert best(replace(words, figures=frozenset(figures)), read(BOTH)).stated == 1 / 4  # type: ignore[arg-type]
    assert best(replace(words, figures=frozenset({"money"})), read(BOTH)) == Support(0.0, 0.0)


def test_a_figure_asked_for_holds_the_word_that_only_says_which_one_is_meant() -> None:
    asked = asking({"年龄": 3.0, "补贴": 1.0}, figures=frozenset({"age"}))
    assert best(asked, read("补贴发给45周岁以下的人。")) == Support(1.0, 1.0)
    # Not where it is none of those asked for.
    other = asking({"年龄": 3.0, "补贴": 1.0}, figures=frozenset({"duration"}))
    assert best(other, read("补贴发给45周岁以下的人，最长3年。")).stated == 1 / 4


def test_stated_and_close_may_be_of_two_sentences() -> None:
    words = asking({"补贴": 1.0, "扫地": 1.0}, {"扫地": {"清扫": 0.75}})
    both = read("补贴最长3年。清扫为期3年。")
    # 补贴 alone: 1 of 2 stated. The second sentence: 0 stated, 0.75 of 2 close.
    assert best(words, both) == Support(1 / 2, 1 / 2)
    assert best(asking({"补贴": 1.0, "扫地": 3.0}, {"扫地": {"清扫": 0.75}}), both) == Support(1 / 4, 3 * 0.75 / 4)


def test_a_clause_without_a_sentence_supports_nothing() -> None:
    assert best(asking({"补贴": 1.0}), read("")) == Support(0.0, 0.0)


def test_the_real_second_model_brings_another_name_near() -> None:
    clean, farm = clause("环境卫生清扫人员可以申请。"), clause("种植大户可以申请贷款。")
    vocabulary = WordVectors.build([*word_tokens(clean.text), *word_tokens(farm.text)], SECOND)
    question = Question("打扫", "打扫", "zh", content=("打扫",))
    words = words_of(question, {}, 4.0, WordCosines(SECOND.embed_queries(question.content), vocabulary))
    near, far = (support(words, read_clause(it, DOCUMENT, vocabulary).whole) for it in (clean, farm))
    assert near.stated == far.stated == 0.0
    assert near.close > far.close + 0.1


@given(
    st.dictionaries(st.sampled_from(["补贴", "期限", "扫地", "岗位", "老板", "3年"]), st.floats(0, 9), max_size=5),
    st.lists(st.floats(-1, 1, width=32), min_size=25, max_size=25),
    st.text(st.sampled_from("补贴期限清扫岗位。3年"), max_size=20),
    st.sampled_from([NONE, frozenset({"duration"}), frozenset({"money", "share"})]),
)
def test_both_lie_between_0_and_1_and_close_is_never_below_stated(
    weights: dict[str, float], cosines: list[float], text: str, figures: frozenset[FigureKind]
) -> None:
    matrix = np.array(cosines, np.float32).reshape(5, 5)[: len(weights)]
    question = Question("x", "x", "zh", content=tuple(weights))
    words = words_of(question, weights, 10.0, lambda rows: matrix[:, rows])
    whole = support(words, read(text).whole)
    one = best(replace(words, figures=figures), read(text))
    for found in (whole, one):
        assert 0 <= found.stated <= found.close <= 1 + 1e-9
    assert best(words, read(text)).stated >= one.stated

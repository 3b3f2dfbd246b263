"""The things a question asks for, and how much of each a text holds."""

from __future__ import annotations

import numpy as np
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.facets import Facet, facets_of, share_met
from kb.answers.support import QuestionWords, words_of
from kb.language import Gazetteer, Lexicon, TermMatch
from kb.questions import Question, understand
from kb.records import Language

LOAN, GRANT = Facet((("贷款", 1.0),)), Facet((("奖补", 3.0), ("企业", 1.0)))


def asking(
    text: str, content: str, terms: tuple[TermMatch, ...] = (), language: Language = "zh"
) -> tuple[Question, QuestionWords]:
    question = Question(text, text, language, content=tuple(content.split()), terms=terms)
    return question, words_of(question, {}, 1.0, lambda rows: np.zeros((len(question.content), len(rows)), np.float32))


def name(facet: Facet) -> str:
    words = [word for word, _ in facet.words]
    return " ".join(words) if words[0].isascii() else "".join(words)


def names(question: Question, words: QuestionWords) -> list[str]:
    return [name(facet) for facet in facets_of(question, words)]


@every(
    ("text", "content", "expected"),
    [
        ("贷款和奖补分别能拿多少", "贷款 奖补", ["贷款", "奖补"]),
        ("贷款额度与贴息期限以及申请材料", "贷款 额度 贴息 期限 申请 材料", ["贷款额度", "贴息期限", "申请材料"]),
        ("残疾人、大学生的补贴", "残疾人 大学生 补贴", ["残疾人", "大学生补贴"]),
        ("补贴期限及标准", "补贴 期限 标准", ["补贴期限", "标准"]),
        # What stands beyond a comma is asked of no more than what stands before it.
        ("农民工返乡，贷款和奖补怎么拿", "农民工 返乡 贷款 奖补", ["贷款", "奖补"]),
        ("贷款怎么拿，奖补怎么拿", "贷款 奖补", []),
        ("贷款和贴息，奖补与补贴", "贷款 贴息 奖补 补贴", ["贷款", "贴息", "奖补", "补贴"]),
        # One thing; a piece without a word of its own; a word said twice is the first piece's.
        ("贷款最多能拿多少", "贷款", []),
        ("贷款和多少", "贷款", []),
        ("贷款的条件和贷款", "贷款 条件", []),
        # Between figures the sign joins nothing: no Chinese word before it.
        ("补贴3和4年期限", "补贴 期限", []),
        ("", "", []),
    ],
)
def test_a_chinese_question_is_cut_at_its_conjunctions(text: str, content: str, expected: list[str]) -> None:
    assert names(*asking(text, content)) == expected


@every(
    ("text", "content", "expected"),
    [
        ("How long and how much is the post subsidy?", "long post subsidy", ["long", "post subsidy"]),
        ("Loan ceiling as well as interest", "loan ceiling interest", ["loan ceiling", "interest"]),
        ("Training vs. loans", "training loans", ["training", "loans"]),
        ("The standard for sand", "standard sand", []),
        ("Who can apply?", "apply", []),
    ],
)
def test_an_english_question_is_cut_at_its_conjunctions(text: str, content: str, expected: list[str]) -> None:
    assert names(*asking(text, content, language="en")) == expected


def test_a_conjunction_inside_a_term_is_none() -> None:
    text = "人力资源和社会保障部门的电话"
    content = "人力资源 社会保障 电话"
    assert len(facets_of(*asking(text, content))) == 2
    term = TermMatch("人力资源和社会保障部门", ("人社部门",), 0, 11)
    assert facets_of(*asking(text, content, (term,))) == ()


def test_a_facet_has_the_weights_of_its_words() -> None:
    question = Question("x", "贷款和奖补", "zh", content=("贷款", "奖补"))
    words = words_of(question, {"贷款": 2.0, "奖补": 0.0}, 5.0, lambda rows: np.zeros((2, len(rows)), np.float32))
    assert facets_of(question, words) == (Facet((("贷款", 2.0),)), Facet((("奖补", 5.0),)))


def test_a_question_as_it_is_read() -> None:
    question = understand("创业担保贷款和扶贫车间的奖补分别是多少？", Lexicon.load(), Gazetteer.load())
    words = words_of(question, {}, 1.0, lambda rows: np.zeros((len(question.content), len(rows)), np.float32))
    one, two = facets_of(question, words)
    assert "贷款" in name(one)
    assert "奖补" in name(two)
    assert "贷款" not in name(two)


# -- what a text holds of a facet


def test_the_share_is_weighed() -> None:
    _, words = asking("贷款和奖补企业", "贷款 奖补 企业")
    assert share_met(GRANT, words, "对企业给予支持") == 1 / 4
    assert share_met(GRANT, words, "给予一次性奖补") == 3 / 4
    assert share_met(GRANT, words, "对企业给予奖补") == 1.0
    assert share_met(LOAN, words, "对企业给予奖补") == 0.0


def test_a_word_is_met_through_the_official_term_for_it() -> None:
    term = TermMatch("借钱", ("贷款",), 0, 2)
    _, words = asking("借钱和奖补", "借钱 奖补", (term,))
    assert share_met(Facet((("借钱", 1.0),)), words, "创业担保贷款额度") == 1.0


def test_width_and_case_do_not_hide_a_word() -> None:
    _, words = asking("app和奖补", "app 奖补")
    assert share_met(Facet((("app", 1.0),)), words, "手机ＡＰＰ") == 1.0


def test_words_without_weight_make_no_share() -> None:
    _, words = asking("贷款和奖补", "贷款 奖补")
    assert share_met(Facet((("贷款", 0.0),)), words, "贷款") == 0.0


@given(
    st.text(st.sampled_from("贷款奖补期限和与、及，"), max_size=20),
    st.lists(st.sampled_from(["贷款", "奖补", "期限"]), unique=True),
)
def test_every_word_is_in_one_facet_at_most_and_there_are_none_or_several(text: str, content: list[str]) -> None:
    found = facets_of(*asking(text, " ".join(content)))
    assert len(found) != 1
    words = [word for facet in found for word, _ in facet.words]
    assert len(set(words)) == len(words)
    assert set(words) <= {word for word in content if word in text}
    assert all(facet.words for facet in found)

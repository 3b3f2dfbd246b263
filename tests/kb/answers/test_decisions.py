"""Yes or no: the sentence that decides, and that none does. Texts and questions made here; all words weigh the same."""

from __future__ import annotations

import numpy as np

from kb.answers.answer import Citation
from kb.answers.decisions import Decision, asks_yes_or_no, decided
from kb.answers.support import words_of
from kb.language import sentence_spans
from kb.questions import Question, asked_in
from kb.records import Clause, Document, Quote

RULES = Document("R", "r.txt", "桥梁办法", "regulation")


def cited(n: int, text: str, score: float = 0.8) -> Citation:
    """A citation that quotes its clause's first sentence."""
    spans = tuple(sentence_spans(text))
    clause = Clause(f"R {n}", "R", str(n), "clause", (str(n),), text, tuple(range(len(text))), spans)
    return Citation(n, clause, RULES, "undated", None, (Quote(text[: spans[0].end], 0, spans[0].end),), score)


def decision(text: str, content: str, *citations: Citation) -> Decision:
    question = Question(text, text, "zh", content=tuple(content.split()), **vars(asked_in(text, "zh")))
    words = words_of(question, {}, 1.0, lambda rows: np.zeros((len(question.content), len(rows)), np.float32))
    return decided(question, citations, [None] * len(citations), words)


def test_the_sentence_that_decides_goes_first_with_its_own_but() -> None:
    tolls = cited(1, "桥梁收费由市里定价。")
    rule = cited(2, "桥梁由单位养护。单位不得在桥梁上收费。但抢险期间的除外。")
    found = decision("桥梁上可以收费吗", "桥梁 收费", tolls, rule)
    assert [citation.clause.id for citation in found.citations] == ["R 2", "R 1"]
    assert [quote.text for quote in found.citations[0].quotes] == [
        "桥梁由单位养护。",
        "单位不得在桥梁上收费。",
        "但抢险期间的除外。",
    ]
    assert found.deciding == {("R 2", 8), ("R 2", 19)}
    assert found.notices == ()


def test_a_figure_of_the_kind_put_forward_decides() -> None:
    found = decision("桥梁可以养护五年吗", "桥梁 养护", cited(1, "桥梁应当有人养护。桥梁养护合同最长不超过三年。"))
    assert found.deciding == {("R 1", 9)}


def test_that_nothing_decides_is_told_unless_the_answer_is_sure() -> None:
    unsure, sure = (cited(1, "桥梁由单位养护。", score) for score in (0.8, 0.95))
    assert [notice.code for notice in decision("桥上能钓鱼吗", "桥上 钓鱼", unsure).notices] == ["undecided"]
    assert decision("桥上能钓鱼吗", "桥上 钓鱼", sure).notices == ()


def test_a_rule_for_something_else_decides_nothing() -> None:
    rule = cited(1, "行人和车辆可以经桥梁过河。", 0.92)
    assert [notice.code for notice in decision("行人车辆可以在桥梁钓鱼吗", "行人 车辆 桥梁 钓鱼", rule).notices] == [
        "undecided"
    ]
    assert decision("行人车辆可以经桥梁过河吗", "行人 车辆 桥梁 过河", rule).notices == ()


def test_what_asks_for_a_sum_too_asks_for_no_decision() -> None:
    assert asks_yes_or_no(Question("", "", "zh", asks=frozenset({"yes_no", "eligibility"})))
    assert not asks_yes_or_no(Question("", "", "zh", asks=frozenset({"yes_no", "amount"})))

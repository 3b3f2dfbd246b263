from __future__ import annotations

import pytest
from every import every

from kb.answers.abstention import asks_of_no_clause, asks_of_nothing
from kb.language import Gazetteer, Lexicon
from kb.questions import ClauseAddresses, Question, understand
from kb.questions.clause_addresses import ClauseReference
from kb.questions.clause_references import references_to_clauses
from kb.records import Clause, ClauseKind


def labelled(label: str, kind: ClauseKind = "clause") -> Clause:
    return Clause(f"D {label}", "D", label, kind, (label,), "文", (0,), ())


TABLE = [labelled(f"附件1第{n}项", "row") for n in range(1, 14)]


@every(
    ("text", "refused"),
    [
        ("附件1第13项的责任单位", False),
        ("附件1第14项的责任单位", True),
        ("附件1第14项和第3项的责任单位", False),  # one of the two is held
        ("责任单位是谁", False),
    ],
)
def test_a_question_for_a_clause_that_no_document_has_is_refused(text: str, refused: bool) -> None:
    question = Question(text, text, "zh", clauses=references_to_clauses(text, ()))
    assert bool(question.clauses) is ("第" in text)
    assert asks_of_no_clause(question, ClauseAddresses(TABLE).named_by) is refused


def test_with_no_document_in_scope_no_clause_is_held() -> None:
    question = Question("x", "x", "zh", clauses=(ClauseReference(0, 1, ("第3项",)),))
    assert asks_of_no_clause(question, ClauseAddresses([]).named_by)
    assert not asks_of_no_clause(question, ClauseAddresses(TABLE).named_by)
    assert not asks_of_no_clause(Question("补贴多少", "补贴多少", "zh"), ClauseAddresses([]).named_by)


@pytest.mark.parametrize(("text", "nothing"), [("你好，在吗", True), ("海南呢", False), ("补贴有多少", False)])
def test_a_question_of_which_nothing_is_left_is_refused(text: str, nothing: bool) -> None:
    assert asks_of_nothing(understand(text, Lexicon.load(), Gazetteer.load())) is nothing

"""When not even to weigh: a question about a clause that no document in scope has, or about nothing at all.

Whether a clause answers well enough is weighed in kb/answers/relevance.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.questions import ClauseReference, Question


def asks_of_no_clause(question: Question, named: Callable[[ClauseReference], Sequence[object]]) -> bool:
    """Whether a question names clauses and none of these is one of those held (第14项 of a table of thirteen)."""
    return bool(question.clauses) and not any(map(named, question.clauses))


def asks_of_nothing(question: Question) -> bool:
    """Whether nothing is left of a question but words that carry no matter (你好，在吗)."""
    terms = [term for term in question.terms if not term.general]
    named = (question.content, terms, question.places, question.clauses, question.parts, question.years)
    return not any(named) and not (question.document_numbers or question.titles or question.near_titles)

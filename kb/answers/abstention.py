"""When not even to weigh: a question about a clause that no document in scope has.

Whether a clause answers well enough is weighed in kb/answers/relevance.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.questions import Question, named_by
from kb.records import Clause


def asks_of_no_clause(question: Question, clauses: Iterable[Clause]) -> bool:
    """Whether a question names clauses and none of these is one of them (第14项 of a table of thirteen)."""
    if not question.clauses:
        return False
    held = tuple(clauses)
    return not any(named_by(reference, held) for reference in question.clauses)

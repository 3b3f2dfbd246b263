"""When not even to weigh: a question about a clause that no document in scope has.

Whether a clause answers well enough is weighed in kb/answers/relevance.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.questions import ClauseReference, Question
from kb.records import Clause


def asks_of_no_clause(question: Question, named: Callable[[ClauseReference], Sequence[Clause]]) -> bool:
    """Whether a question names clauses and none of these is one of those held (第14项 of a table of thirteen)."""
    return bool(question.clauses) and not any(map(named, question.clauses))

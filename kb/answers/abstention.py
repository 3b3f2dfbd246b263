"""When not even to weigh: a question about years that no document in scope speaks of, or about a clause that none has.

Whether a clause answers well enough is weighed in kb/answers/relevance.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from index import normalize
from kb.questions import Question, named_by, roles_asked
from kb.records import Clause, Document

# A year says so (2016年) or begins a range or a date (2016-2017, 2016.5); 2000元 is none.
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?=\s*(?:年|[-~至—–/.]\s*\d))")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[-~—–至]|——)\s*((?:19|20)\d{2})(?=\s*年)")


def years_spoken_of(document: Document, clauses: Iterable[Clause]) -> frozenset[int]:
    """The years a document names or, by its stated term, holds in."""
    text = "\n".join(normalize(clause.text) for clause in clauses)
    years = {int(year) for year in _YEAR.findall(text)}
    for first, last in _YEARS.findall(text):
        years |= set(range(int(first), int(last) + 1))
    for day in (document.issued, document.published):
        years |= {day.year} if day else set()
    if document.effective_from and document.effective_to:
        years |= set(range(document.effective_from.year, document.effective_to.year + 1))
    return frozenset(years)


def asks_of_another_time(question: Question, spoken_of: Iterable[frozenset[int]], as_of: date) -> bool:
    """Whether all years a question names are years that no document in scope speaks of; one about validity is never that."""
    if not question.years or as_of.year in question.years or "施行日期" in roles_asked(question.text):
        return False
    known = frozenset[int]().union(*spoken_of)
    return not known & set(question.years)


def asks_of_no_clause(question: Question, clauses: Iterable[Clause]) -> bool:
    """Whether a question names clauses and none of these is one of them (第14项 of a table of thirteen)."""
    if not question.clauses:
        return False
    held = tuple(clauses)
    return not any(named_by(reference, held) for reference in question.clauses)

"""Which years a document reaches: those that it names, those of its stated term, and, for a law, those since it was made.

A question about 2027 is not answered by a rate set for 2026; a law without a stated end goes on until another one repeals it. Which
documents reach a year is looked up in the tables of kb/answers/held_clauses.py.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from index import normalize
from kb.answers.held_documents import year_of
from kb.questions import Question
from kb.records import Clause, Document
from kb.regex import regex

_TITLE_YEAR = regex(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def years_of(document: Document) -> frozenset[int]:
    """The years a document was made in, by its days or its number, or, by its stated term, holds in."""
    years = {day.year for day in (document.issued, document.published) if day}
    years |= {year} if (year := year_of(document)) else set()
    if document.effective_from and document.effective_to:
        years |= set(range(document.effective_from.year, document.effective_to.year + 1))
    return frozenset(years)


def speaks_for_years(document: Document, clause: Clause, years: Collection[int], as_of: date) -> bool:
    """Whether a clause can answer for the years: of a document made for one year by its title (2026年招生方案) one that names another."""
    titled = {int(year) for year in _TITLE_YEAR.findall(document.title)}
    if not titled or not years or as_of.year in years or titled & set(years):
        return True
    return any(str(year) in normalize(" ".join((*clause.path, clause.text))) for year in years)


def years_of_a_rule(question: Question) -> tuple[int, ...]:
    """The years of a question that a rule must reach: not the day on which validity is judged, nor what somebody tells of a life."""
    if "施行日期" in question.parts:
        return ()
    return tuple(year for year in question.years if year not in question.life_years)

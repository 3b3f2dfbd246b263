"""What is searched for, once the question is understood.

A document's number, and the region that a whole document is for, choose documents (kb/answers/scope.py), a clause's number the clause
(kb/answers/ranking.py); left in the query they would draw every title and signature.
"""

from __future__ import annotations

from index import Query
from kb.language import RegionIndex
from kb.questions import Question


def query_of(question: Question, regions: RegionIndex) -> Query:
    """The query: the question less what only chooses documents; an English one is embedded with its official terms."""
    spans = [*question.numbers_at]
    spans += [(reference.start, reference.end) for reference in question.clauses]
    own = set(regions.held)
    spans += [(mention.start, mention.end) for mention in question.places if mention.place in own]
    text = question.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    text = " ".join(text.split()) or question.text
    expansion = tuple(term for term in question.expansion if term not in {place.short for place in own})
    if question.language == "en" and expansion:
        # The texts are Chinese: with the official terms behind it, an English question comes to lie among them.
        text = " ".join((text, *expansion))
    return Query(text, expansion)

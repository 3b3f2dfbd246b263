"""What is searched for, once the question is understood, and what besides its words speaks for a clause.

A document's number, and the region that a whole document is for, choose documents (kb/scope.py); left in the query they would draw
every title and signature. Year, kind of block and validity are prior knowledge about a clause, added to its score.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index import Query
from kb.anatomy import role_of_block, roles_asked
from kb.question import Question
from kb.records import Clause, Document, Validity
from kb.references import document_numbers
from kb.regions import RegionIndex


@dataclass(frozen=True)
class Priors:
    """What is added to a clause's score (0..1) for reasons other than its words. Choices measured in eval/."""

    block_asked: float = 0.3
    block_not_asked: float = -0.12
    year: float = 0.08
    in_force: float = 0.06


def query_of(
    question: Question, documents: Collection[Document], regions: RegionIndex, numbers: Collection[str]
) -> Query:
    """The query: the question less what only chooses documents; an English one is embedded with its official terms."""
    spans = [(reference.start, reference.end) for reference in document_numbers(question.text, numbers)]
    own = {place for document in documents if (place := regions.place_of(document))}
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


def prior(question: Question, clause: Clause, document: Document, validity: Validity, priors: Priors) -> float:
    """What is added to the clause's score."""
    value = 0.0
    role = role_of_block(clause)
    if role:
        value += priors.block_asked if role in roles_asked(question.text) else priors.block_not_asked
    day = document.issued or document.published
    if day and day.year in question.years:
        value += priors.year
    if validity == "in_force":
        value += priors.in_force
    return value

"""When to say "not found": the evidence is too weak to rest an answer on.

Two signals, both of the best evidence: how near its vector comes to the question's, and which share of the question's content words
(weighed by rarity, words the corpus has never seen included) it holds. Cosines of e5 crowd together, so neither decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from index import Hit, normalize
from kb.anatomy import role_of_block, roles_asked
from kb.question import Question
from kb.records import Clause, Document

# A year says so (2016年) or begins a range or a date (2016-2017, 2016.5); 2000元 is none.
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?=\s*(?:年|[-~至—–/.]\s*\d))")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[-~—–至]|——)\s*((?:19|20)\d{2})(?=\s*年)")


@dataclass(frozen=True)
class Threshold:
    """A line in the plane of cosine and coverage; answers lie on or above `cosine + slope * coverage = level`.

    `block` is added where a question asks for a kind of block (who issued it, since when) and the evidence is such a block: its words
    have little in common with the question's.
    Chosen on questions written for the five texts so that about one answerable question in a hundred is refused.
    """

    slope: float = 0.03
    level: float = 0.884
    block: float = 0.05


@dataclass(frozen=True)
class Confidence:
    """The two signals and their sum: `cosine` of the best passage or sentence, `coverage` in 0..1."""

    cosine: float
    coverage: float
    value: float


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


def confidence(
    question: Question, hit: Hit, clause: Clause, weights: Mapping[str, float], absent: float, threshold: Threshold
) -> Confidence:
    """The confidence that the clause behind `hit` answers the question."""
    cosine = max(hit.passage, hit.sentence)
    share = coverage(question, " ".join((*clause.path, clause.text)), weights, absent)
    asked = role_of_block(clause) in roles_asked(question.text)
    return Confidence(cosine, share, cosine + threshold.slope * share + threshold.block * asked)


def coverage(question: Question, text: str, weights: Mapping[str, float], absent: float) -> float:
    """The weighed share of the question's content words that the text has, itself or by an official term for them."""
    where = normalize(text)
    official = {
        normalize(match.term): any(normalize(term) in where for term in match.official) for match in question.terms
    }
    total = met = 0.0
    for word in question.content:
        weight = weights.get(word) or absent
        total += weight
        plain = normalize(word)
        if plain in where or any(has and plain in term for term, has in official.items()):
            met += weight
    return met / total if total else 0.0

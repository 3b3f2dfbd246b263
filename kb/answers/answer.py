"""An answer and its parts: quoted sentences, the clauses they stand in, what must be said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.benefits import CardMatch, UncardedRule
from kb.cases import CaseReading
from kb.records import Clause, Document, Grade, Language, Notice, Quote, Validity

Status = Literal["answered", "not_found", "out_of_scope", "invalid"]
_CLEAR_FROM = 0.8
# With one of these notices an answer is never clear.
_DOUBTS = frozenset({"text_uncertain", "region_unknown", "dates_uncertain", "digest", "undecided"})


@dataclass(frozen=True)
class AnswerItem:
    """One quoted sentence of an answer, with the number of the citation it stands in.

    `group` is the side of a comparison it speaks for; `gloss` gives English for figures and terms in it, which is no translation of it. What is
    `uncertain` may not be what is printed: it stands behind what is sure, and no headline is made of it.
    """

    text: str
    citation: int
    column: str | None = None
    group: str | None = None
    gloss: tuple[tuple[str, str], ...] = ()
    uncertain: bool = False


@dataclass(frozen=True)
class Citation:
    """A clause an answer rests on, with the quotes taken from it."""

    n: int
    clause: Clause
    document: Document
    validity: Validity
    validity_quote: str | None
    quotes: tuple[Quote, ...]
    score: float


@dataclass(frozen=True)
class SearchHit:
    """One ranked clause, as `search` returns it."""

    clause: Clause
    document: Document
    score: float


@dataclass(frozen=True)
class SummaryBlock:
    """What a language model made of some sentences of an answer: their citations, and the side of a comparison that they speak for."""

    text: str
    citations: tuple[int, ...]
    group: str | None = None


@dataclass(frozen=True)
class Summary:
    """The blocks that say what their sentences say, and how many did not and are left to the quotes."""

    blocks: tuple[SummaryBlock, ...]
    fallen_back: int


@dataclass(frozen=True)
class Answer:
    """The result of one question.

    `confidence` is the probability that the best clause answers, against none at all (kb/answers/relevance.py); 0 if nothing was weighed.
    `situation` is how a case described in the question was read, `cards` the benefits that may be claimed in it; where it was asked what
    there is for it, `uncarded` are the rules in force, of those cited or near, that no card was made of yet. `summary` is there where a
    language model of the office's own was asked and answered in time.
    """

    question: str
    language: Language
    status: Status
    as_of: date
    answer: tuple[AnswerItem, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    elapsed_ms: float = 0.0
    confidence: float = 0.0
    related: tuple[SearchHit, ...] = ()
    situation: CaseReading | None = None
    cards: tuple[CardMatch, ...] = ()
    uncarded: tuple[UncardedRule, ...] = ()
    summary: Summary | None = None

    @property
    def grade(self) -> Grade:
        """How far it may be relied on: for reference only where nothing answers or the rule it rests on does not hold on the day."""
        is_parted = any(item.group for item in self.answer)
        rests_on = self.citations if is_parted else self.citations[:1]
        if self.status != "answered" or not any(each.validity in ("in_force", "undated") for each in rests_on):
            return "reference"
        in_doubt = any(notice.code in _DOUBTS for notice in self.notices)
        return "clear" if self.confidence >= _CLEAR_FROM and not in_doubt else "likely"

"""An answer and a search hit."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kb.objects.benefits import CardObject, CaseObject, UncardedRuleObject
from kb.objects.documents import DocumentObject, SourceObject
from kb.objects.plain import PlainObject, QuoteObject
from kb.objects.questions import QuestionObject
from kb.records import ClauseKind, Grade, Language


class GlossObject(PlainObject):
    """English for a figure, a date, a negation (by rule) or a term (from the lexicon) of a quoted sentence; no translation of it."""

    term: str
    """The words of the sentence."""
    english: str
    """English for it."""


class AnswerItemObject(PlainObject):
    """One quoted sentence of an answer."""

    text: str
    """The sentence, verbatim."""
    citation: int
    """The `n` of the citation it stands in."""
    column: str | None = None
    """The column's name, of a table cell."""
    group: str | None = None
    """The side of a comparison it speaks for: a place, a document number or a year."""
    uncertain: bool | None = None
    """True where the words may not be what is printed."""
    gloss: list[GlossObject] | None = None
    """English for figures and terms in it, in an English frame: a help to read it."""


class CitationObject(PlainObject):
    """A clause an answer rests on."""

    n: int
    """Its number in the answer, from 1."""
    clause_id: str
    """The clause's id."""
    label: str
    """Its address in the document."""
    path: list[str]
    """The headings from the outermost down to its own."""
    kind: ClauseKind
    """heading, clause, row (of a table) or block."""
    text: str
    """The whole clause."""
    quotes: list[QuoteObject]
    """What is quoted of it."""
    score: float
    """How well it fits, from 0 to 1."""
    line: str
    """The line to cite it by."""
    source: SourceObject
    """Where it stands in its file."""
    document: DocumentObject
    """Its document."""


class NoticeObject(PlainObject):
    """A warning that belongs to an answer."""

    code: str
    """A stable code."""
    text: str
    """One Chinese sentence or more, a space, and the same in English."""


class HitObject(PlainObject):
    """A ranked clause."""

    clause_id: str
    """The clause's id."""
    label: str
    """Its address in the document."""
    document: str
    """The document's number, or its id where it has none."""
    text: str
    """The whole clause."""
    score: float
    """How well it fits; never above the one before."""


class SummaryBlockObject(PlainObject):
    """What a language model made of some of the quoted sentences."""

    text: str
    """The model's words; each statement is one of the sentences, said more plainly at most."""
    citations: list[int]
    """The `n` of the citations these stand in."""
    group: str | None = None
    """The side of a comparison it speaks for, as in `answer`."""


class SummaryObject(PlainObject):
    """A summary by the office's own language model, never a quote; only where `POLICY_KB_LLM` names one."""

    blocks: list[SummaryBlockObject]
    """What passed the check against the sentences; may be empty."""
    kept: int
    """How many blocks passed."""
    fallen_back: int
    """How many did not and are not shown: for them there are the quotes."""


class AnswerObject(PlainObject):
    """The answer to one question."""

    id: str | None = None
    """The id given in a batch."""
    question: str
    """The question as asked."""
    language: Language
    """The language of the answer's frame; quotes stay as they are."""
    status: Literal["answered", "not_found", "out_of_scope", "invalid"]
    """`not_found`: the texts do not hold it; `out_of_scope`: a place the corpus does not cover; `invalid`: no question."""
    as_of: date
    """The day that validity is judged by."""
    answer: list[AnswerItemObject]
    """The quoted sentences."""
    citations: list[CitationObject]
    """The clauses they stand in, in order of weight; the answer rests on the first."""
    notices: list[NoticeObject]
    """What must be said beside the answer."""
    confidence: float
    """The probability that the first citation answers the question; 0 if nothing was weighed."""
    grade: Grade
    """How far it may be relied on; `reference`: nothing answers, or the rule does not hold on the day."""
    related: list[HitObject]
    """Further clauses, best first; where nothing was found they are no answer."""
    elapsed_ms: float
    """How long it took."""
    cards: list[CardObject]
    """The benefits that may be claimed in a case that the question describes, at most eight."""
    situation: CaseObject | None
    """How that case was read; null where none is described."""
    uncarded: list[UncardedRuleObject]
    """Where it is asked what there is for the case: documents found that hold and have no cards yet, quoted and not weighed."""
    summary: SummaryObject | None = None
    """A summary by a language model, where one is asked and answered within two seconds."""
    reading: QuestionObject | None = None
    """How the question was understood, with --explain."""

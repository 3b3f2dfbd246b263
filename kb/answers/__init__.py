"""Find, weigh, quote, pass the gate, compare."""

from __future__ import annotations

from kb.answers.answer import Answer, AnswerItem, Citation, Grade, SearchHit, Status, Summary, SummaryBlock
from kb.answers.asking import Asking
from kb.answers.candidates import Candidate
from kb.answers.citations import (
    answer_object,
    clause_model,
    clause_models,
    document_object,
    hit_object,
    page_of,
    source_start,
)
from kb.answers.compared import ComparedSide, Comparison, MarkedQuote, Side, SideKind
from kb.answers.comparison import compare, side_of
from kb.answers.composition import invalid_answer
from kb.answers.contrast import DifferenceMark, MarkKind
from kb.answers.forms import is_blank_form
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import HeldDocuments, year_of
from kb.answers.notices import validity_notices
from kb.answers.plain_comparison import comparison_object
from kb.answers.plain_text import answer_text_lines, summary_text_lines
from kb.answers.probe import Probe
from kb.answers.ranking import NearWords, Ranker
from kb.answers.relevance import AT_LEAST_ZERO, AT_MOST_ZERO, Features, QuestionFeatures, Relevance, score, standing
from kb.answers.scope import ResolvedFilters
from kb.answers.summary import DraftBlock, Offered, offered, summary_of

__all__ = [
    "AT_LEAST_ZERO",
    "AT_MOST_ZERO",
    "Answer",
    "AnswerItem",
    "Asking",
    "Candidate",
    "Citation",
    "ComparedSide",
    "Comparison",
    "DifferenceMark",
    "DraftBlock",
    "Features",
    "Grade",
    "HeldClauses",
    "HeldDocuments",
    "MarkKind",
    "MarkedQuote",
    "NearWords",
    "Offered",
    "Probe",
    "QuestionFeatures",
    "Ranker",
    "Relevance",
    "ResolvedFilters",
    "SearchHit",
    "Side",
    "SideKind",
    "Status",
    "Summary",
    "SummaryBlock",
    "answer_object",
    "answer_text_lines",
    "clause_model",
    "clause_models",
    "compare",
    "comparison_object",
    "document_object",
    "hit_object",
    "invalid_answer",
    "is_blank_form",
    "offered",
    "page_of",
    "score",
    "side_of",
    "source_start",
    "standing",
    "summary_of",
    "summary_text_lines",
    "validity_notices",
    "year_of",
]

from .answer import Answer, AnswerItem, Citation, SearchHit, Status, Summary, SummaryBlock
from .asking import Asking
from .candidates import Candidate
from .citations import (
    answer_object,
    clause_model,
    clause_models,
    document_object,
    hit_object,
    page_of,
    source_start,
)
from .compared import ComparedSide, Comparison, MarkedQuote, Side, SideKind
from .comparison import compare, side_of
from .composition import invalid_answer
from .contrast import DifferenceMark, MarkKind
from .held_clauses import HeldClauses
from .held_documents import HeldDocuments, year_of
from .notices import validity_notices
from .plain_comparison import comparison_object
from .plain_text import answer_text_lines, summary_text_lines
from .probe import Probe
from .ranking import NearWords, Ranker
from .relevance import AT_LEAST_ZERO, AT_MOST_ZERO, Features, QuestionFeatures, Relevance, score, standing
from .scope import ResolvedFilters
from .summary import DraftBlock, Offered, offered, summary_of

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

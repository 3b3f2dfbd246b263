from .answers import Answer, AnswerItem, Citation, Comparison, SearchHit, Side, answer_object, compare
from .benefits import Card, CardMatch, Situation
from .building import BuildReport, build
from .cases import Profile, read_profile
from .documents import DocumentEntry
from .errors import KnowledgeBaseError
from .messages import Message
from .models import Models
from .questions import Question
from .records import Clause, Document, Filters, Notice, Quote
from .settings import Settings
from .store import KnowledgeBase, StoreFollower
from .verification import Report, draft_text, report_object

__all__ = [
    "Answer",
    "AnswerItem",
    "BuildReport",
    "Card",
    "CardMatch",
    "Citation",
    "Clause",
    "Comparison",
    "Document",
    "DocumentEntry",
    "Filters",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Message",
    "Models",
    "Notice",
    "Profile",
    "Question",
    "Quote",
    "Report",
    "SearchHit",
    "Settings",
    "Side",
    "Situation",
    "StoreFollower",
    "answer_object",
    "build",
    "compare",
    "draft_text",
    "read_profile",
    "report_object",
]

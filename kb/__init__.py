"""A knowledge base over policy notices: files become documents, documents clauses, and questions cited answers.

    from kb import KnowledgeBase
    answer = KnowledgeBase.open().ask("公益性岗位能干几年？")
    answer.citations[0].document.number

Everything a program needs is named here and fetched when it is first used, so that `import kb` is quick. What is not named here may move.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.answers import Answer, Answering, AnswerItem, Citation, Comparison, SearchHit, Side, answer_object, compare
    from kb.benefits import Card, CardMatch, Situation
    from kb.building import BuildReport, build
    from kb.cases import Profile, read_profile
    from kb.documents import DocumentEntry
    from kb.errors import KnowledgeBaseError
    from kb.models import Models
    from kb.questions import Question
    from kb.records import Clause, Document, Notice, Quote
    from kb.settings import Settings
    from kb.store import KnowledgeBase, LiveKnowledgeBase

_HOMES = {
    "kb.answers": (
        "Answer",
        "AnswerItem",
        "Answering",
        "Citation",
        "Comparison",
        "SearchHit",
        "Side",
        "answer_object",
        "compare",
    ),
    "kb.benefits": ("Card", "CardMatch", "Situation"),
    "kb.building": ("BuildReport", "build"),
    "kb.cases": ("Profile", "read_profile"),
    "kb.documents": ("DocumentEntry",),
    "kb.errors": ("KnowledgeBaseError",),
    "kb.models": ("Models",),
    "kb.questions": ("Question",),
    "kb.records": ("Clause", "Document", "Notice", "Quote"),
    "kb.settings": ("Settings",),
    "kb.store": ("KnowledgeBase", "LiveKnowledgeBase"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "AnswerItem",
    "Answering",
    "BuildReport",
    "Card",
    "CardMatch",
    "Citation",
    "Clause",
    "Comparison",
    "Document",
    "DocumentEntry",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "LiveKnowledgeBase",
    "Models",
    "Notice",
    "Profile",
    "Question",
    "Quote",
    "SearchHit",
    "Settings",
    "Side",
    "Situation",
    "answer_object",
    "build",
    "compare",
    "read_profile",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]

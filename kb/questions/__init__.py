"""What a question says, before any text is searched."""

from __future__ import annotations

from kb.questions.anatomy import block_words, role_of_block, roles_asked
from kb.questions.clause_addresses import named_by
from kb.questions.cues import Ask
from kb.questions.explain import reading, reading_lines
from kb.questions.question import LONGEST, Question, check_question, understand
from kb.questions.references import document_numbers
from kb.questions.subquestions import questions_in

__all__ = [
    "LONGEST",
    "Ask",
    "Question",
    "block_words",
    "check_question",
    "document_numbers",
    "named_by",
    "questions_in",
    "reading",
    "reading_lines",
    "role_of_block",
    "roles_asked",
    "understand",
]

"""What a question says, before any text is searched."""

from __future__ import annotations

from kb.questions.anatomy import block_words, role_of_block
from kb.questions.clause_addresses import ClauseAddresses, ClauseReference, chapters_of, matches, named_by
from kb.questions.clause_facts import is_blank_form, years_named
from kb.questions.clause_references import clause_references as references_to_clauses
from kb.questions.clause_references import clauses_meant
from kb.questions.cues import Ask
from kb.questions.document_questions import (
    DocumentFact,
    DocumentQuestion,
    ListedState,
    about_documents,
    of_none_held,
    parts_asked,
)
from kb.questions.explain import question_object, reading_lines
from kb.questions.question import LONGEST_QUESTION, Question, check_question, understand
from kb.questions.references import Reference, document_numbers
from kb.questions.subquestions import questions_in
from kb.questions.titles import HeldTitles

__all__ = [
    "LONGEST_QUESTION",
    "Ask",
    "ClauseAddresses",
    "ClauseReference",
    "DocumentFact",
    "DocumentQuestion",
    "HeldTitles",
    "ListedState",
    "Question",
    "Reference",
    "about_documents",
    "block_words",
    "chapters_of",
    "check_question",
    "clauses_meant",
    "document_numbers",
    "is_blank_form",
    "matches",
    "named_by",
    "of_none_held",
    "parts_asked",
    "question_object",
    "questions_in",
    "reading_lines",
    "references_to_clauses",
    "role_of_block",
    "understand",
    "years_named",
]

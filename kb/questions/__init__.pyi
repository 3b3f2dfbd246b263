from .anatomy import block_words, role_of_block
from .clause_addresses import ClauseAddresses, ClauseReference, chapters_of, matches, named_by
from .clause_facts import blank_forms, is_blank_form, years_named
from .clause_references import clauses_meant, references_to_clauses
from .cues import Ask
from .document_questions import (
    DAY_PARTS,
    DocumentFact,
    DocumentQuestion,
    ListedState,
    about_documents,
    of_none_held,
    parts_asked,
)
from .explain import question_object, reading_lines, reading_parts
from .question import LONGEST_QUESTION, Question, check_question, understand
from .references import Reference, document_numbers
from .subquestions import questions_in
from .titles import HeldTitles

__all__ = [
    "DAY_PARTS",
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
    "blank_forms",
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
    "reading_parts",
    "references_to_clauses",
    "role_of_block",
    "understand",
    "years_named",
]

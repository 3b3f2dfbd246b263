from .asked import Ask, asked_in, figure_of_word, is_any_benefit, properties_called, properties_stated
from .clause_addresses import ClauseAddresses, ClauseReference, chapters_of, matches, named_by
from .clause_facts import block_words, forms_among, role_of_block, years_named
from .clause_references import clauses_meant, references_to_clauses
from .document_questions import DAY_PARTS, OF_THE_HEAD, DocumentFact, DocumentQuestion, ListedState, document_words
from .explain import question_object, reading_lines, reading_parts
from .question import LONGEST_QUESTION, Question, check_question, of_none_held, understand
from .references import Reference, document_numbers
from .subquestions import questions_in
from .titles import HeldTitles

__all__ = [
    "DAY_PARTS",
    "LONGEST_QUESTION",
    "OF_THE_HEAD",
    "Ask",
    "ClauseAddresses",
    "ClauseReference",
    "DocumentFact",
    "DocumentQuestion",
    "HeldTitles",
    "ListedState",
    "Question",
    "Reference",
    "asked_in",
    "block_words",
    "chapters_of",
    "check_question",
    "clauses_meant",
    "document_numbers",
    "document_words",
    "figure_of_word",
    "forms_among",
    "is_any_benefit",
    "matches",
    "named_by",
    "of_none_held",
    "properties_called",
    "properties_stated",
    "question_object",
    "questions_in",
    "reading_lines",
    "reading_parts",
    "references_to_clauses",
    "role_of_block",
    "understand",
    "years_named",
]

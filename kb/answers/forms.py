"""Whether a question is about a form: what is to be filled in there is evidence for no other (kb/questions/clause_facts.py)."""

from __future__ import annotations

import re

from kb.questions import Question
from kb.regex import regex

_ASKED = regex(r"[表栏卡]|填|附件|\b(?:forms?|cards?|tables?|columns?|box(?:es)?|tick|fill|annex)", re.IGNORECASE)


def asks_of_a_form(question: Question) -> bool:
    """Whether a question speaks of a form, or of a clause by its number."""
    return bool(question.clauses or _ASKED.search(question.text))

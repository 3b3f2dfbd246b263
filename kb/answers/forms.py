"""Blank forms: what is to be filled in is evidence for questions about the form, and for no other (□ 已参保 says nothing of insurance)."""

from __future__ import annotations

import re

from kb.questions import Question, role_of_block
from kb.records import Clause

_BLANK = re.compile(r"[：:]|□|_{2,}|年\s*月\s*日|[（(](?:公?章|签[字章名]|盖章)[）)]")
_FEWEST_BLANKS = 2
_SENTENCE_END = re.compile(r"[。；;！？!?]")
_ASKED = re.compile(r"[表栏卡]|填|附件|\b(?:forms?|cards?|tables?|columns?|box(?:es)?|tick|fill|annex)", re.IGNORECASE)


def is_blank_form(clause: Clause) -> bool:
    """Whether a part of an annex holds labels to be filled in and no sentence."""
    if clause.kind not in ("block", "row") or not clause.label.startswith("附件") or role_of_block(clause) == "表头":
        return False
    # The names of a table's columns are no labels of its cells.
    text = "\n".join(cell.text for cell in clause.cells) or clause.text
    return not _SENTENCE_END.search(text) and len(_BLANK.findall(text)) >= _FEWEST_BLANKS


def asks_of_a_form(question: Question) -> bool:
    """Whether a question speaks of a form, or of a clause by its number."""
    return bool(question.clauses or _ASKED.search(question.text))

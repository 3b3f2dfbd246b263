"""Which clauses are blank forms: they are no answer to a question, and grant nothing."""

from __future__ import annotations

from kb.records import Clause
from kb.regex import regex

_BLANK = regex(r"[：:]|□|_{2,}|年\s*月\s*日|[（(](?:公?章|签[字章名]|盖章)[）)]")
_FEWEST_BLANKS = 2
_SENTENCE_END = regex(r"[。；;！？!?]")
_ANNEXES = regex(r"附件说明(?:〔\d+〕)?$")
_TABLE_HEAD = regex(r"表头(?:〔\d+〕)?$")


def is_form(clause: Clause) -> bool:
    """Whether a part of an annex holds labels to be filled in and no sentence, or only says which annexes there are."""
    if clause.kind == "block" and _ANNEXES.search(clause.label):
        return True
    if clause.kind not in ("block", "row") or not clause.label.startswith("附件") or _TABLE_HEAD.search(clause.label):
        return False
    # The names of a table's columns are no labels of its cells.
    text = "\n".join(cell.text for cell in clause.cells) or clause.text
    return not _SENTENCE_END.search(text) and len(_BLANK.findall(text)) >= _FEWEST_BLANKS

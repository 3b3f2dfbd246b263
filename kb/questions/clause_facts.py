"""What questions ask of every clause, told of it when a store is built: what kind of block or blank form it is, which years it names.

What is to be filled in, and the list of annexes, is evidence for questions about forms and for no other (□ 已参保 says nothing of insurance).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import normalize
from kb.clause_table import ClauseTable
from kb.forms import is_form
from kb.questions.asked import words_of_blocks
from kb.records import Clause
from kb.regex import regex

# A year says so (2016年) or begins a range or a date (2016-2017, 2016.5); 2000元 is none.
_YEAR = regex(r"(?<!\d)(?<!\d[.,])(?:19|20)\d{2}(?=\s*(?:年|[-~至—–/.]\s*\d))")
_YEARS = regex(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[-~—–至]|——)\s*((?:19|20)\d{2})(?=\s*年)")
# A clause without such digits, of any width, names no year.
_MAY_NAME_YEAR = regex("[1１][9９]|[2２][0０]")


def role_of_block(clause: Clause) -> str | None:
    """The kind of block a clause is (标题, 落款 …), None for clauses and rows."""
    if clause.kind != "block":
        return None
    name = re.sub(r"〔\d+〕$", "", clause.label)
    return next((role for role in words_of_blocks() if name.endswith(role)), None)


def block_words(clause: Clause) -> str:
    """The words a block is indexed with beside its own; "" for anything else."""
    return words_of_blocks().get(role_of_block(clause) or "", "")


def forms_among(clauses: ClauseTable) -> frozenset[str]:
    """The ids of those that are forms (`is_form`)."""
    if clauses.forms is not None:
        return clauses.forms
    return frozenset(clause.id for clause in clauses if is_form(clause))


def years_named(clauses: Iterable[Clause]) -> frozenset[int]:
    """The years that clauses name."""
    text = "\n".join(normalize(clause.text) for clause in clauses if _MAY_NAME_YEAR.search(clause.text))
    years = {int(year) for year in _YEAR.findall(text)}
    for first, last in _YEARS.findall(text):
        years |= set(range(int(first), int(last) + 1))
    return frozenset(years)

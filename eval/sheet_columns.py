"""What an office expects of an answer, read from the further columns of its table of questions (kb/sheets/question_sheet.py)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from eval.errors import EvalError
from kb.sheets import HEADINGS, QuestionSheet, SheetRow, file_bytes, read_question_sheet

Match = Literal["all", "any"]

EXPECTED_HEADINGS: Final = {
    "expected": (
        *("预期条款", "预期依据", "期望条款", "应引条款", "预期引文"),
        *("expected", "expected_clause", "expected_clauses", "expected_citation", "gold"),
    ),
    "facts": ("预期要点", "要点", "应含内容", "expected_facts", "facts"),
    "match": ("匹配", "匹配方式", "match"),
}
KNOWN_HEADINGS: Final = {**HEADINGS, **EXPECTED_HEADINGS}
_ANY: Final = ("任一", "任一即可", "any")
_ALL: Final = ("全部", "都要", "all", "")
# What says that the texts hold no answer and the program must refuse.
_NONE: Final = ("无", "无答案", "无依据", "没有", "none", "unanswerable", "noanswer")


@dataclass(frozen=True)
class Expectation:
    """What a row expects. `expected` and `facts` are the cells' parts; `unanswerable` says that a refusal is expected."""

    expected: str = ""
    unanswerable: bool = False
    facts: tuple[str, ...] = ()
    match: Match = "all"

    def __bool__(self) -> bool:
        return bool(self.expected or self.facts or self.unanswerable)


def read_expectations(path: Path) -> QuestionSheet:
    """A file's table of questions; TableError if it holds none."""
    return read_question_sheet(file_bytes(path), path.name, EXPECTED_HEADINGS)


def expects(sheet: QuestionSheet) -> bool:
    """Whether any expectation stands in a table."""
    return bool({"expected", "facts"} & sheet.columns)


def expectation_of(row: SheetRow) -> Expectation:
    """What a row expects; EvalError naming the cell that is wrong."""
    match = _folded(row.cells.get("match", ""))
    if match not in (*_ANY, *_ALL):
        raise EvalError("匹配应为“全部”或“任一”，请改正。", "Must be all or any: correct it.")
    expected = row.cells.get("expected", "")
    none = _folded(expected) in _NONE
    return Expectation(
        expected="" if none else expected,
        unanswerable=none,
        facts=tuple(filter(None, (part.strip() for part in re.split(r"[\n；;|]", row.cells.get("facts", ""))))),
        match="any" if match in _ANY else "all",
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()

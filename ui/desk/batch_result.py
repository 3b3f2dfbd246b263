"""What came of a table of questions: the office's own columns with the answers beside them, counts, and the rows to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.messages import Message
from kb.sheets import (
    HEADINGS,
    CellValue,
    QuestionSheet,
    RowAnswer,
    RowProblem,
    SheetCounts,
    counts_of,
    kept_cells,
    problem_rows,
    result_cells,
    result_columns,
    summary_rows,
    table_bytes,
)
from ui.server import documents_of

RESULT_KEYS: Final = ("status", "grade", "answer", "citation", "validity", "notices", "benefits", "problem")


@dataclass(frozen=True)
class Result:
    """What came of a table; `workbook` is None if it is no longer kept. `documents` are the ids of those whose words it holds."""

    workbook: bytes | None
    counts: SheetCounts
    problems: tuple[RowProblem, ...]
    ignored: tuple[Message, ...]
    told: tuple[Message, ...] = ()
    documents: frozenset[str] = frozenset()


def batch_result(
    name: str, day: date, sheet: QuestionSheet, found: Sequence[RowAnswer], fingerprints: Sequence[str]
) -> Result:
    """The result of the rows that were asked, those of a cancelled table fewer than `sheet` has; `fingerprints` name the stores."""
    problems = tuple(each.problem for each in found if each.problem)
    documents = frozenset[str]().union(*(documents_of(each.answer) for each in found if each.answer))
    workbook = _workbook(name, day, sheet, found, fingerprints)
    return Result(workbook, counts_of(found), problems, sheet.ignored, sheet.told, documents)


def _workbook(
    name: str, day: date, sheet: QuestionSheet, found: Sequence[RowAnswer], fingerprints: Sequence[str]
) -> bytes:
    rows: list[list[CellValue]] = []
    for each in found:
        cells = result_cells(each)
        rows.append([*kept_cells(each.row, sheet), *(cells.get(key, "") for key in RESULT_KEYS)])
    summary = summary_rows(name, day, counts_of(found))
    left = len(sheet.rows) - len(found)
    if left:
        summary.append(["已取消 Cancelled", left, str(Message("没有问到的行。", "Rows that were not asked."))])
    summary += [
        [
            "知识库版本 Store",
            None,
            f"{fingerprint}（答复所依据的文件和程序。 The texts and the program answered from.）",
        ]
        for fingerprint in fingerprints
    ]
    summary += [["列 Columns", None, str(said)] for said in sheet.told]
    problems: list[RowProblem | Message] = [each.problem for each in found if each.problem]
    problems += sheet.ignored
    return table_bytes(
        "answers.xlsx",
        result_columns(sheet, RESULT_KEYS, HEADINGS),
        rows,
        summary + problem_rows(problems),
        above=sheet.above,
    )

"""Tables of questions in, tables of answers out."""

from __future__ import annotations

from kb.files import CONTROL, CellValue, TableLimits, check_suffix, file_bytes
from kb.sheets.batch import ask_all, read_batch, search_all, write_lines
from kb.sheets.question_sheet import HEADINGS, QuestionSheet, RowProblem, SheetQuestion, SheetRow, read_question_sheet
from kb.sheets.sheet_answers import (
    RowAnswer,
    SheetCounts,
    answer_row,
    counts_of,
    crashed_row,
    kept_cells,
    problem_rows,
    result_cells,
    result_columns,
    summary_rows,
)
from kb.sheets.sheet_words import RESULT_HEADINGS, STATUS_HEADINGS
from kb.sheets.table_output import SheetColumn, table_bytes

__all__ = [
    "CONTROL",
    "HEADINGS",
    "RESULT_HEADINGS",
    "STATUS_HEADINGS",
    "CellValue",
    "QuestionSheet",
    "RowAnswer",
    "RowProblem",
    "SheetColumn",
    "SheetCounts",
    "SheetQuestion",
    "SheetRow",
    "TableLimits",
    "answer_row",
    "ask_all",
    "check_suffix",
    "counts_of",
    "crashed_row",
    "file_bytes",
    "kept_cells",
    "problem_rows",
    "read_batch",
    "read_question_sheet",
    "result_cells",
    "result_columns",
    "search_all",
    "summary_rows",
    "table_bytes",
    "write_lines",
]

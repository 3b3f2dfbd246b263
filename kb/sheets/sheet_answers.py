"""The rows of a question sheet answered, and what is written back: every good row is done, every bad one named with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.answers import Answer
from kb.benefits import VERDICT, CardMatch
from kb.citation_lines import citation_line
from kb.errors import KnowledgeBaseError, UnknownDocument, UnknownRegion
from kb.files import CellValue
from kb.messages import Message
from kb.records import Filters
from kb.sheets.question_sheet import Headings, QuestionSheet, RowProblem, SheetRow, column_of
from kb.sheets.sheet_words import GRADES, RESULT_HEADINGS, STATUS_HEADINGS, VALIDITY
from kb.sheets.table_output import SheetColumn
from kb.store import KnowledgeBase

_CELL_OF: Final = {UnknownRegion: "region", UnknownDocument: "document"}
_WIDTHS: Final = {
    **{"id": 8, "question": 40, "document": 24, "expected": 36, "facts": 20},
    **{
        "status": 16,
        "answer": 60,
        "citation": 44,
        "validity": 18,
        "notices": 44,
        "benefits": 44,
        "missing": 36,
        "problem": 44,
    },
}


@dataclass(frozen=True)
class RowAnswer:
    """What came of one row: an answer, or the `problem` that names its cell; `crashed` where the program itself failed."""

    row: SheetRow
    answer: Answer | None = None
    problem: RowProblem | None = None
    crashed: bool = False

    @property
    def status(self) -> str:
        """The answer's status; `invalid` or `crashed` if there is no answer."""
        if self.answer is not None:
            return self.answer.status
        return "crashed" if self.crashed else "invalid"


@dataclass(frozen=True)
class SheetCounts:
    """How the rows of a table came out."""

    rows: int
    answered: int
    refused: int
    failed: int


def counts_of(results: Sequence[RowAnswer]) -> SheetCounts:
    """Counts by status; a refusal is `not_found` or `out_of_scope`."""
    status = [result.status for result in results]
    answered, refused = status.count("answered"), status.count("not_found") + status.count("out_of_scope")
    return SheetCounts(len(status), answered, refused, len(status) - answered - refused)


def answer_row(base: KnowledgeBase, row: SheetRow, day: date) -> RowAnswer:
    """Asks one row as of its own day or `day`; raises nothing that a question can cause."""
    asked = row.asked
    if asked is None:
        return RowAnswer(row, problem=row.problem)
    try:
        answer = base.ask(asked.question, asked.filters.over(Filters(as_of=day)))
    except KnowledgeBaseError as error:
        return RowAnswer(row, problem=RowProblem(_cell_of(row, error), error.message))
    except Exception as error:  # noqa: BLE001 - one question that breaks the program must not cost the office the others
        return crashed_row(row, error)
    if answer.status == "invalid":
        return RowAnswer(row, answer, RowProblem(row.where["question"], answer.notices[0].message))
    return RowAnswer(row, answer)


def crashed_row(row: SheetRow, error: Exception) -> RowAnswer:
    """A row that the program failed at."""
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
    reason = Message(f"程序出错（{what}），请报告此问题。", "The program failed here: report it.")
    return RowAnswer(row, problem=RowProblem(row.where["question"], reason), crashed=True)


def _cell_of(row: SheetRow, error: KnowledgeBaseError) -> str:
    key = next((key for kind, key in _CELL_OF.items() if isinstance(error, kind)), "question")
    return row.where.get(key, row.where["question"])


def result_columns(sheet: QuestionSheet, keys: Sequence[str], known: Headings) -> list[SheetColumn]:
    """The office's own columns, then those of the results `keys`."""
    own = [SheetColumn(heading, _WIDTHS.get(column_of(heading, known) or "", 14)) for heading in sheet.headings]
    return own + [SheetColumn(RESULT_HEADINGS[key], _WIDTHS.get(key, 14)) for key in keys]


def kept_cells(row: SheetRow, sheet: QuestionSheet) -> list[CellValue]:
    """The office's own cells of a row, as many as there are headings."""
    return [*row.kept, *[None] * (len(sheet.headings) - len(row.kept))]


def result_cells(result: RowAnswer) -> dict[str, CellValue]:
    """Status, how sure it is, answer, citation, validity, notices, benefits and problem of a row; several citations are numbered `[1]`."""
    cells: dict[str, CellValue] = {"problem": str(result.problem or ""), "status": STATUS_HEADINGS[result.status]}
    answer = result.answer
    if answer is None:
        return cells
    cells["grade"] = GRADES[answer.grade] if answer.status == "answered" else ""
    several = len(answer.citations) > 1
    mark = {citation.n: f"[{citation.n}] " if several else "" for citation in answer.citations}
    cells["answer"] = "\n".join(
        f"{mark[item.citation]}{f'{item.column}：' if item.column else ''}{item.text}" for item in answer.answer
    )
    cells["citation"] = "\n".join(f"{mark[c.n]}{citation_line(c.document, c.clause.label)}" for c in answer.citations)
    cells["validity"] = "\n".join(f"{mark[c.n]}{VALIDITY[c.validity]}" for c in answer.citations)
    cells["notices"] = "\n".join(notice.text for notice in answer.notices)
    cells["benefits"] = "\n".join(_benefit(match) for match in answer.cards)
    return cells


def _benefit(match: CardMatch) -> str:
    """`农村公益性岗位和岗位补贴：可能符合 may apply；已失效 expired；临人社发〔2016〕12号…`."""
    line = citation_line(match.card.document, match.card.clause.label)
    return f"{match.card.entry.name}：{VERDICT[match.verdict]}；{VALIDITY[match.validity]}；{line}"


def summary_rows(source: str, day: date, counts: SheetCounts) -> list[list[CellValue]]:
    """The rows that every summary sheet begins with."""
    return [
        ["项目 Item", "数 Figure", "说明 Meaning"],
        ["原表 Source", None, source],
        [
            "默认基准日期 As of",
            day,
            str(Message("没有自己日期的行按这一天判断效力。", "For rows without a day of their own.")),
        ],
        ["行数 Rows", counts.rows, str(Message("有内容的行。", "Rows that are not blank."))],
        ["已答复 Answered", counts.answered, str(Message("答复逐字引自条款。", "Answers are the clauses' own words."))],
        [
            "拒答 Refused",
            counts.refused,
            str(Message("现有文件没有写到，或不在收录范围。", "Not in the texts held, or out of scope.")),
        ],
        ["有误 Faulty", counts.failed, str(Message("见“须改正”一列。", "See the column of what to mend."))],
    ]


def problem_rows(problems: Sequence[RowProblem | Message]) -> list[list[CellValue]]:
    """A row of a summary sheet for each thing to mend."""
    return [[f"须改正 {n}", None, str(problem)] for n, problem in enumerate(problems, 1)]

"""Which column of an office's table is which, by its heading in Chinese or English, and what each row asks and expects."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from openpyxl.utils import get_column_letter

from eval.errors import EvalError
from eval.sheet_files import DELIMITERS, Row, Table, Value, read_tables, text_of
from kb.asof import parse_as_of
from kb.dates import find_dates
from kb.errors import InvalidInput

Match = Literal["all", "any"]

_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "question": ("问题", "提问", "咨询问题", "咨询内容", "question", "query"),
    "id": ("编号", "序号", "题号", "id", "no"),
    "region": ("地区", "所在地区", "适用地区", "区域", "region", "place"),
    "document": ("文件", "文号", "政策文件", "文件名称", "document"),
    "as_of": ("日期", "基准日期", "截至日期", "查询日期", "as_of", "date"),
    "expected": (
        *("预期条款", "预期依据", "期望条款", "应引条款", "预期引文"),
        *("expected", "expected_clause", "expected_clauses", "expected_citation", "gold"),
    ),
    "facts": ("预期要点", "要点", "应含内容", "expected_facts", "facts"),
    "match": ("匹配", "匹配方式", "match"),
}
_ANY: Final = ("任一", "任一即可", "any")
_ALL: Final = ("全部", "都要", "all", "")
# What says that the texts hold no answer and the program must refuse.
_NONE: Final = ("无", "无答案", "无依据", "没有", "none", "unanswerable", "noanswer")
_HEADING_ROWS: Final = 20

RESULT_HEADINGS: Final = {
    "status": "状态 status",
    "answer": "答复 answer",
    "citation": "引用 citation",
    "validity": "效力 validity",
    "notices": "提示 notices",
    "score": "评分 score",
    "rank": "预期名次 rank of expected",
    "missing": "未达之处 what is missing",
    "problem": "须改正 to mend",
}


@dataclass(frozen=True)
class SheetQuestion:
    """One row that is to be asked. `expected` and `facts` are the cells' parts; `unanswerable` says that a refusal is expected."""

    question: str
    region: str | None = None
    document: str | None = None
    as_of: date | None = None
    expected: str = ""
    unanswerable: bool = False
    facts: tuple[str, ...] = ()
    match: Match = "all"


@dataclass(frozen=True)
class SheetRow:
    """A row as it came: `kept` is what is given back unchanged; `asked` is None where `problem` says why it cannot be asked.

    `where` tells file and cell of each known column.
    """

    where: dict[str, str]
    kept: tuple[Value, ...]
    asked: SheetQuestion | None
    problem: str = ""


@dataclass(frozen=True)
class QuestionSheet:
    """A table of questions: the headings given back, the rows, whether any expectation stands in it, and what was passed over."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    expects: bool
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Layout:
    """Where things stand: the index of each known column, and the indices that are given back."""

    file: str
    table: Table
    heading_row: int
    columns: dict[str, int]
    kept: tuple[int, ...] = field(default=())

    def where(self, row: Row, key: str) -> str:
        """File, sheet and cell, as a person finds them."""
        index = self.columns[key]
        if self.table.name is None:
            heading = text_of(self.table.rows[self.heading_row].values[index])
            return f"{self.file} 第 {row.number} 行“{heading}” (line {row.number})"
        return f"{self.file}“{self.table.name}”{get_column_letter(index + 1)}{row.number}"


def read_questions(path: Path) -> QuestionSheet:
    """The first table with a column of questions; EvalError where there is none. A faulty row is kept with what is wrong in it."""
    tables, layouts = _layouts(path)
    if not layouts:
        seen = [text_of(v) for row in tables[0].rows[:_HEADING_ROWS] for v in row.values if text_of(v)][:8]
        raise EvalError(
            f"{path.name} 里没有“问题”列（见到：{'、'.join(seen) or '空表'}）：请在表头写“问题”或 question。"
            " No column of questions: give one the heading 问题 or question."
        )
    layout = layouts[0]
    headings = layout.table.rows[layout.heading_row].values
    rows = tuple(
        _read(row, layout)
        for row in layout.table.rows[layout.heading_row + 1 :]
        if any(text_of(value) for value in row.values)
    )
    if not rows:
        raise EvalError(f"{path.name} 只有表头：请在下面写问题。 It has headings only: write questions below them.")
    ignored = tuple(
        f"{path.name}“{other.table.name}”也有问题列，本次未处理：请另存为单独的文件。 Another sheet of questions was passed over: save it apart."
        for other in layouts[1:]
    )
    return QuestionSheet(
        tuple(text_of(headings[i]) for i in layout.kept),
        rows,
        bool({"expected", "facts"} & layout.columns.keys()),
        ignored,
    )


def _layouts(path: Path) -> tuple[list[Table], list[_Layout]]:
    """The tables and where those with questions have them; of a `.csv` by the separator under which a heading is known."""
    first: list[Table] | None = None
    fault: EvalError | None = None
    for delimiter in DELIMITERS if path.suffix.lower() == ".csv" else DELIMITERS[:1]:
        try:
            tables = read_tables(path, delimiter)
        except EvalError as error:
            fault = fault or error
            continue
        first = first or tables
        if found := [layout for table in tables if (layout := _layout(path.name, table))]:
            return tables, found
    if fault or first is None:
        raise fault or EvalError(f"读不到 {path}：请检查文件。 Cannot read it: check the file.")
    return first, []


def _layout(file: str, table: Table) -> _Layout | None:
    for number, row in enumerate(table.rows[:_HEADING_ROWS]):
        names = [column_of(text_of(value)) for value in row.values]
        if "question" not in names:
            continue
        columns: dict[str, int] = {}
        for i, name in enumerate(names):
            if name is not None and columns.setdefault(name, i) != i:
                raise EvalError(
                    f"{file} 第 {row.number} 行有两列都是“{text_of(row.values[i])}”一类（{name}）：请只留一列。"
                    f" Row {row.number} has two columns for {name}: keep one."
                )
        results = set(RESULT_HEADINGS.values())
        # A file that came back answered may be sent again: its answers are made anew.
        kept = tuple(i for i, value in enumerate(row.values) if text_of(value) not in results)
        while kept and not any(text_of(v) for r in table.rows[number:] for v in r.values[kept[-1] : kept[-1] + 1]):
            kept = kept[:-1]
        return _Layout(file, table, number, columns, kept)
    return None


def column_of(heading: str) -> str | None:
    """The known column of a heading, case, width, spaces, brackets and a second language aside; None for one of the office's own."""
    if heading in RESULT_HEADINGS.values():
        return None
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", unicodedata.normalize("NFKC", heading)).lower()
    whole = re.sub(r"[^a-z\u4e00-\u9fff]", "", plain)
    readings = (whole, re.sub(r"[a-z]", "", whole), re.sub(r"[^a-z]", "", whole))
    for reading in filter(None, readings):
        for name, known in _HEADINGS.items():
            if reading in {re.sub("_", "", each) for each in known}:
                return name
    return None


def _read(row: Row, layout: _Layout) -> SheetRow:
    cells = {key: text_of(row.values[i]) if i < len(row.values) else "" for key, i in layout.columns.items()}
    kept = tuple(row.values[i] if i < len(row.values) else None for i in layout.kept)
    where = {key: layout.where(row, key) for key in layout.columns}
    if any(text_of(value) for value in row.values[len(layout.table.rows[layout.heading_row].values) :]):
        problem = "这一行比表头多出几格，请给含分隔符的内容加双引号。 More cells than headings: put double quotes round cells with separators."
        return SheetRow(where, kept, None, f"{where['question']}：{problem}")
    try:
        return SheetRow(where, kept, _asked(cells, where))
    except EvalError as error:
        return SheetRow(where, kept, None, str(error))


def _asked(cells: dict[str, str], where: dict[str, str]) -> SheetQuestion:
    """What a row asks and expects; EvalError naming the cell that is wrong."""
    if not cells["question"]:
        raise EvalError(f"{where['question']}：问题为空，请填写。 The question is empty: write one.")
    try:
        day = cell_date(cells.get("as_of", ""))
    except InvalidInput as error:
        raise EvalError(f"{where['as_of']}：{error}") from error
    match = _folded(cells.get("match", ""))
    if match not in (*_ANY, *_ALL):
        raise EvalError(f"{where['match']}：匹配应为“全部”或“任一”，请改正。 Must be all or any: correct it.")
    expected = cells.get("expected", "")
    none = _folded(expected) in _NONE
    return SheetQuestion(
        question=cells["question"],
        region=cells.get("region") or None,
        document=cells.get("document") or None,
        as_of=day,
        expected="" if none else expected,
        unanswerable=none,
        facts=tuple(filter(None, (part.strip() for part in re.split(r"[\n；;|]", cells.get("facts", ""))))),
        match="any" if match in _ANY else "all",
    )


def cell_date(text: str) -> date | None:
    """`2018-01-01`, `2018/1/1` or `2018年1月1日` as a day, None for nothing; InvalidInput for anything else."""
    if not text:
        return None
    found = find_dates(text)
    if len(found) == 1 and found[0].precision == "day" and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    return parse_as_of(text)


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()

"""An office's own table of questions: which column is which, by its heading in Chinese or English, and what each row asks.

Other columns are the office's own and come back as they came. Those who read more out of a row (what it expects, say) name further
columns and find their cells in `SheetRow.cells`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Final

from openpyxl.utils import get_column_letter

from kb.errors import InvalidInput, TableError
from kb.files import (
    DELIMITERS,
    TABLE_LIMITS,
    CellValue,
    SheetLine,
    SheetTable,
    TableLimits,
    cell_text,
    read_tables,
)
from kb.language import find_dates, parse_as_of
from kb.messages import Message
from kb.records import NO_FILTERS, Filters
from kb.regex import regex
from kb.sheets.sheet_words import RESULT_HEADINGS

Headings = Mapping[str, tuple[str, ...]]

HEADINGS: Final[Headings] = {
    "question": ("问题", "提问", "咨询问题", "咨询内容", "question", "query"),
    "id": ("编号", "序号", "题号", "id", "no"),
    "region": ("地区", "所在地区", "适用地区", "区域", "region", "place"),
    "document": ("文件", "文号", "政策文件", "文件名称", "document"),
    "as_of": ("日期", "基准日期", "截至日期", "查询日期", "as_of", "date"),
}
_HEADING_ROWS: Final = 20
# A day of birth is no day to judge a rule on.
_BIRTH: Final = regex(r"出生|生日|birth", re.IGNORECASE)


@dataclass(frozen=True)
class SheetQuestion:
    """One row that is to be asked."""

    question: str
    filters: Filters = NO_FILTERS


@dataclass(frozen=True)
class RowProblem:
    """What is to be mended in a row: the cell, and why it cannot be used."""

    cell: str
    reason: Message

    def __str__(self) -> str:
        return f"{self.cell}：{self.reason}"


@dataclass(frozen=True)
class SheetRow:
    """A row as it came: `kept` is what is given back unchanged; `asked` is None if `problem` says why it cannot be asked.

    `cells` holds the text of each known column, `where` tells its file and cell.
    """

    cells: dict[str, str]
    where: dict[str, str]
    kept: tuple[CellValue, ...]
    asked: SheetQuestion | None
    problem: RowProblem | None = None


@dataclass(frozen=True)
class QuestionSheet:
    """A table of questions: the headings given back, the rows, the known columns it has, and what was passed over.

    `above` are the rows over the headings, a title among them; `told` says which columns were used, as what, and which were not.
    """

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    columns: frozenset[str]
    ignored: tuple[Message, ...] = ()
    above: tuple[tuple[CellValue, ...], ...] = ()
    told: tuple[Message, ...] = ()


@dataclass(frozen=True)
class _Layout:
    """Where things stand: the index of each known column, and the indices that are given back."""

    file: str
    table: SheetTable
    heading_row: int
    columns: dict[str, int]
    kept: tuple[int, ...] = ()

    def heading(self, index: int) -> str:
        """What stands over a column."""
        return cell_text(self.table.rows[self.heading_row].values[index])

    def cells(self, row: SheetLine) -> tuple[CellValue, ...]:
        """The cells of a row that are given back."""
        return tuple(row.values[i] if i < len(row.values) else None for i in self.kept)

    def where(self, row: SheetLine, key: str) -> str:
        """File, sheet and cell, as a person finds them."""
        sheet = " " if self.table.name is None else f"“{self.table.name}”"
        return f"{self.file}{sheet}{get_column_letter(self.columns[key] + 1)}{row.number}"


def read_question_sheet(
    data: bytes, name: str, further: Headings | None = None, limits: TableLimits = TABLE_LIMITS
) -> QuestionSheet:
    """The first table with a column of questions; TableError if no table has one. A faulty row is kept with what is wrong in it."""
    tables, layouts = _layouts(data, name, {**HEADINGS, **(further or {})}, limits)
    if not layouts:
        seen = [
            cell_text(v) for table in tables for row in table.rows[:_HEADING_ROWS] for v in row.values if cell_text(v)
        ]
        raise TableError(
            f"{name} 里没有“问题”列（见到：{'、'.join(each[:20] for each in seen[:8]) or '空表'}）：请在表头写“问题”或 question。",
            "No column of questions: give one the heading 问题 or question.",
        )
    shown = [layout for layout in layouts if not layout.table.hidden]
    if not shown:
        raise TableError(
            f"{name}“{layouts[0].table.name}”是隐藏的工作表：请取消隐藏后再试。",
            "The sheet of questions is hidden: show it first.",
        )
    layout, dated = _dated(shown[0])
    below = layout.table.rows[layout.heading_row + 1 :]
    rows = tuple(_read(row, layout) for row in below if any(cell_text(value) for value in row.values))
    if not rows:
        raise TableError(f"{name} 只有表头：请在下面写问题。", "It has headings only: write questions below them.")
    ignored = tuple(_passed_over(name, other.table) for other in layouts if other is not layout)
    above = tuple(layout.cells(row) for row in layout.table.rows[: layout.heading_row])
    headings = tuple(map(layout.heading, layout.kept))
    return QuestionSheet(headings, rows, frozenset(layout.columns), ignored, above, (*_told(layout), *dated))


def _told(layout: _Layout) -> Iterator[Message]:
    """Which columns were used, and which come back as they came, and why."""
    used = [layout.heading(i) for i in layout.columns.values()]
    others = [name for i in layout.kept if i not in layout.columns.values() and (name := layout.heading(i))]
    yield Message(f"用到的列：{'、'.join(used)}。", f"Columns used: {', '.join(used)}.")
    if others:
        yield Message(
            f"没有用到、原样保留的列（表头不在认得的列里）：{'、'.join(others)}。",
            f"Columns not used, since their headings are none of those understood, given back as they came: {', '.join(others)}.",
        )


def _dated(layout: _Layout) -> tuple[_Layout, tuple[Message, ...]]:
    """The layout with the one column that holds nothing but dates as the day of each row, where no heading names one; what is said of it."""
    below = layout.table.rows[layout.heading_row + 1 :]
    others = [i for i in layout.kept if i not in layout.columns.values() and not _BIRTH.search(layout.heading(i))]
    dated = [i for i in others if _is_dates(cell_text(row.values[i]) for row in below if i < len(row.values))]
    names = "、".join(f"“{layout.heading(i)}”" for i in dated)
    if "as_of" in layout.columns or not dated:
        return layout, ()
    if len(dated) > 1:
        said = Message(
            f"{names}都是日期，不知道按哪一列，都没有用：请把其中一列的表头写成“日期”。",
            "Several columns hold dates, so none was used: give one the heading 日期 or date.",
        )
        return layout, (said,)
    said = Message(
        f"{names}一列都是日期：每一行按自己的日期判断效力。",
        "A column of dates: each row is judged as of its own day.",
    )
    return replace(layout, columns=layout.columns | {"as_of": dated[0]}), (said,)


def _is_dates(texts: Iterable[str]) -> bool:
    """Whether there are texts, and all are days."""
    filled = [text for text in texts if text]
    try:
        return bool(filled) and all(cell_date(text) for text in filled)
    except InvalidInput:
        return False


def _passed_over(name: str, table: SheetTable) -> Message:
    if table.hidden:
        return Message(
            f"{name}“{table.name}”是隐藏的工作表，没有处理。", f"The hidden sheet {table.name} was passed over."
        )
    return Message(
        f"{name}“{table.name}”也有问题列，本次未处理：请另存为单独的文件。",
        "Another sheet of questions was passed over: save it apart.",
    )


def _layouts(data: bytes, name: str, known: Headings, limits: TableLimits) -> tuple[list[SheetTable], list[_Layout]]:
    """The tables and where those with questions have them; of a `.csv` by the separator under which a heading is known."""
    first: list[SheetTable] = []
    fault: TableError | None = None
    for delimiter in DELIMITERS if PurePath(name).suffix.lower() == ".csv" else DELIMITERS[:1]:
        try:
            tables = read_tables(data, name, delimiter, limits)
        except TableError as error:
            fault = fault or error
            continue
        first = first or tables
        if found := [layout for table in tables if (layout := _layout(name, table, known))]:
            return tables, found
    if fault:
        raise fault
    return first, []


def _layout(file: str, table: SheetTable, known: Headings) -> _Layout | None:
    for number, row in enumerate(table.rows[:_HEADING_ROWS]):
        names = [column_of(cell_text(value), known) for value in row.values]
        if "question" not in names:
            continue
        columns: dict[str, int] = {}
        for i, name in enumerate(names):
            if name is not None and columns.setdefault(name, i) != i:
                raise TableError(
                    f"{file} 第 {row.number} 行有两列都是“{cell_text(row.values[i])}”一类（{name}）：请只留一列。",
                    f"Row {row.number} has two columns for {name}: keep one.",
                )
        results = set(RESULT_HEADINGS.values())
        # A file that came back answered may be sent again: its answers are made anew.
        kept = tuple(i for i, value in enumerate(row.values) if cell_text(value) not in results)
        while kept and not any(cell_text(v) for r in table.rows[number:] for v in r.values[kept[-1] : kept[-1] + 1]):
            kept = kept[:-1]
        return _Layout(file, table, number, columns, kept)
    return None


def column_of(heading: str, known: Headings = HEADINGS) -> str | None:
    """The known column of a heading, case, width, spaces, brackets and a second language aside; None for one of the office's own."""
    if heading in RESULT_HEADINGS.values():
        return None
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", unicodedata.normalize("NFKC", heading)).lower()
    whole = re.sub(r"[^a-z\u4e00-\u9fff]", "", plain)
    readings = (whole, re.sub(r"[a-z]", "", whole), re.sub(r"[^a-z]", "", whole))
    for reading in filter(None, readings):
        for name, spellings in known.items():
            if reading in {re.sub("_", "", each) for each in spellings}:
                return name
    return None


def _read(row: SheetLine, layout: _Layout) -> SheetRow:
    cells = {key: cell_text(row.values[i]) if i < len(row.values) else "" for key, i in layout.columns.items()}
    kept = layout.cells(row)
    where = {key: layout.where(row, key) for key in layout.columns}
    if any(cell_text(value) for value in row.values[len(layout.table.rows[layout.heading_row].values) :]):
        reason = Message(
            "这一行比表头多出几格，请给含分隔符的内容加双引号。",
            "More cells than headings: put double quotes round cells with separators.",
        )
        return SheetRow(cells, where, kept, None, RowProblem(where["question"], reason))
    for key, i in layout.columns.items():
        if i in row.uncomputed:
            reason = Message(
                "这一格是公式，文件里没有算出的值或算出了错误值：请用表格软件打开、保存后再试。",
                "A formula without its value, or with an error for one: open the file in a spreadsheet program and save it.",
            )
            return SheetRow(cells, where, kept, None, RowProblem(where[key], reason))
    if not cells["question"]:
        reason = Message("问题为空，请填写。", "The question is empty: write one.")
        return SheetRow(cells, where, kept, None, RowProblem(where["question"], reason))
    try:
        day = cell_date(cells.get("as_of", ""))
    except InvalidInput as error:
        return SheetRow(cells, where, kept, None, RowProblem(where["as_of"], error.message))
    filters = Filters(cells.get("region") or None, cells.get("document") or None, as_of=day)
    return SheetRow(cells, where, kept, SheetQuestion(cells["question"], filters))


def cell_date(text: str) -> date | None:
    """`2018-01-01`, `2018/1/1` or `2018年1月1日` as a day, None for nothing; InvalidInput for anything else."""
    if not text:
        return None
    found = find_dates(text)
    if len(found) == 1 and found[0].precision == "day" and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    return parse_as_of(text)

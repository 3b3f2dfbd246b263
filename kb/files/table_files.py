"""Tables from people's files: `.csv` (UTF-8 with or without BOM, UTF-16, GB18030) and `.xlsx`. Knows nothing of questions.

A file is taken for hostile until it is read: sizes are bounded before anything is unpacked, and what is no table is refused with a
sentence that says what it is. kb/sheets/table_output.py writes.

openpyxl keeps only the cells that a workbook names. python-calamine, far quicker, makes every cell between the first and the last:
with a workbook of 5 kB and cells in two corners it aborts the whole process, which nothing can catch.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePath
from typing import Final, NamedTuple, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from kb.errors import TableError
from kb.files.number_formats import shown
from kb.files.workbook_guard import Bounds, check_workbook
from kb.regex import regex

CellValue: TypeAlias = str | int | float | date | time | timedelta | None  # bool and datetime are among these

SUFFIXES: Final = (".csv", ".xlsx")
DELIMITERS: Final = (",", "\t", ";")
# Where text begins like this a spreadsheet computes it.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Characters that XML cannot hold.
CONTROL: Final = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What reading a broken workbook raises; both XML readers call their faults a SyntaxError.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)


@dataclass(frozen=True)
class TableLimits:
    """How much of a file is read: its bytes, its bytes unpacked, the rows and columns of a table."""

    bytes: int = 20 * 2**20
    unpacked: int = 100 * 2**20
    rows: int = 10_000
    columns: int = 200


TABLE_LIMITS: Final = TableLimits()


@dataclass(frozen=True)
class SheetLine:
    """One row: its number (of a `.csv` the line on which it begins) and its values.

    `uncomputed` are the indices of formulas that the file holds no value of, the formula stands in its place, or an error (#N/A).
    """

    number: int
    values: tuple[CellValue, ...]
    uncomputed: frozenset[int] = frozenset()


class MergedArea(NamedTuple):
    """The first and last row and column of merged cells, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SheetTable:
    """One sheet of rows. `name` is the worksheet's, None for a `.csv`; `merged` are the areas of merged cells (rows and columns from 1).

    `hidden_rows` and `hidden_columns` are indices; rows that a filter keeps from being seen are among them.
    """

    name: str | None
    rows: tuple[SheetLine, ...]
    hidden: bool = False
    merged: tuple[MergedArea, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def cell_text(value: CellValue) -> str:
    """A value as a person reads it: `3.0` as `3`, a day as `2018-01-01`, nothing as the empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def check_suffix(name: str) -> str:
    """`.csv` or `.xlsx`; TableError for anything else."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise TableError(
            f"{name} 不是 .csv 或 .xlsx：请另存为其中一种。",
            "Only .csv and .xlsx are read and written: save it as one of them.",
        )
    return suffix


def file_bytes(path: Path, limits: TableLimits = TABLE_LIMITS) -> bytes:
    """The bytes of a table's file; TableError if it is no table, too large or cannot be read."""
    check_suffix(path.name)
    try:
        if path.stat().st_size > limits.bytes:
            raise _too_large(path.name, limits)
        return path.read_bytes()
    except OSError as error:
        raise TableError(
            f"读不到 {path}（{error.strerror}）：请检查文件名和权限。",
            "Cannot read it: check its name and permissions.",
        ) from error


def read_tables(data: bytes, name: str, delimiter: str = ",", limits: TableLimits = TABLE_LIMITS) -> list[SheetTable]:
    """The worksheets of a workbook, or the one table of a `.csv` cut at `delimiter`; TableError naming the file and the reason."""
    suffix = check_suffix(name)
    if len(data) > limits.bytes:
        raise _too_large(name, limits)
    if not data.strip():
        raise TableError(f"{name} 是空文件：请填写或删去它。", "The file is empty: fill or remove it.")
    tables = _read_workbook(data, name, limits) if suffix == ".xlsx" else [_read_csv(data, name, delimiter)]
    for table in tables:
        _check_extent(table, name, limits)
    return tables


def _too_large(name: str, limits: TableLimits) -> TableError:
    size = f"{limits.bytes / 2**20:.0f} MiB" if limits.bytes % 2**20 == 0 else f"{limits.bytes / 10**6:g} MB"
    return TableError(f"{name} 超过 {size}：请拆成几个文件。", f"The file is over {size}: split it.")


def _check_extent(table: SheetTable, name: str, limits: TableLimits) -> None:
    if len(table.rows) > limits.rows:
        raise TableError(
            f"{name} 有 {len(table.rows)} 行，超过 {limits.rows}：请拆成几个文件。",
            f"More than {limits.rows} rows: split the file.",
        )
    if max((len(row.values) for row in table.rows), default=0) > limits.columns:
        raise TableError(
            f"{name} 超过 {limits.columns} 列：请删去多余的列。",
            f"More than {limits.columns} columns: remove those not needed.",
        )


def _read_csv(data: bytes, name: str, delimiter: str) -> SheetTable:
    # Rows may hold line breaks, so a row is told by the line on which it begins.
    reader = csv.reader(io.StringIO(_decode(data, name), newline=""), delimiter=delimiter, strict=True)
    rows: list[SheetLine] = []
    begins = 1
    try:
        for cells in reader:
            rows.append(SheetLine(begins, tuple(_unguarded(cell) for cell in cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            f"{name} 第 {begins} 行的引号或分隔符有误：请检查这一行成对的双引号。",
            f"Line {begins}: quotes or separators are broken ({error}): check the pairs of double quotes.",
        ) from error
    return SheetTable(None, tuple(rows))


def _decode(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
    raise TableError(
        f"{name} 不是文本或编码无法识别（支持 UTF-8、UTF-16、GB18030）：请用“CSV UTF-8”另存。",
        "Not text, or an unknown encoding: save it as CSV UTF-8.",
    )


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _read_workbook(data: bytes, name: str, limits: TableLimits) -> list[SheetTable]:
    try:
        check_workbook(data, name, Bounds(limits.unpacked, covered=limits.rows * 20))
        with warnings.catch_warnings():
            # openpyxl warns of the decorations that it does not read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
            formulas = load_workbook(io.BytesIO(data)) if _has_formulas(data) else book
        pairs = zip(book.worksheets, formulas.worksheets, strict=True)
        return [_worksheet(sheet, written, name, limits) for sheet, written in pairs]
    except _BROKEN as error:
        raise TableError(
            f"{name} 不是完好的 .xlsx：请用表格软件打开后另存为 .xlsx。", "Not a sound .xlsx: open and save it again."
        ) from error


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        return any(re.search(rb"<(?:\w+:)?f[ />]", archive.read(part)) for part in sheets)


def _worksheet(sheet: Worksheet, written: Worksheet, name: str, limits: TableLimits) -> SheetTable:
    """The rows of a sheet; `written` is the same sheet with its formulas instead of their values."""
    width, height = _used(written)
    if not width:
        return SheetTable(sheet.title, ())
    _check_extent(SheetTable(sheet.title, (SheetLine(1, (None,) * width),)), name, limits)
    if height > limits.rows:
        raise TableError(
            f"{name}“{sheet.title}”写到第 {height} 行，超过 {limits.rows}：请拆成几个文件。",
            f"A sheet goes on to row {height}, more than {limits.rows}: split the file.",
        )
    rows = sheet.iter_rows(max_row=height, max_col=width, values_only=True)
    grid = [[_value(value) for value in row] for row in rows]
    uncomputed: dict[int, set[int]] = {}
    for (y, x), cell in written._cells.items():
        if cell.data_type == "f" and grid[y - 1][x - 1] is None:
            grid[y - 1][x - 1] = str(getattr(cell.value, "text", cell.value))
            uncomputed.setdefault(y, set()).add(x - 1)
    for (y, x), cell in sheet._cells.items():
        if cell.data_type == "e" and y <= height:
            uncomputed.setdefault(y, set()).add(x - 1)  # #N/A, #REF!: a value that could not be computed
        elif cell.data_type == "n" and isinstance(cell.value, int | float) and y <= height:
            grid[y - 1][x - 1] = shown(cell.value, cell.number_format) or grid[y - 1][x - 1]
    # What stands in a cell merged over several rows holds for each of them.
    for area in sheet.merged_cells.ranges:
        if area.min_row <= height and area.min_col <= width:
            for row in range(area.min_row, min(area.max_row, height)):
                grid[row][area.min_col - 1] = grid[area.min_row - 1][area.min_col - 1]
    lines = (SheetLine(i, tuple(row), frozenset(uncomputed.get(i, ()))) for i, row in enumerate(grid, 1))
    areas = (MergedArea(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges)
    hidden_rows = frozenset(number - 1 for number, row in sheet.row_dimensions.items() if row.hidden)
    hidden_columns = frozenset(
        number - 1
        for column in sheet.column_dimensions.values()
        if column.hidden and column.min and column.max
        for number in range(column.min, min(column.max, width) + 1)
    )
    return SheetTable(
        sheet.title, tuple(lines), sheet.sheet_state != "visible", tuple(areas), hidden_rows, hidden_columns
    )


def _used(sheet: Worksheet) -> tuple[int, int]:
    """The last column and row that hold anything: offices' sheets are often formatted down to row 1 048 576."""
    # Only the cells that the file names: a grid between far corners would have billions.
    filled = [(x, y) for (y, x), cell in sheet._cells.items() if cell.value is not None]
    return max((x for x, _ in filled), default=0), max((y for _, y in filled), default=0)


def _value(value: object) -> CellValue:
    if isinstance(value, str):
        # A workbook writes a return as _x000D_.
        return re.sub(r"\r\n?", "\n", unescape(value))
    return value if value is None or isinstance(value, int | float | date | time | timedelta) else str(value)

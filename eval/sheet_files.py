"""Tables in and out: `.csv` (UTF-8 with or without BOM, UTF-16, GB18030) and `.xlsx`. Knows nothing of questions.

What is written cannot run: text that a spreadsheet would take for a formula is kept as text, in `.xlsx` by the cell's type and in
`.csv` by a leading apostrophe, which is taken off again when such a file is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eval.errors import EvalError
from eval.whole_files import write_whole

Value: TypeAlias = str | int | float | date | time | timedelta | None  # bool and datetime are among these

SUFFIXES: Final = (".csv", ".xlsx")
DELIMITERS: Final = (",", "\t", ";")
MAX_BYTES: Final = 20 * 2**20
MAX_UNPACKED: Final = 200 * 2**20
MAX_ROWS: Final = 10_000
MAX_CELL: Final = 32_767  # what Excel holds
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Characters that XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Row:
    """One row: its number (of a `.csv` the line on which it begins) and its values."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """One sheet of rows. `name` is the worksheet's, None for a `.csv`."""

    name: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """A column to write: its heading and its width in characters."""

    heading: str
    width: int = 14


def text_of(value: Value) -> str:
    """A value as a person reads it: `3.0` as `3`, a day as `2018-01-01`, nothing as the empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def check_suffix(path: Path) -> str:
    """`.csv` or `.xlsx`; EvalError for anything else."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise EvalError(
            f"{path.name} 不是 .csv 或 .xlsx：请另存为其中一种。 Only .csv and .xlsx are read and written: save it as one of them."
        )
    return suffix


def read_tables(path: Path, delimiter: str = ",") -> list[Table]:
    """The worksheets of a workbook, or the one table of a `.csv` cut at `delimiter`; EvalError naming the file and the reason."""
    suffix = check_suffix(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise EvalError(f"{path.name} 超过 20 MiB：请拆成几个文件。 The file is over 20 MiB: split it.")
        data = path.read_bytes()
    except OSError as error:
        raise EvalError(
            f"读不到 {path}（{error.strerror}）：请检查文件名和权限。 Cannot read it: check its name and permissions."
        ) from error
    if not data.strip():
        raise EvalError(f"{path.name} 是空文件：请写入问题。 The file is empty: write questions into it.")
    tables = _read_workbook(data, path.name) if suffix == ".xlsx" else [_read_csv(data, path.name, delimiter)]
    for table in tables:
        if len(table.rows) > MAX_ROWS:
            raise EvalError(
                f"{path.name} 有 {len(table.rows)} 行，超过 {MAX_ROWS}：请拆成几个文件。 Too many rows: split the file."
            )
    return tables


def _read_csv(data: bytes, name: str, delimiter: str) -> Table:
    # Rows may hold line breaks, so a row is told by the line on which it begins.
    reader = csv.reader(io.StringIO(_decode(data, name), newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    begins = 1
    try:
        for cells in reader:
            rows.append(Row(begins, tuple(_unguarded(cell) for cell in cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise EvalError(
            f"{name} 第 {begins} 行的引号或分隔符有误：请检查这一行成对的双引号。"
            f" Line {begins}: quotes or separators are broken ({error}): check the pairs of double quotes."
        ) from error
    return Table(None, tuple(rows))


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
        if not _CONTROL.search(text):
            return text
    raise EvalError(
        f"{name} 不是文本或编码无法识别（支持 UTF-8、UTF-16、GB18030）：请用“CSV UTF-8”另存。"
        " Not text, or an unknown encoding: save it as CSV UTF-8."
    )


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _read_workbook(data: bytes, name: str) -> list[Table]:
    if data.startswith(_OLE):
        raise EvalError(
            f"{name} 是旧版 .xls 或加了密码：请去掉密码，另存为 .xlsx。 An old .xls or protected by a password: save it as a plain .xlsx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise EvalError(f"{name} 解开后过大：请拆成几个文件。 Too large when unpacked: split the file.")
        with warnings.catch_warnings():
            # openpyxl warns of the decorations that it does not read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, ParseError) as error:
        raise EvalError(
            f"{name} 不是完好的 .xlsx：请用表格软件打开后另存为 .xlsx。 Not a sound .xlsx: open and save it again."
        ) from error
    return [_worksheet(sheet) for sheet in book.worksheets]


def _worksheet(sheet: Worksheet) -> Table:
    grid = [[_value(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    # What stands in a cell merged over several rows holds for each of them.
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row):
            grid[row][area.min_col - 1] = grid[area.min_row - 1][area.min_col - 1]
    return Table(sheet.title, tuple(Row(i, tuple(row)) for i, row in enumerate(grid, 1)))


def _value(value: object) -> Value:
    return value if value is None or isinstance(value, str | int | float | date | time | timedelta) else str(value)


def write_table(
    path: Path, columns: Sequence[Column], rows: Sequence[Sequence[Value]], summary: Sequence[Sequence[Value]] = ()
) -> None:
    """Writes whole or not at all; `summary` becomes a second worksheet, which a `.csv` has no room for. EvalError where it cannot."""
    data = _workbook(columns, rows, summary) if check_suffix(path) == ".xlsx" else _csv(columns, rows)
    write_whole(path, data)


def _csv(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(column.heading) for column in columns])
    writer.writerows([_guarded(text_of(value)) for value in row] for row in rows)
    # With the mark, Excel reads it as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _workbook(columns: Sequence[Column], rows: Sequence[Sequence[Value]], summary: Sequence[Sequence[Value]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "答复 Answers"
    _fill(sheet, [[column.heading for column in columns], *rows], [column.width for column in columns])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if summary:
        _fill(book.create_sheet("汇总 Summary"), summary, [30, 16, 90])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Value]], widths: Sequence[int]) -> None:
    thin = Border(bottom=Side("thin", "D2CCBE"))
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row, 1):
            cell = sheet.cell(y, x)
            if isinstance(value, str):
                cell.value = _CONTROL.sub("", value)[:MAX_CELL]
                # openpyxl takes a leading = for a formula and #N/A for an error; the prefix keeps the text on later edits.
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(_FORMULA_STARTS)
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = thin
            if y == 1:
                cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", "1F5A50")
    for x, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(x)].width = width

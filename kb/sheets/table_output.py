"""Tables as bytes, `.csv` or `.xlsx`. What is written cannot run.

Text that a spreadsheet would take for a formula is kept as text, in `.xlsx` by the cell's type and in `.csv` by a leading apostrophe,
which kb/files/table_files.py takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kb.files import CONTROL, FORMULA_STARTS, CellValue, cell_text, check_suffix

MAX_CELL: Final = 32_767  # what Excel holds
_SUMMARY_WIDTHS: Final = (30, 16, 90)


@dataclass(frozen=True)
class SheetColumn:
    """A column to write: its heading and its width in characters."""

    heading: str
    width: int = 14


def table_bytes(
    name: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[CellValue]],
    summary: Sequence[Sequence[CellValue]] = (),
    title: str = "答复 Answers",
    above: Sequence[Sequence[CellValue]] = (),
) -> bytes:
    """A file of the kind that `name` ends in; `summary` becomes a second worksheet, which a `.csv` has no room for.

    `above` are rows over the headings, such as a title.
    """
    return (
        _workbook(title, columns, rows, summary, above) if check_suffix(name) == ".xlsx" else _csv(columns, rows, above)
    )


def _csv(
    columns: Sequence[SheetColumn], rows: Sequence[Sequence[CellValue]], above: Sequence[Sequence[CellValue]]
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_guarded(cell_text(value)) for value in row] for row in above)
    writer.writerow([_guarded(column.heading) for column in columns])
    writer.writerows([_guarded(cell_text(value)) for value in row] for row in rows)
    # With the mark, Excel reads it as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _workbook(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[CellValue]],
    summary: Sequence[Sequence[CellValue]],
    above: Sequence[Sequence[CellValue]],
) -> bytes:
    book = Workbook()
    book.properties.creator = "policy-kb"
    sheet = book.worksheets[0]
    sheet.title = title
    head = len(above) + 1
    _fill(sheet, [*above, [column.heading for column in columns], *rows], [column.width for column in columns], head)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{len(rows) + head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"
    if summary:
        _fill(book.create_sheet("汇总 Summary"), summary, _SUMMARY_WIDTHS)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[CellValue]], widths: Sequence[int], head: int = 1) -> None:
    thin = Border(bottom=Side("thin", "D2CCBE"))
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row, 1):
            cell = sheet.cell(y, x)
            if isinstance(value, str):
                cell.value = CONTROL.sub("", value)[:MAX_CELL]
                # openpyxl takes a leading = for a formula and #N/A for an error; the prefix keeps the text on later edits.
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA_STARTS)
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = thin
            if y == head:
                cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", "1F5A50")
    for x, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(x)].width = width

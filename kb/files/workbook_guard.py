"""What is checked of an `.xlsx` before it is unpacked into cells: that it is one, how large it is, and that its XML is plain.

A workbook of a few kilobytes may ask for gigabytes: by its zip entries, by entities in its XML, or by one merged or linked area over
all cells, because the reader makes each of them.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import IO, Any, Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from kb.errors import TableError

_OLE: Final = b"\xd0\xcf\x11\xe0"
_MOST_PARTS: Final = 2000
_CHUNK: Final = 2**16
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
# Elements for whose areas openpyxl makes every cell.
_AREAS: Final = frozenset({"mergeCell", "hyperlink", "comment"})
# What people take for a table, by the bytes it begins with.
_OTHER_KINDS: Final = (
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"BM", "BMP 图片", "a BMP picture"),
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
)


@dataclass(frozen=True)
class Bounds:
    """The most bytes unpacked, and the most cells that the areas of one workbook may cover."""

    unpacked: int
    covered: int


def check_workbook(data: bytes, name: str, bounds: Bounds) -> None:
    """TableError for what is no workbook, is protected or asks for too much; zip and XML errors as they come."""
    if data.startswith(_OLE):
        raise TableError(
            f"{name} 是旧版 .xls 或加了密码：请去掉密码，另存为 .xlsx。",
            "An old .xls or protected by a password: save it as a plain .xlsx.",
        )
    for start, zh, en in _OTHER_KINDS:
        if data.startswith(start):
            raise TableError(
                f"{name} 不是表格，而是 {zh}：请选择 .xlsx 或 .csv。",
                f"No spreadsheet but {en}: choose an .xlsx or .csv file.",
            )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise TableError(
                f"{name} 里没有工作簿：请用表格软件另存为 .xlsx。",
                "There is no workbook in it: save it as .xlsx with a spreadsheet program.",
            )
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > bounds.unpacked:
            raise _asks_too_much(name)
        covered = 0
        for part in parts:
            with archive.open(part) as file:
                covered += _covered_cells(file, name)
            if covered > bounds.covered:
                raise _asks_too_much(name)


def _asks_too_much(name: str) -> TableError:
    return TableError(
        f"{name} 解开后过大：请只留需要的表，另存后再试。",
        "Too large when unpacked: keep only the sheets needed and save it again.",
    )


def _covered_cells(file: IO[bytes], name: str) -> int:
    """How many cells the areas of one part cover; TableError if it declares a document type (and so entities)."""
    total = 0

    def started(tag: str, attributes: dict[str, Any]) -> None:
        nonlocal total
        if tag.rpartition(":")[2] in _AREAS and ":" in attributes.get("ref", ""):
            # `A:A` and `1:1` leave the other two edges open.
            left, top, right, bottom = range_boundaries(attributes["ref"])
            total += ((right or _LAST_COLUMN) - (left or 1) + 1) * ((bottom or _LAST_ROW) - (top or 1) + 1)

    def declared(*_: object) -> None:
        raise TableError(
            f"{name} 的内部格式不寻常，没有打开：请用表格软件另存为 .xlsx。",
            "Its XML declares a document type, so it was not opened: save it again as .xlsx.",
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = declared
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    except expat.ExpatError:
        # A picture, or broken XML, which the reader of workbooks refuses itself.
        return total
    return total

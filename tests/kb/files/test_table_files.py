"""Tables read and written: whatever their spelling, and nothing that a hostile file asks for."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from every import every
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kb.errors import TableError
from kb.files.table_files import TableLimits, cell_text, file_bytes, read_tables
from kb.sheets.table_output import SheetColumn, table_bytes

SMALL = TableLimits(bytes=2_000_000, unpacked=8 * 2**20, rows=100, columns=20)


def workbook(*rows: list[object], change: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(item.filename, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook(["问题"], ["补贴多少"])


# ------------------------------------------------------------------------------------------------ reading


def test_a_csv_with_line_breaks_tells_the_line_each_row_begins_on():
    (table,) = read_tables('编号,问题\n1,"两\n行"\n2,三\n'.encode(), "a.csv")
    assert [(row.number, row.values) for row in table.rows] == [
        (1, ("编号", "问题")),
        (2, ("1", "两\n行")),
        (4, ("2", "三")),
    ]


@every("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str):
    (table,) = read_tables("问题\n补贴多少？\n".encode(encoding), "a.csv")
    assert [row.values for row in table.rows] == [("问题",), ("补贴多少？",)]


def test_a_merged_cell_holds_for_each_row_and_formats_without_content_for_none():
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")
        # Offices' sheets are formatted far beyond what they hold.
        sheet.cell(1_048_576, 16_384).number_format = "0"

    (table,) = read_tables(
        workbook(["问题", "地区"], ["甲", "临沂市"], ["乙", None], change=change), "a.xlsx", limits=SMALL
    )
    assert [row.values for row in table.rows] == [("问题", "地区"), ("甲", "临沂市"), ("乙", "临沂市")]


def test_an_empty_sheet_has_no_rows():
    assert read_tables(workbook(), "a.xlsx")[0].rows == ()


@every(
    ("value", "text"),
    [(None, ""), (3.0, "3"), (3.5, "3.5"), (datetime(2018, 1, 1), "2018-01-01"), ("  甲 ", "甲")],
)
def test_values_as_people_read_them(value: object, text: str):
    assert cell_text(value) == text


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(TableError, match=r"读不到 .*没有\.csv"):
        file_bytes(tmp_path / "没有.csv")


# ------------------------------------------------------------------------------------------------ what is no table


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@every(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "空文件"),
        ("a.xlsx", b" \n", "空文件"),
        ("a.txt", b"x", r"不是 \.csv 或 \.xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", r"不是 \.csv 或 \.xlsx"),
        ("a.csv", "问题\n补\x00贴\n".encode(), "不是文本"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是文本"),
        ("a.csv", b"\x00\x01\x02\xff", "编码"),
        ("a.csv", '问题\n甲\n"没有关上\n乙\n'.encode(), "第 3 行.*双引号"),
        ("a.csv", b"a" * 200_000, "引号或分隔符"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"旧版 \.xls 或加了密码"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG 图片"),
        ("a.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
        ("a.xlsx", b"%PDF-1.7", "PDF 文件"),
        ("a.xlsx", b"PK not really", "不是完好的"),
        ("a.xlsx", GOOD[: len(GOOD) // 2], "不是完好的"),
        ("a.xlsx", other_zip(), "没有工作簿"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(name: str, data: bytes, words: str):
    with pytest.raises(TableError, match=words) as caught:
        read_tables(data, name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


# ------------------------------------------------------------------------------------------------ what asks for too much

ENTITIES = b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook(*([["甲"]] * 101)), "写到第 101 行，超过 100"),
        (workbook(["甲"] * 21), "超过 20 列"),
        (workbook(["甲"], change=lambda sheet: sheet.cell(1_048_576, 1, "乙")), "写到第 1048576 行"),
        (workbook(["甲"], change=lambda sheet: sheet.cell(1, 16_384, "乙")), "超过 20 列"),
        (workbook(["甲"], change=lambda sheet: sheet.cell(1_048_576, 16_384, "乙")), "超过 20 列"),
        (repacked(GOOD, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "解开后过大"),
        (repacked(GOOD, SHEET, b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="1:1048576"/></hyperlinks>'), "解开后过大"),
        (repacked(GOOD, SHEET, b"<sheetData>", b"<!--" + b" " * 9 * 2**20 + b"--><sheetData>"), "解开后过大"),
        (repacked(GOOD, SHEET, b"<worksheet", b'<?xml version="1.0"' + ENTITIES), "内部格式不寻常"),
        (repacked(GOOD, "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x SYSTEM "http://example.org/x"><workbook'), "内部格式不寻常"),
    ],
    ids=["rows", "columns", "last row", "last column", "corners", "merged", "linked", "unpacked", "entities", "outside"],
)  # fmt: skip
def test_a_workbook_that_asks_for_too_much_is_refused_at_once(data: bytes, words: str):
    started = time.monotonic()
    with pytest.raises(TableError, match=words):
        read_tables(data, "a.xlsx", limits=SMALL)
    # Without the guard the merged area alone makes 17 thousand million cells.
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("text", "words"), [("甲\n" * 101, "101 行，超过 100"), ("甲," * 21, "超过 20 列"), ("甲" * 700_000, "超过 2 MB")]
)
def test_a_csv_that_is_too_large_is_refused(text: str, words: str):
    with pytest.raises(TableError, match=words):
        read_tables(text.encode(), "a.csv", limits=SMALL)


def test_no_damage_to_a_workbook_raises_anything_else():
    data, chance = workbook(["问题", "日期"], ["补贴多少", date(2018, 1, 1)]), random.Random(20260101)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            read_tables(bytes(broken), "a.xlsx", limits=SMALL)
        except TableError:
            continue


@every("part", ["xl/workbook.xml", SHEET, "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
def test_no_damage_to_its_xml_raises_anything_else(part: str):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        content = archive.read(part)
    chance = random.Random(part)
    for _ in range(60):
        start = chance.randrange(len(content))
        end = start + chance.randrange(1, 40)
        try:
            read_tables(repacked(GOOD, part, content, content[:start] + content[end:]), "a.xlsx", limits=SMALL)
        except TableError:
            continue


# ------------------------------------------------------------------------------------------------ writing

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝cmd|' /C calc'!A0"]


def test_a_csv_holds_no_formula_and_gives_the_text_back():
    raw = table_bytes("a.csv", [SheetColumn("问题")], [[text] for text in DANGEROUS])
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row[0][0] for row in rows[1:]] == ["'"] * 6
    assert [row.values[0] for row in read_tables(raw, "a.csv")[0].rows[1:]][:4] == DANGEROUS[:4]


def test_a_workbook_holds_no_formula_and_gives_the_text_back():
    data = table_bytes("a.xlsx", [SheetColumn("问题")], [[text] for text in DANGEROUS], [["=2+2"]])
    book = load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["问题", *DANGEROUS, "=2+2"]
    assert all(cell.quotePrefix for cell in cells[1:])


def test_a_workbook_keeps_numbers_and_days_and_drops_what_xml_cannot_hold():
    data = table_bytes("a.xlsx", [SheetColumn("a")] * 4, [[-5, date(2018, 1, 1), "甲\x07乙", "长" * 40_000]])
    row = next(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert row[:3] == (-5, datetime(2018, 1, 1), "甲乙")
    assert len(str(row[3])) == 32_767

"""Standards that an office keeps as a table: a row is a clause with the names of its columns."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from printed_pages import blocks

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.holdings.corpus import read_clauses
from kb.reading import read_document
from kb.reading.formats.workbook import HIDDEN_CELLS, HIDDEN_SHEET, UNCOMPUTED
from kb.reading.paragraphs import Paragraph
from kb.records import Clause, SourceText

CORPUS = Path(__file__).parents[4] / "corpus"
TABLES = [
    (path, [[cell.text for cell in row] for row in block.rows])
    for path in corpus_files(CORPUS)
    for block in blocks(path.read_text(encoding="utf-8"))
    if not isinstance(block, Paragraph)
]


def read(path: Path) -> SourceText:
    return read_document(path, path.parent)


def essence(clause: Clause) -> tuple[object, ...]:
    cells = tuple((cell.column, cell.text) for cell in clause.cells)
    return clause.label, clause.kind, clause.path, clause.text, cells


def rows(source: SourceText) -> list[list[tuple[str, str]]]:
    clauses = read_clauses(source, "d")[0]
    return [[(cell.column, cell.text) for cell in clause.cells] for clause in clauses if clause.kind == "row"]


@pytest.mark.parametrize(("path", "table"), TABLES, ids=[f"{path.stem}-{n}" for n, (path, _) in enumerate(TABLES)])
def test_a_table_of_a_text_gives_the_same_clauses_as_a_workbook(
    tmp_path: Path, path: Path, table: list[list[str]]
) -> None:
    """A cell's numbered items stand on lines of their own in a workbook, and behind wide gaps in a line of text."""
    lines = ["\t".join(cell.replace("\n", "   ") for cell in row) for row in table]
    (tmp_path / "表.txt").write_text("\n".join(["一、标准如下。", *lines]) + "\n", encoding="utf-8")
    book = Workbook()
    for row in [["一、标准如下。"], *table]:
        book.active.append([cell or None for cell in row])
    book.save(tmp_path / "表.xlsx")
    assert len(table) > 1
    wanted, found = (read_clauses(read(tmp_path / name), "d")[0] for name in ("表.txt", "表.xlsx"))
    assert [essence(clause) for clause in found] == [essence(clause) for clause in wanted]


STANDARDS = (
    *(["某市补贴标准表（2024年版）"], ["单位：元"], ["序号", "类别", "标准", "", "备注"], ["", "", "城镇", "农村", ""]),
    *([1, "甲类", 600, 400.0, "按月"], [2, "乙类", 300, None, "按年"], [3, "丙类", "见说明", "", "按年"]),
    ["注：以上标准自2024年1月1日起执行。"],
)


UNIT = ("", "单位：元")


def standards(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    for row in STANDARDS:
        sheet.append(row)
    for area in ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "C7:D7"):
        sheet.merge_cells(area)
    second = book.create_sheet("申请期限")
    second["B3"], second["D3"], second["B4"], second["D4"] = "对象", "期限", "残疾人", "=1+2"
    hidden = book.create_sheet("草稿")
    hidden.append(["甲", "乙"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def test_titles_headers_merged_cells_notes_and_sheets(tmp_path: Path) -> None:
    source = read(standards(tmp_path / "标准.xlsx"))
    assert rows(source) == [
        [UNIT, ("序号", "1"), ("类别", "甲类"), ("标准·城镇", "600"), ("标准·农村", "400"), ("备注", "按月")],
        [UNIT, ("序号", "2"), ("类别", "乙类"), ("标准·城镇", "300"), ("备注", "按年")],
        [UNIT, ("序号", "3"), ("类别", "丙类"), ("标准·城镇", "见说明"), ("标准·农村", "见说明"), ("备注", "按年")],
    ]
    lines = [line.strip("# \u3000") for line in source.text.splitlines() if line.strip()]
    assert lines[:3] == ["Sheet", "某市补贴标准表（2024年版）", "单位：元"]
    assert {"注：以上标准自2024年1月1日起执行。", "申请期限", "对象\t期限"} <= set(lines)
    assert [(item.text, item.reason) for item in source.set_aside] == [
        ("草稿 甲 乙", HIDDEN_SHEET),
        ("=1+2", UNCOMPUTED),
    ]


def test_a_number_is_read_as_its_cell_shows_it(tmp_path: Path) -> None:
    book = Workbook()
    formats = (["项目", "比例", "金额", "期限"], ["社保补贴", 0.5, 1200, 3], ["岗位补贴", 0.125, 800.5, 1])
    for row in formats:
        book.active.append(row)
    for line in ("2", "3"):
        for column, style in (("B", "0.0%"), ("C", '#,##0.##"元"'), ("D", '0\\年;;"无"')):
            book.active[column + line].number_format = style
    book.save(tmp_path / "表.xlsx")
    assert rows(read(tmp_path / "表.xlsx")) == [
        [("项目", "社保补贴"), ("比例", "50.0%"), ("金额", "1,200元"), ("期限", "3年")],
        [("项目", "岗位补贴"), ("比例", "12.5%"), ("金额", "800.5元"), ("期限", "1年")],
    ]


def test_hidden_rows_and_columns_are_set_aside(tmp_path: Path) -> None:
    book = load_workbook(standards(tmp_path / "标准.xlsx"))
    sheet = book.worksheets[0]
    sheet.row_dimensions[6].hidden = True  # 乙类
    sheet.column_dimensions["A"].hidden = True  # 序号, and where the words begin that are merged over all columns
    book.save(tmp_path / "隐藏.xlsx")
    source = read(tmp_path / "隐藏.xlsx")
    assert rows(source) == [
        [("类别", "甲类"), ("标准·城镇", "600"), ("标准·农村", "400"), ("备注", "按月")],
        [("类别", "丙类"), ("标准·城镇", "见说明"), ("标准·农村", "见说明"), ("备注", "按年")],
    ]
    assert "某市补贴标准表（2024年版）" in source.text
    (words,) = [item.text for item in source.set_aside if item.reason == HIDDEN_CELLS]
    assert words == "单位：元 序号 序号 1 2 乙类 300 按年 3 注：以上标准自2024年1月1日起执行。"


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8-sig", ","), ("gb18030", "\t"), ("utf-16", ";")])
def test_a_csv_is_read_whatever_its_encoding_and_separator(tmp_path: Path, encoding: str, sign: str) -> None:
    lines = ["补贴对象,标准", "残疾人员,每月600元", "低保家庭,每月400元"]
    (tmp_path / "标准.csv").write_bytes("\r\n".join(lines).replace(",", sign).encode(encoding))
    assert rows(read(tmp_path / "标准.csv")) == [
        [("补贴对象", "残疾人员"), ("标准", "每月600元")],
        [("补贴对象", "低保家庭"), ("标准", "每月400元")],
    ]


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(standards(path)) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def far_corner(parts: dict[str, bytes]) -> None:
    """One cell in the last row and column of a sheet: a reader that makes the cells between needs gigabytes."""
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell)


def all_merged(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b'ref="A1:E1"', b'ref="A1:XFD1048576"')


def doctype(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + parts[SHEET].split(b"?>")[-1]


BAD: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a sheet of a gigabyte": (far_corner, "过大|超过"),
    "all cells merged": (all_merged, "过大"),
    "entities": (doctype, "内部格式不寻常"),
    "a bomb": (lambda parts: parts.update({"xl/bomb.xml": bytes(101 * 2**20)}), "过大"),
    "broken XML": (lambda parts: parts.update({SHEET: b"<worksheet>"}), r"不是完好的 \.xlsx"),
}


@pytest.mark.parametrize(("change", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_workbook_is_refused_in_one_line(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], reason: str
) -> None:
    path = changed(tmp_path / "坏.xlsx", change)
    with pytest.raises(CorpusError, match=rf"坏\.xlsx.*(?:{reason})") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_half_a_workbook_is_damaged(tmp_path: Path) -> None:
    whole = standards(tmp_path / "好.xlsx").read_bytes()
    (tmp_path / "坏.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorpusError, match=r"坏\.xlsx.*已损坏"):
        read(tmp_path / "坏.xlsx")

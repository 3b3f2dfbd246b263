"""An office's table of questions, whatever its headings, separators and days."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import pytest
from every import every
from openpyxl import Workbook, load_workbook

from kb.errors import InvalidInput, TableError
from kb.sheets.question_sheet import cell_date, column_of, read_question_sheet


def workbook(*pages: tuple[str, list[list[object]]], merge: str | None = None) -> bytes:
    book = Workbook()
    for title, rows in pages:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        if merge:
            page.merge_cells(merge)
    del book[book.sheetnames[0]]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@every(
    ("heading", "name"),
    [
        *[("问题", "question"), ("咨询问题（必填）", "question"), (" Question ", "question"), ("问题 question", "question")],
        *[("编号", "id"), ("No.", "id"), ("ＩＤ", "id"), ("地区", "region"), ("文件", "document"), ("日期", "as_of"), ("as of", "as_of")],
        *[("备注", None), ("", None), ("答复 answer", None), ("问题类别", None)],
    ],
)  # fmt: skip
def test_headings_in_chinese_and_english(heading: str, name: str | None):
    assert column_of(heading) == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_encodings_and_separators(encoding: str, delimiter: str):
    text = f'编号{delimiter}问题\n1{delimiter}"补贴{delimiter}多少？\n（元）"\n2{delimiter}期限？\n'
    rows = read_question_sheet(text.encode(encoding), "a.csv").rows
    assert [row.asked.question for row in rows if row.asked] == [f"补贴{delimiter}多少？\n（元）", "期限？"]
    # The second question begins on line 4: the first one has two lines.
    assert re.search(r" [A-Z]4$", rows[1].where["question"])


def test_a_workbook_with_a_title_merged_regions_and_real_days():
    rows: list[list[object]] = [
        ["窗口常见问题"],
        ["序号", "问题", "地区", "日期", "备注"],
        [1, "补贴多少", "临沂市", datetime(2018, 1, 1), None],
        [2, "期限多长", None, "2019年3月1日", "急"],
    ]
    sheet = read_question_sheet(workbook(("一季度", rows), merge="C3:C4"), "a.xlsx")
    asked = [row.asked for row in sheet.rows]
    assert sheet.headings == ("序号", "问题", "地区", "日期", "备注")
    assert sheet.above == (("窗口常见问题", None, None, None, None),)
    assert [said.zh for said in sheet.told] == [
        "用到的列：序号、问题、地区、日期。",
        "没有用到、原样保留的列（表头不在认得的列里）：备注。",
    ]
    assert sheet.told[0].en == "Columns used: 序号, 问题, 地区, 日期."
    assert sheet.columns == {"id", "question", "region", "as_of"}
    assert [(a.question, a.filters.region, a.filters.as_of) for a in asked if a] == [
        ("补贴多少", "临沂市", date(2018, 1, 1)),
        ("期限多长", "临沂市", date(2019, 3, 1)),
    ]
    assert sheet.rows[1].kept == (2, "期限多长", "临沂市", "2019年3月1日", "急")
    assert "“一季度”B4" in sheet.rows[1].where["question"]


def test_a_faulty_row_is_kept_with_its_cell_and_reason():
    text = "问题,日期\n,\n补贴多少,去年\n,2018-01-01\n期限,2018-01-01,多出\n"
    problems = [str(row.problem) for row in read_question_sheet(text.encode(), "a.csv").rows]
    assert [problem.split("：")[0] for problem in problems] == [
        "a.csv B3",
        "a.csv A4",
        "a.csv A5",
    ]
    assert "去年" in problems[0] and "问题为空" in problems[1] and "多出几格" in problems[2]


@every("text", ["2018-01-01", "2018/1/1", "2018.1.1", "2018年1月1日", "二〇一八年一月一日"])
def test_days_as_offices_write_them(text: str):
    assert cell_date(text) == date(2018, 1, 1)


@every("text", ["2018年1月", "去年", "2018-02-30", "43101", "2018-01-01至2019-01-01"])
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(InvalidInput):
        cell_date(text)


@every(
    ("text", "words"),
    [
        ("", ["空文件"]),
        ("名称,备注\n甲,乙\n", ["问题", "名称、备注"]),
        ("问题\n", ["只有表头"]),
        ('编号,问题\n1,好\n2,"没有关上\n3,也被吞掉\n', ["第 3 行", "双引号"]),
        ("问题,提问\n甲,乙\n", ["第 1 行", "两列"]),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_the_remedy(text: str, words: list[str]):
    with pytest.raises(TableError) as error:
        read_question_sheet(text.encode(), "a.csv")
    assert all(word in str(error.value) for word in ["a.csv", *words])


def test_a_second_sheet_of_questions_is_not_passed_over_in_silence():
    pages = [(title, [["问题"], ["补贴多少"]]) for title in ("一季度", "二季度")]
    assert "二季度" in read_question_sheet(workbook(*pages), "a.xlsx").ignored[0].zh


def test_a_hidden_sheet_is_not_answered_and_said_to_be_passed_over():
    book = load_workbook(io.BytesIO(workbook(("草稿", [["问题"], ["旧的"]]), ("正式", [["问题"], ["新的"]]))))
    book["草稿"].sheet_state = "veryHidden"
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    sheet = read_question_sheet(out.getvalue(), "a.xlsx")
    assert [row.asked.question for row in sheet.rows if row.asked] == ["新的"]
    assert [message.zh for message in sheet.ignored] == ["a.xlsx“草稿”是隐藏的工作表，没有处理。"]


@pytest.mark.parametrize(("column", "cell"), [("B", "地区"), ("A", "问题"), ("C", "日期")])
def test_a_formula_without_its_value_is_named_and_not_asked(column: str, cell: str):
    rows: list[list[object]] = [
        ["问题", "地区", "日期"],
        ["补贴多少", "江苏省", "2018-01-01"],
        ["补贴多少", "江苏省", "2018-01-01"],
    ]
    rows[2]["ABC".index(column)] = '=CONCATENATE("江苏","省")'
    first, second = read_question_sheet(workbook(("表", rows)), "a.xlsx").rows
    assert first.asked and second.asked is None and second.problem
    assert second.problem.cell.endswith(f"{column}3") and "公式" in second.problem.reason.zh, cell


def test_an_error_for_a_value_is_named_and_not_asked():
    book = load_workbook(io.BytesIO(workbook(("表", [["问题", "地区"], ["补贴多少", "#N/A"]]))))
    book.active["B2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    (row,) = read_question_sheet(out.getvalue(), "a.xlsx").rows
    assert row.asked is None and row.problem and "错误值" in row.problem.reason.zh


def test_a_formula_in_a_column_of_the_offices_own_comes_back_as_it_stands():
    sheet = read_question_sheet(workbook(("表", [["问题", "经办"], ["补贴多少", "=A1&A2"]])), "a.xlsx")
    assert sheet.rows[0].asked and sheet.rows[0].kept == ("补贴多少", "=A1&A2")


def test_a_return_that_a_workbook_spells_out_is_a_line_end():
    sheet = read_question_sheet(
        workbook(("表", [["问题"], ["贷款额度_x000D_\n是多少"], ["编码_x005F_x000D_"]])), "a.xlsx"
    )
    assert [row.asked.question for row in sheet.rows if row.asked] == ["贷款额度\n是多少", "编码_x000D_"]


def test_the_one_column_of_dates_is_the_day_of_each_row_and_is_told():
    sheet = read_question_sheet(
        "来访日期,问题,出生日期\n2018-01-01,补贴多少？,1960-05-01\n2026年3月1日,期限？,\n".encode(), "a.csv"
    )
    assert [row.asked.filters.as_of for row in sheet.rows if row.asked] == [date(2018, 1, 1), date(2026, 3, 1)]
    assert sheet.told[-1].zh == "“来访日期”一列都是日期：每一行按自己的日期判断效力。"
    assert "出生日期" in sheet.told[1].zh


@pytest.mark.parametrize(
    "table",
    [
        "来访日期,受理日期,问题\n2018-01-01,2018-01-02,补贴？\n",
        "来访,问题\n上午,补贴？\n2018-01-01,期限？\n",
        "来访,问题\n,补贴？\n",
    ],
    ids=["two", "mixed", "empty"],
)
def test_what_is_no_such_column_leaves_the_day_open(table: str):
    sheet = read_question_sheet(table.encode(), "a.csv")
    assert all(row.asked.filters.as_of is None for row in sheet.rows if row.asked)
    assert any("不知道按哪一列" in said.zh for said in sheet.told) == ("受理" in table)

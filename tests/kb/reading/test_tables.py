from __future__ import annotations

import pytest
from every import every

from kb.reading.cleaning import clean
from kb.reading.paragraphs import blocks_of
from kb.reading.table_blocks import TableBlock
from kb.reading.tables import EMPTY_ROW, REPEATED_HEADER, REPEATED_KEY, ReadTable, join_continuation, read_table
from kb.records import SetAside


def blocks(text: str) -> list[TableBlock]:
    return [block for block in blocks_of(clean(text).lines) if isinstance(block, TableBlock)]


def read(text: str, previous: ReadTable | None = None) -> tuple[ReadTable | None, list[tuple[str, str]]]:
    """The first table of a text, and what was set aside as (text, reason)."""
    aside: list[SetAside] = []
    table = read_table(blocks(text)[0], previous, aside)
    for item in aside:
        assert text[item.start : item.end] == item.text
    return table, [(item.text, item.reason) for item in aside]


def table_of(text: str) -> ReadTable:
    table, _ = read(text)
    assert table is not None
    return table


def cells(table: ReadTable) -> list[list[tuple[str, str]]]:
    return [[(column, cell.text) for column, cell in row] for row in table.rows]


def test_a_header_of_one_row() -> None:
    table = table_of("序号\t任务\t责任单位\n1\t设立车间\t市局\n2\t开展培训\t\n")
    assert table.columns == ["序号", "任务", "责任单位"]
    assert cells(table) == [
        [("序号", "1"), ("任务", "设立车间"), ("责任单位", "市局")],
        [("序号", "2"), ("任务", "开展培训")],  # an empty cell is no cell
    ]


def test_a_header_of_two_rows_puts_the_group_before_its_columns() -> None:
    table = table_of("地区\t人口\t\t备注\n\t低收入\t劳动力\t\n东县\t100\t50\t无\n")
    assert table.columns == ["地区", "人口·低收入", "人口·劳动力", "备注"]
    assert cells(table) == [[("地区", "东县"), ("人口·低收入", "100"), ("人口·劳动力", "50"), ("备注", "无")]]


@pytest.mark.parametrize("second", ["东县\t甲类\t乙类", "\t100\t50"])
def test_a_second_row_with_a_name_or_a_figure_is_data(second: str) -> None:
    assert table_of(f"地区\t\t人口\n{second}\n西县\t1\t9\n").columns == ["地区", "", "人口"]


def test_a_form_whose_names_each_leave_a_blank_names_no_columns() -> None:
    table = table_of("联系人\t\t职务\t\n联系电话\t\t电子邮箱\t\n岗位\t时间\t人数\t补贴\n")
    assert table.columns == ["", "", "", ""]
    assert cells(table)[1] == [("", "岗位"), ("", "时间"), ("", "人数"), ("", "补贴")]


def test_a_group_may_span_the_last_columns() -> None:
    table = table_of("地区\t人口\t\n\t低收入\t劳动力\n东县\t100\t50\n")
    assert table.columns == ["地区", "人口·低收入", "人口·劳动力"]


@every("numbering", ["序号\t1\t2", "栏次\t1\t2", "甲\t1\t2", "\t1\t2", "1\t2\t3", "序号\t3\t4"])
def test_a_row_that_numbers_the_columns_ends_the_header(numbering: str) -> None:
    table = table_of(f"地区\t人口\t劳动力\n{numbering}\n东县\t100\t50\n")
    assert table.columns == ["地区", "人口", "劳动力"]
    assert [row[0][1].text for row in table.rows] == ["东县"]
    assert len(table.header) == 2


def test_a_numbering_row_after_a_header_of_two_rows() -> None:
    table = table_of("地区\t人口\t\n\t低收入\t劳动力\n序号\t1\t2\n东县\t100\t50\n")
    assert table.columns == ["地区", "人口·低收入", "人口·劳动力"]
    assert len(table.header) == 3


@every("row", ["东县\t1\t2", "1\t东县\t2", "东县\t100\t50", "1\t3\t5"])
def test_a_row_of_figures_is_no_numbering(row: str) -> None:
    assert len(table_of(f"地区\t人口\t劳动力\n{row}\n西县\t7\t9\n").header) == 1


def test_a_row_of_consecutive_figures_below_numbered_rows_is_data() -> None:
    table = table_of("序号\t人数\t户数\n1\t7\t9\n2\t6\t8\n3\t4\t5\n")
    assert [row[0][1].text for row in table.rows] == ["1", "2", "3"]


def test_words_wrapped_in_a_column_name_are_joined() -> None:
    assert table_of("序 号\t责任 单位\t完成 时间\n1\t市局\t年底\n").columns == ["序号", "责任单位", "完成时间"]


def test_empty_rows_and_repeated_headers_are_set_aside() -> None:
    table, aside = read("地区\t人口\t劳动力\n东县\t100\t50\n西县\t\t\n\t\t\n地区\t人口\t劳动力\n南县\t3\t9\n")
    assert table is not None
    assert [row[0][1].text for row in table.rows] == ["东县", "南县"]
    assert aside == [
        ("西县", EMPTY_ROW),
        ("地区", REPEATED_HEADER),
        ("人口", REPEATED_HEADER),
        ("劳动力", REPEATED_HEADER),
    ]


def test_a_row_wider_than_its_header_loses_no_cell() -> None:
    assert cells(table_of("地区\t人口\n东县\t100\t附记\n"))[0][-1] == ("", "附记")


def test_a_table_that_begins_with_the_same_header_adds_to_the_one_before() -> None:
    table = table_of("序号\t任务\n1\t设立车间\n")
    again, aside = read("序号\t任务\t\n2\t开展培训\t\n", table)
    assert again is None
    assert [row[0][1].text for row in table.rows] == ["1", "2"]
    assert aside == [("序号", REPEATED_HEADER), ("任务", REPEATED_HEADER)]


def test_a_table_with_another_header_is_its_own() -> None:
    table = table_of("序号\t任务\n1\t设立车间\n")
    other, aside = read("序号\t单位\n1\t市局\n", table)
    assert other is not None
    assert other is not table
    assert (other.columns, aside) == (["序号", "单位"], [])
    assert len(table.rows) == 1


def test_a_continuation_adds_its_columns_to_the_rows_of_the_same_key() -> None:
    table = table_of("地区\t人口\t劳动力\n东县\t100\t50\n西县\t70\t30\n")
    more = table_of("地区\t培训人数\t就业人数\n西 县\t9\t4\n北县\t8\t3\n")
    aside: list[SetAside] = []
    join_continuation(table, more, aside)
    assert cells(table) == [
        [("地区", "东县"), ("人口", "100"), ("劳动力", "50")],
        [("地区", "西县"), ("人口", "70"), ("劳动力", "30"), ("培训人数", "9"), ("就业人数", "4")],
        [("地区", "北县"), ("培训人数", "8"), ("就业人数", "3")],  # a row that the table did not have
    ]
    assert [item.reason for item in aside] == [REPEATED_KEY]


def test_a_flattened_table_in_one_run_is_cut_by_the_width_of_its_header() -> None:
    text = "\n".join("\t" + cell for cell in ("序号", "项目", "地区", "1", "预警", "南京市", "2", "一卡通", "苏州市"))
    table = table_of(text)
    assert table.columns == ["序号", "项目", "地区"]
    assert cells(table) == [
        [("序号", "1"), ("项目", "预警"), ("地区", "南京市")],
        [("序号", "2"), ("项目", "一卡通"), ("地区", "苏州市")],
    ]


@pytest.mark.parametrize(
    "items",
    [
        ("序号", "项目", "地区", "1", "预警", "南京市", "2", "一卡通"),  # a cell is missing
        ("姓名", "项目", "地区", "1", "预警", "南京市"),  # no column of numbers
        ("序号", "项目", "地区", "甲", "预警", "南京市"),  # nothing is numbered one
    ],
)
def test_a_run_of_cells_that_is_no_table_is_not_cut(items: tuple[str, ...]) -> None:
    (block,) = blocks("\n".join("\t" + cell for cell in items))
    assert [cell.text for cell in block.rows[0]] == list(items)
    table = read_table(block, None, [])
    assert table is not None
    assert table.rows == []


@every(
    ("text", "key", "name"),
    [
        ("序号\t任务\n1\t设立车间\n", "1", "设立车间"),
        ("地区\t人口\n东县\t100\n", "东县", "东县"),
        ("序号\t类别\t项目名称\n1\t就业类\t创业补贴\n", "1", "创业补贴"),
        ("序号\t类别\t服务事项\n1\t就业类\t失业登记\n", "1", "失业登记"),
        ("序号\t类别\t工作项目\n1\t就业类\t按照要求落实到位。\n", "1", "就业类"),  # a sentence is no name
        ("年份\t人数\n2016\t100\n", "2016", "2016"),  # nothing but figures
    ],
)
def test_the_key_and_the_name_of_a_row(text: str, key: str, name: str) -> None:
    table = table_of(text)
    assert (table.key(table.rows[0]), table.name(table.rows[0])) == (key, name)


def test_a_first_row_with_one_filled_cell_is_no_header() -> None:
    assert table_of("姓名\t\n张三\t李四\n").header == []

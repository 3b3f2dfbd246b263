"""Boxes of fields, joint letterheads, navigation beside the text, and tables that a page end cuts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kb.reading.clauses import build_clauses
from kb.reading.pdf.fields import with_fields
from kb.reading.pdf.page import PrintedFragment
from kb.reading.pdf.pdf import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def at(text: str, x: float, base: float, size: float = 10) -> PrintedFragment:
    return PrintedFragment(text, x, x + sum(0.5 if c.isascii() else 1.0 for c in text) * size, base, size)


def read(fragments: Sequence[PrintedFragment]) -> list[str]:
    return [f.text for f in with_fields(fragments)]


# ------------------------------------------------------------------------------------------------ fields

BOX = [
    at("索 引 号：A-07", 50, 100),
    at("公开日期：2031-02-03", 300, 100),
    at("公文种类：通知", 50, 125),
    at("来源：本局", 300, 125),
]


def test_a_label_stands_in_the_middle_of_its_value() -> None:
    two = [at("关于发放高温津贴", 110, 144), at("标 题：", 50, 150), at("的通知", 110, 156)]
    three = [at("甲市人力资源", 360, 138), at("发文机关：社会保障局", 300, 150), at("甲市财政局", 360, 162)]
    assert read([*BOX, *two, *three])[4:] == [
        "标 题：关于发放高温津贴的通知",
        "发文机关：甲市人力资源社会保障局甲市财政局",
    ]


def test_a_value_below_its_label_is_left_to_the_lines() -> None:
    hanging = [at("标题：关于发放高温津贴的", 50, 150), at("通知", 110, 163)]
    assert read([*BOX, *hanging])[4:] == ["标题：关于发放高温津贴的", "通知"]


def test_a_label_of_two_characters_set_apart_is_whole() -> None:
    assert read([*BOX, at("文", 50, 150), at("号：甲人社发〔2031〕4号", 80, 150)])[4:] == ["文 号：甲人社发〔2031〕4号"]


def test_lines_with_a_colon_in_running_text_are_no_box() -> None:
    lines = [
        at("津贴标准：", 74, 100, 12),
        at("一、室外作业的每人每月300元。", 74, 124, 12),
        at("申领材料：", 74, 148, 12),
    ]
    assert with_fields(lines) == lines


@pytest.mark.parametrize(
    ("names", "read_as"),
    [
        ([at("甲市财政局", 100, 90, 30), at("甲市民政局", 100, 140, 30)], "甲市财政局 甲市民政局文件"),
        (
            [at("甲市财政局", 100, 65, 30), at("甲市民政局", 100, 115, 30), at("甲市教育局", 100, 165, 30)],
            "甲市财政局 甲市民政局 甲市教育局文件",
        ),
    ],
    ids=["two", "three"],
)
def test_a_joint_letterhead_names_each_body(names: list[PrintedFragment], read_as: str) -> None:
    assert read([*names, at("文件", 300, 115, 30)]) == [read_as]


def test_the_fields_of_a_page_are_lines_of_their_own(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    canvas.setFont(FONT, 12)
    body = [
        "关于发放高温津贴的通知",
        "各区人力资源社会保障局：",
        "一、津贴标准为每人每月300元，由用人单位按月发给室外作业人员，不得以实物代替。",
    ]
    for i, line in enumerate(body):
        canvas.drawString(96 if i > 1 else 72, 780 - 24 * i, line)
    canvas.setFont(FONT, 10)
    for x, y, words in (
        (80, 300, "索引号：A-07"), (320, 300, "主题分类：劳动"), (80, 268, "标　　题："), (130, 274, "关于发放高温津贴"),
        (130, 262, "的通知"), (320, 268, "公开日期：2031-02-03"), (80, 240, "发文机关：甲市人社局"), (320, 240, "公文种类：通知"),
    ):  # fmt: skip
        canvas.drawString(x, y, words)
    canvas.save()
    text = read_pdf(tmp_path / "a.pdf", "a.pdf").text
    assert text.split("\n\n")[3:] == [
        "索引号：A-07",
        "标 题：关于发放高温津贴的通知",
        "发文机关：甲市人社局",
        "主题分类：劳动",
        "公开日期：2031-02-03",
        "公文种类：通知\n",
    ]


def test_navigation_beside_the_text_stays_out_of_its_lines(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    canvas.setFont(FONT, 11)
    for i, words in enumerate(("首页", "政务公开", "办事服务", "互动交流", "数据开放", "专题专栏")):
        canvas.drawString(40, 720 - 30 * i, words)
    canvas.setFont(FONT, 12)
    lines = [
        "　　一、津贴标准为每人每月三百元，由用人单位按月发给在",
        "室外作业的人员，不得以实物代替，也不得计入最低工资。",
    ]
    for i, line in enumerate(lines * 4):
        canvas.drawString(170, 725 - 20 * i, line)
    canvas.save()
    text = read_pdf(tmp_path / "a.pdf", "a.pdf").text
    paragraph = "".join(lines).strip("　")
    assert [part.strip("　\n") for part in text.split("\n\n")][-4:] == [paragraph] * 4


# ------------------------------------------------------------------------------------------------ tables over pages

XS = (72, 130, 240, 520)
Row = tuple[float, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def ruled(canvas: Canvas, top: float, rows: Sequence[Row], *, above: bool = True, below: bool = True) -> None:
    """A table of rows (height, the lines of each cell), with a rule above its first and below its last row, or none."""
    canvas.setFont(FONT, 12)
    y = top
    for n, (height, *cells) in enumerate(rows):
        if n or above:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.rect(x - 0.4, y - height, 0.8, height, stroke=0, fill=1)
        for x, lines in zip(XS, cells, strict=False):
            for k, words in enumerate(lines):
                canvas.drawString(x + 4, y - 16 - 18 * k, words)
        y -= height
    if below:
        canvas.line(XS[0], y, XS[-1], y)


HEADER: Row = (24, ("序号",), ("项目",), ("标准",))
FIRST: Row = (24, ("1",), ("岗位津贴",), ("每人每月300元，按月发放。",))
LAST: Row = (24, ("3",), ("培训津贴",), ("每人一次500元。",))
SHORT: Row = (24, ("2",), ("夜班津贴",), ("每人每",))


@pytest.mark.parametrize(
    ("cut", "rest", "whole"),
    [
        (SHORT, (24, (), (), ("月200元。",)), ("2", "夜班津贴", "每人每月200元。")),
        (
            (24, ("2",), ("夜班",), ("每人每",)),
            (24, (), ("津贴",), ("月200元。",)),
            ("2", "夜班津贴", "每人每月200元。"),
        ),
        ((24, ("2",), ("夜班",), ("每月200元。",)), (24, (), ("津贴",), ()), ("2", "夜班津贴", "每月200元。")),
    ],
    ids=["one cell", "two cells", "the name alone"],
)
def test_a_row_that_the_page_end_cuts_is_whole(tmp_path: Path, cut: Row, rest: Row, whole: tuple[str, ...]) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    ruled(canvas, 160, [HEADER, FIRST, cut], below=False)
    canvas.showPage()
    ruled(canvas, 780, [rest, LAST], above=False)
    canvas.save()
    rows = [c for c in build_clauses(read_pdf(tmp_path / "a.pdf", "a.pdf"), "D")[0] if c.kind == "row"]
    assert [tuple(cell.text for cell in row.cells) for row in rows][1:] == [whole, ("3", "培训津贴", "每人一次500元。")]


def test_a_row_that_begins_on_the_next_page_is_a_row(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    ruled(canvas, 160, [HEADER, FIRST, SHORT], below=False)
    canvas.showPage()
    ruled(canvas, 780, [LAST])
    canvas.save()
    rows = [c for c in build_clauses(read_pdf(tmp_path / "a.pdf", "a.pdf"), "D")[0] if c.kind == "row"]
    assert [row.cells[0].text for row in rows] == ["1", "2", "3"]


def test_a_cell_over_two_columns_holds_for_both_and_one_over_all_is_said_once(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    ruled(
        canvas, 600, [(24, ("项目",), ("城镇",), ("农村",)), (24, ("岗位津贴",), ("300元",), ("200元",))], below=False
    )
    canvas.line(72, 552, 520, 552)
    for y in (528, 504):
        canvas.line(72, y, 520, y)
    for x, y in ((72, 552), (130, 552), (520, 552), (72, 528), (520, 528)):
        canvas.line(x, y, x, y - 24)
    canvas.setFont(FONT, 12)
    canvas.drawString(76, 536, "夜班")
    canvas.drawString(250, 536, "统一为每月100元")
    canvas.drawString(76, 512, "以上均按月发放")
    canvas.save()
    rows = read_pdf(tmp_path / "a.pdf", "a.pdf").text.strip("\n").split("\n")
    assert rows == [
        "项目\t城镇\t农村",
        "岗位津贴\t300元\t200元",
        "夜班\t统一为每月100元\t统一为每月100元",
        "以上均按月发放\t\t",
    ]

"""Wrapped lines become paragraphs, lines with tabs or pipes become tables; nothing is joined that does not plainly run on."""

from __future__ import annotations

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.reading.cleaning import clean
from kb.reading.paragraphs import Paragraph, blocks_of, starts_unit
from kb.reading.table_blocks import TableBlock


def paragraphs(text: str) -> list[str]:
    blocks = blocks_of(clean(text).lines)
    assert all(isinstance(block, Paragraph) for block in blocks)
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def tables(text: str) -> list[list[list[str]]]:
    blocks = blocks_of(clean(text).lines)
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, TableBlock)]


def shape(text: str) -> list[str]:
    return ["table" if isinstance(block, TableBlock) else block.text for block in blocks_of(clean(text).lines)]


# -- paragraphs

WIDTH = 20
BODY = (
    "坚持精准扶贫基本方略，集中开展就业扶贫工作，帮助有意愿的家庭实现转移就业，"
    "对设立扶贫车间的企业按每人一千元的标准给予一次性奖补，所需资金由县区财政部门统筹安排解决，"
    "补贴期限最长不超过三年，期满后仍然符合条件的人员可以按照规定的程序再次提出申请，"
    "具体办法由人力资源社会保障部门会同财政部门另行制定。"
)


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def test_a_wrapped_paragraph_is_one_paragraph() -> None:
    assert paragraphs("\n".join(wrapped(BODY))) == [BODY]


@pytest.mark.parametrize("page_end", ["\n", "\f\n", "\n\n\n"])
def test_a_page_end_does_not_break_a_paragraph(page_end: str) -> None:
    lines = wrapped(BODY)
    for cut in range(1, len(lines)):
        text = "\n".join(lines[:cut]) + "\n" + page_end + "\n".join(lines[cut:])
        assert paragraphs(text) == [BODY]


def test_a_page_number_between_the_halves_does_not_break_a_paragraph() -> None:
    lines = wrapped(BODY)
    assert paragraphs("\n".join([*lines[:4], "", "— 3 —", "\f", *lines[4:]])) == [BODY]


def test_every_character_keeps_its_place_in_the_source() -> None:
    text = "\n".join(wrapped(BODY))
    (block,) = blocks_of(clean(text).lines)
    assert isinstance(block, Paragraph)
    assert "".join(text[offset] for offset in block.content.offsets) == BODY


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    lines = [*wrapped(BODY), "这是另外的一段。", "这又是一段。"]
    assert paragraphs("\n".join(lines)) == [BODY, "这是另外的一段。", "这又是一段。"]


def test_an_indented_line_begins_a_paragraph() -> None:
    first, second = BODY[:WIDTH], BODY[WIDTH:]
    lines = [first, *("\u3000\u3000" + line if i == 0 else line for i, line in enumerate(wrapped(second)))]
    assert paragraphs("\n".join(lines)) == [first, second]


def test_where_lines_are_not_wrapped_each_is_its_own_unless_a_comma_leads_on() -> None:
    assert paragraphs("做好甲事。\n做好乙事。\n做好丙事，\n做好丁事。\n") == [
        "做好甲事。",
        "做好乙事。",
        "做好丙事，做好丁事。",
    ]


def test_latin_words_keep_a_space_between_lines_chinese_ones_get_none() -> None:
    assert paragraphs("全国统一平台，the online\nservice platform。") == ["全国统一平台，the online service platform。"]
    assert paragraphs("全国统一平台，网上\n服务大厅。") == ["全国统一平台，网上服务大厅。"]


def test_fragments_without_full_stops_are_left_as_they_are() -> None:
    assert paragraphs("工作动态\n\n政策法规\n\n联系我们\n") == ["工作动态", "政策法规", "联系我们"]


def test_a_heading_line_is_not_joined_to_the_text_below() -> None:
    assert paragraphs("# 工作安排，总的\n坚持分类，\n精准施策。\n") == ["工作安排，总的", "坚持分类，精准施策。"]
    assert paragraphs("一、总体要求\n\n坚持分类施策，\n精准到人。\n") == ["一、总体要求", "坚持分类施策，精准到人。"]


def test_a_text_line_is_not_joined_to_the_heading_below() -> None:
    assert paragraphs("做好第一件事，\n# 第二节\n做好第二件事。\n") == ["做好第一件事，", "第二节", "做好第二件事。"]


def test_a_full_heading_line_runs_on_but_a_short_one_does_not() -> None:
    lines = wrapped(BODY)
    long = ["（一）对在十二个月内给付报酬达到当年标", "准以上的企业给予奖补。"]
    assert paragraphs("\n".join([*lines, *long]))[1:] == ["".join(long)]
    short = ["（一）实施奖补办法", "", "对设立扶贫车间的企业给予奖补，"]
    assert paragraphs("\n".join([*lines, *short, "按月发放。"]))[1] == short[0]


@every(
    "title",
    [
        ["省政府办公厅关于印发2012年", "工作计划及建设意见的", "通知"],
        ["关于进一步做好", "建档立卡贫困劳动力", "就业工作的实施意见"],
        ["某市人民政府印发", "关于促进就业若干政策的通知"],
        ["关于印发就业规划", "的通知"],
        ["关于转发省厅通知", "及有关文件的通知"],
    ],
)
def test_a_title_over_several_lines_is_one(title: list[str]) -> None:
    assert paragraphs("\n".join(title) + "\n\n各市人民政府：\n") == ["".join(title), "各市人民政府："]
    assert paragraphs("\n\n".join(title) + "\n\n各市人民政府：\n") == ["".join(title), "各市人民政府："]


def test_a_title_that_is_complete_does_not_swallow_the_next_line() -> None:
    text = "关于做好就业工作的通知\n某市直有关单位请认真执行\n"
    assert paragraphs(text) == ["关于做好就业工作的通知", "某市直有关单位请认真执行"]


@every(
    ("line", "starts"),
    [
        ("一、总体要求", True),
        ("（二）措施", True),
        ("3. 加强领导", True),
        ("第四条 本办法", True),
        ("——对有意愿的", True),
        ("附件1", True),
        ("附件：1. 任务分工表", True),
        ("2016年6月12日", True),
        ("二〇一六年六月十二日", True),
        ("某市人力资源和社会保障局", True),
        ("抄送：市政府办公室", True),
        ("联系人：张三", True),
        ("（此件公开发布）", True),
        ("坚持分类施策", False),
        ("附件所列单位，应当按月报送", False),
        ("2016年以来，各地", False),
        ("（含残疾人）的家庭", False),
    ],
)
def test_what_opens_something_of_its_own(line: str, starts: bool) -> None:
    assert starts_unit(line) is starts


def test_units_begin_a_paragraph_even_after_a_comma() -> None:
    text = "做好下列工作，\n一、甲事，\n（一）乙事，\n2016年6月12日\n某市财政局\n"
    assert paragraphs(text) == ["做好下列工作，", "一、甲事，", "（一）乙事，", "2016年6月12日", "某市财政局"]


# -- tables


def test_a_tab_table() -> None:
    assert tables("序号\t任务\t单位\n1\t设立 车间\t\n\n2\t开展培训\t市局\n") == [
        [["序号", "任务", "单位"], ["1", "设立车间", ""], ["2", "开展培训", "市局"]]
    ]


def test_text_above_and_below_a_table_stays_text() -> None:
    assert shape("任务分工如下：\n甲\t乙\n丙\t丁\n以上请认真落实。\n") == [
        "任务分工如下：",
        "table",
        "以上请认真落实。",
    ]


def test_a_pipe_table_without_its_rule() -> None:
    text = "| 项目 | 标准 |\n|:---|---:|\n| 创业补贴 | 2000元 |\n| | 500元 |\n\n正文。\n"
    assert tables(text) == [[["项目", "标准"], ["创业补贴", "2000元"], ["", "500元"]]]
    assert shape(text) == ["table", "正文。"]


FLAT = """试点项目
\t序号
\t项目
\t地区

\t1
\t失业预警
试点
\t南京市、
如东县

\t2
\t一卡通

试点
\t苏州市

以上请认真落实。
"""


def test_a_flattened_table_with_cells_wrapped_and_broken_by_blank_lines() -> None:
    assert tables(FLAT) == [
        [["序号", "项目", "地区"], ["1", "失业预警试点", "南京市、如东县"], ["2", "一卡通试点", "苏州市"]]
    ]
    assert shape(FLAT) == ["试点项目", "table", "以上请认真落实。"]


def test_the_next_annex_is_not_drawn_into_a_flattened_cell() -> None:
    text = "\t序号\n\t项目\n\n\t1\n\t试点\n附件2\n\t序号\n\t单位\n\n\t1\n\t市局\n"
    assert shape(text) == ["table", "附件2", "table"]
    assert tables(text)[0] == [["序号", "项目"], ["1", "试点"]]


def test_a_few_lines_with_a_tab_in_front_are_indented_text() -> None:
    assert shape("\t甲事\n\t乙事\n\t丙事\n") == ["甲事", "乙事", "丙事"]


def test_a_flat_cell_keeps_its_items_on_lines_of_their_own() -> None:
    text = "\t序号\n\t要求\n\n\t1\n\t1．提供复印件；\n2．提供\n花名册。\n"
    assert tables(text)[0][1] == ["1", "1．提供复印件；\n2．提供花名册。"]


def test_items_set_off_by_wide_gaps_get_lines_of_their_own() -> None:
    assert tables("甲\t1．提供复印件；    2．提供花名册。\n乙\t丙\n")[0][0] == [
        "甲",
        "1．提供复印件；\n2．提供花名册。",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("无就 业愿 望", "无就业愿望"),  # a narrow column, wrapped every few characters
        ("市人力资源局 市财政局", "市人力资源局 市财政局"),
        ("____ 年 ____ 月", "____ 年 ____ 月"),
    ],
)
def test_spaces_of_a_narrow_column_go_those_between_names_stay(cell: str, text: str) -> None:
    assert tables(f"甲\t{cell}\n乙\t丙\n")[0][0][1] == text


@given(st.integers(18, 40), st.data())
def test_wrapping_and_page_ends_anywhere_change_no_paragraph(width: int, data: st.DataObject) -> None:
    lines = wrapped(BODY, width)
    text = lines[0]
    for line in lines[1:]:
        text += data.draw(st.sampled_from(["\n", "\n\n", "\n\f\n"])) + line
    if len(lines) >= 8:
        assert paragraphs(text) == [BODY]


def test_an_item_that_wants_a_figure_goes_on_over_the_page_end() -> None:
    text = "（一）对创办企业的给予一次性补贴，补贴标准为每户\n\n  11\n\f10000元，由注册地受理。\n（二）按季度发放。\n"
    assert paragraphs(text)[0].endswith("补贴标准为每户10000元，由注册地受理。")

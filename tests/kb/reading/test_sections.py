"""What stands around the outline, by the names of GB/T 9704-2012."""

from __future__ import annotations

import pytest
from every import every

from kb.reading.cleaning import clean
from kb.reading.paragraphs import Paragraph, blocks_of
from kb.reading.parts import DocumentPart
from kb.reading.sections import NUMBER_LINE, BlockRole, front_size, role_of


def part_of(*lines: str, annex: bool = False) -> DocumentPart:
    return DocumentPart("附件1" if annex else "", annex, blocks=list(blocks_of(clean("\n\n".join(lines) + "\n").lines)))


def roles(*lines: str, front: int = 0, annex: bool = False) -> list[str | None]:
    """The roles of the lines after the first `front`, read as kb/reading/clauses.py reads them."""
    part = part_of(*lines, annex=annex)
    assert len(part.blocks) == len(lines)
    found: list[str | None] = []
    current: BlockRole | None = None
    outlined = False
    for index in range(front, len(lines)):
        current = role_of(part, index, current, outlined=outlined)
        outlined = outlined or lines[index].startswith(("一、", "（一）"))
        found.append(current.value if current else None)
    return found


def test_a_whole_notice() -> None:
    lines = (
        "某市人力资源和社会保障局文件",
        "某人社发〔2020〕3号",
        "关于做好就业扶贫工作的通知",
        "各县区人力资源和社会保障局：",
        "为贯彻国家有关要求，现就有关事项通知如下：",
        "一、总体要求",
        "坚持分类施策。",
        "本通知自2020年5月16日起执行，有效期至2025年5月15日。",
        "联系人：张三，联系电话：0539-1234567",
        "附件：1. 任务分工表",
        "2. 情况统计表",
        "某市人力资源和社会保障局",
        "2020年5月1日",
        "（此件公开发布）",
        "抄送：市政府办公室。",
        "某市人力资源和社会保障局办公室",
        "2020年5月3日印发",
    )
    assert front_size(part_of(*lines).blocks, part_of(*lines)) == 3
    assert roles(*lines, front=3) == [
        "主送机关",
        "引言",
        None,
        None,
        "施行日期",
        "联系方式",
        "附件说明",
        "附件说明",
        "落款",
        "落款",
        "附注",
        "版记",
        "版记",
        "版记",
    ]


# -- title block


def test_below_the_number_of_an_annex_stands_its_title_whatever_it_ends_in() -> None:
    for line, size in (("某市学员花名册", 1), ("收费通知单", 1), ("申领单位（公章）：", 0), ("本表由单位填写。", 0)):
        part = part_of(line, "一、甲事", annex=True)
        part.title = [block for block in part_of("附件2").blocks if isinstance(block, Paragraph)]
        assert front_size(part.blocks, part) == size
        part.title = [block for block in part_of("附件2：某市报表").blocks if isinstance(block, Paragraph)]
        assert not front_size(part.blocks, part)


def test_bodies_below_the_title_of_an_issued_text_belong_to_it() -> None:
    part = part_of("某市财政局 某市人社局", "某市税务局", "为做好工作，制定本方案。")
    part.title = [block for block in part_of("某市工作方案").blocks if isinstance(block, Paragraph)]
    assert front_size(part.blocks, part) == 2
    signed = part_of("某市财政局", "2020年3月1日")
    signed.title = part.title
    assert front_size(signed.blocks, signed) == 0


def test_the_title_block_ends_at_the_salutation_a_sentence_or_the_outline() -> None:
    for line in ("各县区人民政府：", "为做好工作，制定本意见。", "一、总体要求", "第一条 本办法"):
        part = part_of("某市财政局文件", "某财〔2020〕3号", "关于做好工作的意见", line)
        assert front_size(part.blocks, part) == 3


def test_a_markdown_heading_is_the_title_only_at_the_top() -> None:
    part = part_of("# 就业政策摘编", "某报记者", "## 补贴政策")
    assert front_size(part.blocks, part) == 2


def test_a_part_with_a_title_of_its_own_has_no_title_block() -> None:
    part = part_of("2020年安排", "一、甲事")
    part.title = part_of("就业工作计划").blocks  # type: ignore[assignment]
    assert front_size(part.blocks, part) == 0


@every(("line", "size"), [("任务分工表", 1), ("补贴实施方案", 1), ("重点项目", 1), ("单位某某", 0)])
def test_an_annex_has_at_most_one_more_title_line(line: str, size: int) -> None:
    part = part_of(line, "情况统计表", annex=True)
    assert front_size(part.blocks, part) == size


@every(
    ("line", "is_number"),
    [
        ("某人社发〔2020〕3号", True),
        ("临人社发[2016]12号", True),
        ("苏人社发（2021） 第82号", True),
        ("根据某人社发〔2020〕3号，", False),
        ("某人社发2020年3号", False),
    ],
)
def test_the_line_that_holds_the_documents_number(line: str, is_number: bool) -> None:
    assert bool(NUMBER_LINE.match(line)) is is_number


# -- opening


def test_a_salutation_stands_under_the_title_only() -> None:
    assert roles("关于工作的通知", "各市人民政府：", "一、甲事", front=1)[0] == "主送机关"
    assert roles("先说明一下情况。", "各市人民政府：", "一、甲事")[1] == "引言"


@pytest.mark.parametrize("line", ["现将有关事项通知如下：", "任务分工以下："])
def test_a_line_that_leads_over_is_no_salutation(line: str) -> None:
    assert roles("关于工作的通知", line, "一、甲事", front=1)[0] == "引言"


def test_without_an_outline_the_text_is_no_preamble() -> None:
    assert roles("关于工作的通知", "为做好工作，现通知如下。", "请认真执行。", front=1) == [None, None]


def test_a_text_under_headings_of_another_kind_has_no_preamble() -> None:
    assert roles("先说明一下情况。", "# 就业政策", "一、甲事")[0] is None


def test_after_the_outline_began_nothing_is_a_preamble() -> None:
    assert roles("一、甲事", "为做好工作，现通知如下。", "二、乙事") == [None, None, None]


# -- closing


@every(
    ("line", "role"),
    [
        ("本意见自2016年5月16日起施行。", "施行日期"),
        ("本实施细则从发布之日起执行。", "施行日期"),
        ("本通知有效期5年。", "施行日期"),
        ("本市对有意愿的家庭给予补贴。", None),
        ("对本通知自行负责解释。", None),
        ("联系电话：0539-1234567", "联系方式"),
        ("电子邮箱：a@b.cn", "联系方式"),
        ("联系人" + "应当按照要求及时汇总并且报送有关情况" * 5 + "。", None),
        ("附件：任务分工表", "附件说明"),
        ("二、附件说明", None),
        ("2016年6月12日", "落款"),
        ("二〇一六年六月十二日", "落款"),
        ("2016年6月12日 星期日", None),
        ("2016年6月12日，全市召开了就业扶贫工作的动员大会，各地参加。", None),
        ("坚持分类施策。", None),
    ],
)
def test_the_role_of_a_line_below_the_outline(line: str, role: str | None) -> None:
    assert roles("一、甲事", line)[1] == role


def test_organisations_sign_where_the_date_follows() -> None:
    assert roles("一、甲事", "某市人社局", "某市财政局", "2016年6月12日")[1:] == ["落款"] * 3
    assert roles("一、甲事", "（此页无正文）", "某市财政局", "2016年6月12日")[1:] == ["落款"] * 3
    assert roles("一、甲事", "某市人社局", "做好甲事。", "2016年6月12日")[1:] == [None, None, "落款"]
    assert roles("一、甲事", "某市人社局")[1:] == [None]


def test_the_date_of_printing_is_the_imprint_and_signs_nothing() -> None:
    assert roles("一、甲事", "2016年6月12日", "某市财政局办公室", "2016年6月15日印发")[1:] == ["落款", "版记", "版记"]
    assert roles("一、甲事", "某市财政局", "2016年6月15日印发")[1:] == ["版记", "版记"]


def test_the_last_lines_of_a_file_are_no_part_of_its_last_article() -> None:
    article = "第九条 本办法自印发之日起施行，有效期五年。"
    assert roles(article, "公开方式：主动公开", "某市财政局办公室2024年7月9日印发")[1:] == ["版记", "版记"]
    assert roles(article, "信息公开属性：依申请公开")[1:] == ["版记"]
    assert roles("第九条 各单位应当确定下列事项：", "公开方式：由各单位按照规定自行确定")[1:] == [None]
    assert roles("第九条 本办法由某市财政局", "2024年7月9日印发的通知解释。")[1:] == [None]
    assert roles("姓名", "公开方式：主动公开", annex=True)[1:] == ["版记"]


def test_copies_are_an_imprint_only_below_the_signature() -> None:
    assert roles("一、甲事", "2016年6月12日", "抄送：市政府办公室。")[2] == "版记"
    assert roles("一、甲事", "抄送：市政府办公室。")[1] is None


def test_a_note_in_brackets_stands_below_a_closing_block() -> None:
    assert roles("一、甲事", "2016年6月12日", "（此件公开发布）")[2] == "附注"
    assert roles("一、甲事", "（此件公开发布）")[1] is None


def test_the_items_of_a_list_of_annexes_belong_to_it() -> None:
    assert roles("一、甲事", "附件：1. 任务分工表", "2. 情况统计表", "《补贴办法》")[1:] == ["附件说明"] * 3
    assert roles("一、甲事", "2. 情况统计表")[1] is None


def test_an_annex_has_no_such_blocks() -> None:
    assert roles("各县区人民政府：", "一、甲事", "联系电话：1234567", "2016年6月12日", annex=True) == [None] * 4

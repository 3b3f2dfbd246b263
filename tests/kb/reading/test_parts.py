"""Where the documents of one file begin and what they are called."""

from __future__ import annotations

import pytest
from every import every

from kb.messages import Message
from kb.reading import build_clauses
from kb.reading.cleaning import clean
from kb.reading.paragraphs import Paragraph, blocks_of
from kb.reading.parts import DocumentPart, split_parts
from kb.records import Doubt, SourceText


def parts_of(text: str) -> list[DocumentPart]:
    return split_parts(blocks_of(clean(text).lines))


def outline(text: str) -> list[tuple[str, bool, str, int]]:
    """Name, whether an annex, title and number of blocks of each part."""
    return [
        (part.name, part.annex, "".join(paragraph.text for paragraph in part.title), len(part.blocks))
        for part in parts_of(text)
    ]


def test_a_file_with_one_body_has_one_part_without_a_name() -> None:
    assert outline("关于做好工作的通知\n\n一、甲事\n\n做好甲事。\n") == [("", False, "", 3)]


def test_a_notice_and_the_plan_it_issues() -> None:
    text = (
        "关于印发《就业工作计划》的通知\n\n各市人民政府：\n\n现将《就业工作计划》印发给你们，请认真执行。\n\n"
        "2020年5月1日\n\n就业工作计划\n\n一、甲事\n\n做好甲事。\n"
    )
    assert outline(text) == [("通知", False, "", 4), ("计划", False, "就业工作计划", 2)]


def test_a_title_set_over_several_lines_is_found_whole() -> None:
    text = (
        "关于印发计划的通知\n\n现将《某省2012年就业工作计划》印发给你们。\n\n2012年5月14日\n\n"
        "某省2012年\n\n就业工作计划\n\n一、甲事\n\n做好甲事。\n"
    )
    (_, plan) = parts_of(text)
    assert [paragraph.text for paragraph in plan.title] == ["某省2012年", "就业工作计划"]
    assert plan.name == "计划"


def test_a_title_may_leave_out_the_beginning_of_the_name_announced() -> None:
    text = (
        "关于印发意见的通知\n\n现将《某省关于促进农村就业创业工作的意见》印发给你们。\n\n2012年5月14日\n\n"
        "关于促进农村就业创业工作的意见\n\n一、甲事\n"
    )
    assert [part.name for part in parts_of(text)] == ["通知", "意见"]


def test_a_title_in_brackets_that_is_only_cited_begins_nothing() -> None:
    text = "关于做好工作的通知\n\n为贯彻《就业工作计划》，现通知如下：\n\n就业工作计划\n\n一、甲事\n"
    assert [part.name for part in parts_of(text)] == [""]


def test_a_sentence_that_begins_like_the_title_is_no_title() -> None:
    text = "关于印发计划的通知\n\n现将《就业工作计划》印发给你们。\n\n《就业工作计划》自今日起施行。\n\n一、甲事\n"
    assert [part.name for part in parts_of(text)] == [""]


@every(
    ("line", "name"),
    [("附件1", "附件1"), ("附件二：", "附件2"), ("附件十", "附件10"), ("附表3", "附件3"), ("附件", "附件")],
)
def test_an_annex_begins_at_its_label(line: str, name: str) -> None:
    text = f"关于做好工作的通知\n\n一、甲事\n\n2020年5月1日\n\n{line}\n\n任务分工表\n\n甲\t乙\n丙\t丁\n"
    assert [(part.name, part.annex, len(part.blocks)) for part in parts_of(text)] == [("", False, 3), (name, True, 2)]


def test_an_annex_may_have_its_title_on_the_line_of_its_label() -> None:
    text = "关于做好工作的通知\n\n一、甲事\n\n2020年5月1日\n\n附件1：任务分工表\n\n甲\t乙\n丙\t丁\n"
    assert outline(text)[1] == ("附件1", True, "附件1：任务分工表", 1)


def test_a_list_of_annexes_above_the_date_begins_no_annex() -> None:
    text = (
        "关于做好工作的通知\n\n一、甲事\n\n附件：1. 任务分工表\n2. 情况统计表\n\n某市财政局\n2020年5月1日\n\n"
        "附件1\n\n任务分工表\n\n甲\t乙\n丙\t丁\n\n附件2\n\n情况统计表\n\n甲\t乙\n丙\t丁\n"
    )
    # The title under a label is its own title, not the beginning of yet another part.
    assert [(part.name, part.annex) for part in parts_of(text)] == [("", False), ("附件1", True), ("附件2", True)]
    assert len(parts_of(text)[0].blocks) == 6


def test_a_numbered_list_of_annexes_above_the_date_begins_no_annex() -> None:
    text = "关于做好工作的通知\n\n一、甲事\n\n附件1：任务分工表\n附件2：情况统计表\n\n某市财政局\n2020年5月1日\n"
    assert [part.name for part in parts_of(text)] == [""]


def test_an_annex_without_label_begins_at_the_title_announced() -> None:
    text = (
        "关于做好工作的通知\n\n一、甲事\n\n附件：1. 任务分工表\n2. 情况统计表\n\n2020年5月1日\n\n"
        "任务分工表\n\n甲\t乙\n丙\t丁\n\n情况统计表\n\n甲\t乙\n丙\t丁\n"
    )
    assert outline(text)[1:] == [("附件1", True, "任务分工表", 1), ("附件2", True, "情况统计表", 1)]


def test_the_only_annex_announced_has_no_number() -> None:
    text = "关于做好工作的通知\n\n一、甲事\n\n附件：任务分工表\n\n2020年5月1日\n\n任务分工表\n\n甲\t乙\n丙\t丁\n"
    assert outline(text)[1] == ("附件", True, "任务分工表", 1)


def test_a_sentence_about_an_annex_begins_none() -> None:
    text = "关于做好工作的通知\n\n一、甲事\n\n2020年5月1日\n\n附件1所列的单位应当按月报送。\n\n做好甲事。\n"
    assert [part.name for part in parts_of(text)] == [""]


def test_an_outline_that_starts_again_under_a_title_is_a_part() -> None:
    text = "关于开展工作的通知\n\n一、甲事\n\n做好甲事。\n\n补贴发放实施细则（试行）\n\n一、丙事\n\n做好丙事。\n"
    assert outline(text) == [("通知", False, "", 3), ("细则", False, "补贴发放实施细则（试行）", 2)]


@pytest.mark.parametrize(
    "below",
    ["三、丙事", "（一）丙事", "做好丙事。"],
    ids=["goes on", "a level the part above has not", "no outline"],
)
def test_a_title_below_which_the_outline_does_not_start_again_is_a_line_of_text(below: str) -> None:
    text = f"关于开展工作的通知\n\n一、甲事\n\n二、乙事\n\n补贴发放实施细则\n\n{below}\n"
    assert [part.name for part in parts_of(text)] == [""]


@every("line", ["有关事项说明一下", "按照有关规定，执行方案", "细则", "二、补贴发放细则"])
def test_a_line_that_is_no_title_begins_no_part(line: str) -> None:
    text = f"关于开展工作的通知\n\n一、甲事\n\n做好甲事。\n\n{line}\n\n一、丙事\n\n做好丙事。\n"
    assert [part.name for part in parts_of(text)] == [""]


def test_parts_of_the_same_name_are_numbered() -> None:
    text = (
        "关于开展工作的通知\n\n一、甲事\n\n做好甲事。\n\n补贴发放实施细则\n\n一、丙事\n\n做好丙事。\n\n"
        "资金管理实施细则\n\n一、丁事\n\n做好丁事。\n"
    )
    assert [part.name for part in parts_of(text)] == ["通知", "细则", "细则〔2〕"]


def test_no_block_is_lost_or_told_twice() -> None:
    text = (
        "关于印发《就业工作计划》的通知\n\n现将《就业工作计划》印发给你们。\n\n附件：任务分工表\n\n2020年5月1日\n\n"
        "就业工作计划\n\n一、甲事\n\n附件\n\n任务分工表\n\n甲\t乙\n丙\t丁\n"
    )
    blocks = blocks_of(clean(text).lines)
    parts = split_parts(blocks)
    assert len(parts) == 3
    assert [block for part in parts for block in (*part.title, *part.blocks)] == blocks
    assert all(isinstance(block, Paragraph) for block in parts[1].blocks)


def test_an_interpretation_below_the_signature_is_a_part_of_its_own() -> None:
    text = (
        "某市某局关于发放补贴的通知\n各区：\n一、标准。每月三百元。\n二、期限。一年。\n某市某局\n2023年4月6日\n"
        "《关于发放补贴的通知》政策解读\n一、背景\n为了就业。\n二、内容\n标准为每月三百元。\n"
    )
    clauses, _ = build_clauses(SourceText("a.txt", text, "utf-8", "0"), "a")
    assert [clause.label for clause in clauses if "三百元" in clause.text] == ["通知一", "解读二"]


def test_a_guide_counted_in_decimals() -> None:
    text = "某市养老服务机构管理指引\n1 总则\n1.1 适用范围\n本指引适用于本市。\n2 申请条件\n2.1 户籍\n具有本市户籍。\n"
    clauses, _ = build_clauses(SourceText("a.txt", text, "utf-8", "0"), "a")
    assert [clause.label for clause in clauses] == ["标题", "1", "1.1", "2", "2.1"]


def test_a_clause_knows_which_of_its_words_are_doubtful() -> None:
    text = "某市某局关于发放补贴的通知\n各区：\n一、标准。每月8001元。\n二、期限。一年。\n"
    doubt = Doubt(text.index("8001"), text.index("8001") + 4, Message("有疑", "doubtful"))
    clauses, _ = build_clauses(SourceText("a.pdf", text, "utf-8", "0", doubtful=(doubt,)), "a")
    assert [
        (clause.label, [clause.text[d.start : d.end] for d in clause.doubts]) for clause in clauses if clause.doubts
    ] == [("一", ["8001"])]


def test_names_of_files_to_be_fetched_begin_no_annex() -> None:
    text = "某市招生方案\n\n一、甲事\n\n做好甲事。\n\n附件：\n\n附件1.docx\n\n附件2.xlsx\n\n附件1-2下载：《报表》.doc\n"
    assert outline(text) == [("", False, "", 7)]
    signed = "某市招生方案\n\n一、甲事\n\n2024年3月1日\n\n附件1：报名表.pdf\n"
    assert outline(signed) == [("", False, "", 4)]
    held = "某市招生方案\n\n一、甲事\n\n2024年3月1日\n\n附件1：报名表\n\n姓名\n"
    assert [name for name, *_ in outline(held)] == ["", "附件1"]

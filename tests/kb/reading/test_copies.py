"""Shapes that copies of real pages have: each text is read as a tree of labels and words."""

from __future__ import annotations

import pytest
from every import every

from kb.reading.clauses import build_clauses
from kb.records import SourceText

HEAD = "某市某局关于发放补贴的通告\n"


def tree(text: str) -> dict[str, str]:
    clauses, _ = build_clauses(SourceText("copy.txt", text, "utf-8", "0"), "D")
    return {clause.label: clause.text for clause in clauses}


def test_a_bare_list_of_annexes_above_the_signature_is_no_annex() -> None:
    read = tree(
        HEAD
        + "一、范围。全市。\n2024年5月1日起可以网上申请。\n附件：\n1.2024年补贴标准\n2.申请表.docx\n某市某局\n2024年4月3日\n"
    )
    assert read["附件说明"] == "附件：\n1.2024年补贴标准\n2.申请表.docx"
    assert read["落款"] == "某市某局\n2024年4月3日"


def test_a_bare_label_with_a_text_below_is_an_annex() -> None:
    read = tree(
        HEAD + "一、范围。全市。\n某市某局\n2024年4月3日\n附件：\n补贴标准\n1.甲类每人300元。\n2.乙类每人200元。\n"
    )
    assert read["附件1"] == "1.甲类每人300元。"


def test_an_annex_may_list_its_own_tables() -> None:
    read = tree(HEAD + "某市某局\n2024年4月3日\n附件1\n申请程序\n一、材料\n1.申请表。\n附表：1.申请表\n2.花名册\n")
    assert read["附件1附件说明"] == "附表：1.申请表\n2.花名册"


def test_what_stands_alone_below_a_heading_belongs_to_it() -> None:
    read = tree(HEAD + "一、范围\n全市。\n二、其他\n本通告自印发之日起施行，有效期5年。\n某市某局\n2024年4月3日\n")
    assert read["二"].endswith("本通告自印发之日起施行，有效期5年。")
    assert "施行日期" not in read


def test_who_printed_it_that_day_does_not_sign_it() -> None:
    read = tree(HEAD + "一、范围\n全市。\n某市某局\n2024年4月3日\n某市某局办公室2024年4月5日印发\n")
    assert read["落款"] == "某市某局\n2024年4月3日"


@pytest.mark.parametrize("heading", ["## 二", "## 二、"])
def test_a_numeral_alone_as_a_heading_is_a_number(heading: str) -> None:
    read = tree(f"# 关于调整标准的通知\n\n## 一、标准\n\n每人每月300元。\n\n{heading}\n\n原通知同时废止。\n")
    assert read["二"].endswith("原通知同时废止。")


def test_a_number_glued_to_a_figure_counts_its_items() -> None:
    read = tree(HEAD + "一、户型\n（一）两房户型面向：\n1.3人户家庭；\n2.2人户中的母子家庭；\n3.4人户及以上家庭。\n")
    assert [label for label in read if label.startswith("一（一）")] == [
        "一（一）",
        "一（一）1",
        "一（一）2",
        "一（一）3",
    ]
    assert read["一（一）2"] == "2.2人户中的母子家庭；"


def test_decimals_that_count_on_stay_decimals() -> None:
    read = tree("办事指南\n1 总则\n1.1适用范围是全市。\n1.2办理部门是民政局。\n2 程序\n2.1申请人提出申请。\n")
    assert {"1.1", "1.2", "2.1"} <= set(read)
    read = tree("关于某项工作的通知\n1．目标\n1．1稳定就业岗位。\n2．保障\n2．1成立工作专班。\n2．1．1每周会商一次。\n")
    assert {"1", "1.1", "2.1", "2.1.1"} <= set(read)


@every(
    "signature",
    [
        "国务院\n2016年1月3日",
        "某市经开区管委会\n2024年4月3日",
        "某市审改办公室\n（某市政务局代章）\n2020年4月28日",
        "某市人民政府办公室2021年7月13日",
    ],
)
def test_who_signs(signature: str) -> None:
    assert tree(HEAD + "一、范围\n全市。\n" + signature + "\n")["落款"] == signature


def test_a_title_that_begins_with_another_title_is_one_title() -> None:
    text = (
        "关于印发甲市入户管理办法实施细则的通知\n各局：\n为落实《甲市入户管理办法》，现将《甲市入户管理办法实施细则》印发给你们。\n"
        "甲市某局\n2024年4月3日\n甲市入户管理办法实施细则\n第一条 本细则适用于全市。\n第二条 本细则自印发之日起施行。\n"
    )
    assert tree(text)["细则标题"] == "甲市入户管理办法实施细则"


def test_a_form_has_no_column_names() -> None:
    """In a form every filled cell names the blank beside it; no row stands under another's names."""
    text = "附表3\n申报表\n\n单位名称\n联 系 人\t\t部门\t\n联系电话\t\t电子邮箱\t\n活动情况\t时间\t岗位数\t人员数\t金额\n承诺\t单位（盖章）\n"
    clauses, _ = build_clauses(SourceText("form.txt", text, "utf-8", "0"), "D")
    assert {cell.column for clause in clauses for cell in clause.cells} <= {""}
    assert any("电子邮箱" in clause.text for clause in clauses)


def test_menus_counters_and_link_lists_are_the_sites() -> None:
    title = "甲省人民政府办公厅关于促进就业的意见"
    text = (
        "省政府\t要闻\n互动\t美丽甲省\n请输入您要搜索的关键字\n首页>政务公开>文件\n文 号：甲府厅发〔2025〕6号\n"
        f"{title}\n访问量：687\n各市人民政府：\n一、目标。扩大就业。\n2025年4月3日\n"
        "相关解读：一图读懂\n〓〓 〓〓\n国家部委网站\n打印 收藏\n市县政府网站\n主办：甲省人民政府办公厅\n甲ICP备05004294号-1\n"
    )
    assert list(tree(text).values()) == [title, "各市人民政府：", "一、目标。扩大就业。", "2025年4月3日"]


def test_a_date_of_the_page_makes_its_source_line_the_pages() -> None:
    title = "甲市民政局关于临时救助的通知"
    assert (
        tree(f"{title}\n2022-09-16\n来源：甲市民政局\n甲民规〔2022〕3号\n各区民政局：\n一、范围。全市。\n")["标题"]
        == f"{title}\n甲民规〔2022〕3号"
    )


def test_a_comma_in_the_place_of_the_mark_counts_too() -> None:
    read = tree(HEAD + "一,范围\n全市,不含外地。\n二,标准。\n每人300元。\n三、其他。\n本通告自印发之日起施行。\n")
    assert [label for label in read if label in "一二三"] == ["一", "二", "三"]
    wrapped = tree(HEAD + "一、范围。符合下列情形之\n一,按规定给予一次性补贴,由街道核定后发放。\n二、其他。\n")
    assert [label for label in wrapped if label[0] in "一二"] == ["一", "二"]

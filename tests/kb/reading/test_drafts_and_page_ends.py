"""Drafts put out for comment, what pages print around a text, collections of texts in one file, and how a copy sets out its lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from page_texts import fields, labels

from kb.reading.clauses import build_clauses
from kb.records import SourceText

BODY = "各乡镇：\n现就有关事项通知如下。\n一、按月发放。\n二、自2021年4月1日起执行。\n"
SIGNED = "丁县民政局\n2021年3月2日\n"
NOTICE = f"丁县民政局关于发放补贴的通知\n{BODY}{SIGNED}"
CALL = "关于《丁县救助办法（征求意见稿）》公开征求意见的公告"
DRAFT = "第一章 总则\n第一条 为救助困难家庭，制定本办法。\n第二条 本办法自2021年9月1日起施行，有效期三年。\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{CALL}\n现公开征求意见。\n{SIGNED}丁县救助办法\n（征求意见稿）\n{DRAFT}", CALL),
        (f"丁县救助条例（草案）\n{DRAFT}", "丁县救助条例（草案）"),
        (f"丁县救助条例草案\n（修订草案征求意见稿）\n{DRAFT}", "丁县救助条例草案（修订草案征求意见稿）"),
    ],
    ids=["an announcement with its draft", "a draft", "its stage on a line of its own"],
)
def test_a_draft_has_its_own_title_and_is_in_force_from_no_day(text: str, title: str) -> None:
    found = fields(text)
    assert found["title"] == title
    assert not {"effective_from", "effective_to"} & set(found)


def test_a_draft_below_its_announcement_is_a_part_of_its_own() -> None:
    head = f"丁县公开征求意见的公告\n现就办法公开征求意见。\n{SIGNED}"
    assert "办法第二条" in labels(f"{head}丁县救助办法（草案）\n{DRAFT}")  # not named in 《》, but below the signature
    assert labels(f"{head}（此件公开发布）\n丁县困难家庭\n救助办法\n{DRAFT}")["办法标题"] == "丁县困难家庭救助办法"
    assert "第二条" in labels(f"丁县救助办法\n{DRAFT}")


@pytest.mark.parametrize(
    ("signed", "issuers"),
    [
        ("县人社局 县财政局", ("丁县人力资源和社会保障局", "丁县财政局")),
        ("丁县人力资源社会保障局 丁县财政局", ("丁县人力资源和社会保障局", "丁县财政局")),
        ("丁县财政局", ("丁县财政局",)),
        ("丁县人民政府", ("丁县人民政府",)),
    ],
    ids=["abbreviated", "one character less", "one of two signs", "another body"],
)
def test_bodies_that_sign_with_a_shorter_name_are_those_of_the_title(signed: str, issuers: tuple[str, ...]) -> None:
    title = "丁县人力资源和社会保障局 丁县财政局关于发放补贴的通知\n"
    assert fields(f"{title}{BODY}{signed}\n2021年3月2日\n")["issuers"] == issuers


HISTORY = "（2001年3月2日丁县第十届人民代表大会常务委员会第二次会议通过 根据2019年8月30日《关于修改〈丁县养犬条例〉的决定》修正）"


def test_the_history_of_a_law_is_a_block_of_its_own() -> None:
    found = labels(f"丁县养犬条例\n{HISTORY}\n第一条 为了养犬。\n第二条 登记。\n")
    assert (found["标题"], found["题注"]) == ("丁县养犬条例", HISTORY)


def test_two_laws_in_one_file_are_two_parts_each_with_its_history() -> None:
    law = "第一条 为了管理。\n第二条 登记。\n"
    found = labels(f"丁县养犬条例\n{HISTORY}\n{law}丙县养犬条例\n{HISTORY}\n{law}")
    assert {"条例题注", "条例第二条", "条例〔2〕题注", "条例〔2〕第二条"} <= set(found)


FOOTERS = {
    "menus above the licence": "按地方查\n东乡\n西乡\n南乡\n主办单位：丁县人民政府办公室\n丁ICP备10000000号\n",
    "menus below it": "丁公网安备 51010402000507号\n电脑版\n客户端\n邮箱\n",
    "words known for a page's": "打印\n字体大小\n",
    "a heading of links without links": "编辑： 某某\n相关文章\n",
}


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS.keys())
def test_what_stands_around_the_licence_of_a_site_is_its_own(footer: str) -> None:
    for text in (NOTICE, f"{NOTICE}（此件公开发布）\n"):
        assert labels(text) == labels(text + footer)


def test_an_annex_above_the_licence_keeps_its_lines() -> None:
    found = labels(f"{NOTICE}附件1\n申请表\n姓名\n住址\n网站地图\n丁ICP备10000000号\n")
    assert "住址" in "".join(found.values())
    assert "网站地图" not in "".join(found.values())


def test_a_button_in_the_text_is_no_part_of_it() -> None:
    text = NOTICE.replace("一、", "【阅读全文】\n一、").replace(SIGNED, f"[展开全文]\n{SIGNED}")
    assert labels(text) == labels(NOTICE)


def test_tabs_that_indent_paragraphs_open_no_cells() -> None:
    law = DRAFT.replace("第一条", "一些地方已有规定。\n第一条")
    indented = "".join(f"\t{line}\n" for line in law.splitlines())
    assert labels(f"丁县救助办法\n{indented}") == labels(f"丁县救助办法\n{law}")


def test_a_flattened_table_keeps_its_cells() -> None:
    cells = "\t区县\n\t标准\n\n\t东乡\n\t300元\n\n\t西乡\n\t200元\n"
    clauses, _ = build_clauses(SourceText("page.txt", f"{NOTICE}附件\n标准表\n{cells}", "utf-8", "0"), "D")
    assert [(cell.column, cell.text) for clause in clauses for cell in clause.cells][-1] == ("标准", "200元")


def test_marks_in_bold_hide_no_commencement() -> None:
    text = "# 丁县救助办法\n\n**第一条** 为了救助。\n\n**第二条** 本办法自2021年9月1日施行。\n"
    assert fields(text)["effective_from"] == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"根据安排，现征求意见。\n附件:1.关于调整比例的通知(征求意见稿)\n{SIGNED}", {"title": None}),
        (
            f"关于发放补贴的通知\n来源：丁县民政局 发布时间：2021-03-05 10:00\n{BODY}",
            {"issuers": ("丁县民政局",), "issued": None},
        ),
        (
            f"1. 【标题】丁县救助办法\n2. 【发文号】丁政发〔2021〕3号\n3. 【颁布时间】2021-05-06\n丁县救助办法\n{DRAFT}",
            {"number": "丁政发〔2021〕3号", "issued": date(2021, 5, 6)},
        ),
        (
            f"关于发放补贴的通知\n发文机构：丁县民政局\n发文日期：2021-03-02\n{BODY}最新简报\n2025-04-28 某某网\n",
            {"issued": date(2021, 3, 2)},
        ),
        (
            "丁县民政局关于补贴的通知政策解读\n补贴按月发放，由乡镇受理。\n",
            {"title": "丁县民政局关于补贴的通知政策解读"},
        ),
        (f"关于发放补贴的通知\n{BODY}附件:补贴标准.doc\n2021年3月2日\n", {"issued": date(2021, 3, 2)}),
        (
            f"第一篇：丁县关于发放补贴的通知\n丁县民政局文件\n关于发放补贴的通知\n{BODY}",
            {"title": "关于发放补贴的通知"},
        ),
    ],
    ids=["an annex is no title", "source", "numbered fields", "links", "explained", "a file above the day", "shelved"],
)
def test_fields_of_pages(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


def test_an_annex_list_without_a_number_and_above_any_outline() -> None:
    found = labels(f"关于征求意见的公告\n现征求意见，详见附件。\n附：1、《丁县救助办法》\n2、意见反馈表\n{SIGNED}")
    assert found["附件说明"] == "附：1、《丁县救助办法》\n2、意见反馈表"


def test_a_title_said_again_below_its_annex_line_opens_the_annex() -> None:
    found = labels(f"{BODY}附件:关于企业防护的情况\n\n关于企业防护的情况\n\n一、没有通风。\n\n二、忽视健康。\n")
    assert "附件二" in found


@pytest.mark.parametrize(
    "text",
    [
        "关于担保的通知\n各乡镇： 现将工作通知如下: 一、健全机制。 二、落实基金。 三、简化手续。\n",
        "关于担保的通知\n各乡镇：\n现将工作通知如下：一、健全机制。二、落实基金。三、简化手续。\n",
    ],
    ids=["the letter on one line", "the units on one line"],
)
def test_units_behind_stops_of_a_short_line_are_units(text: str) -> None:
    assert {"一", "二", "三"} <= set(labels(text))


def test_numbers_in_a_sentence_are_no_units() -> None:
    assert "一" not in labels("关于担保的通知\n各乡镇：\n方案含一、机制，二、基金，三、手续三个部分。\n特此通知。\n")


def test_an_article_with_a_tab_in_it_is_no_table() -> None:
    assert "第二条" in labels("丁县救助办法\n第一条 为了救助。\n第二条 本办法施行。附2（单位名称）\t公告格式见附件。\n")


def test_a_day_alone_behind_the_last_sentence_signs_and_a_school_is_a_body() -> None:
    assert (
        labels("发布文号：丁政函〔2002〕6号\n乙乡人民政府：\n同意设立社区。 二○○二年一月二十三日\n")["落款"]
        == "二○○二年一月二十三日"
    )
    school = fields(f"丁县大学文件\n关于发放奖学金的通知\n{BODY}丁县大学\n2021年3月2日\n")
    assert (school["issuers"], school["issued"]) == (("丁县大学",), date(2021, 3, 2))


def test_links_behind_dashes_below_the_signature_are_the_pages() -> None:
    assert labels(f"{NOTICE}相关链接\n--省政府部门--\n--站群导航--\n") == labels(NOTICE)


def test_what_a_site_says_above_its_box_of_fields_is_its_own() -> None:
    said = "下载须知\n- 1、文档可能不完整。\n- 2、请自行甄别。\n"
    box = "【发文字号】丁民发[2021]3号\n【发布部门】丁县民政局\n【发布日期】2021.03.02\n【实施日期】2021.04.01\n"
    text = f"丁县民政局关于发放补贴的通知\n{said}{box}{NOTICE}"
    found = fields(text)
    assert (found["number"], found["effective_from"]) == ("丁民发〔2021〕3号", date(2021, 4, 1))
    assert "一" in labels(text)
    assert "甄别" not in "".join(labels(text).values())


def test_a_row_of_buttons_does_not_end_the_head() -> None:
    row = "字号：[ ]  [我要打印][关闭] 视力保护色：\n"
    assert (
        fields(f"丁县民政局关于发放补贴的通知\n{row}丁民发〔2021〕3号\n{BODY}{SIGNED}")["number"] == "丁民发〔2021〕3号"
    )

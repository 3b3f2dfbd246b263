"""What websites print around documents is their evidence, not the text's; the notices here are our own words."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.reading.cleaning import WEBSITE, clean
from kb.reading.metadata import Extracted, extract
from kb.records import SourceText

TITLE = "乙市人力资源和社会保障局关于做好困难人员就业援助工作的通知"
NUMBER = "乙人社发〔2023〕12号"
BODY = """各区人力资源社会保障局，各有关单位：
　　为做好某项工作，现就有关事项通知如下：
　　一、扩大范围。符合条件的人员可以申请补贴，标准为每人每月三百元。
　　二、本通知自印发之日起施行，有效期三年。
"""
SIGNED = "乙市人力资源和社会保障局\n2023年4月6日\n"
STATED = f"{TITLE}\n{NUMBER}\n{BODY}{SIGNED}"


def read(text: str) -> Extracted:
    return extract(SourceText("notice.txt", text, "utf-8", "0"))


def set_aside(text: str) -> list[str]:
    return [item.text for item in clean(text).set_aside if item.reason == WEBSITE]


BOXES = {
    "tab-separated": f"标　　题：\t{TITLE}\n发文机关：\t乙市人力资源和社会保障局\n发文字号：\t{NUMBER}\n公文种类：\t通知\n",
    "tabs alone": f"信息名称\t{TITLE}\n信息索引号\t0071MB1C-2023-00012\n发文单位\t乙市人力资源和社会保障局\n发布文号\t{NUMBER}\n",
    "several on a line": f"索引号：0071/2023-1　文号：{NUMBER}　发布日期：2023-04-12  浏览次数：-\n",
    "run together": f"索引号：014500810/2023-00821发文机关：乙市人力资源和社会保障局文号：{NUMBER}主题分类：就业\n",
    "brackets": f"[主题分类] 劳动/就业\n[发文字号] {NUMBER}\n[废止日期]\n[发布日期] 2023-04-12\n[有效性] 有效\n",
    "label above value": f"索引号\n00717823/2023-00123\n发文机关\n乙市人力资源和社会保障局\n文号\n{NUMBER}\n有效性\n有效\n",
    "Markdown table": f"| 索引号 | 007/2023-001 | 主题分类 | 就业 |\n| --- | --- | --- | --- |\n| 发文字号 | {NUMBER} | 成文日期 | 2023-04-06 |\n",
    "an empty field above the title": f"基本信息\n文　　号： {NUMBER}\n文件状态：\n",
    "English labels": f"Title: {TITLE}\nSource Org: 乙市人力资源和社会保障局\nPublish Date: 2023-04-12\nDocument Number: {NUMBER}\n",
}


ABOVE_ONLY = {"label above value", "Markdown table", "an empty field above the title"}
PLACED = [(name, below) for name in BOXES for below in (False, True) if not (below and name in ABOVE_ONLY)]


@pytest.mark.parametrize(
    ("name", "below"), PLACED, ids=[f"{name} {'below' if below else 'above'}" for name, below in PLACED]
)
def test_a_box_of_fields_gives_the_number_and_no_part_of_the_title(name: str, below: bool) -> None:
    box = BOXES[name]
    text = f"{TITLE}\n{BODY}{SIGNED}"
    found = read(f"{text}{box}" if below else f"{box}{text}")
    assert found.number is not None and (found.number.value, found.number.certainty) == (NUMBER, "site")
    assert found.title is not None and found.title.value == TITLE
    assert found.issuers is not None and found.issuers.value == ("乙市人力资源和社会保障局",)
    assert found.issued is not None and found.issued.value == date(2023, 4, 6)
    assert "".join(set_aside(f"{text}{box}" if below else f"{box}{text}")).replace(" ", "") == "".join(
        box.replace("# ", "").split("\n")
    ).replace(" ", "")


@every(
    "line",
    [
        "发布时间：2023-04-12 10:22 来源：就业科 浏览：123次 字体：【大 中 小】",
        "来源：本网 时间：2023-04-12 10:22",
        "发布日期 2023-04-12    来源 乙市人社局",
        "2023-04-12",
        "2023年04月12日 17:30",
        "2023年4月12日  【字体：大 中 小】",
    ],
)
def test_the_day_a_page_went_up_is_not_the_day_of_issue(line: str) -> None:
    found = read(f"{TITLE}\n{line}\n{NUMBER}\n{BODY}{SIGNED}")
    assert found.published is not None and found.published.value == date(2023, 4, 12)
    assert found.issued is not None and found.issued.value == date(2023, 4, 6)
    assert found.effective_to is not None and found.effective_to.value == date(2026, 4, 5)
    assert set_aside(f"{TITLE}\n{line}\n{NUMBER}\n{BODY}{SIGNED}") != []


def test_the_text_goes_before_the_site_and_both_are_told() -> None:
    found = read(f"文号：乙人社发〔2023〕21号\n成文日期：2023-04-08\n{STATED}")
    assert found.number is not None and found.issued is not None
    assert (found.number.value, found.number.certainty, found.number.against) == (
        NUMBER,
        "contradicted",
        "乙人社发〔2023〕21号",
    )
    assert (found.issued.value, found.issued.against) == (date(2023, 4, 6), "2023-04-08")


def test_an_end_that_the_site_puts_earlier_counts() -> None:
    found = read(f"文号：{NUMBER}\n失效日期：2024年05月01日\n{STATED}").effective_to
    assert found is not None and (found.value, found.certainty) == (date(2024, 5, 1), "contradicted")
    assert found.against == "二、本通知自印发之日起施行，有效期三年。"


@every(("words", "lapsed"), [("失效", True), ("已废止", True), ("有效", False), ("现行有效", False)])
def test_a_site_says_whether_a_text_holds(words: str, lapsed: bool) -> None:
    found = read(f"文号：{NUMBER}\n有效性：{words}\n{STATED}").lapsed
    assert found is not None and found.value is lapsed


@pytest.mark.parametrize("field", ["文件状态：", "适用地区：", "标题：", "实施日期：", "文号："])
@pytest.mark.parametrize("title", ["乙市人民政府关于废止部分文件的决定", "乙市关于延长有关政策有效期的通知"])
def test_an_empty_field_takes_no_title(field: str, title: str) -> None:
    text = f"发布日期：2023-04-12\n{field}\n{title}\n{BODY}{SIGNED}"
    found = read(text)
    assert found.title is not None and found.title.value == title
    assert found.lapsed is None and found.region is None
    assert title not in set_aside(text)


def test_navigation_and_the_operators_line_are_the_pages_own() -> None:
    top = "无障碍 长者模式 登录 注册\n首页 政务公开 政务服务 互动交流\n当前位置：首页 > 政策\n"
    end = "责任编辑：某某\n【打印本页】 【关闭窗口】\n网站地图 | 联系我们\n主办：乙市人民政府办公室 乙ICP备05000000号\n"
    assert set_aside(top + STATED + end) == (top + end).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        STATED,
        f"{TITLE}\n{BODY}有效期：至2026年4月\n",
        f"{TITLE}\n{BODY}责任部门：市民政局、市财政局\n",
        "工作动态\n\n政策法规\n\n联系我们\n",
        f"{TITLE}\n{BODY}{SIGNED}公开方式：主动公开\n",
        "关于召开培训会的通知\n时间：4月8日\n地点：市政务服务中心\n请各单位准时参加。\n",
    ],
    ids=["no site", "a term", "a task's office", "headings", "colophon", "a meeting's time"],
)
def test_a_documents_own_lines_stay(text: str) -> None:
    assert set_aside(text) == []


LINKS = "乙市人力资源和社会保障局关于做好就业工作的通知 2023-03-01\n乙市召开就业工作推进会\n"


@pytest.mark.parametrize(
    "below",
    [
        f"相关链接：\n{LINKS}",
        f"【相关阅读】\n{LINKS}【关闭窗口】\n",
        "国务院部门网站\n外交部\n国防部\n",
        "".join(f"[{line}](http://a.gov.cn/{n}.html)\n" for n, line in enumerate(LINKS.splitlines())),
    ],
    ids=["heading", "in brackets", "other sites", "Markdown"],
)
def test_links_below_the_signature_are_the_pages_own(below: str) -> None:
    assert set_aside(STATED + below) == below.splitlines()
    assert set_aside(f"{TITLE}\n{BODY}{below}") != below.splitlines()  # of a text that nobody signs, not known


def test_what_says_something_below_the_signature_stays() -> None:
    assert set_aside(f"{STATED}相关信息\n补贴每季度发放一次。\n") == []
    assert set_aside(f"{STATED}相关文档\n附件1：申请表.docx\n") == []


def test_what_a_library_says_above_a_text_is_its_own() -> None:
    top = "乙市政府文件\n时间:2019-05-14 10:45:55 作者：会员上传\n简介：小编整理了相关的《乙市政府文件》，但愿有帮助。\n第一篇：乙市政府文件\n"
    assert set_aside(top + STATED) == top.splitlines()
    law = "乙市某条例\n第一篇：总则\n第一条 为了就业，制定本条例。\n"
    assert set_aside(law) == []


def test_a_number_alone_above_a_title_that_a_page_says_twice_is_the_documents() -> None:
    text = (
        "ArticleTitle：甲市人民政府办公厅关于印发养老服务管理办法的通知\n\n来源： 甲市人民政府办公厅\n\n甲府办规〔2022〕13号\n\n"
        "甲市人民政府办公厅关于印发养老服务管理办法的通知\n\n　　各区人民政府：\n\n　　现印发给你们，请遵照执行。\n"
    )
    number = read(text).number
    assert number is not None and number.value == "甲府办规〔2022〕13号"

"""Shapes of pages that collections of laws and county offices print; the notices are our own words."""

from __future__ import annotations

from datetime import date

from every import every

from kb.reading.clauses import build_clauses
from kb.reading.cleaning import WEBSITE, clean
from kb.reading.metadata import Extracted, extract
from kb.records import SourceText

TITLE = "丁县人民政府关于印发丁县临时救助办法的通知"
BODY = "各乡镇人民政府：\n现将《丁县临时救助办法》印发给你们。\n"


def read(text: str) -> Extracted:
    return extract(SourceText("page.txt", text, "utf-8", "0"))


def labels(text: str) -> list[str]:
    clauses, _ = build_clauses(SourceText("page.txt", text, "utf-8", "0"), "D")
    return [clause.label for clause in clauses]


@every(
    "head",
    [
        f"{TITLE}\n（丁政发[2019]8号）\n",
        f"• 备注/文号：丁政发〔2019〕8号\n• 公文生成日期：2019-05-06\n{TITLE}\n",
        f"丁政发〔2019〕8号《{TITLE}》\n《{TITLE}》\n丁政发〔2019〕8号\n",
        f"法规网--法规信息检索\n{TITLE}\n\n{TITLE}\n(丁政发[2019]8号)\n",
    ],
)
def test_a_number_below_a_title_and_a_title_in_its_marks(head: str) -> None:
    found = read(head + BODY + "丁县人民政府\n2019年5月6日\n")
    assert found.number and found.number.value == "丁政发〔2019〕8号"
    assert found.title and found.title.value.endswith(TITLE)


def test_a_notice_in_traditional_script_is_read_and_quoted_as_it_stands() -> None:
    head = "丁政發〔2019〕8號\n丁縣人民政府關於臨時救助的實施意見\n各鄉鎮人民政府：\n"
    text = f"{head}為做好臨時救助，提出如下意見：\n一、擴大範圍。\n丁縣人民政府\n2019年5月6日\n"
    found = read(text)
    assert found.number and (found.number.value, found.number.quote) == ("丁政发〔2019〕8号", "丁政發〔2019〕8號")
    assert found.title and found.title.value == found.title.quote == "丁縣人民政府關於臨時救助的實施意見"
    assert found.issuers and found.issuers.value == ("丁縣人民政府",)
    assert {"第一条", "第二条"} <= set(
        labels("丁縣臨時救助辦法\n第一條 為救助困難家庭，制定本辦法。\n第二條 救助分兩類。\n")
    )


def test_labels_one_a_line_with_their_values_below_are_the_pages() -> None:
    box = "返回顶部\n• 发文字号\n• 索引号\n• abcd-00000-2025-3\n• 发文机构\n• 县政府网站\n• 主题分类\n• 稳岗就业\n• 发布日期\n• 2019-05-08\n"
    found = read(box + TITLE + "\n" + BODY)
    assert found.title and found.title.value == TITLE
    assert found.issuers is None or found.issuers.value == ("丁县人民政府",)
    assert {item.text.strip("• ") for item in clean(box + TITLE + "\n" + BODY).set_aside if item.reason == WEBSITE} == {
        line.strip("• ") for line in box.splitlines()
    }


def test_a_collections_day_beside_title_and_number() -> None:
    head = "用户登录\n您的位置首页 >> 文件库 >> 文件正文\n状态：有效 发布日期：2019-05-08\n发布文号：\n"
    found = read(f"{head}{TITLE}(2019/06/01)\n2019-6-1丁政发〔2019〕8号\n{BODY}二oo九年五月六日\n")
    assert found.title and found.title.value == TITLE
    assert found.number and found.number.value == "丁政发〔2019〕8号"
    assert found.issued and found.issued.value == date(2009, 5, 6)


def test_a_public_notice_of_what_is_intended_has_a_title() -> None:
    found = read("丁县民政局关于拟发放临时救助金的公示\n经审核，拟发放如下，现予以公示。\n2023年9月19日\n")
    assert found.title and found.title.value == "丁县民政局关于拟发放临时救助金的公示"
    assert found.issuers and found.issuers.value == ("丁县民政局",)


def test_a_day_in_the_menu_is_not_the_day_a_page_went_up() -> None:
    text = (
        f"归档时间：2024-11-21\n当前位置：首页 > 政策 > 民政\n{TITLE}\n来源：丁县政府网 日期：2019-05-08 17:08\n{BODY}"
    )
    assert (published := read(text).published) and published.value == date(2019, 5, 8)


def test_links_side_by_side_above_the_trail_are_no_title() -> None:
    text = f"热门站点| 文件网 | 法规网\n{TITLE}\n作者：文件网 时间：2019-05-08 23:01:37\n{TITLE}\n{BODY}"
    assert "热门站点| 文件网 | 法规网" in [item.text for item in clean(text).set_aside if item.reason == WEBSITE]
    text = f"我的收藏 最新文件 热门文件 失效文件 资料下载 文件检索\n首页 > 文件 > 救助 >\n{TITLE}\n{BODY}"
    assert (title := read(text).title) and title.value == TITLE


COLLECTED = (
    "丁省气象管理规定\n\n丁省人民政府\n\n丁省气象管理规定\n政府令〔2010〕第15号\n《丁省气象管理规定》已经省政府常务会议通过，现予公布，自2011年2月1日起施行。\n"
    "省长\n二○一○年十二月二十五日\n丁省气象管理规定\n第一条 为了管理气象工作，制定本规定。\n第二条 本规定所称气象包括雨雪。\n"
)


def test_a_collections_title_body_order_and_title_are_one_document() -> None:
    found = read(COLLECTED)
    assert found.issued and found.issued.value == date(2010, 12, 25)
    assert found.effective_from and found.effective_from.value == date(2011, 2, 1)
    assert found.effective_from.quote.startswith("《丁省气象管理规定》")
    assert found.issuers and (found.issuers.value, found.issuers.basis) == (("丁省人民政府",), "inferred")
    assert {"第一条", "第二条"} <= set(labels(COLLECTED))


def test_published_for_enforcement_without_a_day_holds_from_its_issue() -> None:
    text = COLLECTED.replace("现予公布，自2011年2月1日起施行", "现予发布施行")
    assert (first := read(text).effective_from) and first.value == date(2010, 12, 25)
    named = text.replace("雨雪。", "雨雪。\n第三条 本规定自2011年3月1日起施行。")
    assert (first := read(named).effective_from) and first.value == date(2011, 3, 1)


def test_a_unit_of_its_own_may_state_the_term() -> None:
    found = read(
        f"{TITLE}\n{BODY}一、标准。每月300元。\n二、执行时间从2019年7月1日起执行。\n其他事项照旧。\n丁县人民政府\n2019年5月6日\n"
    )
    assert found.effective_from and found.effective_from.value == date(2019, 7, 1)


def test_eight_digits_below_a_body_are_its_day() -> None:
    found = read(f"{TITLE}\n{BODY}丁县人民政府\n20190506\n")
    assert found.issued and found.issued.value == date(2019, 5, 6)
    assert read(f"{TITLE}\n{BODY}丁县人民政府\n20191356\n").issued is None


def test_a_whole_notice_on_one_line_keeps_its_head() -> None:
    rules = "。 ".join(
        f"第{n}条 救助按困难程度分为若干类，由乡镇审核，县民政部门确认并按月发放" for n in "一二三四五六七"
    )
    line = (
        f"{TITLE} 丁政发[2005]8号 2005-07-20 各乡镇人民政府，县直各部门: 现将《丁县临时救助办法》印发给你们。 "
        f"丁县人民政府 二oo五年七月十五日 丁县临时救助办法 {rules}。"
    )
    found = read(line)
    assert found.title and found.title.value == TITLE
    assert found.number and found.number.value == "丁政发〔2005〕8号"
    assert found.issuers and found.issuers.value == ("丁县人民政府",)
    assert found.issued and found.issued.value == date(2005, 7, 15)
    assert labels(line)[:6] == ["通知标题", "通知主送机关", "通知第1段", "通知落款", "办法标题", "办法第一条"]


def test_the_rules_of_a_table_that_laid_a_page_out_are_markup() -> None:
    text = f"|\n|||\n. | |||\n{TITLE} |\n|||\n各乡镇人民政府: | |||\n为做好救助，现通知如下： |\n一、扩大范围。 |\n| 甲 | 乙 |\n| 1 | 2 |\n"
    assert (title := read(text).title) and title.value == TITLE
    read_lines = [line.content.text.strip() for line in clean(text).lines]
    assert read_lines[:2] == [TITLE, "各乡镇人民政府:"]
    assert read_lines[-2:] == ["| 甲 | 乙 |", "| 1 | 2 |"]


def test_the_bodies_of_a_title_end_where_it_passes_another_text_on() -> None:
    title = "丁省人力资源和社会保障厅 教育厅转发人力资源社会保障部 教育部关于做好求职补贴发放工作的通知"
    found = read(f"{title}\n各市人力资源和社会保障局：\n现将通知转发给你们。\n一、标准为每人800元。\n")
    assert found.title and found.title.value == title
    assert found.issuers and found.issuers.value == ("丁省人力资源和社会保障厅", "教育厅")
    assert found.issuers.quote == "丁省人力资源和社会保障厅 教育厅"


def test_a_title_in_two_lines_below_what_passes_it_on_is_one() -> None:
    text = (
        "各镇人民政府：\n现将《戊市人民政府关于提高最低生活保障标准的通知》（戊府发〔2022〕20号）转发给你们。\n丁县人民政府办公室\n2023年1月3日\n"
        "戊市人民政府关于提高最低生活\n保障标准的通知\n各县政府：\n从2023年1月起提高标准。\n一、标准统一提高到910元。\n戊市人民政府\n2022年12月29日\n"
    )
    found = read(text)
    assert found.title and found.title.value == "戊市人民政府关于提高最低生活保障标准的通知"
    assert found.issuers and found.issuers.value == ("丁县人民政府办公室",)


def test_a_signature_in_traditional_script_is_one() -> None:
    text = "關於調整標準的通知\n丁政辦〔2019〕33號\n各鎮人民政府:\n從2019年7月1日起調整標準。\n丁縣人民政府辦公室\n2019年3月27日\n"
    assert labels(text)[-1] == "落款" and len(labels(text)) == 4

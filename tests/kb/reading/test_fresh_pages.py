"""What a reader takes from pages of guides, announcements and law collections; the notices are our own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from every import every
from page_texts import fields, labels

from kb.reading.cleaning import clean

CALL = "各乡镇人民政府：\n"
RULES = "第一条 为救助困难家庭，制定本办法。\n第二条 救助分两类。\n"
SIGNED = "戊县民政局\n2021年4月5日\n"
LETTER = f"戊县民政局关于调整标准的通知\n{CALL}现就有关事项通知如下。\n{SIGNED}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "标题: | 戊己区补贴办理指南 | ||\n---|---|---|---|\n发布机构: | 戊己区残疾人联合会机关 |\n发文日期: | 2021-01-04 |\n"
            "戊己区补贴办理指南\n（一）凭身份证办理。\n（二）三日办结。\n",
            {"issuers": ("戊己区残疾人联合会机关",), "issued": date(2021, 1, 4)},
            id="a name behind its label, whatever it ends in",
        ),
        pytest.param(
            "标题：戊县补贴办理指南\n发布机构：戊县政府网站\n发文日期：2021-01-04\n戊县补贴办理指南\n一、凭身份证办理。\n二、三日办结。\n",
            {"issuers": None},
            id="a website issues nothing",
        ),
        pytest.param(
            "丁省物价局、财政厅关于调整资料收费的复函\n发布日期：2003-06-23 发布部门：丁省物价局、丁省财政厅\n你局来函收悉。\n一、每页一元。\n",
            {"issuers": ("丁省物价局", "丁省财政厅")},
            id="the site spells out a body of which the title leaves out the province",
        ),
        pytest.param(
            f"戊县人民政府关于调整低保标准的通知\n{CALL}经研究，决定自2007年1月1日起，每人每月发给216元。\n",
            {"effective_from": date(2007, 1, 1)},
            id="a decision that changes something from a day on",
        ),
        pytest.param(
            f"戊县人民政府关于降费的通知\n{CALL}省里决定自2018年起降费，决定由各县落实。\n",
            {"effective_from": None},
            id="a year alone is no day",
        ),
        pytest.param(
            "戊市歌舞厅管理规定\n（1991年3月26日戊市人民政府令19号发布）\n" + RULES,
            {"number": "戊市人民政府令第19号", "issued": date(1991, 3, 26)},
            id="an order's number without 第",
        ),
        pytest.param(
            f"丁省物价局关于审批收费有关\n问题的通知\n（丁价〔2003〕22号 2003年7月21日）\n{CALL}请照办。\n",
            {"number": "丁价〔2003〕22号", "issued": date(2003, 7, 21)},
            id="number and day in one bracket",
        ),
        pytest.param(
            f"戊市议案办法\n戊市人大常委会\n戊市议案办法\n丁省人民代表大会常务委员会关于批准《戊市议案办法》的决定\n（2006年8月4日通过）\n予以批准。\n{RULES}",
            {"title": "戊市议案办法"},
            id="what is approved, not its approval",
        ),
        pytest.param(
            "戊县高龄津贴标准\n一、八十岁每月五十元。\n二、注意：本标准自2024年2月1日起执行。\n",
            {"effective_from": date(2024, 2, 1)},
            id="a remark that says from when",
        ),
        pytest.param(
            "戊县高龄津贴标准\n八十岁每月五十元。\n执行时间：自2024年2月1日起执行。\n所需资金由县财政负担。\n",
            {"effective_from": date(2024, 2, 1)},
            id="the one label of its kind",
        ),
        pytest.param(
            "戊县补贴标准\n高龄津贴五十元。\n执行时间：自2024年2月1日起执行。\n护理补贴六十元。\n执行时间：自2024年3月1日起执行。\n由县财政负担。\n",
            {"effective_from": None},
            id="two measures with a time of their own",
        ),
    ],
)
def test_fields_of_a_page(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


def test_an_announcement_between_title_and_articles_opens_no_part() -> None:
    announced = "省人大常委会公告\n《戊省人才条例》已通过，现予公布。\n戊省人大常委会\n2004年4月1日\n"
    text = f"戊省人才条例\n（2004年4月1日通过）\n{announced}第一章 总则\n{RULES}"
    assert {"第一章", "第一条", "第二条"} <= set(labels(text))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param(
            f"{LETTER}来源：戊县融媒体中心\n作者：民政局\n查看更多\n回首页\n",
            4,
            id="below the signature, from the source on",
        ),
        pytest.param(
            f"立即下载\n关于调整标准的通知\n2021-04-05 16:22:09 字号：\n{CALL}通知如下。\n{SIGNED}",
            2,
            id="right above the title",
        ),
        pytest.param(f"{LETTER}【发表评论】 【互动社区】\n", 1, id="a row of buttons"),
        pytest.param(f"{LETTER}联系人：张某，电话123。\n", 0, id="whom to ask is the document's"),
    ],
)
def test_what_a_page_prints_around_its_text(text: str, own: int) -> None:
    assert len(clean(text).set_aside) == own


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "戊县民政局关于提案答复的函\n发布时间:2020-07-06 09:31 来源:戊县民政局 字体:\n戊民函〔2020〕28号\n"
            f"类别:丙类\n张某委员:\n现答复如下。\n{SIGNED}",
            {"number": "戊民函〔2020〕28号"},
            id="a number is no value of the empty label above it",
        ),
        pytest.param(
            "戊部令\n2006 年第 8 号\n《船舶规定》已经通过，现予公布，自2006年8月1日起施行。 部 长 王某某 二○○六年七月五日\n附件：船舶规定\n",
            {"issued": date(2006, 7, 5)},
            id="an official who signs behind the sentence",
        ),
        pytest.param(
            f"戊省发出第3号通告\n戊网记者报道。通告全文如下：\n戊省指挥部\n通  告\n第3号\n关于调整响应级别的通告\n请遵照执行。\n{SIGNED}",
            {"title": "关于调整响应级别的通告"},
            id="a paper's introduction, the kind of text set apart below it",
        ),
    ],
)
def test_fields_of_what_papers_and_forums_pass_on(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


@every(
    ("line", "below"),
    [
        ("本帖最后由 某某 于 2014-7-10 09:37 编辑", False),
        ("小 发表于 2022-8-25 10:27 只看该作者", False),
        ("2024-03-26       浏览人数:", False),
        ("总共: 1页", True),
        ("标签: 补贴  民政  戊县", True),
        ("点击图片查看详情", True),
        ("[打印此页] [关闭本页]", True),
    ],
)
def test_lines_of_forums_and_blogs_are_set_aside(line: str, below: bool) -> None:
    text = f"{LETTER}{line}\n" if below else f"{line}\n{LETTER}"
    assert [aside.text for aside in clean(text).set_aside] == [line]


@pytest.mark.parametrize("line", ["有效期：三年", "责任部门：戊县民政局", "培训定于2024-5-6 14:30-17:00在县政府"])
def test_a_term_and_a_time_of_meeting_are_the_texts_own(line: str) -> None:
    assert clean(f"{LETTER}{line}\n").set_aside == clean(f"{line}\n{LETTER}").set_aside == ()


def test_a_headline_above_the_title_hides_no_salutation() -> None:
    assert "主送机关" in labels(f"放假啦!\n2021年3月31日10:13 来源:戊县发布\n{LETTER}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "申请救助的程序\n【发布时间:2015-06-16】 【阅读次数:】\n由本人向乡政府提出申请。\n",
            {"title": "申请救助的程序"},
            id="a page's heading, whatever it ends in",
        ),
        pytest.param(
            "#民政政策#\n【发布时间:2015-06-16】 【阅读次数:】\n由本人向乡政府提出申请。\n",
            {"title": None},
            id="a tag is no heading",
        ),
        pytest.param(
            f"戊县政府办公室\n关于放假的通知\n2016年1月1日,戊府办〔2015〕18号）\n{CALL}请照办。\n{SIGNED}",
            {"number": "戊府办〔2015〕18号", "issued": date(2021, 4, 5)},
            id="day and number of which a copy lost the bracket",
        ),
    ],
)
def test_fields_of_guides_and_collections(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


def test_buttons_below_the_signature_open_no_part_of_their_own() -> None:
    assert labels(f"{LETTER}来源：戊县民政局\n附件下载\n相关解读\n请输入评论\n") == labels(LETTER)


COPY = f"{CALL}经研究决定调整标准，城市每人每月六百元，农村每人每月五百元，请按时发放到户到人，不得截留挪用。\n{SIGNED}"


def test_a_text_printed_twice_in_full_is_read_once() -> None:
    assert labels(f"关于调整标准的通知\n{COPY}{COPY}") == labels(f"关于调整标准的通知\n{COPY}")


def test_what_two_years_have_in_common_is_said_twice() -> None:
    text = f"一、上年\n{COPY}二、本年\n{COPY}"
    assert not clean(text).set_aside


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            f"戊百科\n戊税务局关于办税的公告[全文废止]\n戊税务局关于办税的公告[全文废止]\n戊税务局公告2018年第8号 2018-04-20\n现公告如下。\n{SIGNED}",
            {"title": "戊税务局关于办税的公告", "lapsed": True, "number": "戊税务局公告2018年第8号"},
            id="a collection's remark that a text has lapsed",
        ),
        pytest.param(
            f"戊税务局关于办税的公告[政策延期]\n现公告如下。\n{SIGNED}",
            {"title": "戊税务局关于办税的公告", "lapsed": None},
            id="a remark of another kind",
        ),
    ],
)
def test_a_collections_remark_behind_a_title(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


def test_a_day_typed_with_stops_signs() -> None:
    text = f"关于报送名单的通知\n{CALL}请按时报送。\n名单一式两份。\n特此通知。\n戊县民政局\n2019.10.12\n"
    assert labels(text)["落款"] == "戊县民政局\n2019.10.12"


def test_a_website_above_a_title_said_twice_is_set_aside() -> None:
    assert [aside.text for aside in clean(f"戊搜网--法律搜索\n关于调整标准的批复\n{LETTER}").set_aside] == []
    assert clean(f"戊搜网--法律搜索\n{LETTER.splitlines()[0]}\n{LETTER}").set_aside[0].text == "戊搜网--法律搜索"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "2020年提案办理工作\n完成情况说明\n根据要求，我局分析研究，全部办理完毕。\n2020年11月5日\n",
            {"title": "2020年提案办理工作完成情况说明", "issued": date(2020, 11, 5)},
            id="what a text opens with, and its day on the last line",
        ),
        pytest.param("The Beginning\n由分局受理审核。\n", {"title": None}, id="English furniture is no title"),
        pytest.param(
            "戊农函〔2022〕160号\n根据规定，制定本表。\n戊县农业局\n2022年3月1日\n",
            {"title": None},
            id="a number is no title",
        ),
        pytest.param(
            f"戊部、己局关于印发《戊办法》的通知\n  • Reading time:1 mins read\n（2002年10月25日 戊综〔2002〕73号）\n{CALL}现印发给你们。\n",
            {"number": "戊综〔2002〕73号", "issued": date(2002, 10, 25)},
            id="the day in front of the number, in one bracket",
        ),
        pytest.param(
            "戊省人民政府令第320号《戊省采伐办法》已经通过，现予公布，自2014年4月1日起施行。省长王某2014年2月14日第一条为了保护，制定本办法。第二条本省适用本办法。\n",
            {"number": "戊省人民政府令第320号", "issued": date(2014, 2, 14), "effective_from": date(2014, 4, 1)},
            id="an order on one line",
        ),
    ],
)
def test_fields_of_texts_without_a_form(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted


def test_an_order_on_one_line_is_taken_apart_at_its_articles() -> None:
    one = "戊省人民政府令第3号《戊办法》已经通过，现予公布。省长王某2014年2月14日第一条为了保护，制定本办法。第二条本省适用本办法。\n"
    assert labels(one)["第一条"] == "第一条为了保护，制定本办法。"


def test_a_guide_printed_again_from_its_title_on_is_read_once() -> None:
    steps = "戊市补贴申领程序\n（一）提交申请表、劳动合同和考勤记录，到人社分局办理。\n"
    steps += "（二）由分局受理审核，公示五天后报市局，市局按月将资金拨付到单位账户。\n"
    assert "（二）〔2〕" not in labels(f"{steps}热点2022-06-29 09:15:20未知\n{steps}")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("一、政策依据\n为残疾人提供服务。\n二、标准\n按预算确定。\n", None, id="a numbered heading"),
        pytest.param(
            "戊局2018年度支出 评价情况\n戊局2018年度支出\n评价情况\n我局已经自评完毕。\n",
            "戊局2018年度支出评价情况",
            id="said by the page on one line",
        ),
        pytest.param(
            f"戊市财政局转发财政部《关于颁发〈防汛办法〉的通知》\n{CALL}现转发给你们。\n",
            "戊市财政局转发财政部《关于颁发〈防汛办法〉的通知》",
            id="what it passes on",
        ),
    ],
)
def test_titles_without_a_word_of_their_kind_at_the_end(text: str, title: str | None) -> None:
    assert fields(text).get("title") == title


@pytest.mark.parametrize(
    "line", ["（三）软件版权所有者的证明", "登记时注明“版权所有”；", "依照软件copyright登记办理。"]
)
def test_what_a_text_says_of_copyright_stays(line: str) -> None:
    assert not clean(f"{LETTER}一、材料如下：\n{line}\n二、照此办理。\n").set_aside


def test_an_article_may_begin_with_quotation_marks() -> None:
    found = labels("戊县创建办法\n第一条 为了创建，制定本办法。\n第二条 “先进乡镇”创建活动每年一次。\n")
    assert "第二条" in found
    changes = labels("关于修改办法的决定\n一、第九条“罚款”一词修改为“处罚”。\n二、第十条中的“县长”改为“主任”。\n")
    assert not {"第九条", "一第九条"} & set(changes)


@every(
    ("joined", "bodies"),
    [
        ("戊市人力资源和社会保障局戊市财政局", ("戊市人力资源和社会保障局", "戊市财政局")),
        ("市发展改革委市教育局市财政局", ("市发展改革委", "市教育局", "市财政局")),
        ("戊市发展改革委市教育局", ("戊市发展改革委", "市教育局")),
        ("市公安局市南分局", ("市公安局市南分局",)),
        ("戊省戊市民政局戊省戊市卫生局", ("戊省戊市民政局", "戊省戊市卫生局")),
        ("劳动和社会保障部财政部国家税务总局", ("劳动和社会保障部", "财政部", "国家税务总局")),
        ("国家税务总局戊市税务局", ("国家税务总局戊市税务局",)),
        ("教育部办公厅", ("教育部办公厅",)),
        ("中国人民解放军总后勤部卫生部", ("中国人民解放军总后勤部卫生部",)),
    ],
)
def test_bodies_that_a_copy_ran_together_are_told_apart(joined: str, bodies: tuple[str, ...]) -> None:
    assert fields(f"{joined}关于调整标准的通知\n{CALL}每人每月增加十元。\n")["issuers"] == bodies


def test_a_note_above_the_operator_of_the_site_is_no_title() -> None:
    found = fields(
        f"{CALL}现将方案印发给你们，请落实。\n{SIGNED}（此件主动公开）\n主办单位：戊县民政局\n发布日期：2021-04-06\n"
    )
    assert "此件" not in str(found.get("title"))


def test_buttons_beside_the_day_a_page_went_up_are_the_pages() -> None:
    title = "戊省教育厅关于增加投入的通知（戊教〔2011〕4号）"
    page = f"载入中...\n{title}\n[戊省教育厅]  [手机版] [扫码分享]  发布时间：2011年10月17日\n查看：55\n"
    gone = {aside.text for aside in clean(f"{page}{CALL}现就投入提出意见。\n").set_aside}
    assert {"载入中...", "查看：55"} <= gone
    assert title not in gone


@every(
    ("sentence", "begins"),
    [
        ("本通知自5月1日起施行。", date(2021, 5, 1)),
        ("经研究，决定废止《戊县补贴方案》（戊政〔2015〕6号），自4月9日起执行。", date(2021, 4, 9)),
        ("本通知自1月15日起执行。", date(2021, 1, 15)),
        ("本通知自2月30日起执行。", None),
        ("每年自5月1日起接受申请。", None),
    ],
)
def test_a_day_without_its_year_is_of_the_year_of_issue(sentence: str, begins: date | None) -> None:
    assert fields(f"戊县民政局关于补贴的通知\n{CALL}{sentence}\n{SIGNED}").get("effective_from") == begins


def test_a_day_without_its_year_that_is_long_past_is_of_the_next() -> None:
    text = f"戊县民政局关于补贴的通知\n{CALL}本通知自1月1日起执行。\n戊县民政局\n2021年12月20日\n"
    assert fields(text)["effective_from"] == date(2022, 1, 1)


def test_a_title_that_wants_its_body_has_it_below_the_headline_of_a_page() -> None:
    headline = "戊市调整工亡抚恤标准\n作者: 来源:时间:2019-11-29人气:1106\n"
    page = f"{headline}戊市人力资源局\n关于调整工亡抚恤金标准的通知\n{CALL}每人每月增加十元。\n{SIGNED}本文地址：x/1.html\n"
    assert fields(page)["title"] == "戊市人力资源局关于调整工亡抚恤金标准的通知"
    gone = " ".join(aside.text for aside in clean(page).set_aside)
    assert "人气" in gone and "本文地址" in gone

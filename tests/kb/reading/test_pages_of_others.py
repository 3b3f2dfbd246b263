"""Shapes of notices fetched from pages that nobody had looked at before; the notices are our own words."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.language import repaired
from kb.reading.clauses import build_clauses
from kb.reading.cleaning import WEBSITE, clean
from kb.reading.metadata import Extracted, extract
from kb.records import Clause, SourceText

TITLE = "丁县人民政府关于印发丁县临时救助办法的通知"
CALL = "各乡镇人民政府：\n"
BODY = CALL + "现将《丁县临时救助办法》印发给你们。\n"
SIGNED = "丁县人民政府\n2019年5月6日\n"
RULE = "第一条 为救助困难家庭，制定本办法。\n第二条 救助分两类。\n"


def source(text: str) -> SourceText:
    return SourceText("page.txt", text, "utf-8", "0")


def read(text: str) -> Extracted:
    return extract(source(text))


def tree(text: str) -> dict[str, Clause]:
    clauses, _ = build_clauses(source(text), "D")
    return {clause.label: clause for clause in clauses}


def aside(text: str) -> set[str]:
    return {item.text.strip("• ") for item in clean(text).set_aside if item.reason == WEBSITE}


def title(text: str) -> str | None:
    found = read(text).title
    return found.value if found else None


# ------------------------------------------------------------------------------------------------ the site's own


def test_a_box_whose_labels_have_no_sign() -> None:
    box = "发文机关丁县民政局，丁县财政局\n发文日期2019年05月06日\n时效性现行有效\n"
    box += "发文字号丁民发〔2019〕3号\n施行日期2019年06月01日\n效力级别规范性文件\n"
    found = read(box + CALL + "现将有关事项通知如下。\n")
    assert found.number and found.number.value == "丁民发〔2019〕3号"
    assert found.issuers and found.issuers.value == ("丁县民政局", "丁县财政局")
    assert found.issued and found.issued.value == date(2019, 5, 6)
    assert found.effective_from and found.effective_from.value == date(2019, 6, 1)
    assert aside(box + BODY) == set(box.splitlines())


def test_a_title_that_only_the_site_gives_names_its_body() -> None:
    text = f"索引号：AB001-2019\n标题：{TITLE}\n发布日期：2019-05-08\n" + BODY + "2019年5月6日\n"
    found = read(text)
    assert found.issuers and (found.issuers.value, found.issuers.basis) == (("丁县人民政府",), "site")


@every(
    "line",
    [
        "您当前所在位置:",
        "您现在的位置 政府公报 > 2019年政府公报 > 第3期",
        "首页 > 2019",
        "首页/ 政务公开 / 文件 / 正文",
        "政民互动>民意征集",
        "第十一条 第二十一条 第三十一条",
        "丁县政府门户网站　www.example.gov.cn　2019-05-08",
        "欢迎来到政策平台！ 设为首页 收藏",
    ],
)
def test_lines_of_a_page_above_its_notice(line: str) -> None:
    text = f"{line}\n发布日期：2019-05-08\n{TITLE}\n丁政发〔2019〕8号\n{BODY}{SIGNED}"
    found = read(text)
    assert found.title and found.title.value == TITLE
    assert found.number and found.number.value == "丁政发〔2019〕8号"
    assert line in aside(text)


def test_a_banner_with_a_full_stop_does_not_end_the_head() -> None:
    text = (
        f"共同价值： 富强、 民主、 友善。\n{TITLE}\n信息来源：丁县政府 发布时间：2019-05-08 12:07\n{BODY}2019年5月6日\n"
    )
    assert title(text) == TITLE
    assert "信息来源：丁县政府 发布时间：2019-05-08 12:07" in aside(text)


def test_a_box_in_which_one_label_shows_that_the_others_need_no_sign() -> None:
    box = (
        f"标  题 {TITLE}\n信息分类 通知公告  通知\n发文字号 丁政发〔2019〕8号\n"
        "文  号 丁政发〔2019〕8号 主题分类 民政 失效日期\n体裁分类 服务对象 各乡镇 有效性 有效\n"
    )
    found = read(box + TITLE + "\n" + BODY)
    assert found.number and (found.number.value, found.number.basis) == ("丁政发〔2019〕8号", "site")
    assert found.lapsed and found.lapsed.value is False
    assert aside(box + TITLE + "\n" + BODY) == set(box.splitlines())


def test_a_number_behind_the_body_in_a_field() -> None:
    found = read(f"【公布日】2018.08.23\n【公布机关】丁县民政局  丁民发[2018]53号\n{TITLE}\n{BODY}")
    assert found.number and found.number.value == "丁民发〔2018〕53号"
    assert found.published and found.published.value == date(2018, 8, 23)


@pytest.mark.parametrize(("what", "lapsed"), [("修正", None), ("废止", True)])
def test_a_collections_remark_before_a_title(what: str, lapsed: bool | None) -> None:
    remark = f"*注：本篇法规已被《丁县关于修改<丁县救助办法>的决定》（发布日期：2004年11月26日）{what}"
    found = read(f"{remark}丁县低保救助办法\n（1995年6月2日丁县人民政府公布）\n{RULE}")
    assert found.title and found.title.value == "丁县低保救助办法"
    assert found.issued and found.issued.value == date(1995, 6, 2)
    assert (found.lapsed.value if found.lapsed else None) is lapsed


def test_a_title_that_begins_with_many_bodies() -> None:
    names = "民政 财政 教育 公安 司法 审计 统计 信访 医疗保障 卫生健康 住房建设 交通运输 农业农村 应急管理"
    bodies = tuple(f"丁县{name}局" for name in names.split())
    found = read(f"{' '.join(bodies)}关于临时救助的实施意见\n{BODY}")
    assert found.issuers and found.issuers.value == bodies


def test_a_label_that_is_not_known_between_those_that_are() -> None:
    box = "审核人：\n发布日期：\n2019-05-08\n资料属性：\n部委规章及文件\n制定机关：\n丁县民政局\n文号：\n丁民发〔2019〕3号\n"
    assert {"资料属性：", "部委规章及文件"} <= aside(box + TITLE + "\n" + BODY)
    plain = f"{TITLE}\n资料属性：\n部委规章及文件\n{BODY}"
    assert not aside(plain)


@pytest.mark.parametrize("head", ["名称\t文号\t状态", "标题\t来源\t时间", "地区\t人口\t时间"])
def test_the_head_of_a_table_is_no_box(head: str) -> None:
    table = f"{head}\n甲办法\t丁发〔2018〕2号\t有效\n乙办法\t丁发〔2019〕3号\t失效\n"
    for text in (f"{TITLE}\n{BODY}{SIGNED}附件\n{table}", table):
        assert not any(word in item for item in aside(text) for word in ("甲办法", "乙办法", head[:2]))


def test_the_operators_own_lines_below_a_text() -> None:
    tail = "丁公网安备 31010102000000号\n丁ICP备10000000号-1\nCopyright©2017-2024 example，All rights reserved.\n扫码关注微信公众号"
    assert aside(TITLE + "\n" + BODY + SIGNED + tail) == set(tail.splitlines())


def test_news_above_the_notice_it_brings() -> None:
    news = "丁县出台救助计划\n记者获悉，5月8日，丁县人民政府发布了通知。\n全文如下：\n"
    assert title(news + TITLE + "\n" + BODY + SIGNED) == TITLE
    assert aside(news + TITLE + "\n" + BODY + SIGNED) == set(news.splitlines())


# ------------------------------------------------------------------------------------------------ title and number


@every(
    ("head", "want"),
    [
        (f"《{TITLE}》\n丁政发〔2019〕8号\n丁县临时救助办法的通知\n丁政发〔2019〕8号\n", TITLE),
        ("丁县人民政府关于印发《丁县临时救助办法》的通 知\n", "丁县人民政府关于印发《丁县临时救助办法》的通知"),
        ("地区：某省\n丁县民政局 丁县财政局\n关于印发《丁县临时救助办法》的通知\n", "丁县民政局 丁县财政局关于印发《丁县临时救助办法》的通知"),
        (
            "关于临时救助问题的通知\n丁县民政局、丁县财政局\n关于临时救助问题的通知\n丁县民政局、丁县财政局\n",
            "关于临时救助问题的通知",
        ),
        ("丁县低保办法\n丁政发〔2019〕8号\n", "丁县低保办法"),
        ("县人大颁布的地方法规\n丁县市容管理办法\n", "丁县市容管理办法"),
        ("全县性的规章（七）\n关于临时救助有关问题的通知\n", "关于临时救助有关问题的通知"),
        ("管理|丁县临时救助规定-2019.9.10\n丁县临时救助规定\n", "丁县临时救助规定"),
        ("丁县人民政府印发关于落实国务院\n《工作报告》重点任务分工的通知\n", "丁县人民政府印发关于落实国务院《工作报告》重点任务分工的通知"),
        ("丁县民政局等五部门\n关于临时救助有关问题的通知\n", "丁县民政局等五部门关于临时救助有关问题的通知"),
    ],
)  # fmt: skip
def test_where_a_title_begins_and_ends(head: str, want: str) -> None:
    assert title(head + BODY) == want


def test_the_day_behind_a_title_is_the_day_of_issue_where_nothing_else_says_it() -> None:
    found = read(f"{TITLE} （（1990年11月16日））\n{BODY}")
    assert found.title and found.title.value == TITLE
    assert found.issued and (found.issued.value, found.issued.basis) == (date(1990, 11, 16), "inferred")


@every(
    ("head", "want"),
    [
        (f"{TITLE}\n丁县人民政府令\n{' ' * 49}第18号\n", "丁县人民政府令第18号"),
        ("丁市税务局关于发布办法的公告\n丁市税务局公告2019年第10号 2019-6-15\n", "丁市税务局公告2019年第10号"),
        (
            f"{TITLE}\n{TITLE}（丁政发〔2019〕8号）各乡镇人民政府：现将办法，\n{TITLE}\n（丁政发〔2019〕8号）\n",
            "丁政发〔2019〕8号",
        ),
        (f"简介：为你整理了多篇文件，供参考。\n丁县人民政府文件\n丁政发〔2019〕8号\n{TITLE}\n", "丁政发〔2019〕8号"),
    ],
)
def test_where_a_number_stands(head: str, want: str) -> None:
    found = read(head + BODY).number
    assert found and found.value == want


def test_the_number_of_a_text_that_is_passed_on_is_not_the_letters() -> None:
    passed_on = "丙市人民政府关于提高最低\n保障标准的通知\n丙府发〔2022〕20号\n各区县：\n为保障民生，现通知如下。\n"
    found = read(
        f"{CALL}现将《丙市人民政府关于提高最低保障标准的通知》转发给你们。\n丁县人民政府办公室\n2023年1月3日\n{passed_on}"
    )
    assert found.number is None


def test_a_collection_prints_the_province_before_a_citys_body() -> None:
    found = read(
        "乙州市墙体材料管理规定\n作者：资料网 时间：2019-06-25 14:15:56\n甲川省乙州市人民政府\n乙州市墙体材料管理规定\n"
        + RULE
    )
    assert found.issuers and found.issuers.value == ("乙州市人民政府",)


# ------------------------------------------------------------------------------------------------ days


def test_a_note_that_gives_a_commencement_without_its_preposition() -> None:
    found = read(f"丁县自治条例\n（1992年4月26日丁县人民代表大会通过 1992年11月11日起施行）\n{RULE}")
    assert found.effective_from and found.effective_from.value == date(1992, 11, 11)


def test_a_note_that_opens_with_a_meeting_without_a_day() -> None:
    note = "（国务院第21次常务会议通过1999年9月28日中华人民共和国国务院令第271号发布自1999年10月1日起施行）"
    found = read(f"某某保障条例\n{note}\n{RULE}")
    assert found.number and found.number.value == "国务院令第271号"
    assert found.issuers and found.issuers.value == ("国务院",)
    assert (found.issued and found.issued.value, found.effective_from and found.effective_from.value) == (
        date(1999, 9, 28),
        date(1999, 10, 1),
    )


def test_an_order_that_publishes_a_text_by_its_name() -> None:
    found = read(
        f"国务院令\n第227号\n现发布《某某管理条例》，自发布之日起施行。\n总理 某某\n1997年8月3日\n某某管理条例\n{RULE}"
    )
    assert found.effective_from and found.effective_from.value == date(1997, 8, 3)


@every("office", ["教育部部长", "住房城乡建设部部长 王某", "市  长   王某某", "市长刘某", "专 员"])
def test_the_day_below_an_officials_signature(office: str) -> None:
    found = read(f"丁部令第4号\n《某某规定》已经通过，现予公布。\n{office}\n2017年2月4日\n某某规定\n{RULE}")
    assert found.issued and found.issued.value == date(2017, 2, 4)


def test_a_day_and_the_body_beside_it_below_a_title_sign() -> None:
    found = read(
        f"最高人民法院关于统一材料的通知\n1984年4月9日，最高人民法院\n{CALL}现通知如下：\n一、甲。\n二、乙。\n"
    )
    assert found.issued and found.issued.value == date(1984, 4, 9)


def test_the_day_of_publication_beside_a_commencement_is_that_of_issue() -> None:
    box = "发文单位：丁县人民政府\n发布日期：2003-3-26\n执行日期：2003-4-1\n"
    found = read(box + TITLE + "\n" + BODY)
    assert found.issued and (found.issued.value, found.issued.basis) == (date(2003, 3, 26), "inferred")
    later = read(box.replace("2003-3-26", "2013-3-26") + TITLE + "\n" + BODY)
    assert later.issued is None


# ------------------------------------------------------------------------------------------------ structure


def test_a_letter_on_one_line_without_numbers() -> None:
    line = "丁县政府转发县民政局《关于救助的意见》的通知 各乡镇人民政府，县直单位： 现转发给你们，请遵照执行。 二○○六年七月五日 关于救助的意见 "
    found = read(line)
    assert found.title and found.title.value == "丁县政府转发县民政局《关于救助的意见》的通知"
    assert found.issued and found.issued.value == date(2006, 7, 5)
    assert tree(line)["通知主送机关"].text == "各乡镇人民政府，县直单位："


def test_a_salutation_that_the_text_follows_on_its_line() -> None:
    units = tree(f"{TITLE}\n各乡镇人民政府，县政府各部门： 经研究，现通知如下。\n{SIGNED}")
    assert units["主送机关"].text == "各乡镇人民政府，县政府各部门："
    running = "各乡镇政府要做好下列工作：一是核查，二是公示。"
    assert running in {clause.text for clause in tree(f"{TITLE}\n{BODY}{running}\n").values()}


def test_a_number_behind_a_sentence_opens_a_unit_where_the_next_opens_a_line() -> None:
    units = tree(f"{TITLE}\n{CALL}望切实办好。 一、严格范围。\n严禁挪用。\n二、发动群众。\n")
    assert units["一"].text.startswith("一、严格范围。") and units["二"].text == "二、发动群众。"


@pytest.mark.parametrize(
    "words",
    [
        "根据国务院有关精神，现就临时救助提出如下意见：",
        "为维护法治统一，县政府决定对以下2件规章予以废止：",
        "丁县第十一届人民代表大会常务委员会第十七次会议决定，修改下列法规：",
    ],
)
def test_a_sentence_that_ends_in_a_colon_is_no_salutation(words: str) -> None:
    assert tree(f"{TITLE}\n{words}\n一、范围。甲类。\n二、标准。乙类。\n")["引言"].text == words


def test_what_becomes_of_another_texts_article_is_no_article() -> None:
    item = "1.在《丁县甲条例》第七条中增加一项。\n第九条修改为：“县政府应当投入。”\n第十三条增加一款作为第二款：“鼓励使用。”"
    item += "\n第十五条第二款中的“一万元”修改为“两万元”。"
    units = tree(f"丁县人大常委会关于修改部分条例的决定\n一、修改下列条例\n{item}\n2.将《丁县乙条例》第三条删去。\n")
    assert units["一1"].text == item and "第九条" not in units
    assert "第三条" in tree("丁县甲条例\n第一条 为了发展。\n第二条 适用本县。\n第三条增加财政投入，逐年提高。\n")


def test_a_part_does_not_begin_above_the_sentence_that_issues_it() -> None:
    page = f"丁县临时救助办法\n丁县临时救助办法\n{BODY}{SIGNED}丁县临时救助办法\n{RULE}"
    assert "第一条" in tree(page) or "办法第一条" in tree(page)
    assert not any("〔2〕第" in label or "〔3〕第" in label for label in tree(page))


def test_a_table_of_contents_is_one_block() -> None:
    text = "丁县甲条例\n目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 为了发展，制定本条例。\n第二章 附则\n第二条 自公布之日起施行。\n"
    units = tree(text)
    assert units["目录"].text == "目 录\n第一章 总则\n第二章 附则"
    assert {"第一章", "第二章"} <= set(units) and "第一章〔2〕" not in units


def test_numbered_parts_are_the_outermost_units() -> None:
    text = f"丁县行动纲要\n为做好工作，制定本纲要。\n第一部分 现状\n一、成效\n甲。\n第二部分 任务\n一、目标\n乙。\n{SIGNED}"
    units = tree(text)
    assert {"第一部分", "第一部分一", "第二部分一"} <= set(units)


def test_a_span_of_time_signs_nothing() -> None:
    units = tree(f"{TITLE}\n{CALL}现公告如下：\n一、时间\n2022年4月1日至4月20日\n二、方式\n来信。\n{SIGNED}")
    assert units["一"].text == "一、时间\n2022年4月1日至4月20日"
    assert units["落款"].text == "丁县人民政府\n2019年5月6日"


def test_a_ratio_sign_behind_a_word_is_a_colon() -> None:
    assert repaired("各乡镇人民政府∶按4∶3∶3分担").text == "各乡镇人民政府：按4∶3∶3分担"

"""Pages that a program took down piece by piece: window title, menu, buttons, the text, and where the site's operator sits."""

from __future__ import annotations

from datetime import date

from page_texts import fields, labels

from kb.reading.cleaning import clean
from kb.reading.metadata import extract
from kb.records import SourceText

TITLE = "丁省能源监管办关于延长丁省市场运行时间的通知"
MENU = "设为首页\n工作邮箱\n首页\n机构概览\n动态要闻\n在线办事\n"
TOP = f"{TITLE}_丁省能源监管办公室\n{MENU}{TITLE}\n2019-03-18 10:25\n来源：\nAa\n字体：\n小\n|\n大\n"
OFFICE = "地址: 丁市中区七里路55号\n邮编:250002\n"
FOOT = f"扫一扫在手机打开当前页\n网站地图\n{OFFICE}主办单位: 丁省能源监管办公室\n丁ICP备11044902号\n"
TEXT = "丁能市场〔2019〕117号\n各发电企业：\n现就相关事项通知如下。\n一、延长至四月。\n二、加强管理。\n国家能源局丁省监管局\n2019年3月15日\n"


def some(text: str, *names: str) -> list[object]:
    found = fields(text)
    return [found.get(name) for name in names]


def kept(text: str) -> str:
    return "\n".join(line.content.text for line in clean(text).lines)


def test_the_menu_between_the_windows_title_and_the_documents_is_the_pages() -> None:
    assert kept(TOP + TEXT + FOOT).splitlines() == [f"{TITLE}_丁省能源监管办公室", TITLE, *TEXT.splitlines()]
    assert some(TOP + TEXT + FOOT, "number", "issued", "title") == [
        "丁能市场〔2019〕117号",
        date(2019, 3, 15),
        TITLE,
    ]


def test_a_body_between_a_headline_and_the_title_is_no_menu() -> None:
    text = f"政务丨戊市人民政府关于放权的意见\n- 发布日期:2021-07-19\n戊市人民政府\n关于放权的意见\n{TEXT}"
    assert fields(text)["title"] == "戊市人民政府关于放权的意见"


def test_where_the_operator_sits_is_the_pages_only_below_its_own_lines() -> None:
    assert "七里路" not in kept(TOP + TEXT + FOOT)
    own = f"{TITLE}\n{TEXT}地址: 丁市中区七里路55号\n丁ICP备11044902号\n"
    assert "七里路" in kept(own)


def test_a_line_between_two_of_the_pages_own_is_its_own() -> None:
    foot = FOOT.replace("地址: 丁市中区七里路55号", "中国.丁省.丁市人民南路四段47号华能大厦")
    assert "华能大厦" not in kept(TOP + foot)


def test_a_short_menu_word_that_ends_as_titles_do_is_no_title() -> None:
    text = f"丁市交易中心\n平台系统\n政策文件\n交易规则\n招聘信息\n{TITLE}\n信息来源：丁省 发布时间：2020-06-14\n{TITLE}\n{TEXT}"
    assert "招聘信息" not in kept(text)
    assert fields(text)["title"] == TITLE


def test_a_number_in_brackets_names_its_body() -> None:
    found = fields("丁考核办法\n（卫生部令第 52 号）\n第一条 为规范考核，制定本办法。\n第二条 照办。\n")
    assert (found["number"], found["issuers"]) == ("卫生部令第52号", ("卫生部",))


def test_a_page_without_a_text_has_a_foot_too() -> None:
    assert kept(f"{TOP}附件：\n点击下载相关附件！\n{FOOT}").splitlines()[1:] == [TITLE, "附件："]


def test_what_two_licences_hold_between_them_is_the_pages() -> None:
    foot = f"{FOOT}您的浏览器过旧，请更换或升级浏览器访问！\n网站地图\n丁ICP备11044902号\n"
    assert "浏览器" not in kept(TOP + TEXT + foot)
    top = f"丁ICP备11044902号\n{TITLE}\n{TEXT}丁ICP备11044902号\n"
    assert "延长至四月" in kept(top)


def test_a_signature_that_was_wrapped_is_one_above_its_day() -> None:
    text = "关于核定电价的通知\n各单位：\n现通知如下：\n一、照办。\n二、执行。\n附件：电价表\n国家发展改\n革委\n2020年9月28日\n附件：\n电价表\n"
    assert fields(text)["issued"] == date(2020, 9, 28)


def test_a_title_may_have_lost_the_mark_before_it() -> None:
    text = "关于执业范围的暂行规定》\n（丁医发〔2001〕169 号）\n根据有关规定，规定如下：\n一、照办。\n二、执行。\n"
    assert some(text, "title", "number") == ["关于执业范围的暂行规定", "丁医发〔2001〕169号"]
    assert "一" in labels(text)


def test_a_title_that_lost_its_last_word_is_one_that_is_not_sure() -> None:
    text = "丁市人民政府关于做好稳岗工作的通\n丁政发〔2020〕1号\n各县人民政府：\n现通知如下。\n一、照办。\n二、执行。\n"
    title = extract(SourceText("page.txt", text, "utf-8", "0")).title
    assert title
    assert (title.value, title.certainty) == ("丁市人民政府关于做好稳岗工作的通", "inferred")
    assert labels(text)["主送机关"] == "各县人民政府："


def test_what_stands_alone_above_an_article_is_its_title_and_no_body() -> None:
    found = extract(
        SourceText("page.txt", "丁市补贴管理办\n第一条 为管理，制定本办法。\n第二条 照办。\n", "utf-8", "0")
    )
    assert found.title
    assert (found.title.value, found.title.certainty, found.issuers) == ("丁市补贴管理办", "inferred", None)


def test_a_note_on_a_line_of_its_own_ends_a_paragraph() -> None:
    text = "丁市若干措施\n为支持甲，制定本措施。\n一、支持甲。\n给予补助。\n（责任单位：市数据局、各行业主管部门）\n本措施自2026年1月31日起施行。\n"
    assert fields(text)["effective_from"] == date(2026, 1, 31)


def test_a_table_below_a_serial_number_is_put_together_as_far_as_the_numbers_prove_it() -> None:
    head = "丁市补贴通知\n各县：\n通知如下：\n一、补贴标准\n标准如下：\n序号\n类别\n标准\n"
    rows = "1\n住房\n每月800元\n2\n就业\n每月500元\n3\n培训\n每月200元\n"
    whole = labels(f"{head}{rows}二、办理程序\n向窗口申请。\n")
    assert whole["一第2项"] == "序号：2\n类别：就业\n标准：每月500元"
    assert whole["一第3项"] == "序号：3\n类别：培训\n标准：每月200元"
    open_end = labels(f"{head}{rows}另有\n说明\n二、办理程序\n")
    assert "一第2项" in open_end
    assert "一第3项" not in open_end  # nothing proves where the last row ends
    broken = labels(f"{head}1\n住房\n2\n就业\n每月500元\n3\n培训\n每月200元\n二、办理程序\n")
    assert not [label for label in broken if label.endswith("项")]
    assert "每月500元" in broken["一"]

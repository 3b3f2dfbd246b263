"""What a reader takes from pages of offices, forums and collections that print notices each in their own way; the notices are our own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from page_texts import fields, labels

RULES = "第一条 为救助困难家庭，制定本办法。\n第二条 救助分两类。\n"
CALL = "各乡镇人民政府：\n"
PASSED = "（2011年2月3日丁县第十四届人民代表大会常务委员会第五次会议通过）"
LETTER = "现就有关事项通知如下。一、摸清底数。二、按时上报。"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            f"丁县救助办法\n甲省丁县民政局\n关于印发丁县救助办法的通知\n{CALL}现印发给你们。\n",
            {"title": "关于印发丁县救助办法的通知"},
            id="the author below another title is no part of the one that follows",
        ),
        pytest.param(
            f"要闻丨丁县民政局关于做好救助的意见\n丁县民政局\n关于做好救助的意见\n{CALL}现提出如下意见。\n",
            {"title": "丁县民政局关于做好救助的意见"},
            id="a body below a headline that says the same title begins it",
        ),
        pytest.param(
            f"丁县救助条例\n《丁县救助条例》对救助作了规定，百姓关心。\n全文，目录，\n{PASSED}\n{RULES}",
            {"issued": date(2011, 2, 3), "issuers": ("丁县人民代表大会常务委员会",)},
            id="the note above the first article, below an encyclopedia's words",
        ),
        pytest.param(
            "为统一尺度，丁县民政局发布两项标准。本批标准自2022年10月1日起实施。\n丁县民政局\n2022年3月3日\n",
            {"effective_from": date(2022, 10, 1)},
            id="a batch of standards says from when it holds",
        ),
        pytest.param(
            "某某部公告2021年第7号丨关于发布修订目录的公告\n现发布修订目录。特此公告。 附件:目录.doc 某某部 2021年10月8日\n",
            {
                "number": "某某部公告2021年第7号",
                "title": "关于发布修订目录的公告",
                "issuers": ("某某部",),
                "issued": date(2021, 10, 8),
            },
            id="a headline with number and title, and a signature behind the file's name",
        ),
        pytest.param(
            "丁政〔1989〕10号各区、县人民政府，各有关单位：现将《丁市犬类管理规定》印发给你们，望依照执行。一九八九年十一月三日\n",
            {"number": "丁政〔1989〕10号", "issued": date(1989, 11, 3)},
            id="a letter on one line that ends with its day",
        ),
        pytest.param(
            f"丁政发【2023】7号关于印发丁县预案的通知\n{CALL}现印发给你们。\n",
            {"number": "丁政发〔2023〕7号", "title": "关于印发丁县预案的通知"},
            id="the number in front of the title",
        ),
        pytest.param(
            f"丁县民政局关于做好救助的意见 丁民发〔2020〕3号 2020年3月1日\n{CALL}现提出如下意见。\n",
            {"number": "丁民发〔2020〕3号", "title": "丁县民政局关于做好救助的意见", "issued": date(2020, 3, 1)},
            id="number and day behind the title",
        ),
        pytest.param(
            "丁县人民政府关于发布禁火令的通告 根据《某条例》的规定，全县禁止野外用火。特此通告。 丁县人民政府 2025年3月2日 来源：县融媒体中心 |\n",
            {"title": "丁县人民政府关于发布禁火令的通告", "issuers": ("丁县人民政府",), "issued": date(2025, 3, 2)},
            id="a notice on one line whose text opens behind a blank",
        ),
        pytest.param(
            "各科室、各单位：经研究，制定《丁镇总体预案（修订）》，现印发给你们。 附件："
            "丁镇总体预案（修订） 丁县丁镇人民政府 2020年10月2日 丁镇总体预案（修订） 1.总则 1.1目的 提高能力。\n",
            {"title": "丁镇总体预案（修订）", "issuers": ("丁县丁镇人民政府",), "issued": date(2020, 10, 2)},
            id="signature and annex on the letter's line",
        ),
        pytest.param(
            "丁县矿难预案\n丁县矿难预案目录\n1 总则\n1.1 目的\n2 组织\n2.1 机构\n1 总则\n1.1 目的\n提高能力。\n2 组织\n2.1 机构\n设一室。\n",
            {"title": "丁县矿难预案"},
            id="the heading of the contents says the title again",
        ),
        pytest.param(
            "丁县人民政府森林防火禁火令\n近期干燥，全县禁止野外用火。\n",
            {"title": "丁县人民政府森林防火禁火令", "issuers": ("丁县人民政府",)},
            id="a body's own order names it without 关于",
        ),
        pytest.param(
            "丁县人民政府机关食堂管理办法\n食堂由专人管理。\n",
            {"title": "丁县人民政府机关食堂管理办法"},
            id="rules about a body are not therefore the body's",
        ),
        pytest.param(
            "现对拟表彰名单公示，如有异议请于4月21日前反映，附件：名单.doc丁县表彰工作领导小组办公室2025年4月14日。\n",
            {"issuers": ("丁县表彰工作领导小组办公室",), "issued": date(2025, 4, 14)},
            id="a signature glued to the name of a file",
        ),
        pytest.param(
            "<p>各乡镇人民政府：</p><p>现将《丁县增收方案》印发给你们。</p><p style='text-align: right;'>丁县人民政府</p>"
            f"<p>2018年3月7日</p><p><strong>丁县增收方案</strong></p><p>一、目标</p><p>{LETTER}</p>\n",
            {"title": "丁县增收方案", "issuers": ("丁县人民政府",), "issued": date(2018, 3, 7)},
            id="paragraphs between tags on one line",
        ),
        pytest.param(
            f"关于表彰先进的决定\n{CALL}希望再接再厉。\n2011年2月3日\n主题词：表彰\n索  引  号 文       号 发布机构 发布日期 公开方式\n"
            "N001-2011-0006 丁政〔2011〕7号\n丁县人民政府办公室 2011-03-04\n主动公开\n",
            {"number": "丁政〔2011〕7号", "issuers": ("丁县人民政府办公室",), "issued": date(2011, 2, 3)},
            id="a row of labels above rows of values",
        ),
        pytest.param(
            "丙省人民政府令116号\n丁省土地办法 丁省人民政府令 第116号\n《丁省土地办法》已经通过，现予发布，"
            f"自2017年3月1日起施行。\n省长 陈 武 2016年12月6日\n丁省土地办法\n{RULES}",
            {"number": "丁省人民政府令第116号", "issuers": ("丁省人民政府",), "issued": date(2016, 12, 6)},
            id="another body's order in the page's own title, and an official who signs beside the day",
        ),
        pytest.param(
            "现将有关事项通告如下：\n一、调整一处。\n特此通告。\n丁县丙区应对疫情\n应急指挥部\n2022年11月9日\n",
            {"issuers": ("丁县丙区应对疫情应急指挥部",)},
            id="a body whose name is wrapped in the signature",
        ),
        pytest.param(
            "索 引 号 | 0084/2022-05 | 发布机构 | 丙区指挥部 |\n"
            "发布日期 | 2022-11-09 | 主题词 | 丁县丙区应急指挥部关于调整等级的通告 |\n根据需要，现予调整。\n",
            {"title": "丁县丙区应急指挥部关于调整等级的通告"},
            id="a title that a page gives as the subject",
        ),
        pytest.param(
            f"<教师工作>丁州理工学院关于加强考勤的通知\n{CALL}现通知如下。\n",
            {"title": "丁州理工学院关于加强考勤的通知", "issuers": ("丁州理工学院",)},
            id="a tag in front of the title",
        ),
        pytest.param(
            "丁县人民政府印发改革方案的通知\n导读：改革很重要，对全县有意义。"
            f"\n丁政函〔2017〕3号\n丁县人民政府印发\n改革方案的通知\n{CALL}现印发给你们。\n",
            {"number": "丁政函〔2017〕3号", "title": "丁县人民政府印发改革方案的通知"},
            id="a lead above the number",
        ),
        pytest.param(
            f"丙省自考时间安排 2021年报考时间\n2023-12-10\n更新时间：2023-06-07 20:56:09作者：未知\n2023年清水县学校入学工作意见\n{LETTER}\n",
            {"title": "2023年清水县学校入学工作意见"},
            id="a title that begins with its year below another page's",
        ),
        pytest.param(
            f"丁县2024年招生工作实施方案发布\n\n丁县教育 2024-07-07 23:08:38\n\n为做好招生工作，制定本方案。\n{LETTER}\n",
            {"title": "丁县2024年招生工作实施方案"},
            id="a headline that says the plan came out",
        ),
        pytest.param(
            f"丁县人民代表大会常务委员会关于修改《丁县救助条例》的决定 附：修正本\n{PASSED}\n一、第二条修改为：“救助分三类。”\n",
            {"title": "丁县人民代表大会常务委员会关于修改《丁县救助条例》的决定", "issued": date(2011, 2, 3)},
            id="a title behind which a collection names what is attached",
        ),
        pytest.param(
            "丁州交警关于大型货车实行管制\n2024-02-22 09:32:54\n来源：丁州交警\n"
            "丁州市公安局交通警察支队\n关于大型货车实行管制的通告\n即日起禁止通行。\n",
            {"title": "丁州市公安局交通警察支队关于大型货车实行管制的通告"},
            id="a headline above the bodies that begin the title",
        ),
        pytest.param(
            "视力保护色：\n丁县人民政府办公室关于印发丁县信息发布规定（试行）的通知\n"
            f"2015-11-10 01:51:51信息来源：浏览次数：字体：[ ]\n{CALL}现印发给你们。\n",
            {"title": "丁县人民政府办公室关于印发丁县信息发布规定（试行）的通知"},
            id="a title is no value of the empty label above it",
        ),
    ],
)
def test_fields_of_a_page(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert {name: found.get(name) for name in wanted} == wanted
    if "食堂" in text:
        assert "issuers" not in found


def test_articles_that_stand_behind_each_other_are_units_of_their_own() -> None:
    text = "丁县殡葬办法\n第一条 为加强管理，制定本办法。第二条 提倡火葬。依照第一条的规定办理。第三条规定的除外。"
    text += "第三条 全县火葬。\n偏僻山村除外。第四条 违者处罚。\n"
    found = labels(text)
    assert {"第一条", "第二条", "第三条", "第四条"} <= set(found)
    assert found["第二条"] == "第二条 提倡火葬。依照第一条的规定办理。第三条规定的除外。"


def test_units_that_an_article_counts_with_a_stroke() -> None:
    text = f"丁县招生实施意见\n为做好招生工作，制定本意见。\n01 / 指导思想\n{LETTER}\n"
    text += "02 /关于优待政策的规定\n（一）居住的儿童。\n（二）随迁的儿童。\n"
    assert fields(text)["title"] == "丁县招生实施意见"
    assert {"01", "02", "02（一）"} <= set(labels(text))


def test_a_contents_list_whose_heading_says_the_title_is_one_block() -> None:
    text = "丁县矿难预案\n丁县矿难预案目录\n1 总则\n1.1 目的\n2 组织\n2.1 机构\n1 总则\n1.1 目的\n提高能力。\n2 组织\n2.1 机构\n设一室。\n"
    assert labels(text)["1.1"].endswith("提高能力。")
    assert "目录" in labels(text)


def test_chapters_right_below_each_other_are_a_contents_list_without_its_heading() -> None:
    text = "丁县救助条例\n第一章 总则\n第二章 救助\n第三章 附则\n第一章 总则\n第一条 为救助困难家庭，制定本条例。\n"
    text += "第二章 救助\n第二条 救助分三类。\n第三章 附则\n第三条 本条例自公布之日起施行。\n"
    found = labels(text)
    assert found["目录"].split("\n") == ["第一章 总则", "第二章 救助", "第三章 附则"]
    assert found["第二条"] == "第二条 救助分三类。"


def test_a_mark_behind_the_tag_of_a_collection() -> None:
    text = "丁县救助条例\n【章名】 第一章 总则\n【条】第一条 为救助困难家庭，制定本条例。\n【注意】本条例为节录。\n"
    assert {"第一章", "第一条"} <= set(labels(text))

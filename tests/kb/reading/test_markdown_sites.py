"""Markdown as sites of laws keep it, and what converters of orders and letters run together; the texts are our own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from every import every
from page_texts import fields, labels

from kb.reading.cleaning import clean
from kb.reading.document_numbers import canonical_number

FRONT = "---\ntitle: 丁省节水管理办法\nicon: article\ndate: 2014-03-01\nauthor: 丁省人民政府\ntag:\n  - 用水\n---\n\n"
BOXES = "::: tip 修订信息\n\n（{note}）\n\n:::\n\n::: details 目录\n\n[[toc]]\n\n[1](#t1)&emsp;[2](#t2)\n\n:::\n\n"
ARTICLES = (
    '## 第一章&emsp;总则{align="center"}\n\n'
    '<p id="t1">&emsp;&emsp;<b>第一条</b>&emsp;为节约用水，制定本办法。<br>\n&emsp;&emsp;单位适用本办法。:mag:</p>\n'
    '<p id="t2">&emsp;&emsp;<b>第二条</b>&emsp;本办法自2014年3月1日起施行。</p>\n\n---\n\n::: warning 原文链接\n\n<http://example.cn/a.html>\n\n:::\n'
)
NOTE = "该文件于2014年1月15日以丁府令第97号公布，根据2020年5月12日丁府令第75号修改"
SITE = FRONT + BOXES.format(note=NOTE) + ARTICLES
ORDER = "戊己银行令〔2024〕第6号{name}\n《戊己银行考核规定》已经审议通过，现予发布，自2025年1月1日起施行。\n{by}\n2024年11月25日\n"
RULES = "戊己银行考核规定\n第一条 为规范考核，制定本规定。\n第二条 本规定由戊己银行解释。\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            SITE,
            {
                "title": "丁省节水管理办法",
                "number": "丁府令第97号",
                "issuers": ("丁省人民政府",),
                "issued": date(2014, 1, 15),
                "effective_from": date(2014, 3, 1),
            },
            id="a file names itself between two rules, its note in a box, its articles in tags",
        ),
        pytest.param(
            SITE.replace("\n", "\r\n"),
            {"title": "丁省节水管理办法", "issuers": ("丁省人民政府",)},
            id="with the line ends of Windows",
        ),
        pytest.param(
            "节水条例\n（2008年1月31日国务院令第517号公布 自2008年5月12日起施行）\n第一条 为节水，制定本条例。\n第二条 单位适用本条例。\n",
            {"issuers": ("国务院",), "number": "国务院令第517号"},
            id="a body of three characters is one",
        ),
        pytest.param(
            FRONT + "## 一、总体要求\n\n每户节水。\n\n::: right\n\n丁省水利厅\n\n2020年3月20日\n\n:::\n",
            {"title": "丁省节水管理办法", "issuers": ("丁省水利厅",), "issued": date(2020, 3, 20)},
            id="who signs is not who keeps the page",
        ),
        pytest.param(
            "---\n丁省水利厅关于节水的通知\n---\n各市水利局：\n请按月上报。\n丁省水利厅\n2020年3月20日\n",
            {"title": "丁省水利厅关于节水的通知"},
            id="a title between two rules is no such block",
        ),
    ],
)
def test_files_that_name_themselves(text: str, wanted: dict[str, Any]) -> None:
    assert {name: value for name, value in fields(text).items() if name in wanted} == wanted


def test_marks_of_a_site_are_set_aside_and_the_words_of_its_boxes_stay() -> None:
    kept = "\n".join(line.content.text for line in clean(SITE.replace("&emsp;", "\u2003")).lines)
    assert not [mark for mark in (":::", "toc", "#t1", "align", ":mag:", "<", "icon", "---") if mark in kept]
    assert "修订信息" in kept
    assert "单位适用本办法。" in kept


@every("words", ["时间:10:30:45", "比例为1:2:4。", "见[附件](1)", "甲发[2020](3)号", "--办理流程--"])
def test_what_only_looks_like_such_marks_stays(words: str) -> None:
    assert [line.content.text for line in clean(f"{words}\n").lines] == [words]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            ORDER.format(name="(戊己银行考核规定)", by="行　长  丁甲乙") + RULES,
            {"title": "戊己银行考核规定", "number": "戊己银行令〔2024〕第6号", "issued": date(2024, 11, 25)},
            id="an order with the name of its rule in brackets",
        ),
        pytest.param(
            ORDER.format(name="（戊己银行考核规定（试行））", by="戊己银行    行 长     丁甲乙") + RULES,
            {"title": "戊己银行考核规定（试行）", "issued": date(2024, 11, 25)},
            id="brackets inside the brackets, body and office on the line of the name",
        ),
        pytest.param(
            "关于印发《丁省贴息办法》的通知丁省各市财政局，各县财政局：\n现将办法印发给你们。\n丁省财政厅\n2020年3月20日\n",
            {"title": "关于印发《丁省贴息办法》的通知", "issuers": ("丁省财政厅",)},
            id="whom a letter is to on the line of its title",
        ),
        pytest.param(
            "丁省财政厅公告\n〔2004〕第12号\n现公布办法，自2004年11月1日起施行。\n附件：丁省贴息办法二〇〇四年十月十八日\n主题词：贴息\n",
            {"number": "丁省财政厅公告〔2004〕第12号", "issued": date(2004, 10, 18)},
            id="the day behind the name of the annex",
        ),
        pytest.param(
            "丁省财政厅 中国戊己监督管理委员会关于贴息的通知\n各市财政局：\n请执行。\n丁省财政厅\n戊己监会\n2020年3月20日\n",
            {"issuers": ("丁省财政厅", "中国戊己监督管理委员会")},
            id="a commission that signs by its short name",
        ),
    ],
)
def test_orders_and_letters_that_a_converter_ran_together(text: str, wanted: dict[str, Any]) -> None:
    assert {name: value for name, value in fields(text).items() if name in wanted} == wanted


def test_an_article_behind_the_name_of_its_chapter() -> None:
    text = (
        "丁省贴息办法\n第一章 总则第一条 为贴息，制定本办法。\n第二条 贴息一年。\n"
        "第二章 交易、结算与兑付第三条 按月结算。\n第四条 本办法由财政厅解释。\n"
    )
    assert [label for label in labels(text) if label != "标题"] == [
        "第一章",
        "第一条",
        "第二条",
        "第二章",
        "第三条",
        "第四条",
    ]


def test_orders_by_year_are_one_number_with_and_without_the_counter() -> None:
    assert (
        canonical_number("戊己银行公告[2004]12号")
        == canonical_number("戊己银行公告〔2004〕第 12 号")
        == "戊己银行公告〔2004〕第12号"
    )

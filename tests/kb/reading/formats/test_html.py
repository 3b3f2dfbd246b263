"""Saved web pages: the article apart from what is around it, whatever the encoding, with the site's fields as evidence of its own."""

from __future__ import annotations

import quopri
from pathlib import Path
from typing import Any

import pytest
from office_files import LINKS, PAGE, as_html

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.holdings.corpus import read_clauses
from kb.reading import extract, read_document
from kb.reading.cleaning import clean
from kb.reading.formats.html import ATTACHMENT, STRUCK
from kb.reading.site_page import WEBSITE
from kb.records import Clause, SourceText

CORPUS = Path(__file__).parents[4] / "corpus"
RULE = "一、补贴标准。对符合条件的人员，每人每月发放补贴600元；连续发放不超过三年。"


def essence(clause: Clause) -> tuple[Any, ...]:
    cells = tuple((cell.column, cell.text) for cell in clause.cells)
    return clause.label, clause.kind, clause.path, clause.text, cells


def read(path: Path) -> SourceText:
    return read_document(path, path.parent)


def page(tmp_path: Path, article: str, head: str = "", body: str = PAGE) -> SourceText:
    (tmp_path / "网页.html").write_text(body.format(charset=head, article=article), encoding="utf-8")
    return read(tmp_path / "网页.html")


def lines(source: SourceText) -> list[str]:
    """The lines that are the document's own."""
    return [line.content.text.strip() for line in clean(source.text).lines]


def gone(source: SourceText, reason: str) -> list[str]:
    return [item.text for item in source.set_aside if item.reason == reason]


@pytest.mark.parametrize("path", corpus_files(CORPUS), ids=lambda path: path.stem)
def test_a_text_as_a_page_gives_the_same_clauses(tmp_path: Path, path: Path) -> None:
    source = read(path)
    wanted = [essence(clause) for clause in read_clauses(source, "d")[0]]
    saved = read(as_html(source.text, tmp_path / "网页.html"))
    assert saved.encoding == "html"
    assert [essence(clause) for clause in read_clauses(saved, "d")[0]] == wanted
    assert "首页" in " ".join(gone(saved, WEBSITE))


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_text_declared_or_not(tmp_path: Path, encoding: str, declared: bool) -> None:
    text = "某市关于发放补贴的通知\n\n各区：\n\n" + RULE + "\n"
    assert RULE in read(as_html(text, tmp_path / "网页.htm", encoding, declared)).text


def test_a_wrong_declaration_does_not_spoil_a_utf_8_page(tmp_path: Path) -> None:
    assert RULE in page(tmp_path, f"<p>{RULE}</p>", head='<meta charset="gb2312">').text


def test_a_web_archive_is_read_as_its_page(tmp_path: Path) -> None:
    html = PAGE.format(charset='<meta charset="gbk">', article=f"<p>{RULE}</p>").encode("gbk")
    head = 'From: <Saved by Blink>\r\nSubject: notice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x"\r\n\r\n'
    part = "----x\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    picture = (
        "\r\n----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----x--\r\n"
    )
    (tmp_path / "网页.mhtml").write_bytes(head.encode() + part.encode() + quopri.encodestring(html) + picture.encode())
    source = read(tmp_path / "网页.mhtml")
    assert (source.encoding, lines(source)) == ("mhtml", [RULE])


META = (
    '<meta name="ArticleTitle" content="某市关于发放补贴的通知"><meta name="PubDate" content="2023-04-06 09:30">'
    '<meta name="ContentSource" content="某市民政局"><meta name="Keywords" content="补贴">'
)


def test_what_the_page_says_of_its_article_is_the_sites_evidence(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>文号：</td><td>某民发〔2023〕4号</td><td>成文日期：</td><td>2023-04-01</td></tr>"
        '<tr><td>名称：</td><td colspan="3">某市关于发放补贴的通知</td></tr></table>'
    )
    source = page(tmp_path, f"{table}<h1>某市关于发放补贴的通知</h1><p>各区：</p><p>{RULE}</p>", head=META)
    found = extract(source)
    assert found.number and (found.number.value, found.number.certainty) == ("某民发〔2023〕4号", "site")
    assert found.issued and (found.issued.value.isoformat(), found.issued.certainty) == ("2023-04-01", "site")
    assert lines(source) == ["某市关于发放补贴的通知", "各区：", RULE]


def test_fields_outside_the_article_are_kept_and_its_title_too(tmp_path: Path) -> None:
    body = (
        f"<html><head>{{charset}}</head><body><ul>{LINKS}</ul><div class='a'><h1>某市关于发放补贴的通知</h1><p>文号：某民发〔2023〕4号</p>"
        f"<ul>{LINKS}</ul></div><div class='b'>{{article}}</div></body></html>"
    )
    source = page(tmp_path, f"<p>各区：</p><p>{RULE}</p>", body=body)
    number = extract(source).number
    assert number and number.value == "某民发〔2023〕4号"
    assert lines(source) == ["某市关于发放补贴的通知", "各区：", RULE]


def test_spans_are_filled_titles_stand_above_and_attachments_are_listed(tmp_path: Path) -> None:
    table = (
        '<table><tr><td colspan="3">补贴标准表</td></tr>'
        '<tr><th rowspan="2">类别</th><th colspan="2">标准</th></tr><tr><th>城镇</th><th>农村</th></tr>'
        '<tr><td rowspan="2">甲类</td><td>600元</td><td>400元</td></tr><tr><td colspan="2">500元</td></tr></table>'
    )
    files = '<p>附件：<a href="/files/1.docx">1.补贴申请表</a></p><p><a href="/d?f=2.pdf">2.办理流程</a></p>'
    source = page(tmp_path, f"<p>各区：</p><p>{RULE}</p>{table}{files}")
    rows = [clause for clause in read_clauses(source, "d")[0] if clause.kind == "row"]
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("类别", "甲类"), ("标准·城镇", "600元"), ("标准·农村", "400元")],
        [("类别", "甲类"), ("标准·城镇", "500元"), ("标准·农村", "500元")],
    ]
    assert gone(source, ATTACHMENT) == ["1.补贴申请表", "2.办理流程"]
    assert {"补贴标准表", "附件：1.补贴申请表", "2.办理流程"} <= set(lines(source))


def test_a_form_says_a_wide_cell_once(tmp_path: Path) -> None:
    form = '<table><tr><td>姓名</td><td colspan="3"></td></tr><tr><td>电话</td><td>备注</td><td colspan="2">签字（盖章）：</td></tr></table>'
    assert page(tmp_path, f"<p>{RULE}</p>{form}").text.count("签字（盖章）：") == 1


def test_what_a_browser_shows_is_the_text(tmp_path: Path) -> None:
    article = (
        f"<p>{RULE[:10]}\n   {RULE[10:]}</p><p style='display: none'>不显示。</p><p>第二项<s>五百元</s>六百元。<br>另起一行。</p>"
        "<ol start='3' type='1'><li>第三条件，应当符合。</li><li>第四条件，应当符合。</li></ol><p><a href='/x.html'>相关解读</a></p>"
        "<div>扫一扫在手机打开当前页</div>"
    )
    source = page(tmp_path, article)
    assert lines(source) == [RULE, "第二项六百元。", "另起一行。", "3. 第三条件，应当符合。", "4. 第四条件，应当符合。"]
    assert gone(source, STRUCK) == ["五百元"] and "扫一扫在手机打开当前页" in gone(source, WEBSITE)
    assert "不显示" not in source.text and "相关解读" in gone(source, WEBSITE)


def test_a_page_laid_out_in_tables_is_text_and_no_table(tmp_path: Path) -> None:
    cell = "".join(f"<p>第{n}条　对符合条件的人员，给予补贴。</p>" for n in "一二三四五")
    source = page(
        tmp_path, f"<table><tr><td width='9'>&nbsp;</td><td><table><tr><td>{cell}</td></tr></table></td></tr></table>"
    )
    assert [clause.label for clause in read_clauses(source, "d")[0]] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
        "第五条",
    ]


BAD = {
    "elements nested without end": ("<html><body>" + "<div>" * 5000 + RULE, "套叠过深"),
    "a table of too many cells": (
        f"<html><body><p>{RULE}</p><table>"
        + ("<tr>" + "<td colspan=200 rowspan=200>a</td>" * 200 + "</tr>") * 30
        + "</table>",
        "表格过大",
    ),
    "no words": ("<html><body><script>var a = 1;</script></body></html>", "没有文字"),
}


@pytest.mark.parametrize(("html", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_page_is_refused_in_one_line(tmp_path: Path, html: str, reason: str) -> None:
    (tmp_path / "坏.html").write_text(html, encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"坏\.html.*{reason}") as caught:
        read(tmp_path / "坏.html")
    assert "\n" not in str(caught.value)


def test_noise_and_entities_of_a_page_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "坏.html").write_bytes(b"<html><body>" + bytes(range(128, 256)) * 90)
    with pytest.raises(CorpusError, match="编码无法识别"):
        read(tmp_path / "坏.html")
    declared = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>'
    (tmp_path / "页.html").write_text(
        f"{declared}{RULE}&x;</p><img src='http://127.0.0.1:9/a.png'></body></html>", encoding="utf-8"
    )
    assert "root:" not in read(tmp_path / "页.html").text

"""What pages say everywhere (`ui/templates/_text.html`), as Gradio's blocks get it."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date

from every import every

from kb.messages import Message
from kb.records import Quote
from ui.pieces.links import source_line
from ui.pieces.templating import message_of, piece
from ui.pieces.words import words_in

ZH, EN = words_in("zh"), words_in("en")
NASTY = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "${7*7} {{7*7}} `${alert(1)}`",
    '__i18n__{"key":"x"} %%%LATEX_BLOCK_0%%% $$x$$ \\(x\\)',
    "# 标题\n\n- [链接](http://example.org) **粗** ~~删~~ | a |",
    "&amp; &#60;",
)
BOTH = Message("没有北京市的文件。", "No document of 北京市 is held.")


def text(macro: str, *values: object) -> str:
    """What a macro of the file writes."""
    return piece("_text.html", macro, *values)


@every("nasty", NASTY)
def test_a_value_reads_back_as_itself_and_holds_nothing_any_layer_could_interpret(nasty: str):
    shown = text("told", Message(nasty), ZH)
    assert html.unescape(shown) == nasty
    assert set(shown).isdisjoint("<>\"'`$%{}[]()*_~|\\\n")


@every(
    ("said", "shown"),
    [
        ("It applies in 临沂市 only.", 'It applies in <span lang="zh-CN">临沂市</span> only.'),
        ("临人社发〔2016〕12号, 2016", '<span lang="zh-CN">临人社发〔2016〕12号</span>, 2016'),
        ("《拓“钱途”》 x", '<span lang="zh-CN">《拓“钱途”》</span> x'),
        ("a <b>甲</b>", 'a &#60;b&#62;<span lang="zh-CN">甲</span>&#60;/b&#62;'),
        ("Clause 二（一）2, 甲 2", 'Clause <span lang="zh-CN">二（一）2</span>, <span lang="zh-CN">甲</span> 2'),
        ("no Chinese", "no Chinese"),
        ("", ""),
    ],
)
def test_chinese_inside_english_says_its_language(said: str, shown: str):
    assert text("told", said, EN) == shown


def test_a_message_is_told_in_the_language_of_its_frame_alone():
    assert text("told", BOTH, ZH) == "没有北京市的文件。"
    assert text("told", BOTH, EN) == 'No document of <span lang="zh-CN">北京市</span> is held.'


def test_a_message_without_english_stays_chinese_and_says_so():
    assert text("told", Message("没有。"), EN) == '<span lang="zh-CN">没有。</span>'


@every(
    ("line", "zh", "en"),
    [
        ("标记 markup", "标记", "markup"),
        ("转换残留 residue of a conversion", "转换残留", "residue of a conversion"),
        ("人工剔除 by an editor：第二遍 again", "人工剔除：第二遍 again", "by an editor: 第二遍 again"),
        ("标记", "标记", ""),
    ],
)
def test_a_line_in_both_languages_is_taken_apart(line: str, zh: str, en: str):
    assert message_of(line) == Message(zh, en)


def test_validity_in_an_english_frame_is_said_in_english_alone():
    assert text("badge", "undated", ZH) == '<span class="kb-badge kb-badge-undated">未注明有效期</span>'
    assert text("badge", "undated", EN) == '<span class="kb-badge kb-badge-undated">No end date stated</span>'


def test_the_citation_line_in_both_frames(document, clause):
    title = "《关于做好就业扶贫工作的通知》"
    line = f"{title}（某人社发〔2016〕12号）二（一）2"
    assert source_line(document, clause, "zh") == line
    assert text("source", document, clause, ZH) == line
    undated = replace(document, number=None, issued=None, published=date(2016, 10, 17))
    row = replace(clause, kind="row")
    assert source_line(undated, row, "en") == f"Table row 二（一）2, published 2016-10-17: {title}"
    assert text("source", undated, row, EN) == (
        'Table row <span lang="zh-CN">二（一）2</span>, published 2016-10-17&#58; '
        + f'<span lang="zh-CN">{title}</span>'
    )


def test_what_is_quoted_of_a_clause_is_marked_and_escaped(clause):
    shown = text("body", replace(clause, text="a<b>c"), [Quote("<b>", 1, 4)])
    assert shown == '<div class="kb-text" lang="zh-CN">a<mark>&#60;b&#62;</mark>c</div>'


def test_a_row_is_shown_column_by_column_with_its_marks(row):
    assert text("body", row, [Quote("南京", 3, 5)]) == (
        '<dl class="kb-text kb-row" lang="zh-CN"><div><dt>地点</dt><dd><mark>南京</mark>市</dd></div>'
        "<div><dt>时间</dt><dd>6月底前</dd></div></dl>"
    )

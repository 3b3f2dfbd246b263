"""What an export says is what the clause says, character for character, after Word's and Markdown's own readers have read it."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kb.errors import GateError
from kb.records import Cell, Clause, Document, Quote
from ui.desk.export_docx import collection_docx
from ui.desk.exports import collection_markdown, entries
from ui.pieces import words_in
from ui.server import Pick

DAY = date(2026, 11, 22)
ZH, EN = words_in("zh"), words_in("en")
NASTY = (
    "1. 不是列表\n- 也不是\n> 引用？\n# 标题\n    四格\n\n=====\n***粗***_斜_`码`<b>x</b>&amp;\\ "
    "[链](http://a) ![图](x) | 表 | ~~删~~ $x$ www.example.org\t完 "
)


@pytest.fixture
def pick(clause: Clause, document: Document) -> Pick:
    """`2.托底安置。补贴期限最长不超过3年。不重复享受。`, its middle sentence quoted."""
    quote = Quote("补贴期限最长不超过3年。", 7, 19)
    return Pick(clause, document, "expired", "有效期至2020年5月15日。", DAY, (quote,))


def with_text(pick: Pick, text: str, *quotes: Quote) -> Pick:
    return replace(pick, clause=replace(pick.clause, text=text, offsets=tuple(range(len(text)))), quotes=quotes)


def row(pick: Pick) -> Pick:
    cells = (Cell("项目", "生育保险", 3), Cell("地区", "南京市、南通市", 11))
    text = "项目：生育保险\n地区：南京市、南通市"
    offsets = (-1, -1, -1, 3, 4, 5, 6, -1, -1, -1, -1, *range(11, 18))
    made = replace(pick.clause, kind="row", text=text, offsets=offsets, cells=cells)
    return replace(pick, clause=made, quotes=(Quote("南京市、南通市", 11, 18),))


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def shown(markdown: str) -> str:
    """The text a reader of the Markdown sees."""
    rendered = MarkdownIt("commonmark", {"html": True}).render(markdown)
    # A hard break is the line's end; between blocks stands an empty line.
    rendered = re.sub(r"<br />\n", "\n", rendered)
    return html.unescape(re.sub(r"<[^>]+>", "", rendered))


# ------------------------------------------------------------------------------------------------ Word


def test_a_word_document_holds_quote_clause_citation_and_proof(pick: Pick):
    told = paragraphs(collection_docx([pick], ZH, DAY))
    assert told == [
        "条款摘录",
        "共 1 条　2026-11-22 制作",
        "条款文字逐字引自所列文件；加底色处为引用的语句。",
        "1. 某人社发〔2016〕12号 二（一）2",
        "关于做好就业扶贫工作的通知",
        "二、实施系列行动 › （一）转移就业 › 2.托底安置。",
        "引用的语句",
        "补贴期限最长不超过3年。",
        "条款全文",
        "2.托底安置。补贴期限最长不超过3年。不重复享受。",
        "引文",
        "《关于做好就业扶贫工作的通知》（某人社发〔2016〕12号）二（一）2",
        "效力按 2026-11-22 判断：已失效（依据：有效期至2020年5月15日。）",
    ]


def test_the_quoted_words_are_marked_in_the_whole_clause(pick: Pick):
    document = docx.Document(io.BytesIO(collection_docx([pick], ZH, DAY)))
    whole = next(p for p in document.paragraphs if p.text == pick.clause.text)
    assert [(run.text, bool(run.font.highlight_color), bool(run.font.underline)) for run in whole.runs] == [
        ("2.托底安置。", False, False),
        ("补贴期限最长不超过3年。", True, True),
        ("不重复享受。", False, False),
    ]


def test_the_page_is_a4_the_faces_are_chinese_and_nobody_is_named(pick: Pick):
    document = docx.Document(io.BytesIO(collection_docx([pick], ZH, DAY)))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for style in ("Normal", "Quote", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        # A theme's face would win over the one named.
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert (properties.title, properties.language) == ("条款摘录", "zh-CN")
    assert "PAGE" in section.footer._element.xml


def test_the_frame_is_english_and_the_document_is_not(pick: Pick):
    told = paragraphs(collection_docx([pick], EN, DAY))
    assert told[0] == "Collected clauses"
    assert pick.clause.text in told
    assert told[-1] == "Judged as of 2026-11-22: Expired (proof: 有效期至2020年5月15日。)"


def test_a_table_row_stands_column_by_column(pick: Pick):
    told = paragraphs(collection_docx([row(pick)], ZH, DAY))
    start = told.index("条款全文")
    assert told[start + 1 : start + 3] == ["项目：生育保险", "地区：南京市、南通市"]


def test_a_page_of_the_source_is_told_where_there_is_one(pick: Pick):
    # The clause begins at 100 of its file, whose second page begins at 90.
    paged = replace(pick, document=replace(pick.document, pages=(0, 90, 200)))
    assert "原文件第 2 页" in paragraphs(collection_docx([paged], ZH, DAY))
    assert "page 2 of the file" in collection_markdown([paged], EN, DAY)
    assert not [line for line in paragraphs(collection_docx([pick], ZH, DAY)) if "页" in line]


def test_an_undated_rule_without_proof_says_so(pick: Pick):
    undated = replace(pick, validity="undated", validity_quote=None, quotes=())
    told = paragraphs(collection_docx([undated], ZH, DAY))
    assert told[-1] == "效力按 2026-11-22 判断：未注明有效期（依据：原文没有写明起止日期）"
    assert "引用的语句" not in told


# ------------------------------------------------------------------------------------------------ Markdown


def test_markdown_read_as_it_is_has_no_backslash_where_the_text_has_none(pick: Pick):
    told = collection_markdown([row(pick), with_text(pick, "一行\n又一行", Quote("一行", 0, 2))], ZH, DAY)
    assert "\\" not in told and "一行</mark>  \n又一行" in told


def test_markdown_shows_every_character_as_it_is(pick: Pick):
    text = shown(collection_markdown([with_text(pick, NASTY, Quote(NASTY, 0, len(NASTY)))], ZH, DAY))
    # Once as the quote, once as the whole clause.
    assert text.count(NASTY) == 2


def test_markdown_marks_the_quoted_words(pick: Pick):
    text = collection_markdown([pick], ZH, DAY)
    assert "2.托底安置。<mark>补贴期限最长不超过3年。</mark>不重复享受。" in text
    assert "- 引文：《关于做好就业扶贫工作的通知》（某人社发〔2016〕12号）二（一）2" in text


def test_markdown_tells_a_row_column_by_column(pick: Pick):
    assert "项目：生育保险\n\n地区：<mark>南京市、南通市</mark>" in collection_markdown([row(pick)], ZH, DAY)


# ------------------------------------------------------------------------------------------------ both

# What a decoded document can hold, less control characters and what Python takes for a line's end but people do not see.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")) | st.sampled_from("\n \t*_#>-=`<&[|"),
    min_size=1,
    max_size=60,
)


@given(text=TEXTS.filter(lambda text: text.strip() == text and text and "\r" not in text))
def test_any_text_comes_back_from_both(text: str):
    document = Document("甲", "甲.txt", "题", "通知")
    clause = Clause("甲 一", "甲", "一", "clause", (), text, tuple(range(len(text))), ())
    pick = Pick(clause, document, "undated", None, DAY, (Quote(text, 0, len(text)),))
    assert paragraphs(collection_docx([pick], ZH, DAY)).count(text) >= 2
    assert shown(collection_markdown([pick], ZH, DAY)).count(text) >= 2


def test_a_quote_that_does_not_stand_in_its_clause_stops_the_export(pick: Pick):
    wrong = replace(pick, quotes=(Quote("补贴期限最长不超过5年。", 7, 19),))
    for export in (collection_docx, collection_markdown):
        with pytest.raises(GateError):
            export([wrong], ZH, DAY)


def test_entries_are_numbered_in_order_and_none_is_an_empty_document(pick: Pick):
    assert [entry.heading[:2] for entry in entries([pick, pick], ZH)] == ["1.", "2."]
    assert paragraphs(collection_docx([], ZH, DAY))[1] == "共 0 条　2026-11-22 制作"
    # A document without a number is named by its title.
    unnumbered = replace(pick, document=replace(pick.document, number=None))
    assert entries([unnumbered], ZH)[0].heading == "1. 《关于做好就业扶贫工作的通知》 二（一）2"

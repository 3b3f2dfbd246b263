from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest

from kb.answers import Answer, AnswerItem, Citation, Summary, SummaryBlock
from kb.documents import DocumentEntry
from kb.errors import GateError
from kb.messages import Message
from kb.questions import Question
from kb.records import Cell, Notice, Quote
from ui.pieces import render

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${7*7}{{7*7}}\n\n# x"


class Reader(HTMLParser):
    """Collects elements, attributes and the text as a browser would show it."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_quote_is_marked_inside_the_whole_clause(answered):
    assert "2.托底安置。<mark>补贴期限最长不超过3年。</mark>不重复享受。" in render.answer_html(answered)


def test_a_card_says_everything_about_its_document(answered):
    words = Reader(render.answer_html(answered)).words
    for said in (
        "某人社发〔2016〕12号",
        "关于做好就业扶贫工作的通知",
        "某市人力资源和社会保障局、某市财政局",
        "2016-06-12",
        "某市 ‹ 某省",
        "2016-05-16 — 2020-05-15",
        "有效期至2020年5月15日。",
        "已失效",
        "该文件已于2020-05-15到期。",
        "二、实施系列行动（一）转移就业2.托底安置。",
        "效力按 2026-11-22 判断",
        "二（一）3",
    ):
        assert said in words, said


def test_the_answer_comes_before_notices_and_cards(answered):
    words = Reader(render.answer_html(answered)).words
    places = [words.rindex(said) for said in ("原文怎么说", "请注意", "出处", "其他找到的条款")]
    assert places == sorted(places)


def test_the_copy_button_carries_the_citation_line(answered):
    line = "《关于做好就业扶贫工作的通知》（某人社发〔2016〕12号）二（一）2"
    values: list[str | None] = []

    class Buttons(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "button":
                values.append(dict(attrs)["value"])

    Buttons().feed(render.answer_html(answered))
    assert values[0] == line


def test_an_english_question_gets_an_english_frame_around_chinese_quotes(answered):
    markup = render.answer_html(replace(answered, language="en"))
    words = Reader(markup).words
    assert markup.startswith('<article class="kb-answer kb-answered" lang="en">')
    assert '<blockquote lang="zh-CN"><p>补贴期限最长不超过3年。</p>' in markup
    assert "Validity judged as of 2026-11-22" in words and "Expired" in words and "已失效" not in words
    line = "Clause 二（一）2, 某人社发〔2016〕12号, issued 2016-06-12: 《关于做好就业扶贫工作的通知》"
    # Below the quote, and to be copied from the card.
    assert words.count(line) == 2 and f'value="{line}"' in unescape(markup)
    assert "原文怎么说" not in words


def test_sentences_of_one_clause_share_one_source_line(answered):
    citation = answered.citations[0]
    more = Quote("不重复享受。", 19, 25)
    two = replace(
        answered,
        answer=(*answered.answer, AnswerItem(more.text, 1)),
        citations=(replace(citation, quotes=(*citation.quotes, more)),),
    )
    assert render.answer_html(two).count("<blockquote") == 1
    assert "<p>补贴期限最长不超过3年。</p><p>不重复享受。</p>" in render.answer_html(two)


def test_a_quoted_cell_is_shown_with_its_column(answered):
    item = replace(answered.answer[0], column="期限")
    assert '<span class="kb-column">期限</span>补贴' in render.answer_html(replace(answered, answer=(item,)))


def test_a_sentence_without_a_citation_is_held_back(answered):
    with pytest.raises(GateError):
        render.answer_html(replace(answered, answer=(AnswerItem("补贴", 2),)))


_REFUSALS = [
    ("not_found", "没有找到依据", "The texts held here do not answer this"),
    ("out_of_scope", "不在收录范围内", "Outside what is held here"),
    ("invalid", "这句话没法查", "This cannot be looked up"),
]


@pytest.mark.parametrize(("status", "zh", "en"), _REFUSALS)
def test_a_refusal_of_an_english_question_says_so_in_english_alone(status, zh, en):
    refused = Answer(
        "What?", "en", status, date(2026, 1, 1), notices=(Notice("why", Message("因为这样。", "Because.")),)
    )
    words = Reader(render.answer_html(refused)).words
    assert en in words and zh not in words
    assert "Because." in words and "因为这样。" not in words


@pytest.mark.parametrize(("status", "zh", "en"), _REFUSALS)
def test_a_refusal_of_a_chinese_question_says_so_in_chinese_alone(status, zh, en):
    refused = Answer("问", "zh", status, date(2026, 1, 1), notices=(Notice("why", Message("因为这样。", "Because.")),))
    words = Reader(render.answer_html(refused)).words
    assert zh in words and en not in words
    assert "因为这样。" in words and "Because." not in words
    assert "有依据" not in words


def test_what_the_frame_says_is_not_said_twice():
    notices = (Notice("not_found", Message("没有找到依据：同上。")), Notice("region", Message("未收录北京市。")))
    refused = Answer("问", "zh", "not_found", date(2026, 1, 1), notices=notices)
    assert "同上" not in render.answer_html(refused) and "未收录北京市。" in render.answer_html(refused)


def test_rules_that_come_near_stand_under_a_heading_that_says_they_are_no_answer(answered):
    near = Notice("related", Message("相近的规定（不是答案）：二（一）3。", "Rules that come near."))
    refused = replace(answered, status="not_found", answer=(), citations=(), notices=(near,))
    words = Reader(render.answer_html(refused)).words
    assert words.index("没有找到依据") < words.index("相近的规定，不是答复") < words.index("二（一）3")
    assert "其他找到的条款" not in words and "请注意" not in words
    assert "Rules that come near: no answer" in Reader(render.answer_html(replace(refused, language="en"))).words
    assert "不是答复" not in render.answer_html(replace(refused, related=()))


def test_how_the_question_was_read_is_folded_up_at_the_end(answered, asked):
    markup = render.answer_html(answered, asked)
    folded = markup[markup.index('<details class="kb-reading">') :]
    assert folded.startswith('<details class="kb-reading"><summary>问题是这样读的</summary>')
    assert "<div><dt>地区</dt><dd>远市、某市、邻市</dd></div><div><dt>年份</dt><dd>2012</dd></div>" in folded
    assert "<div><dt>关键词</dt><dd>比较&#60;b&#62;</dd></div>" in folded
    both = replace(asked, asks=frozenset({"amount", "term"}))
    english = render.answer_html(replace(answered, language="en"), both)
    assert "<dt>Language</dt><dd>Chinese</dd>" in english and "<dd>an amount; a term</dd>" in english
    assert "<dt>问的是</dt><dd>金额或比例、期限</dd>" in render.answer_html(answered, both)
    places = "; ".join(f'<span lang="zh-CN">{name}</span>' for name in ("远市", "某市", "邻市"))
    assert f"<dt>Places</dt><dd>{places}</dd>" in english
    assert "kb-reading" not in render.answer_html(answered)


def test_what_is_held_is_listed_with_its_validity(document):
    held = (DocumentEntry(document, "expired", None, 31),)
    words = Reader(render.welcome_html(held)).words
    assert "本库收录 1 份文件" in words and "✕" not in words
    assert "已失效" in words and "某人社发〔2016〕12号 · 某市 · 31 条" in words
    assert "索引已损坏。" in render.welcome_html(held, warning="索引已损坏。")


def _poisoned(answered: Answer) -> Answer:
    """`answered` with markup in every text a corpus or a person can supply."""
    citation = answered.citations[0]
    document = replace(
        citation.document, id=XSS, title=XSS, number=XSS, issuers=(XSS,), regions=(XSS, XSS), superseded_by=XSS
    )
    clause = replace(citation.clause, label=XSS, path=(XSS,), text=XSS, offsets=tuple(range(len(XSS))))
    row = replace(clause, cells=(Cell(XSS, XSS, 0),))
    poisoned = Citation(1, clause, document, "superseded", XSS, (Quote(XSS, 0, len(XSS)),), 0.5)
    hit = replace(answered.related[0], clause=row, document=document)
    return replace(
        answered,
        question=XSS,
        answer=(AnswerItem(XSS, 1, column=XSS, group=XSS, gloss=((XSS, XSS),)),),
        citations=(poisoned,),
        notices=(
            Notice(XSS, Message(XSS)),
            Notice("side_not_found", Message(XSS)),
            Notice("region_not_held", Message(f"{XSS}。 {XSS}")),
        ),
        related=(hit,),
    )


@pytest.mark.parametrize("status", ["answered", "not_found", "out_of_scope", "invalid"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_ever_becomes_markup(answered, status, language):
    asked = Question(XSS, XSS, "zh", document_numbers=(XSS,), content=(XSS,))
    markup = render.answer_html(replace(_poisoned(answered), status=status, language=language), asked)
    read = Reader(markup)
    assert not read.tags & {"script", "img"}
    assert read.attributes <= {"class", "lang", "id", "href", "title", "type", "value", "name"}
    assert "<script>alert(1)</script>" in read.words and "${7*7}{{7*7}}" in read.words
    assert "${" not in markup and "{{" not in markup
    # A line break would end the one HTML block and let Markdown read what follows.
    assert "\n" not in markup


def test_messages_of_the_page_are_escaped_too():
    for shown in (render.field_error_html, render.failure_html):
        assert "<img" not in shown(XSS, "zh") and "<img" not in shown(XSS, "en") and 'role="alert"' in shown("错", "zh")


def test_a_failure_is_told_in_the_language_of_the_page():
    failed = Message("缺少 store。", "The store is missing.")
    chinese, english = (Reader(render.failure_html(failed, each)).words for each in ("zh", "en"))
    assert "缺少 store。" in chinese and "missing" not in chinese
    assert "The store is missing." in english and "缺少" not in english


def test_no_reason_shows_nothing():
    assert render.field_error_html("", "zh") == ""


def test_a_summary_stands_above_the_quotes_marked_and_with_its_sources(answered):
    quote = answered.answer[0].text
    made = replace(answered, summary=Summary((SummaryBlock(f"{quote}", (1,), "甲<b>"),), 2))
    page = render.answer_html(made)
    own = page[page.index("kb-summary") : page.index("kb-quotes")]
    assert "由语言模型整理" in own and "另有 2 段没有通过核对" in own and quote in own and 'href="#kb-cite-1"' in own
    assert "<b>甲&#60;b&#62;</b>" in own
    for nothing in (answered, replace(answered, summary=Summary((), 3))):
        assert "kb-summary" not in render.answer_html(nothing)

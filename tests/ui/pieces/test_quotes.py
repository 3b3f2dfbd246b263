from __future__ import annotations

import re
from dataclasses import replace

from kb.answers import Answer
from kb.messages import Message
from kb.questions import Question
from kb.records import Notice
from ui.pieces import render
from ui.pieces.quotes import is_compared, quoted, said_in_place, side_names
from ui.pieces.templating import piece
from ui.pieces.words import Words, words_in

ZH, EN = words_in("zh"), words_in("en")


def shown(found: Answer, asked: Question | None, words: Words) -> str:
    """The quotes of an answer as they are written."""
    return piece("_quotes.html", "quotes", quoted(found, asked), words)


def headings(markup: str) -> list[str]:
    return [re.sub("<[^>]*>", "", heading) for heading in re.findall(r"<h3>(.*?)</h3>", markup)]


def blocks(markup: str) -> list[str]:
    return markup.split('<section class="kb-side">')[1:]


def test_an_answer_without_sides_is_one_list(answered, asked):
    assert not is_compared(answered)
    assert "kb-side" not in shown(answered, asked, ZH)


def test_each_quote_stands_under_its_side(compared):
    first, second = blocks(shown(replace(compared, notices=()), None, ZH))
    assert headings(first) == ["某市"] and "补贴期限最长不超过3年。" in first and "已失效" in first
    assert headings(second) == ["2012年"] and "补贴期限不超过1年。" in second and "未注明有效期" in second
    assert "不超过1年" not in first and "不超过3年" not in second


def test_sides_come_in_the_order_asked_and_those_with_nothing_say_so_in_their_place(compared, asked):
    markup = shown(compared, asked, ZH)
    assert headings(markup) == ["远市", "某市", "邻市", "2012年"]
    far, _, near, _ = blocks(markup)
    assert "没有远市的文件；现有：某市、邻市。" in far
    assert "邻市：现有文件没有写到这件事。" in near
    assert all("kb-nothing" in side and "<blockquote" not in side for side in (far, near))


def test_what_a_side_says_in_its_place_is_not_said_again_among_the_notices(compared, asked):
    markup = render.answer_html(compared, asked)
    assert markup.count("没有远市的文件") == 1 and markup.count("邻市：现有文件") == 1
    assert "该文件已于2020-05-15到期。" in markup[markup.index("kb-notices") :]


def test_without_sides_a_place_that_is_not_held_stays_among_the_notices(answered):
    notice = Notice(
        "region_not_held", Message("没有远市的文件；现有：某市。", "No document of 远市 is held; held: 某市.")
    )
    single = replace(answered, notices=(notice,))
    assert said_in_place(single) == ()
    assert "没有远市的文件" in render.answer_html(single)


def test_an_unread_question_still_says_which_side_has_nothing(compared):
    markup = shown(compared, None, ZH)
    assert headings(markup) == ["某市", "2012年", "没有依据", "没有依据"]
    assert "邻市：现有文件没有写到这件事。" in blocks(markup)[3]


def test_the_head_leaves_the_validity_to_the_sides(answered, compared):
    def head(markup: str) -> str:
        return markup[: markup.index("</header>")]

    validity = re.compile("kb-badge kb-(?!grade)")
    assert validity.search(head(render.answer_html(answered)))
    assert not validity.search(head(render.answer_html(compared)))


def test_an_english_frame_names_the_sides_in_english_first(compared, asked):
    markup = shown(compared, asked, EN)
    assert headings(markup) == ["Far 远市", "Some 某市", "Near 邻市", "2012 2012年"]
    near = blocks(markup)[2]
    assert "the documents held do not say." in near and "现有文件没有写到这件事。" not in near


def test_names_that_can_be_sides(asked):
    known = replace(asked, document_numbers=("某发〔2020〕3号",))
    assert side_names(known) == {"远市": "Far", "某市": "Some", "邻市": "Near", "某发〔2020〕3号": "", "2012年": "2012"}
    assert side_names(None) == {}


def test_terms_stand_below_the_quote_each_once_and_marked_as_no_translation(answered):
    pairs = (("补贴期限", "subsidy period"), ("补贴", "subsidy"))
    item = replace(answered.answer[0], gloss=pairs)
    markup = shown(replace(answered, language="en", answer=(item, item)), None, EN)
    assert (
        '</blockquote><div class="kb-gloss"><p>Figures and terms, not a translation</p><dl>'
        '<div><dt lang="zh-CN">补贴期限</dt><dd lang="en">subsidy period</dd></div>'
        '<div><dt lang="zh-CN">补贴</dt><dd lang="en">subsidy</dd></div></dl></div><p class="kb-source">'
    ) in markup
    assert "kb-gloss" not in shown(answered, None, EN)

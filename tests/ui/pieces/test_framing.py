from __future__ import annotations

from dataclasses import replace
from datetime import date

from kb.messages import Message
from ui.pieces.framing import badge, message, source_line
from ui.pieces.words import FRAMES

ZH, EN = FRAMES["zh"], FRAMES["en"]
BOTH = Message("没有北京市的文件。", "No document of 北京市 is held.")


def test_a_message_begins_in_the_language_of_its_frame():
    own = '<span lang="zh-CN">北京市</span>'
    assert message(BOTH, ZH) == f'没有北京市的文件。 <span lang="en">No document of {own} is held.</span>'
    assert message(BOTH, EN) == f'No document of {own} is held. <span lang="zh-CN">没有北京市的文件。</span>'


def test_a_message_in_one_language_stays_as_it_is():
    assert message(Message("没有<b>。"), EN) == "没有&#60;b&#62;。"


def test_validity_in_an_english_frame_is_said_in_english_first():
    assert badge("undated", ZH) == '<span class="kb-badge kb-badge-undated">未注明有效期</span>'
    assert badge("undated", EN) == (
        '<span class="kb-badge kb-badge-undated">No end date stated <span lang="zh-CN">未注明有效期</span></span>'
    )


def test_the_citation_line_in_both_frames(document, clause):
    title = "《关于做好就业扶贫工作的通知》"
    line, shown = source_line(document, clause, ZH)
    assert line == f"{title}（某人社发〔2016〕12号）二（一）2"
    assert shown == f'<span lang="zh-CN">{line}</span>'
    undated = replace(document, number=None, issued=None, published=date(2016, 10, 17))
    line, shown = source_line(undated, replace(clause, kind="row"), EN)
    assert line == f"Table row 二（一）2, published 2016-10-17: {title}"
    assert shown == (
        'Table row <span lang="zh-CN">二（一）2</span>, published 2016-10-17&#58; '
        + f'<span lang="zh-CN">{title}</span>'
    )

"""Benefits below an answer: real cards matched for a described case, shown in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from kb.answers import Answer
from kb.benefits import Benefits
from kb.records import Language
from ui.pieces import render
from ui.pieces.links import Shelf

TODAY, EARLIER = date(2026, 11, 22), date(2018, 1, 1)
QUESTION = "临沂的残疾人，建档立卡，距领取养老金还有{months}个月，有什么补贴？"
XSS = "<img src=x onerror=alert(1)>${7*7}{{7*7}}"


def described(answered: Answer, benefits: Benefits, text: str, day: date = TODAY, language: Language = "zh") -> Answer:
    """`answered` with the situation and the cards of `text`."""
    documents = {card.document.id for card in benefits.cards}
    reading, cards = benefits.for_question(text, None, day, documents)
    return replace(answered, situation=reading, cards=cards, as_of=day, language=language)


def section(found: Answer, about: Shelf | None = None) -> str:
    markup = render.answer_html(found, None, about or Shelf())
    start = markup.index('<section class="kb-benefits">')
    return markup[start : markup.index("</section>", start)]


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def post(markup: str) -> str:
    """The card of the rural public-welfare post."""
    return next(row for row in markup.split('<li class="kb-benefits-card">') if "补贴标准根据实际工作时间" in row)


@pytest.mark.parametrize("months", [59, 60, 61])
def test_the_post_card_gives_the_term_that_holds(answered, benefits, months):
    shown = post(section(described(answered, benefits, QUESTION.format(months=months), EARLIER)))
    rows = re.findall(r"<li>(期限.*?)</li>", shown)
    longer, shorter = (words(row) for row in rows)
    assert "可延长至领取社会养老保险待遇" in longer and "其余人员最长不超过3年" in shorter
    assert ("本情况不适用" in longer) == (months >= 60)
    assert ("本情况不适用" in shorter) == (months < 60)


def test_how_the_situation_was_read_stands_above_the_cards(answered, benefits):
    told = words(section(described(answered, benefits, QUESTION.format(months=59))))
    assert told.index("情况是这样读的") < told.index("农村公益性岗位和岗位补贴")
    assert "距领取养老金：59个月" in told and "残疾人" in told and "地区：" in told


def test_an_expired_card_promises_nothing(answered, benefits):
    shown = words(post(section(described(answered, benefits, QUESTION.format(months=59)))))
    assert "条件可能符合，但规定不在有效期" in shown and "已失效" in shown and "已于2020-05-15到期" in shown
    assert "可能可以享受" not in shown
    earlier = words(post(section(described(answered, benefits, QUESTION.format(months=59), EARLIER))))
    assert "可能可以享受" in earlier and "已失效" not in earlier


def test_what_is_missing_and_what_the_window_settles_are_said(answered, benefits):
    shown = words(post(section(described(answered, benefits, QUESTION.format(months=60)))))
    assert "还要知道 ：" in shown and "持有残疾证 持有残疾证" in shown and "通过市场渠道找不到工作" in shown
    assert "需到窗口核实 ： 文件没有写明" in shown or "需到窗口核实 ：文件没有写明" in shown


def test_an_english_question_gets_english_words_around_chinese_quotes(answered, benefits):
    text = "What subsidy applies to a disabled person five years from pension age?"
    found = described(answered, benefits, text, language="en")
    markup = section(found, Shelf(0, "/en", TODAY))
    shown = words(post(markup))
    for said in (
        *("Rural public-welfare post with a wage-based subsidy", "wage-based, by the hours worked", "3 years at most"),
        *("only for those less than 5 years short of it", "not in this case", "no longer in force", "Expired"),
        *("holding a disability certificate", "Still to be known"),
    ):
        assert said in shown, said
    assert "time to the pension: 60 months" in words(markup) and 'href="/en/situation"' in markup
    assert '<q lang="zh-CN">补贴标准根据实际工作时间，参照当地最低工资标准执行</q>' in markup


def test_the_section_stands_below_the_quotes_and_also_without_an_answer(answered, benefits):
    found = described(answered, benefits, QUESTION.format(months=59))
    markup = render.answer_html(found)
    assert markup.index("kb-quotes") < markup.index("kb-benefits") < markup.index("kb-cards")
    refused = replace(found, status="not_found", answer=(), citations=())
    assert "kb-benefits" in render.answer_html(refused)


def test_an_answer_without_cards_has_no_section(answered, benefits):
    assert "kb-benefits" not in render.answer_html(answered)
    assert "kb-benefits" not in render.answer_html(described(answered, benefits, "公益性岗位的期限"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_it_becomes_markup_or_is_dropped_by_the_sanitiser(answered, benefits, language):
    found = described(answered, benefits, QUESTION.format(months=59), language=language)
    assert found.situation
    place = replace(found.situation.profile, region=XSS)
    poisoned = replace(found, situation=replace(found.situation, profile=place, notes=((XSS, XSS),)))
    markup = section(poisoned)
    assert "<img" not in markup and "${" not in markup and "{{" not in markup and "\n" not in markup
    assert XSS in unescape(re.sub(r"</?span[^>]*>", "", markup))
    attributes = set(re.findall(r' ([a-z-]+)="', markup))
    assert attributes <= {"class", "lang", "id", "href", "title", "type", "value", "name"}

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers import Answer, AnswerItem, SearchHit
from kb.errors import GateError
from kb.messages import Message
from kb.records import Clause, Document, Notice
from ui.kiosk.answer import neighbours, rule, screen
from ui.kiosk.keyboard_words import keyboard_words
from ui.kiosk.office import Office
from ui.kiosk.reference_code import offline_text, reference_code
from ui.kiosk.standing import day, where_to_ask
from ui.pieces import templates, words_in

RULE = templates().get_template("_kiosk_rule.html")


def facts(found) -> dict[str, str]:
    return dict(found.facts)


def test_an_expired_rule_says_so_with_its_day_and_what_to_do(answered: Answer, office: Office):
    shown = screen(answered, office)
    (finding,) = shown.findings
    assert shown.kind == "answered" and not shown.is_compared
    assert finding.first == "补贴期限最长不超过3年。" and finding.is_said
    assert finding.standing.banner == "这份文件已经过期（2020年5月15日到期）"
    assert finding.standing.todo == "下面是过去的规定，不能照着办。现在怎么办，请到一楼 3 号窗口问清楚，或拨打 12333。"
    assert (finding.standing.sign, finding.standing.badge) == ("✕", "已经过期")
    assert finding.proof == "有效期至2020年5月15日。"


def test_no_headline_is_made_of_words_that_may_be_misread(answered: Answer, office: Office):
    unsure = replace(answered, answer=tuple(replace(item, uncertain=True) for item in answered.answer))
    (finding,) = screen(unsure, office).findings
    assert finding.first is None and not finding.is_said
    assert [item.text for item in finding.sentences] == [item.text for item in answered.answer]


def test_where_it_stands_is_told_in_words(answered: Answer, office: Office):
    (finding,) = screen(answered, office).findings
    assert facts(finding) == {
        "适用地区": "某市",
        "文件": "《关于做好就业扶贫工作的通知》",
        "文号": "某人社发〔2016〕12号",
        "发文单位": "某市人力资源和社会保障局、某市财政局",
        "第几条": "二（一）2",
        "发文日期": "2016年6月12日",
    }
    assert [quote.text for quote in finding.quotes] == ["补贴期限最长不超过3年。"]


@pytest.mark.parametrize(
    ("validity", "changed", "banner"),
    [
        ("in_force", {}, ""),
        ("undated", {"effective_to": None}, "这份文件没写到哪天为止"),
        ("expired", {"effective_to": None}, "这份文件已经过期"),
        ("superseded", {"superseded_by": "某发〔2022〕3号"}, "这份文件已经不再执行（见某发〔2022〕3号）"),
        ("not_yet_in_force", {"effective_from": date(2027, 1, 1)}, "这份文件还没开始执行（2027年1月1日起执行）"),
    ],
)
def test_every_standing_has_its_banner(
    validity, changed, banner: str, document: Document, clause: Clause, office: Office
):
    finding = rule(replace(document, **changed), clause, validity, None, office)
    assert finding.standing.banner == banner
    assert bool(finding.standing.todo) == bool(banner)
    if banner:
        assert "12333" in finding.standing.todo and "一楼 3 号窗口" in finding.standing.todo


def test_what_a_document_does_not_say_is_said_to_be_missing(document: Document, clause: Clause, office: Office):
    bare = replace(document, number=None, issued=None, issuers=(), regions=())
    told = facts(rule(bare, clause, "undated", None, office))
    assert (told["文号"], told["发文日期"], told["适用地区"]) == ("原文没有文号", "原文没写", "原文没写")
    told = facts(rule(replace(bare, published=date(2016, 10, 17)), clause, "undated", None, office))
    assert told["登报日期"] == "2016年10月17日"
    assert day(None) == "原文没写"


def test_the_sides_of_a_comparison_stand_apart(compared: Answer, office: Office):
    shown = screen(compared, office)
    # One side holds, the other is folded: nothing is left to compare.
    assert not shown.is_compared
    assert [finding.side for finding in shown.findings] == ["2012年", "某市"]
    assert [finding.standing.validity for finding in shown.findings] == ["undated", "expired"]
    assert shown.notices == ("没有远市的文件；现有：某市、邻市。", "邻市：现有文件没有写到这件事。")


def test_a_sentence_without_citation_is_held_back(answered: Answer, office: Office):
    with pytest.raises(GateError):
        screen(replace(answered, answer=(AnswerItem("凭空一句。", 9),)), office)


def test_only_notices_that_the_page_does_not_say_itself_are_shown(answered: Answer, office: Office):
    digest = Notice("digest", Message("某报是报纸摘编，不是文件原文。", "A newspaper digest, not the notice itself."))
    shown = screen(replace(answered, notices=(*answered.notices, digest)), office)
    assert shown.notices == ("某报是报纸摘编，不是文件原文。",)


def test_related_rules_are_named_by_their_own_words(clause: Clause, document: Document):
    paragraph = replace(clause, label="第10段", path=("第10段",), text="落实求职创业补贴政策。" * 8)
    hits = [SearchHit(each, document, 0.4) for each in (clause, replace(clause, label="三"), paragraph)]
    first, second = neighbours(hits)
    assert (first.subject, first.place) == ("2.托底安置。", "某市　某人社发〔2016〕12号　二（一）2")
    assert second.subject == ("落实求职创业补贴政策。" * 8)[:44] + "……"


def test_without_an_office_the_local_window_is_named(answered: Answer):
    assert where_to_ask(Office()) == "到当地人社服务窗口问清楚，或拨打 12333"


def test_the_code_is_a_picture_of_its_text_and_of_nothing_else():
    drawn = reference_code("某人社发〔2016〕12号 二（一）2")
    assert drawn.startswith("<svg") and "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    # The same text is the same picture, whatever was asked.
    assert drawn == reference_code("某人社发〔2016〕12号 二（一）2")


@given(st.text(max_size=40) | st.just("<script>alert(1)</script><img src=x>"))
def test_no_word_of_an_answer_becomes_markup(text: str):
    document = Document(id="x", file="x.txt", title=text, kind="通知", regions=(text,))
    clause = Clause("x 一", "x", "一", "clause", (text,), text, tuple(range(len(text))), ())
    finding = rule(document, clause, "undated", None, Office())
    context = {
        "finding": finding,
        "near": False,
        "as_of": date(2026, 1, 1),
        "office": Office(),
        "words": words_in("zh"),
    }
    shown = RULE.render(reference_code=reference_code, offline_text=offline_text, **context)
    assert "<script" not in shown.lower() and "<img" not in shown.lower()
    assert " ".join(f"《{text}》".split()) in " ".join(unescape(shown).split())
    assert facts(finding)["文件"] == f"《{text}》"


def test_the_keyboard_knows_the_words_shown_and_those_of_the_texts():
    words = keyboard_words(["公益性岗位补贴。公益性岗位。", "补贴"], first=["有残疾证怎么办？"])
    assert words.index("残疾证") < words.index("补贴")
    assert {"公益性", "岗位"} <= set(words) and len(set(words)) == len(words)

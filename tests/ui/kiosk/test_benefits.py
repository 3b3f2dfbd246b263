"""The terminal's guided interview and the benefits it ends with, as the server speaks them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.benefits import Benefits, UncardedRules
from kb.cases import Profile, profile_of
from kb.language import Gazetteer, RegionIndex
from kb.store import KnowledgeBase
from ui.kiosk.benefits import outcome, understood
from ui.kiosk.office import Office
from ui.kiosk.page import PIECE
from ui.pieces import benefit_view

LINYI = ("who:self", "where:临沂市", "household:registered", "body:severe", "age:left-0", "work:unemployed")
JIANGSU = ("who:self", "where:江苏省", "household:registered")
SAID = "我妈58了，残疾二级，临沂兰陵的，建档立卡，有什么补贴？"


@pytest.fixture
def client(terminal: FastAPI) -> TestClient:
    return TestClient(terminal, base_url="http://localhost")


def sent(client: TestClient, taps: tuple[str, ...] = (), now: str = "", piece: bool = True, **fields: str):
    data = {"tap": list(taps), "now": now} | fields
    return client.post("/benefits", data=data, headers={PIECE: "1"} if piece else {})


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def headings(text: str) -> list[str]:
    return [words(found).strip() for found in re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", text, re.S)]


# ------------------------------------------------------------------------------------------------ the way through


def test_the_first_screen_asks_for_whom_and_a_tap_leads_to_where(client: TestClient):
    first = sent(client)
    assert first.status_code == 200 and 'data-screen="step"' in first.text
    assert headings(first.text) == ["替谁问？"] and "第 1 步，最多 7 步" in first.text
    assert 'value="back"' not in first.text and 'value="finish"' not in first.text
    second = sent(client, now="tap:who:elder")
    assert headings(second.text) == ["老人在哪里？"] and 'name="tap" value="who:elder"' in second.text


def test_the_region_of_the_start_screen_is_offered_first(client: TestClient):
    offered = re.findall(r'value="tap:where:([^"]+)"', sent(client, ("who:self",), region="海南省").text)
    assert offered == ["海南省", "江苏省", "临沂市", "elsewhere"]


def test_another_place_gets_no_regions_rules(client: TestClient):
    found = sent(client, ("who:self",), "tap:where:elsewhere")
    said = words(found.text)
    assert 'data-screen="benefits"' in found.text and headings(found.text)[0] == "没有找到依据"
    assert "这里只有江苏省、海南省、临沂市的文件" in said and "12333" in said
    assert "kk-benefit-body" not in found.text and 'value="more"' not in found.text
    assert headings(sent(client, ("who:self", "where:elsewhere"), "change:where", done="1").text) == ["您在哪里？"]


def test_one_step_back_and_passing_over(client: TestClient):
    assert headings(sent(client, LINYI[:3], "back").text) == ["您家里是下面哪一种？"]
    assert headings(sent(client, LINYI[:2], "tap:household:").text) == ["您身体怎么样？"]


def test_the_seventh_tap_leads_to_the_benefits(client: TestClient):
    found = sent(client, LINYI, "tap:wish:job")
    assert 'data-screen="benefits"' in found.text and 'name="done" value="1"' in found.text


def test_the_result_can_be_had_at_once_and_gone_on_from(client: TestClient):
    found = sent(client, LINYI[:3], "finish")
    assert 'data-screen="benefits"' in found.text and 'value="more"' in found.text
    assert headings(sent(client, LINYI[:3], "more", done="1").text) == ["您身体怎么样？"]
    assert 'value="more"' not in sent(client, LINYI, "tap:wish:job").text


def test_one_answer_is_changed_from_the_result_and_leads_back_to_it(client: TestClient):
    changed = sent(client, LINYI, "change:body", done="1")
    assert headings(changed.text) == ["您身体怎么样？"] and "第 " not in words(changed.text)
    after = sent(client, LINYI, "tap:body:none", done="1")
    assert 'data-screen="benefits"' in after.text and 'name="tap" value="body:none"' in after.text
    assert "重度残疾" not in "".join(headings(after.text))
    other = sent(client, LINYI, "tap:who:employer", done="1")
    assert headings(other.text) == ["是什么单位？"] and "body:" not in other.text


# ------------------------------------------------------------------------------------------------ what it ends with


def test_rules_that_have_ended_stand_apart_and_promise_nothing(client: TestClient):
    found = sent(client, LINYI, "finish")
    said = words(found.text)
    assert headings(found.text)[0] == "现在没有查到有效的规定"
    assert "过去的规定，不能照着办" in said and "这份文件已经过期（2020年5月15日到期）" in said
    assert "重度残疾人养老保险费由政府全额代缴" in said
    assert "条件都符合" not in said and "可能符合" not in said


def test_rules_that_hold_come_first_with_what_is_still_to_be_cleared_up(client: TestClient):
    found = sent(client, JIANGSU, "finish")
    named = headings(found.text)
    assert named[0] == "下面这些，条件都符合" and named.index("条件都符合") < named.index("可能符合，还要弄清几样")
    said = words(found.text)
    assert "还要弄清" in said and "要到窗口核实" in said and "临人社发" not in said and "海南" not in said


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({"employee_medical": True}, "职工医保80%以上"),
        ({"resident_medical": True, "employee_medical": False, "rural": False}, "城镇居民医保70%以上"),
        ({"resident_medical": True, "employee_medical": False, "rural": True}, "新农合75%左右"),
        ({"resident_medical": True, "employee_medical": False}, None),
        ({}, None),
    ],
    ids=["employee", "urban resident", "rural resident", "resident", "not said"],
)
def test_beside_the_name_stands_only_an_amount_that_holds(
    base: KnowledgeBase, facts: dict[str, bool], amount: str | None
):
    """江苏 2012 计划二（四）: 80% in the employees' scheme, 70% in the urban residents', about 75% in the new rural one."""
    match = base.benefits.match(
        profile_of({"region": "江苏省", "claimant": "person"} | facts, base.benefits.facts)
    ).match("jiangsu-2012-inpatient")
    assert match is not None
    told = benefit_view(match).amount
    assert (told.zh if told else None) == amount


def test_every_quoted_word_stands_in_the_texts(client: TestClient, base: KnowledgeBase):
    texts = "".join("".join(c.text.split()) for e in base.documents() for c in base.clauses(e.document.id))
    quoted = 0
    for taps in (LINYI, JIANGSU, ("who:employer", "kind:enterprise", "where:江苏省", "hires:out_of_poverty")):
        for quote in re.findall(r"<q[^>]*>(.*?)</q>", sent(client, taps, "finish").text, re.S):
            assert "".join(words(quote).split()) in texts, quote
            quoted += 1
    assert quoted > 100


def test_where_nothing_fits_it_says_where_to_ask(office: Office, base: KnowledgeBase):
    nothing = outcome(
        base.benefits.match(profile_of({"region": "北京市"}, base.benefits.facts), date(2026, 11, 22)), office
    )
    assert (nothing.title, nothing.groups) == ("没有找到依据", ())


def test_a_document_in_force_without_cards_is_quoted_and_never_told_as_nothing(
    client: TestClient, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
):
    entry = next(each for each in base.documents() if each.document.number == "苏人社发〔2021〕82号")
    regions = RegionIndex.of([entry.document], Gazetteer.load())
    rules = UncardedRules([entry.document], base.clauses, None, base.benefits.vocabulary, regions)
    day, match = date(2022, 6, 1), Benefits.match
    monkeypatch.setattr(
        Benefits,
        "match",
        lambda self, profile: replace(match(self, profile, day), current=(), uncarded=rules.on(day, None)),
    )
    found = sent(client, JIANGSU[:2], "finish")
    assert headings(found.text)[0] == "有现行文件，还没有逐项整理"
    assert "按规定给予一次性奖补" in words(found.text) and "没有找到依据" not in found.text


def test_who_says_nothing_of_the_case_is_asked_for_more(client: TestClient):
    found = sent(client, JIANGSU[:2], "finish")
    assert headings(found.text)[0] == "说得还太少，看不出来" and 'value="more"' in found.text
    assert "kk-benefit-body" not in found.text and "12333" in found.text


def test_what_is_missing_or_fails_is_told_in_a_line_each(office: Office, base: KnowledgeBase):
    given = profile_of({"region": "江苏省", "claimant": "person", "registered_poor": False}, base.benefits.facts)
    told = outcome(base.benefits.match(given, date(2026, 11, 22)), office)
    reasons = {each.name: each.reasons for each in told.failed}
    assert "建档立卡贫困（低收入）户" in reasons["保洁、保绿、保安等公益性岗位（托底安置）"]
    assert any("工伤职工" in each.reasons for each in told.unasked)


# ------------------------------------------------------------------------------------------------ from a question


def test_a_question_with_a_situation_gets_benefits_and_how_it_was_understood(client: TestClient):
    found = client.post("/ask", data={"question": SAID, "region": ""}, headers={PIECE: "1"})
    said = words(found.text)
    assert 'data-screen="answer"' in found.text and "按您说的情况，可能有关的待遇" in said
    assert "为母亲查询" in said and "地区：山东省临沂市兰陵县" in said and "重度残疾人养老保险费由政府全额代缴" in said
    base = json.loads(html.unescape(re.findall(r'name="base" value="([^"]+)"', found.text)[0]))
    corrected = sent(client, now="finish", base=json.dumps(base))
    assert 'data-screen="benefits"' in corrected.text and 'value="drop:severe_disability"' in corrected.text
    without = sent(client, now="drop:severe_disability", base=json.dumps(base), done="1")
    assert 'data-screen="benefits"' in without.text and "drop:severe_disability" not in without.text
    assert "重度残疾人养老保险费由政府全额代缴" in words(
        without.text
    )  # still open, since nobody says that it is not so


def test_a_question_without_a_situation_gets_none(client: TestClient):
    found = client.post("/ask", data={"question": "公益性岗位补贴最多能拿几年？", "region": ""}, headers={PIECE: "1"})
    assert "按您说的情况" not in found.text


def test_the_region_chosen_is_part_of_what_was_understood(client: TestClient):
    question = "我有残疾证，离领养老金不到五年，建档立卡，有什么补贴？"
    found = client.post("/ask", data={"question": question, "region": "临沂市"}, headers={PIECE: "1"})
    assert "地区：临沂市" in words(found.text)


def test_what_was_understood_is_a_line_for_each_fact(base: KnowledgeBase):
    lines = understood(Profile({"registered_poor": True, "sex": "female"}, "临沂市"), base.benefits.facts)
    assert [(line.words, line.fact) for line in lines] == [
        ("地区：临沂市", "region"),
        ("建档立卡贫困（低收入）户", "registered_poor"),
        ("性别：女", "sex"),
    ]


# ------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    "fields",
    [
        {"taps": ("body:nothing",)},
        {"now": "tap:nothing:yes"},
        {"now": "tap:where:月球"},
        {"base": "{"},
        {"base": '{"age": 500}'},
        {"base": "[" * 30_000},
        {"base": '{"age": 70, "minor": true}'},
    ],
    ids=["tap", "now", "place", "no json", "impossible", "deep", "contradiction"],
)
def test_a_form_that_cannot_be_begins_again(client: TestClient, fields: dict):
    found = sent(client, **fields)
    assert found.status_code == 422 and "请从头再选一次" in found.text and 'data-screen="problem"' in found.text
    assert not re.search(r"[A-Za-z]{4,}", words(found.text))


def test_a_region_that_is_no_place_begins_again(client: TestClient):
    found = sent(client, now="finish", base='{"region": "月球基地", "registered_poor": true}')
    assert found.status_code == 422 and "前后对不上" in found.text


def test_markup_in_a_form_is_escaped(client: TestClient):
    found = sent(client, ("who:self",), region='"><script>alert(1)</script>')
    assert found.status_code == 200 and "<script>" not in found.text


def test_a_reload_begins_again(client: TestClient):
    again = client.get("/benefits", follow_redirects=False)
    assert (again.status_code, again.headers["location"]) == (303, "/")


def test_without_a_script_a_whole_page_comes(client: TestClient):
    found = sent(client, piece=False)
    assert "<!doctype html>" in found.text and "替谁问？" in found.text and "no-store" in found.headers["cache-control"]

"""The situation page over the real knowledge base, without a browser: reading back, correcting, matching, the sheet, counterparts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from kb.cases import Bounded, Is, OneOf, Profile, leaves
from ui.server import Services
from ui.situation.facts import asked_facts, most_asked
from ui.situation.form import SituationForm, merged

MOTHER = "我妈58了，残疾二级，临沂兰陵的，建档立卡"
LINYI = {"region": "临沂市", "fact-registered_poor": "yes", "as_of": "2018-01-01"}
XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\"'>"


def sent(client: TestClient, path: str = "/situation", **form: str) -> str:
    answer = client.post(path, data={name.replace("__", "-"): value for name, value in form.items()})
    assert answer.status_code == 200
    return answer.text


def words(markup: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def card(page: str, identifier: str) -> str:
    """The part of a page that shows one card in full."""
    start = page.index(f'id="kb-card-{identifier}"')
    return page[start : page.index("</article>", start)]


def part(page: str, start: str, end: str) -> str:
    at = page.index(start)
    return page[at : page.index(end, at)]


def checked(page: str, fact: str) -> str:
    """Which of yes, no and unknown is ticked."""
    found = re.search(rf'name="fact-{fact}" value="(yes|no|)" checked', page)
    assert found, fact
    return found[1]


def problem(page: str, field: str) -> str:
    found = re.search(rf'<p class="kb-error" role="alert" id="{field}-problem">([^<]*)</p>', page)
    assert found, field
    return unescape(found[1])


# ------------------------------------------------------------------------------------- reading and showing back


def test_the_form_is_offered_with_nothing_assumed(client: TestClient):
    page = client.get("/situation").text
    assert page.count("<h1>") == 1 and 'aria-current="page">情形<' in page
    assert checked(page, "registered_poor") == "" and 'value="yes" checked' not in page
    assert "kb-matched" not in page


def test_a_text_is_shown_back_in_words_and_as_a_form_before_it_is_used(client: TestClient):
    page = sent(client, text=MOTHER, step="read")
    back = words(part(page, "kb-read-back", "</section>"))
    for said in ("为母亲查询", "地区：山东省临沂市兰陵县", "年龄：58岁", "重度残疾", "建档立卡", "性别：女"):
        assert said in back, said
    # What was assumed on the way is said.
    assert "由“残疾二级”看出：持有残疾证" in back
    assert checked(page, "severe_disability") == checked(page, "disability_certificate") == "yes"
    assert 'name="region" value="山东省临沂市兰陵县"' in page and 'name="fact-age" value="58"' in page
    assert "原话：“残疾二级”" in words(page)
    assert "kb-matched" not in page, "nothing is matched before it was checked"


def test_a_correction_is_what_is_matched(client: TestClient):
    page = sent(client, text=MOTHER, read=MOTHER, step="match", fact__age="52", fact__severe_disability="no", **LINYI)
    used = words(part(page, "kb-matched-for", "</dl>"))
    assert "年龄：52岁" in used and "不是/没有：重度残疾" in used and "为母亲查询" in used
    # The words of the text no longer stand beside what was corrected.
    assert "原话：“残疾二级”" not in words(page)


def test_a_second_reading_leaves_corrections_alone(client: TestClient):
    longer = MOTHER + "，想找工作"
    page = sent(client, text=longer, read=MOTHER, step="read", fact__age="52", fact__registered_poor="yes")
    assert 'name="fact-age" value="52"' in page, "the text says nothing new of the age"
    assert checked(page, "wants_job") == "yes"
    # Taken out by hand, and not said anew: still out.
    assert checked(page, "disability_certificate") == ""


def test_what_the_new_text_says_otherwise_is_taken():
    before, after = Profile({"rural": True}), Profile({"rural": False})
    assert merged(SituationForm(values={"rural": "yes"}), before, after) == {"rural": "no"}
    assert merged(SituationForm(values={"rural": "yes"}), before, Profile()) == {}
    assert merged(SituationForm(values={"rural": "no"}), before, before) == {"rural": "no"}


def test_reading_again_what_was_read_matches_instead(client: TestClient):
    # Enter in any field presses the first button of the form.
    page = sent(client, text=MOTHER, read=MOTHER, step="read", fact__age="52", region="临沂市")
    assert "kb-matched" in page and "年龄：52岁" in page


def test_a_text_changed_and_not_read_again_is_said_to_be(client: TestClient):
    page = sent(client, text="我弟弟35岁", read=MOTHER, step="match", **LINYI)
    assert "还没有重读" in page and "为母亲" not in words(part(page, "kb-matched-for", "</dl>"))


def test_words_without_a_situation_are_said_to_be(client: TestClient):
    assert "没有从这段话里读出情况" in sent(client, text="今天天气真好", step="read")


# ------------------------------------------------------------------------------------- matching


@pytest.mark.parametrize("certificate", ["yes", "no", ""])
@pytest.mark.parametrize(("typed", "months"), [("59", 59), ("4年11个月", 59), ("60", 60), ("5年", 60), ("61", 61)])
def test_at_five_years_the_term_turns(client: TestClient, typed: str, months: int, certificate: str):
    form = {**LINYI, "fact-months_to_pension": typed, "fact-disability_certificate": certificate}
    page = sent(client, **form)
    if certificate == "no" and months >= 60:
        failed = part(page, 'id="kb-card-linyi-2016-post"', "</li>\n<li class") if page.count("kb-benefit-row") else ""
        assert "持有残疾证" in words(failed) and "距领取养老金不到60个月" in words(failed)
        assert '<article class="kb-benefit kb-benefit-may_apply" id="kb-card-linyi-2016-post"' not in page
        return
    shown = card(page, "linyi-2016-post")
    terms = dict(re.findall(r'<li class="kb-holds-(yes|no|open)">\s*<span>((?:可延长|最长)[^<]+)</span>', shown))
    longer, shorter = "可延长至领取社会养老保险待遇", "最长不超过3年"
    assert terms == ({"yes": longer, "no": shorter} if months < 60 else {"no": longer, "yes": shorter})
    assert "对距享受社会养老保险待遇不足5年的贫困人员可延长至领取社会养老保险待遇" in words(shown)
    # The certificate decides who is eligible, not how long; unknown, it is missing where it matters.
    missing = words(part(shown, "还要知道", "</dd>"))
    assert ("持有残疾证" in missing) == (certificate == "" and months >= 60)
    assert "可能可以享受" in shown and "需到窗口核实" in shown


def test_a_missing_fact_is_never_a_yes(client: TestClient):
    page = sent(client, region="临沂市", as_of="2018-01-01")
    assert "kb-benefit-applies" not in page
    full = sent(client, **LINYI, fact__severe_disability="yes", fact__resident_pension="yes")
    assert 'class="kb-benefit kb-benefit-applies" id="kb-card-linyi-2016-pension-severe"' in full
    less = sent(client, region="临沂市", as_of="2018-01-01", fact__severe_disability="yes")
    assert 'class="kb-benefit kb-benefit-applies" id="kb-card-linyi-2016-pension-severe"' not in less


def test_a_card_says_what_it_rests_on_and_can_be_opened_and_picked(client: TestClient):
    page = sent(client, **LINYI, fact__months_to_pension="59")
    shown = card(page, "linyi-2016-post")
    told = words(shown)
    for said in (
        *("农村公益性岗位和岗位补贴", "现行有效", "有效期至2020年5月15日"),
        *(
            "补贴标准根据实际工作时间，参照当地最低工资标准执行",
            "（临人社发〔2016〕12号）二（一）2",
            "各县区",
            "以下都要满足",
        ),
    ):
        assert said in told, said
    assert re.search(r'href="/documents/[^"]+mark=[^"]+as_of=2018-01-01#c', shown)
    assert re.search(
        r'class="kb-pick [^>]+value="临人社发〔2016〕12号 二（一）2" name="16-21,[^"]+\|2018-01-01"', shown
    )


def test_what_does_not_apply_names_the_condition_with_its_words(client: TestClient):
    page = sent(client, **LINYI, fact__wants_training="no")
    folded = part(page, 'id="kb-current-fails"', "</details>")
    row = next(each for each in folded.split("<li class=")[1:] if "不满足" in each and "有培训意愿" in each)
    assert re.search(r"<q[^>]*>[^<]+</q>", row)
    assert "别的地区的规定" in folded and "在江苏省" in folded


def test_expired_rules_stand_apart_and_promise_nothing(client: TestClient):
    form = {**LINYI, "fact-severe_disability": "yes", "as_of": "2026-11-22"}
    page = sent(client, **form)
    current, ended = part(page, 'id="kb-current"', 'id="kb-ended"'), page[page.index('id="kb-ended"') :]
    assert "linyi-2016" not in current and "没有现行规定" in current
    assert "不能据此申领" in ended and "已于2020-05-15到期" in ended
    assert "条件符合，但规定不在有效期" in ended and "可以享受" not in ended


def test_what_was_reckoned_is_said(client: TestClient):
    used = words(part(sent(client, **LINYI, fact__age="58"), "kb-matched-for", "</dl>"))
    assert "按50至60周岁领取养老金推算" in used and "距领取养老金：0至24个月" in used


def test_an_employer_is_matched_too(client: TestClient):
    form = {"fact-claimant": "enterprise", "fact-has_workshop": "yes", "fact-hires_registered_poor": "yes"}
    page = sent(client, region="临沂市", as_of="2018-01-01", **form)
    assert "1000元" in part(page, 'id="kb-current"', "kb-fold")
    # An employer is asked nothing of a person.
    assert 'name="fact-disability_certificate"' not in page


# ------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"fact-age": "158"}, "fact-age", "0 至 120"),
        ({"fact-age": "老"}, "fact-age", "看不懂“老”"),
        ({"fact-age": "70", "fact-minor": "yes"}, "fact-minor", "与 “年龄” 70 矛盾"),
        ({"fact-age": "30", "fact-months_to_pension": "10"}, "fact-months_to_pension", "矛盾"),
        ({"fact-severe_disability": "yes", "fact-disabled": "no"}, "fact-severe_disability", "与 “残疾人” 矛盾"),
        ({"fact-claimant": "enterprise", "fact-rural": "yes"}, "fact-rural", "企业"),
        ({"region": "月球基地"}, "region", "没有叫“月球基地”的地方"),
        ({"as_of": "去年", "region": "临沂市"}, "as_of", "看不懂这个日期"),
        ({"fact-months_to_pension": "快了"}, "fact-months_to_pension", "看不懂“快了”"),
        ({"fact-rural": "maybe"}, "fact-rural", "请选是或否"),
        ({"text": "", "region": ""}, "text", "还没有情况"),
        ({"text": "我" * 501, "step": "read"}, "text", "最多写 500 字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: TestClient, form: dict[str, str], field: str, said: str
):
    page = sent(client, **form)
    assert said in problem(page, field)
    assert "kb-matched" not in page
    for name, value in form.items():
        if name != "step":
            assert (
                f'name="{name}" value="{value}"' in page or f'value="{value}" selected' in page or value in words(page)
            )


def test_all_that_is_wrong_is_said_at_once(client: TestClient):
    page = sent(client, region="月球基地", as_of="去年", fact__age="158")
    assert "有 3 处要改" in page
    assert problem(page, "region") and problem(page, "as_of") and problem(page, "fact-age")


def test_an_error_speaks_the_language_of_the_page(client: TestClient):
    page = sent(client, "/en/situation", fact__age="70", fact__minor="yes")
    assert problem(page, "fact-minor") == "contradicts age 70; correct it."


@pytest.mark.parametrize("step", ["read", "match"])
def test_markup_in_a_text_stays_text(client: TestClient, step: str):
    page = sent(client, text=XSS + "，残疾", read=XSS if step == "match" else "", step=step, **LINYI)
    assert "<script>alert" not in page and "<img" not in page
    assert "{{7*7}}" in unescape(page) and "&lt;script&gt;" in page
    sheet = sent(client, "/situation/sheet", text=XSS, read=XSS, **LINYI)
    assert "<script>alert" not in sheet and "<img" not in sheet


def test_no_situation_stands_in_an_address(client: TestClient):
    page = sent(client, text=MOTHER, step="read")
    links = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert links and not any("58" in link or "fact" in link for link in links)


# ------------------------------------------------------------------------------------- English


def test_the_chinese_page_names_a_card_in_chinese_alone(client: TestClient):
    assert "Rural public-welfare post" not in words(
        card(sent(client, **LINYI, fact__months_to_pension="59"), "linyi-2016-post")
    )


def test_the_english_page_speaks_english_around_chinese_quotes(client: TestClient):
    page = sent(client, "/en/situation", **LINYI, fact__months_to_pension="59")
    assert '<html lang="en"' in page and "May apply" in page
    told = words(card(page, "linyi-2016-post"))
    for said in (
        *("Rural public-welfare post with a wage-based subsidy", "wage-based, by the hours worked", "3 years at most"),
        *(
            "not in this case",
            "Still to be known",
            "unable to find a job on the market",
            "all of these",
            "left open by the text",
        ),
    ):
        assert said in told, said
    assert 'href="/en/documents/' in page and "还要知道" not in page


def test_an_english_text_is_read_back(client: TestClient):
    page = sent(client, "/en/situation", text="I am 56, registered as poor, in Linyi", step="read")
    back = words(part(page, "kb-read-back", "</section>"))
    assert "age: 56 years" in back and "registered as poor" in back


# ------------------------------------------------------------------------------------- the sheet


def test_the_sheet_holds_what_a_visit_to_the_window_needs(client: TestClient):
    form = {
        **LINYI,
        "text": MOTHER,
        "read": MOTHER,
        "fact-months_to_pension": "59",
        "fact-disability_certificate": "yes",
    }
    page = sent(client, "/situation/sheet", **form)
    told = words(page[page.index('<article class="kb-sheet') :])
    for said in (
        *("待遇核对单", "为母亲查询", MOTHER, "2018-01-01", "要带的材料", "还要核实的", "条款全文", "经办人", "复核人"),
        *("农村公益性岗位和岗位补贴", "可能可以享受", "通过市场渠道找不到工作", "二（一）2", "现行有效"),
    ):
        assert said in told, said
    # Only the term that holds goes on paper.
    assert "可延长至领取社会养老保险待遇" in told and "其余人员最长不超过3年" not in told[: told.index("条款全文")]
    assert "<mark>" in page and 'class="kb-button kb-main kb-print"' in page


def test_the_sheet_holds_the_cards_that_were_ticked(client: TestClient):
    form = {**LINYI, "fact-months_to_pension": "59", "choosing": "1", "card": "linyi-2016-post"}
    page = sent(client, "/situation/sheet", **form)
    assert page.count('class="kb-sheet-benefit"') == 1 and "没有列入本单" in page
    form.pop("card")
    assert sent(client, "/situation/sheet", **form).count('class="kb-sheet-benefit"') == 0


def test_an_expired_rule_stands_on_the_sheet_by_name_only(client: TestClient):
    page = sent(client, "/situation/sheet", **{**LINYI, "as_of": "2026-11-22"})
    assert "没有现行规定适用" in page and "不能据此申领" in page and 'class="kb-sheet-benefit"' not in page


def test_a_sheet_of_a_bad_form_is_the_form_again(client: TestClient):
    assert "0 至 120" in problem(sent(client, "/situation/sheet", fact__age="158"), "fact-age")


# ------------------------------------------------------------------------------------- counterparts


def test_counterparts_stand_side_by_side_with_silent_sides_said(client: TestClient):
    page = sent(client, "/situation/counterparts", card="linyi-2016-post", as_of="2026-11-22")
    table = part(page, "<table", "</table>")
    assert table.count('<th scope="col">') == 4
    assert "不足5年" in table and "每次签订期限不超过1年" in table
    assert "没有写到" in table and "≠ 不同" in table and "已失效" in table and "这一项" in table
    english = part(sent(client, "/en/situation/counterparts", card="linyi-2016-post"), "<table", "</table>")
    assert "says nothing" in english and "holding a disability certificate" in english


def test_a_card_that_is_none_is_said_to_be(client: TestClient):
    page = sent(client, "/situation/counterparts", card="linyi-2016-pots")
    assert 'role="alert"' in page and "linyi-2016-post" in page
    assert "<script>" not in sent(client, "/situation/counterparts", card="<script>")


# ------------------------------------------------------------------------------------- which facts are offered


def test_every_fact_stands_under_a_heading(services: Services):
    facts = services.kb.benefits.facts
    assert {name for name, fact in facts.items() if fact.heading not in facts.headings} == {"claimant", "sex", "age"}


def test_the_facts_that_most_cards_ask_for_come_first(services: Services):
    counts = asked_facts(services.kb.benefits.cards, services.kb.benefits.facts)
    assert counts["registered_poor"] == max(count for name, count in counts.items() if name != "claimant")
    assert most_asked(counts, services.kb.benefits.facts, (), 1) == ("registered_poor",)
    # Nothing is asked that no card turns on and nothing follows from.
    whens = (s.when.condition for c in services.kb.benefits.cards for s in (*c.entry.amount, *c.entry.term) if s.when)
    conditions = (*(card.condition for card in services.kb.benefits.cards), *whens)
    turned_on = {
        leaf.fact.name for each in conditions for leaf in leaves(each) if isinstance(leaf, Is | Bounded | OneOf)
    }
    leading_to = {"age", "sex", "pension_scheme", "disabled"}
    assert leading_to <= set(counts) <= turned_on | leading_to


def test_every_offered_fact_has_exactly_one_field(client: TestClient, services: Services):
    page = client.get("/situation").text
    for name in asked_facts(services.kb.benefits.cards, services.kb.benefits.facts):
        assert len(set(re.findall(rf'id="fact-{name}(?:-label)?"', page))) == 1, name
        assert len(re.findall(rf'id="fact-{name}(?:-label)?"', page)) == 1, name

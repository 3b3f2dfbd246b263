"""Every tile of every region: what it leads to, on a day when most rules have ended and on one when they held."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pytest

from kb.answers import Answer
from kb.benefits import Situation
from kb.cases import Profile
from kb.store import KnowledgeBase
from ui.kiosk.answer import screen, subject_screen
from ui.kiosk.frame import choose_frame
from ui.kiosk.office import Office, default_topics
from ui.kiosk.reference_code import MOST_BYTES, offline_text
from ui.kiosk.subjects import on_subjects
from ui.kiosk.topics import EVERYWHERE, Tile, offered
from ui.pieces import words_in

ENDED, HELD = date(2026, 11, 29), date(2018, 1, 1)
NONE: Final = ""
# Title of the tile, then the card that leads in 江苏省, 海南省 and everywhere on ENDED, and in 临沂市 on HELD: on ENDED nothing holds there.
LEADS: Final = {
    "村里安排的活": ("jiangsu-2016-post", None, "jiangsu-2016-post", "linyi-2016-post"),
    "有残疾证或年纪大": (
        "jiangsu-2016-hard-to-employ",
        None,
        "jiangsu-2016-hard-to-employ",
        "linyi-2016-hard-to-employ",
    ),
    "家门口的车间": (NONE, None, NONE, "linyi-2016-workshop-reward"),
    "出门打工": (
        "jiangsu-2016-transport",
        "hainan-2016-migrant-help",
        "jiangsu-2016-transport",
        "linyi-2016-transport",
    ),
    "学一门手艺": (
        "jiangsu-2016-yearly-training",
        "hainan-2016-yearly-training",
        "jiangsu-2016-yearly-training",
        "linyi-2016-free-training",
    ),
    "开店做小生意": (
        "jiangsu-2016-startup-grant",
        "hainan-2016-startup-service",
        "jiangsu-2016-startup-grant",
        "linyi-2016-startup-grant",
    ),
    "贷款创业": (
        "jiangsu-2016-startup-loan",
        "hainan-2016-startup-loan",
        "jiangsu-2016-startup-loan",
        "linyi-2016-startup-loan",
    ),
    "单位招人": (
        "jiangsu-2016-employer-subsidy",
        "hainan-2016-employer-insurance",
        "jiangsu-2016-employer-subsidy",
        "linyi-2016-workshop-insurance-subsidy",
    ),
    "看病和医保": (
        "jiangsu-2016-medical-contribution",
        "hainan-2016-medical-contribution",
        "jiangsu-2016-medical-contribution",
        "linyi-2016-medical-contribution",
    ),
    "交养老保险": (
        "jiangsu-2016-pension-severe",
        "hainan-2016-basic-pension",
        "jiangsu-2016-pension-severe",
        "linyi-2016-pension-hardship",
    ),
    "孩子上技校": (
        "jiangsu-2016-technical-school-aid",
        "hainan-2016-technical-school-aid",
        "jiangsu-2016-technical-school-aid",
        "linyi-2016-technical-school-aid",
    ),
    "大学生毕业": (
        "jiangsu-2012-traineeship",
        "hainan-2016-graduate-grant",
        "hainan-2016-graduate-grant",
        "linyi-2016-graduate-recruitment",
    ),
}


@pytest.fixture(scope="module")
def tiles(base: KnowledgeBase) -> tuple[Tile, ...]:
    return offered(default_topics(), base, base.regions)


def case(base: KnowledgeBase, region: str, day: date = ENDED) -> Situation:
    return base.benefits.match(Profile(region=region or None), day)


def shown(base: KnowledgeBase, tile: Tile, region: str, office: Office, day: date = ENDED):
    """The screen of a tile, without what the answer to its question adds; None where it is not offered."""
    example = next((each for each in tile.examples if region in each.regions), None)
    if example is None:
        return None
    matches = on_subjects(example.subjects, case(base, region, day), example.question)
    return subject_screen(Answer(example.question, "zh", "not_found", day), office, matches, ())


def lead(screened) -> str | None:
    return screened and (screened.current[0].benefit.view.id if screened.current else NONE)


def test_every_tile_of_every_region_leads_to_what_was_expected(
    base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office
):
    assert [tile.title for tile in tiles] == list(LEADS)
    for tile in tiles:
        jiangsu, hainan, everywhere, held = LEADS[tile.title]
        found = [lead(shown(base, tile, region, office)) for region in ("江苏省", "海南省", EVERYWHERE, "临沂市")]
        assert found == [jiangsu, hainan, everywhere, NONE], tile.title
        assert lead(shown(base, tile, "临沂市", office, HELD)) == held, tile.title


def test_a_tile_shows_what_holds_and_folds_the_rest(base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office):
    loan = shown(base, tiles[6], "江苏省", office)
    assert dict(loan.current[0].benefit.plain) == {
        "哪里的": "江苏省",
        "给谁": "返乡农民工和低收入农户劳动力",
        "多少": "额度10万元，按规定财政贴息",
        "多久": "期限3年",
        "到哪天": "没写到哪天为止",
    }
    assert all(not each.view.is_current for each in loan.ended) and loan.ended
    post = shown(base, tiles[0], "临沂市", office, HELD).current[0].benefit
    assert dict(post.plain)["给谁"].startswith("劳动年龄农村贫困人口；")
    assert "持有残疾证 或者 距享受社会养老保险待遇不足5年" in dict(post.plain)["给谁"]
    assert "可延长至领取社会养老保险待遇（对距享受社会养老保险待遇不足5年的贫困人员）" in dict(post.plain)["多久"]
    assert dict(post.plain)["到哪天"] == "到2020年5月15日为止"


def test_an_amount_that_the_text_does_not_state_is_told(base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office):
    grant = shown(base, tiles[5], "江苏省", office).current[0].benefit
    assert (grant.view.id, dict(grant.plain)["多少"]) == ("jiangsu-2016-startup-grant", "没有写这一项的数额，请问窗口")


def test_an_english_frame_says_in_english_for_whom_and_how_much(
    base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office
):
    choose_frame(words_in("en"))
    try:
        post = dict(shown(base, tiles[0], "临沂市", office, HELD).current[0].benefit.plain)
        loan = dict(shown(base, tiles[6], "江苏省", office).current[0].benefit.plain)
    finally:
        choose_frame(None)
    assert post["For whom"].startswith("a person: ")
    assert "holding a disability certificate or time to the pension: less than 60 months (5 years)" in post["For whom"]
    assert "100" in loan["How much"] and not re.search(r"[\u3400-\u9fff]", loan["How much"] + loan["For whom"])


def test_where_nothing_holds_the_papers_of_the_last_rule_are_told(
    base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office
):
    workshop = shown(base, tiles[2], "临沂市", office)
    assert not workshop.current and workshop.last_papers.view.id == "linyi-2016-workshop-reward"
    assert shown(base, tiles[2], "临沂市", office, HELD).last_papers is None


def test_a_tile_that_nothing_answers_is_not_shown_and_one_of_the_offices_own_is_asked(base: KnowledgeBase):
    first = default_topics()[0]
    asked = [{"title": title, "mark": "题", "questions": (question,)} for title, question in (
        ("做菜", "红烧肉怎么做好吃？"), ("奖补", "扶贫车间每招一个人奖补多少？"))]  # fmt: skip
    found = offered([first.model_validate(each) for each in asked], base, ("临沂市", "海南省"))
    assert [(tile.title, tile.examples[0].regions) for tile in found] == [("奖补", (EVERYWHERE, "临沂市"))]


def test_a_question_is_led_by_what_holds_on_its_subject(base: KnowledgeBase, office: Office):
    asked = "公益性岗位补贴最多能拿几年？"
    found = screen(base.ask(asked, language="zh"), office, case(base, EVERYWHERE, date.today()))
    assert found.current and all(each.holds for each in found.current)
    assert found.current[0].benefit.view.card.entry.subject == "public_welfare_post"
    assert [each.document.number for each in found.past] == ["临人社发〔2016〕12号"]


def test_a_telephone_is_given_title_place_validity_and_words_without_a_network(
    base: KnowledgeBase, tiles: tuple[Tile, ...], office: Office
):
    (rule, *_) = shown(base, tiles[6], "江苏省", office).current
    lines = offline_text(rule, office).split("\n")
    assert lines[:4] == [
        "《关于实施精准人力资源社会保障扶贫加快脱贫致富奔小康的意见》苏人社发〔2016〕289号",
        "第几条：四（二）1",
        "没写到哪天为止",
        "去哪里问：一楼 3 号窗口，电话 0100-1234567",
    ]
    assert "贷款额度、贷款期限分别提高到10万元和3年" in lines[4]
    assert all(
        len(offline_text(each, office).encode()) <= MOST_BYTES
        for tile in tiles
        for region in base.regions
        if (found := shown(base, tile, region, office))
        for each in found.current
    )

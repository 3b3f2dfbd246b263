"""The guided interview by itself: what is asked, in at most seven taps, and what follows from a tap and from none."""

from __future__ import annotations

from datetime import date

import pytest
from every import every
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.benefits import Benefits, next_facts
from kb.cases import Profile, Range, Vocabulary, profile_object, profile_of
from kb.store import KnowledgeBase
from ui.kiosk.interview import MOST_TAPS, Interview, Tap
from ui.kiosk.interview_questions import WHO, InterviewQuestion
from ui.kiosk.questionnaire import Questionnaire, cuts_of

AS_OF = date(2026, 11, 22)
IN_TIME = date(2018, 1, 1)
FACTS = Vocabulary.builtin().facts


@pytest.fixture(scope="module")
def benefits(base: KnowledgeBase) -> Benefits:
    return base.benefits


@pytest.fixture(scope="module")
def start(base: KnowledgeBase, benefits: Benefits) -> Interview:
    return Interview(Questionnaire.over(benefits.cards, benefits.facts, base.regions))


def question(interview: Interview, benefits: Benefits) -> InterviewQuestion | None:
    return interview.next(benefits.match(interview.profile, AS_OF))


def tapped(start: Interview, *taps: str) -> Interview:
    interview = start
    for tap in taps:
        after = interview.tapped(Tap.read(tap))
        assert after is not None, tap
        interview = after
    return interview


POOR = ("who:self", "where:临沂市", "household:registered")


def test_a_whole_path_of_seven_taps(start: Interview, benefits: Benefits):
    path, interview = [], start
    for option in ("self", "临沂市", "registered", "severe", "left-0", "unemployed", "job"):
        put = question(interview, benefits)
        assert put is not None
        path.append(put.title)
        interview = tapped(interview, f"{put.id}:{option}")
    assert path == [
        "替谁问？",
        "您在哪里？",
        "您家里是下面哪一种？",
        "您身体怎么样？",
        "您多大年纪？",
        "您现在做什么？",
        "您最想办哪一样？",
    ]
    assert question(interview, benefits) is None
    assert interview.profile == Profile(
        {
            "claimant": "person",
            "registered_poor": True,
            "disability_certificate": True,
            "severe_disability": True,
            "months_to_pension": Range(1, 59),
            "employment": "unemployed",
            "wants_job": True,
        },
        "临沂市",
    )


def test_who_is_asked_about_is_called_so(start: Interview, benefits: Benefits):
    put = question(tapped(start, "who:child"), benefits)
    assert put is not None and put.title == "孩子在哪里？"


@pytest.mark.parametrize(
    ("who", "age", "next_two"),
    [
        ("elder", "retired", ["insurance", "pension"]),
        ("child", "young", ["school", "work"]),
        ("self", "young", ["work", "wish"]),
    ],
)
def test_what_matters_most_to_them_is_asked_first(
    start: Interview, benefits: Benefits, who: str, age: str, next_two: list[str]
):
    interview, seen = tapped(start, f"who:{who}", "where:江苏省", "household:", "body:", f"age:{age}"), []
    while put := question(interview, benefits):
        seen.append(put.id)
        interview = tapped(interview, f"{put.id}:")
    assert seen == next_two


def test_an_employer_is_asked_what_kind_and_nothing_of_a_person(start: Interview, benefits: Benefits):
    interview, seen = tapped(start, "who:employer"), []
    while put := question(interview, benefits):
        seen.append(put.id)
        interview = tapped(interview, f"{put.id}:{put.options[0].id}")
    assert seen[:3] == ["kind", "where", "hires"] and len(interview.taps) <= MOST_TAPS
    groups = {FACTS[fact].group for name in seen[2:] for fact in start.questions.find(name).facts}  # type: ignore[union-attr]
    assert groups <= {"employer", "any"}
    assert interview.profile.facts["claimant"] == "enterprise"


def test_all_can_be_passed_over_and_nothing_is_then_known(start: Interview, benefits: Benefits):
    interview, count = start, 0
    while put := question(interview, benefits):
        interview, count = tapped(interview, f"{put.id}:"), count + 1
    assert count == MOST_TAPS and interview.profile == Profile() and interview.who == "您"
    assert not any(match.verdict == "applies" for match in benefits.match(interview.profile, AS_OF).current)


def test_what_was_passed_over_is_not_asked_in_other_words(start: Interview, benefits: Benefits):
    interview, facts = tapped(start, "who:self", "where:"), []
    while put := question(interview, benefits):
        facts.append(put.facts)
        interview = tapped(interview, f"{put.id}:")
    assert sum(map(len, facts)) == len(frozenset().union(*facts))


@settings(
    max_examples=min(60, settings.default.max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_way_through_is_short_consistent_and_to_the_point(
    start: Interview, benefits: Benefits, data: st.DataObject
):
    interview = start
    for _ in range(MOST_TAPS + 1):
        situation = benefits.match(interview.profile, AS_OF)
        put = interview.next(situation)
        if put is None:
            break
        assert len(put.options) >= 2
        if put.id not in {"who", "kind", "where"}:
            assert put.facts & set(next_facts(situation, most=None))
        option = data.draw(st.sampled_from([*(option.id for option in put.options), ""]))
        interview = tapped(interview, f"{put.id}:{option}")
        # What is known is always a profile that can be: this raises otherwise.
        assert profile_of(profile_object(interview.profile), FACTS) == interview.profile
    else:
        pytest.fail("more than seven questions")


@pytest.mark.parametrize(
    ("tap", "extension"),
    [("left-0", "yes"), ("left-60", "no"), ("young", "no"), ("", "open")],
    ids=["under five years", "five years or more", "to 44", "not said"],
)
def test_five_years_before_the_pension_are_told_apart(start: Interview, benefits: Benefits, tap: str, extension: str):
    """临人社发〔2016〕12号 二（一）2: 距享受社会养老保险待遇不足5年的，可延长; five years are not under five."""
    profile = tapped(start, *POOR, "body:severe", f"age:{tap}").profile
    match = benefits.match(profile, IN_TIME).match("linyi-2016-post")
    assert match is not None
    assert next(option.truth for option in match.terms if option.statement.when) == extension


def test_the_ages_follow_what_the_benefits_turn_on(start: Interview, benefits: Benefits):
    assert cuts_of("months_to_pension", benefits.cards) == (60,)
    age = start.questions.find("age")
    assert age is not None
    assert [option.words for option in age.options] == [
        "不到16岁",
        "16岁到44岁",
        "45岁以上，离领养老金还有5年或更久",
        "离领养老金不到5年",
        "已经在领养老金",
    ]
    plain = Questionnaire.over((), FACTS, ()).find("age")
    assert plain is not None
    assert [option.words for option in plain.options][1:3] == ["16岁到49岁", "50岁以上，离领养老金还没到年纪"]


def test_an_option_that_contradicts_what_is_known_is_not_offered(start: Interview, benefits: Benefits):
    interview = tapped(start, *POOR, "age:retired")
    put = question(interview, benefits)
    while put:
        assert put.id != "work"
        interview = tapped(interview, f"{put.id}:")
        put = question(interview, benefits)
    described = Interview(start.questions, base=Profile({"disabled": True}))
    body = described.put("body")
    assert body is not None and "none" not in {option.id for option in body.options}


def test_of_an_old_person_no_age_of_a_child_is_offered_and_of_a_child_no_pension(start: Interview):
    ages = {who: {each.id for each in tapped(start, f"who:{who}").put("age").options} for who in ("elder", "child")}
    assert not ages["elder"] & {"child", "young"} and "retired" in ages["elder"]
    assert ages["child"] == {"child", "young"}


def test_somebody_described_in_words_is_not_asked_who_and_where_again(start: Interview, benefits: Benefits):
    described = Interview(start.questions, base=Profile({"registered_poor": True}, "临沂市"))
    put = question(described, benefits)
    assert put is not None and (put.id, put.title) == ("body", "他（她）身体怎么样？")
    without = described.forgetting("region")
    put = question(without, benefits)
    assert put is not None and put.id == "where"
    assert question(without.forgetting("registered_poor"), benefits) == start.put(WHO.id)


def test_another_tap_on_a_question_takes_the_place_of_the_first(start: Interview):
    interview = tapped(start, *POOR, "household:allowance")
    assert [str(tap) for tap in interview.taps] == ["who:self", "where:临沂市", "household:allowance"]
    assert "registered_poor" not in interview.profile.facts


def test_another_claimant_is_another_case_at_the_same_place(start: Interview):
    interview = tapped(start, *POOR, "body:severe", "who:employer")
    assert [str(tap) for tap in interview.taps] == ["who:employer", "where:临沂市"]


def test_one_tap_back(start: Interview):
    assert tapped(start, *POOR).before() == tapped(start, *POOR[:2])


@every("tap", ["nothing:at all", "body:nothing", "where:北京市", ""])
def test_a_tap_on_nothing_is_none(start: Interview, tap: str):
    assert start.tapped(Tap.read(tap)) is None


# ------------------------------------------------------------------------------------------------ the questions


def test_every_fact_can_be_told(start: Interview):
    told = frozenset().union(*(each.facts for each in (*start.questions.of_person, *start.questions.of_employer)))
    # An age settles whether somebody is a minor, of working age or old.
    assert FACTS.keys() - told - {"claimant"} == set()


def test_no_two_questions_share_a_name_and_every_option_is_a_profile(start: Interview):
    questions = (WHO, start.questions.kind, start.questions.where)
    for group in (start.questions.of_person, start.questions.of_employer):
        names = [each.id for each in (*questions, *group)]
        assert len(names) == len(set(names))
        for each in group:
            assert len({option.id for option in each.options}) == len({option.words for option in each.options})
            for option in each.options:
                assert profile_of(profile_object(Profile(option.facts)), FACTS) == Profile(option.facts)
                assert len(option.words) <= 24, option.words

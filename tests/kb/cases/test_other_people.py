"""Whose case it is: 6,087 sentences, most with other people in them, each written before the rules that read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from embedders import MODEL_FILES

from eval.told_cases import agrees, may_be, read_told
from kb.benefits import Benefits
from kb.cases import SELF, FactJudge, Person, Profile, profile_object
from kb.cases.actors import mentions
from kb.language import Gazetteer

AS_OF = date(2018, 1, 1)
HERE = Path(__file__).parent


NOBODY: Mapping[str, Any] = {"person": "", "facts": {}, "also": [], "region": None}
GAZETTEER = Gazetteer.load()


@dataclass(frozen=True)
class Score:
    """Facts and places taken that are not so of the case, with the sentence; how many of those stated were found."""

    wrong_facts: tuple[str, ...]
    wrong_places: tuple[str, ...]
    found: int
    stated: int


def called(word: str) -> set[str]:
    """The roles that a word names: 妈 is the mother."""
    named = mentions(f"my {word}" if word.isascii() else f"我{word}")
    return {each.person.en for each in named if each.person and each.person != SELF}


def case_of(person: Person, facts: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The case that a profile is of: the one of that person, the only one, else of those that may be (甲, she) the one that it fits best."""
    words = f"{person.key} {person.en} {person.zh}".lower()
    named = [
        case
        for case in cases
        if case["person"] and (case["person"].lower() in words or person.en in called(case["person"]))
    ]
    is_asker = person == SELF or person.circle == "body"
    alike = [case for case in cases if len(cases) == 1 or case["person"] == "?" or is_asker == (not case["person"])]
    alike.sort(key=lambda case: sum(not may_be(name, value, case) for name, value in facts.items()))
    return next(iter([*named, *alike]), NOBODY)


def is_place(place: str, stated: str) -> bool:
    """Whether a place read is the one stated, in either language, or one that it lies in."""
    if stated in place:
        return True
    language = "en" if stated.isascii() else "zh"
    named = [each for one in GAZETTEER.find(stated, language) for each in (one.place, *one.others)]
    return any(GAZETTEER.full_name(each).startswith(place) for each in named)


def score(file: str, benefits: Benefits) -> Score:
    """What is wrong in the profile that is matched. Whether it is called by the right name does not count: nothing depends on it."""
    wrong, misplaced, found, stated = [], [], 0, 0
    for row in read_told(HERE / file):
        reading = benefits.read(row["text"], AS_OF)
        read: list[tuple[Person, Profile]] = [(reading.person, reading.profile)]
        if len(row["cases"]) > 1:
            read += [(each.person, each.profile) for each in reading.others]
        stated += sum(len(case["facts"]) + bool(case["region"]) for case in row["cases"])
        for person, profile in read:
            facts = profile_object(profile)
            place = facts.pop("region", "")
            case = case_of(person, facts, row["cases"])
            wrong += [f"{row['text']}: {name}" for name, value in facts.items() if not may_be(name, value, case)]
            found += sum(name in facts and agrees(facts[name], value) for name, value in case["facts"].items())
            places = [name for name in (case["region"], *case.get("region_also", ())) if name]
            is_right = bool(place) and any(is_place(place, name) for name in places)
            if place and not is_right:
                misplaced.append(f"{row['text']}: {place}")
            found += is_right and bool(case["region"])
    return Score(tuple(wrong), tuple(misplaced), found, stated)


def test_nothing_said_of_others_is_taken_for_the_case(benefits: Benefits) -> None:
    reached = score("other_people.jsonl", benefits)
    assert (reached.wrong_facts, reached.wrong_places) == ((), ())
    assert reached.found / reached.stated >= 0.8


@pytest.mark.parametrize(
    ("file", "facts", "places", "found"),
    [
        ("held_out", 0, 0, 0.86),
        ("later", 1, 0, 0.8),
        ("fresh", 1, 0, 0.8),
        ("first", 0, 0, 0.88),
        ("second", 1, 0, 0.69),
        ("two_writers", 16, 1, 0.56),
        ("two_more_writers", 10, 0, 0.56),
        ("one_more_writer", 3, 0, 0.59),
        pytest.param("five_writers", 141, 11, 0.5, marks=pytest.mark.thorough),
    ],
)
def test_it_stays_as_good_as_it_was(benefits: Benefits, file: str, facts: int, places: int, found: float) -> None:
    """What was reached on 30 November 2026, on sentences written before the rules but read since, so that it is no forecast.

    A forecast: `two_writers`, `two_more_writers` and `five_writers`, who had not seen the rules, before its misses were read: 11, 13 and 18 wrong
    facts in 200 sentences, 1, 0 and 1 wrong places, .54, .56 and .45 found. Names of facts that the package has under another name or not at all
    are mapped or left out. `one_more_writer`, scored once on these very rules: 120 sentences, half of them with nobody else in them; 4 facts and one
    place were wrong, .58 was found. What a sentence says and its writer did not note counts as wrong.
    """
    reached = score(f"other_people_{file}.jsonl", benefits)
    assert len(reached.wrong_facts) <= facts and len(reached.wrong_places) <= places
    assert reached.found / reached.stated >= found


@pytest.mark.parametrize(
    ("file", "facts", "places", "found"),
    [
        pytest.param("weighed", 11, 0, 0.53, marks=pytest.mark.thorough),
        pytest.param("unseen", 7, 2, 0.45, marks=pytest.mark.thorough),
        ("two_testers", 11, 1, 0.49),
    ],
)
def test_what_the_judge_thinks_unlikely_is_asked_and_not_taken(
    benefits: Benefits, file: str, facts: int, places: int, found: float
) -> None:
    """200 sentences each that it was not tuned on: by the first two its levels were chosen, `two_testers` were scored after that.

    The rules alone take 13, 19 and 19 wrong facts and find .50, .44 and .48.
    """
    judged = Benefits((), benefits.vocabulary, GAZETTEER, (), judge=FactJudge.of(MODEL_FILES))
    reached = score(f"other_people_{file}.jsonl", judged)
    assert len(reached.wrong_facts) <= facts and len(reached.wrong_places) <= places
    assert reached.found / reached.stated >= found


@pytest.mark.parametrize(
    ("text", "person", "stated"),
    [
        # the words that say what happened are taken behind others, those that name a kind of people are not
        ("我去年从厂里出来后一直没找到活", "本人", {"no_job_on_market": True, "employment": "unemployed"}),
        ("在厂里上班时是贫困户", "本人", {}),
        # he is whom the speaker says he is
        ("He's my cousin, 44, laid off in March", "cousin", {"age": 44, "employment": "unemployed"}),
        # somebody for whom there is no word is not the speaker
        ("The nurse, who is from Wenchang, says I should ask. I'm 47.", "本人", {"age": 47}),
        # what somebody is to the speaker is no firm of the speaker's, nor is the place of work
        ("我家是村里的贫困户", "本人", {"registered_poor": True}),
        ("只剩我，57，还没下岗", "本人", {"age": 57}),
        # before the sex, or behind it, a number is an age; behind a person it may be the one that something happened at, or count something
        ("想开个托管班，我女的41", "本人", {"age": 41, "wants_business": True}),
        ("没保险，52女，养老能补吗", "本人", {"age": 52}),
        ("我爸55退了", "本人", {}),
        ("我住26栋，我妈60不到", "本人", {}),
        ("厂里招了18男22女", "本人", {}),
        ("车间有30女工，能领什么", "本人", {}),
        ("我婆婆62岁就瘫了", "公婆或岳母", {"mobility_difficulty": True}),
        ("我今年50就快退休了", "本人", {"age": 50}),
        # where home is and where somebody works today say more together; not where it is wished for, over, or somebody else's
        (
            "我户口在毕节，现在宁波打工",
            "本人",
            {"works_outside_province": True, "works_outside_county": True, "employment": "employed"},
        ),
        ("我户口在毕节，想去宁波打工", "本人", {"wants_job": True}),
        ("我家在毕节，我哥在宁波打工，我40岁", "本人", {"age": 40}),
        # an occupation is work, a course in it is none; 停了 and 退了 end what was
        ("我是小区保洁员，52岁", "本人", {"age": 52, "employment": "employed"}),
        ("我52岁，想学月嫂", "本人", {"age": 52, "wants_training": True, "trade": "domestic_service"}),
        ("我52岁，低保去年停了", "本人", {"age": 52, "minimum_living_allowance": False}),
        # a reason is no request
        ("因为我爸买了车，奶奶85，能申请吗", "奶奶或外婆", {"age": 85}),
    ],
)
def test_what_a_clause_says_of_whom(benefits: Benefits, text: str, person: str, stated: dict[str, Any]) -> None:
    found = benefits.read(text, AS_OF)
    facts = profile_object(found.profile)
    assert person in (found.person.zh, found.person.en) or person == found.person.key
    assert {name: value for name, value in facts.items() if name not in ("sex", "region", "rural")} == stated


def test_where_it_is_open_whose_case_it_is_one_is_to_be_chosen(benefits: Benefits) -> None:
    """What the speaker does for a living is said beside a relative in need, and nothing is asked for either."""
    found = benefits.read("娘七十六了，腿脚不便，我在镇上送外卖，走不开", AS_OF)
    assert not found.is_situation and {each.person.zh for each in found.others} == {"本人", "母亲"}
    assert ("说到了本人、母亲，没有说是给谁问的：请选一个") in [zh for zh, _ in found.notes]
    assert (
        benefits.read("娘七十六了，腿脚不便，我在镇上送外卖，走不开", AS_OF, "母亲").profile.facts[
            "mobility_difficulty"
        ]
        is True
    )


@pytest.mark.parametrize(
    ("text", "person", "stated"),
    [
        # nothing is asked for the dead; what is asked of somebody for the speaker is the speaker's
        ("我奶奶去世了，能领她的养老金吗", "本人", {}),
        ("我哥在单位上班，他能不能把我带上，我没工作", "本人", {"employment": "unemployed"}),
        # another's firm is nobody's case, and what follows is not said of it
        ("厂里把我辞了，五十一岁", "本人", {"employment": "unemployed", "age": 51}),
        # a question that names nobody speaks of a thing; a wish goes on
        ("失业登记在哪办", "本人", {}),
        ("I want to work outside the province", "本人", {"wants_job": True}),
        ("我43，差一点评上低保", "本人", {"age": 43}),
    ],
)
def test_what_is_not_said_of_the_case(benefits: Benefits, text: str, person: str, stated: dict[str, Any]) -> None:
    found = benefits.read(text, AS_OF)
    facts = {name: value for name, value in profile_object(found.profile).items() if name != "sex"}
    assert (found.person.zh, facts) == (person, stated)

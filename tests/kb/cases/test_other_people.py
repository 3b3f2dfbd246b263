"""Whose case it is: 3,253 sentences, most with other people in them, each written before the rules that read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.benefits import Benefits
from kb.cases import SELF, Person, Profile, profile_object

AS_OF = date(2018, 1, 1)
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Score:
    """Facts and places taken wrongly, with the sentence; how many of those stated were found."""

    wrong_facts: tuple[str, ...]
    wrong_places: tuple[str, ...]
    found: int
    stated: int


def span(value: Any) -> tuple[float, float]:
    if isinstance(value, dict):
        return value.get("at_least", 0), value.get("at_most", float("inf"))
    return value, value


def agrees(got: Any, stated: Any) -> bool:
    """The same, or a range that holds the number."""
    if isinstance(got, bool | str) or isinstance(stated, bool | str):
        return got is stated or got == stated
    (low, high), (first, last) = span(got), span(stated)
    return low <= first and high >= last


def may_be(name: str, value: Any, case: Mapping[str, Any]) -> bool:
    """Whether the sentence says it, or it may be read into it (`also`: a name, or a name with its value)."""
    if name in case["facts"]:
        return agrees(value, case["facts"][name])
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool | str) else ""
    return name in case["also"] or f"{name}={shown}" in case["also"] or (name, value) == ("claimant", "person")


def score(file: str, benefits: Benefits) -> Score:
    wrong, misplaced, found, stated = [], [], 0, 0
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reading = benefits.read(row["text"], AS_OF)
        read: list[tuple[Person, Profile]] = [(reading.person, reading.profile)]
        if len(row["cases"]) > 1:
            read += [(each.person, each.profile) for each in reading.others]
        stated += sum(len(case["facts"]) + bool(case["region"]) for case in row["cases"])
        for person, profile in read:
            facts = profile_object(profile)
            place = facts.pop("region", "")
            is_asker = person == SELF or person.circle == "body"
            fitting = [case for case in row["cases"] if case["person"] == "?" or is_asker == (not case["person"])]
            named = [case for case in fitting if case["person"] and case["person"] in f"{person.key} {person.en}"]
            case = next(iter([*named, *fitting]), {"facts": {}, "also": [], "region": None})
            wrong += [f"{row['text']}: {name}" for name, value in facts.items() if not may_be(name, value, case)]
            found += sum(name in facts and agrees(facts[name], value) for name, value in case["facts"].items())
            places = [name for name in (case["region"], *case.get("region_also", ())) if name]
            if place and not any(name in place for name in places):
                misplaced.append(f"{row['text']}: {place}")
            found += bool(place and case["region"] and case["region"] in place)
    return Score(tuple(wrong), tuple(misplaced), found, stated)


def test_nothing_said_of_others_is_taken_for_the_case(benefits: Benefits) -> None:
    reached = score("other_people.jsonl", benefits)
    assert (reached.wrong_facts, reached.wrong_places) == ((), ())
    assert reached.found / reached.stated >= 0.8


@pytest.mark.parametrize(
    ("file", "facts", "places", "found"),
    [
        ("held_out", 0, 0, 0.87),
        ("later", 2, 1, 0.8),
        ("fresh", 1, 0, 0.82),
        ("first", 0, 0, 0.88),
        ("second", 1, 2, 0.7),
        ("two_writers", 18, 4, 0.53),
        ("two_more_writers", 23, 3, 0.53),
        pytest.param("five_writers", 296, 95, 0.41, marks=pytest.mark.thorough),
    ],
)
def test_it_stays_as_good_as_it_was(benefits: Benefits, file: str, facts: int, places: int, found: float) -> None:
    """What was reached on 30 November 2026, on sentences written before the rules but read since, so that it is no forecast.

    The forecast: of the 300 by two writers who had not seen the rules, 200 were scored without being read: 13 facts and 3 places in them were
    wrong and .52 was found; the rules before had 13, 4 and .50. (`two_writers` holds all 300. Names of facts that the package has under another
    name or not at all are mapped or left out.)

    Two more writers (220 sentences: 23 facts, 3 places, .53 found) and five others (2,000: 298, 95, .41) had not seen them either. Where two people
    have a request each, what is read of the second is counted against the first.
    """
    reached = score(f"other_people_{file}.jsonl", benefits)
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
        # a reason is no request
        ("因为我爸买了车，奶奶85，能申请吗", "奶奶或外婆", {"age": 85}),
    ],
)
def test_what_a_clause_says_of_whom(benefits: Benefits, text: str, person: str, stated: dict[str, Any]) -> None:
    found = benefits.read(text, AS_OF)
    facts = profile_object(found.profile)
    assert person in (found.person.zh, found.person.en) or person == found.person.key
    assert {name: value for name, value in facts.items() if name not in ("sex", "region", "rural")} == stated

"""Profiles at the edge: what is refused, with field and reason, and what follows from an age."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cases import Vocabulary, derive, profile_object, profile_of, read_profile
from kb.cases.facts import Range
from kb.cases.pension import REACHED, months_to_pension, working_age
from kb.errors import InvalidProfile

FACTS = Vocabulary.builtin().facts
BEFORE, AFTER = date(2018, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"age": 200}, "age", "0 至 120"),
        ({"age": -1}, "age", "0 至 120"),
        ({"age": "58"}, "age", "整数"),
        ({"age": True}, "age", "整数"),
        ({"age": 70, "minor": True}, "minor", "矛盾"),
        ({"age": 8, "elderly": True}, "elderly", "矛盾"),
        ({"age": 10, "working_age": True}, "working_age", "矛盾"),
        ({"severe_disability": True, "disabled": False}, "severe_disability", "矛盾"),
        (
            {"first_time_outside_province": True, "works_outside_county": False},
            "first_time_outside_province",
            "到户籍所在县区以外务工",
        ),
        ({"employment": "retired", "months_to_pension": 12}, "months_to_pension", "已领养老金"),
        ({"claimant": "enterprise", "disability_certificate": True}, "disability_certificate", "enterprise"),
        ({"sex": "woman"}, "sex", "female"),
        ({"registered_poor": "yes"}, "registered_poor", "true 或 false"),
        ({"registerd_poor": True}, "registerd_poor", "registered_poor"),
        ({"months_to_pension": {"at_least": 60, "at_most": 59}}, "months_to_pension", "小于"),
        ({"region": 5}, "region", "地名"),
        ([], "", "JSON 对象"),
    ],
)
def test_a_bad_profile_gets_field_and_reason(data: Any, field: str, reason: str) -> None:
    with pytest.raises(InvalidProfile) as caught:
        profile_of(data, FACTS)
    assert str(caught.value).startswith(field)
    assert reason in str(caught.value)


def test_a_file_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "情况.json"
    path.write_text('{"region": " 临沂市 ", "age": {"at_least": 56, "at_most": 57}}', encoding="utf-8")
    read = read_profile(path, FACTS)
    assert (read.region, read.facts["age"]) == ("临沂市", Range(56, 57))
    path.write_text('{"age": 56,\n"age": 57}', encoding="utf-8")
    with pytest.raises(InvalidProfile, match="写了两次"):
        read_profile(path, FACTS)
    path.write_text('{"age": 56,\n}', encoding="utf-8")
    with pytest.raises(InvalidProfile, match="第 2 行"):
        read_profile(path, FACTS)
    with pytest.raises(InvalidProfile, match="找不到"):
        read_profile(tmp_path / "没有.json", FACTS)


def test_a_profile_is_written_as_it_is_read() -> None:
    data = {"region": "临沂市", "age": 58, "months_to_pension": {"at_least": 0, "at_most": 59}, "disabled": False}
    assert profile_object(profile_of(data, FACTS)) == data
    assert profile_object(profile_of(json.loads(json.dumps(data)), FACTS)) == data


@pytest.mark.parametrize(
    ("age", "sex", "scheme", "as_of", "expected"),
    [
        # 60 in the residents' scheme: aged 56 there are between 37 (a day short of 57) and 48 months left.
        (56, None, "resident", AFTER, Range(37, 48)),
        (55, None, "resident", AFTER, Range(49, 60)),
        (54, None, "resident", BEFORE, Range(61, 72)),
        (60, None, "resident", BEFORE, REACHED),
        (62, None, None, BEFORE, REACHED),
        # men before 2025: 60 in both schemes; whoever turns 60 in 2030-01, 60 months after 2025-01, waits 60 / 4 + 1 months more
        (56, "male", None, BEFORE, Range(37, 48)),
        (56, "male", "employee", AFTER, Range(37, 48 + 16)),
        # women: 50 or 55 as employees, 60 as residents; 55 in 2025-01 a month later, in 2033-01 96 / 4 + 1 months
        (48, "female", None, BEFORE, Range(13, 144)),
        (48, "female", "employee", BEFORE, Range(13, 84 + 1)),
        (48, "female", "employee", AFTER, Range(13, 84 + 25)),
        # Due to some since 50; whoever turns 55 in 2026-01, 12 months after 2025-01, waits 12 / 4 + 1 months.
        (55, "female", "employee", AFTER, Range(-1, 4)),
    ],
)
def test_months_left_by_age(age: int, sex: str | None, scheme: str | None, as_of: date, expected: Range) -> None:
    assert months_to_pension(age, sex, scheme, as_of) == expected


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        (15, None, False),
        (16, None, True),
        (49, None, True),
        (50, None, None),
        (59, "male", True),
        (60, "male", None),
        (62, "female", None),
        (63, None, False),
    ],
)
def test_working_age(age: int, sex: str | None, expected: bool | None) -> None:
    assert working_age(age, sex) is expected


def test_a_stated_distance_narrows_what_the_age_says() -> None:
    both = derive(
        profile_of({"age": 56, "pension_scheme": "resident", "months_to_pension": {"at_most": 40}}, FACTS), FACTS, AFTER
    )
    assert both.facts["months_to_pension"] == Range(37, 40)
    # What is assumed of the pension age is said only where it was needed.
    assert not any("领取养老金" in zh for zh, _ in both.assumptions)
    alone = derive(profile_of({"age": 56, "pension_scheme": "resident"}, FACTS), FACTS, AFTER)
    assert alone.facts["months_to_pension"] == Range(37, 48)
    assert "60周岁" in alone.assumptions[0][0]
    with pytest.raises(InvalidProfile, match=r"months_to_pension.*矛盾"):
        derive(profile_of({"age": 40, "pension_scheme": "resident", "months_to_pension": 12}, FACTS), FACTS, AFTER)


def test_what_an_age_excludes_is_said_and_may_be_corrected() -> None:
    old = derive(profile_of({"age": 85}, FACTS), FACTS, AFTER)
    assert (old.facts["months_to_pension"], old.facts["technical_school"]) == (REACHED, False)
    (said,) = (zh for zh, _ in old.assumptions if "不属于" in zh)
    assert FACTS["technical_school"].zh in said
    stated = derive(profile_of({"age": 85, "technical_school": True}, FACTS), FACTS, AFTER)
    assert stated.facts["technical_school"] is True
    # Nothing is left of the way where none is stated; less than five years is a way.
    assert (
        derive(profile_of({"age": 62, "months_to_pension": 0}, FACTS), FACTS, BEFORE).facts["months_to_pension"]
        == REACHED
    )
    with pytest.raises(InvalidProfile, match="months_to_pension"):
        derive(profile_of({"age": 62, "months_to_pension": {"at_most": 59}}, FACTS), FACTS, BEFORE)


def test_what_follows_from_other_facts() -> None:
    derived = derive(
        profile_of({"severe_disability": True, "first_time_outside_province": True, "age": 8}, FACTS), FACTS, AFTER
    )
    assert derived.facts["disabled"] is True
    assert derived.facts["works_outside_county"] is True
    assert (derived.facts["minor"], derived.facts["elderly"], derived.facts["working_age"]) == (True, False, False)
    assert derived.facts["claimant"] == "person"
    denied = derive(profile_of({"disabled": False, "works_outside_county": False}, FACTS), FACTS, AFTER)
    assert denied.facts["disability_certificate"] is False
    assert denied.facts["first_time_outside_province"] is False
    assert derive(profile_of({"claimant": "workshop"}, FACTS), FACTS, AFTER).facts["has_workshop"] is True


@given(st.integers(0, 120), st.sampled_from([None, "male", "female"]), st.sampled_from([None, "resident", "employee"]))
def test_knowing_more_never_widens_the_distance(age: int, sex: str | None, scheme: str | None) -> None:
    wide = months_to_pension(age, None, None, AFTER)
    narrow = months_to_pension(age, sex, scheme, AFTER)
    assert narrow.meets(wide) == narrow

"""Situations in words: what is taken, from which words, of whom, and what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.benefits import Benefits
from kb.facts import FACTS
from kb.profile import profile_object
from kb.profile_rules import HOUSEHOLD, OF_HIRES, rules
from kb.profiles import describe

AS_OF = date(2018, 1, 1)


def read(benefits: Benefits, text: str) -> dict[str, Any]:
    return profile_object(benefits.read(text, AS_OF).profile)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有残疾证", {"disability_certificate": True}),
        ("没有残疾证", {"disability_certificate": False}),
        ("没办过残疾证", {"disability_certificate": False}),
        ("我没有工作，是贫困户", {"employment": "unemployed", "registered_poor": True}),
        ("不是贫困户", {"registered_poor": False}),
        ("未脱贫", {"out_of_poverty": False}),
        ("没残疾证的贫困户", {"disability_certificate": False, "registered_poor": True}),
        ("残疾三级", {"disability_certificate": True, "severe_disability": False, "disabled": True}),
        ("重度残疾", {"severe_disability": True, "disabled": True}),
        ("不想创业", {"wants_business": False}),
        ("想去三支一扶", {}),
        ("以前是贫困户", {}),
        ("残疾证过期了", {}),
        ("低保还没批下来", {}),
        ("we used to be registered poor", {}),
        ("是不是贫困户才能领", {}),
        ("not registered poor", {"registered_poor": False}),
        (
            "I have no disability certificate and am registered poor",
            {"disability_certificate": False, "registered_poor": True},
        ),
        ("unable to work", {"able_to_work": False}),
        ("I am not sure whether I am registered poor", {}),
    ],
)
def test_what_is_said_and_what_is_denied(benefits: Benefits, text: str, expected: dict[str, Any]) -> None:
    assert read(benefits, text) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("离领养老金不到五年", {"at_least": 0, "at_most": 59}),
        ("距享受社会养老保险待遇不足5年", {"at_least": 0, "at_most": 59}),
        ("离领养老金还有五年", 60),
        ("还差59个月退休", 59),
        ("还有4年半就退休了", 54),
        ("五年多才能领养老金", None),
        ("离退休还有五年多", {"at_least": 60, "at_most": 71}),
        ("离退休大概还有5年", {"at_least": 49, "at_most": 71}),
        ("离退休还有大概5年", {"at_least": 49, "at_most": 71}),
        ("离退休还有五年以上", {"at_least": 60}),
        ("差一年零三个月到退休年龄", 15),
        ("还有4年11个月领养老金", 59),
        ("She is 4 years and 11 months from her pension", 59),
        ("交了15年养老保险", None),
        ("paid 15 years to the pension scheme", None),
        ("五年以内退休", {"at_least": 0, "at_most": 60}),
        ("five years from pension age", 60),
        ("less than five years before retirement", {"at_least": 0, "at_most": 59}),
        ("within 5 years of the pension", {"at_least": 0, "at_most": 60}),
        ("retiring in 4 years", 48),
        ("more than five years until he retires", {"at_least": 61}),
    ],
)
def test_the_distance_to_the_pension(benefits: Benefits, text: str, months: Any) -> None:
    assert read(benefits, text).get("months_to_pension") == months


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("58岁", 58),
        ("我妈58了", 58),
        ("五十八岁", 58),
        ("50多岁", {"at_least": 50, "at_most": 59}),
        ("快60岁了", {"at_least": 58, "at_most": 59}),
        ("四十岁左右", {"at_least": 37, "at_most": 43}),
        ("虚岁60", {"at_least": 58, "at_most": 59}),
        ("60岁以上的人有什么补贴", None),
        ("I am 56", 56),
        ("a 61-year-old woman", 61),
        ("aged 45", 45),
        ("he is 60 months from his pension", None),
    ],
)
def test_ages(benefits: Benefits, text: str, age: Any) -> None:
    assert read(benefits, text).get("age") == age


def test_the_example_of_a_mother(benefits: Benefits) -> None:
    found = benefits.read("我妈58了，残疾二级，临沂兰陵的，建档立卡", AS_OF)
    assert found.person.zh == "母亲"
    assert profile_object(found.profile) == {
        "region": "山东省临沂市兰陵县",
        "age": 58,
        "sex": "female",
        "disabled": True,
        "severe_disability": True,
        "disability_certificate": True,
        "registered_poor": True,
    }
    words = {item.fact: found.text[item.start : item.end] for item in found.said if item.start is not None}
    assert (words["severe_disability"], words["registered_poor"], words["age"]) == ("残疾二级", "建档立卡", "妈58了")
    assert "残疾等级以残疾证为准" in found.notes[0][0]
    assert describe(found.profile, found.person)[:2] == [
        ("为母亲查询", "for the mother"),
        ("地区：山东省临沂市兰陵县", "place: 山东省临沂市兰陵县"),
    ]


def test_of_two_people_the_one_of_whom_most_is_said(benefits: Benefits) -> None:
    found = benefits.read("我和我妈都是贫困户，我在外地打工，我妈61了有残疾证", AS_OF)
    facts = profile_object(found.profile)
    assert found.person.zh == "母亲"
    assert (facts["registered_poor"], facts["age"]) == (True, 61)
    assert "works_outside_county" not in facts
    assert ("没有计入本人的情况", "what is said of the speaker was left out") in found.notes


def test_a_word_before_a_person_is_said_of_that_person(benefits: Benefits) -> None:
    found = benefits.read("我有一个残疾的哥哥", AS_OF)
    assert (found.person.zh, dict(found.profile.facts)) == ("哥哥或弟弟", {"disabled": True, "sex": "male"})


@pytest.mark.parametrize("text", ["我200岁了，临沂贫困户", "我孩子70岁了，临沂贫困户"])
def test_an_impossible_age_is_left_out_and_named(benefits: Benefits, text: str) -> None:
    found = benefits.read(text, AS_OF)
    assert "age" not in found.profile.facts
    assert any("不可能" in zh for zh, _ in found.notes)


def test_an_employer_asks_of_those_it_hires(benefits: Benefits) -> None:
    assert read(benefits, "我们公司招了脱贫户，签了劳动合同，没给他们交社保") == {
        "claimant": "enterprise",
        "hires_out_of_poverty": True,
        "signs_contracts": True,
        "pays_insurance": False,
    }
    assert read(benefits, "我公司缴了社保，员工里有低保户") == {
        "claimant": "enterprise",
        "pays_insurance": True,
        "hires_minimum_living_allowance": True,
    }
    # Where somebody works, or wants to learn, does not ask.
    assert read(benefits, "我在一家公司上班") == {"employment": "employed"}
    assert read(benefits, "我媳妇在扶贫车间干活") == {"employment": "employed", "sex": "female"}
    assert "claimant" not in read(benefits, "想去培训机构学门手艺")


def test_places(benefits: Benefits) -> None:
    assert read(benefits, "我是临沂的，在江苏打工")["region"] == "山东省临沂市"
    two = benefits.read("我是临沂的，在江苏打工", AS_OF)
    assert any("江苏省" in zh for zh, _ in two.notes)
    assert read(benefits, "刚从广东回来，住在沭阳")["region"] == "江苏省宿迁市沭阳县"
    assert read(benefits, "去广东打工的临沂人")["region"] == "山东省临沂市"
    unclear = benefits.read("我在鼓楼区，失业了", AS_OF)
    assert unclear.profile.region in (None, "江苏省南京市鼓楼区", "江苏省徐州市鼓楼区")
    if unclear.profile.region is None:
        assert any("鼓楼区" in zh for zh, _ in unclear.notes)


def test_what_contradicts_is_left_out_and_named(benefits: Benefits) -> None:
    found = benefits.read("我爸40岁，还有两年领养老金，临沂", AS_OF)
    assert profile_object(found.profile) == {"region": "山东省临沂市", "months_to_pension": 24, "sex": "male"}
    assert any("年龄" in zh for zh, _ in found.notes)


@pytest.mark.parametrize(
    "text", ["临沂和江苏的公益性岗位期限有什么不同？", "生三孩有没有补贴？", "这份文件什么时候印发的"]
)
def test_a_question_without_a_situation(benefits: Benefits, text: str) -> None:
    assert not benefits.read(text, AS_OF).is_situation


def test_every_rule_speaks_of_a_fact_and_a_value_it_may_have() -> None:
    for rule in rules():
        fact = FACTS[rule.fact]
        assert isinstance(rule.value, bool) == (fact.kind == "yes_no")
        assert isinstance(rule.value, bool) or rule.value in fact.values
    assert set(OF_HIRES.values()) | HOUSEHOLD <= set(FACTS)

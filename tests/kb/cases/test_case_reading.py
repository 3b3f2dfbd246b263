"""Situations in words: what is taken, from which words, of whom, and what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.benefits import Benefits
from kb.cases import profile_object

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
        ("重度残疾", {"severe_disability": True}),
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
        ("没有残疾证和低保", {"disability_certificate": False, "minimum_living_allowance": False}),
        ("残疾证：无，低保：有", {"disability_certificate": False, "minimum_living_allowance": True}),
        ("哪有什么残疾证", {"disability_certificate": False}),
        ("no disability card or dibao", {"disability_certificate": False, "minimum_living_allowance": False}),
        ("never had a disability certificate", {"disability_certificate": False}),
        ("一个残疾一个没残疾", {}),
        # not certain, not granted yet, lapsed, of others, of the past
        ("好像是低保，可能残疾二级，不太清楚", {}),
        ("应该算贫困户吧", {}),
        ("低保，不太清楚", {}),
        ("听人家说残疾人能领补贴", {}),
        ("I am maybe on low-income, not sure", {}),
        ("If I get a disability certificate, what can I claim?", {}),
        ("正在办残疾证", {}),
        ("申请了低保", {}),
        ("有残疾证，不过去年过期了", {}),
        ("想办个残疾证", {}),
        ("低保怎么申请", {}),
        ("低保能领多少", {}),
        ("残疾人有什么补贴", {"disabled": True}),
        ("有残疾证的人能享受什么", {"disability_certificate": True}),
        ("听说有残疾证的人能享受什么", {}),
        ("我是残疾人的女儿，今年20岁", {"age": 20}),
        ("算是低保户吗", {}),
        ("去年还是贫困户", {}),
        ("two years ago I was on dibao", {}),
        ("她带动了3个贫困户", {}),
        ("以前办的残疾证", {"disability_certificate": True}),
        ("想办个扶贫车间，还没办", {}),
        # of people in general, in somebody else's words, of somebody only named
        ("贫困户跨省打工有路费补助，我们家脱贫了", {"out_of_poverty": True}),
        ("网友问：我是农村户口，能交吗", {}),
        ("兹有居民李某，女，46岁，下岗", {"sex": "female", "age": 46, "employment": "unemployed"}),
        ("我是不是算就业困难人员", {}),
        ("广州百岁老人在家养老", {}),
        ("低保 扶贫 台账数据 每年比对几次", {}),
        ("Two of my workers are over 60 and one is disabled", {}),
    ],
)
def test_what_is_said_and_what_is_denied(benefits: Benefits, text: str, expected: dict[str, Any]) -> None:
    assert read(benefits, text) == expected


@pytest.mark.parametrize(
    ("text", "severe", "certificate"),
    [
        ("disabled grade 2", True, True),
        ("grade II disability", True, True),
        ("level-2 disability certificate", True, True),
        ("a disability card, grade 3", False, True),
        ("disabled, second grade", True, True),
        ("残疾证上写的二级", True, True),
        ("有残疾证，三级", False, True),
        ("二级肢体残疾", True, True),
        ("视力一级", True, True),
        ("残疾二级，不对，三级", False, True),
        ("残疾四级，以前二级", False, True),
        ("残疾证正在办，二级", True, None),
        ("没有残疾证，残疾二级", True, False),
        # grades of something else
        ("工伤四级", None, None),
        ("二级建造师", None, None),
        ("残疾，在二级医院上班", None, None),
        ("level 3 nurse, disabled", None, None),
        ("好像残疾二级", None, None),
    ],
)
def test_grades_of_a_disability(benefits: Benefits, text: str, severe: bool | None, certificate: bool | None) -> None:
    facts = read(benefits, text)
    assert (facts.get("severe_disability"), facts.get("disability_certificate")) == (severe, certificate)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("离领养老金不到五年", {"at_least": 0, "at_most": 59}),
        ("距享受社会养老保险待遇不足5年", {"at_least": 0, "at_most": 59}),
        ("离领养老金还有五年", 60),
        ("还差59个月退休", 59),
        ("还有4年半就退休了", 54),
        ("五年多才能领养老金", {"at_least": 60, "at_most": 71}),
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
        ("离退休还有5到6年", {"at_least": 60, "at_most": 72}),
        ("离领养老金还差个五六年", {"at_least": 60, "at_most": 72}),
        ("还差三五年退休", {"at_least": 36, "at_most": 60}),
        ("还差十几个月退休", {"at_least": 10, "at_most": 19}),
        ("离退休还有三年差两个月", 34),
        ("差两个月五年退休", 58),
        ("离退休还有五年差3天", 59),
        ("差半年退休", 6),
        ("还差俩月退休", 2),
        ("between five and six years to retirement", {"at_least": 60, "at_most": 72}),
        ("5-6 years until the pension", {"at_least": 60, "at_most": 72}),
        ("half a year before retirement", 6),
        ("four years and eleven months until I can draw my pension", 59),
        ("离退休可能还有五年", None),
        ("养老保险交了五六年", None),
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
        ("现已届满60岁", 60),
        ("我今年正好满五十五周岁", 55),
        ("he is 60 months from his pension", None),
        ("没有残疾证，56了", 56),
        ("不是贫困户，五十四，没工作", 54),
        ("男58 职工养老", 58),
        ("今年六十整", 60),
        ("我妈65有残疾证", 65),
        ("今年五十九岁", 59),
        ("五十六七岁", {"at_least": 56, "at_most": 57}),
        ("五十好几的人了", {"at_least": 50, "at_most": 59}),
        ("差三个月满59", 58),
        ("离六十还有仨月", 59),
        ("明年60", {"at_least": 58, "at_most": 59}),
        ("1958年5月生", 59),
        ("我1960年生的", {"at_least": 57, "at_most": 58}),
        ("我55 不对 56", 56),
        ("我爸五十七，哦不是，五十九了", 59),
        ("三十岁那年受的伤，现在四十九", 49),
        ("I'm fifty-six", 56),
        ("a woman of 47", 47),
        ("disabled, 54, out of work", 54),
        ("almost 60 years old", {"at_least": 58, "at_most": 59}),
        ("He's 60 in three months", 59),
        ("turning 55 in five years", {"at_least": 49, "at_most": 50}),
        ("我廿六岁", 26),
        ("今年卅五了", 35),
        ("老人家八十有一", 81),
        ("我五十有三个孩子", 50),
        ("已满五十周岁，没工作", 50),
        ("现年满61周岁", 61),
        ("等我满60岁", None),
        ("年满50周岁的能领吗", None),
        ("in her late fifties", {"at_least": 57, "at_most": 59}),
        ("born in 1960", {"at_least": 57, "at_most": 58}),
        ("I'm 55, sorry, 56", 56),
        # no age of today, or none at all
        ("我65后生的", None),
        ("60岁退休", None),
        ("三岁得的病", None),
        ("交了十二年养老保险", None),
        ("家里5口人，养了50只羊", None),
        ("when I was 30", None),
        ("retirement age is 60", None),
        ("we have 20 workers", None),
        ("可能58岁", None),
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
    assert (words["severe_disability"], words["registered_poor"], words["age"]) == ("残疾二级", "建档立卡", "58")
    assert found.notes[0][0] == "由“残疾二级”看出：持有残疾证（不符请改）"
    assert found.lines()[:2] == [
        ("为母亲查询", "for the mother"),
        ("地区：山东省临沂市兰陵县", "place: 山东省临沂市兰陵县"),
    ]


def test_of_two_people_the_speaker_unless_the_other_is_asked_for(benefits: Benefits) -> None:
    text = "我和我妈都是贫困户，我在外地打工，我妈61了有残疾证"
    found = benefits.read(text, AS_OF)
    assert (found.person.zh, profile_object(found.profile)) == (
        "本人",
        {"registered_poor": True, "employment": "employed", "works_outside_county": True},
    )
    assert (
        "这里只算本人的情况，没有计入母亲的情况：请另查一次",
        "read for the speaker only; what is said of the mother was left out: ask for each separately",
    ) in found.notes
    assert [each.person.zh for each in found.others] == ["母亲"]
    of_mother = {"registered_poor": True, "age": 61, "disability_certificate": True, "sex": "female"}
    assert profile_object(benefits.read(text, AS_OF, whose="母亲").profile) == of_mother
    assert profile_object(benefits.read(f"{text}，想问我妈能领什么", AS_OF).profile) == of_mother


def test_of_two_people_asked_for_neither_is_taken(benefits: Benefits) -> None:
    found = benefits.read("爷爷80奶奶78，他们能领什么", AS_OF)
    assert not found.is_situation
    assert [(each.person.zh, profile_object(each.profile)["age"]) for each in found.others] == [
        ("爷爷或外公", 80),
        ("奶奶或外婆", 78),
    ]


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        # the pronoun goes on with the one named last
        ("问问我爱人的事，我56，她53有残疾证", "配偶", {"age": 53, "disability_certificate": True}),
        # … and is written of a woman too
        ("替邻居问一下，他49，残疾一级", "邻居或熟人", {"age": 49, "severe_disability": True}),
        # the one asked for, though more is said of another
        ("我58，有残疾证，没工作，想给我妈问问，我妈80", "母亲", {"age": 80, "sex": "female"}),
        ("我爸妈都六十多了，我弟弟残疾，我想问我弟弟能办啥", "哥哥或弟弟", {"disabled": True, "sex": "male"}),
        # who is only looked after, or died, is not spoken of
        (
            "45岁下岗了，离婚带俩娃，吃低保",
            "本人",
            {"age": 45, "employment": "unemployed", "minimum_living_allowance": True},
        ),
        # 51 is hers or her daughter's: asked
        ("我照顾瘫痪的老母亲，51岁", "本人", {}),
        ("my husband died last year, I am 61", "本人", {"age": 61}),
        ("I'm a 45-year-old father of three, laid off", "本人", {"age": 45, "employment": "unemployed"}),
        # one fact each
        ("我老公残疾我没残疾", "本人", {"disabled": False}),
        ("我不是残疾人，我爸71，残疾二级，他能领什么", "父亲", {"age": 71, "severe_disability": True, "sex": "male"}),
        ("My wife is pregnant and I am 40", "本人", {"age": 40}),
        # another's household
        ("邻居是低保，我55，没工作", "本人", {"age": 55, "employment": "unemployed"}),
        ("我家是低保，我妈70", "本人", {"minimum_living_allowance": True}),
    ],
)
def test_of_whom_what_is_said(benefits: Benefits, text: str, person: str, expected: dict[str, Any]) -> None:
    found = benefits.read(text, AS_OF)
    facts = profile_object(found.profile)
    follows = {"disabled", "disability_certificate"} if "severe_disability" in expected else set()
    assert (found.person.zh, {name: facts[name] for name in facts if name not in follows}) == (person, expected)


def test_a_fact_that_may_be_of_either_of_two_is_left_out(benefits: Benefits) -> None:
    assert "disabled" not in read(benefits, "我老公残疾儿子上学")


def test_what_is_in_doubt_is_named(benefits: Benefits) -> None:
    found = benefits.read("我58，好像是低保", AS_OF)
    assert any("没有用“低保对象”" in zh for zh, _ in found.notes)


@pytest.mark.parametrize(
    "text",
    ["我是残疾人的儿子", "我是退役军人的配偶，没工作", "我是一个低保户的邻居", "I am the sister of a disabled man"],
)
def test_the_relative_of_somebody_is_not_what_that_person_is(benefits: Benefits, text: str) -> None:
    assert not {"disabled", "registered_poor", "subsistence_allowance", "veteran"} & set(read(benefits, text))


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
    assert read(benefits, "我们培训学校给贫困户搞了3天的电商培训") == {
        "claimant": "training_provider",
        "training_days": 3,
        "trade": "e_commerce",
    }
    # A member or a worker is not the employer.
    assert read(benefits, "合作社社员，贫困户，58") == {"registered_poor": True, "age": 58}
    assert "claimant" not in read(benefits, "我是劳务公司的派遣工")
    assert "claimant" not in read(benefits, "I was hired by a company under a contract")
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
    assert read(benefits, "第一次出省打工，去浙江，我是泗洪的")["region"] == "江苏省宿迁市泗洪县"
    assert read(benefits, "老家在河南，嫁到灌南了，58岁")["region"] == "江苏省连云港市灌南县"
    assert read(benefits, "在南京上班，户口在沭阳")["region"] == "江苏省宿迁市沭阳县"
    assert read(benefits, "I work in Nanjing but my household registration is in Shuyang")["region"].endswith("沭阳县")
    assert read(benefits, "I came back from Guangdong to Xuzhou")["region"] == "江苏省徐州市"
    assert read(benefits, "我是南京的，不对，徐州的，58岁")["region"] == "江苏省徐州市"
    assert "region" not in read(benefits, "我不在临沂，58岁")
    assert "region" not in read(benefits, "58岁，去北京打工")
    # Where another works is not where this one lives.
    assert "region" not in read(benefits, "我在南京上班，我妈58有残疾证")
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("还在地里干活，58岁", {"employment": "farming", "age": 58}),
        ("种了一辈子地，58岁", {"employment": "farming", "age": 58}),
        ("厂里上班，工伤", {"employment": "employed", "injured_at_work": True}),
        ("在村里干公益岗三年了", {"employment": "public_post", "rural": True}),
        ("不想培训就想找个活干", {"wants_training": False, "wants_job": True}),
        ("想贷款做生意", {"wants_business": True}),
        ("大学应届毕业", {"university_graduate": True, "graduating_this_year": True}),
        ("graduated from a vocational school, 19", {"age": 19}),
        ("we're no longer poor", {"out_of_poverty": True}),
        ("I came back from work to start a business", {"returning_migrant": True, "wants_business": True}),
        # Who has come back works no more where he worked.
        ("我在外地打工两年，今年回临沂了", {"region": "山东省临沂市"}),
        ("我在苏州上班十年，去年回来了", {}),
        ("我在上海打工，想回老家", {"employment": "employed"}),
        ("低保边缘户，58岁", {"age": 58}),
        ("孩子技校毕业了，58岁", {"age": 58}),
        ("建挡立卡户", {"registered_poor": True}),
        (
            "公司没给工人交社保，也没签合同，招了俩贫困户",
            {
                "claimant": "enterprise",
                "pays_insurance": False,
                "signs_contracts": False,
                "hires_registered_poor": True,
            },
        ),
        ("能上公益岗吗", {}),
        ("想去公益岗", {}),
    ],
)
def test_words_of_the_table(benefits: Benefits, text: str, expected: dict[str, Any]) -> None:
    assert read(benefits, text) == expected

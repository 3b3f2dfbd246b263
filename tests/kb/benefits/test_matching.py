"""Who gets what: boundaries by the words of the texts, a table of profiles, and what can never happen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from every import every
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.benefits.benefits import Benefits
from kb.benefits.matching import MatchVerdict, Situation, next_facts, trace_lines
from kb.cases import Fact, Vocabulary, contradictions, profile_of
from kb.errors import UnknownRegion

FACTS = Vocabulary.builtin().facts
IN_FORCE, LATER = date(2018, 1, 1), date(2022, 6, 1)
LINYI_POST = {"region": "兰陵县", "registered_poor": True, "working_age": True, "no_job_on_market": True}
EXTENDED = "对距享受社会养老保险待遇不足5年的贫困人员可延长至领取社会养老保险待遇"
THREE_YEARS = "其余人员最长不超过3年"


def matched(benefits: Benefits, data: dict[str, Any], as_of: date = IN_FORCE) -> Situation:
    return benefits.match(profile_of(data, FACTS), as_of)


# ------------------------------------------------------------------------------------- the post of 临人社发〔2016〕12号 二（一）2


@every(
    ("months", "certificate", "verdict", "term"),
    [
        (59, True, "may_apply", EXTENDED),
        (59, False, "may_apply", EXTENDED),
        (60, True, "may_apply", THREE_YEARS),
        (60, False, "does_not_apply", THREE_YEARS),
        (61, True, "may_apply", THREE_YEARS),
        (61, False, "does_not_apply", THREE_YEARS),
    ],
)
def test_the_post_at_five_years(
    benefits: Benefits, months: int, certificate: bool, verdict: MatchVerdict, term: str
) -> None:
    case = LINYI_POST | {"months_to_pension": months, "disability_certificate": certificate}
    match = matched(benefits, case).match("linyi-2016-post")
    assert match is not None
    assert match.verdict == verdict
    assert [option.statement.words for option in match.terms if option.truth == "yes"] == [term]
    assert "open" not in {option.truth for option in match.terms}


def test_what_keeps_the_post_open_is_only_the_number_of_posts(benefits: Benefits) -> None:
    match = matched(benefits, LINYI_POST | {"disability_certificate": True}).match("linyi-2016-post")
    assert match is not None
    assert match.missing == ()
    assert [leaf.words.text for leaf in match.left_open] == [
        "具体公益性岗位开发数量，由各县区视贫困村情况确定，原则上每个贫困村不超过3人"
    ]
    # How long it lasts hangs on the distance to the pension, which is not known.
    assert [option.truth for option in match.terms] == ["open", "open"]


def test_neither_certificate_nor_five_years_fails_with_both_words(benefits: Benefits) -> None:
    case = LINYI_POST | {"months_to_pension": 60, "disability_certificate": False}
    match = matched(benefits, case).match("linyi-2016-post")
    assert match is not None
    assert [leaf.words.text for leaf in match.failed if leaf.words] == ["持有残疾证", "距享受社会养老保险待遇不足5年"]
    lines = trace_lines(match.trace)
    assert lines[0] == "✗ 以下都要满足"
    assert "    ✗ 距领取养老金不到60个月（5年）（“距享受社会养老保险待遇不足5年”）" in lines


@pytest.mark.parametrize(
    ("rural", "holding"),
    [
        (True, ["新农合75%左右"]),
        (False, ["城镇居民医保70%以上"]),
        (None, []),
    ],
)
def test_hospital_costs_by_the_scheme(benefits: Benefits, rural: bool | None, holding: list[str]) -> None:
    case = {"region": "苏州市", "resident_medical": True, "employee_medical": False}
    match = matched(benefits, case | ({} if rural is None else {"rural": rural})).match("jiangsu-2012-inpatient")
    assert match is not None
    assert [option.statement.plain for option in match.amounts if option.truth == "yes"] == holding


def test_an_age_that_straddles_five_years_stays_open(benefits: Benefits) -> None:
    case = LINYI_POST | {"disability_certificate": False, "pension_scheme": "resident"}
    verdicts = {
        age: matched(benefits, case | {"age": age}, LATER).match("linyi-2016-post").verdict  # type: ignore[union-attr]
        for age in (54, 55, 56)
    }
    # 54: 61 to 72 months left; 55: 49 to 60; 56: 37 to 48.
    assert verdicts == {54: "does_not_apply", 55: "may_apply", 56: "may_apply"}
    straddling = matched(benefits, case | {"age": 55}, LATER).match("linyi-2016-post")
    assert (
        straddling is not None
        and [leaf.fact.name for leaf in straddling.missing if hasattr(leaf, "fact")]
        == [
            "disability_certificate",
            "months_to_pension",
        ][1:]
    )


# ------------------------------------------------------------------------------------------------------ the table

POOR = {"registered_poor": True}
STATED: list[tuple[dict[str, Any], date, dict[str, MatchVerdict]]] = [
    (
        POOR | {"region": "临沂市", "severe_disability": True},
        IN_FORCE,
        {"linyi-2016-pension-severe": "applies", "linyi-2016-pension-hardship": "may_apply"},
    ),
    (
        POOR | {"region": "临沂市", "severe_disability": False},
        IN_FORCE,
        {"linyi-2016-pension-severe": "does_not_apply"},
    ),
    (POOR | {"region": "临沂市"}, IN_FORCE, {"linyi-2016-pension-severe": "may_apply"}),
    (POOR | {"region": "青岛市", "severe_disability": True}, IN_FORCE, {"linyi-2016-pension-severe": "does_not_apply"}),
    (POOR | {"region": "山东省", "severe_disability": True}, IN_FORCE, {"linyi-2016-pension-severe": "may_apply"}),
    (
        POOR | {"region": "沂水县", "resident_medical": True},
        IN_FORCE,
        {"linyi-2016-serious-illness": "applies", "linyi-2016-medical-contribution": "may_apply"},
    ),
    (
        {"region": "沂水县", "resident_medical": True, "registered_poor": False},
        IN_FORCE,
        {"linyi-2016-serious-illness": "does_not_apply", "linyi-2016-medical-contribution": "does_not_apply"},
    ),
    (
        POOR | {"region": "临沂市", "relocated": True},
        IN_FORCE,
        {"linyi-2016-relocated": "applies", "linyi-2016-relocated-insurance": "applies"},
    ),
    (
        POOR | {"region": "临沂市", "working_age": True, "able_to_work": True, "wants_training": True},
        IN_FORCE,
        {"linyi-2016-free-training": "applies"},
    ),
    (
        POOR | {"region": "临沂市", "working_age": True, "able_to_work": False, "wants_training": True},
        IN_FORCE,
        {"linyi-2016-free-training": "does_not_apply"},
    ),
    (
        POOR | {"region": "临沂市", "age": 15, "able_to_work": True, "wants_training": True},
        IN_FORCE,
        {"linyi-2016-free-training": "does_not_apply"},
    ),
    (
        POOR | {"region": "临沂市", "age": 35, "new_sole_trader": True, "months_in_business": 12},
        IN_FORCE,
        {"linyi-2016-startup-grant": "may_apply"},
    ),
    (
        POOR | {"region": "临沂市", "age": 35, "new_sole_trader": True, "months_in_business": 11},
        IN_FORCE,
        {"linyi-2016-startup-grant": "does_not_apply"},
    ),
    (
        POOR | {"region": "临沂市", "age": 35, "works_outside_county": True},
        IN_FORCE,
        {"linyi-2016-transport": "may_apply"},
    ),
    (
        POOR | {"region": "临沂市", "age": 35, "works_outside_county": False},
        IN_FORCE,
        {"linyi-2016-transport": "does_not_apply"},
    ),
    (
        POOR | {"region": "临沂市", "training_days": 5},
        IN_FORCE,
        {"linyi-2016-short-training": "may_apply"},
    ),
    (POOR | {"region": "临沂市", "training_days": 6}, IN_FORCE, {"linyi-2016-short-training": "does_not_apply"}),
    (
        {"region": "临沂市", "claimant": "training_provider", "training_days": 3},
        IN_FORCE,
        {"linyi-2016-short-training": "may_apply", "linyi-2016-free-training": "does_not_apply"},
    ),
    (
        {
            "region": "郯城县",
            "claimant": "workshop",
            "certified_workshop": True,
            "hires_registered_poor": True,
            "signs_contracts": True,
        },
        IN_FORCE,
        {"linyi-2016-workshop-reward": "may_apply", "linyi-2016-workshop-loan": "may_apply"},
    ),
    (
        {"region": "郯城县", "claimant": "enterprise", "has_workshop": False, "hires_registered_poor": True},
        IN_FORCE,
        {
            "linyi-2016-workshop-reward": "does_not_apply",
            "linyi-2016-workshop-loan": "does_not_apply",
            "linyi-2016-employer-loan": "may_apply",
        },
    ),
    (
        POOR | {"region": "徐州市", "technical_school": True},
        IN_FORCE,
        {
            "jiangsu-2016-technical-school-allowance": "applies",
            "jiangsu-2016-technical-school-aid": "may_apply",
            "hainan-2016-technical-school-allowance": "does_not_apply",
            "linyi-2016-technical-school-aid": "does_not_apply",
        },
    ),
    (
        POOR | {"region": "海口市", "technical_school": True},
        IN_FORCE,
        {"hainan-2016-technical-school-allowance": "applies", "hainan-2016-technical-school-aid": "may_apply"},
    ),
    (
        POOR | {"region": "宿迁市", "able_to_work": True, "wants_job": True},
        IN_FORCE,
        {"jiangsu-2016-employment-service": "applies", "jiangsu-2016-hard-to-employ": "applies"},
    ),
    (
        POOR | {"region": "宿迁市", "able_to_work": True, "wants_training": True, "employment": "unemployed"},
        IN_FORCE,
        {"jiangsu-2016-free-training": "applies", "jiangsu-2016-yearly-training": "may_apply"},
    ),
    # 就业前: whoever has a job is past it, and may still take the courses of 四（三）2.
    (
        POOR | {"region": "宿迁市", "able_to_work": True, "wants_training": True},
        IN_FORCE,
        {"jiangsu-2016-free-training": "may_apply"},
    ),
    (
        POOR | {"region": "宿迁市", "able_to_work": True, "wants_training": True, "employment": "employed"},
        IN_FORCE,
        {"jiangsu-2016-free-training": "does_not_apply", "jiangsu-2016-job-training": "applies"},
    ),
    (
        POOR | {"region": "淮安市", "age": 72, "resident_medical": True},
        IN_FORCE,
        {"jiangsu-2016-medical-contribution": "applies", "jiangsu-2016-serious-illness": "applies"},
    ),
    (
        POOR
        | {"region": "淮安市", "age": 40, "resident_medical": True, "severe_disability": False, "seriously_ill": False},
        IN_FORCE,
        {"jiangsu-2016-medical-contribution": "may_apply"},
    ),
    (
        POOR | {"region": "盐城市", "resident_pension": True},
        IN_FORCE,
        {"jiangsu-2016-pension-tier": "applies", "jiangsu-2016-pension-subsidy": "applies"},
    ),
    (
        {"region": "盐城市", "returning_migrant": True, "wants_business": True, "registered_poor": False},
        IN_FORCE,
        {"jiangsu-2016-startup-loan": "may_apply", "jiangsu-2016-startup-training": "does_not_apply"},
    ),
    (
        POOR | {"region": "江苏省", "first_time_outside_province": True},
        IN_FORCE,
        {"jiangsu-2016-transport": "may_apply"},
    ),
    (
        POOR | {"region": "江苏省", "works_outside_province": True, "first_time_outside_province": False},
        IN_FORCE,
        {"jiangsu-2016-transport": "does_not_apply"},
    ),
    (
        {"region": "三亚市", "claimant": "enterprise", "hires_registered_poor": True, "pays_insurance": True},
        IN_FORCE,
        {"hainan-2016-employer-insurance": "applies", "jiangsu-2016-employer-subsidy": "does_not_apply"},
    ),
    (
        {"region": "海南省", "minimum_living_allowance": True, "graduating_this_year": True},
        IN_FORCE,
        {"hainan-2016-graduate-grant": "may_apply"},
    ),
    (
        {"region": "海南省", "minimum_living_allowance": True, "graduating_this_year": False},
        IN_FORCE,
        {"hainan-2016-graduate-grant": "does_not_apply"},
    ),
    (
        {"region": "南京市", "employment": "flexible"},
        IN_FORCE,
        {"jiangsu-2012-flexible-maternity": "may_apply"},
    ),
    (
        {"region": "苏州市", "employment": "flexible"},
        IN_FORCE,
        {"jiangsu-2012-flexible-maternity": "does_not_apply"},
    ),
    ({"region": "江苏省", "employment": "flexible"}, IN_FORCE, {"jiangsu-2012-flexible-maternity": "may_apply"}),
    ({"region": "无锡市", "unemployment_benefit": True}, IN_FORCE, {"jiangsu-2012-unemployed-medical": "may_apply"}),
    (
        {"region": "无锡市", "unemployment_benefit": False},
        IN_FORCE,
        {"jiangsu-2012-unemployed-medical": "does_not_apply"},
    ),
    (
        POOR | {"region": "儋州市"},
        IN_FORCE,
        {"hainan-2016-services": "applies", "hainan-2016-startup-service": "applies"},
    ),
    (
        {"region": "南通市", "out_of_poverty": True, "employment": "unemployed"},
        LATER,
        {"jiangsu-2021-transfer-service": "applies", "jiangsu-2021-job-referral": "applies"},
    ),
    (
        {
            "region": "南通市",
            "low_income": True,
            "employment": "unemployed",
            "out_of_poverty": False,
            "registered_poor": False,
        },
        LATER,
        {"jiangsu-2021-transfer-service": "does_not_apply", "jiangsu-2021-job-referral": "applies"},
    ),
    (
        {"region": "南通市", "claimant": "incubator"},
        LATER,
        {"jiangsu-2021-incubator": "may_apply", "jiangsu-2021-post": "does_not_apply"},
    ),
    # 方案二: 脱贫人口（包括……省内原农村建档立卡低收入人口）, so to have been on the register is enough.
    (POOR | {"region": "南通市", "employment": "unemployed"}, LATER, {"jiangsu-2021-transfer-service": "applies"}),
    (
        {"region": "南通市", "claimant": "enterprise", "hires_registered_poor": True, "hires_out_of_poverty": False},
        LATER,
        {"jiangsu-2021-employer-insurance": "may_apply", "jiangsu-2021-employer-loan": "may_apply"},
    ),
    (
        {"region": "南通市", "claimant": "enterprise", "hires_registered_poor": False, "hires_out_of_poverty": False},
        LATER,
        {"jiangsu-2021-employer-insurance": "does_not_apply"},
    ),
    # 优先保障对象 come first; the text shuts nobody out.
    ({"region": "南通市", "registered_poor": False}, LATER, {"jiangsu-2021-travel": "may_apply"}),
    # 就业帮扶车间等各类就业载体.
    (
        {"region": "南通市", "claimant": "workshop", "has_workshop": False},
        LATER,
        {"jiangsu-2021-workshop-relief": "may_apply"},
    ),
    ({"region": "南通市", "employment": "public_post"}, LATER, {"jiangsu-2021-post-accident-insurance": "may_apply"}),
    (
        {"region": "南通市", "employment": "employed"},
        LATER,
        {"jiangsu-2021-post-accident-insurance": "does_not_apply", "jiangsu-2021-hard-to-employ": "does_not_apply"},
    ),
    # A trade of today does not keep anybody from learning another.
    ({"region": "南通市", "trade": "farming"}, LATER, {"jiangsu-2021-care-training": "may_apply"}),
    (
        POOR | {"region": "南通市", "able_to_work": True, "trade": "farming"},
        IN_FORCE,
        {"jiangsu-2016-e-commerce": "may_apply"},
    ),
    # 贫困家庭 is not said to be 建档立卡 in 第23段 and 第24段; in 第25段 it is.
    (
        {"region": "海口市", "registered_poor": False, "technical_school": True},
        IN_FORCE,
        {
            "hainan-2016-technical-school-aid": "may_apply",
            "hainan-2016-skills-test": "may_apply",
            "hainan-2016-technical-school-allowance": "does_not_apply",
        },
    ),
    # 中西部贫困家庭子女就读我省技工院校的参照执行: the family lives elsewhere.
    (
        POOR | {"region": "贵阳市", "technical_school": True},
        IN_FORCE,
        {
            "jiangsu-2016-technical-school-west": "may_apply",
            "jiangsu-2016-incoming-workers": "does_not_apply",
            "jiangsu-2016-technical-school-allowance": "does_not_apply",
        },
    ),
    (
        POOR | {"region": "徐州市", "technical_school": True},
        IN_FORCE,
        {"jiangsu-2016-technical-school-west": "may_apply"},
    ),
    (
        POOR | {"region": "临沂市", "technical_school": True},
        IN_FORCE,
        {"jiangsu-2016-technical-school-west": "does_not_apply"},
    ),
    # 对设立“扶贫车间”的企业: a cooperative is none.
    (
        {"region": "临沂市", "claimant": "cooperative", "has_workshop": True},
        IN_FORCE,
        {"linyi-2016-workshop-loan": "does_not_apply", "linyi-2016-employer-loan": "may_apply"},
    ),
    # 未就业高校毕业生.
    (
        {"region": "苏州市", "university_graduate": True, "employment": "employed"},
        IN_FORCE,
        {"jiangsu-2012-traineeship-allowance": "does_not_apply", "jiangsu-2012-graduate-posts": "may_apply"},
    ),
    # 减轻参保人员特别是重病、大病困难参保人员医疗费用负担.
    (
        {"region": "苏州市", "resident_medical": True, "seriously_ill": False},
        IN_FORCE,
        {"jiangsu-2012-second-compensation": "may_apply", "jiangsu-2012-outpatient": "may_apply"},
    ),
    (
        {"region": "南京市", "employee_medical": True, "works_outside_county": True},
        IN_FORCE,
        {"jiangsu-2012-medical-transfer": "applies"},
    ),
    (
        {"region": "扬州市", "employee_medical": True, "works_outside_county": True},
        IN_FORCE,
        {"jiangsu-2012-medical-transfer": "does_not_apply", "jiangsu-2012-transfer": "may_apply"},
    ),
    (
        POOR | {"region": "淮安市", "able_to_work": True, "resident_pension": True},
        IN_FORCE,
        {"jiangsu-2016-labour-exchange": "applies", "jiangsu-2016-basic-pension": "may_apply"},
    ),
    (
        POOR | {"region": "扬州市", "able_to_work": True},
        IN_FORCE,
        {"jiangsu-2016-labour-exchange": "does_not_apply", "jiangsu-2016-medical-enrolment": "applies"},
    ),
    (
        {"region": "泰州市", "employment": "self_employed", "wants_business": False},
        IN_FORCE,
        {"jiangsu-2012-startup-training": "may_apply"},
    ),
]
SAID: list[tuple[str, date, dict[str, MatchVerdict]]] = [
    (
        "我妈58了，残疾二级，临沂兰陵的，建档立卡",
        IN_FORCE,
        {"linyi-2016-pension-severe": "applies", "linyi-2016-post": "may_apply"},
    ),
    ("我有残疾证，56岁，住在临沂农村，是贫困户，找不到工作", IN_FORCE, {"linyi-2016-post": "may_apply"}),
    ("没有残疾证，还差六年退休，临沂的贫困户", IN_FORCE, {"linyi-2016-post": "does_not_apply"}),
    ("离领养老金不到五年，没有残疾证，临沂的贫困户", IN_FORCE, {"linyi-2016-post": "may_apply"}),
    ("我爸还有59个月领养老金，没残疾证，建档立卡户，沂水县的", IN_FORCE, {"linyi-2016-post": "may_apply"}),
    ("我爸还有61个月领养老金，没残疾证，建档立卡户，沂水县的", IN_FORCE, {"linyi-2016-post": "does_not_apply"}),
    ("我不是贫困户，有残疾证，费县的", IN_FORCE, {"linyi-2016-post": "does_not_apply"}),
    (
        "残疾证是三级的，临沂贫困户，养老保险怎么交",
        IN_FORCE,
        {"linyi-2016-pension-severe": "does_not_apply", "linyi-2016-post": "may_apply"},
    ),
    ("我52岁女的，交不起社保，临沂", IN_FORCE, {"linyi-2016-pension-hardship": "may_apply"}),
    ("搬迁户，建档立卡，临沂费县", IN_FORCE, {"linyi-2016-relocated": "applies"}),
    (
        "刚办了营业执照开了14个月，临沂贫困户，35岁",
        IN_FORCE,
        {"linyi-2016-startup-grant": "may_apply", "linyi-2016-premises": "may_apply"},
    ),
    ("刚办了营业执照开了8个月，临沂贫困户，35岁", IN_FORCE, {"linyi-2016-startup-grant": "does_not_apply"}),
    ("贫困户，参加了新农合，得了重病，临沂莒南", IN_FORCE, {"linyi-2016-serious-illness": "applies"}),
    ("大学毕业，正在三支一扶，临沂", IN_FORCE, {"linyi-2016-graduate-direct-hire": "may_apply"}),
    ("我30，能干活，想学门手艺，建档立卡，临沂", IN_FORCE, {"linyi-2016-free-training": "applies"}),
    ("我丧失劳动能力了，想参加培训，建档立卡，临沂，40岁", IN_FORCE, {"linyi-2016-free-training": "does_not_apply"}),
    (
        "扶贫车间，临沂郯城的，认定过的，和贫困户签了承揽合同",
        IN_FORCE,
        {"linyi-2016-workshop-reward": "may_apply", "linyi-2016-post": "does_not_apply"},
    ),
    (
        "我们厂招了8个建档立卡贫困户，还给他们交了社保，在海南",
        IN_FORCE,
        {"hainan-2016-employer-insurance": "applies"},
    ),
    (
        "我们厂招了8个建档立卡贫困户，没给他们交社保，在海南",
        IN_FORCE,
        {"hainan-2016-employer-insurance": "does_not_apply"},
    ),
    ("我家是低保户，女儿今年大学应届毕业，海南的", IN_FORCE, {"hainan-2016-graduate-grant": "may_apply"}),
    (
        "我30，想创业，建档立卡，海口的，整村搬迁的",
        IN_FORCE,
        {"hainan-2016-relocated-loan": "applies", "hainan-2016-startup-loan": "may_apply"},
    ),
    (
        "我们是江苏的，儿子读技校，家里是贫困户",
        IN_FORCE,
        {
            "jiangsu-2016-technical-school-allowance": "applies",
            "hainan-2016-technical-school-allowance": "does_not_apply",
        },
    ),
    ("我是返乡农民工，想回徐州开个店", IN_FORCE, {"jiangsu-2016-startup-loan": "may_apply"}),
    ("第一次出省打工，江苏泗洪贫困户", IN_FORCE, {"jiangsu-2016-transport": "may_apply"}),
    (
        "建档立卡，打零工，江苏淮安",
        IN_FORCE,
        {"jiangsu-2016-flexible-insurance": "may_apply", "jiangsu-2012-flexible-maternity": "does_not_apply"},
    ),
    ("我奶奶75岁，贫困户，交了新农合，盐城的", IN_FORCE, {"jiangsu-2016-medical-contribution": "applies"}),
    ("我打零工，怀孕了，南京人", IN_FORCE, {"jiangsu-2012-flexible-maternity": "may_apply"}),
    ("失业了，正在领失业金，无锡人", IN_FORCE, {"jiangsu-2012-unemployed-medical": "may_apply"}),
    ("企业退休工人，苏州，有免费体检吗", IN_FORCE, {"jiangsu-2012-health-check": "may_apply"}),
    ("地被征了，常州农民", IN_FORCE, {"jiangsu-2012-land": "may_apply"}),
    ("我在厂里上班时工伤了，南京", IN_FORCE, {"jiangsu-2012-injury-rehabilitation": "may_apply"}),
    ("脱贫户，失业在家，江苏的", LATER, {"jiangsu-2021-transfer-service": "applies"}),
    ("农村低收入人口，想学家政，连云港", LATER, {"jiangsu-2021-care-training": "may_apply"}),
    ("我们公司招了脱贫户，搞以工代训，江苏", LATER, {"jiangsu-2021-work-training": "may_apply"}),
    (
        "My mother is 58, severely disabled, from Lanling county, Linyi, a registered poor household",
        IN_FORCE,
        {"linyi-2016-pension-severe": "applies"},
    ),
    (
        "I have a disability certificate, I am 56, I live in a village in Linyi, registered as poor",
        IN_FORCE,
        {"linyi-2016-post": "may_apply"},
    ),
    (
        "less than five years to retirement, no disability certificate, registered poor, Linyi",
        IN_FORCE,
        {"linyi-2016-post": "may_apply"},
    ),
    (
        "six years to retirement, no disability certificate, registered poor, Linyi",
        IN_FORCE,
        {"linyi-2016-post": "does_not_apply"},
    ),
    (
        "We are a company in Hainan that hires registered poor people and pays their social insurance",
        IN_FORCE,
        {"hainan-2016-employer-insurance": "applies"},
    ),
]


@every(("data", "as_of", "expected"), STATED)
def test_stated_profiles(
    benefits: Benefits, data: dict[str, Any], as_of: date, expected: dict[str, MatchVerdict]
) -> None:
    found = matched(benefits, data, as_of)
    assert {card: found.match(card).verdict for card in expected} == expected  # type: ignore[union-attr]


@every(("text", "as_of", "expected"), SAID)
def test_profiles_in_everyday_words(
    benefits: Benefits, text: str, as_of: date, expected: dict[str, MatchVerdict]
) -> None:
    found = benefits.match(benefits.read(text, as_of).profile, as_of)
    assert {card: found.match(card).verdict for card in expected} == expected  # type: ignore[union-attr]


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(STATED) + len(SAID) >= 60
    assert len(SAID) >= 30


# ------------------------------------------------------------------------------------------------------ time, order, places


def test_expired_rules_come_apart_and_say_so(benefits: Benefits) -> None:
    found = matched(benefits, LINYI_POST, date(2026, 11, 22))
    assert "linyi-2016-post" not in {match.card.id for match in found.current}
    match = found.match("linyi-2016-post")
    assert match in found.ended
    assert match is not None and (match.validity, match.last_day) == ("expired", date(2020, 5, 15))
    assert match.validity_quote == "本通知自2016年5月16日起执行，有效期至2020年5月15日。"


@pytest.mark.parametrize(("day", "validity"), [(date(2021, 12, 31), "in_force"), (date(2022, 1, 1), "expired")])
def test_one_benefit_may_end_before_its_document(benefits: Benefits, day: date, validity: str) -> None:
    match = matched(benefits, {"region": "江苏省"}, day).match("jiangsu-2021-work-training")
    assert match is not None
    assert (match.validity, match.validity_quote, match.last_day) == (
        validity,
        "政策执行时间至2021年底",
        date(2021, 12, 31),
    )


def test_the_surest_come_first_and_among_them_the_most_that_is_known(benefits: Benefits) -> None:
    found = matched(benefits, LINYI_POST | {"severe_disability": True, "resident_medical": True}).current
    ranks = {"applies": 0, "may_apply": 1, "does_not_apply": 2}
    assert [ranks[match.verdict] for match in found] == sorted(ranks[match.verdict] for match in found)
    # Two facts are met by both; of the two the serious-illness card names a sum.
    assert [match.card.id for match in found[:2]] == ["linyi-2016-serious-illness", "linyi-2016-pension-severe"]


def test_without_a_place_no_card_applies_but_none_is_ruled_out(benefits: Benefits) -> None:
    verdicts = {match.verdict for match in matched(benefits, {}).matches}
    assert verdicts == {"may_apply"}


def test_what_to_ask_next(benefits: Benefits) -> None:
    nothing = matched(benefits, {})
    asked = next_facts(nothing)
    # Every card hangs on place and claimant, and most on being registered as poor.
    assert (set(asked[:2]), asked[2], len(asked)) == ({"claimant", "region"}, "registered_poor", 7)
    poor = next_facts(matched(benefits, POOR | {"region": "临沂市"}))
    assert "registered_poor" not in poor and "region" not in poor and "claimant" not in poor
    assert "working_age" in poor


def test_an_unknown_place_is_refused(benefits: Benefits) -> None:
    with pytest.raises(UnknownRegion, match="没有叫"):
        matched(benefits, {"region": "蓬莱仙岛市"})


# ------------------------------------------------------------------------------------------------------ what can never happen

REGIONS = ["临沂市", "兰陵县", "江苏省", "南京市", "苏州市", "海南省", "山东省", "青岛市"]


def values(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "choice":
        return st.sampled_from(fact.values)
    high = {"age": 100, "months_to_pension": 130, "months_in_business": 30, "training_days": 12}[fact.name]
    exact = st.integers(fact.low, high)
    ranges = st.tuples(exact, exact).map(lambda pair: {"at_least": min(pair), "at_most": max(pair)})
    return exact | ranges


PROFILES = st.fixed_dictionaries(
    {},
    optional={name: values(fact) for name, fact in FACTS.items()} | {"region": st.sampled_from(REGIONS)},
)


@settings(max_examples=3 * settings.default.max_examples // 2)
@given(data=PROFILES, which=st.integers(0, 100), as_of=st.sampled_from([IN_FORCE, LATER, date(2026, 11, 22)]))
def test_knowing_less_never_makes_a_maybe_a_yes(
    benefits: Benefits, data: dict[str, Any], which: int, as_of: date
) -> None:
    from kb.errors import InvalidProfile

    if not data:
        return
    try:
        profile = profile_of(data, FACTS)
        more = benefits.match(profile, as_of)
        less_known = profile.without(sorted(data)[which % len(data)])
        if next(contradictions(less_known, FACTS), None):
            return
        # What an age is taken to exclude, and said so, is excluded only where nothing was said of it.
        if any(FACTS[name].ages and name not in less_known.facts and name in data for name in FACTS):
            return
        less = benefits.match(less_known, as_of)
    except InvalidProfile:
        return
    before = {match.card.id: match.verdict for match in more.matches}
    for match in less.matches:
        if match.verdict == "applies":
            assert before[match.card.id] == "applies"
        if match.verdict == "does_not_apply":
            assert before[match.card.id] == "does_not_apply"

"""The closed set of facts that conditions of benefits speak of, and that a person's or an employer's profile may state.

A fact that nobody stated is unknown, never false. What follows from others (an age, a severe disability) is derived in kb/cases/profile.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FactKind = Literal["yes_no", "number", "choice"]
FactGroup = Literal["person", "employer", "any"]


@dataclass(frozen=True)
class Fact:
    """One fact: its names, and the values it may have. `low` and `high` bound a number, in `unit`."""

    name: str
    kind: FactKind
    zh: str
    en: str
    group: FactGroup = "person"
    choices: tuple[tuple[str, str, str], ...] = ()
    low: int = 0
    high: int = 0
    unit: tuple[str, str] = ("", "")

    @property
    def values(self) -> tuple[str, ...]:
        """What a choice may be."""
        return tuple(value for value, _, _ in self.choices)


@dataclass(frozen=True)
class Range:
    """Whole numbers from `low` to `high`, both included; `high` None where nothing bounds it."""

    low: int
    high: int | None

    def meets(self, other: Range) -> Range | None:
        """What both hold, or None where they hold nothing in common."""
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(self.low, other.low), min(highs, default=None)
        return None if high is not None and high < low else Range(low, high)


_CLAIMANTS = (
    ("person", "个人", "a person"),
    ("enterprise", "企业", "an enterprise"),
    ("workshop", "扶贫（就业帮扶）车间", "a poverty-relief workshop"),
    ("cooperative", "农民专业合作社", "a farmers' cooperative"),
    ("training_provider", "培训机构", "a training provider"),
    ("incubator", "创业孵化基地（园区）", "a startup base or park"),
    ("labour_agency", "人力资源服务机构或劳务经纪人", "a labour agency or broker"),
)
_EMPLOYMENT = (
    ("unemployed", "没有工作", "out of work"),
    ("employed", "在单位上班", "employed"),
    ("self_employed", "自主创业或个体经营", "self-employed"),
    ("flexible", "灵活就业", "in flexible work"),
    ("farming", "在家务农", "farming"),
    ("public_post", "在公益性岗位上", "in a public-welfare post"),
    ("student", "在校读书", "a student"),
    ("retired", "已领养老金", "drawing a pension"),
)
_TRADES = (
    ("care", "康养护理", "health and elderly care"),
    ("domestic_service", "家政服务", "domestic service"),
    ("e_commerce", "电子商务", "e-commerce"),
    ("handicraft", "手工编织", "handicraft"),
    ("processing", "来料加工", "contract processing"),
    ("farming", "种植养殖", "farming"),
)
_PERSON_YES_NO = (
    ("registered_poor", "建档立卡贫困（低收入）户", "registered as poor"),
    ("low_income", "农村低收入人口", "in a rural low-income household"),
    ("out_of_poverty", "脱贫人口", "lifted out of poverty"),
    ("minimum_living_allowance", "低保对象", "in a minimum-living-allowance household"),
    ("rural", "农村户口", "of a rural household"),
    ("disabled", "残疾人", "disabled"),
    ("disability_certificate", "持有残疾证", "holding a disability certificate"),
    ("severe_disability", "重度残疾", "severely disabled"),
    ("seriously_ill", "重病患者", "seriously ill"),
    ("minor", "未成年人", "a minor"),
    ("elderly", "老年人", "elderly"),
    ("working_age", "在劳动年龄内", "of working age"),
    ("able_to_work", "有劳动能力", "able to work"),
    ("hard_to_employ", "就业困难人员", "recognised as hard to employ"),
    ("no_job_on_market", "通过市场渠道找不到工作", "unable to find a job on the market"),
    ("wants_job", "有就业意愿", "wanting a job"),
    ("wants_training", "有培训意愿", "wanting training"),
    ("wants_business", "有创业意愿", "wanting to start a business"),
    ("new_sole_trader", "新注册个体工商户", "a newly registered sole trader"),
    ("technical_school", "本人或子女就读技工院校", "attending a technical school, or with a child who does"),
    ("school_leaver", "“两后生”（初、高中毕业未升学）", "a school leaver who did not go on to study"),
    ("university_student", "在读大学生", "a university student"),
    ("university_graduate", "高校毕业生", "a university graduate"),
    ("graduating_this_year", "应届毕业生", "graduating this year"),
    ("grassroots_service", "“三支一扶”等服务基层项目人员", "serving in a grass-roots programme"),
    ("returning_migrant", "返乡农民工", "a returning migrant worker"),
    ("relocated", "易地（整体）搬迁户", "relocated from poor land"),
    ("works_outside_county", "到户籍所在县区以外务工", "working outside the home county"),
    ("works_outside_province", "跨省务工", "working outside the home province"),
    ("first_time_outside_province", "初次出省就业", "leaving the province for work for the first time"),
    ("resident_pension", "参加居民养老保险", "in the residents' pension scheme"),
    ("resident_medical", "参加居民医疗保险", "in the residents' medical insurance"),
    ("employee_medical", "参加职工医疗保险", "in the employees' medical insurance"),
    ("unemployment_benefit", "正在领取失业保险金", "drawing unemployment benefit"),
    ("contribution_difficulty", "交社会保险费有困难", "unable to pay contributions"),
    ("land_requisitioned", "被征地农民", "a farmer whose land was taken"),
    ("enterprise_retiree", "企业退休人员", "retired from an enterprise"),
    ("injured_at_work", "工伤职工", "injured at work"),
    ("maternity", "怀孕或生育", "pregnant or giving birth"),
    ("mobility_difficulty", "行动不便", "hardly able to move about"),
)
_EMPLOYER_YES_NO = (
    ("has_workshop", "设立扶贫（就业帮扶）车间", "running a poverty-relief workshop"),
    ("certified_workshop", "经认定的扶贫车间", "a certified workshop"),
    ("hires_registered_poor", "吸纳建档立卡贫困（低收入）人口就业", "employing registered poor people"),
    ("hires_out_of_poverty", "吸纳脱贫人口就业", "employing people lifted out of poverty"),
    ("hires_minimum_living_allowance", "吸纳城乡低保对象就业", "employing people on the minimum living allowance"),
    ("hires_hard_to_employ", "吸纳就业困难人员就业", "employing people who are hard to employ"),
    ("signs_contracts", "签订劳动（承揽）合同", "signing contracts with them"),
    ("pays_insurance", "为其缴纳社会保险", "paying their social insurance"),
    ("trains_hires", "对新招用人员开展岗前培训", "training new recruits"),
    ("trains_at_work", "开展以工代训", "training at work"),
)


def _facts() -> dict[str, Fact]:
    rows = [Fact(name, "yes_no", zh, en) for name, zh, en in _PERSON_YES_NO]
    rows += [Fact(name, "yes_no", zh, en, "employer") for name, zh, en in _EMPLOYER_YES_NO]
    rows += [
        Fact("claimant", "choice", "谁来申请", "who claims", "any", _CLAIMANTS),
        Fact("sex", "choice", "性别", "sex", choices=(("female", "女", "female"), ("male", "男", "male"))),
        Fact("employment", "choice", "就业状况", "employment", choices=_EMPLOYMENT),
        Fact(
            "pension_scheme",
            "choice",
            "参加的养老保险",
            "pension scheme",
            choices=(
                ("resident", "居民养老保险", "residents' scheme"),
                ("employee", "职工养老保险", "employees' scheme"),
            ),
        ),
        Fact("trade", "choice", "行业", "trade", "any", _TRADES),
        Fact("age", "number", "年龄", "age", high=120, unit=("岁", "years")),
        Fact("months_to_pension", "number", "距领取养老金", "time to the pension", high=1200, unit=("个月", "months")),
        Fact("months_in_business", "number", "正常经营", "time in business", "any", high=1200, unit=("个月", "months")),
        Fact("training_days", "number", "培训期", "length of the training", "any", high=1000, unit=("天", "days")),
    ]
    return {fact.name: fact for fact in rows}


FACTS: Mapping[str, Fact] = _facts()

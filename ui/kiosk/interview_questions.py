"""The questions of the terminal's guided interview, each answered with one tap: what an option says is facts of the package (kb/data/facts.yaml).

An option states only what whoever taps it knows; it never denies what it does not speak of. `{who}` is the word for the person asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kb.cases import FactValue

SKIPPED: Final = ""


@dataclass(frozen=True)
class TapOption:
    """A large button: its words and the facts it states. `region` is a place; `who` the word for whom the rest is about.

    `first` are the questions that matter most to whoever taps it, `excludes` the options (`age:child`, or how such begin) that nobody of whom
    this is said could tap.
    """

    id: str
    words: str
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    region: str | None = None
    who: str = ""
    first: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))


@dataclass(frozen=True)
class InterviewQuestion:
    """One screen. `facts` are those it settles, whichever option is tapped: it is put only while a benefit hangs on one of them."""

    id: str
    title: str
    options: tuple[TapOption, ...]
    facts: frozenset[str]
    hint: str = ""

    def option(self, name: str) -> TapOption | None:
        """The option with that id."""
        return next((option for option in self.options if option.id == name), None)


def _question(name: str, title: str, *options: TapOption, hint: str = "") -> InterviewQuestion:
    settled = frozenset(fact for option in options for fact in option.facts)
    return InterviewQuestion(name, title, options, settled, hint)


def _none_of(*names: str) -> dict[str, FactValue]:
    return dict.fromkeys(names, False)


WHO: Final = _question(
    "who",
    "替谁问？",
    TapOption("self", "我自己", {"claimant": "person"}, who="您"),
    TapOption(
        "elder",
        "家里的老人",
        {"claimant": "person"},
        who="老人",
        first=("insurance", "pension"),
        excludes=("age:child", "age:young", "work:student", "school:leaver", "school:university", "school:graduating"),
    ),
    TapOption(
        "child",
        "家里的孩子",
        {"claimant": "person"},
        who="孩子",
        first=("school",),
        excludes=("age:left", "age:retired"),
    ),
    TapOption("other", "家里别的人", {"claimant": "person"}, who="这位家人"),
    TapOption("employer", "企业、合作社或别的单位", who="单位"),
)
# What is asked of a person before the age (ui/kiosk/questionnaire.py); AFTER_AGE comes after it.
OF_PERSONS: Final = (
    _question(
        "household",
        "{who}家里是下面哪一种？",
        TapOption("registered", "建档立卡的贫困户或低收入户", {"registered_poor": True}),
        TapOption("allowance", "吃低保", {"minimum_living_allowance": True}),
        TapOption("low_income", "农村低收入人口", {"low_income": True}),
        TapOption("out_of_poverty", "以前是贫困户，现在脱贫了", {"out_of_poverty": True}),
        TapOption(
            "none",
            "都不是",
            _none_of("registered_poor", "minimum_living_allowance", "low_income", "out_of_poverty"),
        ),
        hint="有几样的，点最主要的一样。",
    ),
    _question(
        "body",
        "{who}身体怎么样？",
        TapOption("certificate", "有残疾证，三级或四级", {"disability_certificate": True, "severe_disability": False}),
        TapOption("severe", "有残疾证，一级或二级", {"disability_certificate": True, "severe_disability": True}),
        TapOption("uncertified", "有残疾，没有残疾证", {"disabled": True, "disability_certificate": False}),
        TapOption("ill", "有大病、重病", {"seriously_ill": True}),
        TapOption("mobility", "走动不方便", {"mobility_difficulty": True}),
        TapOption("none", "都没有", _none_of("disabled", "seriously_ill", "mobility_difficulty")),
        hint="有几样的，点最主要的一样。",
    ),
)
AFTER_AGE: Final = (
    _question(
        "work",
        "{who}现在做什么？",
        TapOption("unemployed", "没有工作", {"employment": "unemployed"}),
        TapOption("employed", "在单位上班", {"employment": "employed"}),
        TapOption("flexible", "打零工、灵活就业", {"employment": "flexible"}),
        TapOption("self_employed", "自己做生意", {"employment": "self_employed"}),
        TapOption("farming", "在家种地", {"employment": "farming"}),
        TapOption("public_post", "在公益性岗位上", {"employment": "public_post"}),
        TapOption("student", "在上学", {"employment": "student"}),
    ),
    _question(
        "wish",
        "{who}最想办哪一样？",
        TapOption("job", "找工作", {"wants_job": True}),
        TapOption("training", "学技能、参加培训", {"wants_training": True}),
        TapOption("business", "自己创业、贷款", {"wants_business": True}),
        TapOption("none", "都不想", _none_of("wants_job", "wants_training", "wants_business")),
    ),
    _question(
        "school",
        "{who}上学的情况是哪一种？",
        TapOption("technical", "本人或子女在读技工院校", {"technical_school": True}),
        TapOption("leaver", "初中或高中毕业，没有再上学", {"school_leaver": True}),
        TapOption("university", "在读大学", {"university_student": True}),
        TapOption("graduating", "今年大学毕业", {"university_graduate": True, "graduating_this_year": True}),
        TapOption("graduate", "以前大学毕业", {"university_graduate": True, "graduating_this_year": False}),
        TapOption(
            "none",
            "都不是",
            _none_of("technical_school", "school_leaver", "university_student", "university_graduate"),
        ),
    ),
    _question(
        "insurance",
        "{who}参加了哪种医疗保险？",
        TapOption("resident", "居民医保（新农合）", {"resident_medical": True, "employee_medical": False}),
        TapOption("employee", "职工医保", {"employee_medical": True, "resident_medical": False}),
        TapOption("none", "都没有", _none_of("resident_medical", "employee_medical")),
    ),
    _question(
        "pension",
        "{who}参加了哪种养老保险？",
        TapOption("resident", "居民养老保险", {"resident_pension": True, "pension_scheme": "resident"}),
        TapOption("employee", "职工养老保险", {"resident_pension": False, "pension_scheme": "employee"}),
        TapOption("none", "都没有", _none_of("resident_pension")),
    ),
    _question(
        "away",
        "{who}外出打工吗？",
        TapOption("returned", "打过工，现在回来了", {"returning_migrant": True}),
        TapOption("county", "在外县，没出省", {"works_outside_county": True, "works_outside_province": False}),
        TapOption("first", "头一次去外省", {"works_outside_province": True, "first_time_outside_province": True}),
        TapOption(
            "province", "在外省，不是头一次", {"works_outside_province": True, "first_time_outside_province": False}
        ),
        TapOption("none", "没有外出", _none_of("returning_migrant", "works_outside_county")),
    ),
)
OF_EMPLOYERS: Final = (
    _question(
        "hires",
        "招用了哪些人？",
        TapOption("registered", "建档立卡的贫困户或低收入户", {"hires_registered_poor": True}),
        TapOption("out_of_poverty", "脱贫人口", {"hires_out_of_poverty": True}),
        TapOption("allowance", "低保对象", {"hires_minimum_living_allowance": True}),
        TapOption("hard", "就业困难人员", {"hires_hard_to_employ": True}),
        TapOption(
            "none",
            "都没有",
            _none_of(
                "hires_registered_poor",
                "hires_out_of_poverty",
                "hires_minimum_living_allowance",
                "hires_hard_to_employ",
            ),
        ),
        hint="有几样的，点最主要的一样。",
    ),
    _question(
        "workshop",
        "有没有扶贫车间（就业帮扶车间）？",
        TapOption("certified", "有，经过认定", {"certified_workshop": True}),
        TapOption("own", "有，没有认定", {"has_workshop": True, "certified_workshop": False}),
        TapOption("none", "没有", _none_of("has_workshop")),
    ),
    _question(
        "contract",
        "跟他们签合同、缴社会保险吗？",
        TapOption("both", "签合同，也缴社会保险", {"signs_contracts": True, "pays_insurance": True}),
        TapOption("contract", "只签合同", {"signs_contracts": True, "pays_insurance": False}),
        TapOption("none", "都没有", _none_of("signs_contracts", "pays_insurance")),
    ),
    _question(
        "trains",
        "给他们做培训吗？",
        TapOption("before", "上岗以前培训", {"trains_hires": True}),
        TapOption("at_work", "边干活边培训", {"trains_at_work": True}),
        TapOption("none", "不培训", _none_of("trains_hires", "trains_at_work")),
    ),
)

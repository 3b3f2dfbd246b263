"""Amounts and terms in a sentence: where they stand, what they come to and what limits them."""

from __future__ import annotations

from decimal import Decimal

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.figures import Figure, figures_in
from kb.language.numbers import spelled
from kb.language.quantities import FigureKind


def only(text: str) -> Figure:
    found = figures_in(text)
    assert len(found) == 1, found
    return found[0]


@every(
    ("text", "kind", "unit", "value"),
    [
        ("10万元", "money", "yuan", "100000"),
        ("100000元", "money", "yuan", "100000"),
        ("十万元", "money", "yuan", "100000"),
        ("100,000元", "money", "yuan", "100000"),
        ("１０００元", "money", "yuan", "1000"),
        ("5 亿元", "money", "yuan", "500000000"),
        ("1.6万元", "money", "yuan", "16000"),
        ("一千五百块钱", "money", "yuan", "1500"),
        ("免费", "money", "yuan", "0"),
        ("免学费", "money", "学费", "0"),
        ("免收学费", "money", "学费", "0"),
        ("免除其住宿费", "money", "住宿费", "0"),
        ("5%", "share", "one", "0.05"),
        ("５％", "share", "one", "0.05"),
        ("4.8%", "share", "one", "0.048"),
        ("百分之五十", "share", "one", "0.5"),
        ("一半", "share", "one", "0.5"),
        ("五成", "share", "one", "0.5"),
        ("七成半", "share", "one", "0.75"),
        ("二分之一", "share", "one", "0.5"),
        ("全额", "share", "one", "1"),
        ("2个百分点", "share", "point", "2"),
        ("1.5倍", "share", "times", "1.5"),
        ("3年", "duration", "month", "36"),
        ("三年", "duration", "month", "36"),
        ("36个月", "duration", "month", "36"),
        ("三十六个月", "duration", "month", "36"),
        ("两年半", "duration", "month", "30"),
        ("1年6个月", "duration", "month", "18"),
        ("半年", "duration", "month", "6"),
        ("两周", "duration", "day", "14"),
        ("30天", "duration", "day", "30"),
        ("15个工作日", "duration", "working day", "15"),
        ("8小时", "duration", "minute", "480"),
        ("40学时", "duration", "class hour", "40"),
        ("16周岁", "age", "year", "16"),
        ("六十岁", "age", "year", "60"),
        ("7500人", "count", "人", "7500"),
        ("300名", "count", "人", "300"),
        ("1718万人", "count", "人", "17180000"),
        ("100个", "count", "个", "100"),
        ("2016年6月12日", "date", "day", "20160612"),
        ("二〇一二年五月十四日", "date", "day", "20120514"),
        ("2020年", "date", "day", "20200000"),
        ("2016年度", "date", "day", "20160000"),
        ("6月30日", "date", "day", "630"),
        ("6月底", "date", "day", "630"),
        ("2021年底", "date", "day", "20211231"),
    ],
)
def test_what_a_figure_comes_to(text: str, kind: FigureKind, unit: str, value: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.unit, figure.value, figure.bounds) == (kind, unit, Decimal(value), frozenset())
    assert (figure.start, figure.end, figure.text) == (0, len(text), text)


@every(
    ("text", "fragment", "bounds"),
    [
        ("最高额度不超过 300 万元的贷款", "不超过 300 万元", {"at_most"}),
        ("额度最高不超过10万元", "最高不超过10万元", {"at_most"}),
        ("上限为10万元", "10万元", {"at_most"}),
        ("年度最高支付限额提高到 50 万元", "50 万元", {"at_most"}),
        ("10万元以下的", "10万元以下", {"at_most"}),
        ("不得低于2000元", "不得低于2000元", {"at_least"}),
        ("2000元以上", "2000元以上", {"at_least"}),
        ("2000元（含）以上", "2000元（含）以上", {"at_least"}),
        ("最低标准提高到每人每月70元", "每人每月70元", {"at_least", "per_person", "per_month"}),
        ("补助标准不低于每人每年240元", "不低于每人每年240元", {"at_least", "per_person", "per_year"}),
        ("70元/人/月", "70元/人/月", {"per_person", "per_month"}),
        ("按照每生每年3000元左右的标准", "每生每年3000元左右", {"about", "per_person", "per_year"}),
        ("每户给予补助1000元", "1000元", {"per_household"}),
        ("给予不低于 2000 元一次性创业补贴", "不低于 2000 元", {"at_least", "once"}),
        ("按每人 1000 元的标准给予“扶贫车间”一次性奖补", "每人 1000 元", {"per_person", "once"}),
        ("一次性1000元", "一次性1000元", {"once"}),
        ("10多万元", "10多万元", {"about"}),
        ("超过60%", "超过60%", {"more_than"}),
        ("60%以上", "60%以上", {"at_least"}),
        ("控制在4%以内", "控制在4%以内", {"at_most"}),
        ("水平提高10%以上", "提高10%以上", {"up_by", "at_least"}),
        ("比例提高到10%", "10%", set()),
        ("下降2个百分点", "下降2个百分点", {"down_by"}),
        ("起付标准减半", "减半", {"down_by"}),
        ("其余人员最长不超过3年", "最长不超过3年", {"at_most"}),
        ("距退休不足5年", "不足5年", {"less_than"}),
        ("经营满12个月", "满12个月", {"at_least"}),
        ("经营12个月以上", "12个月以上", {"at_least"}),
        ("15个工作日内办结", "15个工作日内", {"at_most"}),
        ("5年内容不变", "5年", set()),
        ("原则上每个贫困村不超过3人", "每个贫困村不超过3人", {"per_village", "at_most"}),
        ("每半年组织1次", "1次", {"per_half_year"}),
        ("自2016年5月16日起", "自2016年5月16日起", {"at_least"}),
        ("截止 2025 年 12 月 31 日", "截止 2025 年 12 月 31 日", {"at_most"}),
        ("12月31日前报送", "12月31日前", {"at_most"}),
    ],
)
def test_what_limits_a_figure_and_the_words_that_touch_it(text: str, fragment: str, bounds: set[str]) -> None:
    figure = only(text)
    assert (figure.text, figure.bounds) == (fragment, bounds)
    assert text[figure.start : figure.end] == fragment


@every(
    ("text", "fragment", "low", "high"),
    [
        ("年满16-60周岁", "满16-60周岁", "16", "60"),
        ("3-5万元", "3-5万元", "30000", "50000"),
        ("1000元至3000元", "1000元至3000元", "1000", "3000"),
        ("3至5年", "3至5年", "36", "60"),
        ("组织 2-3 次", "2-3 次", "2", "3"),
        ("30%～50%", "30%～50%", "0.3", "0.5"),
        ("2016-2017年", "2016-2017年", "20160000", "20170000"),
    ],
)
def test_a_range_is_one_figure(text: str, fragment: str, low: str, high: str) -> None:
    figure = only(text)
    assert (figure.text, figure.value, figure.upper) == (fragment, Decimal(low), Decimal(high))
    assert figure.bounds == frozenset()


@every(
    ("text", "fragment", "unit"),
    [
        ("按规定给予贴息", "按规定", "by the rules"),
        ("按国家有关规定享受待遇", "按国家有关规定", "by the rules"),
        ("参照当地最低工资标准执行", "当地最低工资标准", "minimum wage"),
        ("距法定退休年龄", "法定退休年龄", "retirement age"),
        ("“十三五”时期", "“十三五”时期", "十三五"),
        ("十四五期间", "十四五期间", "十四五"),
    ],
)
def test_words_without_a_number_have_no_value(text: str, fragment: str, unit: str) -> None:
    figure = only(text)
    assert (figure.text, figure.unit, figure.value) == (fragment, unit, None)


@every(
    "text",
    [
        "",
        "做好就业工作。",
        "临人社发〔2016〕12号",
        "第3条和第三年",
        "一次性奖补",
        "一批基地",
        "“三支一扶”计划、“一村一品”、“五统一”",
        "电话0539-8314765",
        "避免重复收费",
        "减免学费",
        "按规定报送材料",
        "单位：人、万元",
        "提高最低生活保障标准",
        "不重复享受",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures_in(text) == ()


def test_several_figures_of_a_sentence() -> None:
    text = "起付标准减半，补偿比例提高 5%，年度最高支付限额提高到 50 万元，期限3年。"
    assert [(figure.text, figure.kind) for figure in figures_in(text)] == [
        ("减半", "share"),
        ("提高 5%", "share"),
        ("50 万元", "money"),
        ("3年", "duration"),
    ]


def test_a_limit_belongs_to_its_own_figure() -> None:
    first, second = figures_in("额度最高10万元和每月500元")
    assert (first.bounds, second.bounds) == ({"at_most"}, {"per_month"})
    first, second = figures_in("每人每月300元，一次性奖励1000元")
    assert (first.bounds, second.bounds) == ({"per_person", "per_month"}, {"once"})


@every(
    ("one", "other"),
    [
        ("期限3年", "三十六个月"),
        ("最高十万元", "不超过100000元"),
        ("不低于2000元", "2000元以上"),
        ("补贴一半", "百分之五十"),
        ("全额", "100%"),
        ("每人每月70元", "70元/人·月"),
        ("每生3000元", "每名学生3000元"),
        ("满12个月", "1年以上"),
        ("按规定给予补贴", "按照国家有关规定给予补助"),
        ("16至60周岁", "年满16-60岁"),
        ("2020年12月31日前", "2020年底前"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert only(one).same(only(other))


@every(
    ("one", "other", "same_value"),
    [
        ("10万元", "最高10万元", True),
        ("超过60%", "60%以上", True),
        ("提高10%", "提高到10%", True),
        ("每人每月70元", "每人每年70元", True),
        ("10万元", "11万元", False),
        ("5%", "5个百分点", False),
        ("30天", "1个月", False),
        ("免学费", "免住宿费", False),
        ("16-60周岁", "16周岁", False),
        ("3人", "3户", False),
    ],
)
def test_what_is_not_the_same(one: str, other: str, same_value: bool) -> None:
    first, second = only(one), only(other)
    assert not first.same(second)
    assert first.same_value(second) == same_value


@given(st.integers(1, 9999), st.sampled_from(["元", "万元", "个月", "天", "周岁", "人"]))
def test_both_numerals_come_to_the_same(number: int, unit: str) -> None:
    assert only(f"{number}{unit}").same(only(f"{spelled(number)}{unit}"))


@given(st.integers(1, 99))
def test_years_are_twelve_months(years: int) -> None:
    assert only(f"{years}年").same(only(f"{12 * years}个月"))


PIECES = [
    "不超过",
    "每人",
    "每月",
    "3",
    "万",
    "元",
    "年",
    "％",
    "，",
    "至",
    "-",
    "2016",
    "月",
    "日",
    "十",
    "一次性",
    " ",
    "半",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_fragments_are_verbatim_and_apart(text: str) -> None:
    end = 0
    for figure in figures_in(text):
        assert end <= figure.start < figure.end
        assert text[figure.start : figure.end] == figure.text
        end = figure.end

"""Which kind of figure a question asks for, and which kinds a text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.quantities import FigureKind, kinds_asked, kinds_in

# -- asked for


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("岗位补贴每月多少元", {"money", "share"}),
        ("一个月能领多少", {"money", "share"}),
        ("贷款最多能贷几万元", {"money", "share"}),
        ("补贴标准是多少", {"money", "share"}),
        ("罚多少", {"money", "share"}),
        ("缴费比例是多少", {"share", "money"}),
        ("财政贴息百分之几", {"share", "money"}),
        ("能报销多少", {"share", "money"}),
        ("期限几年", {"duration"}),
        ("补贴能拿多久", {"duration"}),
        ("最长多长时间", {"duration"}),
        ("培训多少学时", {"duration"}),
        ("多少岁可以申请", {"age"}),
        ("年龄上限是多少", {"age"}),
        ("招多少人", {"count"}),
        ("补贴多少人", {"count"}),
        ("建设几个基地", {"count"}),
        ("什么时候截止", {"date", "duration"}),
        ("哪年开始实施", {"date", "duration"}),
        ("咨询电话是多少", {"phone"}),
        ("打什么电话", {"phone"}),
        ("增长了多少", {"money", "share", "count", "duration", "age"}),
    ],
)
def test_a_chinese_question_for_a_figure(text: str, kinds: set[FigureKind]) -> None:
    assert kinds_asked(text, "zh") == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("How much is the subsidy?", {"money", "share"}),
        ("What is the minimum wage?", {"money", "share"}),
        ("What percentage is paid back?", {"share"}),
        ("What interest rate applies?", {"share"}),
        ("How long does it last?", {"duration"}),
        ("How many months can I get it?", {"duration"}),
        ("What is the age limit?", {"age"}),
        ("When does it end?", {"date", "duration"}),
        ("How many people were trained?", {"count"}),
        ("What phone number can I call?", {"phone"}),
        ("What is the upper limit?", {"money", "share", "count", "duration", "age"}),
    ],
)
def test_an_english_question_for_a_figure(text: str, kinds: set[FigureKind]) -> None:
    assert kinds_asked(text, "en") == kinds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("谁可以申请", "zh"),
        ("需要哪些材料", "zh"),
        ("干了好几年还能领吗", "zh"),
        ("家里十几个人怎么办", "zh"),
        ("我打了电话没人接", "zh"),
        ("属于哪一级的项目", "zh"),
        ("", "zh"),
        ("Who can apply?", "en"),
        ("Which documents are needed?", "en"),
        ("somehow much appreciated", "en"),
        ("", "en"),
    ],
)
def test_a_question_that_asks_for_no_figure(text: str, language: str) -> None:
    assert kinds_asked(text, language) == frozenset()


def test_a_capital_changes_nothing() -> None:
    assert kinds_asked("HOW LONG DOES IT LAST?", "en") == {"duration"}


def test_the_sharper_cue_decides() -> None:
    # 补贴…多少 asks for money, 多少个月 for a duration; 比例…多少 for a share before money.
    assert kinds_asked("补贴多少个月", "zh") == {"duration"}
    assert "count" not in kinds_asked("奖补比例是多少", "zh")


# -- held


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # A bare figure of three digits may count anything, and so may 每人; 每月 says when.
        ("每人每月500元", {"money", "count", "date"}),
        ("最高十万元", {"money"}),
        ("3亿元", {"money"}),
        ("免费培训", {"money", "share"}),
        ("不低于当地最低工资", {"money"}),
        ("按50%给予补贴", {"share"}),
        ("百分之三十", {"share"}),
        ("提高两成", {"share"}),
        # A number of years may be a year.
        ("最长不超过3年", {"duration", "date"}),
        ("三十天", {"duration"}),
        ("长期有效", {"duration"}),
        ("年满16岁", {"age"}),
        ("年满16周岁", {"age"}),
        ("三个月", {"duration"}),
        ("距法定退休年龄", {"age"}),
        ("培训1000余人", {"count"}),
        ("建设三个基地", {"count"}),
        ("每季度末", {"date"}),
        ("自印发之日起", {"date"}),
        ("联系电话0539-8314765", {"phone", "count"}),
        ("做好就业工作。", set()),
        ("第一条", {"count"}),
        ("", set()),
    ],
)
def test_what_kinds_of_figure_a_text_holds(text: str, kinds: set[FigureKind]) -> None:
    assert kinds_in(text) == kinds


def test_a_text_may_hold_several_kinds() -> None:
    assert kinds_in("每人1000元，期限3年，不超过50%。") == {"money", "duration", "date", "share", "count"}


@pytest.mark.parametrize("year", ["2016年度", "第三年级", "80年代"])
def test_these_are_no_durations(year: str) -> None:
    assert "duration" not in kinds_in(year)


FIGURE: dict[FigureKind, str] = {
    "money": "每人{}元",
    "share": "按{}%返还",
    "duration": "期限{}个月",
    "age": "年满{}周岁",
    "count": "共{}人",
}
ASKED: dict[FigureKind, str] = {
    "money": "一次能领多少元",
    "share": "比例是多少",
    "duration": "多少个月",
    "age": "多少周岁",
    "count": "有多少人",
}


@given(st.sampled_from(sorted(FIGURE)), st.integers(1, 10**6), st.text(st.sampled_from("，。就业补贴"), max_size=8))
def test_a_figure_of_the_kind_asked_for_is_known_as_one(kind: FigureKind, figure: int, around: str) -> None:
    assert kind in kinds_asked(ASKED[kind], "zh")
    assert kind in kinds_in(around + FIGURE[kind].format(figure) + around)


@pytest.mark.parametrize(
    ("text", "kind", "answers", "does_not"),
    [
        ("办事窗口的邮箱是多少", "mail", "材料发至ruzhu@example.cn", "材料交到窗口"),
        ("在哪个网站报名", "web", "登录www.example.cn报名", "到窗口报名"),
        ("社保大厅几点上班", "hour", "上午9:00开始受理", "工作日受理"),
        ("中央财政安排了多少亿元", "money", "安排2亿元", "各级财政积极支持"),
        ("多久公布一次指数", "date", "每年公布指数", "及时公布指数"),
        ("受理后多少个工作日办完", "duration", "15个工作日内办结", "及时办结"),
        ("骗领的几年内不能再申请", "duration", "3年内不得再次申请", "不得再次申请"),
        ("打哪个电话投诉", "phone", "拨打12345投诉", "奖励12345元"),
    ],
)
def test_what_is_asked_for_stands_in_one_text_and_not_in_another(
    text: str, kind: FigureKind, answers: str, does_not: str
) -> None:
    assert kind in kinds_asked(text, "zh")
    assert kinds_asked(text, "zh") & kinds_in(answers)
    assert not kinds_asked(text, "zh") & kinds_in(does_not)


@given(st.text(), st.sampled_from(["zh", "en"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert len(kinds_asked(text, language)) in (0, 1, 2, 5)
    assert kinds_in(text) <= {"money", "share", "duration", "age", "count", "date", "phone", "mail", "web", "hour"}

"""What a question asks for: the kinds of answer, of figure, and of block of a document."""

from __future__ import annotations

from typing import get_args

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language import FigureKind, kinds_in, normalise
from kb.questions import asked_in
from kb.records import Language

# -- kinds of answer


@every(
    ("text", "asks"),
    [
        ("补贴多少钱", {"amount"}),
        ("能干几年", {"term"}),
        ("在哪个市试点", {"where"}),
        ("归哪个部门管", {"who"}),
        ("什么时候截止", {"when"}),
        ("要带什么材料", {"materials"}),
        ("怎么申请", {"procedure"}),
        ("扶贫车间是什么意思", {"definition"}),
        ("有哪些措施", {"list"}),
        ("需要什么条件", {"eligibility"}),
        ("贷款要抵押吗", {"yes_no"}),
        ("两地有什么不同", {"list", "comparison"}),
        ("是几号文", {"document"}),
        ("公益性岗位", set()),
        ("管到哪年", {"term", "when"}),
        ("啥时候到头", {"term", "when"}),
        ("给报多少", {"amount"}),
        ("报几成", {"amount"}),
        ("咋弄", {"procedure"}),
        ("走什么渠道申请", {"procedure"}),
        ("上哪儿", {"where"}),
        ("到哪办", {"where"}),
        ("要带啥", {"materials"}),
        ("拿啥证去", {"materials"}),
        ("谁管", {"who"}),
        ("哪一级部门牵头", {"who"}),
        ("多大岁数", {"eligibility"}),
        ("够格不", {"eligibility", "yes_no"}),
        ("给不给发", {"yes_no"}),
        ("交没交", {"yes_no"}),
        ("多咱发", {"when"}),
        ("最晚哪天", {"when"}),
        ("扶贫车间是什么", {"definition"}),
        ("扶贫车间是怎么一回事", {"definition"}),
        ("热线归哪个科管，电话多少", {"who", "amount"}),
        ("扶贫车间是干啥的", {"definition"}),
        ("江苏跟山东有啥两样", {"comparison", "list"}),
        ("哪边给得多", {"comparison", "where"}),
        ("第几条规定的", {"document"}),
        ("凭啥这么定", {"document"}),
        ("下一年度预算", set()),
        ("一年级学生", set()),
    ],
)
def test_asks_in_chinese(text, asks):
    assert asked_in(normalise(text), "zh").asks == asks


@every(
    ("text", "asks"),
    [
        ("How much is it?", {"amount"}),
        ("How long does it last?", {"term"}),
        ("Where is the pilot?", {"where"}),
        ("Which department handles it?", {"who", "list"}),
        ("When does it expire?", {"when"}),
        ("What documents are needed?", {"materials"}),
        ("How do I claim?", {"procedure"}),
        ("What is a poverty alleviation workshop?", {"definition"}),
        ("Is collateral needed?", {"yes_no"}),
        ("Am I eligible?", {"eligibility", "yes_no"}),
        ("Until when does it run?", {"term", "when"}),
        ("By when is it paid?", {"when"}),
        ("On what day does it end?", {"when"}),
        ("What share is reimbursed?", {"amount"}),
        ("How old must one be?", {"eligibility"}),
        ("At what age can it be drawn?", {"eligibility"}),
        ("By what means is it paid?", {"procedure"}),
        ("In what way is it paid?", {"procedure"}),
        ("To whom is it paid?", {"who"}),
        ("Contrast the two plans", {"comparison"}),
        ("Jiangsu as opposed to Hainan", {"comparison"}),
        ("Put the two side by side", {"comparison"}),
        ("Which region pays more?", {"comparison", "list", "where"}),
        ("What forms of support exist?", {"list"}),
        ("Which notice says so?", {"document", "list"}),
        ("For migrants, is there a subsidy?", {"yes_no"}),
        ("What should I bring?", {"materials"}),
        ("migrant workers", set()),
    ],
)
def test_asks_in_english(text, asks):
    assert asked_in(text, "en").asks == asks


# -- kinds of figure


@every(
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
        ("哪个科管，号码多少", {"phone"}),
        ("增长了多少", {"money", "share", "count", "duration", "age"}),
    ],
)
def test_a_chinese_question_for_a_figure(text: str, kinds: set[FigureKind]) -> None:
    assert asked_in(text, "zh").figures == kinds


@every(
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
    assert asked_in(text, "en").figures == kinds


@every(
    ("text", "language"),
    [
        ("谁可以申请", "zh"),
        ("需要哪些材料", "zh"),
        ("干了好几年还能领吗", "zh"),
        ("家里十几个人怎么办", "zh"),
        ("我打了电话没人接", "zh"),
        ("属于哪一级的项目", "zh"),
        ("符合哪几个条件之一", "zh"),
        ("缴费有几种方式", "zh"),
        ("", "zh"),
        ("Who can apply?", "en"),
        ("Which documents are needed?", "en"),
        ("somehow much appreciated", "en"),
        ("", "en"),
    ],
)
def test_a_question_that_asks_for_no_figure(text: str, language: Language) -> None:
    assert asked_in(text, language).figures == frozenset()


def test_a_figure_that_is_only_named_is_not_looked_for_where_something_else_is_asked() -> None:
    assert asked_in("奖金", "zh").figures_named == {"money", "share"}
    for text in ("要收三千押金，合规吗", "奖金由谁审核", "租金去哪里交"):
        assert asked_in(text, "zh").figures_named == frozenset()


def test_of_a_case_told_before_it_is_asked_whether_something_is_so_no_figure_is_looked_for() -> None:
    assert asked_in("启事上写着只要35岁以下,这样拒绝人可以吗", "zh").figures == frozenset()
    assert asked_in("补贴是每月500元,对吗", "zh").figures == {"money"}
    assert asked_in("补贴2000元,由哪级财政出", "zh").figures == {"money"}


def test_a_capital_changes_nothing() -> None:
    assert asked_in("HOW LONG DOES IT LAST?", "en").figures == {"duration"}


def test_the_sharper_cue_decides() -> None:
    # 补贴…多少 asks for money, 多少个月 for a duration; 比例…多少 for a share before money.
    assert asked_in("补贴多少个月", "zh").figures == {"duration"}
    assert "count" not in asked_in("奖补比例是多少", "zh").figures


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
    assert kind in asked_in(ASKED[kind], "zh").figures
    assert kind in kinds_in(around + FIGURE[kind].format(figure) + around)


@every(
    ("text", "kind", "answers", "does_not"),
    [
        ("办事窗口的邮箱是多少", "mail", "材料发至ruzhu@example.cn", "材料交到窗口"),
        ("在哪个网站报名", "web", "登录www.example.cn报名", "到窗口报名"),
        ("夏令营从几号到几号", "span", "7月5日至7月20日举行", "满30日发证"),
        ("夏令营起止时间", "span", "自8月1日起报名", "为期10天"),
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
    assert kind in asked_in(text, "zh").figures
    assert asked_in(text, "zh").figures & kinds_in(answers)
    assert not asked_in(text, "zh").figures & kinds_in(does_not)


@given(st.text(), st.sampled_from(["zh", "en"]))
def test_any_text_can_be_read(text: str, language: Language) -> None:
    assert len(asked_in(text, language).figures) in (0, 1, 2, 5)
    assert kinds_in(text) <= set(get_args(FigureKind))


# -- kinds of block


@every(
    ("question", "roles"),
    [
        ("这个通知的全称是什么", {"标题"}),
        ("是哪些部门联合印发的", {"标题"}),
        ("由哪三家单位联合印发", {"标题"}),
        ("根据国家哪份指导意见制定", {"引言"}),
        ("这个方案管到哪一年", {"施行日期"}),
        ("Until when does the 2021 scheme run?", {"施行日期"}),
        ("How many annexes does it have?", {"附件说明"}),
        ("这篇文章登在哪家报纸上", {"标题"}),
        ("这份文件主送哪些单位", {"主送机关"}),
        ("通知印发给了谁", {"主送机关"}),
        ("制定依据是什么", {"引言"}),
        ("这份意见是根据什么制定的", {"引言"}),
        ("这个意见现在还有效吗", {"施行日期"}),
        ("从什么时候开始执行", {"施行日期"}),
        ("附了哪些附件", {"附件说明"}),
        ("通知的成文日期", {"落款"}),
        ("文件是什么时候印发的", {"落款"}),
        ("抄送给哪些单位", {"版记"}),
        ("此件是否公开发布", {"附注"}),
        ("联系电话是多少", {"联系方式"}),
        ("表里有哪些栏目", {"表头"}),
        ("What is the full title of the notice?", {"标题"}),
        ("Who issued the notice?", {"标题"}),
        ("Which departments jointly issued it?", {"标题"}),
        ("Who is the notice addressed to?", {"主送机关"}),
        ("Which higher-level document is it based on?", {"引言"}),
        ("Is the notice still in force?", {"施行日期"}),
        ("When does it expire?", {"施行日期"}),
        ("Does the notice have an annex?", {"附件说明"}),
        ("When was the notice issued?", {"落款"}),
        ("Who was it copied to?", {"版记"}),
        ("Who is the contact person?", {"联系方式"}),
        ("Which columns does the table have?", {"表头"}),
    ],
)
def test_questions_about_a_document_itself_are_recognised(question: str, roles: set[str]) -> None:
    assert roles <= asked_in(question, "en" if question.isascii() else "zh").parts


@every(
    "question",
    [
        "公益性岗位补贴最长几年",
        "What figure does the annex give for Xuzhou?",
        "扶贫车间一次性奖补多少钱",
        "残疾人可以领什么补贴",
        "申请创业补贴需要什么材料",
        "贫困户看病能报销多少",
        "去哪里申请技能培训",
        "哪些人可以参加免费培训",
        "交通补贴怎么申请",
        "哪个部门负责认定扶贫车间",
        "失业预警试点在哪个城市",
        "社保补贴按什么标准发放",
        "补贴什么时候发到手",
        "I lost my job, what support can I get?",
        "How much is the one-off subsidy for a poverty alleviation workshop?",
        "How long can I hold a public welfare post?",
        "Who can join the free training?",
        "Where do I apply for the travel allowance?",
        "What documents do I need to apply?",
    ],
)
def test_ordinary_questions_about_benefits_ask_for_no_block(question: str) -> None:
    assert asked_in(question, "en" if question.isascii() else "zh").parts == frozenset()


@every(
    "question",
    [
        "交通补贴发给谁",  # 主送机关
        "申请材料送到哪里",  # 主送机关
        "奖补资金按照什么标准发放",  # 引言
        "贫困户可以参加哪些项目",  # 表头
        "劳动合同到期能领失业金吗",  # 施行日期
        "社保卡还能用吗",  # 施行日期
        "Can I still apply for the subsidy?",  # 施行日期
        "When does the training start?",  # 施行日期
        "Can I apply by phone?",  # 联系方式
        "When are training certificates issued?",  # 落款
    ],
)
def test_cues_that_also_occur_in_questions_about_benefits_do_not_fire_there(question: str) -> None:
    assert asked_in(question, "en" if question.isascii() else "zh").parts == frozenset()


# -- what the things asked for are called, how many there are, forms, years


@every(
    ("text", "nouns", "counts"),
    [
        ("有什么补贴", ("补贴",), set()),
        ("有啥样的材料", ("材料",), set()),
        ("哪几项措施要办", ("措施要办",), set()),
        ("有几大行动", ("行动",), set()),
        ("九大行动是什么", (), {9}),
        ("13个试点项目是什么", (), {13}),
        ("大龄人员能干什么", (), set()),
        ("第三条说的12条措施", (), {12}),
    ],
)
def test_what_the_things_are_called_and_how_many_there_are(text: str, nouns: tuple[str, ...], counts: set[int]) -> None:
    asked = asked_in(normalise(text), "zh")
    assert (asked.nouns, asked.counts) == (nouns, counts)


@every(
    ("text", "of_form"),
    [
        ("申请表要填什么", True),
        ("What is on the back of the card?", True),
        ("Which boxes must be filled in?", True),
        ("参保补贴多少", False),
        ("How much is it?", False),
    ],
)
def test_of_a_form_speaks_a_question_that_names_one(text: str, of_form: bool) -> None:
    assert asked_in(text, "zh" if not text.isascii() else "en").of_form is of_form


@every(
    ("text", "of_documents", "of_a_span", "of_a_life"),
    [
        ("2021年方案里公益岗怎么说", {2021}, set(), set()),
        ("江苏2016年的意见有哪些", {2016}, set(), set()),
        ("2012年完善就业服务体系的工作计划", {2012}, set(), set()),
        ("the 2016 Jiangsu opinions on poverty relief", {2016}, set(), set()),
        ("How did the 2012 plan and the 2016 opinions differ?", {2012, 2016}, set(), set()),
        ("到2020年要达到多少", set(), set(), set()),
        ("2016年底的计划", set(), set(), set()),
        ("2016-2020年计划", set(), {2016, 2020}, set()),
        ("from 2016 until 2020", set(), {2016, 2020}, set()),
        ("2018年还能领吗", set(), set(), set()),
        ("我2010年出来打工，能领什么", set(), set(), {2010}),
        ("孩子是2015年生的，2021年的学费补贴多少", set(), set(), {2015}),
        ("My son was born in 2015, what is he entitled to?", set(), set(), {2015}),
        ("What was the rate in 2019?", set(), set(), set()),
    ],
)
def test_what_the_years_of_a_question_tell(
    text: str, of_documents: set[int], of_a_span: set[int], of_a_life: set[int]
) -> None:
    asked = asked_in(text, "en" if text.isascii() else "zh")
    assert (asked.document_years, asked.span_years, asked.life_years) == (of_documents, of_a_span, of_a_life)

from __future__ import annotations

from collections.abc import Callable

from every import every
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.holdings.corpus import verify
from kb.reading.clauses import build_clauses
from kb.reading.located import bare
from kb.reading.tables import EMPTY_ROW, REPEATED_HEADER, REPEATED_KEY
from kb.records import Clause, SourceText

Make = Callable[[str], SourceText]

NOTICE = """某市人力资源和社会保障局文件

某人社发〔2020〕3号

关于做好就业扶贫工作的通知

各县区人力资源和社会保障局：

为贯彻国家有关要求，现就有关事项通知如下：

一、总体要求

坚持精准扶贫基本方略，集中开展就业扶贫工作，帮助有意愿的家庭实现转移就业。

二、主要措施

（一）开展转移就业

1. 设立扶贫车间。对设立扶贫车间的企业，按每人1000元的标准给予一次性奖补。所需资金由县区安排。

2. 开发公益性岗位。补贴期限最长不超过3年。

（二）开展培训。

——对有培训意愿的人员开展免费培训。每年至少一次。

——对培训合格的人员发放证书。证书全国通用。

本通知自2020年5月16日起执行，有效期至2025年5月15日。

附件：1. 任务分工表
2. 情况统计表

某市人力资源和社会保障局
2020年5月1日

(此件公开发布)

某市人力资源和社会保障局办公室
2020年5月3日印发

附件1

任务分工表

序号\t任务\t责任单位
1\t设立扶贫车间\t市人社局；各县区
2\t开发公益性岗位\t各县区

序号\t任务\t责任单位
3\t开展培训\t市技师学院

附件2

情况统计表

单位：人

地区\t人口\t
\t低收入人口\t劳动力
序号\t1\t2
东县\t100\t50
西县\t\t

续表：

地区\t培训人数\t就业人数
序号\t3\t4
东县\t30\t
西县\t\t

填报说明：本表由各县区填报。
"""


def clauses_of(make: Make, text: str) -> tuple[Clause, ...]:
    source = make(text)
    clauses, aside = build_clauses(source, "D")
    verify(source, clauses, aside)
    return clauses


def by_label(clauses: tuple[Clause, ...]) -> dict[str, Clause]:
    return {clause.label: clause for clause in clauses}


def test_the_outline_of_a_whole_notice(source: Make) -> None:
    assert [(clause.kind, clause.label) for clause in clauses_of(source, NOTICE)] == [
        ("block", "标题"),
        ("block", "主送机关"),
        ("block", "引言"),
        ("clause", "一"),
        ("heading", "二"),
        ("heading", "二（一）"),
        ("clause", "二（一）1"),
        ("clause", "二（一）2"),
        ("heading", "二（二）"),
        ("clause", "二（二）第1项"),
        ("clause", "二（二）第2项"),
        ("block", "施行日期"),
        ("block", "附件说明"),
        ("block", "落款"),
        ("block", "附注"),
        ("block", "版记"),
        ("block", "附件1标题"),
        ("block", "附件1表头"),
        ("row", "附件1第1项"),
        ("row", "附件1第2项"),
        ("row", "附件1第3项"),
        ("block", "附件2标题"),
        ("block", "附件2表头"),
        ("row", "附件2东县"),
        ("block", "附件2续表表头"),
        ("block", "附件2第1段"),
    ]


def test_ids_paths_and_parents(source: Make) -> None:
    clauses = by_label(clauses_of(source, NOTICE))
    unit = clauses["二（一）2"]
    assert unit.id == "D 二（一）2"
    assert unit.parent == "D 二（一）"
    assert unit.path == ("二、主要措施", "（一）开展转移就业", "2. 开发公益性岗位。".replace(" ", ""))
    assert clauses["附件1第2项"].id == "D 附件1 第2项"
    assert clauses["附件1第2项"].parent == "D 附件1 标题"
    assert clauses["附件1第2项"].path == ("附件1：任务分工表", "2 开发公益性岗位")


def test_the_title_sentence_of_a_unit_is_context_not_evidence(source: Make) -> None:
    unit = by_label(clauses_of(source, NOTICE))["二（一）1"]
    assert [unit.text[span.start : span.end] for span in unit.sentences] == [
        "对设立扶贫车间的企业，按每人1000元的标准给予一次性奖补。",
        "所需资金由县区安排。",
    ]


def test_rows_carry_their_columns_and_their_continuation(source: Make) -> None:
    clauses = by_label(clauses_of(source, NOTICE))
    assert clauses["附件1第1项"].text == "序号：1\n任务：设立扶贫车间\n责任单位：市人社局；各县区"
    assert clauses["附件2东县"].text == ("单位：人\n地区：东县\n人口·低收入人口：100\n人口·劳动力：50\n培训人数：30")
    row = clauses["附件1第3项"]
    assert [(cell.column, cell.text) for cell in row.cells] == [
        ("序号", "3"),
        ("任务", "开展培训"),
        ("责任单位", "市技师学院"),
    ]


def test_repeated_headers_and_empty_rows_are_set_aside(source: Make) -> None:
    _, aside = build_clauses(source(NOTICE), "D")
    assert [(item.text, item.reason) for item in aside] == [
        ("序号", REPEATED_HEADER),
        ("任务", REPEATED_HEADER),
        ("责任单位", REPEATED_HEADER),
        ("西县", EMPTY_ROW),
        ("东县", REPEATED_KEY),
        ("西县", EMPTY_ROW),
    ]


def test_two_outlines_that_both_begin_at_one(source: Make) -> None:
    text = """省政府办公厅关于印发2012年
工作计划及建设意见的通知
各市人民政府：
《2012年工作计划》、《建设意见》已经同意，现印发给你们，请认真组织实施。
二○一二年五月十四日
2012年
工作计划
为做好工作，制定本计划：
一、目标
实现新增就业100万人。
二、任务
扩大参保范围。
建设意见
为推进建设，提出如下意见：
一、意义
典型引路是有效途径。
附件：1．试点项目
附件1：
试点项目
\t序号
\t项目
\t地区

\t1
\t失业预警试点
\t南京市

\t2
\t一卡通
试点
\t苏州市、
如东县
"""
    clauses = clauses_of(source, text)
    labels = [clause.label for clause in clauses]
    assert "计划一" in labels
    assert "意见一" in labels
    assert labels.index("计划二") < labels.index("意见标题") < labels.index("意见一")
    rows = [clause for clause in clauses if clause.kind == "row"]
    assert [row.text for row in rows] == [
        "序号：1\n项目：失业预警试点\n地区：南京市",
        "序号：2\n项目：一卡通试点\n地区：苏州市、如东县",
    ]


def test_an_outline_that_starts_again_under_an_unannounced_title(source: Make) -> None:
    text = "关于开展工作的通知\n\n一、甲事\n\n做好甲事。\n\n二、乙事\n\n做好乙事。\n\n补贴发放实施细则\n\n一、丙事\n\n做好丙事。\n"
    assert [clause.label for clause in clauses_of(source, text)][-3:] == ["通知二", "细则标题", "细则一"]


def test_statute_articles_are_one_clause_each(source: Make) -> None:
    text = (
        "某省就业促进条例\n\n第一章 总则\n\n第一条 为了促进就业，制定本条例。\n\n第二条 下列人员可以申请补贴：\n"
        "（一）登记失业人员；\n（二）残疾人。\n补贴标准由省政府规定。\n\n第二章 附则\n\n第三条 本条例自2020年1月1日起施行。\n"
    )
    clauses = {clause.label: clause for clause in clauses_of(source, text)}
    assert {"第一条", "第二条", "第三条"} <= set(clauses)
    assert (
        bare(clauses["第二条"].text)
        == "第二条下列人员可以申请补贴：（一）登记失业人员；（二）残疾人。补贴标准由省政府规定。"
    )
    assert clauses["第三条"].path == ("第二章 附则", "第三条 本条例自2020年1月1日起施行。")


def test_a_pipe_table_in_markdown(source: Make) -> None:
    text = "# 补贴一览表\n\n| 项目 | 标准 |\n| --- | --- |\n| 创业补贴 | 2000元 |\n| 培训补贴 | 500元 |\n"
    rows = [clause for clause in clauses_of(source, text) if clause.kind == "row"]
    assert [row.text for row in rows] == ["项目：创业补贴\n标准：2000元", "项目：培训补贴\n标准：500元"]


def test_the_same_address_twice_stays_distinct(source: Make) -> None:
    text = "一、甲\n\n（一）做好第一件事情。\n\n（一）做好第二件事情。\n"
    assert [clause.label for clause in clauses_of(source, text)] == ["一", "一（一）", "一（一）〔2〕"]


BODY = """一、总体要求
坚持精准扶贫、精准脱贫基本方略，在精准识别基础上，对全市建档立卡的农村贫困人口分类施策，集中开展工作。
二、主要措施
（一）实施扶贫车间奖补办法。对在12个月内给付报酬达到当年标准以上的，按每人1000元的标准给予一次性奖补，所需资金由县区安排解决。
（二）开发公益性岗位。对持有残疾证的劳动年龄人口，通过市场渠道确实难以实现就业的，进行托底安置，补贴期限最长不超过3年。
"""


@settings(max_examples=min(60, settings.default.max_examples), deadline=None)
@given(st.integers(18, 60), st.booleans())
def test_wrapping_lines_anywhere_changes_no_clause(width: int, page_ends: bool) -> None:
    def make(text: str) -> SourceText:
        return SourceText("样本.txt", text, "utf-8", "0" * 64)

    lines: list[str] = []
    for paragraph in BODY.strip().split("\n"):
        pieces = [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
        for number, piece in enumerate(pieces):
            if page_ends and number == 1:
                lines.append("\f")
            lines.append(piece)
    wrapped = clauses_of(make, "\n".join(lines))
    plain = clauses_of(make, BODY)
    assert [clause.label for clause in wrapped] == [clause.label for clause in plain]
    assert [bare(clause.text) for clause in wrapped] == [bare(clause.text) for clause in plain]


@every("text", ["一、", "附件1", "\t\t\t\n\t\t", "——\n——", "1", "<div", "|a|", "\f\f\n", "一、甲\n续表：\n", "\t甲"])
def test_scraps_do_not_crash(source: Make, text: str) -> None:
    clauses_of(source, text)


@settings(max_examples=2 * settings.default.max_examples, deadline=None)
@given(st.text(alphabet="一二、（）()1.。；：\n\t |附件关于的通知第条—#《》甲乙", max_size=120))
def test_any_text_is_accounted_for(text: str) -> None:
    clauses_of(lambda given: SourceText("样本.txt", given, "utf-8", "0" * 64), text)


def test_a_row_may_be_called_as_paragraphs_are(source: Make) -> None:
    text = "某县资助标准\n\n学段\t人数\t标准\n初中学段\t3\t5\n\n张三\n\n李四\n"
    assert [clause.label for clause in clauses_of(source, text)] == ["标题", "表头", "初中学段", "第1段"]

from __future__ import annotations

import pytest

from kb.questions.anatomy import block_words, role_of_block, roles_asked
from kb.records import Clause, ClauseKind


def clause(label: str, kind: ClauseKind = "block") -> Clause:
    return Clause(f"D {label}", "D", label, kind, (label,), "某市人社局", tuple(range(5)), ())


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("标题", "标题"),
        ("通知落款", "落款"),
        ("附件1标题", "标题"),
        ("意见施行日期", "施行日期"),
        ("版记〔2〕", "版记"),
        ("附件2续表表头", "表头"),
        ("附件1第1段", None),
    ],
)
def test_the_kind_of_a_block_is_read_from_its_label(label: str, role: str | None) -> None:
    assert role_of_block(clause(label)) == role


def test_clauses_and_rows_are_no_blocks_whatever_they_are_called() -> None:
    assert role_of_block(clause("落款", "clause")) is None
    assert role_of_block(clause("附件1表头", "row")) is None
    assert block_words(clause("落款", "clause")) == ""


def test_a_block_is_indexed_with_words_for_what_it_states() -> None:
    assert block_words(clause("通知落款")) == "发文机关署名 成文日期 签发日期 印发时间"
    assert block_words(clause("附件1第1段")) == ""


@pytest.mark.parametrize(
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
    assert roles <= roles_asked(question)


@pytest.mark.parametrize(
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
    assert roles_asked(question) == frozenset()


@pytest.mark.parametrize(
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
    assert roles_asked(question) == frozenset()

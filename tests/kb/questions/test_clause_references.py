"""Clauses named in a question, read off by hand; and the labels they name, as kb/reading/clauses.py writes them."""

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language import normalise
from kb.questions.clause_addresses import ClauseReference, closeness, matches, named_by
from kb.questions.clause_references import references_to_clauses
from kb.questions.references import document_numbers
from kb.reading import build_clauses
from kb.records import Clause, Span


def read(text):
    plain = normalise(text)
    return [reference.steps for reference in references_to_clauses(plain, document_numbers(plain))]


def clause(label, path=(), document="D"):
    return Clause(f"{document} {label}", document, label, "clause", path or (label,), "文。", (0, 1), (Span(0, 2),))


@every(
    ("typed", "steps"),
    [
        ("第8条怎么规定", ("第8条",)),
        ("第８条", ("第8条",)),
        ("第八条第二款", ("第8条", "第2款")),
        ("第八条二款", ("第8条", "第2款")),
        ("第一百二十条之一", ("第120条之1",)),
        ("第三条（二）项", ("第3条", "（二）")),
        ("二（一）2", ("二", "（一）", "2")),
        ("二(一)2", ("二", "（一）", "2")),
        ("二【一】2.强化", ("二", "（一）", "2")),
        ("二、（一）、2", ("二", "（一）", "2")),
        ("《办法》2.1.3怎么说", ("二", "1", "3")),
        ("第二部分第（一）点", ("第2部分", "（一）")),
        ("第二大点第三小点", ("第2部分", "第3点")),
        ("第（五）项", ("（五）",)),
        ("（五）怎么规定", ("（五）",)),
        ("第14项", ("第14项",)),
        ("第三章", ("第3章",)),
        ("附件2第3项", ("附件2", "第3项")),
        ("附件二的第三项", ("附件2", "第3项")),
        ("附件1表格第三行", ("附件1", "第3行")),
        ("第二个附件", ("附件2",)),
        ("附件第3项", ("附件", "第3项")),
        ("方案四（九）", ("方案", "四", "（九）")),
        ("《意见》第三部分", ("意见", "第3部分")),
        ("二第1项", ("二", "第1项")),
        ("article 8", ("第8条",)),
        ("Clause No. 8", ("第8条",)),
        ("item 3", ("第3项",)),
        ("section 2(1)", ("第2部分", "（1）")),
        ("section 2(1)2", ("第2部分", "（1）", "2")),
        ("section 2.1.3", ("第2部分", "1", "3")),
        ("Part II", ("第2部分",)),
        ("annex 2", ("附件2",)),
        ("Annex B", ("附件2",)),
        ("item 3 of annex 2", ("附件2", "第3项")),
        ("annex 2, item 3", ("附件2", "第3项")),
        ("the second item of annex 1", ("附件1", "第2项")),
        ("article eight, paragraph 2", ("第8条", "第2款")),
    ],
)
def test_one_reference(typed, steps):
    assert read(typed) == [steps]


@every(
    ("typed", "steps"),
    [
        ("第3条和第5条", [("第3条",), ("第5条",)]),
        ("第3、4条", [("第3条",), ("第4条",)]),
        ("第三至五条", [("第3条",), ("第4条",), ("第5条",)]),
        ("第八条第1、2款", [("第8条", "第1款"), ("第8条", "第2款")]),
        ("二（二）5和三（一）", [("二", "（二）", "5"), ("三", "（一）")]),
        ("articles 8 and 9", [("第8条",), ("第9条",)]),
        ("items 3-5", [("第3项",), ("第4项",), ("第5项",)]),
    ],
)
def test_several_references(typed, steps):
    assert read(typed) == steps


@every(
    "typed",
    [
        "前3项",
        "3项补贴",
        "五项活动",
        "2条",
        "十二条措施",
        "第一条件是什么",
        "第三方机构",
        "第三项目标",
        "第二节课",
        "第一年",
        "第二批",
        "三年",
        "附件怎么填",
        "附件三份",
        "两个附件",
        "三（3）年",
        "三（二）班",
        "统一（一）",
        "一、补贴多少 二、怎么办",
        "方案三年有效",
        "临人社发〔2016〕12号",
        "国发[2010]36号",
        "2016年12号文",
        "no. 12 of 2016",
        "the first 3 items",
        "part 3 years",
        "which part I should read",
        "point 5 per cent",
        "three sections",
        "2.5万元",
    ],
)
def test_no_reference(typed):
    assert read(typed) == []


def test_span():
    (reference,) = references_to_clauses(
        "临人社发〔2016〕12号二(一)2怎么说", document_numbers("临人社发〔2016〕12号二(一)2怎么说")
    )
    assert "临人社发〔2016〕12号二(一)2怎么说"[reference.start : reference.end] == "二(一)2"


# -- comparing -------------------------------------------------------------------------------------------------------


def named(typed, *labels):
    """The labels among these that the one reference in `typed` names."""
    (reference,) = references_to_clauses(normalise(typed))
    return [one.label for one in named_by(reference, [clause(label) for label in labels])]


LINYI = (
    *(
        "标题",
        "一",
        "二",
        "二（一）",
        "二（一）1",
        "二（一）2",
        "二（二）",
        "二（二）4",
        "二（二）5",
        "三",
        "三（一）",
        "三（二）",
    ),
    *("施行日期", "附件说明", "附件1标题", "附件2标题", "附件2第1段", "附件2三亚市"),
)


@every(
    ("typed", "labels"),
    [
        ("二（一）2", ["二（一）2"]),
        ("二（一）", ["二（一）", "二（一）1", "二（一）2"]),
        ("第5条", ["二（二）5"]),
        ("第5项", ["二（二）5"]),
        ("item 5", ["二（二）5"]),
        ("第二部分第5项", ["二（二）5"]),
        ("第三部分", ["三", "三（一）", "三（二）"]),
        ("section 3(1)", ["三（一）"]),
        ("section 2.1.2", ["二（一）2"]),
        ("第三条第（二）项", ["三（二）"]),
        ("三（一）第2款", ["三（一）"]),
        ("附件2", ["附件2标题", "附件2第1段", "附件2三亚市"]),
        ("附件2第一段", ["附件2第1段"]),
        ("二（一）3", []),
        ("第九条", []),
        ("附件3", []),
        ("附件2第3项", []),
    ],
)
def test_named_in_a_notice(typed, labels):
    assert named(typed, *LINYI) == labels


def test_named_in_a_file_of_parts():
    labels = ("计划一", "计划三（二）", "意见一", "意见三（二）", "附件1第3项", "附件2第3项")
    assert named("意见三（二）", *labels) == ["意见三（二）"]
    assert named("三（二）", *labels) == ["计划三（二）", "意见三（二）"]
    assert named("附件2第三项", *labels) == ["附件2第3项"]
    assert named("附件第3项", *labels) == ["附件1第3项", "附件2第3项"]
    # 通知 is said of the file as a whole too.
    assert named("通知第一部分", *labels) == ["计划一", "意见一"]


def test_running_numbers_in_brackets():
    assert named("第14项", "方案六（十三）", "方案六（十四）") == ["方案六（十四）"]
    assert named("（十四）", "方案六（十三）", "方案六（十四）") == ["方案六（十四）"]


def test_an_article_holds_its_items():
    labels = ("第三条", "第八条", "第八十条", "第一百二十条之一", "第一百二十条")
    assert named("第8条", *labels) == ["第八条"]
    assert named("第八条第二款第（一）项", *labels) == ["第八条"]
    assert named("第120条之一", *labels) == ["第一百二十条之一"]
    # The text counts in 条, so 3 is nothing else.
    assert not matches(ClauseReference(0, 3, ("第3条",)), clause("第八条（三）"))


def test_named_in_a_statute(source):
    first = "第一章　总则\n\n第一条　为了保护权益，制定本法。"
    second = "第二章　补贴\n\n第二条　补贴按月发放。\n\n第三条　补贴按年调整。"
    clauses, _ = build_clauses(source(f"# 中华人民共和国样本法\n\n{first}\n\n{second}\n"), "样本法")
    (chapter,) = references_to_clauses("第二章")
    assert [one.label for one in named_by(chapter, clauses)] == ["第二章", "第二条", "第三条"]
    (article,) = references_to_clauses("第二章第三条")
    assert [one.label for one in named_by(article, clauses)] == ["第三条"]


def test_closeness_is_one_for_the_documents_own_way():
    assert closeness(ClauseReference(0, 1, ("二", "（一）", "2")), clause("二（一）2")) == 1
    assert closeness(ClauseReference(0, 1, ("二", "（1）", "２")), clause("二(一)2")) == 0.9
    assert closeness(ClauseReference(0, 1, ("第5条",)), clause("二（二）5")) == 0.7
    assert closeness(ClauseReference(0, 1, ("第5条",)), clause("五")) == 0.8
    assert closeness(ClauseReference(0, 1, ("第5条",)), clause("标题")) == 0


def test_each_document_has_its_own_nearest():
    (reference,) = references_to_clauses("第5条")
    held = [clause("第五条", document="A"), clause("二（二）5", document="B"), clause("五", document="A")]
    assert [one.id for one in named_by(reference, held)] == ["A 第五条", "B 二（二）5"]


STEPS = [
    "第",
    "八",
    "3",
    "条",
    "款",
    "项",
    "（一）",
    "附件",
    "2",
    "的",
    "、",
    "二",
    "之",
    "方案",
    "section ",
    "item 3",
    " of ",
    "annex 2",
    "(1)",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(STEPS), max_size=12).map("".join))
def test_reads_anything(text):
    plain = normalise(text)
    for reference in references_to_clauses(plain):
        assert 0 <= reference.start < reference.end <= len(plain)
        assert all(reference.steps)
        assert 0 <= closeness(reference, clause("计划二（一）2")) <= 1


@given(st.text(alphabet="第一二八十（）()123条款项附件计划①：市", max_size=14))
def test_any_label_is_compared(label):
    assert 0 <= closeness(ClauseReference(0, 2, ("第2条", "（一）")), clause(label)) <= 1

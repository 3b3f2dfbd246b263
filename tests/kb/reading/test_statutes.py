"""Statutes: one clause an article, whatever stands in it, below the chapters and sections of the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from every import every

from kb.reading.clauses import build_clauses
from kb.reading.located import bare
from kb.reading.metadata import extract
from kb.records import Clause, SourceText

Source = Callable[[str], SourceText]


def articles(source: Source, body: str) -> dict[str, Clause]:
    """The clauses of a law by their labels; `body` is what stands below its name."""
    clauses, _ = build_clauses(source(f"# 中华人民共和国样本法\n\n{body}\n"), "样本法")
    return {clause.label: clause for clause in clauses}


ONE = "第一条　为了保护劳动者的合法权益，根据宪法，制定本法。"
TWO = "第二条　本法所称劳动者，是指在用人单位工作的人员。"


def test_an_article_is_one_clause(source: Source) -> None:
    found = articles(source, f"{ONE}\n\n{TWO}")
    assert [label for label in found if label.startswith("第")] == ["第一条", "第二条"]
    assert bare(found["第一条"].text) == bare(ONE)
    assert found["第一条"].id == "样本法 第一条"


def test_chapters_and_sections_are_the_path_and_not_the_address(source: Source) -> None:
    found = articles(
        source, f"第一章　总则\n\n{ONE}\n\n第二章　补贴\n\n第一节　标准\n\n{TWO}\n\n第二节　程序\n\n第三条　按月发放。"
    )
    assert found["第二条"].path[-3:-1] == ("第二章 补贴", "第一节 标准")
    assert found["第三条"].path[-3:-1] == ("第二章 补贴", "第二节 程序")
    assert found["第三条"].id == "样本法 第三条"
    assert found["第一章"].kind == "heading"


def test_the_parts_of_a_code_stand_above_its_chapters(source: Source) -> None:
    found = articles(source, f"第一编　总则\n\n第一章　基本规定\n\n{ONE}\n\n第二编　物权\n\n第一章　一般规定\n\n{TWO}")
    assert found["第一条"].path[-3:-1] == ("第一编 总则", "第一章 基本规定")
    assert found["第二条"].path[-3:-1] == ("第二编 物权", "第一章 一般规定")


def test_the_paragraphs_of_an_article_stay_together(source: Source) -> None:
    body = "第三条　用人单位应当依法为劳动者缴纳社会保险费。\n\n劳动者有权查询缴费记录。\n\n行政部门应当公布标准。"
    assert bare(articles(source, f"{ONE}\n\n{body}")["第三条"].text) == bare(body)


def test_a_short_first_sentence_of_an_article_can_be_quoted(source: Source) -> None:
    body = "第三条　用人单位应当依法缴费。\n\n劳动者有权查询缴费记录。\n\n行政部门应当公布标准。"
    clause = articles(source, f"{ONE}\n\n{body}")["第三条"]
    assert bare(clause.text) == bare(body)
    assert len(clause.sentences) == 3


@every(
    "items",
    [
        "（一）连续失业一年以上的；\n\n（二）持有残疾证的；\n\n（三）其他情形。",
        "(一)连续失业一年以上的；\n(二)持有残疾证的。",
        "1. 连续失业一年以上的；\n\n2. 持有残疾证的。",
        "（一）下列人员：\n\n1. 失业人员；\n\n2. 残疾人员。\n\n（二）其他人员。",
    ],
)
def test_the_items_of_an_article_belong_to_it(source: Source, items: str) -> None:
    body = f"第三条　下列人员可以申请补贴：\n\n{items}"
    found = articles(source, f"{ONE}\n\n{body}\n\n第四条　补贴按月发放。")
    assert bare(found["第三条"].text) == bare(body)
    assert [label for label in found if label.startswith("第")] == ["第一条", "第三条", "第四条"]


def test_an_article_put_in_later_has_its_own_number(source: Source) -> None:
    found = articles(
        source, f"{ONE}\n\n第一百二十条之一　资助他人的，处罚款。\n\n第一百二十条之二　有下列情形的，处罚款。"
    )
    assert bare(found["第一百二十条之一"].text) == "第一百二十条之一资助他人的，处罚款。"
    assert "第一百二十条之二" in found


def test_an_article_that_cites_another_is_not_cut(source: Source) -> None:
    body = "第五条　违反本法第三条规定的，依照第四条、第五条第二款处罚。"
    assert bare(articles(source, f"{ONE}\n\n{TWO}\n\n{body}")["第五条"].text) == bare(body)


def test_a_cited_article_at_the_start_of_a_wrapped_line_is_no_new_one(source: Source) -> None:
    body = "第五条　违反本法\n第三条规定的，依照\n第四条、第五条第二款处罚。"
    found = articles(source, f"{ONE}\n\n{TWO}\n\n{body}")
    assert bare(found["第五条"].text) == bare(body)


def test_half_width_numbers_and_no_space_after_the_number(source: Source) -> None:
    found = articles(source, "第1条 为了保护劳动者，制定本法。\n\n第2条劳动者依法享有权利。")
    assert bare(found["第2条"].text) == "第2条劳动者依法享有权利。"


@pytest.mark.parametrize(
    "itself",
    [
        "本条例",
        "本法",
    ],
)
def test_the_last_article_states_the_commencement(source: Source, itself: str) -> None:
    text = f"中华人民共和国样本法\n\n{ONE}\n\n第二条　{itself}自2021年3月1日起施行。\n"
    clauses, _ = build_clauses(source(text), "样本法")
    assert any(bare(clause.text).endswith(f"{itself}自2021年3月1日起施行。") for clause in clauses)
    stated = extract(source(text)).effective_from
    assert stated is not None
    assert stated.value == date(2021, 3, 1)


def test_an_annex_after_the_last_article_is_apart(source: Source) -> None:
    body = "第三条　税目税率依照附表执行。"
    found = articles(source, f"{ONE}\n\n{TWO}\n\n{body}\n\n附件：\n\n税目税率表")
    assert bare(found["第三条"].text) == bare(body)


def test_a_law_in_lines_that_were_wrapped(source: Source) -> None:
    body = (
        "第一条　为了保护劳动者的合法权益，调整劳动关系，建立和\n维护适应市场经济的劳动制度，促进经济发展和社会进步，根据\n宪法，制定本法。\n"
        "第二条　在境内的企业、个体经济组织和与之形成劳动关系的劳\n动者，适用本法。"
        "国家机关、事业组织、社会团体和与之建立劳\n动合同关系的劳动者，依照本法执行。\n"
        "第三条　劳动者享有平等就业和选择职业的权利、取得劳动报酬\n的权利、休息休假的权利、获得劳动安全卫生保护的权利、接受\n职业技能培训的权利。"
    )
    found = articles(source, body)
    assert [bare(found[f"第{n}条"].text) for n in "一二三"] == [
        bare(piece) for piece in body.replace("\n第", "\n\n第").split("\n\n")
    ]

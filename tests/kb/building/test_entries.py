from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kb.building.entries import entry_of, is_evidence
from kb.reading import build_clauses
from kb.records import Clause, Document, SourceText

NOTICE = """关于做好工作的通知

各县区人民政府：

一、开发公益性岗位

（一）补贴期限。补贴期限最长不超过3年。所需资金由县区安排。

某市人力资源和社会保障局
2020年5月1日

附件1

任务分工表

单位：万元

序号\t任务\t责任单位
1\t设立扶贫车间\t市人社局；各县区财政部门
2\t开展培训\t市技师学院
"""
DOCUMENT = Document("D", "样本.txt", "关于做好工作的通知", "notice", number="某发〔2020〕3号", regions=("甲市", "乙省"))


@pytest.fixture
def clauses(source: Callable[[str], SourceText]) -> dict[str, Clause]:
    return {clause.label: clause for clause in build_clauses(source(NOTICE), "D")[0]}


def test_a_heading_is_no_evidence(clauses: dict[str, Clause]) -> None:
    assert clauses["一"].kind == "heading"
    assert not is_evidence(clauses["一"])
    assert is_evidence(clauses["一（一）"])
    assert not is_evidence(replace(clauses["一（一）"], kind="heading"))
    assert not is_evidence(replace(clauses["一（一）"], sentences=()))


def test_a_clause_brings_its_document_and_the_headings_above_it(clauses: dict[str, Clause]) -> None:
    entry = entry_of(clauses["一（一）"], DOCUMENT)
    body = "（一）补贴期限。补贴期限最长不超过3年。所需资金由县区安排。"
    assert entry.id == "D 一（一）"
    assert entry.text == f"关于做好工作的通知 某发〔2020〕3号 甲市 乙省 一、开发公益性岗位\n{body}"
    assert entry.passages == (f"一、开发公益性岗位\n{body}",)
    assert entry.sentences == ("补贴期限最长不超过3年。", "所需资金由县区安排。")


def test_a_block_is_found_by_words_for_what_it_states(clauses: dict[str, Clause]) -> None:
    entry = entry_of(clauses["落款"], DOCUMENT)
    words = "发文机关署名 成文日期 签发日期 印发时间"
    assert entry.passages == (f"{words} 落款\n某市人力资源和社会保障局\n2020年5月1日",)
    assert entry.text.split("\n")[0] == f"关于做好工作的通知 某发〔2020〕3号 甲市 乙省 落款 {words}"
    assert entry.sentences == ("某市人力资源和社会保障局", "2020年5月1日")


def test_a_document_without_number_and_region_leaves_no_gap(clauses: dict[str, Clause]) -> None:
    entry = entry_of(clauses["一（一）"], Document("D", "样本.txt", "某报摘编", "digest"))
    assert entry.text.startswith("某报摘编 一、开发公益性岗位\n")


def test_a_long_clause_becomes_several_passages_each_with_its_context(source: Callable[[str], SourceText]) -> None:
    sentences = [f"第{n}批人员按照要求参加培训并且按月领取生活补贴直到全部完成为止。" for n in range(10)]
    text = "一、开展培训\n\n（一）培训安排。" + "".join(sentences) + "\n"
    (_, clause) = build_clauses(source(text), "D")[0]
    passages = entry_of(clause, DOCUMENT).passages
    # 332 characters do not fit into one passage of 220.
    assert len(passages) == 2
    assert all(passage.startswith("一、开展培训\n") for passage in passages)
    assert "".join(passage.removeprefix("一、开展培训\n") for passage in passages) == clause.text


def test_the_sentences_of_a_row_carry_its_name_and_column(clauses: dict[str, Clause]) -> None:
    row = clauses["附件1第1项"]
    assert row.text == "单位：万元\n序号：1\n任务：设立扶贫车间\n责任单位：市人社局；各县区财政部门"
    entry = entry_of(row, DOCUMENT)
    assert entry.sentences == (
        "单位：万元",
        "1 设立扶贫车间 任务：设立扶贫车间",
        "1 设立扶贫车间 责任单位：市人社局；",
        "1 设立扶贫车间 责任单位：各县区财政部门",
    )
    assert len(entry.sentences) == len(row.sentences)


def test_column_of_every_character_of_a_row(clauses: dict[str, Clause]) -> None:
    row = clauses["附件1第1项"]
    columns = [""] * 5 + ["序号"] * 4 + ["任务"] * 9 + ["责任单位"] * 17
    breaks = [5, 5 + 1 + 4, 5 + 1 + 4 + 1 + 9]
    for position in breaks:
        columns.insert(position, "")
    assert [row.column_at(position) for position in range(len(row.text))] == columns


def test_outside_rows_there_is_no_column(clauses: dict[str, Clause]) -> None:
    assert clauses["一（一）"].column_at(0) == ""
    assert clauses["附件1第1项"].column_at(999) == ""


def test_a_text_in_traditional_script_is_indexed_in_simplified_characters(source: Callable[[str], SourceText]) -> None:
    text = "關於發放創業補貼的通知\n\n各縣區：\n\n一、給予首次創業者補貼三千圓。\n"
    clause = next(one for one in build_clauses(source(text), "D")[0] if "首次" in one.text)
    entry = entry_of(clause, replace(DOCUMENT, title="關於發放創業補貼的通知"))
    assert "首次" in clause.text and "補貼" in clause.text
    for indexed in (entry.text, *entry.passages, *entry.sentences):
        assert "补贴三千" in indexed and "補" not in indexed

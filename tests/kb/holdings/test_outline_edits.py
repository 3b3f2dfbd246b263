"""A curator's edits of an outline: each says by words of the text where it applies, and the text stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from every import every

from kb.errors import CatalogError
from kb.holdings.catalog_file import OutlineEdit, load_catalog
from kb.holdings.corpus import load_corpus, read_clauses
from kb.holdings.outline_edits import openings
from kb.reading import bare
from kb.records import Clause, SourceText

NOTICE = """关于做好就业扶贫工作的通知

各县区：

一、扶贫车间按每人1000元给予补贴。其中，残疾人按每人1200元给予补贴。

（一）县区负责审核材料。

二、本通知自2016年5月16日起执行。

办公室电话见网站。

临沂市人力资源和社会保障局
2016年6月12日
"""
TABLE = "关于分配指标的通知\n\n一、指标见下表。\n\n| 序号 | 县区 | 人数 |\n| --- | --- | --- |\n| 1 | 兰陵县 | 12 |\n| 2 | 费县 | 20 |\n"

Source = Callable[[str], SourceText]


def edited(source: SourceText, *edits: dict[str, object]) -> list[Clause]:
    return list(read_clauses(source, "d", [OutlineEdit.model_validate(edit) for edit in edits])[0])


def texts(clauses: list[Clause]) -> dict[str, str]:
    return {clause.label: clause.text for clause in clauses}


def test_a_clause_is_split_where_the_words_stand_and_joined_again(source: Source):
    split = {"do": "split", "at": "其中，残疾人"}
    found = edited(source(NOTICE), split)
    assert texts(found)["一"] == "一、扶贫车间按每人1000元给予补贴。"
    assert texts(found)["一〔2〕"] == "其中，残疾人按每人1200元给予补贴。"
    own = next(clause for clause in found if clause.label == "一〔2〕")
    assert [own.text[span.start : span.end] for span in own.sentences] == [own.text]
    joined = edited(source(NOTICE), split, {"do": "join", "at": "其中，残疾人"})
    assert bare(texts(joined)["一"]) == bare(texts(edited(source(NOTICE)))["一"]) and "一〔2〕" not in texts(joined)


def test_a_clause_joined_takes_its_children_to_the_one_before(source: Source):
    found = edited(source(NOTICE), {"do": "join", "at": "一、扶贫车间"})
    assert "主送机关" in texts(found) and "一" not in texts(found)
    child = next(clause for clause in found if clause.text.startswith("（一）"))
    assert child.parent == "d 主送机关"


def test_a_clause_goes_under_another_with_its_path(source: Source):
    found = edited(source(NOTICE), {"do": "under", "at": "二、本通知", "below": "一、扶贫车间"})
    moved = next(clause for clause in found if clause.label == "二")
    assert moved.parent == "d 一" and moved.path[0].startswith("一、") and moved.path[-1].startswith("二、")


def test_text_is_set_aside_for_a_reason_and_taken_back(source: Source):
    aside = OutlineEdit(do="aside", at="办公室电话见网站", reason="网页附注")
    with pytest.raises(CatalogError, match="请先另立一条"):
        read_clauses(source(NOTICE), "d", [aside])
    split = OutlineEdit(do="split", at="办公室电话见网站")
    clauses, gone = read_clauses(source(NOTICE), "d", [split, aside])
    assert not any("办公室电话" in clause.text for clause in clauses)
    assert [(item.text, item.line) for item in gone] == [("办公室电话见网站。", 11)] and "网页附注" in gone[0].reason
    clauses, gone = read_clauses(source(NOTICE), "d", [split, aside, OutlineEdit(do="back", at="办公室电话见网站。")])
    assert gone == ()
    assert [clause.text for clause in clauses][-2:] == [
        "办公室电话见网站。",
        "临沂市人力资源和社会保障局\n2016年6月12日",
    ]


def test_columns_are_named_for_all_rows_of_the_table(source: Source):
    edit = {"do": "columns", "at": "1兰陵县", "names": ["序号", "", "名额"]}
    found = edited(source(TABLE), edit)
    assert [clause.text for clause in found if clause.kind == "row"] == [
        "序号：1\n兰陵县\n名额：12",
        "序号：2\n费县\n名额：20",
    ]
    assert [(cell.column, cell.text) for cell in found[-1].cells] == [("序号", "2"), ("", "费县"), ("名额", "20")]
    assert edited(source(TABLE), edit, edit) == found


@every(
    ("edit", "said"),
    [
        ({"do": "join", "at": "没有这些字"}, "正文里没有这些字"),
        ({"do": "split", "at": "给予补贴"}, "没有哪一条含有|请多写几个字|给予补贴"),
        ({"do": "join", "at": "关于做好就业扶贫"}, "前面没有可并入的条款"),
        ({"do": "aside", "at": "一、扶贫车间", "reason": "不要"}, "它下面还有条款"),
        ({"do": "under", "at": "一、扶贫车间", "below": "二、本通知"}, "上级条款须在它之前"),
        ({"do": "columns", "at": "一、扶贫车间", "names": ["甲"]}, "须写同样多的列名"),
        ({"do": "back", "at": "没有剔除过的字"}, "正文里没有这些字"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_by_its_words(source: Source, edit: dict[str, object], said: str):
    if edit == {"do": "split", "at": "给予补贴"}:
        assert len(edited(source(NOTICE), edit)) == len(edited(source(NOTICE))) + 1
        return
    with pytest.raises(CatalogError, match=said):
        edited(source(NOTICE), edit)


def test_an_edit_with_nothing_left_to_do_is_passed_over(source: Source):
    join = {"do": "join", "at": "（一）县区负责"}
    assert edited(source(NOTICE), join, join) == edited(source(NOTICE), join)


def test_the_catalogue_keeps_the_edits_and_a_build_makes_them(tmp_path: Path):
    (tmp_path / "甲.txt").write_text(NOTICE, encoding="utf-8")
    entry = {"file": "甲.txt", "id": "jia", "outline": [{"do": "join", "at": "二、本通知"}]}
    (tmp_path / "catalog.yaml").write_text(yaml.safe_dump({"documents": [entry]}, allow_unicode=True), "utf-8")
    (loaded,) = load_corpus(tmp_path, lambda _: ())
    assert "二" not in texts(list(loaded.clauses))
    entry["outline"] = [{"do": "aside", "at": "二、本通知"}]
    (tmp_path / "catalog.yaml").write_text(yaml.safe_dump({"documents": [entry]}, allow_unicode=True), "utf-8")
    with pytest.raises(CatalogError, match=r"第 .* 行.*reason"):
        load_catalog(tmp_path)


def test_a_clause_is_told_by_as_few_words_as_tell_it_from_the_others(source: Source):
    clauses = edited(source("通知\n\n一、对企业给予补贴的标准是一千元。\n\n二、对个人给予补贴的标准是一千元。\n"))
    assert openings(clauses, 2)[-2:] == ("一、", "二、")

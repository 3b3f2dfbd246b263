"""Decisions that amend: what each of their items changes; the texts are our own words."""

from __future__ import annotations

from kb.reading.clauses import build_clauses
from kb.reading.ruling_lists import rulings_of
from kb.records import SourceText


def amended(text: str) -> list[tuple[str, str, str]]:
    """The document, the articles and the clause of each amendment of a text."""
    clauses, _ = build_clauses(SourceText("a.txt", text, "utf-8", "0"), "D")
    return [
        (ruling.named.title or "", "".join(ruling.parts), ruling.label)
        for ruling in rulings_of(clauses)
        if ruling.kind == "amends"
    ]


def test_items_name_the_articles_of_the_text_that_is_amended_above_them() -> None:
    text = (
        "丁县人民政府关于修改《丁县甲办法》的决定\n"
        "丁县人民政府决定对《丁县甲办法》（丁政规〔2018〕2号）作如下修改：\n"
        "一、将第二条第一款修改为：“依法必须申请。”\n"
        "二、删去第三条。\n"
        "三、第五条中的“2000元”改为“3000元”。\n"
        "四、增加一条，作为第七条：“县政府应当投入。”\n"
        "五、第八条、第九条合并为一条。\n"
        "本决定自发布之日起施行。\n"
    )
    assert amended(text) == [
        ("丁县甲办法", "", "引言"),
        ("丁县甲办法", "第二条第一款", "一"),
        ("丁县甲办法", "第三条", "二"),
        ("丁县甲办法", "第五条", "三"),
        ("丁县甲办法", "第八条、第九条", "五"),
    ]


def test_an_item_that_names_its_text_goes_on_with_other_articles_of_it() -> None:
    text = (
        "丁县人大常委会关于修改部分条例的决定\n丁县人大常委会决定，修改下列条例：\n一、对下列条例进行修改\n"
        "1.在《丁县甲条例》第七条中增加一项作为第六项：“负责工作。”\n第九条修改为：“县政府应当投入。”\n"
        "2.将《丁县乙条例》第三条修改为：“略。”\n第十条第四项修改为：“距离大于25米。”\n"
    )
    assert amended(text) == [
        ("丁县甲条例", "第七条", "一1"),
        ("丁县甲条例", "第九条", "一1"),
        ("丁县乙条例", "第三条", "一2"),
        ("丁县乙条例", "第十条第四项", "一2"),
    ]


def test_words_that_name_another_text_change_the_one_that_is_amended() -> None:
    text = "丁县决定对《丁县甲条例》作如下修改：\n一、将第一条中的“国家”修改为“《中华人民共和国社会保险法》等”。\n二、删去第三条。\n"
    assert [what[:2] for what in amended(text)][1:] == [("丁县甲条例", "第一条"), ("丁县甲条例", "第三条")]


def test_a_notice_that_relies_on_an_article_amends_nothing() -> None:
    text = (
        "丁县民政局通知\n各乡镇：\n一、根据《丁县甲条例》第七条规定，增加补贴。\n"
        "二、《丁县甲条例》第八条规定的人员，增加一项救助。\n三、第九条所列人员调整为甲类。\n"
    )
    assert amended(text) == []

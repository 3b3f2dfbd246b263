"""Lists quoted whole: inside a clause, under a heading, in a table; texts made here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kb.answers.answer import Citation
from kb.answers.clause_lists import MOST_ITEMS
from kb.answers.enumerations import completed, enumerations_in
from kb.answers.lists import Listed, with_whole_lists
from kb.answers.outline import Outline
from kb.answers.support import words_of
from kb.language import Place, PlaceMention, sentence_spans
from kb.questions import Ask, ClauseReference, Question, asked_in
from kb.records import Cell, Clause, Document, Quote, Span

DAY = date(2024, 1, 1)
PLAN = Document("P", "p.txt", "养护计划", "plan")


def clause(label: str, text: str, *path: str, kind: str = "clause", parent: str | None = None) -> Clause:
    spans = tuple(sentence_spans(text)) if kind != "heading" else ()
    where = path or (text.splitlines()[0],)
    return Clause(f"P {label}", "P", label, kind, where, text, tuple(range(len(text))), spans, parent)  # type: ignore[arg-type]


def row(n: int, name: str, kind: str, place: str) -> Clause:
    cells = (Cell("序号", str(n), 0), Cell("项目", name, 0), Cell("类别", kind, 0), Cell("地区", place, 0))
    text = "\n".join(f"{cell.column}：{cell.text}" for cell in cells)
    spans = [Span(span.start + text[span.start :].index("：") + 1, span.end) for span in sentence_spans(text)]
    path = ("附件 桥梁项目", f"{n} {name}")
    return Clause(f"P 附{n}", "P", f"附{n}", "row", path, text, tuple(range(len(text))), tuple(spans), "P 附", cells)


def asked(text: str, *content: str, asks: Ask = "list", places: tuple[PlaceMention, ...] = ()) -> Question:
    read = replace(asked_in(text, "zh"), asks=frozenset({asks}))
    return Question(text, text, "zh", content=content, places=places, **vars(read))


def listed(question: Question, cited: Clause, *places: int, others: tuple[Clause, ...] = ()) -> Listed:
    """The lists of an answer that quotes these sentences of a clause; all words weigh the same."""
    quotes = tuple(Quote(cited.text[s.start : s.end], s.start, s.end) for s in (cited.sentences[at] for at in places))
    citation = Citation(1, cited, PLAN, "undated", None, quotes, 0.9)
    words = words_of(question, {}, 1.0, lambda rows: np.zeros((len(question.content), len(rows)), np.float32))
    outline = Outline(lambda _: others or (cited,), lambda _: PLAN)
    return with_whole_lists(question, [citation], [None], [], words, outline, DAY)


def quoted(found: Listed) -> list[list[str]]:
    return [[quote.text for quote in citation.quotes] for citation in found.citations]


DUTIES = clause(
    "第一条",
    "第一条 养护单位不得有下列行为：\n（一）停工；\n（二）转包。转包包括分包；\n（三）瞒报。\n违者依前款处理。",
)


def test_marked_items_end_where_a_line_without_a_mark_begins() -> None:
    (found,) = enumerations_in(DUTIES)
    assert (found.lead, found.items) == (0, ((1,), (2, 3), (4,)))


def test_a_list_that_runs_from_semicolon_to_semicolon() -> None:
    text = clause("二", "有下列情形的，应当退出：合同期满的；擅自转让房屋的；市里规定的其他情形。到期另行通知。")
    assert [one.items for one in enumerations_in(text)] == [((0,), (1,), (2,))]


def test_an_item_brings_its_lead_and_a_sentence_its_own_but() -> None:
    assert completed(DUTIES, {4}) == {0, 4}
    text = clause("三", "费用由业主承担。但低保户除外。其余另议。")
    assert completed(text, {0}) == completed(text, {1}) == {0, 1}
    assert completed(text, {2}) == {2}


def test_what_holds_where_a_condition_is_met_brings_what_holds_where_it_is_not() -> None:
    either = clause("四", "船员应持有甲类证书；没有证书的，应当随带教船员出海。不得转借证书的情形另定。")
    assert completed(either, {0}) == completed(either, {1}) == {0, 1}
    assert completed(either, {2}) == {2}


def test_what_follows_where_a_case_is_worse_is_quoted_with_what_follows_else() -> None:
    text = clause("五", "超过期限的，由主管部门责令改正；情节严重的，按每超过一人五百元处以罚款。其余事项另行规定。")
    assert completed(text, {0}) == completed(text, {1}) == {0, 1}
    assert completed(text, {2}) == {2}


def test_a_question_for_several_gets_every_item_and_one_for_one_thing_its_own() -> None:
    whole = listed(asked("养护单位不得有哪些行为", "养护", "行为"), DUTIES, 0)
    assert quoted(whole) == [
        ["第一条 养护单位不得有下列行为：", "（一）停工；", "（二）转包。", "转包包括分包；", "（三）瞒报。"]
    ]
    assert whole.notices == ()
    one = listed(asked("瞒报可以吗", "瞒报", asks="yes_no"), DUTIES, 4)
    assert quoted(one) == [["第一条 养护单位不得有下列行为：", "（三）瞒报。"]]
    assert [notice.message.zh for notice in one.notices] == ["《养护计划》第一条共列3项，这里引用1项，其余见原文。"]


def test_the_item_named_is_quoted_with_its_lead() -> None:
    named = replace(asked("第一条第二项"), clauses=(ClauseReference(0, 6, ("第1条", "第2项")),))
    assert quoted(listed(named, DUTIES, 5)) == [["第一条 养护单位不得有下列行为：", "（二）转包。", "转包包括分包；"]]


HEADING = clause("二", "二、主要目标", kind="heading")
GOALS = tuple(
    clause(f"二（{n}）", f"（{n}）{name}。", "二、主要目标", f"（{n}）{name}。", parent="P 二")
    for n, name in zip("一二三", ("桥梁完好", "队伍稳定", "资金到位"), strict=True)
)


def test_what_stands_under_the_heading_asked_for_is_quoted_in_its_order() -> None:
    found = listed(asked("主要目标有哪些", "主要", "目标"), GOALS[1], 0, others=(HEADING, *GOALS))
    assert [citation.clause.label for citation in found.citations] == ["二（一）", "二（二）", "二（三）"]
    assert [citation.n for citation in found.citations] == [1, 2, 3]


def test_a_question_that_says_more_than_the_heading_means_one_item() -> None:
    found = listed(asked("桥梁完好的目标有哪些", "桥梁", "完好", "目标"), GOALS[0], 0, others=(HEADING, *GOALS))
    assert [citation.clause.label for citation in found.citations] == ["二（一）"]


def test_a_statutes_articles_are_no_list() -> None:
    chapter = clause("第二章", "第二章 目标", kind="heading")
    articles = tuple(
        clause(f"第{n}条", f"第{n}条 目标。", "第二章 目标", f"第{n}条", parent="P 第二章") for n in "三四"
    )
    assert len(listed(asked("目标有哪些", "目标"), articles[0], 0, others=(chapter, *articles)).citations) == 1


TABLE = clause("附", "附件 桥梁项目", kind="block")
ROWS = (row(1, "东桥", "维修类", "甲市"), row(2, "西桥", "新建类", "乙市、甲市"), row(3, "南桥", "维修类", "乙市"))
PLACE = PlaceMention(Place("1", "甲市", "甲市", "Jia", "CN", "prefecture"), 0, 2)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (asked("有哪些项目", "项目"), ["东桥", "西桥", "南桥"]),
        (asked("维修类项目有哪些", "维修类", "项目"), ["东桥", "南桥"]),
        (asked("甲市有哪些项目", "项目", places=(PLACE,)), ["东桥", "西桥"]),
    ],
    ids=["all", "of a kind", "of a place"],
)
def test_rows(question: Question, names: list[str]) -> None:
    found = listed(question, ROWS[0], 1, others=(TABLE, *ROWS))
    assert [quotes[0] for quotes in quoted(found)] == names


def test_a_long_list_says_how_much_more_there_is() -> None:
    rows = tuple(row(n, f"第{n}桥", "维修类", "甲市") for n in range(1, MOST_ITEMS + 3))
    found = listed(asked("有哪些项目", "项目"), rows[0], 1, others=(TABLE, *rows))
    assert len(found.citations) == MOST_ITEMS
    assert [notice.message.en for notice in found.notices] == [
        f"《养护计划》 附 lists {MOST_ITEMS + 2} items, {MOST_ITEMS} of which are quoted here: see the text for the others."
    ]

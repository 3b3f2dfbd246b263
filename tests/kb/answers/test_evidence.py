"""Which sentences are quoted. Scores by hand: 0.5 for the vectors, 0.25 for the words, 0.25 for the kind of fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.evidence import ClauseEvidence, EvidenceWeights, select
from kb.language import TermMatch, sentence_spans
from kb.questions import Ask, Question, asked_in
from kb.reading import build_clauses
from kb.records import Clause, ClauseKind, SourceText

WEIGHTS = EvidenceWeights(similarity=0.5, words=0.25, fact=0.25, further=0.75, most=3, characters=240)
TABLE = """关于做好工作的通知

一、总体要求

坚持分类施策。

附件1

任务分工表

序号\t任务名称\t试点地区\t责任单位\t完成时间
1\t设立扶贫车间\t临沂市兰陵县\t市人社局；各县区财政部门\t2020年底
2\t开展培训\t全市\t市技师学院\t每季度末
"""


def clause(text: str, kind: ClauseKind = "clause") -> Clause:
    return Clause("D 一", "D", "一", kind, ("一、",), text, tuple(range(len(text))), tuple(sentence_spans(text)))


def asking(text: str = "怎么办", asks: frozenset[Ask] = frozenset()) -> Question:
    return Question(text, text, "zh", **vars(replace(asked_in(text, "zh"), asks=asks, figures=frozenset())))


def chosen(
    clause: Clause,
    similarity: Sequence[float],
    question: Question | None = None,
    held: Sequence[float] | None = None,
    scale: tuple[float, float] = (0.0, 1.0),
    weights: EvidenceWeights = WEIGHTS,
) -> ClauseEvidence:
    """`held` is the share of the question's words that each sentence speaks of; none of them where it is left out."""
    return select(clause, similarity, held or [0.0] * len(similarity), question or asking(), scale, weights)


def texts(evidence: ClauseEvidence) -> list[str]:
    return [quote.text for quote in evidence.quotes]


@pytest.fixture
def rows(source: Callable[[str], SourceText]) -> list[Clause]:
    return [clause for clause in build_clauses(source(TABLE), "D")[0] if clause.kind == "row"]


FIRST, SECOND, THIRD = (
    "设立扶贫车间的企业可以申请补贴。",
    "资金由县区财政部门安排解决。",
    "补贴期限最长不超过三十六期。",
)
THREE = FIRST + SECOND + THIRD


# -- how a sentence is scored


def test_the_nearest_sentence_is_quoted_with_its_offsets() -> None:
    evidence = chosen(clause(THREE), [0.2, 1.0, 0.4])
    (quote,) = evidence.quotes
    assert (quote.text, quote.start, quote.end) == (SECOND, len(FIRST), len(FIRST) + len(SECOND))
    assert evidence.score == 0.5


def test_nearness_is_measured_between_the_least_and_the_best_of_all_candidates() -> None:
    assert chosen(clause(FIRST), [0.75], scale=(0.5, 1.0)).score == 0.5 * 0.5
    assert chosen(clause(FIRST), [0.25], scale=(0.5, 1.0)).score == 0.0
    assert chosen(clause(FIRST), [0.75], scale=(0.75, 0.75)).score == 0.5


def test_the_share_of_the_words_that_a_sentence_speaks_of_counts() -> None:
    evidence = chosen(clause(THREE), [0.0, 0.0, 0.0], held=[0.5, 0.0, 0.875])
    assert texts(evidence) == [THIRD]  # 0.5 is less than 0.75 of 0.875
    assert evidence.score == 0.25 * 0.875
    # Vectors and words add up: 0.5 * 0.5 + 0.25 * 0.5 is more than 0.25 * 0.875.
    assert chosen(clause(THREE), [0.5, 0.0, 0.0], held=[0.5, 0.0, 0.875]).score == 0.375


@every(
    ("ask", "answer", "other"),
    [
        ("amount", "按每人1000元的标准给予奖补。", "对设立扶贫车间的企业给予奖补。"),
        ("amount", "缴费比例减半征收并予以返还。", "对困难企业的缴费予以返还。"),
        ("term", "补贴的时间最多是3年整。", "补贴按照规定发放到人。"),
        ("when", "自发布之日起开始受理。", "申请由窗口受理并答复。"),
        ("where", "在兰陵县开展相关的试点。", "按照要求开展相关的试点。"),
        ("who", "由人社部门统一组织实施。", "统一组织实施并做好总结。"),
        ("materials", "提供身份证复印件和合同。", "按照规定及时足额予以发放。"),
        ("procedure", "向窗口提出申请后予以办理。", "这里的人很多而且很热闹。"),
        ("definition", "扶贫车间是指设在乡村的场所。", "扶贫车间应当依照规定设立。"),
        ("list", "范围为甲类人员、乙类人员、丙类人员。", "范围按照有关的规定确定。"),
    ],
)
def test_a_sentence_with_the_kind_of_fact_asked_for_is_preferred(ask: Ask, answer: str, other: str) -> None:
    evidence = chosen(clause(other + answer), [1.0, 1.0], asking(asks=frozenset({ask})))
    assert texts(evidence) == ([answer] if 0.5 < 0.75 * 0.75 else [other, answer])
    assert evidence.score == 0.5 + 0.25
    assert chosen(clause(other), [1.0], asking(asks=frozenset({ask}))).score == 0.5


def test_of_two_kinds_of_fact_asked_for_each_counts_half() -> None:
    question = asking(asks=frozenset({"amount", "definition"}))
    assert chosen(clause("按每人1000元的标准给予奖补。"), [1.0], question).score == 0.5 + 0.25 / 2


# -- which sentences come along


def test_a_further_sentence_comes_along_where_it_is_nearly_as_good_and_in_reading_order() -> None:
    evidence = chosen(clause(THREE), [0.75, 0.5, 1.0])
    assert texts(evidence) == [FIRST, THIRD]
    assert evidence.quotes[0].end <= evidence.quotes[1].start
    assert evidence.score == 0.5


def test_a_sentence_just_below_the_mark_stays_out() -> None:
    assert texts(chosen(clause(THREE), [0.74, 0.5, 1.0])) == [THIRD]


def test_of_equals_the_first_is_the_best() -> None:
    assert texts(chosen(clause(THREE), [1.0, 1.0, 1.0], weights=EvidenceWeights(most=1))) == [FIRST]


def test_a_repeated_sentence_is_quoted_once() -> None:
    evidence = chosen(clause(FIRST + SECOND + FIRST), [1.0, 0.0, 1.0])
    assert [(quote.text, quote.start) for quote in evidence.quotes] == [(FIRST, 0)]


def test_no_more_sentences_than_allowed() -> None:
    assert len(chosen(clause(THREE + "其余事项按照原有规定执行。"), [1.0] * 4).quotes) == 3


def test_no_more_characters_than_allowed() -> None:
    weights = EvidenceWeights(characters=len(FIRST) + len(SECOND))
    assert texts(chosen(clause(THREE), [1.0] * 3, weights=weights)) == [FIRST, SECOND]
    weights = EvidenceWeights(characters=len(FIRST) + len(SECOND) - 1)
    assert texts(chosen(clause(THREE), [1.0] * 3, weights=weights)) == [FIRST]


def test_a_single_sentence_longer_than_allowed_is_quoted_whole() -> None:
    assert texts(chosen(clause(FIRST), [1.0], weights=EvidenceWeights(characters=3))) == [FIRST]


def test_a_signature_is_quoted_whole() -> None:
    lines = ["某市人力资源和社会保障局", "某市财政局", "2016年6月12日"]
    assert texts(chosen(clause("\n".join(lines), "block"), [0.0, 0.0, 1.0])) == lines
    assert texts(chosen(clause("\n".join(lines), "clause"), [0.0, 0.0, 1.0])) == lines[2:]


def test_a_block_of_sentences_or_a_long_one_is_not_quoted_whole() -> None:
    assert texts(chosen(clause(THREE, "block"), [0.0, 0.0, 1.0])) == [THIRD]
    lines = [f"某市第{n}个承办单位的名称写在这里" for n in range(10)]
    assert texts(chosen(clause("\n".join(lines), "block"), [0.0] * 9 + [1.0])) == [lines[9]]


def test_the_other_sentences_are_kept_best_first() -> None:
    evidence = chosen(clause(THREE), [0.25, 1.0, 0.5])
    assert texts(evidence) == [SECOND]
    assert [quote.text for quote in evidence.others] == [THIRD, FIRST]
    assert chosen(clause(FIRST), [1.0]).others == ()


def test_a_question_for_a_figure_wants_one_of_its_kind() -> None:
    question = replace(asking("期限几年", frozenset({"amount", "term"})), figures=frozenset({"duration"}))
    term, money = "补贴期限最长不超过3年。", "按每人1000元的标准给予奖补。"
    assert chosen(clause(term), [0.0], question).score == 0.25 / 2
    assert chosen(clause(money), [0.0], question).score == 0.0


def test_a_figure_beside_the_official_word_for_what_is_asked_counts_twice() -> None:
    question = replace(asking("能干几年", frozenset({"term"})), figures=frozenset({"duration"}))
    framed = replace(question, terms=(TermMatch("能干几年", ("补贴期限", "期限"), 0, 4, general=True),))
    term, other = "补贴期限最长不超过3年。", "距退休不足5年的人员优先。"
    assert chosen(clause(term), [0.0], framed).score == 0.25
    assert chosen(clause(other), [0.0], framed).score == 0.25 / 2
    # A word for the thing itself is no frame.
    subject = replace(question, terms=(TermMatch("能干几年", ("补贴期限",), 0, 4),))
    assert chosen(clause(term), [0.0], subject).score == 0.25 / 2


# -- table rows


def similar(row: Clause, to: str) -> list[float]:
    """A cosine of 1 for the cell sentence that says `to`, 0 for the others."""
    return [float(row.text[span.start : span.end] == to) for span in row.sentences]


def test_the_name_of_the_row_is_quoted_with_a_cell(rows: list[Clause]) -> None:
    assert texts(chosen(rows[0], similar(rows[0], "临沂市兰陵县"))) == ["设立扶贫车间", "临沂市兰陵县"]
    assert texts(chosen(rows[0], similar(rows[0], "设立扶贫车间"))) == ["设立扶贫车间"]


def test_a_short_row_of_a_table_without_names_of_columns_is_quoted_whole() -> None:
    row = clause("签约率。\n≥50%\n现场核查。", "row")
    assert texts(chosen(row, similar(row, "签约率。"))) == ["签约率。", "≥50%", "现场核查。"]


@pytest.mark.parametrize(
    ("text", "ask", "cells"),
    [
        ("开展培训在哪里", "where", ["开展培训", "全市"]),
        ("开展培训归谁管", "who", ["开展培训", "市技师学院"]),
        ("开展培训什么时候完成", "when", ["开展培训", "每季度末"]),
        ("开展培训的责任单位", None, ["开展培训", "市技师学院"]),  # the column's own name
        ("开展培训的试点地区", None, ["开展培训", "全市"]),
    ],
)
def test_the_column_asked_for_is_quoted(rows: list[Clause], text: str, ask: Ask | None, cells: list[str]) -> None:
    question = asking(text, frozenset({ask}) if ask else frozenset())
    assert texts(chosen(rows[1], similar(rows[1], cells[1]), question)) == cells
    # Though another cell is nearer, the one asked for is among the quotes.
    nearer = "每季度末" if cells[1] != "每季度末" else "全市"
    assert set(cells) <= set(texts(chosen(rows[1], similar(rows[1], nearer), question)))
    # Without the cue only the nearest cell is.
    assert cells[1] not in texts(chosen(rows[1], similar(rows[1], nearer), asking("开展培训")))


def test_all_sentences_of_the_cell_asked_for_are_quoted_in_reading_order(rows: list[Clause]) -> None:
    evidence = chosen(rows[0], similar(rows[0], "2020年底"), asking("扶贫车间的责任单位"))
    assert texts(evidence) == ["设立扶贫车间", "市人社局；", "各县区财政部门"]
    for quote in evidence.quotes:
        assert rows[0].text[quote.start : quote.end] == quote.text


def test_a_column_name_speaks_for_its_cells(rows: list[Clause]) -> None:
    # 市技师学院 does not look like a time nor 每季度末 like a body: the column counts one and a half.
    evidence = chosen(rows[1], [0.0] * 4, asking("开展培训归谁", frozenset({"who"})))
    assert evidence.score == 0.25 * 1.5


def test_columns_asked_for_that_are_too_long_to_quote_leave_the_best_cell(
    source: Callable[[str], SourceText],
) -> None:
    long = "；".join(f"第{n}责任单位的名称写在这里" for n in range(12))
    text = f"序号\t任务名称\t责任单位\n1\t设立扶贫车间\t{long}\n2\t开展培训\t市技师学院\n"
    row = next(clause for clause in build_clauses(source(text), "D")[0] if clause.kind == "row")
    evidence = chosen(row, similar(row, "第5责任单位的名称写在这里；"), asking("扶贫车间的责任单位"))
    assert texts(evidence) == ["设立扶贫车间", "第5责任单位的名称写在这里；"]


# -- for any scores


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6), st.sampled_from(["row", "clause", "block"]))
def test_quotes_stand_in_the_clause_in_reading_order(similarity: list[float], kind: str) -> None:
    if kind == "row":
        text = SourceText("样本.txt", TABLE, "utf-8", "0" * 64)
        unit = next(clause for clause in build_clauses(text, "D")[0] if clause.kind == "row")
    else:
        unit = clause(THREE + FIRST + SECOND + THIRD, "block" if kind == "block" else "clause")
    n = len(unit.sentences)
    evidence = select(
        unit, similarity[:n], [abs(value) for value in similarity[:n]], asking("哪里"), (-1.0, 1.0), EvidenceWeights()
    )
    end = 0
    for quote in evidence.quotes:
        assert quote.text and unit.text[quote.start : quote.end] == quote.text
        assert quote.start >= end
        end = quote.end
    assert len({quote.text for quote in evidence.quotes}) == len(evidence.quotes) >= 1
    # Each sentence is quoted or kept, never both.
    spans = [(quote.start, quote.end) for quote in (*evidence.quotes, *evidence.others)]
    assert sorted(spans) == [(span.start, span.end) for span in unit.sentences]

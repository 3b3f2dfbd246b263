from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.answers.answer import Answer, AnswerItem, Citation, SearchHit
from kb.answers.citations import answer_object, hit_object
from kb.answers.gate import passed_gate
from kb.citation_lines import citation_line, english_citation_line
from kb.errors import GateError
from kb.messages import Message
from kb.records import Cell, Clause, Document, Notice, Quote, Span

DOCUMENT = Document(
    "某发〔2020〕3号", "a.txt", "关于就业的通知", "notice", number="某发〔2020〕3号", regions=("临沂市", "山东省")
)
CLAUSE = Clause(
    "某发〔2020〕3号 一（一）1",
    DOCUMENT.id,
    "一（一）1",
    "clause",
    ("一、总则", "1. 补贴。"),
    "1. 补贴。每人1000元。",
    tuple(range(40, 53)),
    (Span(6, 13),),
)
QUOTE = Quote("每人1000元。", 6, 14)
ANSWER = Answer(
    "多少钱？",
    "zh",
    "answered",
    date(2026, 11, 22),
    (AnswerItem(QUOTE.text, 1),),
    (Citation(1, replace(CLAUSE, offsets=tuple(range(40, 54))), DOCUMENT, "undated", None, (QUOTE,), 0.8),),
    (Notice("undated", Message("没有写明有效期。")),),
)


def with_quote(quote: Quote) -> Answer:
    citation = replace(ANSWER.citations[0], quotes=(quote,))
    return replace(ANSWER, citations=(citation,), answer=(AnswerItem(quote.text, 1),))


def test_a_true_quote_passes() -> None:
    assert passed_gate(ANSWER) is ANSWER


@pytest.mark.parametrize(
    "quote",
    [Quote("每人5000元。", 6, 14), Quote("每人1000元。", 5, 13), Quote("", 6, 6), Quote("每人1000元。另加", 6, 16)],
    ids=["other number", "other place", "empty", "longer than the clause"],
)
def test_a_false_quote_is_blocked(quote: Quote) -> None:
    with pytest.raises(GateError, match="已拦截"):
        passed_gate(with_quote(quote))


def test_words_without_a_quote_are_blocked() -> None:
    with pytest.raises(GateError):
        passed_gate(replace(ANSWER, answer=(AnswerItem("每人1000元", 1),)))
    with pytest.raises(GateError):
        passed_gate(replace(ANSWER, answer=(AnswerItem(QUOTE.text, 2),)))


def test_words_that_are_not_in_the_source_are_blocked() -> None:
    offsets = tuple(-1 if 6 <= i < 8 else 40 + i for i in range(14))
    citation = replace(ANSWER.citations[0], clause=replace(CLAUSE, offsets=offsets))
    with pytest.raises(GateError):
        passed_gate(replace(ANSWER, citations=(citation,)))


def test_citation_line() -> None:
    assert citation_line(DOCUMENT, "一（一）1") == "《关于就业的通知》（某发〔2020〕3号）一（一）1"
    assert citation_line(replace(DOCUMENT, number=None), "附件1第9项") == "《关于就业的通知》附件1第9项"


@pytest.mark.parametrize(
    ("document", "clause", "line"),
    [
        (DOCUMENT, CLAUSE, "Clause 一（一）1, 某发〔2020〕3号: 《关于就业的通知》"),
        (
            replace(DOCUMENT, issued=date(2020, 6, 1), published=date(2020, 6, 3)),
            replace(CLAUSE, kind="row", label="附件1第9项"),
            "Table row 附件1第9项, 某发〔2020〕3号, issued 2020-06-01: 《关于就业的通知》",
        ),
        (
            replace(DOCUMENT, number=None, published=date(2020, 6, 3)),
            replace(CLAUSE, kind="block", label="第2段"),
            "Passage 第2段, published 2020-06-03: 《关于就业的通知》",
        ),
        (replace(DOCUMENT, number=None), replace(CLAUSE, kind="heading", label="一"), "Heading 一: 《关于就业的通知》"),
    ],
    ids=["clause", "row", "no number", "heading"],
)
def test_english_citation_line(document: Document, clause: Clause, line: str) -> None:
    assert english_citation_line(document, clause) == line


def test_sides_and_terms_are_there_only_where_an_item_has_them() -> None:
    item = AnswerItem(QUOTE.text, 1, group="临沂市", gloss=(("补贴", "subsidy"),))
    assert answer_object(replace(ANSWER, answer=(item,)))["answer"] == [
        {
            "text": "每人1000元。",
            "citation": 1,
            "group": "临沂市",
            "gloss": [{"term": "补贴", "english": "subsidy"}],
        }
    ]


def test_the_answer_object_has_the_keys_scripts_rely_on() -> None:
    data = answer_object(ANSWER, "q1")
    assert list(data)[:6] == ["id", "question", "language", "status", "as_of", "answer"]
    assert data["as_of"] == "2026-11-22"
    assert data["answer"] == [{"text": "每人1000元。", "citation": 1}]
    citation = data["citations"][0]
    assert citation["quotes"] == [{"text": "每人1000元。", "start": 6, "end": 14}]
    assert citation["source"] == {"file": "a.txt", "page": None, "start": 40}
    assert {"n", "clause_id", "label", "path", "text", "quotes", "score", "source", "document"} <= set(citation)
    assert set(citation["document"]) >= {
        *(
            "id",
            "number",
            "title",
            "issuers",
            "region",
            "issued",
            "effective_from",
            "effective_to",
            "validity",
            "validity_quote",
        )
    }
    assert "id" not in answer_object(ANSWER)


def test_a_row_begins_at_its_first_cell_and_a_hit_names_the_number() -> None:
    row = replace(CLAUSE, kind="row", cells=(Cell("", "单位：人", 5), Cell("地区", "东县", 70)))
    citation = replace(ANSWER.citations[0], clause=row, quotes=())
    assert answer_object(replace(ANSWER, citations=(citation,), answer=()))["citations"][0]["source"]["start"] == 70
    assert hit_object(SearchHit(CLAUSE, DOCUMENT, 0.51239)) == {
        "clause_id": CLAUSE.id,
        "label": "一（一）1",
        "document": "某发〔2020〕3号",
        "text": CLAUSE.text,
        "score": 0.5124,
    }

"""The words that prove what is said of a document, in the clause in which they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from embedders import Hashing

from index import HybridIndex
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import HeldDocuments
from kb.answers.proofs import located, proofs, related_proofs
from kb.building import entry_of
from kb.language import Gazetteer, RegionIndex, sentence_spans
from kb.records import Clause, ClauseKind, Document

TERM = "本办法自2016年5月16日起\n施行，有效期5年。"
OLD = Document(
    "某发〔2016〕1号",
    "o.txt",
    "某办法",
    "regulation",
    effective_from=date(2016, 5, 16),
    effective_quote="本办法自2016年5月16日起施行，有效期5年。",
    effective_to=date(2021, 5, 15),
    expiry_quote="有效期5年。",
    issued_quote="2016年5月1日",
)
REPEALED = replace(
    OLD, superseded_by="某发〔2020〕2号", superseded_on=date(2020, 1, 1), superseded_quote="废止下列文件：……某办法"
)
BOTH = Document("某发〔2016〕4号", "b.txt", "某新办法", "regulation", effective_quote="本办法自2016年5月16日起施行。")
NEW = Document("某发〔2020〕2号", "n.txt", "某决定", "decision", effective_from=date(2020, 1, 1))


def clause(document: Document, label: str, text: str, kind: ClauseKind = "clause") -> Clause:
    offsets, spans = tuple(range(len(text))), tuple(sentence_spans(text))
    return Clause(f"{document.id} {label}", document.id, label, kind, (label,), text, offsets, spans)


CLAUSES = (
    clause(OLD, "标题", "某办法", "block"),
    clause(OLD, "九", TERM),
    clause(OLD, "落款", "2016年5月1日", "block"),
    clause(NEW, "二", "自2020年1月1日起，废止下列文件：\n某办法"),
    clause(BOTH, "九", "《旧办法》（某发〔2010〕3号）同时废止。本办法自2016年5月16日起施行。"),
)


def held_with(document: Document) -> HeldClauses:
    documents = {one.id: one for one in (OLD, NEW, BOTH, document)}
    index = HybridIndex.build([entry_of(one, documents[one.document]) for one in CLAUSES], Hashing())
    tables = HeldDocuments([*documents.values()], RegionIndex.of([*documents.values()], Gazetteer.load()))
    return HeldClauses(index, CLAUSES, tables)


def cited(facts: set[str], document: Document, day: date) -> list[tuple[str, str]]:
    found = proofs(frozenset(facts), document, held_with(document), day)  # type: ignore[arg-type]
    assert all(one.document.id == one.clause.document for one in found)
    return [(one.clause.label, quote.text) for one in found for quote in one.quotes]


def test_one_sentence_that_states_both_days_is_quoted_once() -> None:
    assert cited({"state"}, OLD, date(2018, 1, 1)) == [("九", TERM)]
    assert cited({"end"}, OLD, date(2018, 1, 1)) == [("九", "有效期5年。")]


def test_a_repeal_stands_in_the_document_that_repeals_and_comes_first() -> None:
    assert cited({"state"}, REPEALED, date(2020, 6, 1)) == [("二", "废止下列文件："), ("九", TERM)]
    assert cited({"state"}, REPEALED, date(2019, 6, 1)) == [("九", TERM)]  # not yet repealed
    assert cited({"issued"}, REPEALED, date(2020, 6, 1)) == [("落款", "2016年5月1日")]


def test_of_a_document_that_states_nothing_its_day_of_issue_or_its_title_is_quoted() -> None:
    silent = replace(OLD, effective_from=None, effective_quote=None, effective_to=None, expiry_quote=None)
    assert cited({"state", "begin"}, silent, date(2018, 1, 1)) == [("落款", "2016年5月1日")]
    assert cited({"state"}, replace(silent, issued_quote=None), date(2018, 1, 1)) == [("标题", "某办法")]


def test_of_a_text_that_is_passed_on_those_who_wrote_it_are_named_too() -> None:
    sent = replace(NEW, id="某办发〔2020〕5号", title="某办公室关于转发甲局《乙方案》的通知", issuers=("某办公室",))
    heads = clause(sent, "标题", "某办公室关于转发甲局《乙方案》的通知", "block")
    says = clause(
        sent,
        "第1段",
        "甲局、丙局《乙方案》已经同意，现转发给你们，请认真贯彻执行。其余事项按本通知的要求办理，由各地负责。",
    )
    index = HybridIndex.build([entry_of(one, sent) for one in (heads, says)], Hashing())
    tables = HeldDocuments([sent], RegionIndex.of([sent], Gazetteer.load()))
    found = proofs(frozenset({"issuer"}), sent, HeldClauses(index, (heads, says), tables), date(2020, 1, 1))
    assert [(one.clause.label, quote.text) for one in found for quote in one.quotes] == [
        ("标题", heads.text),
        ("第1段", "甲局、丙局《乙方案》已经同意，现转发给你们，请认真贯彻执行。"),
    ]


def test_the_name_of_a_column_is_no_word_of_the_source() -> None:
    row = replace(clause(OLD, "表", "期限：3年", "row"), offsets=(-1, -1, -1, 8, 9))
    assert located("期限：3年", [row]) is None
    assert located("3年", [row]) is not None


def test_what_is_repealed_and_what_holds_from_when_stand_in_one_citation_of_their_clause() -> None:
    held, day = held_with(BOTH), date(2020, 1, 1)
    (found,) = related_proofs(frozenset({"repeals", "begin"}), BOTH, held, day)
    assert [quote.text for quote in found.quotes] == [
        "《旧办法》（某发〔2010〕3号）同时废止。",
        "本办法自2016年5月16日起施行。",
    ]
    assert related_proofs(frozenset({"rests_on", "begin"}), BOTH, held, day) == []

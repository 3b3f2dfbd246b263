"""What texts say is found by their pairs of characters, and read in the clauses that have them all."""

from __future__ import annotations

from datetime import date

import pytest
from embedders import Hashing
from every import every

from index import HybridIndex
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import HeldDocuments
from kb.answers.support import comparable
from kb.building import entry_of
from kb.language import Gazetteer, RegionIndex, sentence_spans
from kb.records import Clause, Document

ONE = Document("甲", "a.txt", "关于公益性岗位的意见", "opinion", number="甲人社发〔2016〕12号")
TWO = Document("乙", "b.txt", "乙市的通知", "notice")


def clause(document: Document, label: str, text: str, path: tuple[str, ...] = ()) -> Clause:
    spans = tuple(sentence_spans(text))
    offsets = tuple(range(len(text)))
    return Clause(f"{document.id} {label}", document.id, label, "clause", (*path, label), text, offsets, spans)


CLAUSES = [
    clause(ONE, "一", "对残疾人给予岗位补贴，\n最长3年。2016年起执行。", ("第一章 扶贫车间",)),
    clause(ONE, "二", "开展与陕西的劳务协作。"),
    clause(TWO, "一", "补充保险。贴近群众。每月５００元。１９９８年停止。"),
]


@pytest.fixture(scope="module")
def held() -> HeldClauses:
    documents = {"甲": ONE, "乙": TWO}
    entries = [entry_of(one, documents[one.document]) for one in CLAUSES]
    tables = HeldDocuments([ONE, TWO], RegionIndex.of([ONE, TWO], Gazetteer.load()))
    return HeldClauses(HybridIndex.build(entries, Hashing()), CLAUSES, tables)


@every(
    ("phrase", "said"),
    [
        ("岗位补贴", True),
        ("公益性岗位", True),  # in the title
        ("扶贫车间", True),  # in a heading
        ("最长3年", True),  # white space beside Chinese characters does not count
        ("3年", True),
        ("每月500元", True),
        ("补贴最长", False),  # all pairs of characters stand there, not side by side
        ("补贴险", False),
        ("年", True),
        ("鳏", False),
        ("大病保险", False),
        ("", True),
    ],
)
def test_what_a_text_says(held: HeldClauses, phrase: str, said: bool) -> None:
    assert held.says(phrase, comparable) is said


def test_places_that_a_text_names(held: HeldClauses) -> None:
    gazetteer = Gazetteer.load()
    named = {name: bool(held.naming(gazetteer.require(name), gazetteer)) for name in ("陕西省", "山西省", "江苏省")}
    assert named == {"陕西省": True, "山西省": False, "江苏省": False}


NOTICE = Document("N", "n.txt", "关于发放补贴的通知", "notice", issued=date(2016, 6, 12))
LAW = Document("L", "l.txt", "某市救助条例", "regulation", issued=date(2005, 1, 1), effective_from=date(2006, 1, 1))
ENDED = Document("E", "e.txt", "某市救助条例", "regulation", issued=date(2005, 1, 1), effective_to=date(2010, 1, 1))


@every(
    ("years", "reaching"),
    [
        ((), {"N", "L", "E"}),
        ((2016,), {"N", "L"}),
        ((2012,), {"N", "L"}),  # a clause of the notice speaks of it
        ((2035,), set()),
        ((2034, 2035), set()),
        ((2016, 2035), {"N", "L"}),  # one of the two
        ((2024,), {"N", "L", "E"}),  # the year of the day asked about is left to each document's validity
        ((2019,), {"L"}),  # a law goes on until another one repeals it, a notice is not known to
        ((2005,), {"L", "E"}),  # made in it
        ((2004,), set()),
        ((2025,), set()),  # nobody knows yet
        ((2008,), {"L"}),  # of one whose beginning is not stated no term is known
    ],
)
def test_documents_that_reach_a_year(years: tuple[int, ...], reaching: set[str]) -> None:
    documents = [NOTICE, LAW, ENDED]
    clauses = [
        clause(NOTICE, "一", "２０１２年起执行。"),
        clause(LAW, "一", "给予救助。"),
        clause(ENDED, "一", "给予救助。"),
    ]
    entries = [entry_of(one, {"N": NOTICE, "L": LAW, "E": ENDED}[one.document]) for one in clauses]
    tables = HeldDocuments(documents, RegionIndex.of(documents, Gazetteer.load()))
    held = HeldClauses(HybridIndex.build(entries, Hashing()), clauses, tables)
    assert held.reaching(years, date(2024, 3, 1)) == reaching


def test_entries_of_documents(held: HeldClauses) -> None:
    assert held.entries(held.documents.of_ids(["甲"])).tolist() == [True, True, False]
    assert held.entries(held.documents.all).tolist() == [True, True, True]

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.answers.retrieval import query_of
from kb.language import Gazetteer, Lexicon, RegionIndex
from kb.questions import Question, understand
from kb.records import Document

LINYI = Document(
    "L",
    "l.txt",
    "意见",
    "opinion",
    number="临人社发〔2016〕12号",
    regions=("临沂市", "山东省"),
    issued=date(2016, 6, 12),
)
DIGEST = Document("D", "d.txt", "摘编", "digest", published=date(2020, 11, 3))
NUMBERS = ("临人社发〔2016〕12号",)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of([LINYI, DIGEST], gazetteer)


def query(text: str, gazetteer: Gazetteer, lexicon: Lexicon, regions: RegionIndex) -> tuple[Question, str]:
    question = understand(text, lexicon, gazetteer, NUMBERS, regions.held)
    built = query_of(question, regions)
    # The region a whole document is for chooses documents; its name is not searched for.
    assert built.expansion == tuple(term for term in question.expansion if term not in ("临沂", "海南"))
    return question, built.text


@every(
    ("text", "searched"),
    [
        ("公益性岗位补贴最长几年", "公益性岗位补贴最长几年"),
        ("按临人社发[2016]12号 补贴最长几年", "按 补贴最长几年"),
        ("临沂市的补贴最长几年", "的补贴最长几年"),
        ("按临人社发[2016]12号临沂市补贴最长几年", "按 补贴最长几年"),
        # A place inside the region is no document's own: the texts may name it.
        ("兰陵县的补贴最长几年", "兰陵县的补贴最长几年"),
        ("青岛市的补贴最长几年", "青岛市的补贴最长几年"),
        # A clause that is named is looked up by its number.
        ("附件1第9项的责任单位", "的责任单位"),
        # Where nothing would be left, the question stays as it is.
        ("临沂市", "临沂市"),
    ],
)
def test_what_only_chooses_documents_is_not_searched_for(
    gazetteer: Gazetteer, lexicon: Lexicon, regions: RegionIndex, text: str, searched: str
) -> None:
    assert query(text, gazetteer, lexicon, regions)[1] == searched


def test_an_english_question_is_embedded_with_its_official_terms(
    gazetteer: Gazetteer, lexicon: Lexicon, regions: RegionIndex
) -> None:
    question, text = query("How long can I hold a public welfare post in Linyi?", gazetteer, lexicon, regions)
    assert "公益性岗位" in question.expansion
    official = [term for term in question.expansion if term != "临沂"]
    assert text == " ".join(("How long can I hold a public welfare post in", *official))

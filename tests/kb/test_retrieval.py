from __future__ import annotations

from datetime import date

import pytest

from kb.lexicon import Lexicon
from kb.places import Gazetteer
from kb.question import Question, understand
from kb.records import Clause, Document
from kb.regions import RegionIndex
from kb.retrieval import Priors, prior, query_of

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
PRIORS = Priors(block_asked=0.5, block_not_asked=-0.25, year=0.125, in_force=0.0625)


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
    built = query_of(question, [LINYI, DIGEST], regions, NUMBERS)
    # The region a whole document is for chooses documents; its name is not searched for.
    assert built.expansion == tuple(term for term in question.expansion if term not in ("临沂", "海南"))
    return question, built.text


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("公益性岗位补贴最长几年", "公益性岗位补贴最长几年"),
        ("按临人社发[2016]12号 补贴最长几年", "按 补贴最长几年"),
        ("临沂市的补贴最长几年", "的补贴最长几年"),
        ("按临人社发[2016]12号临沂市补贴最长几年", "按 补贴最长几年"),
        # A place inside the region is no document's own: the texts may name it.
        ("兰陵县的补贴最长几年", "兰陵县的补贴最长几年"),
        ("青岛市的补贴最长几年", "青岛市的补贴最长几年"),
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


# -- priors


def asking(text: str, years: tuple[int, ...] = ()) -> Question:
    return Question(text, text, "zh", years=years)


def clause(label: str, *, block: bool) -> Clause:
    return Clause(f"L {label}", "L", label, "block" if block else "clause", (label,), "文", (0,), ())


@pytest.mark.parametrize(
    ("question", "label", "block", "value"),
    [
        ("补贴多少", "一", False, 0.0),
        ("补贴多少", "落款", True, -0.25),
        ("通知的成文日期", "落款", True, 0.5),
        ("通知的成文日期", "版记", True, -0.25),
        ("通知的成文日期", "一", False, 0.0),
        ("补贴多少", "第1段", True, 0.0),  # a paragraph without a number is text like any other
    ],
)
def test_a_block_counts_where_it_is_asked_for(question: str, label: str, block: bool, value: float) -> None:
    assert prior(asking(question), clause(label, block=block), LINYI, "expired", PRIORS) == value


@pytest.mark.parametrize(
    ("document", "years", "value"),
    [(LINYI, (2016,), 0.125), (LINYI, (2015,), 0.0), (LINYI, (), 0.0), (DIGEST, (2019, 2020), 0.125)],
)
def test_the_year_a_document_was_issued_or_published_in_counts(
    document: Document, years: tuple[int, ...], value: float
) -> None:
    assert prior(asking("补贴多少", years), clause("一", block=False), document, "undated", PRIORS) == value


@pytest.mark.parametrize(
    ("validity", "value"),
    [("in_force", 0.0625), ("expired", 0.0), ("undated", 0.0), ("superseded", 0.0), ("not_yet_in_force", 0.0)],
)
def test_only_a_rule_in_force_is_lifted_expired_and_undated_rank_alike(validity: str, value: float) -> None:
    assert prior(asking("补贴多少"), clause("一", block=False), LINYI, validity, PRIORS) == value  # type: ignore[arg-type]


def test_the_reasons_add_up() -> None:
    question = asking("2016年通知的成文日期", (2016,))
    assert prior(question, clause("落款", block=True), LINYI, "in_force", PRIORS) == 0.5 + 0.125 + 0.0625

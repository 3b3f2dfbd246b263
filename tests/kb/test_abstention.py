from __future__ import annotations

from datetime import date

import pytest

from index import Hit
from kb.abstention import Threshold, asks_of_another_time, confidence, coverage, years_spoken_of
from kb.lexicon import Lexicon, TermMatch
from kb.places import Gazetteer
from kb.question import Question, understand
from kb.records import Clause, Document

DAY = date(2024, 3, 1)


def clause(text: str) -> Clause:
    return Clause("D 一", "D", "一", "clause", ("一、",), text, tuple(range(len(text))), ())


def asking(text: str = "补贴多少", years: tuple[int, ...] = (), content: tuple[str, ...] = ()) -> Question:
    return Question(text, text, "zh", years=years, content=content)


# -- years


def test_the_years_a_document_speaks_of() -> None:
    document = Document(
        "D",
        "d.txt",
        "意见",
        "opinion",
        issued=date(2016, 6, 12),
        published=date(2015, 1, 1),
        effective_from=date(2017, 5, 16),
        effective_to=date(2020, 5, 15),
    )
    texts = [clause("到2022年底完成。"), clause("比１９９８年增长，电话05392012345，编号120304和99992011。")]
    assert years_spoken_of(document, texts) == {2016, 2015, 2017, 2018, 2019, 2020, 2022, 1998}


def test_a_term_without_both_ends_adds_no_years() -> None:
    document = Document("D", "d.txt", "意见", "opinion", effective_from=date(2017, 5, 16))
    assert years_spoken_of(document, [clause("做好工作。")]) == frozenset()


@pytest.mark.parametrize("text", ["按每人2000元的标准给予奖补。", "按每人2,000元的标准给予奖补。"])
def test_an_amount_is_no_year(text: str) -> None:
    assert years_spoken_of(Document("D", "d.txt", "意见", "opinion"), [clause(text)]) == frozenset()


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        (asking(years=()), False),
        (asking(years=(2016,)), False),
        (asking(years=(2035,)), True),
        (asking(years=(2034, 2035)), True),
        (asking(years=(2016, 2035)), False),  # one of the two is spoken of
        (asking(years=(2024,)), False),  # the year of the day asked about: what holds now
        (asking("这个意见2035年还有效吗", (2035,)), False),  # validity can be said for any year
    ],
    ids=["no year", "known", "unknown", "both unknown", "one known", "this year", "validity"],
)
def test_a_question_about_years_no_text_speaks_of_is_refused(question: Question, refused: bool) -> None:
    assert asks_of_another_time(question, [frozenset({2012}), frozenset({2016})], DAY) is refused


def test_with_no_document_in_scope_every_other_year_is_another_time() -> None:
    assert asks_of_another_time(asking(years=(2016,)), [], DAY)


# -- coverage


def test_coverage_is_the_weighed_share_of_the_words_met() -> None:
    question = asking(content=("补贴", "期限", "农民工"))
    weights = {"补贴": 1.0, "期限": 3.0}
    # 农民工 is in no text, so it weighs what an absent word does: (1 + 3) / (1 + 3 + 4).
    assert coverage(question, "补贴期限最长不超过3年。", weights, 4.0) == 4 / 8
    assert coverage(question, "补贴按月发放。", weights, 4.0) == 1 / 8
    assert coverage(question, "做好工作。", weights, 4.0) == 0.0


def test_a_word_with_weight_zero_is_in_no_text_and_weighs_as_absent() -> None:
    question = asking(content=("补贴", "农民工"))
    assert coverage(question, "补贴按月发放。", {"补贴": 1.0, "农民工": 0.0}, 4.0) == 1 / 5


def test_width_and_case_do_not_hide_a_word() -> None:
    assert coverage(asking(content=("app", "12333")), "拨打１２３３３或用APP", {}, 1.0) == 1.0


def test_a_word_is_met_through_the_official_term_for_it() -> None:
    question = Question(
        "公岗能干几年",
        "公岗能干几年",
        "zh",
        terms=(TermMatch("公岗", ("公益性岗位", "乡村公益性岗位"), 0, 2),),
        content=("公岗", "老板"),
    )
    assert coverage(question, "公益性岗位补贴", {}, 2.0) == 0.5
    assert coverage(question, "扶贫车间补贴", {}, 2.0) == 0.0


def test_without_content_words_nothing_is_covered() -> None:
    assert coverage(asking(content=()), "补贴期限", {}, 1.0) == 0.0


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    "text",
    [
        "public welfare posts",
        "Public Welfare Posts",
    ],
)
def test_english_words_are_met_through_their_term_however_they_are_typed(
    gazetteer: Gazetteer, lexicon: Lexicon, text: str
) -> None:
    assert coverage(understand(text, lexicon, gazetteer), "公益性岗位补贴", {}, 1.0) == 1.0


# -- confidence


def test_confidence_is_the_better_cosine_and_a_part_of_the_coverage() -> None:
    question = asking(content=("补贴", "期限"))
    threshold = Threshold(slope=0.25, level=1.0)
    by_sentence = confidence(question, Hit("D 一", 0.7, 3.0, 0.5, 0.75), clause("补贴"), {}, 1.0, threshold)
    assert (by_sentence.cosine, by_sentence.coverage) == (0.75, 0.5)
    assert by_sentence.value == 0.75 + 0.25 * 0.5
    by_passage = confidence(question, Hit("D 一", 0.7, 3.0, 0.875, -1.0), clause("补贴"), {}, 1.0, threshold)
    assert by_passage.value == 0.875 + 0.25 * 0.5

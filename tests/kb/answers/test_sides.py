"""Which documents speak for each side of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from kb.answers.held_documents import HeldDocuments, year_of
from kb.answers.scope import ResolvedFilters, Scope, scope_of
from kb.answers.sides import SideScope, sides_of
from kb.language import Gazetteer, Lexicon, RegionIndex
from kb.questions import Question, understand
from kb.records import Document

JIANGSU = Document("J12", "j.txt", "江苏的通知", "notice", "苏一号", regions=("江苏省",), issued=date(2012, 5, 14))
JIANGSU_LATER = replace(JIANGSU, id="J21", number="苏二号", issued=None, published=date(2021, 1, 1))
LINYI = Document(
    "L16", "l.txt", "临沂的意见", "opinion", "临一号", regions=("临沂市", "山东省"), issued=date(2016, 6, 12)
)
HAINAN = Document("H20", "h.txt", "海南的通知", "notice", "琼一号", regions=("海南省",), issued=date(2020, 3, 1))
NATIONAL = Document("N", "n.txt", "全国的条例", "regulation")
Sides = Callable[..., list[tuple[str, list[str], str]]]
ALL = (JIANGSU, JIANGSU_LATER, LINYI, HAINAN, NATIONAL)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of(ALL, gazetteer)


@pytest.fixture
def sides(gazetteer: Gazetteer, lexicon: Lexicon, regions: RegionIndex) -> Sides:
    """Reads a question as the knowledge base does and gives its sides as `(name, sorted ids, word)`."""

    def read(
        text: str, documents: Sequence[Document] = ALL, region: str | None = None
    ) -> list[tuple[str, list[str], str]]:
        numbers = [document.number or "" for document in documents]
        question = understand(text, lexicon, gazetteer, numbers, regions.held)
        held = HeldDocuments(documents, regions)
        scope = scope_of(
            question,
            held,
            lambda _: held.none,
            ResolvedFilters(date(2024, 1, 1), gazetteer.require(region) if region else None),
        )
        found = sides_of(question, scope, held)
        return [(side.name, sorted(side.documents), side.word) for side in found]

    return read


def test_two_places_in_the_order_asked(sides: Sides) -> None:
    assert sides("临沂和江苏的补贴有什么不同") == [("临沂市", ["L16"], ""), ("江苏省", ["J12", "J21"], "")]
    assert sides("江苏和临沂的补贴有什么不同") == [("江苏省", ["J12", "J21"], ""), ("临沂市", ["L16"], "")]


def test_three_places(sides: Sides) -> None:
    assert [side[0] for side in sides("临沂、江苏、海南的补贴各是多少")] == ["临沂市", "江苏省", "海南省"]


def test_english_names_of_places(sides: Sides) -> None:
    assert [side[:2] for side in sides("How do the subsidies of Jiangsu and Hainan differ?")] == [
        ("江苏省", ["J12", "J21"]),
        ("海南省", ["H20"]),
    ]


def test_the_rules_around_a_place_speak_for_it(sides: Sides) -> None:
    assert sides("南京和兰陵的补贴有什么不同") == [("南京市", ["J12", "J21"], ""), ("兰陵县", ["L16"], "")]


def test_the_rules_inside_a_place_speak_for_it_where_no_other_does(sides: Sides) -> None:
    assert sides("江苏和山东的补贴有什么不同") == [("江苏省", ["J12", "J21"], ""), ("山东省", ["L16"], "")]
    shandong = replace(NATIONAL, id="S", title="山东的通知", regions=("山东省",))
    assert sides("江苏和山东的补贴有什么不同", (*ALL, shandong))[1] == ("山东省", ["S"], "")


def test_places_under_the_same_documents_are_told_apart_by_their_names(sides: Sides) -> None:
    assert sides("南京和苏州的补贴有什么不同") == [
        ("南京市", ["J12", "J21"], "南京"),
        ("苏州市", ["J12", "J21"], "苏州"),
    ]
    # Beside a place with documents of its own only the two that share theirs need their names.
    assert [side[2] for side in sides("南京、苏州、海南的补贴各是多少")] == ["南京", "苏州", ""]


def test_a_place_that_only_says_where_another_lies_is_no_side(sides: Sides) -> None:
    assert sides("江苏省南京市的补贴") == []
    assert [side[0] for side in sides("江苏省南京市和海南的补贴有什么不同")] == ["南京市", "海南省"]


def test_a_place_named_twice_is_one_side(sides: Sides) -> None:
    assert [side[0] for side in sides("江苏的补贴和海南的补贴，江苏高还是海南高")] == ["江苏省", "海南省"]


def test_one_place_is_no_comparison(sides: Sides) -> None:
    assert sides("临沂的补贴多少") == []
    assert sides("补贴多少") == []


def test_a_place_that_is_not_held_is_a_side_without_documents_where_something_is_compared(sides: Sides) -> None:
    held_only = (JIANGSU, HAINAN)
    assert sides("江苏和上海的补贴有什么不同", held_only) == [("江苏省", ["J12"], ""), ("上海市", [], "")]


def test_a_region_that_was_chosen_is_the_only_side(sides: Sides) -> None:
    assert sides("江苏和海南的补贴有什么不同", region="江苏省") == []


def test_of_a_sides_documents_those_of_a_year_named_speak(sides: Sides) -> None:
    assert sides("2012年江苏和海南的补贴有什么不同") == [("江苏省", ["J12"], ""), ("海南省", ["H20"], "")]


def test_two_documents(sides: Sides) -> None:
    numbered = [
        replace(JIANGSU, number="苏人社发〔2012〕3号"),
        replace(LINYI, number="临人社发〔2016〕12号"),
        HAINAN,
    ]
    text = "临人社发〔2016〕12号和苏人社发〔2012〕3号的补贴有什么不同"
    assert sides(text, numbered) == [
        ("临人社发〔2016〕12号", ["L16"], ""),
        ("苏人社发〔2012〕3号", ["J12"], ""),
    ]
    # One of the two is not held.
    assert sides(text, numbered[:1]) == []


def test_two_years(sides: Sides) -> None:
    # Whichever is named first, the earlier year is.
    assert sides("2016年和2012年的补贴有什么不同") == [("2012年", ["J12"], ""), ("2016年", ["L16"], "")]
    # A document may be dated by when it was published.
    assert sides("2012年和2021年江苏的补贴有什么不同") == [("2012年", ["J12"], ""), ("2021年", ["J21"], "")]


@pytest.mark.parametrize("text", ["2012年至2016年的补贴", "2012-2016年的补贴", "the subsidy from 2012 to 2016"])
def test_a_period_is_no_comparison(sides: Sides, text: str) -> None:
    assert sides(text) == []


def test_a_year_in_which_nothing_was_made_is_spoken_for_by_what_others_say_of_it(sides: Sides) -> None:
    assert sides("2012年和2013年的补贴有什么不同") == [("2012年", ["J12"], ""), ("2013年", ["J12", "J21"], "2013")]
    assert sides("2012年和2013年的补贴") == []  # nothing is compared


def test_two_years_of_one_place_go_before_those_of_two(sides: Sides) -> None:
    assert sides(
        "2012年和2021年的补贴", (JIANGSU, LINYI, replace(LINYI, id="L12", issued=date(2012, 1, 1)), JIANGSU_LATER)
    ) == [
        ("2012年", ["J12"], ""),
        ("2021年", ["J21"], ""),
    ]


def test_documents_out_of_scope_speak_for_nothing(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    question = Question("x", "2012年和2016年", "zh", years=(2012, 2016))
    held = HeldDocuments(ALL, regions)
    assert sides_of(question, Scope({"J12"}), held) == ()
    assert sides_of(question, Scope({"J12", "L16"}), held) == (
        SideScope("2012年", frozenset({"J12"})),
        SideScope("2016年", frozenset({"L16"})),
    )


@pytest.mark.parametrize(("document", "year"), [(LINYI, 2016), (JIANGSU_LATER, 2021), (NATIONAL, None)])
def test_the_year_of_a_document(document: Document, year: int | None) -> None:
    assert year_of(document) == year

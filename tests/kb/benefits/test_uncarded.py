"""Documents in force without cards: what they grant is quoted, so that no match says there is nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.benefits import Benefits, UncardedRules, load_cards, situation_lines, situation_object
from kb.cases import Profile, Vocabulary
from kb.clause_table import ClauseTable
from kb.language import Gazetteer, RegionIndex
from kb.records import LoadedDocument

IN_FORCE = date(2022, 6, 1)
NEW = "苏人社发〔2021〕82号"
CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture
def without_cards(loaded: list[LoadedDocument], benefits: Benefits) -> Benefits:
    """The shipped corpus as it was before anybody made cards of the notice of 2021."""
    gazetteer, words = Gazetteer.load(), Vocabulary.builtin()
    documents = [item.document for item in loaded]
    cards = tuple(card for card in benefits.cards if card.document.number != NEW)
    regions = RegionIndex.of(documents, gazetteer)
    clauses = [clause for item in loaded for clause in item.clauses]
    file = load_cards(CORPUS, words)
    assert file
    others = {
        name: tuple(one for one in getattr(file, name) if one.document != NEW) for name in ("cards", "without_card")
    }
    rules = UncardedRules(documents, ClauseTable(clauses).own, file.model_copy(update=others), words, regions)
    return Benefits(cards, words, gazetteer, regions.held, rules)


def test_a_document_in_force_without_cards_is_quoted_word_for_word(without_cards: Benefits) -> None:
    found = without_cards.match(Profile({}, "徐州市"), IN_FORCE)
    (rule,) = found.uncarded
    assert rule.document.number == NEW and rule.validity == "in_force"
    assert rule.clauses and all(
        clause.text[quote.start : quote.end] == quote.text for clause, quotes in rule.clauses for quote in quotes
    )
    assert situation_object(found)["uncarded"][0]["document"] == NEW
    assert any(NEW in line for line in situation_lines(found))


def test_a_question_gets_those_of_the_documents_it_found(without_cards: Benefits) -> None:
    every = without_cards.match(Profile({}), IN_FORCE).uncarded
    assert without_cards.uncarded(IN_FORCE, {every[0].document.id}) == every[:1]
    assert without_cards.uncarded(IN_FORCE, ()) == ()


@pytest.mark.parametrize(("region", "day"), [("临沂市", IN_FORCE), ("徐州市", date(2030, 1, 1))])
def test_not_where_or_when_it_does_not_hold(without_cards: Benefits, region: str, day: date) -> None:
    assert without_cards.match(Profile({}, region), day).uncarded == ()


def test_what_one_card_rests_on_hides_no_other_clause(without_cards: Benefits, loaded: list[LoadedDocument]) -> None:
    every = without_cards.match(Profile({}), IN_FORCE).uncarded[0]
    first, *rest = every.clauses
    file = load_cards(CORPUS, Vocabulary.builtin())
    assert file
    card = file.cards[0].model_copy(update={"document": every.document.id, "clause": first[0].label})
    words, regions = Vocabulary.builtin(), RegionIndex.of([every.document], Gazetteer.load())
    clauses = [clause for item in loaded for clause in item.clauses]
    rules = UncardedRules(
        [every.document],
        ClauseTable(clauses).own,
        file.model_copy(update={"cards": (card,), "without_card": ()}),
        words,
        regions,
    )
    (left,) = rules.on(IN_FORCE, None)
    assert [clause.id for clause, _ in left.clauses][: len(rest)] == [clause.id for clause, _ in rest]
    assert left.more + len(left.clauses) == every.more + len(every.clauses) - 1


def test_a_document_with_cards_is_not_among_them(without_cards: Benefits) -> None:
    numbers = {rule.document.number for rule in without_cards.match(Profile({}), date(2018, 1, 1)).uncarded}
    assert "临人社发〔2016〕12号" not in numbers

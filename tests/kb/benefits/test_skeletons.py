"""Skeleton cards: the words are filled in, the rest is for a person, and an unfinished draft does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.benefits.card_file import load_cards, parse_cards
from kb.benefits.skeletons import card_skeletons
from kb.cases import Vocabulary
from kb.errors import CardError
from kb.files import yaml_text
from kb.records import LoadedDocument

WORDS = Vocabulary.builtin()
LINYI = "临人社发〔2016〕12号"


def of(loaded: list[LoadedDocument], document: str) -> LoadedDocument:
    return next(item for item in loaded if item.document.id == document)


def test_a_document_with_cards_and_reasons_for_all_needs_none(loaded: list[LoadedDocument], corpus: Path) -> None:
    file = load_cards(corpus, WORDS)
    assert [card_skeletons(item.clauses, file, item.document.id, WORDS) for item in loaded] == [[]] * len(loaded)


def test_the_words_of_a_clause_are_filled_in(loaded: list[LoadedDocument]) -> None:
    drafted = card_skeletons(of(loaded, LINYI).clauses, None, LINYI, WORDS)
    post = next(card for card in drafted if card["clause"] == "二（一）2")
    assert (post["kind"], post["claimant"]["who"]) == ("post", "person")
    assert {"disability_certificate": "残疾证"} in post["conditions"]["all"]
    assert {"months_to_pension": {"under": 60, "words": "距享受社会养老保险待遇不足5年"}} in post["conditions"]["all"]
    terms = [term["words"] for card in drafted if card["clause"] == "二（一）2" for term in card.get("term", ())]
    assert "其余人员最长不超过3年" in terms
    reward = next(card for card in drafted if "amount" in card and "1000元" in card["amount"][0]["words"])
    assert reward["funding"][0]["words"] == "所需资金从各县区创业带动就业扶持资金中安排"


def test_all_filled_in_words_stand_in_their_clause(loaded: list[LoadedDocument]) -> None:
    for item in loaded:
        texts = {clause.label: "".join(clause.text.split()) for clause in item.clauses}
        for card in card_skeletons(item.clauses, None, item.document.id, WORDS):
            for name in ("amount", "term", "papers", "funding"):
                for statement in card.get(name, ()):
                    assert "".join(statement["words"].split()) in texts[card["clause"]]


def test_an_unfinished_draft_does_not_pass(loaded: list[LoadedDocument]) -> None:
    drafted = card_skeletons(of(loaded, LINYI).clauses, None, LINYI, WORDS)
    assert yaml.safe_load(yaml_text(drafted))[0]["subject"] == ""
    text = "subjects: {}\ncards:\n" + "".join(f"  {line}\n" for line in yaml_text(drafted).splitlines())
    with pytest.raises(CardError, match=r"第 \d+ 行"):
        parse_cards(text, WORDS)

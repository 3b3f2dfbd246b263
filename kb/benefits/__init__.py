"""Benefit cards: their format, the proof that they stand in the texts, matching, counterparts."""

from __future__ import annotations

from kb.benefits.additions import add_card
from kb.benefits.benefits import Benefits
from kb.benefits.card_conditions import Quoted
from kb.benefits.card_file import CARDS_NAME, CardFile, Statement, load_cards
from kb.benefits.cards import Card, resolve_cards
from kb.benefits.checks import quoted_words
from kb.benefits.counterparts import (
    CardComparison,
    CounterpartCell,
    CounterpartRow,
    counterparts_object,
    counterparts_of,
)
from kb.benefits.drafts import draft, surely_grants
from kb.benefits.lines import VERDICT, answer_lines, comparison_lines, situation_lines, uncarded_lines
from kb.benefits.matching import CardMatch, GrantOption, MatchVerdict, Situation, next_facts
from kb.benefits.objects import AT_THE_WINDOW, card_model, card_notices, case_model, situation_object, uncarded_model
from kb.benefits.proof import ProvenCards, notes_on_removal, prove_cards
from kb.benefits.uncarded import CURRENT, UncardedRule, UncardedRules

__all__ = [
    "AT_THE_WINDOW",
    "CARDS_NAME",
    "CURRENT",
    "VERDICT",
    "Benefits",
    "Card",
    "CardComparison",
    "CardFile",
    "CardMatch",
    "CounterpartCell",
    "CounterpartRow",
    "GrantOption",
    "MatchVerdict",
    "ProvenCards",
    "Quoted",
    "Situation",
    "Statement",
    "UncardedRule",
    "UncardedRules",
    "add_card",
    "answer_lines",
    "card_model",
    "card_notices",
    "case_model",
    "comparison_lines",
    "counterparts_object",
    "counterparts_of",
    "draft",
    "load_cards",
    "next_facts",
    "notes_on_removal",
    "prove_cards",
    "quoted_words",
    "resolve_cards",
    "situation_lines",
    "situation_object",
    "surely_grants",
    "uncarded_lines",
    "uncarded_model",
]

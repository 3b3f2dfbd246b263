from .additions import add_card
from .benefits import Benefits
from .card_conditions import Quoted
from .card_file import CARDS_NAME, CardFile, Statement, load_cards
from .cards import Card, resolve_cards
from .counterparts import (
    CardComparison,
    CounterpartCell,
    CounterpartRow,
    counterparts_of,
)
from .drafts import draft, surely_grants
from .lines import VERDICT, answer_lines, comparison_lines, situation_lines, uncarded_lines
from .matching import CardMatch, GrantOption, MatchVerdict, Situation, next_facts
from .notices import AT_THE_WINDOW, card_notices
from .objects import card_model, case_model, counterparts_object, situation_object, uncarded_model
from .proof import ProvenCards, notes_on_removal, prove_cards
from .quotations import quoted_words
from .uncarded import CURRENT, UncardedRule, UncardedRules

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

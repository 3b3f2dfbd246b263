from .additions import add_card, add_reason, remove_reason
from .benefits import Benefits
from .card_conditions import Quoted
from .card_file import CARDS_NAME, CardFile, Statement, load_cards
from .cards import Card, resolve_cards
from .checks import quoted_words
from .counterparts import (
    CardComparison,
    CounterpartCell,
    CounterpartRow,
    counterparts_object,
    counterparts_of,
)
from .drafts import draft, surely_grants
from .lines import VERDICT, answer_lines, comparison_lines, situation_lines, uncarded_lines
from .matching import CardMatch, GrantOption, MatchVerdict, Situation, next_facts
from .objects import AT_THE_WINDOW, card_model, card_notices, case_model, situation_object, uncarded_model
from .proof import ProvenCards, notes_on_removal, prove_cards
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
    "add_reason",
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
    "remove_reason",
    "resolve_cards",
    "situation_lines",
    "situation_object",
    "surely_grants",
    "uncarded_lines",
    "uncarded_model",
]

from .additions import add_card, add_reason, remove_reason
from .benefits import Benefits
from .card_conditions import Quoted
from .card_file import CARDS_NAME, CardFile, Statement, load_cards
from .cards import Card, resolve_cards
from .checks import CardFault
from .counterparts import (
    CardComparison,
    CounterpartCell,
    CounterpartRow,
    counterparts_of,
)
from .matching import CardMatch, MatchVerdict, Situation, WeighedStatement, next_facts
from .notices import AT_THE_WINDOW, card_notices
from .objects import card_model, case_model, counterparts_object, situation_object, uncarded_model
from .plain_text import VERDICT, answer_lines, comparison_lines, situation_lines, uncarded_lines
from .proof import ProvenCards, notes_on_removal, prove_cards
from .quotations import quotations_of
from .skeletons import card_skeletons, surely_grants
from .uncarded import CURRENT, UncardedRule, UncardedRules

__all__ = [
    "AT_THE_WINDOW",
    "CARDS_NAME",
    "CURRENT",
    "VERDICT",
    "Benefits",
    "Card",
    "CardComparison",
    "CardFault",
    "CardFile",
    "CardMatch",
    "CounterpartCell",
    "CounterpartRow",
    "MatchVerdict",
    "ProvenCards",
    "Quoted",
    "Situation",
    "Statement",
    "UncardedRule",
    "UncardedRules",
    "WeighedStatement",
    "add_card",
    "add_reason",
    "answer_lines",
    "card_model",
    "card_notices",
    "card_skeletons",
    "case_model",
    "comparison_lines",
    "counterparts_object",
    "counterparts_of",
    "load_cards",
    "next_facts",
    "notes_on_removal",
    "prove_cards",
    "quotations_of",
    "remove_reason",
    "resolve_cards",
    "situation_lines",
    "situation_object",
    "surely_grants",
    "uncarded_lines",
    "uncarded_model",
]

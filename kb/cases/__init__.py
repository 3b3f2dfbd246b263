"""What is known of a claimant, typed or told in words, and the conditions that may be held against it."""

from __future__ import annotations

from kb.cases.actors import SELF, Person
from kb.cases.case_reading import CaseReading, OtherCase, read_case
from kb.cases.conditions import (
    All,
    AnyOf,
    Bounded,
    Check,
    Condition,
    ConditionWords,
    Is,
    Known,
    Leaf,
    Not,
    OneOf,
    Trace,
    Truth,
    Unstated,
    Within,
    deciding,
    evaluate,
    leaf_name,
    leaves,
    met_leaves,
)
from kb.cases.derivation import Derived, contradictions, derive, described, fact_line
from kb.cases.fact_file import FACTS_NAME, FactFile
from kb.cases.fact_mentions import FactMention, told
from kb.cases.facts import Choice, Fact, FactKind, Facts, FactValue, Range
from kb.cases.profile import Profile, profile_object
from kb.cases.profile_data import profile_of, read_profile
from kb.cases.vocabulary import BenefitKind, Contact, Vocabulary
from kb.cases.whose import StatedFact

__all__ = [
    "FACTS_NAME",
    "SELF",
    "All",
    "AnyOf",
    "BenefitKind",
    "Bounded",
    "CaseReading",
    "Check",
    "Choice",
    "Condition",
    "ConditionWords",
    "Contact",
    "Derived",
    "Fact",
    "FactFile",
    "FactKind",
    "FactMention",
    "FactValue",
    "Facts",
    "Is",
    "Known",
    "Leaf",
    "Not",
    "OneOf",
    "OtherCase",
    "Person",
    "Profile",
    "Range",
    "StatedFact",
    "Trace",
    "Truth",
    "Unstated",
    "Vocabulary",
    "Within",
    "contradictions",
    "deciding",
    "derive",
    "described",
    "evaluate",
    "fact_line",
    "leaf_name",
    "leaves",
    "met_leaves",
    "profile_object",
    "profile_of",
    "read_case",
    "read_profile",
    "told",
]

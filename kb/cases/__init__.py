"""What is known of a claimant, typed or told in words, and the conditions that may be held against it."""

from __future__ import annotations

from kb.cases.case_reading import CaseReading, describe, read_situation
from kb.cases.conditions import (
    All,
    AnyOf,
    Bounded,
    Check,
    Condition,
    ConditionWords,
    FactValue,
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
from kb.cases.fact_words import OF_HIRES, findings
from kb.cases.facts import FACTS, Fact, FactKind, Range
from kb.cases.lengths import case_measures
from kb.cases.people import person_words
from kb.cases.profile import FOLLOWS, Derived, Profile, contradictions, derive, profile_object, profile_of, read_profile

__all__ = [
    "FACTS",
    "FOLLOWS",
    "OF_HIRES",
    "All",
    "AnyOf",
    "Bounded",
    "CaseReading",
    "Check",
    "Condition",
    "ConditionWords",
    "Derived",
    "Fact",
    "FactKind",
    "FactValue",
    "Is",
    "Known",
    "Leaf",
    "Not",
    "OneOf",
    "Profile",
    "Range",
    "Trace",
    "Truth",
    "Unstated",
    "Within",
    "case_measures",
    "contradictions",
    "deciding",
    "derive",
    "describe",
    "evaluate",
    "findings",
    "leaf_name",
    "leaves",
    "met_leaves",
    "person_words",
    "profile_object",
    "profile_of",
    "read_profile",
    "read_situation",
]

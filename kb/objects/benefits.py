"""Benefit cards, matched with a case, and how a case was read."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from kb.objects.plain import PlainObject, QuoteObject
from kb.records import Validity


class StatementObject(PlainObject):
    """A statement of a card with the words it rests on."""

    text: str
    """In plain words."""
    english: str | None = None
    """In English."""
    quote: QuoteObject
    """The words of the text."""


class ConditionObject(PlainObject):
    """A condition of a card."""

    fact: str | None
    """The fact it is about; null for what only the window can settle."""
    condition: str
    """In plain words."""
    english: str
    """In English."""
    quote: QuoteObject | None
    """The words of the text."""
    text: str | None = None
    """What is still to be done."""


class GrantObject(StatementObject):
    """An amount or a term."""

    holds: str
    """yes, open or no."""
    missing: list[ConditionObject] | None = None
    """What it still depends on."""


class BenefitObject(PlainObject):
    """A benefit card."""

    card: str
    """The card's id."""
    name: str
    """In plain words."""
    official: str
    """As the text calls it."""
    english: str
    """In English."""
    kind: str
    """subsidy, loan, relief, post, training, …"""
    subject: str
    """What makes cards counterparts."""
    claimants: list[str]
    """Who may claim it."""
    document: str
    """The document's number, or its id."""
    region: str | None
    """Where the document holds."""
    clause_id: str
    """The clause that grants it."""
    label: str
    """Its address."""
    line: str
    """The line to cite it by."""
    giver: StatementObject | None = None
    """Who gives it."""
    how: list[StatementObject] | None = None
    """How to claim it."""
    where: list[StatementObject] | None = None
    """Where to claim it."""
    papers: list[StatementObject] | None = None
    """What to bring."""
    funding: list[StatementObject] | None = None
    """Where the money comes from."""
    quotes: list[QuoteObject]
    """All words it rests on."""


class CardObject(BenefitObject):
    """A benefit, with what a case makes of it."""

    verdict: Literal["applies", "may_apply", "does_not_apply"]
    """What the case makes of it."""
    validity: Validity
    """Of its clause, on the day."""
    validity_quote: str | None
    """The words that prove it."""
    notices: list[dict[str, str]]
    """`code` and `text` of what must be said beside it."""
    met: list[ConditionObject]
    """Conditions that are met."""
    missing: list[ConditionObject]
    """Conditions whose fact is not known."""
    left_open: list[ConditionObject]
    """Conditions that only the window can settle."""
    failed: list[ConditionObject]
    """Conditions that fail."""
    amount: list[GrantObject]
    """What is given."""
    term: list[GrantObject]
    """For how long."""
    trace: list[str]
    """How the verdict came about, step by step."""


class SaidObject(PlainObject):
    """A fact of a case with the words it was read from."""

    fact: str
    """The fact's name."""
    words: str | None
    """The words; null for what follows from others."""
    start: int | None
    """Where they begin in the case's text."""
    end: int | None
    """Where they end."""


class AssumptionObject(PlainObject):
    """Something said in both languages."""

    text: str
    """In Chinese."""
    english: str
    """In English."""


class PersonObject(AssumptionObject):
    """Whose case it is."""


class OtherPersonObject(PlainObject):
    """Another person that a case speaks of."""

    person: PersonObject
    """Who."""
    profile: dict[str, Any]
    """What is known of that person."""


class CaseObject(PlainObject):
    """How a case in words was read, for correction."""

    text: str
    """The case brought to one spelling."""
    person: PersonObject
    """Whose case it is."""
    profile: dict[str, Any]
    """The facts, as `match` takes them."""
    described: list[str]
    """The facts in Chinese words."""
    english: list[str]
    """The facts in English words."""
    said: list[SaidObject]
    """Each fact with its words."""
    unsure: list[SaidObject]
    """Facts to ask for."""
    others: list[OtherPersonObject]
    """Other people it may be about."""
    notes: list[AssumptionObject]
    """What could not be read."""


class GrantingClauseObject(PlainObject):
    """A clause that grants something, of a document without cards."""

    clause_id: str
    """The clause's id."""
    label: str
    """Its address in the document."""
    quotes: list[str]
    """The sentences that grant."""


class UncardedRuleObject(PlainObject):
    """A document in force that no card was made of yet."""

    document: str
    """The document's number, or its id where it has none."""
    validity: Validity
    """Its validity on the day."""
    validity_quote: str | None
    """The words that prove it."""
    clauses: list[GrantingClauseObject]
    """The first of its granting clauses."""
    more: int
    """How many more there are."""


class SituationObject(PlainObject):
    """The benefits matched with a case."""

    as_of: date
    """The day that validity is judged by."""
    profile: dict[str, Any]
    """The facts that were used."""
    described: list[str]
    """The facts in Chinese words."""
    assumptions: list[AssumptionObject]
    """What was taken as given."""
    cards: list[CardObject]
    """The benefits of rules that may hold on the day."""
    ended: list[CardObject]
    """Those of rules that do not hold on the day."""
    uncarded: list[UncardedRuleObject]
    """Documents that hold on the day and have no cards yet: what they ask of whom is not weighed."""
    situation: CaseObject | None = None
    """How a case in words was read."""

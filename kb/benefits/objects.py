"""Matches, cards and profiles as plain data for programs (kb/objects/benefits.py). Every quote has its offsets in its clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.benefits.card_file import Statement
from kb.benefits.cards import Card
from kb.benefits.counterparts import CardComparison, CounterpartRow
from kb.benefits.matching import CardMatch, Situation, WeighedStatement, trace_lines
from kb.benefits.notices import AT_THE_WINDOW, card_notices
from kb.benefits.quotations import quotations_of
from kb.benefits.uncarded import UncardedRule
from kb.cases import (
    Bounded,
    CaseReading,
    ConditionWords,
    Is,
    Leaf,
    OneOf,
    StatedFact,
    Within,
    described,
    leaf_name,
    profile_object,
)
from kb.citation_lines import citation_line
from kb.objects import (
    AssumptionObject,
    BenefitObject,
    CardObject,
    CaseObject,
    ConditionObject,
    GrantingClauseObject,
    GrantObject,
    OtherPersonObject,
    PersonObject,
    QuoteObject,
    SaidObject,
    SituationObject,
    StatementObject,
    UncardedRuleObject,
)


def situation_object(situation: Situation, reading: CaseReading | None = None) -> dict[str, Any]:
    """A whole match: the profile, what was assumed, and the cards, those not in force apart; with how a case in words was read."""
    read = {"situation": case_model(reading)} if reading else {}
    return SituationObject(
        as_of=situation.as_of,
        profile=profile_object(situation.profile),
        described=[zh for zh, _ in described(situation.profile, situation.facts)],
        assumptions=[AssumptionObject(text=zh, english=en) for zh, en in situation.derived.assumptions],
        cards=[card_model(match) for match in situation.current],
        ended=[card_model(match) for match in situation.ended],
        uncarded=[uncarded_model(rule) for rule in situation.uncarded],
        **read,
    ).plain()


def uncarded_model(rule: UncardedRule) -> UncardedRuleObject:
    """A rule without cards with its first granting clauses."""
    return UncardedRuleObject(
        document=rule.document.number or rule.document.id,
        validity=rule.validity,
        validity_quote=rule.validity_quote,
        clauses=[
            GrantingClauseObject(clause_id=clause.id, label=clause.label, quotes=[quote.text for quote in quotes])
            for clause, quotes in rule.clauses
        ],
        more=rule.more,
    )


def case_model(reading: CaseReading) -> CaseObject:
    """How a described case was read, for correction."""
    lines = reading.lines()
    return CaseObject(
        text=reading.text,
        person=PersonObject(text=reading.person.zh, english=reading.person.en),
        profile=profile_object(reading.profile),
        described=[zh for zh, _ in lines],
        english=[en for _, en in lines],
        said=[_said_object(reading, item) for item in reading.said],
        unsure=[_said_object(reading, item) for item in reading.unsure],
        others=[
            OtherPersonObject(
                person=PersonObject(text=each.person.zh, english=each.person.en), profile=profile_object(each.profile)
            )
            for each in reading.others
        ],
        notes=[AssumptionObject(text=zh, english=en) for zh, en in reading.notes],
    )


def _said_object(reading: CaseReading, item: StatedFact) -> SaidObject:
    words = None if item.start is None else reading.text[item.start : item.end]
    return SaidObject(fact=item.fact, words=words, start=item.start, end=item.end)


def card_model(match: CardMatch) -> CardObject:
    """One card with its verdict, what it rests on, and what is still to be checked."""
    card = match.card
    return CardObject(
        **_stated(card),
        verdict=match.verdict,
        validity=match.validity,
        validity_quote=match.validity_quote,
        notices=[{"code": notice.code, "text": notice.text} for notice in card_notices(match)],
        met=[_leaf(card, leaf) for leaf in match.met],
        missing=[_leaf(card, leaf) for leaf in match.missing],
        left_open=[_leaf(card, leaf, text=AT_THE_WINDOW[0]) for leaf in match.left_open],
        failed=[_leaf(card, leaf) for leaf in match.failed],
        amount=[_option(card, option) for option in match.amounts],
        term=[_option(card, option) for option in match.terms],
        trace=trace_lines(match.trace),
    )


def card_object(card: Card) -> dict[str, Any]:
    """A card as plain data; `quotes` are all words it rests on, with offsets in the text of their clause."""
    return BenefitObject(**_stated(card)).plain()


def _stated(card: Card) -> dict[str, Any]:
    """The fields of a card itself."""
    entry, document = card.entry, card.document
    data: dict[str, Any] = {
        "card": card.id,
        "name": entry.name,
        "official": entry.official,
        "english": entry.english or "",
        "kind": entry.kind,
        "subject": entry.subject,
        "claimants": list(entry.claimant.who),
        "document": document.number or document.id,
        "region": document.region,
        "clause_id": card.clause.id,
        "label": card.clause.label,
        "line": citation_line(document, card.clause.label),
    }
    if entry.giver:
        data["giver"] = _statement(card, entry.giver)
    for name in ("how", "where", "papers", "funding"):
        if statements := getattr(entry, name):
            data[name] = [_statement(card, statement) for statement in statements]
    words = dict.fromkeys((quote.words, quote.clause) for quote in quotations_of(entry))
    return data | {"quotes": [_quote(card, ConditionWords(text, label)) for text, label in words]}


def _quote(card: Card, words: ConditionWords) -> QuoteObject:
    clause, quote = card.quote(words)
    return QuoteObject(text=quote.text, start=quote.start, end=quote.end, clause_id=clause.id)


def _statement(card: Card, statement: Statement) -> StatementObject:
    english: dict[str, Any] = {"english": statement.en} if statement.en else {}
    return StatementObject(text=statement.plain, **english, quote=_quote(card, statement.quote))


def _option(card: Card, option: WeighedStatement) -> GrantObject:
    said = _statement(card, option.statement)
    english: dict[str, Any] = {"english": said.english} if said.english else {}
    missing: dict[str, Any] = {"missing": [_leaf(card, leaf) for leaf in option.missing]} if option.missing else {}
    return GrantObject(text=said.text, **english, quote=said.quote, holds=option.truth, **missing)


def _leaf(card: Card, leaf: Leaf, **more: str) -> ConditionObject:
    zh, en = leaf_name(leaf)
    fact = leaf.fact.name if isinstance(leaf, Is | Bounded | OneOf) else "region" if isinstance(leaf, Within) else None
    quote = _quote(card, leaf.words) if leaf.words else None
    return ConditionObject(fact=fact, condition=zh, english=en, quote=quote, **more)


def counterparts_object(comparison: CardComparison) -> dict[str, Any]:
    """A comparison as plain data; `cells` follow the order of `cards`."""
    return {
        "subject": {"text": comparison.subject[0], "english": comparison.subject[1]},
        "cards": [card_object(card) for card in comparison.cards],
        "rows": [_row(row, comparison.cards) for row in comparison.rows],
        "conditions": [_row(row, comparison.cards) for row in comparison.conditions],
    }


def _row(row: CounterpartRow, cards: Sequence[Card]) -> dict[str, Any]:
    cells = [
        {"text": cell.plain, "quotes": [card.quote(words)[1].text for words in cell.words]} if cell else None
        for card, cell in zip(cards, row.cells, strict=True)
    ]
    return {"field": row.field, "differs": row.differs, "cells": cells}

"""Across regions and years: what other documents say on a card's subject, side by side.

Cards of one `subject` are counterparts. Where a side states nothing its cell is None, and nothing is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.benefits.card_file import CardAmount, CardTerm, Statement
from kb.benefits.cards import Card
from kb.cases import Bounded, ConditionWords, Is, Leaf, OneOf, leaf_name, leaves

FIELDS = ("amount", "term", "giver", "how", "where", "papers", "funding")


@dataclass(frozen=True)
class CounterpartCell:
    """What one card states of one field, in plain words with its verbatim ones."""

    plain: str
    words: tuple[ConditionWords, ...]


@dataclass(frozen=True)
class CounterpartRow:
    """One field of a comparison; `cells[i]` is None if card i says nothing. `differs` where two that speak do not say the same."""

    field: str
    cells: tuple[CounterpartCell | None, ...]
    differs: bool


@dataclass(frozen=True)
class CardComparison:
    """Cards on one subject, the one asked about first. `conditions` are rows too, one for each condition that a card has."""

    subject: tuple[str, str]
    cards: tuple[Card, ...]
    rows: tuple[CounterpartRow, ...]
    conditions: tuple[CounterpartRow, ...]


def counterparts_of(card: Card, cards: Iterable[Card]) -> tuple[Card, ...]:
    """The other cards on the same subject, those of other documents first."""
    others = [other for other in cards if other.entry.subject == card.entry.subject and other.id != card.id]
    return tuple(sorted(others, key=lambda other: other.document.id == card.document.id))


def compare_cards(card: Card, cards: Iterable[Card]) -> CardComparison:
    """A card beside its counterparts: amount, term, conditions and the rest, differences marked."""
    shown = (card, *counterparts_of(card, cards))
    rows = [CounterpartRow(field, *_cells(field, shown)) for field in FIELDS]
    subject = card.subject
    kept = tuple(row for row in rows if any(row.cells))
    return CardComparison((subject.zh, subject.en or subject.zh), shown, kept, tuple(_condition_rows(shown)))


def _cells(field: str, cards: Sequence[Card]) -> tuple[tuple[CounterpartCell | None, ...], bool]:
    stated = [_statements(card, field) for card in cards]
    cells = tuple(
        CounterpartCell("；".join(one.plain for one in many), tuple(one.quote for one in many)) if many else None
        for many in stated
    )
    return cells, len({tuple(map(_value, many)) for many in stated if many}) > 1


def _statements(card: Card, field: str) -> tuple[Statement, ...]:
    value = getattr(card.entry, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _value(statement: Statement) -> tuple[object, ...]:
    """What makes two statements the same: their figures where both have them, else their words."""
    if isinstance(statement, CardAmount) and (statement.yuan or statement.share):
        return statement.yuan, statement.share, statement.per, statement.exactness
    if isinstance(statement, CardTerm) and statement.months:
        return statement.months, statement.exactness
    return (statement.plain,)


def _condition_rows(cards: Sequence[Card]) -> Iterable[CounterpartRow]:
    """A row for each condition on a fact that any card has; what is left open is a row of its own."""
    by_card = [list(leaves(card.entry.conditions.condition)) if card.entry.conditions else [] for card in cards]
    names = dict.fromkeys(_signature(leaf) for many in by_card for leaf in many)
    for name in names:
        cells = tuple(_condition_cell(name, many) for many in by_card)
        yield CounterpartRow(name, cells, any(cell is None for cell in cells))


def _signature(leaf: Leaf) -> str:
    return leaf_name(leaf)[0] if isinstance(leaf, Is | Bounded | OneOf) else "需到窗口核实"


def _condition_cell(name: str, many: Sequence[Leaf]) -> CounterpartCell | None:
    same = [leaf for leaf in many if _signature(leaf) == name]
    words = tuple(leaf.words for leaf in same if leaf.words)
    return CounterpartCell("；".join(dict.fromkeys(leaf_name(leaf)[0] for leaf in same)), words) if same else None

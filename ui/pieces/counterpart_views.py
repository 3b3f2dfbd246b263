"""A card beside its counterparts as a table: a column a card, a row a field, differences marked and silent sides said to be silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.benefits import AT_THE_WINDOW, Card, CardComparison, CounterpartCell, CounterpartRow
from kb.cases import leaf_name, leaves
from kb.messages import Message
from kb.records import Quote, Validity
from ui.pieces.benefit_views import quotes_of, statements_of


@dataclass(frozen=True)
class CounterpartSide:
    """One card of a comparison with what it quotes of its clause; `validity` is that of the day, None without one."""

    card: Card
    title: Message
    quotes: tuple[Quote, ...]
    validity: Validity | None


@dataclass(frozen=True)
class CellView:
    """What a card says of a field, in words and verbatim; of a condition its words are all there is to say."""

    said: tuple[Message, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class RowView:
    """One field, or a condition by its name; a cell is None if the text says nothing."""

    field: str
    name: Message
    differs: bool
    cells: tuple[CellView | None, ...]


@dataclass(frozen=True)
class ComparisonView:
    """A whole comparison, the card asked about first."""

    subject: Message
    sides: tuple[CounterpartSide, ...]
    rows: tuple[RowView, ...]
    conditions: tuple[RowView, ...]


def comparison_view(found: CardComparison, as_of: date | None) -> ComparisonView:
    """A comparison on a day."""
    english = dict([*(name for card in found.cards for name in _conditions(card)), AT_THE_WINDOW])
    return ComparisonView(
        Message(*found.subject),
        tuple(_side(card, as_of) for card in found.cards),
        tuple(_row(row, found.cards, Message(""), row.field) for row in found.rows),
        tuple(_row(row, found.cards, Message(row.field, english.get(row.field, ""))) for row in found.conditions),
    )


def _conditions(card: Card) -> list[tuple[str, str]]:
    entry = card.entry.conditions
    return [leaf_name(leaf) for leaf in leaves(entry.condition)] if entry else []


def _side(card: Card, as_of: date | None) -> CounterpartSide:
    validity = card.validity_on(as_of)[0] if as_of else None
    return CounterpartSide(card, Message(card.entry.name, card.entry.english or ""), quotes_of(card), validity)


def _row(row: CounterpartRow, cards: Sequence[Card], name: Message, field: str = "") -> RowView:
    def cell(card: Card, found: CounterpartCell) -> CellView:
        quotes = dict.fromkeys(card.quote(each)[1].text for each in found.words)
        return CellView(statements_of(card, field) if field else (), tuple(quotes))

    cells = tuple(cell(card, found) if found else None for card, found in zip(cards, row.cells, strict=True))
    return RowView(field, name, row.differs, cells)

"""A card beside its counterparts as a table: a column a card, a row a field, differences marked and silent sides said to be silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.benefits import AT_THE_WINDOW, Card, CardComparison, CounterpartCell, CounterpartRow, Statement
from kb.cases import ConditionWords, leaf_name, leaves
from kb.records import Language
from ui.pieces.benefit_views import quotes_of, said_in
from ui.pieces.card_words import CARD_WORDS
from ui.pieces.citation_cards import Shelf
from ui.pieces.framing import badge, source_line
from ui.pieces.links import clause_path
from ui.pieces.words import FRAMES


@dataclass(frozen=True)
class SideView:
    """One card of a comparison."""

    title: Markup
    place: str
    badge: Markup
    line: Markup
    address: str
    clause: str
    picked: str


@dataclass(frozen=True)
class RowView:
    """One field or condition; a cell is the statement in words with its quotes, None where the text says nothing."""

    title: Markup
    differs: bool
    cells: tuple[tuple[Markup, tuple[str, ...]] | None, ...]


@dataclass(frozen=True)
class ComparisonView:
    """A whole comparison, the card asked about first."""

    subject: Markup
    sides: tuple[SideView, ...]
    rows: tuple[RowView, ...]
    conditions: tuple[RowView, ...]


def comparison_view(found: CardComparison, language: Language, shelf: Shelf) -> ComparisonView:
    """A comparison in a language."""
    english = {zh: en for card in found.cards for zh, en in _conditions(card)} | {AT_THE_WINDOW[0]: AT_THE_WINDOW[1]}
    return ComparisonView(
        said_in(*found.subject, language),
        tuple(_side(card, language, shelf) for card in found.cards),
        tuple(_row(row, found.cards, language) for row in found.rows),
        tuple(_condition(row, found.cards, english, language) for row in found.conditions),
    )


def _conditions(card: Card) -> list[tuple[str, str]]:
    entry = card.entry.conditions
    return [leaf_name(leaf) for leaf in leaves(entry.condition)] if entry else []


def _side(card: Card, language: Language, shelf: Shelf) -> SideView:
    frame, quotes = FRAMES[language], quotes_of(card)
    day = shelf.as_of.isoformat() if shelf.as_of else ""
    return SideView(
        said_in(card.entry.name, card.entry.english, language),
        card.document.region or "",
        Markup(badge(card.validity_on(shelf.as_of)[0], frame)) if shelf.as_of else Markup(""),
        Markup(source_line(card.document, card.clause, frame)[1]),
        shelf.prefix + clause_path(card.clause, quotes, shelf.as_of),
        card.clause.id,
        f"{','.join(f'{quote.start}-{quote.end}' for quote in quotes)}|{day}",
    )


def _row(row: CounterpartRow, cards: Sequence[Card], language: Language) -> RowView:
    def said(card: Card, cell: CounterpartCell) -> Markup:
        value = getattr(card.entry, row.field)
        statements: Sequence[Statement] = (value,) if isinstance(value, Statement) else value
        joint = Markup(CARD_WORDS[language].joint)
        return joint.join(said_in(one.plain, one.en, language) for one in statements) if cell else Markup("")

    cells = tuple(
        (said(card, cell), _quotes(card, cell.words)) if cell else None
        for card, cell in zip(cards, row.cells, strict=True)
    )
    return RowView(Markup(CARD_WORDS[language].fields[row.field]), row.differs, cells)


def _condition(row: CounterpartRow, cards: Sequence[Card], english: dict[str, str], language: Language) -> RowView:
    """A condition that a card has: its words are all there is to say in its cell."""
    cells = tuple(
        (Markup(""), _quotes(card, cell.words)) if cell else None for card, cell in zip(cards, row.cells, strict=True)
    )
    return RowView(said_in(row.field, english.get(row.field), language), row.differs, cells)


def _quotes(card: Card, words: Sequence[ConditionWords]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(card.quote(each)[1].text for each in words))

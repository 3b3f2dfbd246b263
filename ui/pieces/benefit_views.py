"""A matched benefit card as a page shows it: every statement with its verbatim words, in both languages.

Pure: records in, views out. The words quoted pass the card's own gate (`Card.quote`), which blocks what does not stand in its clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.benefits import Card, CardMatch, MatchVerdict, Statement, WeighedStatement, card_notices, quotations_of
from kb.cases import All, AnyOf, CaseReading, ConditionWords, Leaf, Not, Trace, Truth, Unstated, leaf_name
from kb.messages import Message
from kb.records import Clause, Quote, Validity
from ui.pieces.runs import spans

_FURTHER: Final = ("giver", "how", "where", "papers", "funding")
_JOINTS: Final = {All: "all", AnyOf: "any", Not: "none"}


@dataclass(frozen=True)
class SaidView:
    """A statement with the words it rests on; `place` where those stand in another clause than the card's.

    `text` is None if the text leaves a condition open: it has no name but its words.
    """

    text: Message | None
    words: str = ""
    place: str = ""


@dataclass(frozen=True)
class OptionView:
    """An amount or a term, whether it holds in the case, and what that hangs on."""

    said: SaidView
    truth: Truth
    missing: tuple[SaidView, ...]


@dataclass(frozen=True)
class TraceView:
    """A weighed condition: one with its words, or `all`, `any` or `none` of several."""

    truth: Truth
    said: SaidView | None = None
    joint: str = ""
    parts: tuple[TraceView, ...] = ()


@dataclass(frozen=True)
class BenefitView:
    """A card with its verdict, ready for a template; `official` is what the text calls it, where that is not its name."""

    id: str
    title: Message
    official: str
    verdict: MatchVerdict
    is_current: bool
    validity: Validity
    proof: str
    card: Card
    quotes: tuple[Quote, ...]
    options: tuple[tuple[str, tuple[OptionView, ...]], ...]
    further: tuple[tuple[str, tuple[SaidView, ...]], ...]
    missing: tuple[SaidView, ...]
    left_open: tuple[SaidView, ...]
    failed: tuple[SaidView, ...]
    notices: tuple[Message, ...]
    trace: TraceView
    counterparts: int = 0

    @property
    def clause(self) -> Clause:
        """The clause that grants it."""
        return self.card.clause

    @property
    def amount(self) -> Message | None:
        """The first amount that holds in the case; what hangs on something more is not told without it."""
        amounts = next((options for field, options in self.options if field == "amount"), ())
        return next((option.said.text for option in amounts if option.truth == "yes"), None)

    @property
    def papers(self) -> tuple[SaidView, ...]:
        """The papers the text names."""
        return next((said for field, said in self.further if field == "papers"), ())


@dataclass(frozen=True)
class ReadingView:
    """How a situation was read: a line for each fact, and what is to be known of the reading."""

    lines: tuple[Message, ...]
    notes: tuple[Message, ...]


def benefit_view(match: CardMatch, counterparts: int = 0) -> BenefitView:
    """A match; `counterparts` is how many cards on the same subject there are."""
    card, entry = match.card, match.card.entry
    shown = [(field, getattr(match, f"{field}s")) for field in ("amount", "term")]
    further = [(field, _statements(getattr(entry, field))) for field in _FURTHER]
    return BenefitView(
        id=card.id,
        title=Message(entry.name, entry.english or ""),
        official=entry.official if entry.official != entry.name else "",
        verdict=match.verdict,
        is_current=match.is_current,
        validity=match.validity,
        proof=match.validity_quote or "",
        card=card,
        quotes=quotes_of(card),
        options=tuple((field, tuple(_option(card, o) for o in options)) for field, options in shown if options),
        further=tuple((field, tuple(_said(card, s) for s in many)) for field, many in further if many),
        missing=_leaves(card, match.missing),
        left_open=_leaves(card, match.left_open),
        failed=_leaves(card, match.failed),
        notices=tuple(notice.message for notice in card_notices(match)),
        trace=_trace(card, match.trace),
        counterparts=counterparts,
    )


def reading_view(reading: CaseReading) -> ReadingView:
    """A reading of a situation, whom it is about first."""
    return ReadingView(
        tuple(Message(*line) for line in reading.lines()), tuple(Message(*note) for note in reading.notes)
    )


def quotes_of(card: Card) -> tuple[Quote, ...]:
    """The words of a card that stand in the clause that grants it, joined where they touch; GateError where they do not stand."""
    found = [card.quote(ConditionWords(quote.words, quote.clause)) for quote in quotations_of(card.entry)]
    own_clause = [quote for clause, quote in found if clause.id == card.clause.id]
    text = card.clause.text
    return tuple(Quote(text[start:end], start, end) for start, end in spans(text, own_clause))


def statements_of(card: Card, field: str) -> tuple[Message, ...]:
    """What a card states of a field, without its words."""
    return tuple(_message(each) for each in _statements(getattr(card.entry, field)))


def _statements(value: Statement | Sequence[Statement] | None) -> tuple[Statement, ...]:
    return (value,) if isinstance(value, Statement) else tuple(value or ())


def _message(statement: Statement) -> Message:
    return Message(statement.plain, statement.en or "")


def _said(card: Card, statement: Statement) -> SaidView:
    return _quoted(card, _message(statement), statement.quote)


def _option(card: Card, option: WeighedStatement) -> OptionView:
    return OptionView(_said(card, option.statement), option.truth, _leaves(card, option.missing))


def _leaves(card: Card, leaves: Iterable[Leaf]) -> tuple[SaidView, ...]:
    return tuple(_leaf(card, leaf) for leaf in leaves)


def _leaf(card: Card, leaf: Leaf) -> SaidView:
    text = None if isinstance(leaf, Unstated) else Message(*leaf_name(leaf))
    return _quoted(card, text, leaf.words) if leaf.words else SaidView(text)


def _quoted(card: Card, text: Message | None, words: ConditionWords) -> SaidView:
    clause, quote = card.quote(words)
    return SaidView(text, quote.text, "" if clause.id == card.clause.id else clause.label)


def _trace(card: Card, trace: Trace) -> TraceView:
    condition = trace.condition
    if isinstance(condition, All | AnyOf | Not):
        parts = tuple(_trace(card, part) for part in trace.parts)
        return TraceView(trace.truth, joint=_JOINTS[type(condition)], parts=parts)
    return TraceView(trace.truth, _leaf(card, condition))

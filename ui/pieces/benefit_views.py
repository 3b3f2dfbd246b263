"""A matched benefit card as a page shows it: every statement with its verbatim words, in the language of the page.

Pure: records in, escaped pieces out. The words quoted pass the card's own gate (`Card.quote`), which blocks what does not stand in its clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.benefits import Card, CardMatch, GrantOption, MatchVerdict, Statement, card_notices, quoted_words
from kb.cases import All, AnyOf, ConditionWords, Leaf, Not, Trace, Truth, Unstated, leaf_name
from kb.records import Clause, Language, Quote
from ui.pieces.card_words import CARD_WORDS, CardWords
from ui.pieces.citation_cards import Shelf
from ui.pieces.framing import badge, source_line
from ui.pieces.links import clause_path
from ui.pieces.markup import esc, mixed, spans
from ui.pieces.words import FRAMES

_SIGNS: Final[dict[Truth, str]] = {"yes": "✓", "no": "✗", "open": "?"}
_FURTHER: Final = ("giver", "how", "where", "papers", "funding")


@dataclass(frozen=True)
class SaidView:
    """A statement in words with the words it rests on; `place` where those stand in another clause than the card's."""

    text: Markup
    words: str = ""
    place: str = ""


@dataclass(frozen=True)
class OptionView:
    """An amount or a term; `word` says in what case it holds, `missing` what that hangs on."""

    said: SaidView
    truth: Truth
    word: str
    missing: Markup


@dataclass(frozen=True)
class BenefitView:
    """A card with its verdict, ready for a template. `picked` is what `button.kb-pick` carries as its name."""

    id: str
    title: Markup
    names: Markup
    verdict: MatchVerdict
    verdict_word: str
    badge: Markup
    proof: str
    line: Markup
    address: str
    clause: Clause
    quotes: tuple[Quote, ...]
    picked: str
    options: tuple[tuple[str, tuple[OptionView, ...]], ...]
    further: tuple[tuple[str, tuple[SaidView, ...]], ...]
    missing: tuple[SaidView, ...]
    left_open: tuple[SaidView, ...]
    failed: tuple[SaidView, ...]
    notices: tuple[Markup, ...]
    trace: Markup
    counterparts: int = 0

    @property
    def amount(self) -> Markup | None:
        """The first amount that holds in the case; what hangs on something more is not told without it."""
        amounts = next((options for field, options in self.options if field == "amount"), ())
        return next((option.said.text for option in amounts if option.truth == "yes"), None)

    @property
    def papers(self) -> tuple[SaidView, ...]:
        """The papers the text names."""
        return next((said for field, said in self.further if field == "papers"), ())


def benefit_view(match: CardMatch, language: Language, shelf: Shelf, counterparts: int = 0) -> BenefitView:
    """A match in a language; `shelf` gives the prefix of links and the day."""
    card, words, frame = match.card, CARD_WORDS[language], FRAMES[language]
    entry, quotes = card.entry, quotes_of(card)
    shown = [(field, getattr(match, f"{field}s")) for field in ("amount", "term")]
    further = [(field, _statements(getattr(entry, field))) for field in _FURTHER]
    return BenefitView(
        id=card.id,
        title=said_in(entry.name, entry.english, language),
        names=_names(card, language),
        verdict=match.verdict,
        verdict_word=verdict_word(match, words),
        badge=Markup(badge(match.validity, frame)),
        proof=match.validity_quote or "",
        line=Markup(source_line(card.document, card.clause, frame)[1]),
        address=shelf.prefix + clause_path(card.clause, quotes, shelf.as_of),
        clause=card.clause,
        quotes=quotes,
        picked=f"{','.join(f'{q.start}-{q.end}' for q in quotes)}|{shelf.as_of.isoformat() if shelf.as_of else ''}",
        options=tuple(
            (field, tuple(_option(card, o, language) for o in options)) for field, options in shown if options
        ),
        further=tuple((field, tuple(_said(card, s, language) for s in many)) for field, many in further if many),
        missing=leaf_views(card, match.missing, language),
        left_open=leaf_views(card, match.left_open, language),
        failed=leaf_views(card, match.failed, language),
        notices=tuple(said_in(notice.message.zh, notice.message.en, language) for notice in card_notices(match)),
        trace=trace_list(card, match.trace, language),
        counterparts=counterparts,
    )


def verdict_word(match: CardMatch, words: CardWords) -> str:
    """The verdict in words: on a rule that does not hold on the day it promises nothing."""
    return (words.verdicts if match.is_current else words.not_in_force)[match.verdict]


def said_in(zh: str, en: str | None, language: Language) -> Markup:
    """The text in the page's language, escaped; in Chinese, and marked so, where it has no English."""
    if language == "zh":
        return Markup(esc(zh))
    return Markup(mixed(en) if en else f'<span lang="zh-CN">{esc(zh)}</span>')


def quotes_of(card: Card) -> tuple[Quote, ...]:
    """The words of a card that stand in the clause that grants it, joined where they touch; GateError where they do not stand."""
    found = [card.quote(ConditionWords(text, label)) for _, text, label in quoted_words(card.entry)]
    own_clause = [quote for clause, quote in found if clause.id == card.clause.id]
    text = card.clause.text
    return tuple(Quote(text[start:end], start, end) for start, end in spans(text, own_clause))


def leaf_views(card: Card, leaves: Iterable[Leaf], language: Language) -> tuple[SaidView, ...]:
    """Conditions in words with the words of the text."""
    return tuple(_leaf(card, leaf, language) for leaf in leaves)


def trace_list(card: Card, trace: Trace, language: Language) -> Markup:
    """A trace as a nested list: a sign, and for those who hear it a word, before each condition."""
    return Markup(f'<ul class="kb-trace">{_traced(card, trace, language)}</ul>')


def _traced(card: Card, trace: Trace, language: Language) -> str:
    words, condition = CARD_WORDS[language], trace.condition
    sign = f'<span class="kb-sign" title="{words.weighed[trace.truth]}">{_SIGNS[trace.truth]}</span> '
    head = f'<li class="kb-trace-{trace.truth}">{sign}<span class="kb-visually-hidden">{words.weighed[trace.truth]}{words.colon}</span>'
    if isinstance(condition, All | AnyOf | Not):
        name = {All: words.all_of, AnyOf: words.any_of, Not: words.none_of}[type(condition)]
        return f"{head}{name}<ul>{''.join(_traced(card, part, language) for part in trace.parts)}</ul></li>"
    said = _leaf(card, condition, language)
    quoted = f' <q lang="zh-CN">{esc(said.words)}</q>' if said.words else ""
    return f"{head}{said.text}{quoted}</li>"


def _names(card: Card, language: Language) -> Markup:
    entry = card.entry
    zh = f'<span lang="zh-CN">{esc(entry.name)}</span>' if language == "en" else ""
    official = f'<q lang="zh-CN">{esc(entry.official)}</q>' if entry.official != entry.name else ""
    en = f'<span lang="en">{esc(entry.english)}</span>' if language == "zh" else ""
    return Markup(" · ".join(piece for piece in (zh, official, en) if piece))


def _statements(value: Statement | Sequence[Statement] | None) -> tuple[Statement, ...]:
    return (value,) if isinstance(value, Statement) else tuple(value or ())


def _quoted(card: Card, words: ConditionWords) -> tuple[str, str]:
    """The verbatim words, and the label of their clause where it is not the card's own."""
    clause, quote = card.quote(words)
    return quote.text, "" if clause.id == card.clause.id else clause.label


def _said(card: Card, statement: Statement, language: Language) -> SaidView:
    return SaidView(said_in(statement.plain, statement.en, language), *_quoted(card, statement.quote))


def _option(card: Card, option: GrantOption, language: Language) -> OptionView:
    words = CARD_WORDS[language]
    missing = Markup(words.joint).join(_leaf(card, leaf, language).text for leaf in option.missing)
    return OptionView(_said(card, option.statement, language), option.truth, words.holds[option.truth], missing)


def _leaf(card: Card, leaf: Leaf, language: Language) -> SaidView:
    # What a text leaves open has no name but its words, which are quoted beside it.
    named = (CARD_WORDS["zh"].unstated, CARD_WORDS["en"].unstated) if isinstance(leaf, Unstated) else leaf_name(leaf)
    text = said_in(*named, language)
    return SaidView(text, *_quoted(card, leaf.words)) if leaf.words else SaidView(text)

"""Every piece of verbatim words a card rests on, with the field it belongs to and where in the card it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.benefits.card_conditions import CardCondition, WrittenLeaf
from kb.benefits.card_file import CardEntry, Statement
from kb.files import YamlPath
from kb.records import Clause, Quote


@dataclass(frozen=True)
class Quotation:
    """Verbatim words of a field; `clause` None is the card's own, `place` is where they stand in the card."""

    name: str
    words: str
    clause: str | None
    place: YamlPath


def card_statements(card: CardEntry) -> Iterator[tuple[str, YamlPath, Statement]]:
    """All statements of a card with the name of their field and their place."""
    if card.giver:
        yield "giver", ("giver",), card.giver
    for name in ("amount", "term", "how", "where", "papers", "funding"):
        for number, statement in enumerate(getattr(card, name)):
            yield name, (name, number), statement


def conditions(card: CardEntry) -> Iterator[tuple[str, YamlPath, WrittenLeaf]]:
    """Each single condition of a card, those of a statement's `when` too, with the name of its field and its place."""
    roots: list[tuple[str, YamlPath, CardCondition | None]] = [("conditions", ("conditions",), card.conditions)]
    roots += [(f"{name}.when", (*place, "when"), statement.when) for name, place, statement in card_statements(card)]
    for name, place, root in roots:
        for leaf in root.leaves if root else ():
            yield name, (*place, *leaf.place), leaf


def quotations_of(card: CardEntry) -> Iterator[Quotation]:
    """All of them: the official name, who may claim, the conditions, the end, then each statement."""
    yield Quotation("official", card.official, None, ("official",))
    yield Quotation("claimant", card.claimant.words, card.claimant.clause, ("claimant",))
    if card.from_elsewhere:
        yield Quotation("from_elsewhere", card.from_elsewhere.words, card.from_elsewhere.clause, ("from_elsewhere",))
    for name, place, leaf in conditions(card):
        yield Quotation(name, leaf.words.text, leaf.words.clause, place)
    if card.ends:
        yield Quotation("ends", card.ends.words, card.ends.clause, ("ends",))
    for name, place, statement in card_statements(card):
        yield Quotation(name, statement.words, statement.clause, place)


def quoted_clauses(card: CardEntry) -> set[str]:
    """The labels of the clauses that a card's words stand in."""
    return {quote.clause or card.clause for quote in quotations_of(card)}


def quote_in(clause: Clause, words: str) -> Quote | None:
    """The words in a clause, white space apart, as a quote; None if they do not stand there or a column name was put in."""
    bare, kept = _bare(clause.text)
    wanted = "".join(words.split())
    at = bare.find(wanted)
    while at >= 0 and wanted:
        places = kept[at : at + len(wanted)]
        if all(clause.offsets[i] >= 0 for i in places):
            start, end = places[0], places[-1] + 1
            return Quote(clause.text[start:end], start, end)
        at = bare.find(wanted, at + 1)
    return None


@lru_cache(maxsize=1024)
def _bare(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without white space, and where each of its characters stands; a page of cards asks for some two thousand quotes of few clauses."""
    kept = tuple(position for position, character in enumerate(text) if not character.isspace())
    return "".join(text.split()), kept

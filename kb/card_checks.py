"""Are the cards of a corpus true to its texts? Each quote, each figure, each place, and each clause that grants something.

A card with a fault of its own is left out of the store rather than served; a clause without a card is only named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kb.card_conditions import ConditionEntry
from kb.card_figures import english_figures, figures, provable
from kb.card_file import CARDS_NAME, Amount, CardEntry, CardFile, Statement, Term
from kb.conditions import Within, leaves
from kb.corpus import LoadedDocument
from kb.granting import grants
from kb.places import Gazetteer
from kb.records import Clause, Quote


@dataclass(frozen=True)
class Fault:
    """What is wrong with a card, or with the file where `card` is None; both languages."""

    line: int
    card: str | None
    text: str


Clauses = Mapping[str, Mapping[str, Clause]]
_EXACTNESS = {
    "at_least": re.compile(r"不低于|不少于|以上|至少|最低"),
    "at_most": re.compile(r"不超过|最高|最长|最多|以内|额度|限额"),
    "about": re.compile(r"左右|约|平均"),
}
# How words set a bound: strictly below, from, or up to and including.
_SENSES = {
    "under": re.compile(r"不足|不满|未满|不到|低于|少于|小于"),
    "at_least": re.compile(r"以上|满|不低于|不少于|至少|达到|不小于"),
    "at_most": re.compile(r"以内|以下|不超过|不高于|不多于|最高|最多|至多"),
}


def clauses_by_label(loaded: Sequence[LoadedDocument]) -> Clauses:
    """Document id → label → clause."""
    return {item.document.id: {clause.label: clause for clause in item.clauses} for item in loaded}


def locate(words: str, clause: Clause) -> Quote | None:
    """The words in a clause, white space apart, as a quote; None where they do not stand there or a column name was put in."""
    kept = [position for position, character in enumerate(clause.text) if not character.isspace()]
    bare = "".join(clause.text[position] for position in kept)
    wanted = "".join(words.split())
    at = bare.find(wanted)
    while at >= 0 and wanted:
        start, end = kept[at], kept[at + len(wanted) - 1] + 1
        if all(clause.offsets[i] >= 0 or clause.text[i].isspace() for i in range(start, end)):
            return Quote(clause.text[start:end], start, end)
        at = bare.find(wanted, at + 1)
    return None


def check_cards(file: CardFile, clauses: Clauses, gazetteer: Gazetteer) -> list[Fault]:
    """Everything that is wrong with single cards, in the order of the file."""
    return [fault for card in file.cards for fault in _check_card(card, clauses, gazetteer)]


def check_coverage(file: CardFile, loaded: Sequence[LoadedDocument]) -> list[Fault]:
    """Clauses that grant something and have neither card nor reason, and reasons for clauses that are not there."""
    known = clauses_by_label(loaded)
    carded = {(card.document, label) for card in file.cards for label in _labels(card)}
    excused = {(entry.document, entry.clause) for entry in file.without_card}
    faults = [
        Fault(
            entry.line,
            None,
            f"{CARDS_NAME} 第 {entry.line} 行：{entry.document} 没有条款 {entry.clause}，请改正。 Line {entry.line}: no such clause.",
        )
        for entry in file.without_card
        if entry.clause not in known.get(entry.document, {})
    ]
    for item in loaded:
        for clause in item.clauses:
            found = grants(clause)
            if found and not {(item.document.id, clause.label)} & (carded | excused):
                faults.append(
                    Fault(
                        0,
                        None,
                        f"{clause.id} 写有“{found[0].cue}”，却没有卡片也没有理由：请加卡片，或在 without_card 写明理由。"
                        f" {clause.id} grants something: add a card, or a reason to without_card.",
                    )
                )
    return faults


def statements(card: CardEntry) -> Iterator[tuple[str, Statement]]:
    """All statements of a card with the name of their field."""
    if card.giver:
        yield "giver", card.giver
    for name in ("amount", "term", "how", "where", "papers", "funding"):
        for statement in getattr(card, name):
            yield name, statement


def quoted_words(card: CardEntry) -> Iterator[tuple[str, str, str | None]]:
    """Every piece of verbatim words a card rests on, with the name of its field and its clause (None: the card's own)."""
    yield "official", card.official, None
    yield "claimant", card.claimant.words, card.claimant.clause
    if card.conditions:
        yield from _condition_words("conditions", card.conditions)
    if card.ends:
        yield "ends", card.ends.words, card.ends.clause
    for name, statement in statements(card):
        yield name, statement.words, statement.clause
        if statement.when:
            yield from _condition_words(f"{name}.when", statement.when)


def _condition_words(name: str, entry: ConditionEntry) -> Iterator[tuple[str, str, str | None]]:
    for leaf in leaves(entry.condition()):
        if leaf.words:
            yield name, leaf.words.text, leaf.words.clause


def _labels(card: CardEntry) -> set[str]:
    return {clause or card.clause for _, _, clause in quoted_words(card)}


def _check_card(card: CardEntry, clauses: Clauses, gazetteer: Gazetteer) -> Iterator[Fault]:
    def fault(cause: str, english: str) -> Fault:
        where = f"{CARDS_NAME} 第 {card.line} 行 " if card.line else ""
        return Fault(card.line, card.id, f"{where}卡片 {card.id}：{cause}。 Card {card.id}: {english}.")

    held = clauses.get(card.document)
    if held is None:
        yield fault(f"没有文件 {card.document}，请改正 document", f"no document {card.document}: correct it")
        return
    for unknown in sorted(({card.clause} | _labels(card)) - set(held)):
        yield fault(f"没有条款 {unknown}，请改正", f"no clause {unknown}: correct it")
    for name, words, label in quoted_words(card):
        clause = held.get(label or card.clause)
        if clause and locate(words, clause) is None:
            yield fault(
                f"{name} 所据的“{words}”不在 {clause.label} 中，请照抄原文",
                f"the words of {name} do not stand in {clause.label}: copy them",
            )
    for name, statement in statements(card):
        if _inexact(statement):
            yield fault(
                f"{name} 的 exactness 与原文“{statement.words}”不符，请改正",
                f"the exactness of {name} is not what its words say: correct it",
            )
    for name, figure in _unproven(card):
        yield fault(f"{name} 的 {figure} 不在所引原文中，请改正", f"the figure {figure} of {name} stands in no quote")
    for entry in _conditions(card):
        for leaf in leaves(entry.condition()):
            for place in leaf.places if isinstance(leaf, Within) else ():
                if not gazetteer.candidates(place):
                    yield fault(f"没有叫 {place} 的地方，请改正", f"no place is called {place}: correct it")


def _conditions(card: CardEntry) -> Iterator[ConditionEntry]:
    if card.conditions:
        yield card.conditions
    for _, statement in statements(card):
        if statement.when:
            yield statement.when


def _unproven(card: CardEntry) -> Iterator[tuple[str, str]]:
    """The figures of a card that its quotes do not hold, with the field they stand in."""
    everything = frozenset[Fraction]().union(*(provable(words) for _, words, _ in quoted_words(card)))
    for name, text in (("name", card.name), ("english", card.english)):
        stated = figures(text) if name == "name" else english_figures(text)
        yield from ((name, _shown(figure)) for figure in sorted(stated - everything))
    if card.ends and Fraction(card.ends.day.year) not in provable(card.ends.words):
        yield "ends", str(card.ends.day)
    for name, statement in statements(card):
        proven = provable(statement.words)
        stated = figures(statement.plain) | english_figures(statement.en or "") | _typed(statement)
        yield from ((name, _shown(figure)) for figure in sorted(stated - proven))
    for entry in _conditions(card):
        yield from _loose_bounds(entry)


def _loose_bounds(entry: ConditionEntry) -> Iterator[tuple[str, str]]:
    """The bounds whose figure their words do not hold, or do not hold in that sense: 不足5年 is `under` 60 months, 以上 is `at_least`."""
    for name, leaf in entry.numbers():
        for key, sense in _SENSES.items():
            bound = getattr(leaf, key)
            if bound is not None and not (Fraction(bound) in provable(leaf.words) and sense.search(leaf.words)):
                yield f"conditions.{name}", f"{key} {bound}"


def _inexact(statement: Statement) -> bool:
    """Whether an amount or a term claims to be a limit, or about right, and its words do not say so."""
    if not isinstance(statement, Amount | Term) or statement.exactness == "exactly":
        return False
    return not _EXACTNESS[statement.exactness].search(statement.words)


def _typed(statement: Statement) -> frozenset[Fraction]:
    """The figures that a statement gives as values."""
    found: list[float | None] = []
    if isinstance(statement, Amount):
        found = [statement.yuan, statement.share]
    elif isinstance(statement, Term):
        found = [statement.months]
    return frozenset(Fraction(str(value)) for value in found if value is not None)


def _shown(figure: Fraction) -> str:
    return str(figure.numerator) if figure.denominator == 1 else f"{figure.numerator}/{figure.denominator}"

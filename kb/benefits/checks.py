"""Are the cards of a corpus true to its texts? Each quote, each figure, each place, and each clause that grants something.

A card with a fault of its own is left out of the store rather than served; a clause without a card is only named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kb.benefits.card_conditions import WrittenLeaf
from kb.benefits.card_figures import english_figures, provable, values_in
from kb.benefits.card_file import CARDS_NAME, CardAmount, CardEntry, CardFile, CardTerm, Statement, WithoutCard
from kb.benefits.granting import grants
from kb.benefits.quotations import card_statements, conditions, quotations_of, quote_in, quoted_clauses
from kb.cases import Check, Vocabulary, Within
from kb.files import YamlPath
from kb.language import Gazetteer
from kb.messages import Message
from kb.records import Clause, LoadedDocument
from kb.regex import regex


@dataclass(frozen=True)
class CardFault:
    """What is wrong with a card, or with the file where `card` is None; both languages.

    `absent` is the document it speaks of, where the corpus does not hold that; `field` the field of the card, and `cause` what is wrong
    with it, for whoever sees a form and no file.
    """

    line: int
    card: str | None
    message: Message
    absent: str | None = None
    field: str = ""
    of_field: Message | None = None

    @property
    def cause(self) -> Message:
        """What is wrong, without file, line and card."""
        return self.of_field or self.message


Clauses = Mapping[str, Mapping[str, Clause]]
_EXACTNESS = {
    "at_least": regex(r"不低于|不少于|以上|至少|最低"),
    "at_most": regex(r"不超过|最高|最长|最多|以内|额度|限额"),
    "about": regex(r"左右|约|平均"),
}
# How words set a bound: strictly below, from, or up to and including.
_SENSES = {
    "under": regex(r"不足|不满|未满|不到|低于|少于|小于"),
    "at_least": regex(r"以上|满|不低于|不少于|至少|达到|不小于"),
    "at_most": regex(r"以内|以下|不超过|不高于|不多于|最高|最多|至多"),
}
_BOUNDS = {"under": "不足", "at_least": "至少", "at_most": "至多"}


def clauses_by_label(loaded: Sequence[LoadedDocument]) -> Clauses:
    """Document id → label → clause."""
    return {item.document.id: {clause.label: clause for clause in item.clauses} for item in loaded}


def check_cards(file: CardFile, clauses: Clauses, gazetteer: Gazetteer) -> list[CardFault]:
    """Everything that is wrong with single cards, in the order of the file."""
    return [fault for card in file.cards for fault in _check_card(card, clauses, gazetteer)]


def check_coverage(file: CardFile, loaded: Sequence[LoadedDocument], vocabulary: Vocabulary) -> list[CardFault]:
    """Clauses that grant something and have neither card nor reason, and reasons for clauses that are not there."""
    known = clauses_by_label(loaded)
    carded = {(card.document, label) for card in file.cards for label in quoted_clauses(card)}
    excused = {(entry.document, entry.clause) for entry in file.without_card}
    faults = [
        _excuse_fault(entry, known) for entry in file.without_card if entry.clause not in known.get(entry.document, {})
    ]
    for item in loaded:
        for clause in item.clauses:
            found = grants(clause, vocabulary)
            if found and not {(item.document.id, clause.label)} & (carded | excused):
                faults.append(
                    CardFault(
                        0,
                        None,
                        Message(
                            f"{clause.id} 写有“{found[0].cue}”，却没有卡片也没有理由：请加卡片，或在 without_card 写明理由。",
                            f"{clause.id} grants something: add a card, or a reason to without_card.",
                        ),
                    )
                )
    return faults


def _excuse_fault(entry: WithoutCard, known: Clauses) -> CardFault:
    where = f"{CARDS_NAME} 第 {entry.line} 行"
    if entry.document in known:
        cause = f"{entry.document} 没有条款 {entry.clause}，请改正"
        said = Message(f"{where}：{cause}。", f"Line {entry.line}: no such clause: correct it.")
        return CardFault(entry.line, None, said)
    cause = f"没有文件 {entry.document}，请改正 document"
    said = Message(f"{where}：{cause}。", f"Line {entry.line}: no such document.")
    return CardFault(entry.line, None, said, entry.document)


def _check_card(card: CardEntry, clauses: Clauses, gazetteer: Gazetteer) -> Iterator[CardFault]:
    held = clauses.get(card.document)
    if held is None:
        cause = f"没有文件 {card.document}，请改正 document"
        fault = _fault(card, ("document",), "", cause, f"no document {card.document}: correct it")
        yield replace(fault, absent=card.document)
        return
    yield from _quote_faults(card, held)
    for name, place, statement in card_statements(card):
        if _inexact(statement):
            cause = f"数的意思（exactness）与原文“{statement.words}”不符，请改正"
            yield _fault(
                card, (*place, "exactness"), name, cause, "the exactness is not what its words say: correct it"
            )
    for name, place, figure in _unproven(card):
        yield _fault(
            card,
            place,
            name,
            f"{figure.zh} 不在所引原文中，请改正",
            f"{figure.en} stands in no quote: correct it",
        )
    for name, at, written in conditions(card):
        for named in written.leaf.places if isinstance(written.leaf, Within) else ():
            if not gazetteer.candidates(named):
                cause = f"没有叫 {named} 的地方，请改正"
                yield _fault(card, at, name, cause, f"no place is called {named}: correct it")


def _fault(card: CardEntry, place: YamlPath, name: str, cause: str, english: str) -> CardFault:
    line = card.line_of(place)
    where = f"{CARDS_NAME} 第 {line} 行 " if line else ""
    of = (f"{name}：", f"{name}: ") if name else ("", "")
    said = Message(f"{where}卡片 {card.id}：{of[0]}{cause}。", f"Card {card.id}: {of[1]}{english}.")
    return CardFault(line, card.id, said, field=name.partition(".")[0], of_field=Message(f"{cause}。", f"{english}."))


def _quote_faults(card: CardEntry, held: Mapping[str, Clause]) -> Iterator[CardFault]:
    """Clauses that are not there, each named once, and words that do not stand in theirs."""
    quotes = tuple(quotations_of(card))
    named: dict[str, YamlPath] = {card.clause: ("clause",)}
    for quote in quotes:
        named.setdefault(quote.clause or card.clause, (*quote.place, "clause"))
    for label, place in named.items():
        if label not in held:
            yield _fault(card, place, "", f"没有条款 {label}，请改正", f"no clause {label}: correct it")
    for quote in quotes:
        clause = held.get(quote.clause or card.clause)
        if clause and quote_in(clause, quote.words) is None:
            cause = f"所据的“{quote.words}”不在 {clause.label} 中，请照抄原文"
            english = f"“{quote.words}” does not stand in {clause.label}: copy its words"
            yield _fault(card, (*quote.place, "words"), quote.name, cause, english)


def _unproven(card: CardEntry) -> Iterator[tuple[str, YamlPath, Message]]:
    """The figures of a card that its quotes do not hold, with the field and the place they stand in."""
    everything = frozenset[Fraction]().union(*(provable(quote.words) for quote in quotations_of(card)))
    for name, found in (("name", values_in(card.name)), ("english", english_figures(card.english or ""))):
        yield from ((name, (name,), _shown(figure)) for figure in sorted(found - everything))
    if card.ends and Fraction(card.ends.day.year) not in provable(card.ends.words):
        yield "ends", ("ends", "day"), _plain(str(card.ends.day))
    for name, place, statement in card_statements(card):
        proven = provable(statement.words)
        for key, stated in _stated(statement).items():
            yield from ((name, (*place, key), _shown(figure)) for figure in sorted(stated - proven))
            # One figure is named once, where it first stands.
            proven |= stated
    for name, place, written in conditions(card):
        yield from _loose_bounds(place, written)
        if isinstance(check := written.leaf, Check):
            for key, found in (("plain", values_in(check.plain)), ("en", english_figures(check.en or ""))):
                for figure in sorted(found - provable(check.words.text)):
                    yield f"{name}.check", (*place, key), _shown(figure)


def _loose_bounds(place: YamlPath, written: WrittenLeaf) -> Iterator[tuple[str, YamlPath, Message]]:
    """The bounds whose figure their words do not hold, or do not hold in that sense: 不足5年 is `under` 60 months, 以上 is `at_least`."""
    for key, bound in written.bounds.items():
        words = written.words.text
        if not (Fraction(bound) in provable(words) and _SENSES[key].search(words)):
            yield f"conditions.{place[-1]}", (*place, key), Message(f"{_BOUNDS[key]} {bound}", f"{key} {bound}")


def _inexact(statement: Statement) -> bool:
    """Whether an amount or a term claims to be a limit, or about right, and its words do not say so."""
    if not isinstance(statement, CardAmount | CardTerm) or statement.exactness == "exactly":
        return False
    return not _EXACTNESS[statement.exactness].search(statement.words)


def _stated(statement: Statement) -> dict[str, frozenset[Fraction]]:
    """The figures of a statement by the key they stand under."""
    found = {"plain": values_in(statement.plain), "en": english_figures(statement.en or "")}
    for key in ("yuan", "share", "months"):
        value = getattr(statement, key, None)
        if value is not None:
            found[key] = frozenset({Fraction(str(value))})
    return found


def _shown(figure: Fraction) -> Message:
    return _plain(str(figure))


def _plain(text: str) -> Message:
    return Message(text, text)

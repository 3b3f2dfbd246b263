"""What is held on a subject: its benefit cards in a place, those in force first, and in plain lines what, for whom, how much, until when.

Pure. A plain line is a card's own field, proved at every build, or words that stand in its clause; none is cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from kb.benefits import Card, CardMatch, Situation, Statement
from kb.cases import All, AnyOf, Condition, ConditionWords, Not, Unstated, Within, leaf_name, leaves
from kb.records import Quote, Validity
from ui.kiosk.frame import frame_words
from ui.pieces import asks_figure, bigrams

# Of these people ask how much: that the text does not say is told.
_OF_MONEY: Final = ("subsidy", "allowance", "loan")
HOLDS: Final[frozenset[Validity]] = frozenset({"in_force", "undated"})


def on_subjects(subjects: Sequence[str], situation: Situation, asked: str) -> tuple[CardMatch, ...]:
    """The cards on these subjects that are not another region's: those in force first, then those that state no end.

    Among them those with a figure where one is asked for, then in the order of the subjects, the nearest to the question, the latest.
    """
    has_place, wants_figure, words = situation.profile.region is not None, asks_figure(asked), bigrams(asked)

    def weight(match: CardMatch) -> tuple[bool, bool, bool, int, int, date]:
        card, entry = match.card, match.card.entry
        has_figure = wants_figure and any(re.search(r"\d", each.plain) for each in (*entry.amount, *entry.term))
        near = len(words & bigrams(_named(card)))
        holds, place = match.validity == "in_force", -subjects.index(entry.subject)
        return match.is_current, holds, has_figure, place, near, card.document.issued or date.min

    found = (match for match in situation.matches if match.card.entry.subject in subjects)
    return tuple(sorted((each for each in found if not _is_elsewhere(each, has_place)), key=weight, reverse=True))


def card_quoted(matches: Sequence[CardMatch], clause: str, quotes: Sequence[Quote], asked: str) -> CardMatch | None:
    """The card of a clause (by id) whose name in the text, amount or term is quoted; of several, the nearest to the question."""

    def is_quoted(card: Card) -> bool:
        entry = card.entry
        own = (ConditionWords(entry.official), *(each.quote for each in (*entry.amount, *entry.term)))
        found = (quote for held, quote in map(card.quote, own) if held.id == clause)
        return any(one.start <= quote.start and quote.end <= one.end for quote in found for one in quotes)

    quoted = [match for match in matches if match.card.clause.id == clause and is_quoted(match.card)]
    return max(quoted, key=lambda match: len(bigrams(asked) & bigrams(_named(match.card))), default=None)


def plain_lines(card: Card, until: str) -> tuple[tuple[str, str], ...]:
    """Where, for whom, how much, for how long and until when, each with its name; what the text does not state is left out.

    In a frame of another language than Chinese for whom it is, and what has an English of its own, is told in that.
    """
    words, entry = frame_words().kiosk_benefits["plain"], card.entry
    lines = (
        (words["where"], card.document.region or ""),
        (words["whom"], _whom(card) if _is_chinese() else _whom_in_english(card)),
        (words["amount"], _stated(entry.amount) or (words["unstated"] if entry.kind in _OF_MONEY else "")),
        (words["term"], _stated(entry.term)),
        (words["until"], until),
    )
    return tuple((name, value) for name, value in lines if value)


def _whom(card: Card) -> str:
    """Who may claim, and what the text asks of them, in its own words."""
    entry = card.entry
    told = f"{entry.claimant.words} {entry.official} {entry.name}"
    return "；".join((entry.claimant.words, *(_asked_of(entry.conditions.condition, told) if entry.conditions else ())))


def _is_chinese() -> bool:
    return frame_words().language == "zh"


def _whom_in_english(card: Card) -> str:
    """`a person: holding a disability certificate or time to the pension: less than 60 months (5 years)`, by the names of the facts."""
    claimant, conditions = card.entry.claimant.condition(), card.entry.conditions
    who = " or ".join(each.en for each in claimant.fact.choices if each.value in claimant.values)
    asked = _named_in_english(conditions.condition) if conditions else ""
    return f"{who}: {asked}" if asked else who


def _named_in_english(condition: Condition) -> str:
    if isinstance(condition, Not):
        inner = _named_in_english(condition.part)
        return inner and f"not: {inner}"
    if isinstance(condition, All | AnyOf):
        parts = list(dict.fromkeys(filter(None, map(_named_in_english, condition.parts))))
        return (" or " if isinstance(condition, AnyOf) else "; ").join(parts)
    return "" if isinstance(condition, Unstated | Within) else leaf_name(condition)[1]


def _asked_of(condition: Condition, told: str) -> tuple[str, ...]:
    """The words of the conditions that are not told yet; of alternatives, all in one. What the text leaves open is told at the window."""
    if isinstance(condition, AnyOf):
        each = list(dict.fromkeys("、".join(_asked_of(part, told)) for part in condition.parts))
        # Where one of them is told, it names the others: words of their own would make them conditions.
        return () if "" in each else (frame_words().kiosk_benefits["plain"]["or"].join(each),)
    if isinstance(condition, All):
        found: dict[str, None] = {}
        for part in condition.parts:
            found.update(dict.fromkeys(_asked_of(part, told + "；".join(found))))
        return tuple(found)
    if isinstance(condition, Not):
        inner = "、".join(_asked_of(condition.part, ""))
        return (frame_words().kiosk_benefits["plain"]["not"].format(words=inner),) if inner else ()
    if isinstance(condition, Unstated) or condition.words is None or condition.words.text in told:
        return ()
    return (condition.words.text,)


def _stated(statements: Sequence[Statement]) -> str:
    return ("；" if _is_chinese() else "; ").join(_in_its_case(each) for each in statements)


def _in_its_case(statement: Statement) -> str:
    """`可延长至领取养老金（距享受社会养老保险待遇不足5年）`."""
    if statement.en and not _is_chinese():
        case = _named_in_english(statement.when.condition) if statement.when else ""
        return f"{statement.en} ({case})" if case else statement.en
    if statement.when is None:
        return statement.plain
    case = "、".join(dict.fromkeys(leaf.words.text for leaf in leaves(statement.when.condition) if leaf.words))
    return f"{statement.plain}（{case}）" if case and case not in statement.plain else statement.plain


def _is_elsewhere(match: CardMatch, has_place: bool) -> bool:
    """Whether a rule is another region's; one for people from elsewhere is no rule of the place they live in."""
    if has_place and match.card.entry.from_elsewhere:
        return True
    return any(isinstance(leaf, Within) and leaf.words is None for leaf in match.failed)


def _named(card: Card) -> str:
    return f"{card.entry.name}{card.entry.official}{card.entry.claimant.words}{card.subject.zh}"

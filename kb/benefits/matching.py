"""From a person's situation to the benefits that apply: each card gets a verdict with the words it rests on.

Pure: profile, cards, places and day in, matches out. `applies` only where every condition is known to hold; a fact that is missing, or a
condition that the text leaves open, keeps a card at `may_apply`; `does_not_apply` names the condition that fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.benefits.card_file import CardAmount, CardTerm, Statement
from kb.benefits.cards import Card
from kb.benefits.uncarded import CURRENT, UncardedRule
from kb.cases import (
    All,
    AnyOf,
    Bounded,
    Check,
    Derived,
    Facts,
    Is,
    Known,
    Leaf,
    Not,
    OneOf,
    Profile,
    Trace,
    Truth,
    Unstated,
    Within,
    deciding,
    derive,
    evaluate,
    leaf_name,
    met_leaves,
)
from kb.language import Gazetteer, Place
from kb.records import Validity

MatchVerdict = Literal["applies", "may_apply", "does_not_apply"]
_VERDICT: Mapping[Truth, MatchVerdict] = {"yes": "applies", "open": "may_apply", "no": "does_not_apply"}
_RANK: Mapping[MatchVerdict, int] = {"applies": 0, "may_apply": 1, "does_not_apply": 2}


@dataclass(frozen=True)
class WeighedStatement:
    """An amount or a term; `truth` says whether it is the one that holds in this case, `missing` what that hangs on."""

    statement: Statement
    truth: Truth
    missing: tuple[Leaf, ...] = ()


@dataclass(frozen=True)
class CardMatch:
    """What one card comes to for one profile on one day.

    `touched` are open conditions of which the profile knows something: a range on both sides of a bound, or a disability where the text
    asks for its certificate.
    """

    card: Card
    verdict: MatchVerdict
    trace: Trace
    validity: Validity
    validity_quote: str | None
    last_day: date | None
    amounts: tuple[WeighedStatement, ...]
    terms: tuple[WeighedStatement, ...]
    touched: tuple[Leaf, ...] = ()

    @property
    def met(self) -> tuple[Leaf, ...]:
        """The conditions known to hold."""
        return met_leaves(self.trace)

    @property
    def missing(self) -> tuple[Is | Bounded | OneOf | Within, ...]:
        """The facts it hangs on."""
        return tuple(leaf for leaf in self._deciding("open") if not isinstance(leaf, Unstated | Check))

    @property
    def left_open(self) -> tuple[Unstated | Check, ...]:
        """What only the window can settle."""
        return tuple(leaf for leaf in self._deciding("open") if isinstance(leaf, Unstated | Check))

    @property
    def failed(self) -> tuple[Leaf, ...]:
        """The conditions that fail; empty unless it does not apply."""
        return self._deciding("no")

    @property
    def is_current(self) -> bool:
        """Whether the rule holds on the day, or states no end."""
        return self.validity in CURRENT

    @property
    def speaks_of_case(self) -> bool:
        """Whether the profile says something on a condition beyond place and claimant, and that does not fail."""
        return _specific(self.met) > 0 or _specific(self.touched) > 0

    def _deciding(self, truth: Truth) -> tuple[Leaf, ...]:
        return deciding(self.trace) if self.trace.truth == truth else ()


@dataclass(frozen=True)
class Situation:
    """All matches of a profile on a day, the surest first; rules that are not in force come apart, so do those without cards."""

    profile: Profile
    facts: Facts
    derived: Derived
    as_of: date
    current: tuple[CardMatch, ...]
    ended: tuple[CardMatch, ...]
    uncarded: tuple[UncardedRule, ...] = ()

    @property
    def matches(self) -> tuple[CardMatch, ...]:
        """Current ones, then those that are not in force."""
        return self.current + self.ended

    def match(self, card: str) -> CardMatch | None:
        """The match of the card with that id."""
        return next((match for match in self.matches if match.card.id == card), None)


def match_cards(
    profile: Profile, cards: Iterable[Card], facts: Facts, place: Place | None, gazetteer: Gazetteer, as_of: date
) -> Situation:
    """Weighs every card by the facts of the corpus. `place` is the profile's region; InvalidProfile where the profile contradicts itself."""
    derived = derive(profile, facts, as_of)
    known = Known(derived.facts, within(place, gazetteer))
    matches = sorted((_match(card, known, as_of) for card in cards), key=_order)
    current = tuple(match for match in matches if match.is_current)
    return Situation(profile, facts, derived, as_of, current, tuple(match for match in matches if not match.is_current))


def next_facts(situation: Situation, most: int | None = 7) -> tuple[str, ...]:
    """The facts (or `region`) to ask for next, those that the most cards hang on first; all of them where `most` is None.

    Rules that are not in force count only after all that are: somebody who asks after them is told that they have ended.
    """
    counts: Counter[str] = Counter()
    current: Counter[str] = Counter()
    for match in situation.matches:
        if match.verdict == "may_apply":
            names = {"region" if isinstance(leaf, Within) else leaf.fact.name for leaf in match.missing}
            counts.update(names)
            current.update(names if match.is_current else ())
    return tuple(sorted(counts, key=lambda name: (-current[name], -counts[name], name)))[:most]


def within(place: Place | None, gazetteer: Gazetteer) -> Callable[[tuple[str, ...]], Truth]:
    """Whether a case's place lies in one of the places named: `open` where it is unknown or only lies around one of them."""

    def test(names: tuple[str, ...]) -> Truth:
        if place is None:
            return "open"
        truths: set[Truth] = {_lies_in(place, name, gazetteer) for name in names}
        return "yes" if "yes" in truths else "open" if "open" in truths else "no"

    return test


def _lies_in(place: Place, name: str, gazetteer: Gazetteer) -> Truth:
    outer = gazetteer.candidates(name)
    if not outer:
        # A region of the office's own making: its name is all there is.
        return "yes" if place.name == name else "open"
    if any(gazetteer.contains(one, place) for one in outer):
        return "yes"
    return "open" if any(gazetteer.contains(place, one) for one in outer) else "no"


def _match(card: Card, known: Known, as_of: date) -> CardMatch:
    trace = evaluate(card.condition, known)
    validity, proof, last_day = card.validity_on(as_of)
    amounts, terms = (_options(statements, known) for statements in (card.entry.amount, card.entry.term))
    open_leaves = deciding(trace) if trace.truth == "open" else ()
    touched = tuple(leaf for leaf in open_leaves if _is_touched(leaf, known))
    return CardMatch(card, _VERDICT[trace.truth], trace, validity, proof, last_day, amounts, terms, touched)


def _is_touched(leaf: Leaf, known: Known) -> bool:
    if not isinstance(leaf, Is | Bounded | OneOf):
        return False
    nearly = [leaf.fact.akin, *(name for name, _ in leaf.fact.implies)]
    return leaf.fact.name in known.facts or any(known.facts.get(name) is True for name in nearly)


def _options(statements: Iterable[CardAmount | CardTerm], known: Known) -> tuple[WeighedStatement, ...]:
    """Which statements hold. Those of one kind are alternatives where one has a `when`: the first that holds rules out the rest."""
    options: list[WeighedStatement] = []
    earlier: Truth = "no"
    alternatives = any(isinstance(statement, CardTerm) and statement.when for statement in statements)
    for statement in statements:
        trace = evaluate(statement.when.condition, known) if statement.when else None
        truth: Truth = trace.truth if trace else "yes"
        if alternatives and truth != "no" and earlier != "no":
            truth = "no" if earlier == "yes" else "open"
        if truth != "no":
            earlier = "yes" if truth == "yes" else "open"
        options.append(WeighedStatement(statement, truth, deciding(trace) if trace and trace.truth == "open" else ()))
    return tuple(options)


def _order(match: CardMatch) -> tuple[int, int, int, int, str]:
    """How sure, then how much: what is met counts before what is still open."""
    yuan = max((amount.yuan or 0 for amount in match.card.entry.amount), default=0)
    unsettled = len(match.missing) + len(match.left_open)
    speaks = 2 * _specific(match.met) + _specific(match.touched)
    return _RANK[match.verdict], -speaks, unsettled, -yuan, match.card.id


def _specific(leaves: Iterable[Leaf]) -> int:
    """The leaves that speak of the case itself, not only of where it is or who claims."""
    return sum(
        not isinstance(leaf, Within) and not (isinstance(leaf, OneOf) and leaf.fact.name == "claimant")
        for leaf in leaves
    )


def trace_lines(trace: Trace, depth: int = 0) -> list[str]:
    """A trace that a person can read: `✓` holds, `✗` fails, `?` unknown or open."""
    sign = {"yes": "✓", "no": "✗", "open": "?"}[trace.truth]
    condition = trace.condition
    if isinstance(condition, All | AnyOf | Not):
        word = {"All": "以下都要满足", "AnyOf": "以下满足一项", "Not": "以下不能满足"}[type(condition).__name__]
        return [f"{'  ' * depth}{sign} {word}"] + [
            line for part in trace.parts for line in trace_lines(part, depth + 1)
        ]
    words = f"（“{condition.words.text}”）" if condition.words and not isinstance(condition, Unstated) else ""
    return [f"{'  ' * depth}{sign} {leaf_name(condition)[0]}{words}"]

"""Which facts the situation form offers: those that some card asks for, the most asked ones first, under the headings of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kb.benefits import Card
from kb.cases import Bounded, Facts, Is, OneOf, leaves

# What anybody is asked first, beside the place and the day.
FIRST: Final = ("claimant", "age", "sex")
# What a distance to the pension, a stage of life or working age is reckoned from.
_RECKONED: Final = frozenset({"months_to_pension", "minor", "elderly", "working_age"})
_RECKONED_FROM: Final = ("age", "sex", "pension_scheme")


def asked_facts(cards: Iterable[Card], facts: Facts) -> Mapping[str, int]:
    """The facts to offer, each with the number of cards that ask for it; those others follow from count 0."""
    counts: Counter[str] = Counter({"claimant": 0})
    for card in cards:
        conditions = [card.condition]
        conditions += [each.when.condition for each in (*card.entry.amount, *card.entry.term) if each.when]
        counts.update(
            {leaf.fact.name for each in conditions for leaf in leaves(each) if isinstance(leaf, Is | Bounded | OneOf)}
        )
    if _RECKONED & set(counts):
        counts.update(dict.fromkeys(_RECKONED_FROM, 0))
    counts.update({implied: 0 for name in list(counts) for implied, value in facts[name].implies if value is True})
    return counts


def most_asked(counts: Mapping[str, int], facts: Facts, leave_out: Iterable[str], most: int) -> tuple[str, ...]:
    """The facts that most cards ask for, in the order of the forms."""
    left = [name for name in counts if name not in {*leave_out, *FIRST}]
    chosen = sorted(left, key=lambda name: (-counts[name], name))[:most]
    return tuple(name for name in facts if name in chosen)

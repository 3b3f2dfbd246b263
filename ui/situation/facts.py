"""Which facts the situation form offers, and in what groups: those that some card asks for, the most asked ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kb.benefits import Card
from kb.cases import FACTS, FOLLOWS, leaves

# Group, its names, its facts. A fact in none of them stands among the others.
GROUPS: Final[tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...]] = (
    (
        "household",
        ("家庭与户籍", "Household"),
        (
            *("registered_poor", "low_income", "out_of_poverty", "minimum_living_allowance"),
            *("rural", "relocated", "land_requisitioned"),
        ),
    ),
    (
        "health",
        ("残疾、健康与年龄段", "Disability, health and stage of life"),
        (
            *("disability_certificate", "disabled", "severe_disability", "seriously_ill", "mobility_difficulty"),
            *("injured_at_work", "maternity", "minor", "elderly"),
        ),
    ),
    (
        "work",
        ("就业与创业", "Work and business"),
        (
            *("employment", "working_age", "able_to_work", "wants_job", "no_job_on_market", "hard_to_employ"),
            *("unemployment_benefit", "returning_migrant", "works_outside_county", "works_outside_province"),
            *("first_time_outside_province", "wants_business", "new_sole_trader", "months_in_business", "trade"),
        ),
    ),
    (
        "study",
        ("学习与培训", "Study and training"),
        (
            *("wants_training", "training_days", "technical_school", "school_leaver", "university_student"),
            *("university_graduate", "graduating_this_year", "grassroots_service"),
        ),
    ),
    (
        "insurance",
        ("养老与保险", "Pension and insurance"),
        (
            *("months_to_pension", "pension_scheme", "resident_pension", "resident_medical", "employee_medical"),
            *("contribution_difficulty", "enterprise_retiree"),
        ),
    ),
    (
        "employer",
        ("用人单位、车间、合作社", "Employers, workshops, cooperatives"),
        tuple(fact.name for fact in FACTS.values() if fact.group == "employer"),
    ),
)
# What anybody is asked first, beside the place and the day.
FIRST: Final = ("claimant", "age", "sex")
# What a distance to the pension, a stage of life or working age is reckoned from.
_RECKONED: Final = frozenset({"months_to_pension", "minor", "elderly", "working_age"})
_RECKONED_FROM: Final = ("age", "sex", "pension_scheme")


def asked_facts(cards: Iterable[Card]) -> Mapping[str, int]:
    """The facts to offer, each with the number of cards that ask for it; those others follow from count 0."""
    counts: Counter[str] = Counter({"claimant": 0})
    for card in cards:
        conditions = [card.condition]
        conditions += [each.when.condition for each in (*card.entry.amount, *card.entry.term) if each.when]
        counts.update({leaf.fact for each in conditions for leaf in leaves(each) if hasattr(leaf, "fact")})
    if _RECKONED & set(counts):
        counts.update(dict.fromkeys(_RECKONED_FROM, 0))
    counts.update({FOLLOWS[name]: 0 for name in list(counts) if name in FOLLOWS})
    return counts


def most_asked(counts: Mapping[str, int], leave_out: Iterable[str], most: int) -> tuple[str, ...]:
    """The facts that most cards ask for, in the order of the groups."""
    left = [name for name in counts if name not in {*leave_out, *FIRST}]
    chosen = sorted(left, key=lambda name: (-counts[name], name))[:most]
    order = [name for _, _, names in GROUPS for name in names]
    return tuple(sorted(chosen, key=lambda name: order.index(name) if name in order else len(order)))

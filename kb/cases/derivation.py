"""What follows from the facts of a profile, what cannot be true together, and what an age excludes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kb.cases.facts import Facts, FactValue, Range
from kb.cases.pension import REACHED, assumption, months_to_pension, pension_ages, working_age
from kb.cases.profile import Profile, bad_field, plain_value
from kb.errors import InvalidProfile

_MINOR_BELOW, _ELDERLY_FROM, _OLDEST = 18, 60, 120


@dataclass(frozen=True)
class Derived:
    """All that is known, stated or derived, with what was assumed on the way (Chinese, English)."""

    facts: Mapping[str, FactValue]
    assumptions: tuple[tuple[str, str], ...]


def _follows(name: str, value: FactValue, facts: Facts) -> Iterator[tuple[str, FactValue]]:
    """What follows from a fact, and from that; each once."""
    found = dict(facts.implied(name, value))
    for other in (names := list(found)):
        more = {each: implied for each, implied in facts.implied(other, found[other]) if each not in found}
        found |= more
        names += more
    yield from found.items()


def contradictions(profile: Profile, facts: Facts) -> Iterator[InvalidProfile]:
    """What cannot be true together, field by field."""
    stated = profile.facts
    for name, value in stated.items():
        other = next(
            (
                other
                for other, implied in _follows(name, value, facts)
                if value is True and implied is True and stated.get(other) is False
            ),
            None,
        )
        if other:
            yield bad_field(name, f"与 “{facts[other].zh}” 矛盾", f"contradicts “{facts[other].en}”")
    person = [name for name in stated if facts[name].group == "person"]
    claimant = stated.get("claimant")
    if person and isinstance(claimant, str) and claimant != "person":
        kind = facts["claimant"].choice(claimant)
        yield bad_field(
            person[0], f"“{facts['claimant'].zh}” 是 {kind.zh}，不是个人", f"the claimant is {kind.en}, not a person"
        )
    if isinstance(age := stated.get("age"), Range):
        for name, reckoned in _from_age(age).items():
            if stated.get(name, reckoned) is not reckoned:
                yield bad_field(
                    name, f"与 “{facts['age'].zh}” {plain_value(age)} 矛盾", f"contradicts age {plain_value(age)}"
                )
    left = stated.get("months_to_pension")
    if stated.get("employment") == "retired" and isinstance(left, Range) and left.low > 0:
        yield bad_field(
            "months_to_pension", "已领养老金的人不再有差距", "somebody who draws a pension is not short of it"
        )


def derive(profile: Profile, facts: Facts, as_of: date) -> Derived:
    """Adds what follows from the facts stated; InvalidProfile where a stated distance to the pension cannot go with the age.

    Knowing more only ever adds to it or narrows a range.
    """
    known: dict[str, FactValue] = dict(profile.facts)
    for name, value in profile.facts.items():
        for other, implied in _follows(name, value, facts):
            known.setdefault(other, implied)
    _denied_with_what_follows(known, facts)
    if any(facts[name].group == "person" for name in profile.facts):
        known.setdefault("claimant", "person")
    assumptions = _reckon_from_age(known, facts, as_of) if isinstance(known.get("age"), Range) else []
    return Derived(known, tuple(assumptions))


def _denied_with_what_follows(known: dict[str, FactValue], facts: Facts) -> None:
    """Whoever is not disabled has no certificate of it."""
    for name in reversed(list(facts)):
        if any(implied is True and known.get(other) is False for other, implied in _follows(name, True, facts)):
            known.setdefault(name, False)


def _reckon_from_age(known: dict[str, FactValue], facts: Facts, as_of: date) -> list[tuple[str, str]]:
    """Adds what an age says; what was assumed for it."""
    age, sex, scheme = (known.get(name) for name in ("age", "sex", "pension_scheme"))
    assert isinstance(age, Range)
    sex, scheme = (sex if isinstance(sex, str) else None), (scheme if isinstance(scheme, str) else None)
    for name, value in _from_age(age, sex).items():
        known.setdefault(name, value)
    youngest, oldest = age.low, age.high if age.high is not None else _OLDEST
    ages = pension_ages(youngest, sex, scheme, as_of)
    last, first = (months_to_pension(years, sex, scheme, as_of) for years in (oldest, youngest))
    reckoned, stated = Range(last.low, first.high), known.get("months_to_pension")
    if stated == Range(0, 0):
        stated = Range(REACHED.low, 0)
    common = reckoned.meets(stated) if isinstance(stated, Range) else reckoned
    if common is None:
        zh, en = assumption(ages)
        raise bad_field(
            "months_to_pension",
            f"与 “{facts['age'].zh}” 矛盾（{zh}），可只填一项",
            f"contradicts age ({en}); give only one",
        )
    known["months_to_pension"] = common
    excluded = [
        fact
        for fact in facts.values()
        if fact.name not in known and fact.ages and not fact.ages.meets(Range(youngest, oldest))
    ]
    known |= dict.fromkeys((fact.name for fact in excluded), False)
    found = [assumption(ages)] if stated is None else []
    if excluded:
        zh, en = "、".join(fact.zh for fact in excluded), "; ".join(fact.en for fact in excluded)
        found.append(
            (f"按年龄推算，不属于：{zh}（若属于，请注明）", f"by the age taken not to be: {en} (say so if it is)")
        )
    return found


def _from_age(age: Range, sex: str | None = None) -> dict[str, bool]:
    """The flags that hold for every age of the range."""
    ends = (age.low, age.high if age.high is not None else _OLDEST)
    found: dict[str, set[bool | None]] = {
        "minor": {end < _MINOR_BELOW for end in ends},
        "elderly": {end >= _ELDERLY_FROM for end in ends},
        "working_age": {working_age(years, sex) for years in range(ends[0], ends[1] + 1)},
    }
    return {name: value for name, (value, *more) in found.items() if value is not None and not more}


def described(profile: Profile, facts: Facts) -> list[tuple[str, str]]:
    """A profile in words, a line each (Chinese, English), for the person to correct."""
    lines = [(f"地区：{profile.region}", f"place: {profile.region}")] if profile.region else []
    return lines + [fact_line(name, value, facts) for name, value in profile.facts.items()]


def fact_line(name: str, value: FactValue, facts: Facts) -> tuple[str, str]:
    """`距领取养老金：0至59个月`, `不是/没有：残疾人`."""
    fact = facts[name]
    if isinstance(value, bool):
        return (fact.zh, fact.en) if value else (f"不是/没有：{fact.zh}", f"not: {fact.en}")
    if isinstance(value, str):
        choice = fact.choice(value)
        return f"{fact.zh}：{choice.zh}", f"{fact.en}: {choice.en}"
    if value == REACHED:
        return f"{fact.zh}：已到年龄", f"{fact.en}: reached"
    value = Range(max(value.low, fact.low), value.high)
    return (
        f"{fact.zh}：{_range(value, fact.unit[0], '至', '以上')}",
        f"{fact.en}: {_range(value, ' ' + fact.unit[1], ' to ', ' or more')}",
    )


def _range(value: Range, unit: str, to: str, more: str) -> str:
    if value.high is None:
        return f"{value.low}{unit}{more}"
    return f"{value.low}{unit}" if value.low == value.high else f"{value.low}{to}{value.high}{unit}"

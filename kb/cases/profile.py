"""A profile: what is known of one claimant, checked at the edge, and the facts that follow from it.

    {"region": "临沂市兰陵县", "registered_poor": true, "disability_certificate": true, "months_to_pension": 59}

Keys are the names of kb/cases/facts.py and `region`; a number may be a range, `{"at_least": 37, "at_most": 48}`. What is left out is unknown.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.cases.conditions import FactValue
from kb.cases.facts import FACTS, Fact, Range
from kb.cases.pension import assumption, months_to_pension, pension_ages, working_age
from kb.errors import InvalidProfile

_BOUNDS = frozenset({"at_least", "at_most"})
_MINOR_BELOW, _ELDERLY_FROM = 18, 60
# What one fact says about another; only where it holds whatever else is true.
FOLLOWS: Mapping[str, str] = {
    "severe_disability": "disabled",
    "disability_certificate": "disabled",
    "first_time_outside_province": "works_outside_province",
    "works_outside_province": "works_outside_county",
    "certified_workshop": "has_workshop",
}


@dataclass(frozen=True)
class Profile:
    """What was stated of one claimant; `region` as it was typed, `facts` by name."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    region: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def without(self, name: str) -> Profile:
        """The profile with one fact (or `region`) unknown."""
        kept = {key: value for key, value in self.facts.items() if key != name}
        return Profile(kept, None if name == "region" else self.region)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and (dict(self.facts), self.region) == (dict(other.facts), other.region)

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.facts, key=str)), self.region))


@dataclass(frozen=True)
class Derived:
    """All that is known, stated or derived, with what was assumed on the way (Chinese, English)."""

    facts: Mapping[str, FactValue]
    assumptions: tuple[tuple[str, str], ...]


def read_profile(path: Path) -> Profile:
    """The profile in a JSON file; InvalidProfile names the field and the reason."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_repeats)
    except FileNotFoundError as error:
        raise InvalidProfile(f"找不到 {path}：请检查文件名。", "No such file: check the name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidProfile(f"{path} 无法读取：请存为 UTF-8。", "Cannot be read: save it as UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise InvalidProfile(
            f"{path.name} 第 {line} 行不是合法的 JSON：请改正。", "Not valid JSON: correct it."
        ) from error
    return profile_of(data)


def profile_of(data: object) -> Profile:
    """A profile from plain data, checked; InvalidProfile names the field and the reason."""
    if not isinstance(data, dict):
        raise InvalidProfile("情况应为 JSON 对象。", "A profile is a JSON object.")
    region = data.get("region")
    if region is not None and (not isinstance(region, str) or not region.strip()):
        raise _bad("region", "应为地名", "must be the name of a place")
    facts: dict[str, FactValue] = {}
    for name, value in data.items():
        if name == "region" or value is None:
            continue
        if name not in FACTS:
            near = difflib.get_close_matches(str(name), [*FACTS, "region"], n=1)
            hint = f"，是否 {near[0]}" if near else ""
            raise _bad(str(name), f"没有这一项{hint}", f"no such field{f': {near[0]}?' if near else ''}")
        facts[name] = _value(FACTS[name], value)
    profile = Profile(facts, region.strip() if region else None)
    if problem := next(contradictions(profile), None):
        raise problem
    return profile


def profile_object(profile: Profile) -> dict[str, Any]:
    """The profile as plain data, which `profile_of` reads again."""
    head: dict[str, Any] = {"region": profile.region} if profile.region else {}
    return head | {name: _plain(value) for name, value in profile.facts.items()}


def _plain(value: FactValue) -> bool | str | int | dict[str, int]:
    if not isinstance(value, Range):
        return value
    if value.low == value.high:
        return value.low
    return {"at_least": value.low} | ({"at_most": value.high} if value.high is not None else {})


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _bad(key, "写了两次", "stands twice")
        seen[key] = value
    return seen


def _bad(name: str, cause: str, english: str) -> InvalidProfile:
    return InvalidProfile(f"{cause}，请改正。", f"{english}; correct it.", field=name)


def _value(fact: Fact, value: object) -> FactValue:
    if fact.kind == "yes_no":
        if not isinstance(value, bool):
            raise _bad(fact.name, "应为 true 或 false", "must be true or false")
        return value
    if fact.kind == "choice":
        if value not in fact.values:
            raise _bad(fact.name, f"应为 {'、'.join(fact.values)} 之一", f"must be one of {', '.join(fact.values)}")
        return str(value)
    if isinstance(value, dict) and value and set(value) <= _BOUNDS:
        low = _number(fact, value.get("at_least", fact.low))
        high = _number(fact, value["at_most"]) if "at_most" in value else None
        if high is not None and high < low:
            raise _bad(fact.name, "at_most 小于 at_least", "at_most is below at_least")
        return Range(low, high)
    number = _number(fact, value)
    return Range(number, number)


def _number(fact: Fact, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not fact.low <= value <= fact.high:
        raise _bad(
            fact.name,
            f"应为 {fact.low} 至 {fact.high} 的整数",
            f"must be a whole number from {fact.low} to {fact.high}",
        )
    return value


def _chain(name: str) -> Iterator[str]:
    """What follows from a fact, and from that."""
    while follows := FOLLOWS.get(name):
        yield follows
        name = follows


def contradictions(profile: Profile) -> Iterator[InvalidProfile]:
    """What cannot be true together, field by field."""
    facts = profile.facts
    for name in FOLLOWS:
        follows = next((other for other in _chain(name) if facts.get(other) is False), None)
        if facts.get(name) is True and follows:
            yield _bad(name, f"与 “{FACTS[follows].zh}” 矛盾", f"contradicts “{FACTS[follows].en}”")
    person = [name for name in facts if FACTS[name].group == "person"]
    claimant = facts.get("claimant")
    if person and claimant not in (None, "person"):
        zh, en = next((zh, en) for value, zh, en in FACTS["claimant"].choices if value == claimant)
        yield _bad(person[0], f"“{FACTS['claimant'].zh}” 是 {zh}，不是个人", f"the claimant is {en}, not a person")
    if isinstance(age := facts.get("age"), Range):
        yield from _against_age(facts, age)
    left = facts.get("months_to_pension")
    if facts.get("employment") == "retired" and isinstance(left, Range) and left.low > 0:
        yield _bad("months_to_pension", "已领养老金的人不再有差距", "somebody who draws a pension is not short of it")


def _against_age(facts: Mapping[str, FactValue], age: Range) -> Iterator[InvalidProfile]:
    derived = _from_age(age)
    for name in ("minor", "elderly", "working_age"):
        stated, reckoned = facts.get(name), derived.get(name)
        if stated is not None and reckoned is not None and stated is not reckoned:
            yield _bad(name, f"与 “{FACTS['age'].zh}” {_plain(age)} 矛盾", f"contradicts age {_plain(age)}")


def _from_age(age: Range, sex: str | None = None) -> dict[str, bool]:
    """The yes-or-no facts that hold for every age of the range."""
    ends = (age.low, age.high if age.high is not None else 120)
    found: dict[str, set[bool | None]] = {
        "minor": {end < _MINOR_BELOW for end in ends},
        "elderly": {end >= _ELDERLY_FROM for end in ends},
        "working_age": {working_age(years, sex) for years in range(ends[0], ends[1] + 1)},
    }
    return {name: value for name, (value, *more) in found.items() if value is not None and not more}


def derive(profile: Profile, as_of: date) -> Derived:
    """Adds what follows from the facts stated; InvalidProfile where a stated distance to the pension cannot go with the age.

    Knowing more only ever adds to it or narrows a range.
    """
    facts: dict[str, FactValue] = dict(profile.facts)
    assumptions: list[tuple[str, str]] = []
    for name, follows in FOLLOWS.items():
        if facts.get(name) is True:
            facts.setdefault(follows, True)
    for name, follows in reversed(list(FOLLOWS.items())):
        if facts.get(follows) is False:
            facts.setdefault(name, False)
    if any(FACTS[name].group == "person" for name in profile.facts):
        facts.setdefault("claimant", "person")
    if facts.get("claimant") == "workshop":
        facts.setdefault("has_workshop", True)
    if isinstance(age := facts.get("age"), Range):
        sex, scheme = facts.get("sex"), facts.get("pension_scheme")
        sex, scheme = (sex if isinstance(sex, str) else None), (scheme if isinstance(scheme, str) else None)
        for name, value in _from_age(age, sex).items():
            facts.setdefault(name, value)
        ages = pension_ages(sex, scheme, as_of)
        reckoned, stated = _months(age, sex, scheme, as_of), facts.get("months_to_pension")
        common = reckoned.meets(stated) if isinstance(stated, Range) else reckoned
        if common is None:
            zh, en = assumption(ages)
            raise _bad(
                "months_to_pension",
                f"与 “{FACTS['age'].zh}” 矛盾（{zh}），可只填一项",
                f"contradicts age ({en}); give only one",
            )
        facts["months_to_pension"] = common
        if stated is None:
            assumptions.append(assumption(ages))
    return Derived(facts, tuple(assumptions))


def _months(age: Range, sex: str | None, scheme: str | None, as_of: date) -> Range:
    youngest = months_to_pension(age.low, sex, scheme, as_of)
    oldest = months_to_pension(age.high if age.high is not None else 120, sex, scheme, as_of)
    return Range(oldest.low, youngest.high)

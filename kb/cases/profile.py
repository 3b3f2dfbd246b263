"""A profile: what is known of one claimant.

    {"region": "临沂市兰陵县", "registered_poor": true, "disability_certificate": true, "months_to_pension": 59}

Keys are the names of facts (kb/data/facts.yaml and an office's own) and `region`; a number may be a range, `{"at_least": 37, "at_most": 48}`.
What is left out is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kb.cases.facts import FactValue, Range
from kb.errors import InvalidProfile


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


def profile_object(profile: Profile) -> dict[str, Any]:
    """The profile as plain data, which `profile_of` reads again."""
    head: dict[str, Any] = {"region": profile.region} if profile.region else {}
    return head | {name: plain_value(value) for name, value in profile.facts.items()}


def plain_value(value: FactValue) -> bool | str | int | dict[str, int]:
    """A value as plain data."""
    if not isinstance(value, Range):
        return value
    if value.low == value.high:
        return value.low
    return {"at_least": value.low} | ({"at_most": value.high} if value.high is not None else {})


def bad_field(name: str, cause: str, english: str) -> InvalidProfile:
    """What is wrong with one field."""
    return InvalidProfile(f"{cause}，请改正。", f"{english}; correct it.", field=name)

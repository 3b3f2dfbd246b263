"""The situation form: what was typed, how a text fills it in without undoing what was corrected by hand, and what it comes to.

Every field stays as it was typed; what is wrong is told at its field. A field left empty is an unknown fact, never a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kb.benefits import Benefits, Situation
from kb.cases import CaseReading, Fact, Facts, FactValue, Profile, contradictions, profile_of
from kb.errors import InvalidProfile, UnknownRegion
from kb.messages import Message
from ui.pieces import BAD_DATE, read_date, read_number, typed_as

MOST_CHARACTERS: Final = 500
FIELD: Final = "fact-"
REGION: Final = "region"
AS_OF: Final = "as_of"
TEXT: Final = "text"
WHOSE: Final = "whose"
_YES_NO: Final[Mapping[str, FactValue]] = {"yes": True, "no": False}


@dataclass(frozen=True)
class SituationForm:
    """What was typed: `values` by fact (`yes`, `no`, a choice or a number as typed) and `region`; `read` is the text last read.

    `whose` is whose case of a text about several people it is read as, where that was chosen.
    """

    text: str = ""
    read: str = ""
    as_of: str = ""
    whose: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, object], facts: Facts) -> SituationForm:
        """A form as it was sent; fields that are none are left out."""
        sent = {name: value for name, value in form.items() if isinstance(value, str)}
        values = {name: sent.get(FIELD + name, "").strip() for name in facts} | {REGION: sent.get(REGION, "").strip()}
        return cls(
            sent.get(TEXT, "").strip(),
            sent.get("read", "").strip(),
            sent.get(AS_OF, "").strip(),
            sent.get(WHOSE, "").strip(),
            {name: value for name, value in values.items() if value},
        )

    @property
    def region(self) -> str:
        """The region as typed."""
        return self.values.get(REGION, "")


@dataclass(frozen=True)
class Checked:
    """What the form comes to on its day, or what is wrong with it: a message for each field; None if it comes to nothing."""

    situation: Situation | None
    problems: Mapping[str, Message]


def values_of(profile: Profile) -> dict[str, str]:
    """A profile as the form's fields hold it."""
    values = {name: typed_as(value) for name, value in profile.facts.items()}
    return values | ({REGION: profile.region} if profile.region else {})


def merged(given: SituationForm, before: Profile, after: Profile) -> dict[str, str]:
    """The fields after a second reading: where it says something else than the first it is taken, else what the form holds stays."""
    old, new = values_of(before), values_of(after)
    names = dict.fromkeys((*new, *given.values))
    taken = {
        name: new.get(name, "") if new.get(name) != old.get(name) else given.values.get(name, "") for name in names
    }
    return {name: value for name, value in taken.items() if value}


def checked(given: SituationForm, benefits: Benefits) -> Checked:
    """Every field, then what contradicts itself, then the match."""
    problems: dict[str, Message] = {}
    day, situation = date.today(), None
    try:
        day = read_date(given.as_of) or day
    except ValueError:
        problems[AS_OF] = BAD_DATE
    facts, stated = benefits.facts, dict[str, FactValue]()
    for name, typed in given.values.items():
        try:
            stated |= {} if name == REGION else {name: _value(facts[name], typed, facts)}
        except InvalidProfile as error:
            problems[name] = error.message
    profile = Profile(stated, given.region or None)
    for contradiction in contradictions(profile, facts):
        problems.setdefault(contradiction.field or "", contradiction.message)
    try:
        situation = benefits.match(profile, day)
    except UnknownRegion as error:
        problems[REGION] = error.message
    except InvalidProfile as error:
        problems.setdefault(error.field or "", error.message)
    return Checked(None if problems else situation, problems)


def _value(fact: Fact, typed: str, facts: Facts) -> FactValue:
    """What was typed into a fact's field; InvalidProfile where it is no value of it."""
    wrong = f"看不懂“{typed[:20]}”，"
    if fact.kind == "yes_no" and typed not in _YES_NO:
        raise InvalidProfile(f"{wrong}请选是或否。", "choose yes or no.", field=fact.name)
    if fact.kind == "choice" and typed not in fact.values:
        raise InvalidProfile(f"{wrong}请从列表里选。", "no such choice: choose from the list.", field=fact.name)
    if fact.kind != "number":
        return _YES_NO.get(typed, typed)
    try:
        number = read_number(typed, fact)
    except ValueError as error:
        raise InvalidProfile(
            f"{wrong}请写整数或范围，如 59 或 37-48。",
            f"{typed[:20]!r} is no number: write one such as 59, or a range such as 37-48.",
            field=fact.name,
        ) from error
    return profile_of({fact.name: number}, facts).facts[fact.name]


def said_words(reading: CaseReading | None, values: Mapping[str, str]) -> dict[str, str]:
    """The words each field was read from, where the field still holds what they say; of what is unsure the words that leave it so."""
    if reading is None:
        return {}
    return {
        item.fact: reading.text[item.start : item.end]
        for item in reading.said
        if item.start is not None and values.get(item.fact) == typed_as(item.value)
    } | {
        item.fact: reading.text[item.start : item.end]
        for item in reading.unsure
        if item.start is not None and item.fact not in values
    }

"""The situation form: what was typed, how a text fills it in without undoing what was corrected by hand, and the profile it comes to.

Every field stays as it was typed; what is wrong is told at its field. A field left empty is an unknown fact, never a no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kb.benefits import Benefits
from kb.cases import CaseReading, Fact, Facts, FactValue, Profile, contradictions, derive, profile_of
from kb.errors import InvalidProfile, UnknownRegion
from kb.messages import Message
from ui.pieces import BAD_DATE, read_date, read_number, typed_as

MOST_CHARACTERS: Final = 500
FIELD: Final = "fact-"
REGION: Final = "region"
AS_OF: Final = "as_of"
TEXT: Final = "text"
WHOSE: Final = "whose"
_IDENTIFIER: Final = re.compile(r"(?<![A-Za-z_])[a-z]+(?:_[a-z]+)*(?![A-Za-z_])")
_YES_NO: Final = {"yes": True, "no": False}


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
    """The form as a profile on a day, or what is wrong with it: a message for each field."""

    profile: Profile
    as_of: date
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
    """Every field, then what contradicts itself."""
    problems: dict[str, Message] = {}
    day = date.today()
    try:
        day = read_date(given.as_of) or day
    except ValueError:
        problems[AS_OF] = BAD_DATE
    facts, stated = benefits.facts, dict[str, FactValue]()
    for name, typed in given.values.items():
        if name == REGION:
            continue
        try:
            stated[name] = _value(facts[name], typed, facts)
        except InvalidProfile as error:
            problems[name] = _reason(error, facts)
    profile = Profile(stated, given.region or None)
    if problem := _bad_region(profile, benefits, day):
        problems[REGION] = problem
    for each in contradictions(profile, facts):
        problems.setdefault(each.field or "", _reason(each, facts))
    if not problems:
        try:
            derive(profile, facts, day)
        except InvalidProfile as error:
            problems[error.field or ""] = _reason(error, facts)
    return Checked(profile, day, problems)


def _value(fact: Fact, typed: str, facts: Facts) -> FactValue:
    data: object = typed
    if fact.kind == "yes_no":
        data = _YES_NO.get(typed)
        if data is None:
            raise InvalidProfile(f"看不懂“{typed[:20]}”，请选是或否。", "choose yes or no.", field=fact.name)
    elif fact.kind == "number":
        try:
            data = read_number(typed, fact)
        except ValueError as error:
            raise InvalidProfile(
                f"看不懂“{typed[:20]}”，请写整数或范围，如 59 或 37-48。",
                f"{typed[:20]!r} is no number: write one such as 59, or a range such as 37-48.",
                field=fact.name,
            ) from error
    return profile_of({fact.name: data}, facts).facts[fact.name]


def _bad_region(profile: Profile, benefits: Benefits, day: date) -> Message | None:
    try:
        benefits.match(Profile(region=profile.region), day)
    except UnknownRegion as error:
        return error.message
    return None


def _reason(error: InvalidProfile, facts: Facts) -> Message:
    """What is wrong, with the facts called by their names."""
    return Message(_called(error.message.zh, 0, facts), _called(error.message.en, 1, facts))


def _called(text: str, which: int, facts: Facts) -> str:
    """`text` with the names of facts, and of who claims, as words; single English words already read well."""
    names = {name: f"“{(fact.zh, fact.en)[which]}”" for name, fact in facts.items()}
    names |= {each.value: (each.zh, each.en)[which] for each in facts["claimant"].choices}

    def word(found: re.Match[str]) -> str:
        return found[0] if which and "_" not in found[0] else names.get(found[0], found[0])

    return _IDENTIFIER.sub(word, text)


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

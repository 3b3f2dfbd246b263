"""A situation in words becomes a profile: `我妈58了，残疾二级，临沂兰陵的，建档立卡` → mother, 58, severely disabled, registered poor, 兰陵县.

General rules over both languages; only what is said is taken, with the words it was taken from, to be shown and corrected before it is
used. Where two people are described the profile is of the one of whom most is said, and the rest is named in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.conditions import Value
from kb.errors import InvalidProfile
from kb.facts import FACTS, Range
from kb.places import Gazetteer, Place
from kb.profile import Profile, contradictions, derive
from kb.profile_numbers import Measure, measures
from kb.profile_people import SELF, Person, Stretch, stretches
from kb.profile_region import region_of
from kb.profile_rules import HIRES, HOUSEHOLD, OF_HIRES, Finding, findings
from kb.wording import language_of, normalise

_NO_CHILD_FROM = 60
_SIDE_FACTS = frozenset({"claimant", "sex"})
# Named so it is where somebody works, not who asks.
_WORKPLACE = re.compile(r"(?:在|去|到|进了?)(?:一?[家个])?$|(?i:\b(?:in|at|for|from|with)(?: an?| the)?\s*)$")
_GRADE = re.compile(r"级|\b(?i:grade|level|class)\b")
_SEX = (
    (
        "female",
        re.compile(r"(?:^|[,，。;；\s是个岁])女(?:性|的|同志|士|,|，|\s|$|\d)|妇女|\b(?i:woman|female|she|her)\b"),
    ),
    ("male", re.compile(r"(?:^|[,，。;；\s是个岁])男(?:性|的|同志|士|,|，|\s|$|\d)|\b(?i:man|male|he|his)\b")),
)


@dataclass(frozen=True)
class Said:
    """A fact with the words it was taken from (`Reading.text[start:end]`); None for what only follows from them."""

    fact: str
    value: Value
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a text says of one case. `notes` (Chinese, English) are assumptions and what was left out."""

    text: str
    person: Person
    profile: Profile
    said: tuple[Said, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def is_situation(self) -> bool:
        """Whether anything is said of the case itself, beyond a place."""
        return bool(set(self.profile.facts) - _SIDE_FACTS)


def read_situation(text: str, gazetteer: Gazetteer, held: Collection[Place] = (), as_of: date | None = None) -> Reading:
    """The profile that a text describes; what contradicts itself is left out and named in the notes."""
    plain = normalise(text)
    language = "en" if language_of(plain) == "en" else "zh"
    found, numbers, cuts = findings(plain), measures(plain), stretches(plain)
    kind = next((one for one in found if one.part == "kind" and not _WORKPLACE.search(plain[: one.start])), None)
    notes: list[tuple[str, str]] = []
    if kind and _asks_as_employer(kind, found, plain):
        person, said = SELF, _employer(kind, found, numbers)
    else:
        person, said, notes = _person(plain, found, numbers, cuts)
    region, place_notes = region_of(plain, gazetteer.find(plain, language, held), gazetteer)
    notes += place_notes
    notes += [one.note for one in numbers if one.note and any(item.start == one.start for item in said)]
    profile, dropped = _consistent(said, region, person, as_of or date.today())
    kept = tuple(item for item in said if item.fact in profile.facts)
    return Reading(plain, person, profile, kept, tuple(dict.fromkeys([*notes, *dropped])))


def _asks_as_employer(kind: Finding, found: Iterable[Finding], text: str) -> bool:
    """Whether an employer, a base or an agency asks, rather than somebody who works for one or wants to learn there."""
    if HIRES.search(text):
        return True
    of_people = any(one.part == "person" and one.fact not in HOUSEHOLD for one in found)
    return kind.value != "enterprise" and not of_people


def _employer(kind: Finding, found: Iterable[Finding], numbers: Iterable[Measure]) -> list[Said]:
    """What is said of one that hires: its people's facts become those of whom it hires."""
    said = [Said("claimant", kind.value, kind.start, kind.end)]
    for one in found:
        if one.part == "employer":
            said.append(Said(one.fact, one.value, one.start, one.end))
        elif one.part == "person" and (fact := OF_HIRES.get(one.fact)) and one.value is True:
            said.append(Said(fact, True, one.start, one.end))
    said += [Said(m.fact, m.value, m.start, m.end) for m in numbers if FACTS[m.fact].group == "any"]
    return _last_of_each(said)


def _person(
    text: str, found: Sequence[Finding], numbers: Sequence[Measure], cuts: Sequence[Stretch]
) -> tuple[Person, list[Said], list[tuple[str, str]]]:
    """Of whom most is said, what is said, and who was left out."""
    by_person: dict[Person, list[Said]] = {cut.person: [] for cut in cuts}
    household: list[Said] = []
    distances = [number for number in numbers if number.fact == "months_to_pension"]
    for one in found:
        # 还有四年退休 says that somebody is not retired.
        ahead = one.value == "retired" and any(
            one.start < number.end and number.start < one.end for number in distances
        )
        if one.part == "person" and not ahead:
            item = Said(one.fact, one.value, one.start, one.end)
            (household if one.fact in HOUSEHOLD else by_person[_of(one, text, cuts)]).append(item)
    for number in numbers:
        by_person[_at(number.end - 1, cuts)].append(Said(number.fact, number.value, number.start, number.end))
    most = max(len(items) for items in by_person.values())
    person = max(by_person, key=lambda who: (len(by_person[who]), who != SELF)) if most or household else SELF
    said = [*household, *by_person.get(person, [])]
    notes = [
        (f"没有计入{who.zh}的情况", f"what is said of the {who.en} was left out")
        for who, items in by_person.items()
        if who != person and items
    ]
    if any(item.fact == "registered_poor" for item in said) and "建" not in text and "regist" not in text.lower():
        notes.append(("“贫困户”按建档立卡贫困户理解", "a poor household is taken to be a registered one"))
    sex = person.sex or _sex(text)
    said = _implied(text, _last_of_each(said), notes)
    if sex and not any(item.fact == "sex" for item in said) and said:
        said.append(Said("sex", sex))
    return person, said, notes


def _implied(text: str, said: list[Said], notes: list[tuple[str, str]]) -> list[Said]:
    """Adds what words imply by themselves: a grade of disability stands on a certificate, "severe" alone does not."""
    facts = {item.fact: item for item in said}
    item = facts.get("severe_disability")
    if item and _GRADE.search(text[item.start : item.end]) and "disability_certificate" not in facts:
        said = [*said, Said("disability_certificate", True, item.start, item.end)]
        notes.append(
            (
                "残疾等级以残疾证为准：按持有残疾证、一二级为重度理解",
                "a grade of disability is taken from a certificate; 1 and 2 are severe",
            )
        )
    if "no_job_on_market" in facts and "employment" not in facts:
        said = [*said, Said("employment", "unemployed", facts["no_job_on_market"].start, facts["no_job_on_market"].end)]
    return said


def _sex(text: str) -> str | None:
    return next((sex for sex, pattern in _SEX if pattern.search(text)), None)


def _at(position: int, cuts: Sequence[Stretch]) -> Person:
    return next((cut.person for cut in cuts if cut.start <= position < cut.end), cuts[-1].person)


def _of(one: Finding, text: str, cuts: Sequence[Stretch]) -> Person:
    """Whom a finding is said of: in 残疾的哥哥 it stands right before its person."""
    following = next((cut for cut in cuts if cut.start >= one.end), None)
    if following and text[one.end : following.start].strip() in ("", "的"):
        return following.person
    return _at(one.start, cuts)


def _last_of_each(said: Iterable[Said]) -> list[Said]:
    """The last statement of each fact, where the first ones stood: what is said later corrects."""
    return list({item.fact: item for item in said}.values())


def _consistent(
    said: Sequence[Said], region: str | None, person: Person, as_of: date
) -> tuple[Profile, list[tuple[str, str]]]:
    """The profile without what contradicts the rest; an age gives way to a stated distance to the pension."""
    facts = {item.fact: item.value for item in said}
    notes: list[tuple[str, str]] = []
    for name, value in list(facts.items()):
        if (isinstance(value, Range) and FACTS[name].high < value.low) or (
            name == "age" and person.child and _is_old(value)
        ):
            notes.append((f"“{_line(name, value)[0]}”不可能，没有用", f"impossible, left out: {_line(name, value)[1]}"))
            del facts[name]
    for _ in range(len(facts) + 1):
        profile = Profile(facts, region)
        try:
            if problem := next(contradictions(profile), None):
                raise problem
            derive(profile, as_of)
        except InvalidProfile as error:
            name = str(error).split("：", 1)[0]
            dropped = "age" if name == "months_to_pension" and "age" in facts else name
            if dropped not in facts:
                break
            notes.append(
                (f"说法前后不一，没有用“{FACTS[dropped].zh}”", f"contradictory, left out: {FACTS[dropped].en}")
            )
            del facts[dropped]
        else:
            return profile, notes
    return Profile({}, region), notes


def _is_old(age: Value) -> bool:
    """Whether somebody of that age is nobody's child in the sense of a question."""
    return isinstance(age, Range) and age.low >= _NO_CHILD_FROM


def describe(profile: Profile, person: Person = SELF) -> list[tuple[str, str]]:
    """A profile in words, a line each (Chinese, English), for the person to correct."""
    lines = [] if person == SELF else [(f"为{person.zh}查询", f"for the {person.en}")]
    if profile.region:
        lines.append((f"地区：{profile.region}", f"place: {profile.region}"))
    return lines + [_line(name, value) for name, value in profile.facts.items()]


def _line(name: str, value: Value) -> tuple[str, str]:
    fact = FACTS[name]
    if isinstance(value, bool):
        return (fact.zh, fact.en) if value else (f"不是/没有：{fact.zh}", f"not: {fact.en}")
    if isinstance(value, str):
        zh, en = next((zh, en) for choice, zh, en in fact.choices if choice == value)
        return f"{fact.zh}：{zh}", f"{fact.en}: {en}"
    return (
        f"{fact.zh}：{_range(value, fact.unit[0], '至', '以上')}",
        f"{fact.en}: {_range(value, ' ' + fact.unit[1], ' to ', ' or more')}",
    )


def _range(value: Range, unit: str, to: str, more: str) -> str:
    if value.high is None:
        return f"{value.low}{unit}{more}"
    return f"{value.low}{unit}" if value.low == value.high else f"{value.low}{to}{value.high}{unit}"

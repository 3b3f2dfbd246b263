"""Whose case a text puts, and what is said of it: an employer's, or that of one of the people named.

No fact of one person goes into another's profile: only what is true of a whole household is shared, and only among those who live in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.cases.ages import Measure, Note
from kb.cases.conditions import FactValue
from kb.cases.doubt import is_of_others
from kb.cases.fact_words import HIRES, HOUSEHOLD, OF_HIRES, FactMention
from kb.cases.facts import FACTS
from kb.cases.people import SELF, Person, Stretch, asked_for

# They teach, house or place people; only what they say of hiring is said of hires.
_NOT_EMPLOYING = frozenset({"training_provider", "incubator", "labour_agency"})
_GRADE = re.compile(r"级|\b(?i:grade|level|class|category|degree)\b")
_SEX = (
    (
        "female",
        re.compile(
            r"[我俺]是?女(?=[,，\s的])|(?:^|[\s,，。;；:(（是个岁人月了\d])女(?![儿孩婿方人婴科朋生家工职员])|妇女(?!主任)|寡妇|(?i:\b(?:woman|female|lady|widow|mrs)\b)"
        ),
    ),
    (
        "male",
        re.compile(
            r"[我俺]是?男(?=[,，\s的])|(?:^|[\s,，。;；:(（是个岁人月了\d])男(?![孩朋方人家科婴生工职员])|光棍|(?i:\b(?:man|male|gentleman|widower|mr)\b)"
        ),
    ),
)
_SEX_OF_ANOTHER = (
    ("female", re.compile(r"她|(?i:\b(?:she|her)\b)")),
    ("male", re.compile(r"(?<!其)他(?!们)|(?i:\b(?:he|his)\b)")),
)


@dataclass(frozen=True)
class StatedFact:
    """A fact with the words it was taken from (`Reading.text[start:end]`); None for what only follows from them."""

    fact: str
    value: FactValue
    start: int | None = None
    end: int | None = None


def asks_as_employer(kind: FactMention, found: Iterable[FactMention], text: str) -> bool:
    """Whether an employer, a base or an agency asks, rather than somebody who works for one or wants to learn there."""
    if HIRES.search(text):
        return True
    of_people = any(
        one.part == "person" and one.fact not in HOUSEHOLD and FACTS[one.fact].group == "person" for one in found
    )
    return kind.value != "enterprise" and not of_people


def employer_case(
    kind: FactMention, found: Iterable[FactMention], numbers: Iterable[Measure], text: str
) -> list[StatedFact]:
    """What is said of one that hires: its people's facts become those of whom it hires."""
    said = [StatedFact("claimant", kind.value, kind.start, kind.end)]
    hires = kind.value not in _NOT_EMPLOYING or HIRES.search(text) is not None
    for one in found:
        if one.part == "employer" or (one.part == "person" and FACTS[one.fact].group == "any"):
            said.append(StatedFact(one.fact, one.value, one.start, one.end))
        elif hires and one.part == "person" and (fact := OF_HIRES.get(one.fact)) and one.value is True:
            said.append(StatedFact(fact, True, one.start, one.end))
    said += [StatedFact(m.fact, m.value, m.start, m.end) for m in numbers if FACTS[m.fact].group == "any"]
    return last_of_each(_agreed(said))


def person_case(
    text: str, found: Sequence[FactMention], numbers: Sequence[Measure], cuts: Sequence[Stretch]
) -> tuple[Person, list[StatedFact], list[Note]]:
    """Who is asked about (or of whom most is said), what is said of that one, and who was left out."""
    own: dict[Person, list[StatedFact]] = {cut.person: [] for cut in cuts}
    household: dict[Person, list[StatedFact]] = {cut.person: [] for cut in cuts}
    distances = [number for number in numbers if number.fact == "months_to_pension"]
    for one in found:
        # 还有四年退休 says that somebody is not retired.
        ahead = one.value == "retired" and any(
            one.start < number.end and number.start < one.end for number in distances
        )
        others = ahead or is_of_others(text, one.start)
        if one.part == "person" and not others and (whose := _of(one, text, cuts)):
            (household if one.fact in HOUSEHOLD else own)[whose].append(
                StatedFact(one.fact, one.value, one.start, one.end)
            )
    for number in numbers:
        own[_at(number.end - 1, cuts)].append(StatedFact(number.fact, number.value, number.start, number.end))
    person = _asked_about(text, own, household)
    shared = [
        item
        for who, items in household.items()
        for item in items
        if who != person and who.same_household and person.same_household
    ]
    said = last_of_each([*_agreed(shared), *_agreed([*household[person], *own[person]])])
    sex = person.sex or _sex(text, person, cuts)
    if sex and said and not any(item.fact == "sex" for item in said):
        said.append(StatedFact("sex", sex))
    left_out = [who for who, items in own.items() if who != person and (items or _not_shared(who, person, household))]
    return person, said, [_left_out(who, person) for who in left_out]


def _asked_about(text: str, own: dict[Person, list[StatedFact]], household: dict[Person, list[StatedFact]]) -> Person:
    asked = asked_for(text)
    if asked in own:
        return asked
    # Of what is said of a household, a stranger's belongs to the stranger.
    said = {who: [*items, *(() if who.same_household else household[who])] for who, items in own.items()}
    weight = {who: sum(1 if item.value is False else 2 for item in items) for who, items in said.items()}
    if not any(weight.values()):
        return SELF if SELF in own else next(iter(own))
    return max(own, key=lambda who: (weight[who], who != SELF and who.same_household))


def _not_shared(who: Person, person: Person, household: dict[Person, list[StatedFact]]) -> bool:
    return bool(household[who]) and not (who.same_household and person.same_household)


def _left_out(who: Person, person: Person) -> Note:
    return (
        f"这里只算{person.zh}的情况，没有计入{who.zh}的情况：请另查一次",
        f"read for the {person.en} only; what is said of the {who.en} was left out: ask for each separately",
    )


def implied(text: str, said: list[StatedFact], doubted: Iterable[str]) -> tuple[list[StatedFact], list[Note]]:
    """Adds what words imply by themselves: a grade of disability stands on a certificate, "severe" alone does not."""
    facts = {item.fact: item for item in said}
    notes: list[Note] = []
    item = facts.get("severe_disability")
    certificate = "disability_certificate" in facts or "disability_certificate" in doubted
    if item and not certificate and _GRADE.search(text[item.start : item.end]):
        said = [*said, StatedFact("disability_certificate", True, item.start, item.end)]
        notes.append(
            (
                "残疾等级以残疾证为准：按持有残疾证、一二级为重度理解",
                "a grade of disability is taken from a certificate; 1 and 2 are severe",
            )
        )
    if "no_job_on_market" in facts and "employment" not in facts and facts["no_job_on_market"].value is True:
        said = [
            *said,
            StatedFact("employment", "unemployed", facts["no_job_on_market"].start, facts["no_job_on_market"].end),
        ]
    if "registered_poor" in facts and "建" not in text and "regist" not in text.lower():
        notes.append(("“贫困户”按建档立卡贫困户理解", "a poor household is taken to be a registered one"))
    return said, notes


def _sex(text: str, person: Person, cuts: Sequence[Stretch]) -> str | None:
    """What the words about this person say; `she` and `her` may be of somebody else where the speaker is meant."""
    words = " ".join(text[cut.start : cut.end] for cut in cuts if cut.person == person)
    patterns = _SEX if person == SELF else (*_SEX, *_SEX_OF_ANOTHER)
    return next((sex for sex, pattern in patterns if pattern.search(words)), None)


def _at(position: int, cuts: Sequence[Stretch]) -> Person:
    return next((cut.person for cut in cuts if cut.start <= position < cut.end), cuts[-1].person)


def _of(one: FactMention, text: str, cuts: Sequence[Stretch]) -> Person | None:
    """Whom a finding is said of: in 残疾的哥哥 it stands right before its person; None where that may be either of two."""
    here = next((cut for cut in cuts if cut.start <= one.start < cut.end), cuts[-1])
    following = next((cut for cut in cuts if cut.start >= one.end), None)
    if following is None or following.person in (SELF, here.person):
        return here.person
    between = text[one.end : following.start]
    if between.strip() in ("的", "的老", "的小"):
        return following.person
    if between.strip():
        return here.person
    # 我老公残疾儿子上学: the husband, or the son.
    return None if here.named == one.start and not between else following.person


def _agreed(said: Sequence[StatedFact]) -> list[StatedFact]:
    """Without what is both said and denied: 一个残疾一个没残疾."""
    values: dict[str, set[FactValue]] = {}
    for item in said:
        if isinstance(item.value, bool):
            values.setdefault(item.fact, set()).add(item.value)
    return [item for item in said if len(values.get(item.fact, ())) < 2]


def last_of_each(said: Iterable[StatedFact]) -> list[StatedFact]:
    """The last statement of each fact, where the first ones stood: what is said later corrects."""
    return list({item.fact: item for item in said}.values())

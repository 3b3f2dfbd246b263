"""A situation in words becomes a profile: `我妈58了，残疾二级，临沂兰陵的，建档立卡` → mother, 58, severely disabled, registered poor, 兰陵县.

General rules over both languages; only what is said is taken, with the words it was taken from, to be shown and corrected before it is
used. Where two people are described the profile is of the one of whom most is said, and the rest is named in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.cases.ages import Measure, Note
from kb.cases.claimants import StatedFact, asks_as_employer, employer_case, implied, person_case
from kb.cases.conditions import FactValue
from kb.cases.doubt import is_unsure
from kb.cases.fact_words import FactMention, fact_mentions
from kb.cases.facts import FACTS, Range
from kb.cases.home import region_of
from kb.cases.lengths import case_measures
from kb.cases.people import SELF, Person, stretches
from kb.cases.profile import Profile, contradictions, derive
from kb.errors import InvalidProfile
from kb.language import Gazetteer, Place, language_of, normalise

_NO_CHILD_FROM = 60
_SIDE_FACTS = frozenset({"claimant", "sex"})
# Named so it is where somebody works, not who asks.
_WORKPLACE = re.compile(r"(?:在|去|到|进了?)(?:一?[家个])?$|(?i:\b(?:in|at|for|from|with|by)(?: an?| the)?\s*)$")
_OWN = re.compile(r"(?i:my|our)\b")
_ITS_WORKER = re.compile(
    r"(?:里|的)*(?:社员|成员|会员|学员|派遣工|临时工|合同工|[男女]工|[普民]工|打工|上班|干活|做工|做事|当[^,，。;]{0,4}[工员安洁])"
)


@dataclass(frozen=True)
class CaseReading:
    """What a text says of one case. `notes` (Chinese, English) are assumptions and what was left out."""

    text: str
    person: Person
    profile: Profile
    said: tuple[StatedFact, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def is_situation(self) -> bool:
        """Whether anything is said of the case itself, beyond a place."""
        return bool(set(self.profile.facts) - _SIDE_FACTS)


def read_situation(
    text: str, gazetteer: Gazetteer, held: Collection[Place] = (), as_of: date | None = None
) -> CaseReading:
    """The profile that a text describes; what contradicts itself is left out and named in the notes."""
    plain = normalise(text).replace("’", "'")
    language = "en" if language_of(plain) == "en" else "zh"
    day = as_of or date.today()
    stated, numbers, doubted = _certain(plain, day)
    cuts = stretches(plain)
    kind = next((one for one in stated if one.part == "kind" and not _is_workplace(one, plain)), None)
    notes: list[Note] = []
    theirs: list[tuple[int, int]] = []
    if kind and asks_as_employer(kind, stated, plain):
        person, said = SELF, employer_case(kind, stated, numbers, plain)
    else:
        person, said, notes = person_case(plain, stated, numbers, cuts)
        said, more = implied(plain, said, {one.fact for one in doubted})
        notes += [*more, *_doubts(doubted, said)]
        if len({cut.person for cut in cuts}) > 1:
            theirs = [(cut.start, cut.end) for cut in cuts if cut.person == person]
    region, place_notes = region_of(plain, gazetteer.find(plain, language, held), gazetteer, theirs)
    notes += place_notes
    notes += [one.note for one in numbers if one.note and any(item.start == one.start for item in said)]
    profile, dropped = _consistent(said, region, person, day)
    kept = tuple(item for item in said if item.fact in profile.facts)
    return CaseReading(plain, person, profile, kept, tuple(dict.fromkeys([*notes, *dropped])))


def _is_workplace(kind: FactMention, text: str) -> bool:
    """Whether an employer is named as the place where somebody works, not as the one who asks."""
    before, words = text[max(0, kind.start - 20) : kind.start], text[kind.start : kind.end]
    if _OWN.match(words) and before.endswith(("for ", "with ")):
        return False
    return bool(_WORKPLACE.search(before) or _ITS_WORKER.match(text, kind.end))


def _certain(text: str, day: date) -> tuple[list[FactMention], list[Measure], list[FactMention]]:
    """The facts and the numbers a text states for certain, and the facts it leaves in doubt."""
    stated = fact_mentions(text)
    numbers = [one for one in case_measures(text, day) if not is_unsure(text, one.start, one.end)]
    return [one for one in stated if not one.doubted], numbers, [one for one in stated if one.doubted]


def _doubts(doubted: Iterable[FactMention], said: Iterable[StatedFact]) -> list[Note]:
    """A note on each fact that is spoken of and yet not taken."""
    taken = {item.fact for item in said}
    names = dict.fromkeys(one.fact for one in doubted if one.part == "person" and one.fact not in taken)
    return [
        (
            f"说得不确定，或已不作数、还没办好，没有用“{FACTS[name].zh}”",
            f"not certain, lapsed or not granted yet, left out: {FACTS[name].en}",
        )
        for name in names
    ]


def _consistent(
    said: Sequence[StatedFact], region: str | None, person: Person, as_of: date
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


def _is_old(age: FactValue) -> bool:
    """Whether somebody of that age is nobody's child in the sense of a question."""
    return isinstance(age, Range) and age.low >= _NO_CHILD_FROM


def describe(profile: Profile, person: Person = SELF) -> list[tuple[str, str]]:
    """A profile in words, a line each (Chinese, English), for the person to correct."""
    lines = [] if person == SELF else [(f"为{person.zh}查询", f"for the {person.en}")]
    if profile.region:
        lines.append((f"地区：{profile.region}", f"place: {profile.region}"))
    return lines + [_line(name, value) for name, value in profile.facts.items()]


def _line(name: str, value: FactValue) -> tuple[str, str]:
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

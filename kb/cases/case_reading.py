"""A described case becomes a profile: `我妈58了，残疾二级，临沂兰陵的，建档立卡` → mother, 58, severely disabled, registered poor, 兰陵县.

    1. split     the text into clauses (kb/cases/clauses.py)
    2. subject   each has one: the speaker, unless another person or a body is it (subjects.py; the words for people: actors.py)
    3. facts     what each states (fact_mentions.py over facts.yaml; numbers: amounts.py, ages.py; places: home.py)
    4. doubt     what is denied, asked, past or unsure is no fact (understood.py, marks.py)
    5. case      what is said of each person, and whose case it is (whose.py)
    6. weight    how likely each fact is so of that person, by a model (weighing.py)

The case is of whom something is asked for, else of the speaker, else of the one person described. It may miss, it must not take another's:
what is unsure is listed to be asked, and whoever else is described is offered as a case of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.cases.actors import SELF, Person, mentions
from kb.cases.derivation import contradictions, derive, described, fact_line
from kb.cases.fact_judge import FactJudge
from kb.cases.fact_mentions import Note, told
from kb.cases.facts import Facts, Range
from kb.cases.home import home_of, works_away
from kb.cases.names import OWN_BODY
from kb.cases.profile import Profile
from kb.cases.understood import understood
from kb.cases.vocabulary import Vocabulary
from kb.cases.weighing import weighed
from kb.cases.whose import SIDE_FACTS, PersonCase, StatedFact, people_in, told_of, whose_case
from kb.errors import InvalidProfile
from kb.language import Gazetteer, Place, PlaceMention, language_of, normalise

_NO_CHILD_FROM = 60
_OTHERS = ("home", "kin", "theirs", "other")
_ANSWERED_FOR = ("children", "child", "son", "daughter", "grandchild", "grandson", "granddaughter", "nephew", "niece")


@dataclass(frozen=True)
class OtherCase:
    """Somebody else the text describes, whose case it may be."""

    person: Person
    profile: Profile


@dataclass(frozen=True)
class CaseReading:
    """What a text says of one case. `notes` (Chinese, English) are assumptions and what was left out.

    `unsure` are facts spoken of and not taken, to be asked; `others` the other people it may be about. `stated_at` and `people_at` are where
    facts are stated, of whomever, and where people are named.
    """

    text: str
    person: Person
    profile: Profile
    said: tuple[StatedFact, ...]
    notes: tuple[Note, ...]
    facts: Facts
    unsure: tuple[StatedFact, ...] = ()
    others: tuple[OtherCase, ...] = ()
    stated_at: tuple[tuple[int, int], ...] = ()
    people_at: tuple[tuple[int, int], ...] = ()

    @property
    def is_situation(self) -> bool:
        """Whether anything is said of the case itself, beyond a place."""
        return bool(set(self.profile.facts) - SIDE_FACTS)

    def head(self) -> list[Note]:
        """For whom it is, as a line (Chinese, English); nothing if it is the speaker or an employer."""
        return [] if self.person in (SELF, OWN_BODY) else [(f"为{self.person.zh}查询", f"for the {self.person.en}")]

    def lines(self) -> list[Note]:
        """The case in words, a line each (Chinese, English): for whom it is, then what is known."""
        return self.head() + described(self.profile, self.facts)


def read_case(
    text: str,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    held: Collection[Place] = (),
    as_of: date | None = None,
    whose: str = "",
    judge: FactJudge | None = None,
) -> CaseReading:
    """The profile that a text describes; what contradicts itself is left out and named in the notes.

    `whose` is the Chinese word for the person to read it for (`CaseReading.others`), where that was chosen. The judge weighs what the rules
    found where others are spoken of and none was chosen.
    """
    plain, day = normalise(text).replace("’", "'"), as_of or date.today()
    places = gazetteer.find(plain, "en" if language_of(plain) == "en" else "zh", held)
    stated = told(plain, vocabulary, day)
    found = understood(stated, vocabulary.facts, [(one.start, one.end) for one in places])
    cases = [told_of(person, found, vocabulary.facts) for person in people_in(found)]
    asked = next((each.person for each in cases if whose and each.person.zh == whose), None)
    chosen = asked or whose_case(cases, found, vocabulary.facts)
    if judge and chosen and not asked and stated.facts and _speaks_of_others(plain):
        case = weighed(chosen, found, vocabulary.facts, judge(plain))
    else:
        case = next((each for each in cases if each.person == chosen), PersonCase(chosen or SELF, (), (), ()))
    region, notes = home_of(case.person, found, places, gazetteer, held)
    away = works_away(case.person, found, places, gazetteer, region)
    said = [*(_there(*each) for each in away if each[0] in vocabulary.facts), *case.said]
    profile, dropped = _consistent(said, region, case.person, vocabulary.facts, day)
    described_too = [each for each in cases if each.person != chosen and each.is_described]
    homes = [home_of(each.person, found, places, gazetteer, held)[0] for each in described_too]
    others = [OtherCase(each.person, _alone(each, home)) for each, home in zip(described_too, homes, strict=True)]
    notes = [*case.notes, *notes, *dropped, *_other_notes([each.person for each in others], chosen)]
    notes += _unsure_notes(case.unsure, profile, vocabulary.facts)
    return CaseReading(
        plain,
        case.person,
        profile,
        tuple(one for one in said if one.fact in profile.facts),
        tuple(dict.fromkeys(notes)),
        vocabulary.facts,
        tuple(one for one in case.unsure if one.fact not in profile.facts),
        tuple(others),
        tuple((one.start, one.end) for one in stated.facts if one.sure),
        tuple((one.start, one.end) for one in mentions(plain)),
    )


def _speaks_of_others(text: str) -> bool:
    """Whether anybody but the speaker is named: only then is it in doubt of whom something is said.

    Not a body, nor one of a kind in a text without a speaker (`what does a disabled person get`).
    """
    named = [one for one in mentions(text) if one.person or one.sex]
    kinds = () if any(one.person == SELF for one in named) else ("client",)
    return any(not one.person or (one.person.circle in _OTHERS and one.person.en not in kinds) for one in named)


def _there(fact: str, place: PlaceMention) -> StatedFact:
    return StatedFact(fact, True, place.start, place.end)


def _alone(case: PersonCase, region: str | None) -> Profile:
    return Profile({one.fact: one.value for one in case.said}, region)


def _other_notes(others: Sequence[Person], chosen: Person | None) -> list[Note]:
    """Whose situation was left out; where it is open whose case it is, that one has to be chosen."""
    if others and chosen is None:
        names, english = "、".join(who.zh for who in others), ", ".join(who.en for who in others)
        return [
            (f"说到了{names}，没有说是给谁问的：请选一个", f"it is not said for whom it is asked: choose ({english})")
        ]
    return [
        (
            f"这里只算{chosen.zh}的情况，没有计入{who.zh}的情况：请另查一次",
            f"read for the {chosen.en} only; what is said of the {who.en} was left out: ask for each separately",
        )
        for who in others
        if chosen
    ]


def _unsure_notes(unsure: Iterable[StatedFact], profile: Profile, facts: Facts) -> list[Note]:
    """A note on each fact that is spoken of and not taken."""
    names = dict.fromkeys(one.fact for one in unsure if one.fact not in profile.facts)
    return [
        (
            f"说得不确定，或不一定是本人的，没有用“{facts[name].zh}”：请核对",
            f"not certain, or not certainly of this person, left out: {facts[name].en}",
        )
        for name in names
    ]


def _consistent(
    said: Sequence[StatedFact], region: str | None, person: Person, facts: Facts, as_of: date
) -> tuple[Profile, list[Note]]:
    """The profile without what contradicts the rest; an age gives way to a stated distance to the pension."""
    stated = {item.fact: item.value for item in said}
    notes: list[Note] = []
    for name, value in list(stated.items()):
        of_no_child = (
            name == "age" and person.en in _ANSWERED_FOR and isinstance(value, Range) and value.low >= _NO_CHILD_FROM
        )
        if of_no_child or not facts[name].allows(value):
            zh, en = fact_line(name, value, facts)
            notes.append((f"“{zh}”不可能，没有用", f"impossible, left out: {en}"))
            del stated[name]
    for _ in range(len(stated) + 1):
        profile = Profile(stated, region)
        try:
            if problem := next(contradictions(profile, facts), None):
                raise problem
            derive(profile, facts, as_of)
        except InvalidProfile as error:
            name = error.field or ""
            dropped = "age" if name == "months_to_pension" and "age" in stated else name
            if dropped not in stated:
                break
            notes.append(
                (f"说法前后不一，没有用“{facts[dropped].zh}”", f"contradictory, left out: {facts[dropped].en}")
            )
            del stated[dropped]
        else:
            return profile, notes
    return Profile({}, region), notes

"""A described case becomes a profile: `我妈58了，残疾二级，临沂兰陵的，建档立卡` → mother, 58, severely disabled, registered poor, 兰陵县.

    1. split     the sentence into clauses (kb/cases/subjects.py, over the words that name people: actors.py)
    2. subject   each clause has one: the speaker unless another person or a body is it
    3. facts     what each states (fact_mentions.py, over facts.yaml; numbers: amounts.py, ages.py; places: home.py)
    4. doubt     what is denied, asked, past or unsure is no fact (marks.py)

The case is of whom something is asked for, else of the speaker, else of the one person described. It may miss, it must not take another's:
what is unsure is listed to be asked, and whoever else is described is offered as a case of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.cases.actors import CLIENT, SELF, Person, mentions
from kb.cases.derivation import contradictions, derive, described, fact_line
from kb.cases.fact_mentions import FactMention, Note, Told, told
from kb.cases.facts import Facts, FactValue, Range
from kb.cases.home import home_of
from kb.cases.marks import Marks
from kb.cases.profile import Profile
from kb.cases.subjects import OWN_BODY
from kb.cases.understood import understood
from kb.cases.vocabulary import Vocabulary
from kb.errors import InvalidProfile
from kb.language import Gazetteer, Place, language_of, normalise

_SIDE_FACTS = frozenset({"claimant", "sex"})
_NO_CHILD_FROM = 60
_ANSWERED_FOR = ("children", "child", "son", "daughter", "grandchild", "grandson", "granddaughter", "nephew", "niece")
# They teach, house or place people; only what they say of hiring is said of hires.
_NOT_EMPLOYING = frozenset({"training_provider", "incubator", "labour_agency"})


@dataclass(frozen=True)
class StatedFact:
    """A fact with the words it was taken from (`CaseReading.text[start:end]`); None for what only follows from them."""

    fact: str
    value: FactValue
    start: int | None = None
    end: int | None = None


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
        return bool(set(self.profile.facts) - _SIDE_FACTS)

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
) -> CaseReading:
    """The profile that a text describes; what contradicts itself is left out and named in the notes.

    `whose` is the Chinese word for the person to read it for (`CaseReading.others`), where that was chosen.
    """
    plain, day = normalise(text).replace("’", "'"), as_of or date.today()
    places = gazetteer.find(plain, "en" if language_of(plain) == "en" else "zh", held)
    stated = told(plain, vocabulary, day)
    found = understood(stated, vocabulary.facts, [(one.start, one.end) for one in places])
    cases = [_case(person, found, vocabulary.facts) for person in _people(found)]
    asked = next((each.person for each in cases if whose and each.person.zh == whose), None)
    chosen = asked or _whose(cases, found, vocabulary.facts)
    case = next((each for each in cases if each.person == chosen), _Case(chosen or SELF, (), (), ()))
    region, notes = home_of(case.person, found, places, gazetteer, held)
    profile, dropped = _consistent(case.said, region, case.person, vocabulary.facts, day)
    others = [
        OtherCase(
            each.person,
            Profile(
                {one.fact: one.value for one in each.said}, home_of(each.person, found, places, gazetteer, held)[0]
            ),
        )
        for each in cases
        if each is not case and each.is_described
    ]
    notes = [
        *case.notes,
        *notes,
        *dropped,
        *(_other_note(each.person, case.person) for each in others),
        *_unsure_notes(case.unsure, profile, vocabulary.facts),
    ]
    return CaseReading(
        plain,
        case.person,
        profile,
        tuple(one for one in case.said if one.fact in profile.facts),
        tuple(dict.fromkeys(notes)),
        vocabulary.facts,
        tuple(one for one in case.unsure if one.fact not in profile.facts),
        tuple(others),
        tuple((one.start, one.end) for one in stated.facts if one.sure),
        tuple((one.start, one.end) for one in mentions(plain)),
    )


@dataclass(frozen=True)
class _Case:
    person: Person
    said: tuple[StatedFact, ...]
    unsure: tuple[StatedFact, ...]
    notes: tuple[Note, ...]

    shared: frozenset[str] = frozenset()

    @property
    def is_described(self) -> bool:
        return any(one.fact not in _SIDE_FACTS and one.fact not in self.shared for one in self.said)


def _people(found: Told) -> list[Person]:
    """Whoever is spoken of, the speaker first; people in general and others' employers are nobody's case."""
    everyone = [
        SELF,
        OWN_BODY,
        *found.telling.wanted,
        *(person for one in found.facts for person in one.people),
        *(person for each in found.telling.stretches for person in each.people),
    ]
    return [
        person for person in dict.fromkeys(everyone) if person.circle not in ("crowd", "body") or person == OWN_BODY
    ]


def _case(person: Person, found: Told, facts: Facts) -> _Case:
    """What is said of one person: certain, unsure, and the notes on it."""
    if person == OWN_BODY:
        return _employer_case(found, facts)
    own = [
        one
        for one in found.facts
        if person in one.people and not one.of_others and facts[one.fact].group != "employer" and one.fact != "claimant"
    ]
    outright = {one.fact for one in own if not one.follows}
    own = [one for one in own if not _is_ahead(one, own) and not (one.follows and one.fact in outright - _with(one, own, facts))]
    sure, unsure = [one for one in own if one.sure], [one for one in own if not one.sure]
    shared = [one for one in found.facts if one.sure and _shares(one, person, found, facts)]
    said = _last_of_each([*_agreed(map(_said, shared)), *_agreed(map(_said, sure))])
    is_told_of = said or (person in found.telling.wanted and person.zh != CLIENT.zh)
    sex = person.sex or dict(found.telling.sexes).get(person)
    if sex and is_told_of and not any(item.fact == "sex" for item in said):
        said.append(StatedFact("sex", sex))
    notes = [one.note for one in sure if one.note and any(item.start == one.start for item in said)]
    notes += [
        _follows_note(one, found.text, facts) for one in sure if one.follows and not _is_implied(one, sure, facts)
    ]
    of_others = frozenset(one.fact for one in shared) - {one.fact for one in sure}
    return _Case(person, tuple(said), tuple(map(_said, unsure)), tuple(notes), of_others)


def _with(one: FactMention, own: Sequence[FactMention], facts: Facts) -> set[str]:
    """What the words of a mention state by definition."""
    at_once = (each for each in own if each.sure and not each.follows and each.start == one.start)
    return {name for each in at_once for name, _ in facts.implied(each.fact, each.value)}


def _shares(one: FactMention, person: Person, found: Told, facts: Facts) -> bool:
    """What the speaker says of the own household is true of whoever lives in it as a rule: a husband or wife, a child."""
    stretch = next((each for each in found.telling.stretches if each.start <= one.start < each.end), None)
    if person == SELF:
        return facts[one.fact].of_child and any(
            each.circle == "home" and each.en in ("son", "daughter", "child") for each in one.people
        )
    lives_in = person.circle == "home" and person.en in ("husband", "wife", "spouse", "son", "daughter", "child")
    return bool(
        stretch
        and (stretch.scope == "household" or Marks.of(found.language).after("we", found.text[stretch.start : stretch.end]))
        and SELF in one.people and facts[one.fact].household and lives_in
    )


def _is_ahead(one: FactMention, own: Sequence[FactMention]) -> bool:
    """还有四年退休 says that somebody is not retired."""
    return one.value == "retired" and any(
        each.fact == "months_to_pension" and one.start < each.end and each.start < one.end for each in own
    )


def _employer_case(found: Told, facts: Facts) -> _Case:
    """What is said of one that hires: its people's facts become those of whom it hires."""
    own = [
        one
        for one in found.facts
        if one.sure
        and (OWN_BODY in one.people or facts[one.fact].group == "employer" or one.of_others or one.fact == "claimant")
    ]
    kinds = [one for one in own if one.fact == "claimant"]
    if not kinds:
        return _Case(OWN_BODY, (), (), ())
    said = [StatedFact("claimant", kinds[0].value, kinds[0].start, kinds[0].end)]
    hires = (
        kinds[0].value not in _NOT_EMPLOYING
        or next(Marks.of(found.language).found("hiring", found.text), None) is not None
    )
    for one in found.facts:
        hired = facts.of_hires(one.fact)
        if one.sure and facts[one.fact].group in ("employer", "any") and one.fact != "claimant":
            said.append(StatedFact(one.fact, one.value, one.start, one.end))
        elif hires and hired and one.sure and one.value is True:
            said.append(StatedFact(hired, True, one.start, one.end))
    return _Case(OWN_BODY, tuple(_last_of_each(_agreed(said))), (), ())


def _whose(cases: Sequence[_Case], found: Told, facts: Facts) -> Person | None:
    """Whose case it is: for whom something is asked, else the employer's, the speaker's, the one relative described; None if it is open."""
    telling, by_person = found.telling, {each.person: each for each in cases}
    if telling.wanted:
        return telling.wanted[0] if len(telling.wanted) == 1 else None
    own, is_near = by_person[SELF], {each.person: each.person.circle in ("home", "kin") for each in cases}
    asked = [each.people for each in telling.stretches if each.asks and each.certain]
    last = by_person.get(asked[-1][0]) if asked and len(asked[-1]) == 1 else None
    if not own.is_described and last and last.is_described and is_near[last.person]:
        # 我老公被裁了，能领什么吗: a question without a subject goes on with the one before.
        return last.person
    if telling.employs and by_person[OWN_BODY].said and not own.is_described:
        return OWN_BODY
    # Who only asks, helps, or says where the family lives does not speak of himself.
    only_asks = Marks.of(found.language)
    named = {
        one
        for each in telling.stretches
        if each.named and not (SELF in each.people and only_asks.after("only_asks", found.text[each.start : each.end]))
        for one in each.people
    }
    if not telling.not_own and (own.is_described or own.unsure or SELF in named):
        wishing = [
            each.person for each in cases if any(facts[one.fact].wish and one.value is True for one in each.said)
        ]
        of_household = own.is_described and all(facts[one.fact].household for one in own.said)
        return wishing[0] if len(wishing) == 1 and of_household and is_near[wishing[0]] else SELF
    # Of several whom nothing is asked for none is taken; of the speaker's son and a neighbour it is the son.
    described = [each.person for each in cases if each.is_described]
    described = [one for one in described if one.circle != "theirs"] or described
    if any(is_near.get(one) for one in named):
        described = [one for one in described if is_near[one]]
    return described[0] if len(described) == 1 else None


def _said(one: FactMention) -> StatedFact:
    return StatedFact(one.fact, one.value, one.start, one.end)


def _agreed(said: Iterable[StatedFact]) -> list[StatedFact]:
    """Without what is both said and denied: 一个残疾一个没残疾."""
    items = list(said)
    values: dict[str, set[FactValue]] = {}
    for item in items:
        if isinstance(item.value, bool):
            values.setdefault(item.fact, set()).add(item.value)
    return [item for item in items if len(values.get(item.fact, ())) < 2]


def _last_of_each(said: Iterable[StatedFact]) -> list[StatedFact]:
    """The last statement of each fact, where the first ones stood: what is said later corrects."""
    return list({item.fact: item for item in said}.values())


def _is_implied(one: FactMention, said: Sequence[FactMention], facts: Facts) -> bool:
    """Whether it is so by definition."""
    return any((one.fact, one.value) in facts.implied(each.fact, each.value) for each in said)


def _follows_note(one: FactMention, text: str, facts: Facts) -> Note:
    zh, en = fact_line(one.fact, one.value, facts)
    words = text[one.start : one.end]
    return f"由“{words}”看出：{zh}（不符请改）", f"taken from “{words}”: {en} (correct it if it is not so)"


def _other_note(who: Person, chosen: Person) -> Note:
    return (
        f"这里只算{chosen.zh}的情况，没有计入{who.zh}的情况：请另查一次",
        f"read for the {chosen.en} only; what is said of the {who.en} was left out: ask for each separately",
    )


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

"""What a text says of each person in it, and whose case it is: of whom something is asked for, else the speaker's, else the one described."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.cases.actors import CLIENT, SELF, Person, mentions
from kb.cases.derivation import fact_line
from kb.cases.fact_mentions import FactMention, Note, Told
from kb.cases.facts import Facts, FactValue
from kb.cases.marks import Marks
from kb.cases.names import OWN_BODY

SIDE_FACTS = frozenset({"claimant", "sex"})
_CIRCUMSTANCES = SIDE_FACTS | {"employment", "able_to_work", "works_outside_county", "works_outside_province"}
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
class PersonCase:
    """What is said of one person for certain, what is unsure, and notes; `shared` is what only the family's words say."""

    person: Person
    said: tuple[StatedFact, ...]
    unsure: tuple[StatedFact, ...]
    notes: tuple[Note, ...]
    shared: frozenset[str] = frozenset()

    @property
    def is_described(self) -> bool:
        """Whether anything is said of this one alone, beyond sex and claimant."""
        return any(one.fact not in SIDE_FACTS and one.fact not in self.shared for one in self.said)


def people_in(found: Told) -> list[Person]:
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


def told_of(person: Person, found: Told, facts: Facts) -> PersonCase:
    """What is said of one person: certain, unsure, and the notes on it."""
    if person == OWN_BODY:
        return _employer_case(found, facts)
    own = [
        one
        for one in found.facts
        if person in one.people and not one.of_others and facts[one.fact].group != "employer" and one.fact != "claimant"
    ]
    outright = {one.fact for one in own if not one.follows}
    own = [
        one
        for one in own
        if not _is_ahead(one, own) and not (one.follows and one.fact in outright - _with(one, own, facts))
    ]
    sure, unsure = [one for one in own if one.sure], [one for one in own if not one.sure]
    shared = [one for one in found.facts if one.sure and _shares(one, person, found, facts)]
    said = _last_of_each([*_agreed(map(_said, shared)), *_agreed(map(_said, sure))])
    is_told_of = said or (found.telling.outright and person in found.telling.wanted and person.zh != CLIENT.zh)
    sex = person.sex or dict(found.telling.sexes).get(person)
    if sex and is_told_of and not any(item.fact == "sex" for item in said):
        said.append(StatedFact("sex", sex))
    notes = [one.note for one in sure if one.note and any(item.start == one.start for item in said)]
    notes += [
        _follows_note(one, found.text, facts) for one in sure if one.follows and not _is_implied(one, sure, facts)
    ]
    of_others = frozenset(one.fact for one in shared) - {one.fact for one in sure}
    return PersonCase(person, tuple(said), tuple(map(_said, unsure)), tuple(notes), of_others)


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
        and (
            stretch.scope == "household"
            or Marks.of(found.language).after("we", found.text[stretch.start : stretch.end])
        )
        and SELF in one.people
        and facts[one.fact].household
        and lives_in
    )


def _is_ahead(one: FactMention, own: Sequence[FactMention]) -> bool:
    """还有四年退休 says that somebody is not retired."""
    return one.value == "retired" and any(
        each.fact == "months_to_pension" and one.start < each.end and each.start < one.end for each in own
    )


def _employer_case(found: Told, facts: Facts) -> PersonCase:
    """What is said of one that hires: its people's facts become those of whom it hires."""
    own = [
        one
        for one in found.facts
        if one.sure
        and (OWN_BODY in one.people or facts[one.fact].group == "employer" or one.of_others or one.fact == "claimant")
    ]
    kinds = [one for one in own if one.fact == "claimant"]
    # 公司说给我交社保: an employer is spoken of, it does not ask.
    is_own = found.telling.employs or OWN_BODY in found.telling.wanted
    asks = is_own or all(each.person != SELF for each in mentions(found.text))
    if not kinds or not asks:
        return PersonCase(OWN_BODY, (), (), ())
    said = [StatedFact("claimant", kinds[0].value, kinds[0].start, kinds[0].end)]
    hires = kinds[0].value not in _NOT_EMPLOYING or Marks.of(found.language).has("hiring", found.text)
    for one in found.facts:
        hired = facts.of_hires(one.fact)
        if one.sure and facts[one.fact].group in ("employer", "any") and one.fact != "claimant":
            said.append(StatedFact(one.fact, one.value, one.start, one.end))
        elif hires and hired and one.sure and one.value is True and not _is_of_kin(one):
            said.append(StatedFact(hired, True, one.start, one.end))
    return PersonCase(OWN_BODY, tuple(_last_of_each(_agreed(said))), (), ())


def whose_case(cases: Sequence[PersonCase], found: Told, facts: Facts) -> Person | None:
    """Whose case it is: for whom something is asked, else the employer's, the speaker's, the one relative described; None if it is open."""
    telling, by_person = found.telling, {each.person: each for each in cases}
    own = by_person[SELF]
    if telling.wanted and not (own.is_described and all(one == CLIENT for one in telling.wanted)):
        return telling.wanted[0] if len(telling.wanted) == 1 else None
    is_near = {each.person: each.person.circle in ("home", "kin") for each in cases}
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
    if _says_what_he_does(own, cases, found, facts):
        return None
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


def _says_what_he_does(own: PersonCase, cases: Sequence[PersonCase], found: Told, facts: Facts) -> bool:
    """妈七十三，摔了，我在北京送外卖: what somebody does for a living, or is not, says of whom it speaks beside a relative in need, not for whom.

    Not where something is wished for, or where the speaker comes to himself after another (我妹夫是低保户，我不是).
    """
    in_need = any(each.person.circle in ("home", "kin") and not all(map(_is_circumstance, each.said)) for each in cases)
    wishes = any(facts[one.fact].wish for one in (*own.said, *own.unsure))
    affirmed = [(one.fact, one.start or 0) for each in cases for one in each.said if one.value is True]
    contrasts = any(each.echo is not None and SELF in each.people for each in found.telling.stretches) or any(
        one.value is False and fact == one.fact and start < (one.start or 0)
        for one in own.said
        for fact, start in affirmed
    )
    return bool(in_need and own.said) and not (wishes or contrasts) and all(map(_is_circumstance, own.said))


def _is_circumstance(one: StatedFact) -> bool:
    return one.fact in _CIRCUMSTANCES or one.value is False


def _is_of_kin(one: FactMention) -> bool:
    return any(each.circle in ("home", "kin", "theirs") for each in one.people)


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

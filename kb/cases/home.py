"""Which place a case is of: where the person asked for is at home, never where somebody works, studies, goes or comes from.

Another person's places do not count. What is not plainly a home is named in a note and left to be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kb.cases.actors import SELF, Person
from kb.cases.clauses import Stretch
from kb.cases.fact_mentions import Told
from kb.cases.marks import Marks
from kb.cases.names import OWN_BODY
from kb.language import Gazetteer, Place, PlaceMention

Note = tuple[str, str]
_SETTLED, _HOME, _NAMED, _UNSURE, _ELSEWHERE = 4, 3, 2, 1, 0
_REACH = 60
_IN_WORK = ("employed", "flexible")
# What stands right before or after a place, or ends its clause, says what it is to the person; the first that holds decides.
_RULES = (
    ("before", "not_home_before", _ELSEWHERE),
    ("before", "denied_before", _ELSEWHERE),
    ("after", "doubted_after", _ELSEWHERE),
    ("after", "name_after", _ELSEWHERE),
    ("ends", "worked_after", _UNSURE),
    ("before", "settled_before", _SETTLED),
    ("before", "home_before", _HOME),
    ("before", "away_before", _ELSEWHERE),
    ("ends", "home_after", _HOME),
    ("ends", "away_after", _UNSURE),
)


def home_of(
    person: Person, told: Told, mentions: Sequence[PlaceMention], gazetteer: Gazetteer, held: Collection[Place]
) -> tuple[str | None, list[Note]]:
    """The innermost of the places that lie in one another, the likeliest home first; notes on the places not taken."""
    places = [one for one in mentions if one.place.level != "country"]
    ranks = {id(one): _rank(person, told, one, places) for one in places}
    best = max((rank for rank in ranks.values() if rank > _UNSURE), default=None)
    if best is None:
        return None, [_not_used(one) for one in places if ranks[id(one)] == _UNSURE]
    likeliest = [one for one in places if ranks[id(one)] == best]
    inner = likeliest[0]
    if best == _SETTLED and any(_apart(one.place, inner.place, gazetteer) for one in likeliest):
        return None, [_not_used(one) for one in likeliest]
    for one in places:
        if ranks[id(one)] > _UNSURE and gazetteer.contains(inner.place, one.place):
            inner = one
    inner = _among_namesakes(inner, told.text, gazetteer, held)
    name = gazetteer.full_name(inner.place)
    notes = [
        (f"地区按{name}，没有用{one.place.name}", f"the place taken is {inner.place.english}, not {one.place.english}")
        for one in places
        if one.place != inner.place and not gazetteer.contains(one.place, inner.place)
    ]
    if inner.others:
        choices = "、".join(gazetteer.full_name(place) for place in (inner.place, *inner.others[:3]))
        return None, [
            *notes,
            (f"有几个地方叫这个名字（{choices}），请说明是哪一个", "several places have this name: say which"),
        ]
    return name, notes


def works_away(
    person: Person, told: Told, mentions: Sequence[PlaceMention], gazetteer: Gazetteer, home: str | None
) -> Iterator[tuple[str, PlaceMention]]:
    """The facts that follow from where home is and where somebody works today, each with that place: 户口毕节，在宁波上班."""
    place = gazetteer.require(home) if home else None
    away = (one for one in mentions if one.place.level != "country" and not one.others and _works_in(person, told, one))
    work = next((one for one in away if place and _apart(one.place, place, gazetteer)), None)
    if not (place and work):
        return
    leaves = _province(place, gazetteer) != _province(work.place, gazetteer)
    if leaves or place.level == "county":
        yield "works_outside_county", work
    if leaves:
        yield "works_outside_province", work


def _province(place: Place, gazetteer: Gazetteer) -> Place:
    return next((one for one in (place, *gazetteer.ancestors(place)) if one.level == "province"), place)


def _works_in(person: Person, told: Told, mention: PlaceMention) -> bool:
    """Whether the words that say that somebody works today hold the place or, in English, lead to it; who has come back does not."""
    stretch = next((each for each in told.telling.stretches if each.start <= mention.start < each.end), None)
    own = [one for one in told.facts if one.sure and one.people == (person,)]
    if stretch is None or any(one.fact == "returning_migrant" and one.value is True for one in own):
        return False
    return any(
        one.fact == "employment"
        and one.value in _IN_WORK
        and stretch.start <= one.start <= mention.start
        and (mention.end <= one.end or told.language == "en")
        for one in own
    )


def _apart(one: Place, other: Place, gazetteer: Gazetteer) -> bool:
    return not (gazetteer.contains(one, other) or gazetteer.contains(other, one))


def _among_namesakes(one: PlaceMention, text: str, gazetteer: Gazetteer, held: Collection[Place]) -> PlaceMention:
    """In Latin letters a county may be spelled as a city elsewhere is (Suining): the one that texts are held of, else it is left open."""
    spelled = gazetteer.namesakes(text[one.start : one.end], held)
    if one.others or one.place.level == "province" or not spelled:
        return one
    return replace(one, place=spelled[0], others=spelled[1:])


def _not_used(one: PlaceMention) -> Note:
    return (
        f"{one.place.name}不一定是住的地方，没有用：请选地区",
        f"{one.place.english} may not be the home: not used, choose the place",
    )


def _rank(person: Person, told: Told, mention: PlaceMention, places: Sequence[PlaceMention]) -> int:
    """How plainly a place is the person's home."""
    stretch = next((each for each in told.telling.stretches if each.start <= mention.start < each.end), None)
    if stretch is None or not (person in stretch.people or _of_family(person, stretch, told)):
        return _ELSEWHERE
    if any(low <= mention.start < high and owner != person for low, high, owner in told.telling.owned):
        return _ELSEWHERE
    return _rank_in(told, stretch, mention, places) if stretch.certain else _UNSURE


def _of_family(person: Person, stretch: Stretch, told: Told) -> bool:
    """我们家在丰县: said of the family, and of the speaker's own firm."""
    words = told.text[stretch.start : stretch.end]
    speaks_of_several = Marks.of(told.language).after("we", words) is not None
    return SELF in stretch.people and speaks_of_several and (person.circle == "home" or person == OWN_BODY)


def _rank_in(told: Told, stretch: Stretch, mention: PlaceMention, places: Sequence[PlaceMention]) -> int:
    marks, text = Marks.of(told.language), told.text
    start, end = _whole(text, mention, places)
    before, after = text[max(stretch.start, start - _REACH) : start], text[end : end + _REACH]
    clause_after = text[end : stretch.end]
    sides = {"before": before, "after": after, "ends": f"{clause_after}/"}
    if marks.has("once", before) or after.startswith("'s"):
        return _ELSEWHERE
    for side, mark, rank in _RULES:
        if (marks.before if side == "before" else marks.after)(mark, sides[side]):
            return rank
    if stretch.asks:
        return _UNSURE
    lead = text[max(stretch.begins, start - _REACH) : start].strip() if stretch.begins <= start else None
    if lead is not None and marks.after("right_there", f"{lead}/"):
        return _NAMED
    alone = not clause_after.strip(" 了呢的") or clause_after.strip().startswith(("/", "and", "that ", "which "))
    return _NAMED if alone and (marks.before("plain_before", before) or not lead) else _UNSURE


def _whole(text: str, mention: PlaceMention, places: Sequence[PlaceMention]) -> tuple[int, int]:
    """The mention with the places that touch it: 江苏泗洪, Lanling in Linyi."""
    start, end = mention.start, mention.end
    for one in sorted(places, key=lambda one: -one.start):
        if one.end <= start and text[one.end : start].strip(" 的省市") == "":
            start = one.start
    for one in sorted(places, key=lambda one: one.start):
        if one.start >= end and text[end : one.start].strip(" 的省市,") in ("", "in", "of"):
            end = one.end
    return start, end

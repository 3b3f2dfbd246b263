"""Which place a case is of: where the person asked for is at home, never where somebody works, studies, goes or comes from.

Another person's places do not count. What is not plainly a home is named in a note and left to be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kb.cases.actors import Person
from kb.cases.fact_mentions import Told
from kb.cases.marks import Marks
from kb.cases.subjects import Stretch
from kb.language import Gazetteer, Place, PlaceMention

Note = tuple[str, str]
_SETTLED, _HOME, _NAMED, _UNSURE, _ELSEWHERE = 4, 3, 2, 1, 0
_REACH = 60


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
    if stretch is None or person not in stretch.people or not stretch.certain:
        return _UNSURE if stretch and person in stretch.people else _ELSEWHERE
    if any(low <= mention.start < high and owner != person for low, high, owner in told.telling.owned):
        return _ELSEWHERE
    return _rank_in(told, stretch, mention, places)


def _rank_in(told: Told, stretch: Stretch, mention: PlaceMention, places: Sequence[PlaceMention]) -> int:
    marks = Marks.of(told.language)
    start, end = _whole(told.text, mention, places)
    before, after = told.text[max(stretch.start, start - _REACH) : start], told.text[end : end + _REACH]
    clause_after = told.text[end : stretch.end]
    if (
        marks.before("not_home_before", before)
        or marks.before("denied_before", before)
        or marks.after("doubted_after", after)
        or after.startswith("'s")
    ):
        return _ELSEWHERE
    if marks.before("settled_before", before):
        return _SETTLED
    if marks.before("home_before", before):
        return _HOME
    if marks.before("away_before", before):
        return _ELSEWHERE
    if marks.after("home_after", _edged(clause_after)):
        return _HOME
    if marks.after("away_after", clause_after) or stretch.asks:
        return _UNSURE
    alone = not clause_after.strip(" 了呢的") or clause_after.strip().startswith(("/", "and", "that ", "which "))
    return (
        _NAMED
        if alone and (marks.before("plain_before", before) or not told.text[stretch.begins : start].strip())
        else _UNSURE
    )


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


def _edged(text: str) -> str:
    """What follows, with its end marked as a stop is."""
    return f"{text}/"

"""Which of the places that a situation names is the one it is asked for: not where somebody works, comes from or goes to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.places import Gazetteer, PlaceMention

_COMING = re.compile(r"(?:从|由)$|(?i:\bfrom\s)$")
_BACK = re.compile(r"[^,。;]{0,4}(?:回|打工|务工)")
_GOING = re.compile(r"(?:去|到|在)$")
_AWAY = re.compile(r"[^,。;]{0,3}(?:打工|务工|上班|工作|干活|上学|读书|[上读念]大学)")


def region_of(
    text: str, mentions: Sequence[PlaceMention], gazetteer: Gazetteer
) -> tuple[str | None, list[tuple[str, str]]]:
    """The innermost of the places that lie in one another, the first where they do not."""
    places = [
        mention
        for mention in mentions
        if mention.place.level != "country"
        and not (_COMING.search(text[: mention.start]) and _BACK.match(text[mention.end :]))
    ]
    if not places:
        return None, []
    at_home = [one for one in places if not (_GOING.search(text[: one.start]) and _AWAY.match(text[one.end :]))]
    away = [one for one in places if at_home and one not in at_home]
    places = at_home or places
    first = places[0]
    inner = first
    for mention in places[1:]:
        if gazetteer.contains(inner.place, mention.place):
            inner = mention
    name = gazetteer.full_name(inner.place)
    others = [m for m in (*places, *away) if not gazetteer.contains(m.place, inner.place) and m.place != inner.place]
    notes = [
        (f"地区按{name}，没有用{one.place.name}", f"the place taken is {inner.place.english}, not {one.place.english}")
        for one in others
    ]
    if inner.others:
        choices = "、".join(gazetteer.full_name(place) for place in (inner.place, *inner.others[:3]))
        return None, [
            *notes,
            (f"有几个地方叫这个名字（{choices}），请说明是哪一个", "several places have this name: say which"),
        ]
    return name, notes

"""Which of the places that a situation names is the one it is asked for: not where somebody works away, comes from or goes to.

A home that is said (`户口在`, `老家`, `lives in`) counts before a place just named, and that before a place of work; another person's places only
where none is named with the one asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.cases.doubt import is_withdrawn
from kb.language import Gazetteer, PlaceMention

_HOME = re.compile(
    r"(?:老家|家(?:里|乡)?|籍贯|住址?|住在|来自|属于?)(?:就|都|还|也)?(?:是|在|于|到|[:：])?[^,，。;\s]{0,2}$"
    r"|(?i:\b(?:liv(?:e|es|ing)|resid\w+|regist(?:ered|ration)|hukou|home|house|based|born|native|village|villager|county"
    r"|household)\b[^.,;]{0,14}"
    r"\b(?:in|is|of|at|from|near) (?:a |the )?(?:village |town |county )?(?:in |of |near )?$"
    r"|(?:\bi'm|\bi am|\bcomes?|(?:'s| is)|\bwe are|\bwe're) (?:originally )?from (?:a (?:village|town|county) in )?$)"
)
_SETTLED = re.compile(
    r"(?:户口|户籍|嫁[到在给]|落户|迁[到入]|搬[到去来]|定居)(?:就|都|还|也|了)?(?:是|在|于|到|[:：])?[^,，。;\s]{0,2}$"
    r"|(?i:\b(?:hukou|household registration|registered|settled|married|moved)\b[^.,;]{0,12} (?:in|is|at|to|into) $)"
)
_HOME_AFTER = re.compile(
    r"[^,，。;]{0,6}?(?:人|的|户口|农村|本地)(?=[,，。;\s]|$)|(?i:'?s? (?:resident|hukou|native|household|villager))"
)
_AWAY_BEFORE = re.compile(
    r"(?:去|往|赴|奔|跑|来|[去跑送带]?到|送)(?:了|过)?[^,，。;\s]{0,1}$"
    r"|(?i:\b(?:go(?:es|ing)?|went|travel\w*|send\w*|sent)\b[^.,;]{0,14} to $"
    r"|\b(?:back|return\w*|came|moved|arrived|left|leaving) (?:home )?(?:from )?$)"
)
_FROM = re.compile(r"(?:从|由)[^,，。;\s]{0,1}$")
_BACK_AFTER = re.compile(r"[^,，。;]{0,4}(?:回|打工|务工)")
_WORK_EN = re.compile(
    r"(?i:\b(?:work(?:s|ed|ing)?|job|employed|employer|factory|stud(?:y|ies|ying)|college|university"
    r"|school)\b[^.,;]{0,12} (?:in|at|for|near) (?:the )?$)"
)
_AT = re.compile(r"在[^,，。;\s]{0,1}$")
_AWAY_AFTER = re.compile(
    r"[^,，。;]{0,4}?(?:打工|务工|上班|工作|干活|做工|上学|读书|[上读念]大学|做(?:点)?生意|送(?:货|工人|人))"
)
_MIGRANT_AFTER = re.compile(r"[^,，。;]{0,4}?(?:打工|务工|送工人)")
_THEIRS, _NEAR = 5, 60
_DENIED = re.compile(r"(?:不是|不在|没在|不住|不属于?|并非)[^,，。;\s]{0,1}$|(?i:\bnot (?:in|from|of|near) $)")


def region_of(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    theirs: Sequence[tuple[int, int]] = (),
) -> tuple[str | None, list[tuple[str, str]]]:
    """The innermost of the places that lie in one another, the first of the likeliest where they do not.

    `theirs` are the stretches of the text that speak of the person asked about, where it speaks of others too.
    """
    places = [
        mention
        for mention in mentions
        if mention.place.level != "country"
        and not _DENIED.search(text[: mention.start])
        and not is_withdrawn(text, mention.end)
    ]
    ranks = {id(mention): _rank(text, mention, theirs) for mention in places}
    likely = [mention for mention in places if ranks[id(mention)] > 0]
    if not likely:
        notes = [
            (f"{one.place.name}像是外出的地方，没有用", f"{one.place.english} seems to be elsewhere: not used")
            for one in places
        ]
        return None, notes
    best = max(ranks.values())
    inner = next(mention for mention in likely if ranks[id(mention)] == best)
    for mention in likely:
        if ranks[id(mention)] % _THEIRS != 1 and gazetteer.contains(inner.place, mention.place):
            inner = mention
    return _named(inner, places, gazetteer)


def _named(
    inner: PlaceMention, places: Sequence[PlaceMention], gazetteer: Gazetteer
) -> tuple[str | None, list[tuple[str, str]]]:
    """The name of the place chosen, with a note on every other; None where several places bear the name."""
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


def _rank(text: str, mention: PlaceMention, theirs: Sequence[tuple[int, int]]) -> int:
    """0 elsewhere; 1 a place of work, 2 just named, 3 a home, 4 where one is registered; 5 more where the person asked about is spoken of."""
    before, after = text[max(0, mention.start - _NEAR) : mention.start], mention.end
    if _SETTLED.search(before):
        rank = 4
    elif _HOME.search(before):
        rank = 3
    elif _AWAY_BEFORE.search(before) or (_FROM.search(before) and _BACK_AFTER.match(text, after)):
        return 0
    elif _WORK_EN.search(before):
        rank = 1
    elif _AT.search(before) and _AWAY_AFTER.match(text, after):
        rank = 0 if _MIGRANT_AFTER.match(text, after) else 1
    else:
        rank = 3 if _HOME_AFTER.match(text, after) else 2
    if not theirs or any(start <= mention.start < end for start, end in theirs):
        return rank + _THEIRS if rank and theirs else rank
    # Where another works is not where this one lives.
    return rank if rank > 1 else 0

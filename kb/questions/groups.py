"""Residents of Hong Kong, Macao and Taiwan, and their papers, are what mainland rules speak of, not places whose rules are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.language import PlaceMention
from kb.regex import regex

_CODES = {"81": "港", "82": "澳", "71": "台"}
_JOINED = regex(r"[\s,，、/&]*(?:and|or|和|与|及|或)?\s*", re.IGNORECASE)
_PEOPLE = regex(
    r"\s*(?:特别行政区|地区)?的?(?:永久性?)?(?:居民|青年|同胞|人士|人员|学生|大学生|毕业生|投资者|籍|人(?!才)"
    r"|身份证|护照|驾照|驾驶证|户[口籍]|学[历位]|执业|职业资格|资格证)"
    r"|\s*(?:permanent |young )?(?:residents?|youths?|people|compatriots?|students?|graduates?|nationals|citizens|investors?|applicants?"
    r"|persons?|entrepreneurs?|id|identity|passports?|(?:driving )?licen[cs]es?|degrees?|diplomas?|qualifications?)\b",
    re.IGNORECASE,
)


def groups_named(text: str, mentions: Sequence[PlaceMention]) -> Iterator[tuple[PlaceMention, ...]]:
    """The runs of such places, joined by commas and conjunctions, behind which a word for people or for what they hold stands."""
    run: list[PlaceMention] = []
    for mention in mentions:
        if mention.place.code not in _CODES:
            continue
        if not run or not _JOINED.fullmatch(text, run[-1].end, mention.start):
            run = []
        run.append(mention)
        if _PEOPLE.match(text, mention.end):
            yield tuple(run)


def name_of_group(group: Sequence[PlaceMention]) -> str:
    """What notices call the group: 港澳台 of all three, 港澳 of two, 台湾 of one."""
    codes = {mention.place.code for mention in group}
    return "".join(said for code, said in _CODES.items() if code in codes) if len(codes) > 1 else group[0].place.short

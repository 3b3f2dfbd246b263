"""The lists inside a clause, and what a quote of a part of it needs to be whole.

A list has a lead (职工有下列情形之一的，可以…：) and items, which are marked and counted ((一), 1., ①, 一是) or run from semicolon to semicolon.
An item says nothing without its lead, which may be a 不得; nor does a lead without its items. So too a sentence without its own 但 or 不符合…的.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.language import CHARACTERS, chinese_number
from kb.records import Clause
from kb.regex import regex

_N = rf"[{CHARACTERS}]{{1,3}}|\d{{1,2}}"
LIST_MARK = regex(
    rf"[（(]\s?(?P<bracket>{_N})\s?[)）]|(?P<digits>\d{{1,2}})\s?(?:[.．、](?!\d)|[)）])|(?P<circle>[①-⑳])"
    rf"|(?P<letter>[a-z])[.．、)）]|(?P<said>[{CHARACTERS}])是|第(?P<ordinal>[{CHARACTERS}])[，,、]"
)
_LEADS = regex(r"[：:]$|下列|以下|如下")
_SEMICOLON = regex(r"[；;]$")
# What takes back a part of the sentence before, or says what holds where it is not met (不符合条件的，…) or is worse. Neither is quoted alone.
_TAKES_BACK = regex(
    r"但是?|然而|不过|否则|除外|除[^，。；]{1,30}[外的]|其中[^，。]{0,20}不"
    r"|情节(?:特别)?(?:严重|恶劣|轻微|较[轻重])"  # 责令改正；情节严重的，处以罚款
    r"|(?:不(?![得再予断仅同])|未|没有|逾期|拒不|无|低于|超过|超出)[^，。；：]{0,24}的[，,]"
)


# An item may begin with what it is called: （二）星级评定补贴。
_LONGEST_TITLE = 25


@dataclass(frozen=True)
class Enumeration:
    """A list: the place of its lead among the clause's sentences (None if it has none of its own), and those of each item's sentences."""

    lead: int | None
    items: tuple[tuple[int, ...], ...]

    @property
    def places(self) -> frozenset[int]:
        """The places of all its items."""
        return frozenset(place for item in self.items for place in item)


def enumerations_in(clause: Clause) -> tuple[Enumeration, ...]:
    """The lists of two items and more, in reading order; a list inside an item belongs to the item."""
    texts = [clause.text[span.start : span.end] for span in clause.sentences]
    new_line = [True, *("\n" in clause.text[a.end : b.start] for a, b in pairwise(clause.sentences))]
    found: list[Enumeration] = []
    at = 0
    while at < len(texts):
        items = _marked(texts, new_line, at) or _run(texts, at)
        if len(items) > 1:
            lead = at - 1 if at and _mark(texts[at]) and _LEADS.search(texts[at - 1]) else None
            found.append(Enumeration(lead, items))
            at = items[-1][-1]
        at += 1
    return tuple(found)


def completed(clause: Clause, chosen: Collection[int]) -> frozenset[int]:
    """The places of the sentences chosen, with the leads of the items among them and what takes back a part of what is said."""
    texts = [clause.text[span.start : span.end] for span in clause.sentences]
    found = set(chosen)
    for one in enumerations_in(clause):
        if one.lead is not None and found & one.places:
            found.add(one.lead)
        titles = (item[0] for item in one.items if found & set(item))
        found.update(title for title in titles if len(texts[title]) <= _LONGEST_TITLE)
    for place in range(1, len(texts)):
        same_line = "\n" not in clause.text[clause.sentences[place - 1].end : clause.sentences[place].start]
        if same_line and _TAKES_BACK.match(texts[place]) and found & {place - 1, place}:
            found |= {place - 1, place}
    return frozenset(found)


def _mark(text: str) -> tuple[str, int] | None:
    """The style and the number of the mark that a sentence begins with."""
    match = LIST_MARK.match(text)
    if match is None:
        return None
    style = match.lastgroup or ""
    said = match[style]
    if style == "circle":
        return style, ord(said) - ord("①") + 1
    return style, ord(said) - ord("a") + 1 if style == "letter" else chinese_number(said) or 0


def _marked(texts: Sequence[str], new_line: Sequence[bool], at: int) -> tuple[tuple[int, ...], ...]:
    """The items of a list whose first stands at `at`: what lies between two marks of its style belongs to the first of them."""
    first = _mark(texts[at])
    if first is None or first[1] != 1:
        return ()
    items = [[at]]
    for place in range(at + 1, len(texts)):
        mark = _mark(texts[place])
        if mark and mark[0] == first[0] and mark[1] != len(items) + 1:
            break
        if mark and mark[0] == first[0]:
            items.append([place])
        else:
            items[-1].append(place)
    return (*map(tuple, items[:-1]), tuple(_of_last(items[-1], texts, new_line)))


def _of_last(places: Sequence[int], texts: Sequence[str], new_line: Sequence[bool]) -> Iterator[int]:
    """The last item ends where a new line begins that has no mark: 依照前款… stands behind the list."""
    for place in places:
        if place > places[0] and new_line[place] and not _mark(texts[place]):
            return
        yield place


def _run(texts: Sequence[str], at: int) -> tuple[tuple[int, ...], ...]:
    """有下列情形之一的，…：甲；乙；丙。 Each piece is an item, the first with the lead."""
    if not _SEMICOLON.search(texts[at]) or not re.search(r"[：:].", texts[at]):
        return ()
    end = next((place for place in range(at, len(texts)) if not _SEMICOLON.search(texts[place])), len(texts) - 1)
    return tuple((place,) for place in range(at, end + 1))

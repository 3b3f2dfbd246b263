"""What is said plainly: a fact is taken only from a clause that says it is so today.

Before it there stand only people, small words, numbers, places and other facts; or the clause begins with whom it is said of, holds no word
that makes it no statement (asked, supposed, heard, past), and the fact is what somebody does or what happened (`没找到活`) or stands behind a
verb that says so (`是低保户`). Nothing may follow that makes it the name of a thing or the subject of something else. So what is past, hoped
for, heard, asked, supposed or said of people in general (`以前是贫困户`, `听说残疾人能领`, `贫困户打工有补助`) is unsure. A question that begins
with the one it describes and speaks of nobody else (`残疾人有什么补贴？`) is about that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from kb.cases.actors import SELF, mentions
from kb.cases.fact_mentions import FactMention, Told
from kb.cases.facts import Facts, Range
from kb.cases.marks import Marks
from kb.regex import regex

_KNOWN, _SOMEBODY, _SOME_KIND = "\ue002", "\ue003", "\ue004"
_STOP = regex(r"[,;!?\n，。；！？]|[:：](?!\s*[有无没是否])|\.(?=\s|$)")
_NEXT = regex(rf"{_STOP.pattern}|[{_SOMEBODY}{_SOME_KIND}]")
# In English a clause ends where the next has a subject; what `and` goes on with is said of the same.
_CLAUSE_EN = regex(
    rf"[,;:!?()\n]|\.(?=\s)|\b(?:and|or|but|while|whereas|although|though|because|so|who) (?=now |then |also |[{_SOMEBODY}{_SOME_KIND}])"
)
_SUCH_A_ONE = regex(rf"\b(?:to|for) (?={_SOME_KIND})")
# 是不是, 有没有: asked.
_EITHER = regex(r"(.)[不没]\1")
# What a question asks of the one described: entitlement, and how it is had.
_ASKED_ABOUT = (
    r"(?:人员?|群众|家庭|户|者)?"
    r"(?=有(?:什么|哪|啥|没有|多少|无|[^,，。;；]{0,12}[吗么])|能|可以?|应|享受)"
)
_WORK = ("works_outside_county", "works_outside_province")
_NOBODY = ("body", "crowd")
_PERSON_ENDS = "人员众庭户者生工属民"
_REACH = 40
_OPEN = regex(r"\b(?:an?|the)$", re.IGNORECASE)


def understood(found: Told, facts: Facts, places: Iterable[tuple[int, int]]) -> Told:
    """The same, without certainty of what is not said plainly; `places` is where places are named."""
    letters = list(found.text)
    stated = ((_beginning(one), one.end) for one in found.facts)
    for start, end in (*stated, *((one.start, one.end) for one in found.numbers), *places):
        letters[start:end] = _KNOWN * (end - start)
    for one in mentions(found.text):
        if one.person or one.sex:
            sign = _SOMEBODY if one.own or one.person in (SELF, None) else _SOME_KIND
            letters[one.start : one.end] = sign * (one.end - one.start)
    known = "".join(letters)
    topic = _topic(known, found)
    doubted = [one if one.end <= topic else _doubted(one, found, facts, known) for one in found.facts]
    # 贫困户跨省打工: what is said of a kind of people is said of nobody.
    kinds = {one.end for one in doubted if not one.sure and SELF in one.people}
    return replace(found, facts=tuple(replace(one, sure=one.sure and one.start not in kinds) for one in doubted))


def _topic(known: str, found: Told) -> int:
    """Where the description ends of the one that a question asks about (`持有残疾证、离领养老金不到五年的人有什么补贴？`); 0 if it is none.

    Nobody else is spoken of, and the question begins with it.
    """
    marks = Marks.of(found.language)
    if found.language == "en" or _SOMEBODY in known or not marks.has("question", known):
        return 0
    for asked in re.finditer(_ASKED_ABOUT, known):
        if found.text[max(asked.end() - 1, 0)] in _PERSON_ENDS and _all(
            marks, "small_before", known[: asked.start()].replace("、", "")
        ):
            return asked.end()
    return 0


def _doubted(one: FactMention, found: Told, facts: Facts, known: str) -> FactMention:
    # What an employer says is of many, in many words: it is read by who the employer is.
    if facts[one.fact].group == "employer" or one.fact == "claimant":
        wished = Marks.of(found.language).before("wished_before", found.text[: one.start])
        return replace(one, sure=one.sure and wished is None)
    if not one.sure or one.of_others or any(each.circle == "body" for each in one.people):
        return one
    fact = facts[one.fact]
    is_hoped_for = (
        fact.group == "person"
        and not fact.wish
        and any(facts[each.fact].wish and _goes_on_from(each, one, found.text) for each in found.facts)
    )
    if is_hoped_for or _is_over(one, found) or Marks.of(found.language).has("maybe", found.text[one.start : one.end]):
        return replace(one, sure=False)
    is_whole = (
        not isinstance(one.value, bool | str)
        or fact.wish
        or _OPEN.search(found.text, one.start, one.end) is not None
        or (found.language == "zh" and _is_predicate(one, found))
    )
    # 失业登记怎么办: a question that nobody is named in speaks of a thing.
    is_whole = is_whole and not _is_of_nobody(one, found)
    plain = _is_led_to(one, fact.wish, known, found) and _is_ended(one, is_whole, known, found)
    return one if plain else replace(one, sure=False)


def _is_over(one: FactMention, found: Told) -> bool:
    """Whether work is told of before a return: 在外地打工两年，今年回来了."""
    works = one.fact in _WORK or (one.fact == "employment" and one.value == "employed")
    return works and Marks.of(found.language).has("come_back", found.text[one.end :])


def _goes_on_from(wish: FactMention, one: FactMention, text: str) -> bool:
    """Whether it is part of what is wished for: I want to work outside the province."""
    return wish.start <= one.start and (
        one.start < wish.end or (text[wish.end : one.start] in ("", " ") and text.isascii())
    )


def _is_of_nobody(one: FactMention, found: Told) -> bool:
    """Whether it stands in a question in a text that names nobody."""
    asks = any(each.asks and each.start <= one.start < each.end for each in found.telling.stretches)
    return (
        asks
        and one.fact != "age"
        and all(each.person and each.person.circle in _NOBODY for each in mentions(found.text))
    )


def _is_led_to(one: FactMention, is_wish: bool, known: str, found: Told) -> bool:
    """Whether what leads to it says that it is so: small words alone, or a verb that says so behind words that start no new subject."""
    marks = Marks.of(found.language)
    before = (_CLAUSE_EN if found.language == "en" else _STOP).split(known[: _beginning(one)])[-1]
    words = found.text[_beginning(one) - len(before) : _beginning(one)]
    if _EITHER.search(found.text, _beginning(one) - len(before), one.end):
        return False
    if is_wish:
        before = re.sub(rf"(?:{marks.patterns['wished'].pattern})\s*$", "", before)
    if SELF not in one.people:
        # What applies to a disabled person of 60: said of such a one, whatever stands before.
        before = _SUCH_A_ONE.split(before)[-1]
    if _all(marks, "small_before", before):
        return True
    own = max((each.begins for each in found.telling.stretches if each.named and each.start <= one.start), default=0)
    lead = max(0, own - (_beginning(one) - len(words)))
    if lead and _all(marks, "small_before", before[lead:]) and marks.has("asking", words[:lead]):
        # I want to ask whether my aunt, who is 61, …
        return True
    predicate = _is_predicate(one, found)
    kinds = ["once", "unreal", *([] if is_wish else ["wished"]), *([] if predicate else ["past"])]
    if any(marks.has(kind, words) for kind in kinds):
        return False
    at = next(
        at for at in range(max(0, len(before) - _REACH), len(before) + 1) if _all(marks, "small_before", before[at:])
    )
    says_so = predicate or marks.has("governs", words[at:])
    opens = re.match(rf"\s*(?:[{_SOMEBODY}]|(?:{marks.patterns['opens'].pattern}))", before, re.IGNORECASE)
    return bool(says_so and opens)


def _is_predicate(one: FactMention, found: Told) -> bool:
    """Whether its words are a verb with what belongs to it, no name of a person or a thing."""
    marks = Marks.of(found.language)
    names = found.language == "en" or marks.before("names_a_thing", found.text[one.start : one.end])
    return not names or marks.after("predicate_fact", found.text[_beginning(one) :]) is not None


def _beginning(one: FactMention) -> int:
    return one.start if one.denied_from is None else min(one.start, one.denied_from)


def _is_ended(one: FactMention, is_whole: bool, known: str, found: Told) -> bool:
    """Whether what follows ends it, or goes on to ask something of somebody who was named."""
    if found.language == "zh" and SELF in one.people and re.match(rf"的?{_SOME_KIND}", known[one.end :]):
        # 百岁老人: it says of what kind somebody is.
        return False
    marks, after = Marks.of(found.language), _NEXT.split(known[one.end :])[0]
    if marks.after("doubted_after", found.text[one.end :]):
        return False
    ends, asks = _all(marks, "small_after", after), known[one.end + len(after) :][:1] in ("?", "？")
    is_whole = is_whole and (not marks.after("of_a_thing", after) or after.startswith(f"的{_KNOWN}"))
    if not (ends and asks) and (is_whole or ends or marks.after("goes_on", after)):
        return True
    stretch = next((each for each in found.telling.stretches if each.start <= one.start < each.end), None)
    told_of = stretch and (
        (found.language == "en" and SELF not in one.people)
        or any(stretch.named and each.circle in ("self", "home", "kin") for each in stretch.people)
        or any(stretch.start <= each.start < one.start and isinstance(each.value, Range) for each in found.facts)
    )
    return bool(told_of) and (is_whole or asks or marks.has("question", after))


def _all(marks: Marks, name: str, words: str) -> bool:
    """Whether these are nothing but such words."""
    return _only(marks.patterns[name].pattern).fullmatch(words) is not None


@cache
def _only(words: str) -> re.Pattern[str]:
    # Possessive: what was read one way is not read again in another, so that a long text costs no more than its length.
    return re.compile(rf"(?:(?>{words})|[\s:()（）{_KNOWN}{_SOMEBODY}{_SOME_KIND}])*+", re.IGNORECASE)

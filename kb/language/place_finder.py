"""Which places a running question names, and where: names read longest first, judged by the words around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import rjieba

from kb.language.normal_form import simplified
from kb.language.place_names import Form, Place, PlaceNames, highest
from kb.language.place_text import Boundaries, EnglishWord, english_words
from kb.regex import regex

_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})
_NO_NAME_TAGS = frozenset({"r", "m", "q", "c"})
_KINDS_OF_PLACE = frozenset({"省", "市", "县", "区", "旗", "州", "镇", "乡", "村", "街道", "新区"})
_ENDS_AS_PLACE = regex(r"(?<=..)(?:[省县旗镇乡村]|街道|(?<!城)市|(?<![山地城郊园景])区)$")
_UNFOLDED = regex(r"(?:(?![省市县区旗州镇乡村])[\u3400-\u9fff]){2,4}?(?:[省市县区旗州镇乡村]|街道)")
_LONGEST_NAME = 5
_BETWEEN = " 的省市"
_PREPOSITIONS = frozenset({"in", "from", "at", "near", "within", "of", "for", "to", "across", "throughout", "outside"})


@dataclass(frozen=True)
class PlaceSpan:
    """`text[start:end]` names one of these places (of one level)."""

    places: tuple[Place, ...]
    start: int
    end: int


def chinese_spans(text: str, names: PlaceNames, held: Collection[Place] = ()) -> list[PlaceSpan]:
    """Chinese place names in reading order, not overlapping; of the places `held` also short names that are common words (天河).

    Such a word must be a place to the tokeniser: 长寿 and 和平 stay words everywhere.
    """
    spans: list[PlaceSpan] = []
    words = Boundaries(text)
    at = 0
    while at < len(text):
        span = _longest_at(words, at, spans, names, held)
        if span:
            spans.append(span)
        at = span.end if span else at + 1
    return spans


def _longest_at(
    words: Boundaries, at: int, before: list[PlaceSpan], names: PlaceNames, held: Collection[Place]
) -> PlaceSpan | None:
    text = words.text
    for end in range(min(len(text), at + names.chinese_reach(text, at)), at + 1, -1):
        forms = names.chinese.get(text[at:end])
        places = _accepted(forms, words, at, end, before, held) if forms else []
        if places:
            return PlaceSpan(tuple(places), at, end)
    province = names.abbreviations.get(text[at])
    return PlaceSpan((province,), at, at + 1) if province and words.short_form(at) else None


def _accepted(
    forms: list[Form], words: Boundaries, start: int, end: int, before: list[PlaceSpan], held: Collection[Place]
) -> list[Place]:
    """The readings that the words around the span allow: inside the place named just before, else on its own."""
    if before and words.text[before[-1].end : start].strip(_BETWEEN) == "":
        outer = {place.code for place in before[-1].places if place.level != "country"}
        inside = [form.place for form in forms if form.place.parent in outer]
        if inside:
            return inside
    clear = [form for form in forms if not form.weak or (form.place in held and _is_place_noun(words.text[start:end]))]
    alone = [form for form in clear if _stands_alone(form, words, start, end)]
    for kind in ("full", "short", "abbreviation"):
        places = highest(form.place for form in alone if form.kind == kind)
        if places:
            return places
    return []


def _is_place_noun(word: str) -> bool:
    return [tag for _, tag in rjieba.tag(word, False)] == ["ns"]


def _stands_alone(form: Form, words: Boundaries, start: int, end: int) -> bool:
    level = form.place.level
    if form.kind == "full" and level != "country":
        return end - start > 2 or words.opens(start)
    if form.kind == "abbreviation" or level == "country":
        return words.exact(start, end)
    if level == "county":
        return words.exact(start, end) and not words.tail_of_name(start)
    return words.exact(start, end) or words.begins(start, end, proper=level == "prefecture")


def unknown_names(text: str, known: Sequence[tuple[int, int]]) -> list[str]:
    """What looks like the name of a place (清河镇) and is none known; one right behind a known place lies in it and is left out.

    Only names that the tokeniser takes for one: 试点县 and 我们县 are words. Missing a name is the lesser harm here.
    """
    names: list[str] = []
    start = at = 0
    for word, tag in rjieba.tag(text, False):
        at += len(word)
        named = tag in _NAME_TAGS and len(word) > 1
        name = text[start:at] if word in _KINDS_OF_PLACE else word if named and _ENDS_AS_PLACE.search(word) else ""
        begin = at - len(name)
        if len(name) > 2 and not any(begin <= end and start < at for start, end in known):
            names.append(name)
        if not (tag in _NAME_TAGS and at - start <= _LONGEST_NAME):
            start = at
    return list(dict.fromkeys(names))


def unfolded_name(text: str) -> str | None:
    """The place that the one character of traditional script in a text begins (於潜镇, where 于 would be a preposition), as it is written.

    None where more of the text is traditional: its characters are then those of any word.
    """
    plain = simplified(text)
    changed = [at for at, pair in enumerate(zip(text, plain, strict=False)) if pair[0] != pair[1]]
    found = _UNFOLDED.match(text, changed[0]) if changed and len(plain) == len(text) else None
    if not found or changed[-1] >= found.end():
        return None
    tags = {tag for _, tag in rjieba.tag(plain[found.start() : found.end()], False)}
    return None if tags & _NO_NAME_TAGS else found[0]


def english_spans(text: str, names: PlaceNames) -> list[PlaceSpan]:
    """Place names in Latin letters in reading order, not overlapping, `City`, `Province` … included."""
    words = english_words(text)
    spans: list[PlaceSpan] = []
    at = 0
    while at < len(words):
        size = 1
        for length in range(min(names.english_reach(words[at].key), len(words) - at), 0, -1):
            key = " ".join(word.key for word in words[at : at + length])
            places, used = names.english_reading(key, [word.key for word in words[at + length : at + length + 2]])
            allowed = [place for place in places if used or _allowed(place, key, at, words)]
            if allowed:
                size = length + used
                spans.append(PlaceSpan(tuple(highest(allowed)), words[at].start, words[at + size - 1].end))
                break
        at += size
    return spans


def _allowed(place: Place, key: str, at: int, words: Sequence[EnglishWord]) -> bool:
    """Without capital letters or a preposition before it, a name may be any word; short ones need both eyes."""
    first = words[at].text
    capital = first[:1].isupper()
    after_preposition = at > 0 and words[at - 1].key in _PREPOSITIONS
    if place.level == "county":
        return len(key) >= 5 and (capital or after_preposition)
    if place.level == "country":
        return (first.isupper() if len(key) <= 3 else capital) or (after_preposition and len(key) >= 4)
    return capital or after_preposition or len(key) >= 5

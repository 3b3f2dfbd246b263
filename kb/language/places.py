"""Places: provinces, prefectures and counties of China, and countries, by any of their usual names.

A gazetteer answers two questions: which place a name stands for (`resolve`, `require`), and which places a question
names (`find`). What a named place means for an answer (a scope, an object, a partner) is for the caller to judge.
Short names that are also ordinary words (合作, 振兴, 公安) count only with their suffix or after their parent's name.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from kb.errors import UnknownRegion
from kb.language.normal_form import simplified
from kb.language.place_finder import chinese_spans, english_spans, unfolded_name, unknown_names
from kb.language.place_names import Level, Place, PlaceNames, highest
from kb.language.place_text import english_words
from kb.language.towns import towns_in
from kb.language.wording import normalise
from kb.shipped import shipped_rows

__all__ = ["Gazetteer", "Level", "Place", "PlaceMention"]


@dataclass(frozen=True)
class PlaceMention:
    """A place named in `text[start:end]`; `others` are places of the same name that the context does not rule out."""

    place: Place
    start: int
    end: int
    others: tuple[Place, ...] = ()


class Gazetteer:
    """All places with their spellings; built from a table, never from a question."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows of eight columns: code, name, short, english, parent, level, ordinary, abbreviation."""
        self._names = PlaceNames(rows)

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The gazetteer that ships with the package (kb/data/places.tsv), read once a process."""
        return cls(islice(shipped_rows("places.tsv"), 1, None))

    def __getitem__(self, code: str) -> Place:
        """The place with this code; KeyError where there is none."""
        return self._names.places[code]

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Every place of that name at the highest level that has one, e.g. all 鼓楼区."""
        plain = normalise(name)
        joined = plain.replace(" ", "")
        forms = self._names.chinese.get(joined, [])
        exact = [f for f in forms if f.kind == "full"] or [f for f in forms if f.kind == "short"] or forms
        if not exact and joined in self._names.abbreviations:
            return (self._names.abbreviations[joined],)
        return tuple(highest([f.place for f in exact] or self._english(plain) or self._chain(joined)))

    def namesakes(self, name: str, prefer: Collection[Place] = ()) -> tuple[Place, ...]:
        """Every place so spelled in Latin letters, whatever its level (Suining: 遂宁市, 睢宁县), or those that `prefer` favours."""
        forms = self._names.english.get(" ".join(word.key for word in english_words(normalise(name))), ())
        places = tuple(form.place for form in forms)
        apart = (one for one in places if not any(other != one and self.contains(other, one) for other in places))
        return self._favour(tuple(apart), prefer)

    def resolve(self, name: str, prefer: Collection[Place] = ()) -> Place | None:
        """The one place of that name; None if there is none, or several of which `prefer` favours none."""
        found = self._favour(self.candidates(name), prefer)
        return found[0] if len(found) == 1 else None

    def require(self, name: str, prefer: Collection[Place] = ()) -> Place:
        """Like `resolve`, but raises UnknownRegion with the nearest names or the places to choose from."""
        place = self.resolve(name, prefer)
        if place:
            return place
        shown = " ".join(name.split())[:40]
        several = self.candidates(name)
        if several:
            choices = "、".join(self.full_name(one) for one in several[:4])
            raise UnknownRegion(
                f"有 {len(several)} 个“{shown}”，请连同上级地名一起写，如 {choices}。",
                f"Several places are called {shown!r}: add the city they lie in.",
            )
        nearest = self._nearest(normalise(name), prefer)
        if nearest:
            hints = f"最接近的地名：{'、'.join(nearest)}。", f"the nearest names are {', '.join(nearest)}."
        else:
            hints = "请写省、市或县的名称，如 临沂市。", "give a province, city or county, such as Linyi."
        raise UnknownRegion(f"没有叫“{shown}”的地方；{hints[0]}", f"No place is called {shown!r}; {hints[1]}")

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """From the parent outwards: 兰陵县 → 临沂市, 山东省, 中国."""
        return self._names.ancestors(place)

    def contains(self, outer: Place, inner: Place) -> bool:
        """True where `inner` is `outer` or lies in it."""
        return self._names.contains(outer, inner)

    def full_name(self, place: Place) -> str:
        """The name with its parents inside China: 山东省临沂市兰陵县."""
        chain = [place, *(outer for outer in self.ancestors(place) if outer.level != "country")]
        return "".join(outer.name for outer in reversed(chain))

    def find(self, text: str, language: str, prefer: Collection[Place] = ()) -> tuple[PlaceMention, ...]:
        """The places a normalised question names, in reading order, spans not overlapping.

        Chinese names are found in English questions too and the other way round. A name of several places goes to the one
        that fits the other places of the question, then to `prefer`; what stays open is in `others`.
        """
        spans = chinese_spans(text, self._names, prefer) if not text.isascii() else []
        if language == "en" or any(character.isascii() and character.isalpha() for character in text):
            spans += english_spans(text, self._names)
        spans.sort(key=lambda span: span.start)
        clear = [span.places[0] for span in spans if len(span.places) == 1]
        mentions = []
        for span in spans:
            kept = self._favour(self._favour(span.places, clear), prefer)
            mentions.append(PlaceMention(kept[0], span.start, span.end, kept[1:]))
        return tuple(mentions)

    def of_towns(self, text: str, held: Collection[Place]) -> tuple[PlaceMention, ...]:
        """The counties of the towns that a normalised question names, as far as they lie in the places held, or these in them."""
        known = self._names.places
        found = [PlaceMention(known[code], start, end) for code, start, end in towns_in(text) if code in known]
        return tuple(
            one for one in found if any(self.contains(at, one.place) or self.contains(one.place, at) for at in held)
        )

    def unknown(self, text: str, found: Sequence[PlaceMention], written: str = "") -> tuple[str, ...]:
        """What reads like the name of a place in a normalised text, or in the text as it was `written`, and is none of those found."""
        if text.isascii():
            return ()
        spans = [(mention.start, mention.end) for mention in found]
        names = unknown_names(text, spans)
        name = unfolded_name(written)
        at = text.find(simplified(name)) if name else -1
        if name and not (at >= 0 and any(start < at + len(name) and at <= end for start, end in spans)):
            names = [name, *(one for one in names if one != simplified(name))]
        return tuple(names)

    def _favour(self, places: tuple[Place, ...], context: Collection[Place]) -> tuple[Place, ...]:
        """Those of `places` that are in the context, else those inside a context place, else around one, else all."""
        regions = [one for one in context if one.level != "country"]

        def inside(place: Place) -> bool:
            return any(self.contains(one, place) for one in regions)

        def around(place: Place) -> bool:
            return any(self.contains(place, one) for one in regions)

        tests: tuple[Callable[[Place], bool], ...] = (regions.__contains__, inside, around)
        for test in tests if len(places) > 1 else ():
            kept = tuple(place for place in places if test(place))
            if kept:
                return kept
        return places

    def _english(self, name: str) -> list[Place]:
        words = [word.key for word in english_words(name)]
        for size in (len(words), len(words) - 1, len(words) - 2):
            places, used = self._names.english_reading(" ".join(words[:size]), words[size:]) if size > 0 else ([], 0)
            if places and used == len(words) - size:
                return places
        return [form.place for form in self._names.english.get("".join(words), ())]

    def _chain(self, name: str) -> list[Place]:
        """A name written with its parents (江苏省南京市鼓楼区): the innermost place, if the whole name is places."""
        spans = chinese_spans(name, self._names)
        if len(spans) < 2 or sum(span.end - span.start for span in spans) < len(name):
            return []
        outer = spans[-2].places
        return [place for place in spans[-1].places if any(self.contains(one, place) for one in outer)]

    def _nearest(self, name: str, prefer: Collection[Place]) -> list[str]:
        """The three likest names; of names about as like, those of preferred places first."""
        keys = [*self._names.chinese, *(place.english for place in self._names.places.values() if place.english)]
        close = difflib.get_close_matches(name, keys, n=200, cutoff=0.5)
        favoured = {form for place in prefer for form in (place.name, place.short, place.english)}
        ranked = sorted(close, key=lambda key: -_likeness(key, name) - 0.1 * (key in favoured))
        return list(dict.fromkeys(ranked))[:3]


def _likeness(one: str, other: str) -> float:
    """0..2: the share of matching characters, and the share of the beginning that is the same: a name's end is mistyped more often."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return difflib.SequenceMatcher(None, one, other).ratio() + start / max(len(one), len(other))

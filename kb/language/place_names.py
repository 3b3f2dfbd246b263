"""Places and their spellings: the table behind `kb.language.places`, without any view on running text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, cast

from kb.language.normal_form import simplified
from kb.language.place_text import COMMON_LETTERS, english_key

Level = Literal["country", "province", "prefecture", "county"]
_RANK: dict[Level, int] = {"country": 0, "province": 1, "prefecture": 2, "county": 3}
_DIRECTIONS = "东南西北中"
# Counties become cities and districts: the stem with another suffix still means the place of today (海安县 → 海安市).
_FORMER: dict[Level, Sequence[str]] = {"county": "县市区", "prefecture": ("地区", "州"), "province": ("省", "自治区")}
_ENGLISH_SUFFIX: dict[Level, frozenset[str]] = {
    "country": frozenset(),
    "province": frozenset({"province", "autonomous region", "municipality", "city", "sar"}),
    "prefecture": frozenset({"city", "prefecture", "municipality", "league", "autonomous prefecture"}),
    "county": frozenset({"county", "city", "district", "banner", "autonomous county"}),
}


@dataclass(frozen=True)
class Place:
    """One place: `code` is GB/T 2260 (ISO 3166 alpha-2 for a country), `parent` the code it lies in ("" at the top)."""

    code: str
    name: str
    short: str
    english: str
    parent: str
    level: Level


class Form(NamedTuple):
    """One way to write a place's name. `weak`: an ordinary word as well, so it needs its parent's name before it."""

    place: Place
    kind: Literal["full", "short", "abbreviation"]
    weak: bool


def highest(places: Iterable[Place]) -> list[Place]:
    """The places of the highest level among these, each once, in order."""
    unique = list(dict.fromkeys(places))
    top = min((_RANK[place.level] for place in unique), default=0)
    return [place for place in unique if _RANK[place.level] == top]


class PlaceNames:
    """All spellings by language, with the longest one for each beginning, so that a text is read in one pass."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows of eight columns: code, name, short, english, parent, level, ordinary, abbreviation."""
        self.places: dict[str, Place] = {}
        self.chinese: dict[str, list[Form]] = {}
        self._in_latin: list[tuple[Place, str]] = []
        self.abbreviations: dict[str, Place] = {}
        stems: list[tuple[Place, bool]] = []
        for code, name, short, english, parent, level, ordinary, abbreviation in rows:
            shorts = short.split("|")
            place = Place(code, name, shorts[0], english.split("|")[0], parent, cast(Level, level))
            self.places[code] = place
            _add(self.chinese, name, Form(place, "full", ordinary == "2"))
            for form in shorts:
                if form != name:
                    _add(self.chinese, form, Form(place, "short", bool(ordinary)))
            self._in_latin.append((place, english))
            for letter in filter(None, abbreviation.split("|")):
                self._add_abbreviation(letter, place)
            if place.short != name and ordinary != "2":
                stems.append((place, bool(ordinary)))
        written = set(self.chinese)
        for place, weak in stems:
            self._add_former_names(place, weak, written)
        self._add_folded_names()
        self._chinese_reach = _reach(self.chinese, 2)

    # Made where a text first has a Latin letter: most Chinese questions have none.

    @cached_property
    def english(self) -> dict[str, list[Form]]:
        """The spellings in Latin letters."""
        found: dict[str, list[Form]] = {}
        for place, forms in self._in_latin:
            for form in forms.split("|"):
                _add(found, english_key(form), Form(place, "full", False))
        return found

    @cached_property
    def _english_reach(self) -> dict[str, int]:
        reach: dict[str, int] = {}
        for key in self.english:
            head, *rest = key.split()
            reach[head] = max(reach.get(head, 1), 1 + len(rest))
        return reach

    def chinese_reach(self, text: str, at: int) -> int:
        """How many characters from `at` a name may span; 0 if no name begins so."""
        return self._chinese_reach.get(text[at : at + 2], 0)

    def english_reach(self, key: str) -> int:
        """How many words a name that begins with this folded word may span."""
        return self._english_reach.get(key, 1)

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """From the parent outwards."""
        chain: list[Place] = []
        while place.parent:
            place = self.places[place.parent]
            chain.append(place)
        return tuple(chain)

    def contains(self, outer: Place, inner: Place) -> bool:
        """True where `inner` is `outer` or lies in it."""
        return outer == inner or outer in self.ancestors(inner)

    def english_reading(self, key: str, following: Sequence[str]) -> tuple[list[Place], int]:
        """Places of that folded name and how many words after it (City, Autonomous Region …) belong to it."""
        places = [form.place for form in self.english.get(key, ())]
        for used in (2, 1):
            if places and len(following) >= used:
                suffix = " ".join(following[:used])
                fitting = [place for place in places if suffix in _ENGLISH_SUFFIX[place.level]]
                if fitting:
                    return fitting, used
        return places, 0

    def _add_abbreviation(self, letter: str, place: Place) -> None:
        self.abbreviations[letter] = place
        if letter not in COMMON_LETTERS:
            for direction in _DIRECTIONS:
                _add(self.chinese, letter + direction, Form(place, "abbreviation", False))

    def _add_folded_names(self) -> None:
        """Names as a normalised question writes them too: 乾县 is 干县 there."""
        names = list(self.chinese)
        for name, plain in zip(names, simplified("\n".join(names)).split("\n"), strict=True):
            for form in self.chinese[name] if plain != name else ():
                _add(self.chinese, plain, form)

    def _add_former_names(self, place: Place, weak: bool, written: Collection[str]) -> None:
        for suffix in _FORMER.get(place.level, ()):
            form = place.short + suffix
            if form not in written:
                _add(self.chinese, form, Form(place, "short", weak))


def _add(table: dict[str, list[Form]], key: str, form: Form) -> None:
    if not key:
        return
    forms = table.setdefault(key, [])
    if not forms or all(form.place is not known.place for known in forms):
        forms.append(form)


def _reach(names: Iterable[str], size: int) -> dict[str, int]:
    reach: dict[str, int] = {}
    for name in names:
        reach[name[:size]] = max(reach.get(name[:size], 0), len(name))
    return reach

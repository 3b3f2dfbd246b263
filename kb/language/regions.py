"""Which documents speak for a place: rules of the place, of those around it, and, declared as such, of those inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.language.normal_form import simplified
from kb.language.place_names import Place
from kb.language.places import Gazetteer
from kb.language.towns import county_of_town
from kb.records import Document

_CHINA = "CN"
Relation = Literal["same", "parent", "national", "child"]
"""How a document lies to a place, the nearest first."""


def locator(gazetteer: Gazetteer) -> Callable[[str], tuple[str, ...]]:
    """A function from a text such as an issuer's name to `(region, parent, …)`, or () where it names no place; of a town it is its county."""

    def locate(text: str) -> tuple[str, ...]:
        place: Place | None = None
        for mention in gazetteer.find(simplified(text), "zh"):
            if mention.place.level == "country":
                continue
            if place is not None and not gazetteer.contains(place, mention.place):
                break
            place = mention.place  # 山东省临沂市…: each name lies in the one before it
        if place is None and (county := county_of_town(simplified(text))):
            place = gazetteer[county]
        return (place.name, *(outer.name for outer in gazetteer.ancestors(place))) if place else ()

    return locate


@dataclass(frozen=True)
class RegionIndex:
    """The regions that documents are held for, resolved against the gazetteer where they can be."""

    gazetteer: Gazetteer
    places: dict[tuple[str, ...], Place]

    @classmethod
    def of(cls, documents: Sequence[Document], gazetteer: Gazetteer) -> RegionIndex:
        """Resolves the region of every document; the regions around it tell places of one name apart."""
        chains = dict.fromkeys(document.regions for document in documents if document.regions)
        found = {chain: gazetteer.resolve(chain[0], _around(chain, gazetteer)) for chain in chains}
        return cls(gazetteer, {chain: place for chain, place in found.items() if place})

    @property
    def held(self) -> tuple[Place, ...]:
        """The places documents are held for."""
        return tuple(dict.fromkeys(self.places.values()))

    def place_of(self, document: Document) -> Place | None:
        """The place a document is for; None if it is for none, or for one the gazetteer does not know."""
        return self.places.get(document.regions)

    def relation(self, document: Document, place: Place) -> Relation | None:
        """How a document's region relates to a place asked about; None if it does not apply there, or is not known to."""
        if not document.regions:
            inside = place.code == _CHINA or any(outer.code == _CHINA for outer in self.gazetteer.ancestors(place))
            return "national" if document.national and inside else None
        own = self.place_of(document)
        if own is None:
            # A region of the office's own making (a development zone): the names curated for it are all there is.
            return "same" if place.name == document.regions[0] else "child" if place.name in document.regions else None
        if own == place:
            return "same"
        if self.gazetteer.contains(own, place):
            return "parent"
        return "child" if self.gazetteer.contains(place, own) else None


def _around(chain: Sequence[str], gazetteer: Gazetteer) -> list[Place]:
    """The nearest place around the innermost one that the gazetteer knows, as a list of one or none."""
    return [place for name in chain[1:] if (place := gazetteer.resolve(name))][:1]

"""The benefit cards of an opened store: matching a profile, reading a situation from words, and counterparts of a card."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date
from pathlib import Path

from index import TextIndexError, open_generation
from kb import archive
from kb.cards import Card, resolve_cards
from kb.counterparts import Comparison, compare
from kb.errors import InvalidInput, StoreError
from kb.places import Gazetteer, Place
from kb.profile import Profile
from kb.profiles import Reading, read_situation
from kb.regions import RegionIndex
from kb.situations import CardMatch, Situation, match_cards


def open_benefits(store: Path) -> Benefits:
    """The cards of a store, without its index and models; StoreError where it is missing or damaged."""
    try:
        held = archive.load(open_generation(store).path)
    except TextIndexError as error:
        raise StoreError(str(error)) from error
    gazetteer = Gazetteer.load()
    regions = RegionIndex.of(held.documents, gazetteer)
    return Benefits(resolve_cards(held.cards, held.documents, held.clauses), gazetteer, regions.held)


class Benefits:
    """Cards with the places they are read against; immutable."""

    def __init__(self, cards: tuple[Card, ...], gazetteer: Gazetteer, held: Collection[Place]) -> None:
        self.cards = cards
        self._gazetteer, self._held = gazetteer, tuple(held)

    def card(self, identifier: str) -> Card:
        """The card with this id; InvalidInput with the nearest ids."""
        for card in self.cards:
            if card.id == identifier:
                return card
        near = difflib.get_close_matches(identifier, [card.id for card in self.cards], n=3, cutoff=0.3)
        raise InvalidInput(
            f"没有卡片“{identifier}”：最接近的有 {'、'.join(near) or '（无）'}。 No such card; the nearest are: {', '.join(near) or 'none'}."
        )

    def match(self, profile: Profile, as_of: date | None = None, place: Place | None = None) -> Situation:
        """Every card with its verdict. `place` takes the place of the profile's region; UnknownRegion where that is no place."""
        if place is None and profile.region:
            place = self._gazetteer.require(profile.region, prefer=self._held)
        return match_cards(profile, self.cards, place, self._gazetteer, as_of or date.today())

    def read(self, text: str, as_of: date | None = None) -> Reading:
        """The profile that a text describes, to be shown and corrected before it is used."""
        return read_situation(text, self._gazetteer, self._held, as_of)

    def compare(self, identifier: str) -> Comparison:
        """A card beside its counterparts in other regions and years."""
        return compare(self.card(identifier), self.cards)

    def for_question(
        self, text: str, place: Place | None, as_of: date, documents: Collection[str]
    ) -> tuple[Reading | None, tuple[CardMatch, ...]]:
        """How a question's situation was read, and the cards of `documents` (ids) that speak of it and do not fail, the surest first.

        Nothing where the question describes no situation.
        """
        reading = self.read(text, as_of) if self.cards else None
        if reading is None or not reading.is_situation:
            return None, ()
        matches = self.match(reading.profile, as_of, place).matches
        return reading, tuple(
            match
            for match in matches
            if match.speaks_of_case and match.verdict != "does_not_apply" and match.card.document.id in documents
        )

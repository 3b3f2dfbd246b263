"""The benefit cards of an opened store: matching a profile, reading a situation from words, and counterparts of a card."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from kb.benefits.cards import Card
from kb.benefits.counterparts import CardComparison, compare_cards
from kb.benefits.matching import CardMatch, Situation, match_cards
from kb.benefits.uncarded import UncardedRule, UncardedRules
from kb.cases import CaseReading, FactJudge, Facts, Profile, Vocabulary, read_case
from kb.errors import InvalidInput
from kb.language import Gazetteer, Place


class Benefits:
    """Cards with the facts they turn on and the places they are read against; immutable."""

    def __init__(
        self,
        cards: tuple[Card, ...],
        vocabulary: Vocabulary,
        gazetteer: Gazetteer,
        held: Collection[Place],
        uncarded: UncardedRules | None = None,
        judge: FactJudge | None = None,
    ) -> None:
        """`judge` weighs what is read from words; without one the rules alone read."""
        self._judge = judge
        self.cards, self.vocabulary, self._uncarded = cards, vocabulary, uncarded
        self._gazetteer, self._held = gazetteer, tuple(held)

    @property
    def facts(self) -> Facts:
        """The facts of the corpus."""
        return self.vocabulary.facts

    def card(self, identifier: str) -> Card:
        """The card with this id; InvalidInput with the nearest ids."""
        for card in self.cards:
            if card.id == identifier:
                return card
        near = difflib.get_close_matches(identifier, [card.id for card in self.cards], n=3, cutoff=0.3)
        raise InvalidInput(
            f"没有卡片“{identifier}”：最接近的有 {'、'.join(near) or '（无）'}。",
            f"No such card; the nearest are: {', '.join(near) or 'none'}.",
        )

    def match(self, profile: Profile, as_of: date | None = None, place: Place | None = None) -> Situation:
        """Every card with its verdict. `place` takes the place of the profile's region; UnknownRegion where that is no place."""
        day, place = as_of or date.today(), place or self._place_of(profile)
        found = match_cards(profile, self.cards, self.facts, place, self._gazetteer, day)
        return replace(found, uncarded=self._uncarded.on(day, place)) if self._uncarded else found

    def _place_of(self, profile: Profile) -> Place | None:
        return self._gazetteer.require(profile.region, prefer=self._held) if profile.region else None

    def read(self, text: str, as_of: date | None = None, whose: str = "") -> CaseReading:
        """The profile that a text describes, to be shown and corrected before it is used; `whose` as for `kb.cases.read_case`."""
        return read_case(text, self.vocabulary, self._gazetteer, self._held, as_of, whose, self._judge)

    def warm(self) -> None:
        """Loads the judge, so that the first situation need not wait for it; EmbedderUnavailable where it cannot be had."""
        if self._judge:
            self._judge("我")

    def compare(self, identifier: str) -> CardComparison:
        """A card beside its counterparts in other regions and years."""
        return compare_cards(self.card(identifier), self.cards)

    def for_question(
        self, text: str, place: Place | None, as_of: date, documents: Collection[str]
    ) -> tuple[CaseReading | None, tuple[CardMatch, ...]]:
        """How a question's situation was read, and the cards of `documents` (ids) that speak of it and do not fail, the surest first.

        Nothing where the question describes no situation.
        """
        reading = self.read(text, as_of)
        if not reading.is_situation:
            return None, ()
        place = place or self._place_of(reading.profile)
        matches = match_cards(reading.profile, self.cards, self.facts, place, self._gazetteer, as_of).matches
        return reading, tuple(
            match
            for match in matches
            if match.speaks_of_case and match.verdict != "does_not_apply" and match.card.document.id in documents
        )

    def uncarded(self, as_of: date, documents: Collection[str]) -> tuple[UncardedRule, ...]:
        """Those of `documents` (ids) that hold on the day and have no card yet, wherever they apply."""
        return self._uncarded.on(as_of, None, documents) if self._uncarded else ()

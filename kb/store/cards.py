"""The benefit cards of a store, without its index and models."""

from __future__ import annotations

from pathlib import Path

from index import TextIndexError, open_generation
from kb.benefits import Benefits, UncardedRules, resolve_cards
from kb.cases import FactJudge
from kb.errors import StoreError
from kb.language import Gazetteer, RegionIndex
from kb.models import models_folder
from kb.store.archive import Archive, read_archive


def open_benefits(store: Path) -> Benefits:
    """The cards of a store, without its index and models; StoreError where it is missing or damaged."""
    try:
        held = read_archive(open_generation(store).path)
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error
    gazetteer = Gazetteer.load()
    return held_benefits(held, gazetteer, RegionIndex.of(held.documents, gazetteer), models_folder(store))


def held_benefits(held: Archive, gazetteer: Gazetteer, regions: RegionIndex, models: Path | None) -> Benefits:
    """The cards of what a store holds, and the clauses that wait for one; `models` is the folder where models are kept."""
    cards = resolve_cards(held.cards, held.documents, held.clauses.own)
    uncarded = UncardedRules(held.documents, held.clauses.own, held.cards, held.vocabulary, regions)
    return Benefits(cards, held.vocabulary, gazetteer, regions.held, uncarded, FactJudge.of(models))

"""The benefit cards of a store, without its index and models."""

from __future__ import annotations

from pathlib import Path

from index import TextIndexError, open_generation
from kb.benefits import Benefits, resolve_cards
from kb.errors import StoreError
from kb.language import Gazetteer, RegionIndex
from kb.store.archive import read_archive


def open_benefits(store: Path) -> Benefits:
    """The cards of a store, without its index and models; StoreError where it is missing or damaged."""
    try:
        held = read_archive(open_generation(store).path)
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error
    gazetteer = Gazetteer.load()
    regions = RegionIndex.of(held.documents, gazetteer)
    return Benefits(resolve_cards(held.cards, held.documents, held.clauses), held.vocabulary, gazetteer, regions.held)

"""What several test modules share: the shipped corpus and a store built from it once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from kb.base import KnowledgeBase
from kb.benefits import Benefits
from kb.build import build
from kb.card_file import load_cards
from kb.cards import resolve_cards
from kb.corpus import LoadedDocument, load_corpus
from kb.places import Gazetteer
from kb.records import SourceText
from kb.regions import RegionIndex, locator
from kb.settings import Settings

# A busy machine is slow, not wrong.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the five notices."""
    return CORPUS


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the five notices with the real model."""
    store = tmp_path_factory.mktemp("built") / "store"
    build(Settings(corpus=CORPUS, store=store))
    return store


@pytest.fixture(scope="session")
def base(built_store: Path) -> KnowledgeBase:
    """The knowledge base over the five notices."""
    return KnowledgeBase.open(built_store)


@pytest.fixture(scope="session")
def loaded() -> list[LoadedDocument]:
    """The five notices, read and cut into clauses; no index."""
    return load_corpus(CORPUS, locator(Gazetteer.load()))


@pytest.fixture(scope="session")
def benefits(loaded: list[LoadedDocument]) -> Benefits:
    """The cards of the shipped corpus, ready to be matched."""
    gazetteer = Gazetteer.load()
    documents = [item.document for item in loaded]
    cards = resolve_cards(load_cards(CORPUS), documents, [clause for item in loaded for clause in item.clauses])
    return Benefits(cards, gazetteer, RegionIndex.of(documents, gazetteer).held)


@pytest.fixture(scope="session")
def source() -> Callable[[str], SourceText]:
    """Makes a source text out of a string."""
    return lambda text: SourceText("样本.txt", text, "utf-8", "0" * 64)

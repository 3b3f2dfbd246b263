"""What several test modules share: the shipped corpus and a store built from it once a session."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from index import CachingEmbedder, TextIndexError, VectorCache, open_generation
from kb.base import KnowledgeBase
from kb.benefits import Benefits
from kb.build import CACHE_FOLDER, SECOND_CACHE_FOLDER, build
from kb.card_file import load_cards
from kb.cards import resolve_cards
from kb.corpus import LoadedDocument, load_corpus
from kb.models import Models
from kb.places import Gazetteer
from kb.records import SourceText
from kb.regions import RegionIndex, locator
from kb.settings import Settings

# A busy machine is slow, not wrong.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")

CORPUS = Path(__file__).parent.parent / "corpus"
_ALONE = "PYTEST_XDIST_WORKER" not in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under pytest-xdist (see `Makefile`) a module stays in one process, and the long ones start first.

    All that serves a page or drives a browser is in one process, so that never two of them share the machine.
    """
    if _ALONE:
        return
    long = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("browser") or "served" in getattr(item, "fixturenames", ()):
            return 0
        return 1 if item.path in long else 2

    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.stem if place(item) else "pages"))
    items.sort(key=place)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the five notices."""
    return CORPUS


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the five notices with the real models, once for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    # Under pytest-xdist each process has a folder of its own within the run's.
    store = (folder if _ALONE else folder.parent) / "built" / "store"
    store.parent.mkdir(exist_ok=True)
    with FileLock(store.parent / "lock"):
        build(Settings(corpus=CORPUS, store=store), models=_real_models())
    return store


def _real_models() -> Models:
    """The real models, which need not embed again what the repository's own store has a vector of.

    Vectors alone are taken from there, everything else in the store is made anew; that they are what the models give is tested
    (`test_the_vectors_of_a_store_are_what_the_models_give`).
    """
    own = Settings()
    models = Models.load(own.model)
    try:
        kept = open_generation(own.store).path
    except TextIndexError:
        return models
    return Models(
        CachingEmbedder(models.main, VectorCache.load(kept / CACHE_FOLDER, models.main.model_id)),
        CachingEmbedder(models.second, VectorCache.load(kept / SECOND_CACHE_FOLDER, models.second.model_id)),
    )


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

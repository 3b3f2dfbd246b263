"""What several test modules share: the shipped corpus and a store built from it once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from kb.base import KnowledgeBase
from kb.build import build
from kb.records import SourceText
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
def source() -> Callable[[str], SourceText]:
    """Makes a source text out of a string."""
    return lambda text: SourceText("样本.txt", text, "utf-8", "0" * 64)

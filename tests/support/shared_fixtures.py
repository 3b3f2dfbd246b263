"""What several test modules share: the shipped corpus and a store built from it once a session."""

from __future__ import annotations

import gc
import hashlib
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from embedders import MODEL_FILES, Remembering
from filelock import FileLock
from warm_readers import warm_readers

import kb.holdings.corpus
import kb.people.users
from index import CachingEmbedder
from kb.benefits import Benefits, load_cards, resolve_cards
from kb.building import build
from kb.building.generation import kept_vectors
from kb.cases import Vocabulary
from kb.clause_table import ClauseTable
from kb.holdings import load_corpus
from kb.language import Gazetteer, RegionIndex, locator
from kb.models import Models
from kb.records import LoadedDocument, SourceText
from kb.settings import Settings
from kb.store import KnowledgeBase

if TYPE_CHECKING:
    from milvus_server import LocalMilvus

# What collecting and importing leave behind stays until the end: counting it again and again as garbage that might be costs a tenth of the time.
gc.disable()

CORPUS = Path(__file__).parents[2] / "corpus"
_ALONE = "PYTEST_XDIST_WORKER" not in os.environ


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the store over the five notices is marked; under pytest-xdist (see `Makefile`) the long modules start first."""
    for item in items:
        if "built_store" in item.fixturenames:
            item.add_marker("store")
    if not _ALONE:
        weight = {item.path: 0 for item in items}
        for item in items:
            weight[item.path] += 100 if item.get_closest_marker("browser") else 1
            weight[item.path] += 10 if item.get_closest_marker("store") else 0
            weight[item.path] += 1000 if item.get_closest_marker("slow") else 0
        items.sort(key=lambda item: -weight[item.path])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Gradio is imported without its writing a file of types for each of its components anew, a second each time."""
    of = inspect.getfile

    def unless_of_gradio(thing: Any) -> str:
        if getattr(thing, "__module__", "").startswith("gradio."):
            raise OSError
        return of(thing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspect, "getfile", unless_of_gradio)
        return (yield)


def pytest_collection_finish() -> None:
    """See `gc.disable` above."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _once_a_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is loaded, read and recorded once. One fixture: pytest looks up each of them anew for each test."""
    with pytest.MonkeyPatch.context() as patch, warm_readers() as run:
        # See `tests/support/warm_readers.py`.
        patch.setattr(subprocess, "run", run)
        # What commands record goes into a folder of the run, not into the repository's.
        patch.setenv("POLICY_KB_DATA", str(tmp_path_factory.mktemp("data")))
        _models_once(patch)
        _one_application_a_page(patch)
        _base_once(patch, tmp_path_factory)
        _notices_read_once(patch)
        yield


def _models_once(patch: pytest.MonkeyPatch) -> None:
    """The real models of a name are loaded once a process and embed a text once: that takes seconds, and they hold nothing of one test."""
    load = Models.load

    @cache
    def loaded(name: str) -> Models:
        models = load(name, Settings().store)
        english = Remembering(models.english) if models.english else None
        return Models(Remembering(models.main), Remembering(models.second), english=english)

    patch.setattr(Models, "load", lambda name, _: loaded(name))


def _one_application_a_page(patch: pytest.MonkeyPatch) -> None:
    """The application is made that is mounted, not the four besides that Gradio makes on its way there and throws away."""
    if blocks := sys.modules.get("gradio.blocks"):
        patch.setattr(blocks, "App", SimpleNamespace(create_app=lambda *_, **__: None))


def _base_once(patch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The store over the five notices, which nothing changes, is opened once a process: a command has not to read and weigh all of it anew."""
    opened = KnowledgeBase.open
    kept = cache(lambda store, lexicon, model: opened(store, Settings(store=store, lexicon=lexicon, model=model)))

    def open_once(
        store: Path | None = None, settings: Settings | None = None, models: Models | None = None
    ) -> KnowledgeBase:
        chosen = settings or Settings()
        folder = store or chosen.store
        shared = models is None or models == Models.load(chosen.model, folder)
        if shared and folder == _built(tmp_path_factory):
            return kept(folder, chosen.lexicon, chosen.model)
        return opened(store, settings, models)

    patch.setattr(KnowledgeBase, "open", open_once)


def _notices_read_once(patch: pytest.MonkeyPatch) -> None:
    """The five notices are cut into clauses once a process, wherever a test copies them: that takes most of a second."""
    shipped = {hashlib.sha256(path.read_bytes()).hexdigest() for path in CORPUS.glob("*.txt")}
    for name, key in (
        ("extract", lambda source: source.file),
        ("_read", lambda source, _, *rest: (source.file, *rest)),
    ):
        patch.setattr(kb.holdings.corpus, name, _kept(getattr(kb.holdings.corpus, name), shipped, key))


def _kept(read: Callable[..., object], shipped: set[str], key: Callable[..., Hashable]) -> Callable[..., object]:
    """The function, which remembers what it made of the texts that ship."""
    known: dict[Hashable, object] = {}

    def once(source: SourceText, *more: object) -> object:
        if source.sha256 not in shipped:
            return read(source, *more)
        name = source.sha256, key(source, *more)
        if name not in known:
            known[name] = read(source, *more)
        return known[name]

    return once


@pytest.fixture(scope="module")
def cheap_passwords() -> Iterator[None]:
    """Passwords hashed in no time, where what is tested is not how long it takes to try one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            kb.people.users, "PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        )
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the five notices."""
    return CORPUS


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the five notices with the real models, once for all processes of a run."""
    store = _built(tmp_path_factory)
    store.parent.mkdir(exist_ok=True)
    with FileLock(store.parent / "lock"):
        build(Settings(corpus=CORPUS, store=store), models=_real_models())
        if not (store / "models").exists():
            # For the processes that tests start: they need not make the models' files again.
            with suppress(OSError):  # Windows lets not everybody make one
                (store / "models").symlink_to(MODEL_FILES)
    return store


def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.getbasetemp()
    # Under pytest-xdist each process has a folder of its own within the run's.
    return (folder if _ALONE else folder.parent) / "built" / "store"


def _real_models() -> Models:
    """The real models, which need not embed again what the repository's own store has a vector of.

    Vectors alone are taken from there, everything else in the store is made anew; that they are what the models give is tested
    (`test_the_vectors_of_a_store_are_what_the_models_give`).
    """
    own = Settings()
    models = Models.load(own.model, own.store)
    main, second = kept_vectors(own.store)
    return Models(CachingEmbedder(models.main, main), CachingEmbedder(models.second, second))


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
    cards = resolve_cards(
        load_cards(CORPUS, Vocabulary.builtin()),
        documents,
        ClauseTable([clause for item in loaded for clause in item.clauses]).own,
    )
    return Benefits(cards, Vocabulary.builtin(), gazetteer, RegionIndex.of(documents, gazetteer).held)


@pytest.fixture(scope="session")
def source() -> Callable[[str], SourceText]:
    """Makes a source text out of a string."""
    return lambda text: SourceText("样本.txt", text, "utf-8", "0" * 64)


@pytest.fixture(scope="session")
def local_milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalMilvus]:
    """A real Milvus server, started once a process; tests that ask for it are skipped where the package that brings it is not installed."""
    pytest.importorskip("milvus", reason="the server is not installed: pip install milvus==2.3.5")
    from milvus_server import LocalMilvus

    server = LocalMilvus(tmp_path_factory.mktemp("milvus"))
    server.start()
    yield server
    server.kill()

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from embedders import SECOND, Hashing

import kb.building.builder
import kb.store.base
import kb.store.follower
from index import HybridIndex, open_generation
from kb.building import build
from kb.errors import StoreError
from kb.models import Models
from kb.settings import Settings
from kb.store.base import KnowledgeBase
from kb.store.follower import StoreFollower, open_newest

NOTICE = "关于做好{edition}就业工作的通知\n\n某人社发〔2020〕1号\n\n一、补贴标准。对新招用人员每人补贴{edition}元。\n\n二、期限。补贴期限为三年。\n"
QUESTION = "新招用人员每人补贴多少元？"


MODELS = Models(Hashing(), SECOND)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus and store of the first edition, 1000."""
    made = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    made.corpus.mkdir()
    write(made, "1000")
    return made


def write(settings: Settings, edition: str) -> None:
    (settings.corpus / "甲.txt").write_text(NOTICE.format(edition=edition), encoding="utf-8")
    build(settings, models=MODELS)


def opened(settings: Settings, look_every: float = 0.0) -> StoreFollower:
    return StoreFollower.open(settings=settings, models=MODELS, look_every=look_every)


def title(source: StoreFollower | KnowledgeBase) -> str:
    return source.current.documents()[0].document.title


def said(source: StoreFollower | KnowledgeBase) -> str:
    """The text of what is found; `ask` must answer too, though with this embedder it finds nothing sure enough."""
    base = source.current
    assert base.ask(QUESTION).confidence > 0
    return "".join(hit.clause.text for hit in base.search(QUESTION))


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def hurt(settings: Settings, generation: str) -> None:
    (path,) = (settings.store / generation).glob("clauses/*/clauses.jsonl")
    path.write_bytes(path.read_bytes().replace("补贴".encode(), "补助".encode()))


def test_it_gives_what_a_knowledge_base_opened_there_is(settings: Settings) -> None:
    live, plain = opened(settings), KnowledgeBase.open(settings=settings, models=MODELS)
    assert replace(live.current.ask(QUESTION), elapsed_ms=0.0) == replace(plain.ask(QUESTION), elapsed_ms=0.0)
    assert (live.current.documents(), live.current.fingerprint) == (plain.documents(), plain.fingerprint)
    assert live.current is live.current and plain.current is plain
    assert live.current.warning is None


def test_a_new_generation_is_swapped_in_without_a_restart(settings: Settings) -> None:
    live = opened(settings)
    before = live.current.fingerprint
    write(settings, "2000")
    assert eventually(lambda: "2000元" in said(live))
    assert live.current.fingerprint != before
    assert live.current.warning is None


def test_calls_are_served_from_the_old_generation_while_the_new_one_is_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = opened(settings)
    write(settings, "2000")
    ready, opens = threading.Event(), []
    real = kb.store.follower.open_newest

    def slow(*arguments: object) -> KnowledgeBase:
        opens.append(arguments)
        assert ready.wait(20)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kb.store.follower, "open_newest", slow)
    monkeypatch.setattr(kb.store.follower, "_QUIET", 3600)
    for _ in range(20):
        assert "1000元" in said(live)
    # However often it is asked, it is opened once.
    assert eventually(lambda: len(opens) == 1)
    ready.set()
    assert eventually(lambda: "2000" in title(live))
    assert len(opens) == 1


def test_who_asks_first_after_a_quiet_time_is_not_told_what_was_replaced(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = opened(settings)
    write(settings, "2000")
    monkeypatch.setattr(kb.store.follower, "_QUIET", -1)
    assert "2000元" in said(live)
    # One that takes too long to open is not waited for.
    write(settings, "3000")
    ready, real = threading.Event(), kb.store.follower.open_newest
    monkeypatch.setattr(kb.store.follower, "_PATIENCE", 0.05)
    monkeypatch.setattr(kb.store.follower, "open_newest", lambda *told: real(*told) if ready.wait(20) else None)
    assert "2000元" in said(live)
    ready.set()
    assert eventually(lambda: "3000" in title(live))


def test_it_looks_at_the_pointer_no_more_often_than_it_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = opened(settings, look_every=3600)
    looks: list[Path] = []
    monkeypatch.setattr(kb.store.follower, "pointer_stamp", lambda store: looks.append(store))
    for _ in range(50):
        title(live)
    assert looks == []


def test_refresh_opens_now_and_only_what_is_new(settings: Settings) -> None:
    live = opened(settings, look_every=3600)
    assert not live.refresh()
    write(settings, "2000")
    assert "1000" in title(live)
    assert live.refresh()
    assert "2000" in title(live)
    assert not live.refresh()


def test_a_reader_goes_on_when_its_folder_is_removed(settings: Settings) -> None:
    plain = KnowledgeBase.open(settings=settings, models=MODELS)
    live = opened(settings, look_every=3600)
    folder = open_generation(settings.store).path
    write(settings, "2000")
    write(settings, "3000")
    assert not folder.exists()
    shutil.rmtree(settings.store)
    for base in (plain, live.current):
        assert "1000元" in said(base)
        assert base.search(QUESTION)
        assert base.set_aside("某人社发〔2020〕1号") == ()


def test_the_last_good_generation_is_kept_when_everything_newer_is_damaged(settings: Settings) -> None:
    live = opened(settings, look_every=3600)
    write(settings, "2000")
    hurt(settings, "000001")
    hurt(settings, "000002")
    assert not live.refresh()
    assert "1000元" in said(live)
    assert live.current.warning is not None
    assert "policy-kb build" in str(live.current.warning)
    assert "\n" not in str(live.current.warning)
    # A build mends it.
    write(settings, "3000")
    assert live.refresh()
    assert ("3000" in title(live), live.current.warning) == (True, None)


def test_the_newest_whole_generation_is_served_with_a_warning_when_the_newest_is_damaged(settings: Settings) -> None:
    live = opened(settings, look_every=3600)
    write(settings, "2000")
    hurt(settings, "000002")
    live.refresh()
    assert "1000" in title(live)
    assert live.current.warning is not None
    assert "000001" in str(live.current.warning)


def test_a_store_that_vanishes_leaves_the_last_generation_in_service(settings: Settings) -> None:
    live = opened(settings)
    shutil.rmtree(settings.store)
    assert eventually(lambda: live.current.warning is not None)
    assert "1000元" in said(live)


def test_another_models_store_is_not_swapped_in(settings: Settings) -> None:
    live = opened(settings, look_every=3600)
    other = Hashing("another")
    (settings.corpus / "甲.txt").write_text(NOTICE.format(edition="2000"), encoding="utf-8")
    build(settings, models=Models(other, MODELS.second))
    assert not live.refresh()
    assert "1000" in title(live)
    assert live.current.warning is not None
    assert "POLICY_KB_MODEL" in str(live.current.warning)


def test_trouble_is_looked_into_again_after_a_minute(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    live = opened(settings, look_every=3600)
    write(settings, "2000")
    (path,) = (settings.store / "000002").glob("clauses/*/clauses.jsonl")
    whole = path.read_bytes()
    path.write_bytes(b"")
    live.refresh()
    path.write_bytes(whole)
    assert not live.refresh()
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert live.refresh()
    assert ("2000" in title(live), live.current.warning) == (True, None)


@pytest.mark.parametrize("builds", [1, 2, 3])
def test_a_reader_that_builds_overtake_while_it_loads_begins_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, builds: int
) -> None:
    real = HybridIndex.load
    loads: list[Path] = []

    class Overtaken(HybridIndex):
        @classmethod
        def load(cls, folder: Path) -> HybridIndex:  # type: ignore[override]
            loads.append(folder)
            if len(loads) == 1:
                for n in range(builds):
                    write(settings, f"{n + 2}000")
            return real(folder)

    monkeypatch.setattr(kb.store.base, "HybridIndex", Overtaken)
    live = opened(settings)
    # One build leaves the generation that is being read; two remove it.
    assert len(loads) == (1 if builds == 1 else 2)
    assert live.current.warning is None
    assert eventually(lambda: f"{builds + 1}000" in title(live))


def test_a_missing_store_is_named_at_once(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "none")
    for read in (lambda: opened(settings), lambda: open_newest(settings.store, settings, MODELS)):
        with pytest.raises(StoreError, match="policy-kb build"):
            read()
    with pytest.raises(StoreError):
        StoreFollower.open(settings=Settings(model=str(tmp_path / "no model")))

"""A store whose vectors a Milvus server searches answers as one that searches its own folder, and says so where the server fails."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from command_line import run
from embedders import Hashing
from living_corpus import NEW, OLD, TEXTS

import index.engines.milvus_collections as collections
from index import open_generation
from kb.answers import Answer
from kb.building import build
from kb.errors import StoreError
from kb.models import Models
from kb.records import NO_FILTERS, Filters
from kb.settings import Settings
from kb.store import KnowledgeBase
from kb.upkeep import examine, rebuild

if TYPE_CHECKING:
    from milvus_server import LocalMilvus
    from pymilvus import MilvusClient

pytestmark = pytest.mark.slow
T = TypeVar("T")
QUESTIONS = Path(__file__).parents[3] / "eval" / "questions.jsonl"
MANUAL = Path(__file__).parents[3] / "docs" / "milvus.md"
MODELS = Models(Hashing(), Hashing())
QUESTION = "每人每月补贴多少元？"


def on(server: LocalMilvus, folder: Path, **more: Any) -> Settings:
    """Settings of a corpus and a store in a folder, searched by the server."""
    from milvus_server import PASSWORD, USER

    given = {"engine": server.address, "engine_user": USER, "engine_token": PASSWORD, "data": folder} | more
    return Settings(**({"corpus": folder / "corpus", "store": folder / "store"} | given))


def in_time(does: Callable[[], T]) -> T:
    """What a server started anew comes to do: ready it is after its own time, and on a busy machine not within a question's patience."""
    until = time.monotonic() + 120
    while True:
        try:
            if (done := does()) or time.monotonic() > until:
                return done
        except StoreError:
            if time.monotonic() > until:
                raise
        time.sleep(1)


@pytest.fixture(scope="module")
def office(local_milvus: LocalMilvus, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A few texts, built; every test leaves them built, though perhaps not the same ones."""
    settings = on(local_milvus, tmp_path_factory.mktemp("office"))
    settings.corpus.mkdir()
    for name, text in TEXTS.items():
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build(settings, models=MODELS)
    return settings


@pytest.fixture
def client(local_milvus: LocalMilvus) -> Iterator[MilvusClient]:
    from milvus_server import PASSWORD, USER
    from pymilvus import MilvusClient

    client = MilvusClient(local_milvus.address.replace("milvus", "http"), USER, PASSWORD)
    yield client
    client.close()


def collections_of(client: MilvusClient, settings: Settings) -> dict[str, list[str]]:
    """Those of a store by name, with the aliases of each."""
    prefix = f"policy_kb_{open_generation(settings.store).meta['engine']['store']}_"  # type: ignore[index,call-overload]
    return {name: client.list_aliases(name)["aliases"] for name in client.list_collections() if name.startswith(prefix)}


def first_clause(answer: Answer) -> tuple[str, str | None]:
    return answer.status, answer.citations[0].clause.id if answer.citations else None


@pytest.fixture(scope="module")
def notices(
    built_store: Path, corpus: Path, local_milvus: LocalMilvus, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The five notices with the real models, built."""
    folder = tmp_path_factory.mktemp("notices")
    shutil.copytree(built_store, folder / "store", symlinks=True)
    settings = on(local_milvus, folder, corpus=corpus)
    report = build(settings)
    assert report.engine and "BM25" in report.engine.en and report.embedded == 0
    return settings


def test_questions_are_answered_alike(built_store: Path, notices: Settings) -> None:
    embedded, milvus = KnowledgeBase.open(built_store), KnowledgeBase.open(settings=notices)
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::9]
    filters = [NO_FILTERS, *(Filters(region=region) for region in embedded.regions), Filters(in_force=True)]
    alike = []
    for number, question in enumerate(questions):
        wanted = filters[number % len(filters)]
        alike.append(first_clause(embedded.ask(question, wanted)) == first_clause(milvus.ask(question, wanted)))
    assert sum(alike) >= 0.995 * len(alike)


def test_a_document_removed_is_gone_on_every_path(office: Settings, client: MilvusClient) -> None:
    before = collections_of(client, office)
    (office.corpus / "旧办法.txt").unlink()
    rebuild(office, "张三", models=MODELS, forget=True)
    base = KnowledgeBase.open(settings=office, models=MODELS)
    assert {hit.clause.document for hit in base.search(QUESTION, 100)}.isdisjoint({OLD})
    assert OLD not in {citation.document.id for citation in base.ask(QUESTION).citations}
    held = collections_of(client, office)
    assert len(held) == 2 and not set(held) & set(before)
    for name in [*held, *(alias for aliases in held.values() for alias in aliases)]:
        rows = client.query(name, filter="row >= 0", output_fields=["document", "first_day", "last_day"])
        assert (NEW, 20210301, 20240229) in {(row["document"], row["first_day"], row["last_day"]) for row in rows}
        assert OLD not in {row["document"] for row in rows}


def test_what_is_up_to_date_but_not_on_the_server_is_put_there(office: Settings, client: MilvusClient) -> None:
    assert not build(office, models=MODELS).changed
    (lost,) = (name for name, aliases in collections_of(client, office).items() if aliases and name.endswith("_second"))
    client.drop_alias(collections_of(client, office)[lost][0])
    client.drop_collection(lost)
    with pytest.raises(StoreError, match="policy-kb build"):
        KnowledgeBase.open(settings=office, models=MODELS)
    assert build(office, models=MODELS).changed
    assert sorted(len(aliases) for aliases in collections_of(client, office).values())[-2:] == [1, 1]
    KnowledgeBase.open(settings=office, models=MODELS)


def test_a_store_built_without_the_engine_is_refused_and_one_built_with_it_needs_none(
    office: Settings, tmp_path: Path
) -> None:
    for folder in (office.corpus, office.store):
        shutil.copytree(folder, tmp_path / folder.name)
    here = {"corpus": tmp_path / "corpus", "store": tmp_path / "store"}
    alone = Settings(**(office.model_dump() | here | {"engine": None}))
    assert not build(alone, models=MODELS).changed
    answer = KnowledgeBase.open(settings=alone, models=MODELS).ask(QUESTION)
    assert first_clause(answer) == first_clause(KnowledgeBase.open(settings=office, models=MODELS).ask(QUESTION))
    (alone.corpus / "细则.txt").unlink()
    build(alone, models=MODELS)
    with pytest.raises(StoreError, match="policy-kb build"):
        KnowledgeBase.open(settings=Settings(**(office.model_dump() | here)), models=MODELS)


def test_a_wrong_password_is_told_and_not_repeated(office: Settings) -> None:
    wrong = Settings(**(office.model_dump() | {"engine_token": "geheim-7"}))
    with pytest.raises(StoreError, match="POLICY_KB_ENGINE_TOKEN") as caught:
        KnowledgeBase.open(settings=wrong, models=MODELS)
    assert "geheim-7" not in str(caught.value) and "root" not in str(caught.value)


def test_doctor_looks_at_the_server(notices: Settings) -> None:
    wrong = Settings(**(notices.model_dump() | {"engine_token": "geheim-7"}))
    found = [[one for one in examine(each) if one.point == "store"] for each in (notices, wrong)]
    assert [one.state for one in found[0]] == ["good", "good"] and "Milvus v2.3.5" in found[0][1].said.en
    assert [one.state for one in found[1]] == ["good", "wrong"] and "POLICY_KB_ENGINE_TOKEN" in found[1][1].said.zh


def test_a_server_killed_during_a_build_leaves_the_old_generation(
    office: Settings, local_milvus: LocalMilvus, client: MilvusClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = KnowledgeBase.open(settings=office, models=MODELS)
    before, path = asked.ask(QUESTION), open_generation(office.store).path
    (office.corpus / "另文.txt").write_text(TEXTS["细则"].replace("5号", "6号"), encoding="utf-8")
    made = collections._rows

    def killing(*given: Any) -> list[dict[str, object]]:
        local_milvus.kill()
        return made(*given)

    with monkeypatch.context() as patch:
        patch.setattr(collections, "_rows", killing)
        with pytest.raises(StoreError, match=r"没有应答.*does not answer"):
            build(office, models=MODELS)
    assert open_generation(office.store).path == path
    # The server is away: one line, or the store itself.
    with pytest.raises(StoreError, match=r"没有应答.*POLICY_KB_ENGINE_AWAY=embedded.*does not answer"):
        asked.ask("凭证到哪里报名？")
    with pytest.raises(StoreError, match="does not answer"):
        KnowledgeBase.open(settings=office, models=MODELS)
    meanwhile = Settings(**(office.model_dump() | {"engine_away": "embedded"}))
    base = KnowledgeBase.open(settings=meanwhile, models=MODELS)
    answer = base.ask(QUESTION)
    assert first_clause(answer) == first_clause(before)
    assert answer.notices[-1].code == "engine_away" and "内置检索" in answer.notices[-1].text and base.warning
    local_milvus.start()
    after = in_time(lambda: KnowledgeBase.open(settings=office, models=MODELS).ask(QUESTION))
    assert replace(after, elapsed_ms=0.0) == replace(before, elapsed_ms=0.0)
    assert in_time(lambda: "engine_away" not in {notice.code for notice in base.ask(QUESTION).notices})
    # What the build left behind is taken away by the next one.
    left = {name for name, aliases in collections_of(client, office).items() if not aliases}
    assert build(office, models=MODELS).changed
    assert left and len(collections_of(client, office)) == 4 and len(left & set(collections_of(client, office))) == 0


def test_commands_tell_that_the_server_is_away(
    notices: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_KB_ENGINE", "milvus://127.0.0.1:9")
    monkeypatch.setenv("POLICY_KB_ENGINE_TOKEN", "geheim-7")
    for command in (("ask", QUESTION), ("build",)):
        called = run(*command, "--store", notices.store, capsys=capsys, monkeypatch=monkeypatch)
        assert (called.code, called.out) == (1, "") and "geheim-7" not in called.err
        assert "127.0.0.1:9 没有应答" in called.err and called.err.count("\n") == 1


def test_the_session_of_the_manual_prints_what_it_shows(
    notices: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notices.engine and notices.engine_user and notices.engine_token
    monkeypatch.setenv("POLICY_KB_ENGINE", notices.engine)
    monkeypatch.setenv("POLICY_KB_ENGINE_USER", notices.engine_user)
    monkeypatch.setenv("POLICY_KB_ENGINE_TOKEN", notices.engine_token.get_secret_value())
    monkeypatch.setenv("POLICY_KB_STORE", str(notices.store))
    monkeypatch.chdir(MANUAL.parents[1])
    (session,) = re.findall(r"```console\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    printed = ""
    for line in session.replace("milvus://10.0.0.5:19530", notices.engine).splitlines():
        if line.startswith("$ policy-kb "):
            done = run(*shlex.split(line[2:])[1:], capsys=capsys, monkeypatch=monkeypatch)
            assert done.code == 0, done.err
            printed = done.out
        elif not line.startswith("$ "):
            assert line in printed

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import Run, run
from embedders import SECOND, Hashing
from filelock import FileLock

import kb.building.generation as build_module
from index import VECTORS_SINCE, StoreOutdated, model_id, open_generation
from index import manifest as manifest_of_index
from index import storage as storage_of_index
from index.models.embedder import Progress, Vector
from index.vector_cache import content_hash
from kb.building.builder import build
from kb.building.entries import entry_of, is_evidence
from kb.building.generation import kept_vectors
from kb.errors import CorpusError, LexiconError, StoreError
from kb.language import LEXICON_NAME
from kb.models import Models
from kb.records import LoadedDocument
from kb.settings import Settings
from kb.store import KnowledgeBase

ROOT = Path(__file__).parents[3]
NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕{n}号\n\n一、补贴标准。对新招用人员每人补贴{n}000元。\n\n二、期限。补贴期限为{n}年。\n"


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """A corpus of one short notice and a place for its store."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "甲.txt").write_text(NOTICE.format(n=1), encoding="utf-8")
    return Settings(corpus=folder, store=tmp_path / "store")


def files_of(store: Path) -> dict[str, bytes]:
    """The current generation's files without the manifest."""
    folder = open_generation(store).path
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def all_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource")  # not on Windows
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def policy_kb_build(
    small: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Run]:
    """Runs `policy-kb build` over the small corpus."""
    return lambda: run(
        "build", "--corpus", small.corpus, "--store", small.store, capsys=capsys, monkeypatch=monkeypatch
    )


def test_only_what_is_new_is_embedded_and_the_store_is_that_of_a_build_from_nothing(small: Settings) -> None:
    assert build(small, models=Models(Hashing(model_id()), SECOND)).embedded > 0
    (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    second = Hashing(model_id())
    report = build(small, models=Models(second, SECOND))
    # Of the new notice only: its two clauses differ from the first notice's in the numbers.
    assert report.embedded == len(second.embedded) == len(set(second.embedded))
    assert report.embedded > 0
    assert all("2" in text for text in second.embedded)
    anew = Settings(corpus=small.corpus, store=small.store.parent / "anew")
    assert build(anew, models=Models(Hashing(model_id()), SECOND)).embedded > report.embedded
    assert files_of(small.store) == files_of(anew.store)


def test_a_notice_taken_away_needs_no_embedding_and_its_vectors_are_dropped(small: Settings) -> None:
    (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    build(small, models=Models(Hashing(model_id()), SECOND))
    more = set(kept_vectors(small.store)[0].vectors)
    (small.corpus / "乙.txt").unlink()
    report = build(small, models=Models(Hashing(model_id()), SECOND))
    assert (report.changed, report.embedded) == (True, 0)
    fewer = set(kept_vectors(small.store)[0].vectors)
    assert fewer < more
    # Back again, it is embedded again: nothing is kept for what is not there.
    (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    assert build(small, models=Models(Hashing(model_id()), SECOND)).embedded == len(more) - len(fewer)


def test_the_report_tells_what_documents_decide_of_each_other_and_what_was_skipped(small: Settings) -> None:
    newer = NOTICE.format(n=2).replace("〔2020〕", "〔2022〕") + "\n三、某人社发〔2020〕1号自2022年3月1日起停止执行。\n"
    (small.corpus / "乙.txt").write_text(newer, encoding="utf-8")
    based = (
        "关于培训的通知\n\n某人社发〔2021〕8号\n\n各县区：\n\n根据某人社发〔2020〕1号，现通知如下。\n\n一、培训免费。\n"
    )
    (small.corpus / "丙.txt").write_text(based, encoding="utf-8")
    (small.corpus / "丁.ppt").write_bytes(b"PK")
    report = build(small, models=Models(Hashing(model_id()), SECOND))
    assert report.counts.superseded == 1
    assert [line.split("：“")[0] for line in report.counts.effects] == [
        "某人社发〔2022〕2号 三：废止 某人社发〔2020〕1号，自2022-03-01起"
    ]
    (said,) = report.counts.effect_notes
    assert said.startswith("某人社发〔2021〕8号 依据 某人社发〔2020〕1号 制定，请核对。")
    again = build(small, models=Models(Hashing(model_id()), SECOND))
    assert (again.changed, again.counts) == (False, report.counts)
    assert [one.file for one in again.skipped] == [one.file for one in report.skipped] == ["丁.ppt"]


def test_a_copy_and_another_text_of_one_number_stop_no_build_and_are_reported(small: Settings) -> None:
    (small.corpus / "甲的副本.txt").write_text(NOTICE.format(n=1).replace("\n\n", "\n"), encoding="utf-8")
    rules = "招用补贴经办规程\n\n某人社发〔2020〕1号\n\n第一条 窗口当场受理申请。\n\n第二条 五日内审核完毕。\n"
    (small.corpus / "规程.txt").write_text(rules, encoding="utf-8")
    report = build(small, models=Models(Hashing(model_id()), SECOND))
    assert report.counts.documents == 2
    assert [one.file for one in report.skipped] == ["甲的副本.txt"] and "甲.txt" in report.skipped[0].reason.zh
    (said,) = report.counts.effect_notes
    assert said.startswith("甲.txt、规程.txt 文号同为 某人社发〔2020〕1号")
    again = build(small, models=Models(Hashing(model_id()), SECOND))
    assert not again.changed and [one.file for one in again.skipped] == ["甲的副本.txt"]
    clauses = KnowledgeBase.open(small.store).clauses("规程")
    assert [clause.label for clause in clauses if clause.kind == "clause"] == ["第一条", "第二条"]


def test_the_vectors_of_a_store_of_the_format_before_are_kept(small: Settings) -> None:
    build(small, models=Models(Hashing(model_id()), SECOND))
    generation = open_generation(small.store).path
    body = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    del body["sha256"]
    # It knew no segments, and one part of words.
    kept = {}
    for name, entry in body["files"].items():
        old = re.sub(r"segments/\w+/|(?<=vocabulary/)000/", "", name)
        if old == name or "/words/" in name or "/bigrams/" in name:
            (generation / name).unlink()
            continue
        (generation / old).parent.mkdir(parents=True, exist_ok=True)
        (generation / name).rename(generation / old)
        kept[old] = entry
    body |= {"files": kept, "format": VECTORS_SINCE}
    shutil.rmtree(generation / "index" / "segments")
    shutil.rmtree(generation / "index" / "vocabulary" / "000")
    text = json.dumps(body | {"sha256": manifest_of_index._own_sha256(body)})
    (generation / "manifest.json").write_text(text, encoding="utf-8")
    storage_of_index._point(small.store, generation)
    with pytest.raises(StoreOutdated, match="policy-kb build"):
        open_generation(small.store)
    report = build(small, models=Models(Hashing(model_id()), SECOND))
    assert (report.changed, report.embedded) == (True, 0)


def test_another_model_embeds_everything_anew(small: Settings) -> None:
    build(small, models=Models(Hashing(model_id()), SECOND))
    other = Hashing("another")
    report = build(small, models=Models(other, SECOND))
    assert report.embedded == len(kept_vectors(small.store)[0].vectors)


def test_a_damaged_vector_is_not_carried_on(small: Settings) -> None:
    build(small, models=Models(Hashing(model_id()), SECOND))
    whole = files_of(small.store)
    (path,) = open_generation(small.store).path.glob("index/segments/*/sentences/vectors.npy")
    data = bytearray(path.read_bytes())
    data[-3] ^= 64
    path.write_bytes(data)
    report = build(small, models=Models(Hashing(model_id()), SECOND))
    assert report.changed
    assert report.embedded > 0
    assert files_of(small.store) == whole


def test_the_store_is_held_while_embedding_and_a_second_builder_is_told_at_once(small: Settings) -> None:
    seen: list[str] = []

    class Nosy(Hashing):
        def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
            with pytest.raises(StoreError, match="try again") as caught:
                build(small, models=Models(Hashing(model_id()), SECOND))
            seen.append(str(caught.value))
            return super().embed_passages(texts, progress)

    assert build(small, models=Models(Nosy(model_id()), SECOND)).changed
    assert len(seen) == 1


def test_a_corpus_changed_while_it_is_read_is_read_again(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real = build_module.load_corpus
    reads: list[int] = []

    def load(*arguments: Any) -> Any:
        loaded = real(*arguments)
        if not reads:
            (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
        reads.append(len(loaded))
        return loaded

    monkeypatch.setattr(build_module, "load_corpus", load)
    assert build(small, models=Models(Hashing(model_id()), SECOND)).counts.documents == 2
    assert reads == [1, 2]
    assert not build(small, models=Models(Hashing(model_id()), SECOND)).changed


def test_the_command_says_in_one_line_that_another_builder_is_at_work(
    small: Settings, policy_kb_build: Callable[[], Run]
) -> None:
    build(small, models=Models(Hashing(model_id()), SECOND))
    (small.corpus / "甲.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    before = all_files(small.store)
    with FileLock(small.store / ".lock"):
        done = policy_kb_build()
    assert (done.code, done.out, len(done.err.strip().splitlines())) == (1, "", 1)
    assert "另一个程序正在写入" in done.err
    assert all_files(small.store) == before


@pytest.mark.parametrize("below", [".", "store"])
def test_a_store_that_is_a_file_is_told_before_anything_is_read(
    below: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    store = tmp_path / "notes"
    store.write_text("mine", encoding="utf-8")
    monkeypatch.setattr("kb.building.generation.load_corpus", lambda *_: pytest.fail("the texts are read first"))
    said = run("build", "--store", store / below, capsys=capsys, monkeypatch=monkeypatch)
    assert said.code == 1 and said.err.count("\n") == 1
    assert "not a folder" in said.err and "--store" in said.err and store.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("room", ["none", "a little", "all but a byte"])
def test_a_full_disk_is_one_line_and_changes_nothing(
    small: Settings, room: str, policy_kb_build: Callable[[], Run]
) -> None:
    (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    build(small, models=Models(Hashing(model_id()), SECOND))
    anew = Settings(corpus=small.corpus, store=small.store.parent / "anew")
    # All vectors are known, so the command needs no model to fail.
    (small.corpus / "乙.txt").unlink()
    build(anew, models=Models(Hashing(model_id()), SECOND))
    before = all_files(small.store.parent)
    # What is there already is shared, which needs no room.
    largest = max(
        len(data) for name, data in files_of(anew.store).items() if data not in files_of(small.store).values()
    )
    with files_up_to({"none": 0, "a little": 700, "all but a byte": largest - 1}[room]):
        done = policy_kb_build()
    assert (done.code, done.out, len(done.err.strip().splitlines())) == (1, "", 1), done.err
    assert "磁盘空间" in done.err
    assert all_files(small.store.parent) == before
    assert policy_kb_build().code == 0
    assert files_of(small.store) == files_of(anew.store)


FEW = {"kills": 3, "flips": 4, "questions": 6, "swaps": 1, "full": 3}
MORE = {"kills": 8, "flips": 20, "questions": 40, "swaps": 3, "full": 6}


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [FEW, pytest.param(MORE, marks=pytest.mark.thorough)], ids=["few", "more"])
def test_the_store_under_fire(rounds: dict[str, int]) -> None:
    """A few rounds: each way for a build to end is among the first three; `make bench` fires hundreds."""
    words = [f"--{name}={value}" for name, value in rounds.items()]
    # A process of its own: it forks, and files of its own may not grow.
    command = [sys.executable, str(ROOT / "bench" / "fire.py"), "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert list(figures) == ["kills", "flips", "swaps", "full"]
    for name, found in figures.items():
        assert found.pop("violations") == 0 < found.pop("seconds")
        if name == "swaps":
            assert found["swaps"] == rounds["swaps"] and found["questions"] >= rounds["questions"]
        else:
            assert sum(found.values()) == rounds[name]


def test_a_second_build_does_nothing_and_a_change_is_noticed(small: Settings) -> None:
    first = build(small)
    assert (first.changed, first.counts.documents, first.counts.clauses) == (True, 1, 3)
    again = build(small)
    assert not again.changed
    assert again.counts == first.counts
    (small.corpus / "乙.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    assert build(small).counts.documents == 2


def test_an_unchanged_build_imports_no_model(small: Settings) -> None:
    build(small)
    code = (
        "import sys; from pathlib import Path; from kb.building.builder import build; from kb.settings import Settings\n"
        f"report = build(Settings(corpus=Path({str(small.corpus)!r}), store=Path({str(small.store)!r})))\n"
        "assert not report.changed\n"
        "sys.exit(', '.join({'torch', 'sentence_transformers'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_bad_corpus_leaves_the_store_as_it_was(small: Settings) -> None:
    build(small)
    before = {path: path.read_bytes() for path in sorted(small.store.rglob("*")) if path.is_file()}
    for path in small.corpus.glob("*.txt"):
        path.write_bytes(b"\x00\x01")
    with pytest.raises(CorpusError, match=r"[甲乙]\.txt"):
        build(small)
    assert {path: path.read_bytes() for path in sorted(small.store.rglob("*")) if path.is_file()} == before


def test_damage_is_noticed_and_mended_by_a_build(small: Settings) -> None:
    build(small)
    clauses = next(small.store.glob("0*/clauses/*/clauses.jsonl"))
    clauses.write_bytes(clauses.read_bytes().replace(b"1000", b"9000"))
    with pytest.raises(StoreError, match="policy-kb build"):
        KnowledgeBase.open(small.store)
    assert build(small).changed
    assert KnowledgeBase.open(small.store).ask("新招用人员每人补贴多少元？").status == "answered"


def test_a_missing_and_an_older_store_name_the_remedy(small: Settings) -> None:
    with pytest.raises(StoreError, match="policy-kb build"):
        KnowledgeBase.open(small.store)
    build(small)
    manifest = next(small.store.glob("0*/manifest.json"))
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"format": 0}), encoding="utf-8")
    with pytest.raises(StoreError, match="policy-kb build"):
        KnowledgeBase.open(small.store)
    assert build(small).changed


def test_another_model_than_the_stores_is_refused(small: Settings) -> None:
    build(small)
    with pytest.raises(StoreError, match="POLICY_KB_MODEL"):
        KnowledgeBase.open(small.store, Settings(store=small.store, model=str(small.corpus)))


def test_the_vectors_of_a_store_are_what_the_models_give(built_store: Path, loaded: list[LoadedDocument]) -> None:
    """Of every 40th text: builds, and this suite, keep vectors from one store to the next; a batch may round the second model's otherwise."""
    models = Models.load(Settings().model, built_store)
    entries = [entry_of(clause, item.document) for item in loaded for clause in item.clauses if is_evidence(clause)]
    embedded = [text for entry in entries for text in (*entry.passages, *entry.sentences)]
    main, second = kept_vectors(built_store)
    for model, kept, texts, rounding in (
        (models.main, main, embedded[::40], 0),
        (models.second, second, [*embedded[::40], "补贴"], 2**-12),
    ):
        assert kept.model == model.model_id
        vectors = np.stack([kept.vectors[content_hash(text)] for text in texts])
        given = model.embed_passages(texts).astype(np.float16).astype(np.float32)
        assert np.abs(vectors - given).max() <= rounding


def test_gbk_and_utf8_give_the_same_clauses(small: Settings, tmp_path: Path) -> None:
    other = tmp_path / "gbk"
    shutil.copytree(small.corpus, other)
    (other / "甲.txt").write_bytes(NOTICE.format(n=1).encode("gbk"))
    build(small)
    build(Settings(corpus=other, store=tmp_path / "store2"))
    one, two = (KnowledgeBase.open(path).clauses("某人社发〔2020〕1号") for path in (small.store, tmp_path / "store2"))
    assert one == two


def test_the_lexicon_beside_the_texts_adds_to_the_others_and_a_fault_in_it_stops_the_build(small: Settings) -> None:
    words = small.corpus / LEXICON_NAME
    words.write_text(
        "- official: [试点名称]\n  everyday: [那个叫法]\n- official: [公益性岗位]\n  off: true\n", encoding="utf-8"
    )
    report = build(small)
    assert LEXICON_NAME not in str(report.skipped)
    question = KnowledgeBase.open(settings=small).understand("那个叫法的公益岗位")
    assert ("试点名称",) in [term.official for term in question.terms]
    assert not any("公益性岗位" in term.official for term in question.terms)
    words.write_text("- official: 试点\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=LEXICON_NAME):
        build(small)

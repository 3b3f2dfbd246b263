from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.build import build
from kb.errors import CorpusError, StoreError
from kb.settings import Settings

NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕{n}号\n\n一、补贴标准。对新招用人员每人补贴{n}000元。\n\n二、期限。补贴期限为{n}年。\n"


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """A corpus of one short notice and a place for its store."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "甲.txt").write_text(NOTICE.format(n=1), encoding="utf-8")
    return Settings(corpus=folder, store=tmp_path / "store")


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
        "import sys; from pathlib import Path; from kb.build import build; from kb.settings import Settings\n"
        f"report = build(Settings(corpus=Path({str(small.corpus)!r}), store=Path({str(small.store)!r})))\n"
        "assert not report.changed\n"
        "sys.exit(', '.join({'torch', 'sentence_transformers'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_bad_corpus_leaves_the_store_as_it_was(small: Settings) -> None:
    build(small)
    before = {path: path.read_bytes() for path in sorted(small.store.rglob("*")) if path.is_file()}
    (small.corpus / "坏.txt").write_bytes(b"\x00\x01")
    with pytest.raises(CorpusError, match=r"坏\.txt"):
        build(small)
    assert {path: path.read_bytes() for path in sorted(small.store.rglob("*")) if path.is_file()} == before


def test_damage_is_noticed_and_mended_by_a_build(small: Settings) -> None:
    build(small)
    clauses = next(small.store.glob("0*/clauses.jsonl"))
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


def test_gbk_and_utf8_give_the_same_clauses(small: Settings, tmp_path: Path) -> None:
    other = tmp_path / "gbk"
    shutil.copytree(small.corpus, other)
    (other / "甲.txt").write_bytes(NOTICE.format(n=1).encode("gbk"))
    build(small)
    build(Settings(corpus=other, store=tmp_path / "store2"))
    one, two = (KnowledgeBase.open(path).clauses("某人社发〔2020〕1号") for path in (small.store, tmp_path / "store2"))
    assert one == two

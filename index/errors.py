# ruff: noqa: N818
"""Every error of the package, each with a message that names cause and remedy in one line (Chinese, then English).

TextIndexError
├── InvalidIndexInput          entries, a vector, weights or k that cannot be indexed or searched (also a ValueError)
├── EmbedderUnavailable   the embedding model or its engine is not on this machine
├── EngineError           the engine on a server is set wrongly, refuses, or does not hold this generation
│   └── EngineAway        it does not answer, or cannot search now
└── IndexStoreError
    ├── StoreMissing      no generation was ever written there
    ├── StoreOutdated     written in another format version
    ├── StoreDamaged      files are missing or not the bytes that were written
    └── StoreBusy         another writer holds the store
"""

from __future__ import annotations

from index.messages import SaidError


class TextIndexError(SaidError):
    """Root of every error this package raises on purpose."""


class InvalidIndexInput(TextIndexError, ValueError):
    """The caller's data cannot be indexed or searched."""


class EmbedderUnavailable(TextIndexError):
    """The embedding model cannot be loaded from this machine."""


class EngineError(TextIndexError):
    """The engine is set wrongly, refuses, cannot do what is needed, or does not hold this generation."""


class EngineAway(EngineError):
    """The engine's server does not answer or cannot search now; what it holds is not in doubt."""


class IndexStoreError(TextIndexError):
    """A store folder cannot be read or written."""


class StoreMissing(IndexStoreError):
    """The folder holds no generation."""


class StoreOutdated(IndexStoreError):
    """The generation was written in a format version that this program does not read."""


class StoreDamaged(IndexStoreError):
    """The generation's files are not those its manifest lists."""


class StoreBusy(IndexStoreError):
    """Another process is writing the store."""

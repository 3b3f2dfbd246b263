"""Texts with ids in, ranked ids out: hybrid search over vectors and BM25, and the store it is kept in.

Reading order: records, errors, embedder, dense, lexical, fusion, hybrid, storage. Knows nothing of policies.
"""

from index.embedder import DEFAULT_MODEL, Embedder, load_embedder, model_id
from index.errors import (
    EmbedderUnavailable,
    InvalidInput,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreOutdated,
    TextIndexError,
)
from index.hybrid import HybridIndex, HybridWeights
from index.lexical import bigram_tokens, normalize, word_tokens
from index.records import Entry, Hit, Query
from index.storage import JSON, Generation, open_generation, read_meta, write_generation

__all__ = [
    "DEFAULT_MODEL",
    "JSON",
    "Embedder",
    "EmbedderUnavailable",
    "Entry",
    "Generation",
    "Hit",
    "HybridIndex",
    "HybridWeights",
    "InvalidInput",
    "Query",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreMissing",
    "StoreOutdated",
    "TextIndexError",
    "bigram_tokens",
    "load_embedder",
    "model_id",
    "normalize",
    "open_generation",
    "read_meta",
    "word_tokens",
    "write_generation",
]

"""Texts with ids in, ranked ids out: hybrid search over vectors and BM25, and the store it is kept in.

Reading order: records, errors, embedder, use_embedder, dense, semantic, lexical, vocabulary, fusion, hybrid, manifest, storage,
vector_cache. Knows nothing of policies.
"""

from index.dense import DenseIndex
from index.embedder import DEFAULT_MODEL, Embedder, PassageEmbedder, Progress, WordEmbedder, load_embedder, model_id
from index.errors import (
    EmbedderUnavailable,
    IndexStoreError,
    InvalidIndexInput,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
    StoreOutdated,
    TextIndexError,
)
from index.hybrid import HybridIndex, HybridWeights
from index.lexical import bigram_tokens, normalize, word_tokens
from index.records import Entry, Hit, Query
from index.storage import (
    JSON,
    Generation,
    Write,
    only_writer,
    open_generation,
    pointer_stamp,
    write_generation,
)
from index.use_embedder import UseEmbedder, use_model_id
from index.vector_cache import CachingEmbedder, VectorCache
from index.vocabulary import Vocabulary

__all__ = [
    "DEFAULT_MODEL",
    "JSON",
    "CachingEmbedder",
    "DenseIndex",
    "Embedder",
    "EmbedderUnavailable",
    "Entry",
    "Generation",
    "Hit",
    "HybridIndex",
    "HybridWeights",
    "IndexStoreError",
    "InvalidIndexInput",
    "PassageEmbedder",
    "Progress",
    "Query",
    "StoreBusy",
    "StoreDamaged",
    "StoreMissing",
    "StoreOutdated",
    "TextIndexError",
    "UseEmbedder",
    "VectorCache",
    "Vocabulary",
    "WordEmbedder",
    "Write",
    "bigram_tokens",
    "load_embedder",
    "model_id",
    "normalize",
    "only_writer",
    "open_generation",
    "pointer_stamp",
    "use_model_id",
    "word_tokens",
    "write_generation",
]

"""Texts with ids in, ranked ids out: hybrid search over vectors and BM25, and the store it is kept in.

Reading order: records, errors, models, manifest, storage, dense, row_search, vector_cache, semantic, postings, lexical,
vocabulary, segment, fusion, hybrid, engines. Knows nothing of policies.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

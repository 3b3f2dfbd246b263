"""Engines that search vectors in place of the arrays in the store's folder: a server that holds those of every generation.

Reading order: row_filter, milvus, milvus_rows (which does what index/row_search.py asks of it), milvus_collections, engine.
"""

from index.engines.engine import Engine
from index.engines.milvus import EngineSettings
from index.engines.row_filter import DocumentRow, RowFilter

__all__ = ["DocumentRow", "Engine", "EngineSettings", "RowFilter"]

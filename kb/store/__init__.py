"""Generations on disk, opened and followed."""

from __future__ import annotations

from kb.store.archive import INDEX_FOLDER, Archive, copy_sources, read_archive, write_archive
from kb.store.base import KnowledgeBase
from kb.store.cards import open_benefits
from kb.store.engine import declared, engine_of, row_filter
from kb.store.follower import StoreFollower, open_newest

__all__ = [
    "INDEX_FOLDER",
    "Archive",
    "KnowledgeBase",
    "StoreFollower",
    "copy_sources",
    "declared",
    "engine_of",
    "open_benefits",
    "open_newest",
    "read_archive",
    "row_filter",
    "write_archive",
]

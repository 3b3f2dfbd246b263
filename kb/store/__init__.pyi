from .archive import INDEX_FOLDER, Archive, copy_sources, read_archive, write_archive
from .base import KnowledgeBase
from .cards import open_benefits
from .engine import declared, engine_of, row_filter
from .follower import StoreFollower, open_newest

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

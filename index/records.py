"""What goes into an index and what comes out of it: entries, queries and hits.

The index knows nothing of policies: an entry is a text with an id, and a hit is an id with a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import InvalidIndexInput


@dataclass(frozen=True)
class Entry:
    """One rankable text. `passages` (at least one) and `sentences` (may be empty) are what is embedded."""

    id: str
    text: str
    passages: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A question for the index: `text` is embedded; `expansion` is read by BM25 beside `text`."""

    text: str
    expansion: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One ranked entry with the evidence behind its rank.

    `score` is the fused score in 0..1; `lexical` the raw BM25 sum (0 if no term met); `passage` and `sentence` the
    best cosine over the entry's passages and over its sentences (-1 where it has no sentence); `second` the best cosine over
    its sentences by the second model (-1 where it did not read the question).
    """

    id: str
    score: float
    lexical: float
    passage: float
    sentence: float
    second: float = -1.0


def check_ids(ids: Sequence[str]) -> None:
    """InvalidIndexInput unless there is an entry, and no two have one id."""
    if not ids:
        raise InvalidIndexInput(
            "没有可索引的条目，请先放入文件。", "There is nothing to index: add documents to the corpus."
        )
    if len(set(ids)) < len(ids):
        twice = next(one for one, times in Counter(ids).items() if times > 1)
        raise InvalidIndexInput(f"条目编号重复：{twice}。", f"Two entries have the id {twice!r}: ids must differ.")


def check_passages(entries: Sequence[Entry]) -> None:
    """InvalidIndexInput unless each entry has a passage."""
    for entry in entries:
        if not entry.passages:
            raise InvalidIndexInput(
                f"条目“{entry.id}”没有段落。", f"Entry {entry.id!r} has no passage: give it at least one."
            )

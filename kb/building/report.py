"""What a store holds, and what a build did."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kb.holdings import SkippedFile
from kb.messages import Message

if TYPE_CHECKING:
    from index import Engine

ENGINE = "engine"
"""What a generation's `meta` calls its collections on an engine."""


class StoreCounts(BaseModel):
    """What a store holds. `set_aside` counts texts by reason; `card_faults` names the benefit cards left out, and what has none.

    `uncertain` counts fields that rest on a weak sign, `superseded` documents that others take the place of. `effects` is what documents
    decide of each other, with the words, and `effect_notes` what of that could not be obeyed, which documents rest on one repealed, and
    which different ones bear one number. `unusable` are files that could not be read or that repeat another, with the reason in Chinese and English.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: int
    clauses: int
    passages: int
    sentences: int
    set_aside: dict[str, int]
    cards: int = 0
    card_faults: tuple[str, ...] = ()
    uncertain: int = 0
    superseded: int = 0
    effects: tuple[str, ...] = ()
    effect_notes: tuple[str, ...] = ()
    unusable: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class BuildReport:
    """What a build did; `changed` is False if the store was already up to date.

    `embedded` counts the sentences and passages, equal ones once, that the build before had no vector of; `skipped` are the files of the
    folder that were not taken, `engine` says what is searched where if not in the store's folder.
    """

    changed: bool
    counts: StoreCounts
    seconds: float
    embedded: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    engine: Message | None = None

    @classmethod
    def of(
        cls,
        counts: StoreCounts,
        started: float,
        skipped: Sequence[SkippedFile],
        embedded: int = 0,
        engine: Engine | None = None,
        *,
        changed: bool = False,
    ) -> BuildReport:
        """The report of a build that began at `started` (perf_counter)."""
        unusable = (SkippedFile(file, Message(zh, en)) for file, zh, en in counts.unusable)
        return cls(
            changed,
            counts,
            time.perf_counter() - started,
            embedded,
            (*skipped, *unusable),
            engine.said if engine else None,
        )

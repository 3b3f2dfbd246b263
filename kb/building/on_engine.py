"""A generation on the engine that the settings name, beside its folder: put there while it is written, taken away when it must go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index import forget_other_generations, open_generation
from kb.building.report import ENGINE
from kb.clause_table import ClauseTable
from kb.settings import Settings
from kb.store import declared, engine_of, row_filter

if TYPE_CHECKING:
    from index import JSON, Engine, Generation, HybridIndex
    from kb.records import LoadedDocument


@contextmanager
def on_engine(
    engine: Engine | None, index: HybridIndex, loaded: Sequence[LoadedDocument], before: Generation | None
) -> Iterator[dict[str, JSON]]:
    """Yields what the `meta` of the generation after `before` is to say, which the block writes; EngineError with the engine as it was."""
    if engine is None:
        yield {}
        return
    clauses = ClauseTable([clause for item in loaded for clause in item.clauses])
    rows = row_filter(index.ids, clauses, [item.document for item in loaded])
    with engine.holding(index, before.meta.get(ENGINE) if before else None, rows) as held:
        yield {ENGINE: held}


def forget_others(settings: Settings) -> None:
    """Removes every generation but the current one, from the store's folder and from the engine. KnowledgeBaseError or TextIndexError."""
    forget_other_generations(settings.store)
    with declared():
        if engine := engine_of(settings):
            engine.keep_only(open_generation(settings.store).meta.get(ENGINE))

"""A generation on the engine that the settings name, beside its folder: put there while it is written, taken away when it must go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from index import JSON, Engine, HybridIndex, TextIndexError, forget_other_generations, open_generation
from kb.records import Clause, Document
from kb.settings import Settings
from kb.store import declared, engine_of, row_filter

ENGINE = "engine"
"""What a generation's `meta` calls its collections."""


@contextmanager
def on_engine(
    engine: Engine | None, store: Path, index: HybridIndex, clauses: Sequence[Clause], documents: Sequence[Document]
) -> Iterator[dict[str, JSON]]:
    """Yields what the `meta` of the generation is to say, which the block writes; EngineError with the engine as it was."""
    if engine is None:
        yield {}
        return
    before: JSON = None
    with suppress(TextIndexError):
        before = open_generation(store).meta.get(ENGINE)
    with engine.holding(index, before, row_filter(index.ids, clauses, documents)) as held:
        yield {ENGINE: held}


def forget_others(settings: Settings) -> None:
    """Removes every generation but the current one, from the store's folder and from the engine. KnowledgeBaseError or TextIndexError."""
    forget_other_generations(settings.store)
    with declared():
        if engine := engine_of(settings):
            engine.keep_only(open_generation(settings.store).meta.get(ENGINE))

"""From a corpus folder to a store generation: nothing at all where nothing changed, else only the new texts embedded."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from index import (
    Generation,
    TextIndexError,
    check_place,
    model_id,
    only_writer,
    open_generation,
    use_model_id,
)
from kb.benefits import CARDS_NAME
from kb.building.fingerprint import corpus_fingerprint, kept_readings
from kb.building.report import ENGINE, BuildReport, StoreCounts
from kb.cases import FACTS_NAME
from kb.errors import StoreError
from kb.holdings import skipped_files
from kb.language import LEXICON_NAME
from kb.models import Models
from kb.settings import Settings
from kb.store import engine_of

if TYPE_CHECKING:
    from index import Engine, Progress


def build(settings: Settings, progress: Progress | None = None, models: Models | None = None) -> BuildReport:
    """Builds the store from the corpus unless it is up to date; raises KnowledgeBaseError and leaves the store as it was.

    `models` take the place of those that the settings name.
    """
    started = time.perf_counter()
    try:
        engine = engine_of(settings)
        if engine:
            # Before anything is embedded for it.
            engine.reach()
        ids = models.ids if models else (model_id(settings.model), use_model_id())
        fingerprint = corpus_fingerprint(settings, ids)
        skipped = skipped_files(settings.corpus, but=(CARDS_NAME, FACTS_NAME, LEXICON_NAME))
        served = _served(settings.store)
        if known := _up_to_date(served, fingerprint, engine):
            return BuildReport.of(known, started, skipped, engine=engine)
        check_place(settings.store)
        # Imported here: where nothing changed, most builds need no more than to see that.
        from kb.building.generation import load, write_generation

        # Read before the store is held: a corpus that cannot be used makes no folder.
        kept = kept_readings(settings)
        read = load(settings, kept)
        with only_writer(settings.store, served) as write:
            while (now := corpus_fingerprint(settings, ids)) != fingerprint:
                fingerprint, kept = now, kept_readings(settings)
                read = load(settings, kept)
            if known := _up_to_date(write.before, fingerprint, engine):
                return BuildReport.of(known, started, skipped, engine=engine)
            models = models or Models.load(settings.model, settings.store)
            counts, embedded = write_generation(settings, *read, fingerprint, models, write, engine, progress)
            kept.save()
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error
    return BuildReport.of(counts, started, skipped, embedded, engine, changed=True)


def _served(store: Path) -> Generation | None:
    """What is served now, whole; None where there is nothing that this program reads."""
    try:
        return open_generation(store)
    except TextIndexError:
        return None


def _up_to_date(served: Generation | None, fingerprint: str, engine: Engine | None) -> StoreCounts | None:
    """The counts of what is served where it was built from just this, nothing newer is damaged and the engine holds it, else None."""
    if served is None or served.warning or served.meta.get("fingerprint") != fingerprint:
        return None
    if engine and not engine.holds(served.meta.get(ENGINE)):
        return None
    try:
        return StoreCounts.model_validate(served.meta.get("counts"))
    except ValidationError:
        return None

"""From a corpus folder to a store generation: nothing at all where nothing changed, else only the new texts embedded."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index import (
    JSON,
    VECTORS_SINCE,
    CachingEmbedder,
    Engine,
    Generation,
    HybridIndex,
    Progress,
    StoreDamaged,
    TextIndexError,
    VectorCache,
    Writer,
    check_place,
    model_id,
    only_writer,
    open_generation,
    use_model_id,
)
from kb.benefits import CARDS_NAME, ProvenCards, prove_cards
from kb.building.affected import with_affected_clauses
from kb.building.entries import group_of
from kb.building.fingerprint import corpus_fingerprint, kept_readings
from kb.building.on_engine import ENGINE, on_engine
from kb.cases import FACTS_NAME
from kb.effect_words import effect_message
from kb.errors import StoreError
from kb.holdings import KeptReadings, SkippedFile, load_corpus, relatives, skipped_files
from kb.language import LEXICON_NAME, Gazetteer, LexiconEntry, locator, read_lexicon
from kb.messages import Message
from kb.models import Models
from kb.records import LoadedDocument
from kb.settings import Settings
from kb.store import INDEX_FOLDER, copy_sources, engine_of, write_archive


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
        # Read before the store is held: a corpus that cannot be used makes no folder.
        kept = kept_readings(settings)
        read = _load(settings, kept)
        with only_writer(settings.store, served) as write:
            while (now := corpus_fingerprint(settings, ids)) != fingerprint:
                fingerprint, kept = now, kept_readings(settings)
                read = _load(settings, kept)
            if known := _up_to_date(write.before, fingerprint, engine):
                return BuildReport.of(known, started, skipped, engine=engine)
            models = models or Models.load(settings.model, settings.store)
            counts, embedded = _write(settings, *read, fingerprint, models, write, engine, progress)
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


def _load(
    settings: Settings, kept: KeptReadings
) -> tuple[list[LoadedDocument], ProvenCards, list[LexiconEntry], list[SkippedFile]]:
    unusable: list[SkippedFile] = []
    loaded = with_affected_clauses(load_corpus(settings.corpus, locator(Gazetteer.load()), unusable.append, kept))
    words = settings.corpus / LEXICON_NAME
    return loaded, prove_cards(settings.corpus, loaded), read_lexicon(words) if words.is_file() else [], unusable


def _write(
    settings: Settings,
    loaded: list[LoadedDocument],
    cards: ProvenCards,
    own_words: Sequence[LexiconEntry],
    unusable: Sequence[SkippedFile],
    fingerprint: str,
    models: Models,
    write: Writer,
    engine: Engine | None,
    progress: Progress | None,
) -> tuple[StoreCounts, int]:
    """Embeds what is new and writes the generation; its counts and the number of texts embedded."""
    known = kept_vectors(settings.store, write.before)
    caching, second = CachingEmbedder(models.main, known[0]), CachingEmbedder(models.second, known[1])
    index = HybridIndex.of_groups(
        [group_of(item, models.ids) for item in loaded],
        caching,
        progress,
        second=second,
        before=_index_before(write.before, models),
    )
    counts = _counts(loaded, cards, unusable, index.rows)

    def fill(folder: Path) -> None:
        before = write.before.path if write.before else None
        write_archive(folder, loaded, cards.file, cards.vocabulary.office, own_words, before)
        copy_sources(folder, settings.corpus, loaded)
        _save_index(index, folder / INDEX_FOLDER)

    meta: dict[str, JSON] = {
        "fingerprint": fingerprint,
        "model": caching.model_id,
        "second_model": second.model_id,
        "program": version("policy-kb"),
        "counts": counts.model_dump(),
    }
    with on_engine(engine, index, loaded, write.before) as held:
        write(fill, meta | held)
    return counts, caching.embedded


def _counts(
    loaded: Sequence[LoadedDocument], cards: ProvenCards, unusable: Sequence[SkippedFile], rows: tuple[int, int]
) -> StoreCounts:
    """What a generation holds; `rows` are the numbers of its sentences and passages."""
    sentences, passages = rows
    return StoreCounts(
        documents=len(loaded),
        clauses=sum(len(item.clauses) for item in loaded),
        passages=passages,
        sentences=sentences,
        set_aside=dict(sorted(Counter(text.reason for item in loaded for text in item.set_aside).items())),
        cards=len(cards.file.cards) if cards.file else 0,
        card_faults=tuple(map(str, cards.messages)),
        uncertain=sum(len(item.document.uncertain) for item in loaded),
        superseded=sum(item.document.superseded_by is not None for item in loaded),
        effects=tuple(str(effect_message(effect)) for item in loaded for effect in item.document.effects),
        effect_notes=tuple(dict.fromkeys(map(str, _effect_notes(loaded)))),
        unusable=tuple((one.file, one.reason.zh, one.reason.en) for one in unusable),
    )


def _effect_notes(loaded: Sequence[LoadedDocument]) -> Iterator[Message]:
    """What could not be obeyed, and which held documents a repealed one rests on or is rested on by."""
    documents = [item.document for item in loaded]
    for item in loaded:
        yield from item.notes
        yield from relatives(item.document.effects, documents)


def kept_vectors(store: Path, served: Generation | None = None) -> tuple[VectorCache, VectorCache]:
    """The vectors of both models in the generation that is `served` now, or that an older program wrote; none if there is none."""
    try:
        generation = served or open_generation(store, VECTORS_SINCE)
        main, second = HybridIndex.kept_vectors(generation.path / INDEX_FOLDER)
    except TextIndexError:
        return VectorCache("", {}), VectorCache("", {})
    models = (str(generation.meta.get(name)) for name in ("model", "second_model"))
    return VectorCache(next(models), main), VectorCache(next(models), second)


def _index_before(before: Generation | None, models: Models) -> HybridIndex | None:
    """The index of a generation; None where it is of other models or cannot be read."""
    if before is None or (before.meta.get("model"), before.meta.get("second_model")) != models.ids:
        return None
    try:
        return HybridIndex.load(before.path / INDEX_FOLDER)
    except TextIndexError:
        return None


def _save_index(index: HybridIndex, folder: Path) -> None:
    """Saves the index; OSError where the disk did not take it, which native code reports as a RuntimeError or not at all."""
    try:
        index.save(folder)
    except StoreDamaged as error:
        raise OSError(" ".join(str(error).split())) from error

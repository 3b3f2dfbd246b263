"""From a corpus folder to a store generation: nothing at all where nothing changed, else only the new texts embedded."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

import kb
from index import (
    JSON,
    VECTORS_SINCE,
    CachingEmbedder,
    Generation,
    Group,
    HybridIndex,
    Progress,
    StoreDamaged,
    TextIndexError,
    VectorCache,
    Writer,
    model_id,
    only_writer,
    open_generation,
    use_model_id,
)
from kb.benefits import CARDS_NAME, ProvenCards, prove_cards
from kb.building.affected import with_affected_clauses
from kb.building.entries import entries_of
from kb.cases import FACTS_NAME
from kb.effect_words import effect_message
from kb.errors import StoreError
from kb.holdings import CATALOG_NAME, KeptReadings, SkippedFile, corpus_files, load_corpus, relatives, skipped_files
from kb.language import Gazetteer, locator
from kb.messages import Message
from kb.models import Models
from kb.reading import optional_readers
from kb.records import LoadedDocument
from kb.settings import Settings
from kb.store import INDEX_FOLDER, copy_sources, write_archive

BUILD_SIDE = ("files", "language", "reading", "holdings", "cases", "benefits", "questions", "store", "building")
"""The packages of `kb` that take part in a build."""
_READINGS = "readings"
_READ_WITH_A_QUESTION = ("lexicon.yaml", "relevance.json", "case_marks.yaml", "people.tsv", "README.md")


class StoreCounts(BaseModel):
    """What a store holds. `set_aside` counts texts by reason; `card_faults` names the benefit cards left out, and what has none.

    `uncertain` counts fields that rest on a weak sign, `superseded` documents that others take the place of. `effects` is what documents
    decide of each other, with the words, and `effect_notes` what of that could not be obeyed and which documents rest on one repealed.
    `unusable` are files that could not be read, with the reason in Chinese and English.
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
    folder that were not taken.
    """

    changed: bool
    counts: StoreCounts
    seconds: float
    embedded: int = 0
    skipped: tuple[SkippedFile, ...] = ()

    @classmethod
    def of(
        cls,
        counts: StoreCounts,
        started: float,
        skipped: Sequence[SkippedFile],
        embedded: int = 0,
        *,
        changed: bool = False,
    ) -> BuildReport:
        """The report of a build that began at `started` (perf_counter)."""
        unusable = (SkippedFile(file, Message(zh, en)) for file, zh, en in counts.unusable)
        return cls(changed, counts, time.perf_counter() - started, embedded, (*skipped, *unusable))


def build(settings: Settings, progress: Progress | None = None, models: Models | None = None) -> BuildReport:
    """Builds the store from the corpus unless it is up to date; raises KnowledgeBaseError and leaves the store as it was.

    `models` take the place of those that the settings name.
    """
    started = time.perf_counter()
    try:
        ids = models.ids if models else (model_id(settings.model), use_model_id())
        fingerprint = corpus_fingerprint(settings, ids)
        skipped = skipped_files(settings.corpus, but=(CARDS_NAME,))
        served = _served(settings.store)
        if known := _up_to_date(served, fingerprint):
            return BuildReport.of(known, started, skipped)
        # Read before the store is held: a corpus that cannot be used makes no folder.
        kept = _kept_readings(settings)
        read = _load(settings, kept)
        with only_writer(settings.store, served) as write:
            while (now := corpus_fingerprint(settings, ids)) != fingerprint:
                fingerprint, kept = now, _kept_readings(settings)
                read = _load(settings, kept)
            if known := _up_to_date(write.before, fingerprint):
                return BuildReport.of(known, started, skipped)
            models = models or Models.load(settings.model, settings.store)
            counts, embedded = _write(settings, *read, fingerprint, models, write, progress)
            kept.save()
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error
    return BuildReport.of(counts, started, skipped, embedded, changed=True)


def corpus_fingerprint(settings: Settings, models: tuple[str, str] | None = None) -> str:
    """SHA-256 over everything a build depends on: the texts, the catalogue, the cards, the facts, the program and the ids of both models."""
    digest = hashlib.sha256()
    files = corpus_files(settings.corpus)
    curated = [path for name in (CATALOG_NAME, CARDS_NAME, FACTS_NAME) if (path := settings.corpus / name).is_file()]
    for path in [*files, *curated, *_program_files()]:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update("\0".join(optional_readers(files)).encode())
    main, second = models or (model_id(settings.model), use_model_id())
    digest.update(f"{version('policy-kb')}\0{main}\0{second}".encode())
    return digest.hexdigest()


def _program_files() -> list[Path]:
    """The modules and data that decide what a store holds; a change in one of them is a reason to build anew."""
    package = Path(kb.__file__).parent
    data = (path for path in (package / "data").glob("*") if path.name not in _READ_WITH_A_QUESTION)
    modules = (path for name in BUILD_SIDE for path in (package / name).rglob("*.py"))
    return sorted([*package.glob("*.py"), *modules, *data, *(package.parent / "index").rglob("*.py")])


def _served(store: Path) -> Generation | None:
    """What is served now, whole; None where there is nothing that this program reads."""
    try:
        return open_generation(store)
    except TextIndexError:
        return None


def _up_to_date(served: Generation | None, fingerprint: str) -> StoreCounts | None:
    """The counts of what is served where it was built from just this and nothing newer is damaged, else None."""
    if served is None or served.warning or served.meta.get("fingerprint") != fingerprint:
        return None
    try:
        return StoreCounts.model_validate(served.meta.get("counts"))
    except ValidationError:
        return None


def _kept_readings(settings: Settings) -> KeptReadings:
    """What this program, with the readers that are installed, has read for the store."""
    digest = hashlib.sha256(
        "\0".join((version("policy-kb"), *optional_readers(corpus_files(settings.corpus)))).encode()
    )
    for path in _program_files():
        digest.update(path.read_bytes())
    return KeptReadings(settings.store / _READINGS, digest.hexdigest())


def _load(settings: Settings, kept: KeptReadings) -> tuple[list[LoadedDocument], ProvenCards, list[SkippedFile]]:
    unusable: list[SkippedFile] = []
    loaded = with_affected_clauses(load_corpus(settings.corpus, locator(Gazetteer.load()), unusable.append, kept))
    return loaded, prove_cards(settings.corpus, loaded), unusable


def _write(
    settings: Settings,
    loaded: list[LoadedDocument],
    cards: ProvenCards,
    unusable: Sequence[SkippedFile],
    fingerprint: str,
    models: Models,
    write: Writer,
    progress: Progress | None,
) -> tuple[StoreCounts, int]:
    """Embeds what is new and writes the generation; its counts and the number of texts embedded."""
    known = kept_vectors(settings.store, write.before)
    caching, second = CachingEmbedder(models.main, known[0]), CachingEmbedder(models.second, known[1])
    index = HybridIndex.of_groups(
        [Group(item.document.id, _key(item, models), partial(entries_of, item)) for item in loaded],
        caching,
        progress,
        second=second,
        before=_index_before(write.before, models),
    )
    sentences, passages = index.rows
    counts = StoreCounts(
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
        effect_notes=tuple(map(str, _effect_notes(loaded))),
        unusable=tuple((one.file, one.reason.zh, one.reason.en) for one in unusable),
    )

    def fill(folder: Path) -> None:
        write_archive(folder, loaded, cards.file, cards.vocabulary.office, write.before.path if write.before else None)
        copy_sources(folder, settings.corpus, loaded)
        _save_index(index, folder / INDEX_FOLDER)

    meta: dict[str, JSON] = {
        "fingerprint": fingerprint,
        "model": caching.model_id,
        "second_model": second.model_id,
        "program": version("policy-kb"),
        "counts": counts.model_dump(),
    }
    write(fill, meta)
    return counts, caching.embedded


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


def _key(item: LoadedDocument, models: Models) -> str:
    """Differs wherever what the index holds of a document may: its clauses, what each is told of it, the vectors."""
    document = item.document
    own = (item.key, document.title, document.number or "", *document.regions, *models.ids)
    return hashlib.sha256("\0".join(own).encode("utf-8", "surrogatepass")).hexdigest()


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

"""A generation of the store: the texts read, what is new of them embedded, everything written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

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
    open_generation,
)
from kb.benefits import ProvenCards, prove_cards
from kb.building.affected import with_affected_clauses
from kb.building.entries import group_of
from kb.building.on_engine import on_engine
from kb.building.report import StoreCounts
from kb.effect_messages import effect_message
from kb.holdings import KeptReadings, SkippedFile, load_corpus, relatives
from kb.language import LEXICON_NAME, Gazetteer, LexiconEntry, locator, read_lexicon
from kb.messages import Message
from kb.models import Models
from kb.records import LoadedDocument
from kb.settings import Settings
from kb.store import INDEX_FOLDER, copy_sources, write_archive


def load(
    settings: Settings, kept: KeptReadings
) -> tuple[list[LoadedDocument], ProvenCards, list[LexiconEntry], list[SkippedFile]]:
    """The texts, the cards proved on them, the words beside them, and the files that could not be read; KnowledgeBaseError."""
    unusable: list[SkippedFile] = []
    loaded = with_affected_clauses(load_corpus(settings.corpus, locator(Gazetteer.load()), unusable.append, kept))
    words = settings.corpus / LEXICON_NAME
    return loaded, prove_cards(settings.corpus, loaded), read_lexicon(words) if words.is_file() else [], unusable


def write_generation(
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

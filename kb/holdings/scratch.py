"""A corpus as it stands and as it would be after a change, read and verified in a scratch folder as a build does it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kb.errors import CorpusError
from kb.holdings import corpus_change
from kb.holdings.change_journal import settled
from kb.holdings.corpus import load_corpus
from kb.holdings.corpus_change import CorpusChange
from kb.holdings.folder import CATALOG_NAME, corpus_files
from kb.holdings.readings import KeptReadings
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument


def held_now(
    corpus: Path, gazetteer: Gazetteer, kept: KeptReadings, without: Path | None = None
) -> list[LoadedDocument]:
    """The corpus as it stands, less one file that lies there but is in no catalogue yet; empty for an empty folder."""
    if not corpus.is_dir():
        corpus_files(corpus)
    gone = {without.resolve().relative_to(corpus.resolve()).as_posix(): without} if without else {}
    files = [path for path in settled_files(corpus) if path.relative_to(corpus).as_posix() not in gone]
    return loaded_after(corpus, CorpusChange(leaving=gone), gazetteer, kept) if files else []


def settled_files(corpus: Path) -> list[Path]:
    """The files of the corpus, a change that a crash left behind seen as it counts; none of an empty folder."""
    try:
        return settled(corpus, corpus_files(corpus), CATALOG_NAME)
    except CorpusError:
        if corpus.is_dir():
            return []
        raise


def loaded_after(corpus: Path, change: CorpusChange, gazetteer: Gazetteer, kept: KeptReadings) -> list[LoadedDocument]:
    """The corpus as it would be after the change, read and verified as a build does it, but for what is `kept`."""
    with tempfile.TemporaryDirectory(prefix="policy-kb-") as scratch:
        folder = Path(scratch)
        corpus_change.copy_with(corpus, settled_files(corpus), change, folder)
        return load_corpus(folder, locator(gazetteer), kept=kept)

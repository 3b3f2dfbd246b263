"""The corpus files as the measure of things: which words stand in them, white space and what cleaning set aside apart.

Read from the files themselves, never from the store or an answer, so that a wrong quote cannot vouch for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eval.results import Gold
from kb.documents import find_document
from kb.errors import UnknownDocument
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.records import Clause, Document, LoadedDocument, SetAside

_SPACE = re.compile(r"\s+")
# Texts and answers may print the same mark full-width or half-width.
_MARKS = str.maketrans("，。；：（）！？％", ",.;:()!?%")


def squeeze(text: str) -> str:
    """The text without white space."""
    return _SPACE.sub("", text)


def fold(text: str) -> str:
    """The text without white space, its punctuation half-width: for facts, which people type either way."""
    return squeeze(text).translate(_MARKS)


def has_fact(text: str, fact: str) -> bool:
    """Whether the text holds the fact; a figure must begin where it is looked for: `1年` is not in `2021年`."""
    edge = r"(?<![\d.])" if fact[:1].isdigit() else ""
    pattern = edge + r"\s*".join(map(re.escape, fold(fact)))
    return re.search(pattern, _half_width(text)) is not None


@lru_cache(maxsize=16)
def _half_width(text: str) -> str:
    """Its punctuation half-width; a document is asked for fact after fact."""
    return text.translate(_MARKS)


def own_text(clause: Clause) -> str:
    """What of a clause stands in its source, without white space: of a table row the cells, not the column names put in."""
    pairs = zip(clause.text, clause.offsets, strict=True)
    return "".join(character for character, offset in pairs if offset >= 0 and not character.isspace())


def gold_ranks(golds: Sequence[Gold], ranked: Iterable[tuple[str, str]]) -> tuple[int | None, ...]:
    """For each gold the rank (from 1) of the first `(document id, text)` that holds its words, white space apart, or None.

    Reads no further than needed.
    """
    ranks: list[int | None] = [None] * len(golds)
    sought = {i: (gold.document, squeeze(gold.quote)) for i, gold in enumerate(golds)}
    for rank, (document, text) in enumerate(ranked, 1):
        if not sought:
            break
        wanted = [i for i, (home, _) in sought.items() if home == document]
        bare = squeeze(text) if wanted else ""
        for i in wanted:
            if sought[i][1] in bare:
                ranks[i] = rank
                del sought[i]
    return tuple(ranks)


@dataclass(frozen=True)
class SourceFile:
    """A corpus file: its document, its text as it is, and both readings of it without white space."""

    document: Document
    text: str
    whole: str
    cleaned: str


class CorpusTexts:
    """The files of a corpus by document id, number and title."""

    def __init__(self, loaded: Sequence[LoadedDocument]) -> None:
        self.files = tuple(_source_file(item) for item in loaded)
        self._by_id = {file.document.id: file for file in self.files}
        self._by_file = {file.document.file: file for file in self.files}

    @classmethod
    def load(cls, corpus: Path) -> CorpusTexts:
        """Reads the folder; CorpusError or CatalogError where it cannot be read."""
        return cls(load_corpus(corpus, locator(Gazetteer.load())))

    def find(self, name: str) -> SourceFile | None:
        """The file of the document with that id, file name, number (any brackets) or title."""
        if name in self._by_id:
            return self._by_id[name]
        if name in self._by_file:
            return self._by_file[name]
        try:
            return self._by_id[find_document(name, [file.document for file in self.files]).id]
        except UnknownDocument:
            return None

    def stands_in(self, document: str, words: str) -> bool:
        """Whether words stand in the file of a document, in one piece."""
        file, sought = self.find(document), squeeze(words)
        return file is not None and bool(sought) and (sought in file.whole or sought in file.cleaned)

    def homes(self, words: str) -> list[str]:
        """The ids of all documents in whose files the words stand."""
        return [file.document.id for file in self.files if self.stands_in(file.document.id, words)]


def _source_file(item: LoadedDocument) -> SourceFile:
    text = item.source.text
    return SourceFile(item.document, text, squeeze(text), squeeze(_without(text, item.set_aside)))


def _without(text: str, aside: Iterable[SetAside]) -> str:
    kept, end = [], 0
    for item in sorted(aside, key=lambda item: item.start):
        kept.append(text[end : max(item.start, end)])
        end = max(end, item.end)
    return "".join([*kept, text[end:]])

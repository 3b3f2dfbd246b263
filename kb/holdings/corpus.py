"""A corpus folder becomes documents with clauses, everything checked on the way.

Nothing leaves here unverified: each clause's text is compared with the source character by character, and a non-blank character that
is in no clause and was not set aside is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.errors import CorpusError
from kb.holdings.catalog import check_documents, check_supersession, resolve_document
from kb.holdings.catalog_file import load_catalog
from kb.holdings.effects import with_effects
from kb.holdings.folder import corpus_files
from kb.reading import build_clauses, extract, read_document
from kb.records import Clause, LoadedDocument, SetAside, SourceText

_TABLE_RULES = "\t|-: "
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_sources(corpus: Path) -> list[SourceText]:
    """The decoded texts of a corpus, sorted by file name."""
    return [read_document(path, corpus) for path in corpus_files(corpus)]


def load_corpus(corpus: Path, locate: Callable[[str], tuple[str, ...]]) -> list[LoadedDocument]:
    """All documents of a corpus; raises CorpusError or CatalogError with file and reason."""
    sources = read_sources(corpus)
    catalog = load_catalog(corpus)
    entries = catalog.entries_for([source.file for source in sources]) if catalog else {}
    documents = [resolve_document(source, entries.get(source.file), extract(source), locate) for source in sources]
    check_documents(documents)
    if catalog:
        check_supersession(catalog, documents, sources)
    loaded: list[LoadedDocument] = []
    for source, document in zip(sources, documents, strict=True):
        loaded.append(LoadedDocument(document, source, *read_clauses(source, document.id)))
    return with_effects(loaded, entries)


def read_clauses(source: SourceText, document: str) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses of a text and what was set aside, checked against it, with places in the decoded file; CorpusError."""
    clauses, aside = build_clauses(source, document)
    if not any(clause.kind != "heading" for clause in clauses):
        raise CorpusError(f"{source.file} 里没有正文条款：请检查文件。", "No clause was found in it: check the file.")
    verify(source, clauses, aside)
    clauses, aside = _in_decoded_file(source, clauses, aside)
    return clauses, _with_lines(source, aside)


def _in_decoded_file(
    source: SourceText, clauses: tuple[Clause, ...], aside: tuple[SetAside, ...]
) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The same with places in the decoded file instead of in the text as it was read."""
    origin = source.origin
    if origin is None:
        return clauses, aside
    own = set(source.set_aside)  # what the reader itself set aside was found in the decoded file
    moved = [replace(c, offsets=tuple(origin[o] if o >= 0 else o for o in c.offsets)) for c in clauses]
    cells = [tuple(replace(cell, start=origin[cell.start]) for cell in c.cells) for c in clauses]
    return (
        tuple(replace(clause, cells=own_cells) for clause, own_cells in zip(moved, cells, strict=True)),
        tuple(
            item if item in own else replace(item, start=origin[item.start], end=origin[item.end - 1] + 1)
            for item in aside
        ),
    )


def _with_lines(source: SourceText, aside: tuple[SetAside, ...]) -> tuple[SetAside, ...]:
    """The texts set aside with the lines they stood on; as they are where the source has pages instead."""
    if source.pages:
        return aside
    ends = [match.end() for match in _LINE_END.finditer(source.text)]
    return tuple(replace(item, line=bisect_right(ends, item.start) + 1) for item in aside)


def verify(source: SourceText, clauses: tuple[Clause, ...], aside: tuple[SetAside, ...]) -> None:
    """Raises CorpusError if a clause does not stand in its source or the source is not wholly accounted for."""
    covered = bytearray(len(source.text))
    for clause in clauses:
        last = -1
        for character, offset in zip(clause.text, clause.offsets, strict=True):
            if offset < 0:
                continue
            if not character.isspace() and source.text[offset] != character:
                raise CorpusError(
                    f"{source.file} 的 {clause.label} 与原文不符。", "Clause differs from its source: report this."
                )
            if offset <= last and clause.kind != "row":  # a cell that spans several rows is read again in each
                raise CorpusError(f"{source.file} 的 {clause.label} 次序有误。", "Clause is out of order: report this.")
            covered[offset], last = 1, offset
    for item in aside:
        covered[item.start : item.end] = b"\1" * (item.end - item.start)
    for offset, character in enumerate(source.text):
        if not covered[offset] and not character.isspace() and character not in _TABLE_RULES:
            raise CorpusError(
                f"{source.file} 第 {offset} 字“{character}”不在任何条款中。",
                f"Character {offset} is in no clause: report this.",
            )

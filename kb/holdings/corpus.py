"""A corpus folder becomes documents with clauses, everything checked on the way.

Nothing leaves here unverified: each clause's text is compared with the source character by character, and a non-blank character that
is in no clause and was not set aside is an error.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kb.errors import CorpusError, KnowledgeBaseError
from kb.holdings.catalog import check_documents, check_supersession, resolve_document
from kb.holdings.catalog_file import CatalogEntry, OutlineEdit, load_catalog
from kb.holdings.effects import with_effects
from kb.holdings.folder import SkippedFile, corpus_files
from kb.holdings.outline_edits import edited
from kb.holdings.readings import KeptReadings, Reading
from kb.holdings.repeats import settled
from kb.messages import Message
from kb.offsets import Offsets
from kb.reading import Extracted, bases_of, build_clauses, extract, read_document, rulings_of
from kb.records import Clause, LoadedDocument, SetAside, SourceText
from kb.regex import regex

_TABLE_RULES = "\t|-: "
_LINE_END = regex(r"\r\n|\r|\n")


def load_corpus(
    corpus: Path,
    locate: Callable[[str], tuple[str, ...]],
    pass_over: Callable[[SkippedFile], None] | None = None,
    kept: KeptReadings | None = None,
) -> list[LoadedDocument]:
    """All documents of a corpus; raises CorpusError or CatalogError with file and reason. What is `kept` is not read again.

    A file that cannot be used is given to `pass_over`, where there is one, and the others are read. It stops everything nonetheless if the
    catalogue lists it, since what it decides of the others would be lost without anybody's will. Of a text that lies there twice one is taken
    (kb/holdings/repeats.py), and the other is given to `pass_over`.
    """
    catalog = load_catalog(corpus)
    entries = {entry.file: entry for entry in catalog.entries} if catalog else {}
    problems: list[KnowledgeBaseError] = []

    def unusable(file: str, error: KnowledgeBaseError) -> None:
        if pass_over is None or file in entries:
            raise error
        problems.append(error)
        reason = error.message
        pass_over(SkippedFile(file, Message(reason.zh.removeprefix(file).strip(" 。"), reason.en.rstrip("."))))

    kept = kept or KeptReadings()
    sources, readings = _sources(corpus, kept, unusable)
    loaded = list[LoadedDocument]()
    for source in sources:
        try:
            entry, reading = entries.get(source.file), readings.get(source.file)
            extracted = reading.extracted if reading else extract(source)
            document = resolve_document(source, entry, extracted, locate)
            readings[source.file] = reading = _reading(source, extracted, document.id, entry, reading, kept)
            loaded.append(
                LoadedDocument(document, source, reading.clauses, reading.set_aside, key=kept.key_of(reading))
            )
        except KnowledgeBaseError as error:
            unusable(source.file, error)
    if problems and not loaded:
        raise problems[0]
    once = settled(loaded, entries)
    for copy in once.copies:
        if pass_over:
            pass_over(copy)
    if catalog:
        copied = {copy.file for copy in once.copies}
        catalog.entries_for([source.file for source in sources if source.file not in copied])
    taken = [_under_own_id(item, entries.get(item.source.file), readings, kept) for item in once.taken]
    check_documents([item.document for item in taken])
    if catalog:
        check_supersession(catalog, [item.document for item in taken], sources)
    return with_effects(taken, entries, readings)


def _under_own_id(
    item: LoadedDocument, entry: CatalogEntry | None, readings: dict[str, Reading], kept: KeptReadings
) -> LoadedDocument:
    """The text with clauses that bear its id: one that shares its number has got an id of its own."""
    file = item.source.file
    before = readings[file]
    reading = readings[file] = _reading(item.source, before.extracted, item.document.id, entry, before, kept)
    return replace(item, clauses=reading.clauses, set_aside=reading.set_aside, key=kept.key_of(reading))


def _reading(
    source: SourceText,
    extracted: Extracted,
    document: str,
    entry: CatalogEntry | None,
    known: Reading | None,
    kept: KeptReadings,
) -> Reading:
    """What is known of a text where it was read under this id, else read now and kept."""
    edits = entry.outline if entry else ()
    if known is None or (known.document, known.edits) != (document, edits):
        known = _read(source, extracted, document, edits)
        kept.add(known)
    return known


def _sources(
    corpus: Path, kept: KeptReadings, unusable: Callable[[str, KnowledgeBaseError], None]
) -> tuple[list[SourceText], dict[str, Reading]]:
    """The text of every file, read or kept, and what else is kept of one, by file; `unusable` is given what cannot be read."""
    sources: list[SourceText] = []
    readings: dict[str, Reading] = {}
    for path in corpus_files(corpus):
        name = path.relative_to(corpus).as_posix()
        try:
            if found := kept.find(path, name):
                readings[name] = found
            sources.append(found.source if found else read_document(path, corpus))
        except KnowledgeBaseError as error:
            unusable(name, error)
    return sources, readings


def _read(source: SourceText, extracted: Extracted, document: str, edits: tuple[OutlineEdit, ...]) -> Reading:
    clauses, aside = read_clauses(source, document, edits)
    # As runs: a number for each character of a province's texts is more than a machine holds.
    clauses = tuple(replace(clause, offsets=Offsets.of(clause.offsets)) for clause in clauses)
    return Reading(source, extracted, document, edits, clauses, aside, rulings_of(clauses), bases_of(clauses))


def read_clauses(
    source: SourceText, document: str, edits: Sequence[OutlineEdit] = ()
) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses of a text and what was set aside, a curator's edits made, checked against it, with places in the decoded file; CorpusError."""
    clauses, aside = edited(source, *build_clauses(source, document), edits)
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

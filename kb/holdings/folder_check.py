"""What a person reads before trusting an index: for every file of a folder what was read from it and how sure that is.

Nothing is built or written, and one file that cannot be read hides none of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

from kb.errors import KnowledgeBaseError
from kb.holdings.catalog import resolve_document
from kb.holdings.catalog_file import FIELD_NAMES, CatalogEntry, load_catalog
from kb.holdings.corpus import read_clauses
from kb.holdings.folder import SkippedFile, corpus_files, misnamed_files, skipped_files
from kb.holdings.repeats import CopiedFile, settled
from kb.language import ends_sentence
from kb.messages import Message
from kb.reading import (
    Certainty,
    Ruling,
    Stated,
    bare,
    counted_mark,
    extract,
    one_line,
    other_titles,
    read_document,
    rulings_of,
)
from kb.records import Clause, Document, LoadedDocument, SetAside, SourceText
from kb.regex import regex

_SHINGLE, _SAMPLE = 8, 16
_NEAR = 0.8
_CELL, _CELLS = 15, 8  # characters of a cell, lines below each other
_NO_CELLS = regex(r"(?:标题|落款|版记|目录|附件说明|主送机关|表头|引言|题注)(?:〔\d+〕)?$")


@dataclass(frozen=True)
class CheckedField:
    """A field of a file: its value in words (None: missing), the words it rests on, and those that say otherwise."""

    name: str
    value: str | None
    certainty: Certainty
    words: str | None = None
    against: str | None = None


@dataclass(frozen=True)
class CheckedFile:
    """What was read from one file.

    `gaps` are breaks in its numbering, `unlabelled` addresses and numbers of rows without column names, `stacked` those of lines that look
    like a table copied one cell a line, `other_laws` the titles behind the first, `doubts` why its words may not be what is printed
    and in how many places, `rulings` what it decides of other documents, held or not. `problem` says why a file cannot be indexed; the rest
    is empty then.
    """

    file: str
    fields: tuple[CheckedField, ...] = ()
    clauses: int = 0
    gaps: tuple[Message, ...] = ()
    unlabelled: tuple[tuple[str, int], ...] = ()
    stacked: tuple[tuple[str, int], ...] = ()
    other_laws: tuple[str, ...] = ()
    doubts: tuple[tuple[Message, int], ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    problem: Message | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the file contradicts itself or cannot be indexed."""
        return self.problem is not None or any(field.certainty == "contradicted" for field in self.fields)


@dataclass(frozen=True)
class SameText:
    """Two files with the same text (`share` 1), or with nearly the same: the share of their passages that both have."""

    files: tuple[str, str]
    share: float


@dataclass(frozen=True)
class FolderCheck:
    """A folder's files in order of their names, which of them say the same, and what lies there and is not read.

    `copies` are those that a build leaves out since they repeat another, `one_number` tells of different texts under one number.
    """

    files: tuple[CheckedFile, ...]
    same: tuple[SameText, ...]
    skipped: tuple[SkippedFile, ...] = ()
    misnamed: tuple[str, ...] = ()
    copies: tuple[CopiedFile, ...] = ()
    one_number: tuple[Message, ...] = ()

    @property
    def contradicts(self) -> bool:
        """Whether something a person must settle stands in the folder."""
        differ = any(copy.differs for copy in self.copies)
        return differ or bool(self.one_number) or any(file.contradicts for file in self.files)


def check_folder(folder: Path, locate: Callable[[str], tuple[str, ...]]) -> FolderCheck:
    """Reads every document of a folder; raises CorpusError where there is none, CatalogError for a catalogue that is none."""
    catalog = load_catalog(folder)
    entries = {entry.file: entry for entry in catalog.entries} if catalog else {}
    files, texts, loaded = [], dict[str, str](), list[LoadedDocument]()
    for path in corpus_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            source = read_document(path, folder)
        except KnowledgeBaseError as error:
            files.append(CheckedFile(name, problem=error.message))
            continue
        texts[name] = bare(source.text)
        file, item = _checked(source, entries.get(name), locate)
        files.append(file)
        loaded += [item] if item else []
    once = settled(loaded, entries)
    same = tuple(_same_texts(texts))
    refused = {file.file for file in files if file.problem}
    skipped, misnamed = skipped_files(folder), tuple(name for name in misnamed_files(folder) if name not in refused)
    return FolderCheck(tuple(files), same, skipped, misnamed, once.copies, once.contradictions)


def check_text(source: SourceText, entry: CatalogEntry | None, locate: Callable[[str], tuple[str, ...]]) -> CheckedFile:
    """What is read from one text with its catalogue entry; a `problem` where it cannot be indexed."""
    return _checked(source, entry, locate)[0]


def _checked(
    source: SourceText, entry: CatalogEntry | None, locate: Callable[[str], tuple[str, ...]]
) -> tuple[CheckedFile, LoadedDocument | None]:
    extracted = extract(source)
    try:
        document = resolve_document(source, entry, extracted, locate)
        fields = tuple(_field(name, document, entry, getattr(extracted, name, None)) for name in FIELD_NAMES)
        clauses, aside = read_clauses(source, document.id, entry.outline if entry else ())
    except KnowledgeBaseError as error:
        return CheckedFile(source.file, problem=error.message), None
    gaps, unlabelled = tuple(_gaps(clauses)), tuple(_unlabelled(clauses))
    stacked, others = tuple(_stacked(clauses)), other_titles(source)
    file = CheckedFile(
        source.file,
        fields,
        len(clauses),
        gaps,
        unlabelled,
        stacked,
        others,
        tuple(Counter(doubt.reason for doubt in source.doubtful).items()),
        aside,
        rulings_of(clauses),
    )
    return file, LoadedDocument(document, source, clauses, aside)


def _field(name: str, document: Document, entry: CatalogEntry | None, stated: Stated[Any] | None) -> CheckedField:
    curated = getattr(entry, name, None)
    value = getattr(document, name, None) or (stated.value if stated else None)
    if name == "region" and document.national:
        value = "全国 national"
    shown = "、".join(value) if isinstance(value, tuple) else str(value) if value else None
    if curated:
        return CheckedField(name, shown, "stated", one_line(curated.rests_on))
    if name == "region":
        return CheckedField(
            name, shown, _region_certainty(document, stated), one_line(stated.quote) if stated else None
        )
    if stated is None:
        return CheckedField(name, shown, "inferred" if shown else "missing")
    against = one_line(stated.against) if stated.against else None
    return CheckedField(name, shown, stated.certainty, one_line(stated.quote), against)


def _region_certainty(document: Document, site: Stated[Any] | None) -> Certainty:
    if not document.regions and not document.national:
        return "missing"
    if "region" not in document.uncertain:
        return "stated"
    return "site" if site else "inferred"


def _gaps(clauses: Sequence[Clause]) -> Iterator[Message]:
    """Numbers that do not count on among the units of one place: 一、 三、 without 二、; 第五条 after 第三条."""
    last: dict[tuple[str | None, int, str], tuple[int, str]] = {}
    onward: dict[tuple[int, str], int] = {}  # （一） may count on through all of a document
    for clause in clauses:
        mark = counted_mark(clause.path[-1]) if clause.path and clause.kind != "row" else None
        if mark is None:
            continue
        style = (mark.rank, mark.within)
        # Chapters and articles count through a part of the file, whose name stands before 第 in their address.
        place = (clause.label.partition("第")[0] if mark.rank < 10 else clause.parent, *style)
        before, counts_on = last.get(place), mark.value == onward.get(style, 0) + 1
        last[place], onward[style] = (mark.value, mark.words), mark.value
        if (
            counts_on
            or (mark.value == 1 and (mark.rank >= 10 or not before))
            or (before and mark.value in (before[0], before[0] + 1))
        ):
            continue
        if before:
            yield Message(
                f"{clause.label}：{before[1]} 之后是 {mark.words}",
                f"{mark.words} follows {before[1]} at {clause.label}",
            )
        else:
            yield Message(
                f"{clause.label}：从 {mark.words} 开始", f"the numbering begins with {mark.words} at {clause.label}"
            )


def _unlabelled(clauses: Sequence[Clause]) -> Iterator[tuple[str, int]]:
    """For each place with rows that have no column names, the address of the first and their number."""
    rows: dict[str | None, list[str]] = {}
    for clause in clauses:
        if clause.kind == "row" and not any(cell.column for cell in clause.cells):
            rows.setdefault(clause.parent, []).append(clause.label)
    return ((labels[0], len(labels)) for labels in rows.values())


def _stacked(clauses: Sequence[Clause]) -> Iterator[tuple[str, int]]:
    """The addresses of clauses in which many short lines follow each other, as they do where a table was copied one cell a line."""
    for clause in clauses:
        if clause.kind == "row" or _NO_CELLS.search(clause.label):
            continue
        lines = [bool(line) and len(line) <= _CELL and not ends_sentence(line) for line in clause.text.split("\n")]
        longest = max((len(list(run)) for short, run in groupby(lines) if short), default=0)
        if longest >= _CELLS:
            yield clause.label, longest


def _same_texts(texts: dict[str, str]) -> Iterator[SameText]:
    """Pairs of files that share most of their passages, compared by a sample of their shingles (Broder 1997)."""
    sketches = {name: _sketch(text) for name, text in texts.items()}
    for a, b in combinations(texts, 2):
        if texts[a] == texts[b]:
            yield SameText((a, b), 1.0)
            continue
        either = len(sketches[a] | sketches[b])
        share = len(sketches[a] & sketches[b]) / either if either else 0.0
        if share >= _NEAR:
            yield SameText((a, b), min(round(share, 2), 0.99))


def _sketch(text: str) -> frozenset[int]:
    shingles = (hash(text[i : i + _SHINGLE]) for i in range(max(1, len(text) - _SHINGLE + 1)))
    return frozenset(value for value in shingles if value % _SAMPLE == 0)

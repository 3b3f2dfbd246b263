"""The clauses of a generation, in one folder for the documents of each segment; one is read when it is asked for.

    clauses.jsonl   a clause a line
    lines.npy       where each line begins, and the end of the last: int64 (clauses + 1,)
    documents.json  of each document its key, and what is asked of all its clauses at once
    heads.json      of each clause its label and the chapters above it

Where a segment ends is told as in the index (index/segment.py), and its folder's name from the keys of its documents: what did not change
is the same folder in the next generation. `Document`s themselves stand elsewhere, since what others decide of them is part of them.
"""

from __future__ import annotations

import dataclasses
import json
import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from index import segment_runs, share_folder
from kb.clause_table import ClauseHead, ClauseTable
from kb.errors import StoreError
from kb.forms import is_form
from kb.language import mined_pairs
from kb.messages import Message
from kb.offsets import Offsets
from kb.questions import chapters_of, years_named
from kb.records import Cell, Clause, Doubt, LoadedDocument, Span

Row: TypeAlias = dict[str, Any]
Mapped: TypeAlias = mmap.mmap | bytes

_LINES, _STARTS, _DOCUMENTS, _HEADS = "clauses.jsonl", "lines.npy", "documents.json", "heads.json"
# Clauses kept once they were read.
_MOST_READ = 1 << 14
DAMAGED = Message("知识库文件损坏：请运行 policy-kb build。", "The store is damaged: run policy-kb build.")


@dataclass(frozen=True)
class ClauseFiles:
    """One folder, opened: its files are mapped, so they stay when it goes.

    Of document d `documents[d]` holds the ids of its clauses and what is told of them all; clause c is `lines[starts[c]:starts[c + 1]]`.
    """

    documents: Sequence[Row]
    starts: NDArray[np.int64]
    lines: Mapped
    packed_heads: Mapped

    @classmethod
    def load(cls, folder: Path) -> ClauseFiles:
        """OSError, ValueError or KeyError where the files are not what was written."""
        documents = json.loads((folder / _DOCUMENTS).read_text(encoding="utf-8"))
        starts = np.load(folder / _STARTS, allow_pickle=False)
        lines = _mapped(folder / _LINES)
        if sum(len(document["ids"]) for document in documents) != len(starts) - 1 or starts[-1] != len(lines):
            raise ValueError(f"{folder}: {len(starts) - 1} lines, {len(lines)} bytes")
        return cls(documents, starts, lines, _mapped(folder / _HEADS))

    @cached_property
    def heads(self) -> Sequence[tuple[str, list[str]]]:
        """Of each clause its label and the chapters above it."""
        found: Sequence[tuple[str, list[str]]] = json.loads(self.packed_heads[:])
        return found

    def bounds(self, document: int) -> tuple[int, int]:
        """The first of a document's clauses and the one after its last."""
        before = sum(len(each["ids"]) for each in self.documents[:document])
        return before, before + len(self.documents[document]["ids"])


def write_clauses(folder: Path, loaded: Sequence[LoadedDocument], before: Path | None = None) -> list[str]:
    """Writes the folders of all documents, those that the folder `before` holds shared; their names in order."""
    names: list[str] = []
    held = _Held(before)
    for run in segment_runs([(item.document.id, len(item.clauses)) for item in loaded]):
        own = loaded[run]
        name = sha256("\0".join(f"{item.document.id}\0{item.key}" for item in own).encode()).hexdigest()[:32]
        names.append(name)
        if before and all(item.key for item in own) and (before / name).is_dir():
            share_folder(before / name, folder / name)
        else:
            _write(folder / name, [held.find(item.key) or _made(item) for item in own])
    return names


@dataclass(frozen=True)
class _Piece:
    """What is written of one document."""

    document: Row
    lines: Sequence[bytes]
    heads: Sequence[tuple[str, Sequence[str]]]


class _Held:
    """The documents of another generation by their keys."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @cached_property
    def _places(self) -> dict[str, tuple[ClauseFiles, int]]:
        folders = map(ClauseFiles.load, self._folder.iterdir()) if self._folder and self._folder.is_dir() else ()
        return {document["key"]: (files, n) for files in folders for n, document in enumerate(files.documents)}

    def find(self, key: str) -> _Piece | None:
        """What was written of the document with this key."""
        if not key or key not in self._places:
            return None
        files, number = self._places[key]
        first, end = files.bounds(number)
        lines = [files.lines[files.starts[at] : files.starts[at + 1]] for at in range(first, end)]
        return _Piece(files.documents[number], lines, files.heads[first:end])


def _mapped(path: Path) -> Mapped:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _made(item: LoadedDocument) -> _Piece:
    texts = [clause.text for clause in item.clauses]
    document: Row = {
        "key": item.key,
        "ids": [clause.id for clause in item.clauses],
        "forms": [clause.id for clause in item.clauses if is_form(clause)],
        "years": sorted(years_named(item.clauses)),
        "mined": list(mined_pairs(texts)),
    }
    lines = [json.dumps(_row(clause), ensure_ascii=False).encode() + b"\n" for clause in item.clauses]
    return _Piece(document, lines, [(clause.label, chapters_of(clause.path)) for clause in item.clauses])


def _write(folder: Path, pieces: Sequence[_Piece]) -> None:
    folder.mkdir(parents=True)
    lines = [line for piece in pieces for line in piece.lines]
    (folder / _LINES).write_bytes(b"".join(lines))
    starts = np.concatenate(([0], np.cumsum([len(line) for line in lines], dtype=np.int64))).astype(np.int64)
    np.save(folder / _STARTS, starts, allow_pickle=False)
    for name, rows in (
        (_DOCUMENTS, [piece.document for piece in pieces]),
        (_HEADS, [head for piece in pieces for head in piece.heads]),
    ):
        (folder / name).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


class KeptClauses(ClauseTable):
    """The clauses of a generation; StoreError where one cannot be read after all."""

    def __init__(self, folder: Path, names: Iterable[str], documents: Sequence[str]) -> None:
        """`documents` are the ids of all documents, in the order of the folders."""
        super().__init__(())
        self._files = [ClauseFiles.load(folder / name) for name in names]
        rows = [document for files in self._files for document in files.documents]
        told = list(zip(documents, rows, strict=True))
        self.ids = tuple(identifier for _, row in told for identifier in row["ids"])
        self.documents = tuple(document for document, row in told for _ in row["ids"])
        self.forms = frozenset(identifier for _, row in told for identifier in row["forms"])
        self.years = {document: row["years"] for document, row in told}
        self.mined = dict.fromkeys((long, short) for _, row in told for long, short in row["mined"])
        self._firsts = np.concatenate(([0], np.cumsum([len(files.starts) - 1 for files in self._files])))
        self._read = lru_cache(maxsize=_MOST_READ)(self._clause)

    @cached_property
    def heads(self) -> Sequence[ClauseHead]:
        """What each clause is called by."""
        told = [head for files in self._files for head in files.heads]
        return [
            ClauseHead(identifier, document, label, tuple(chapters))
            for identifier, document, (label, chapters) in zip(self.ids, self.documents, told, strict=True)
        ]

    @overload
    def __getitem__(self, at: int) -> Clause: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Clause]: ...

    def __getitem__(self, at: int | slice) -> Clause | Sequence[Clause]:
        if isinstance(at, slice):
            return [self._read(position) for position in range(*at.indices(len(self)))]
        return self._read(range(len(self))[at])

    def texts(self, document: str) -> Sequence[str]:
        """Of the whole document at once, without what else is known of its clauses."""
        own = self._own.get(document)
        return [row["text"] for row in self._rows(own[0], len(own))] if own else []

    def _clause(self, position: int) -> Clause:
        try:
            return _clause_of(self._rows(position, 1)[0])
        except (KeyError, TypeError) as error:
            raise StoreError.saying(DAMAGED) from error

    def _rows(self, first: int, count: int) -> Sequence[Row]:
        """Clauses of one document, as they are kept."""
        number = int(np.searchsorted(self._firsts, first, side="right")) - 1
        files, line = self._files[number], first - int(self._firsts[number])
        try:
            lines = files.lines[files.starts[line] : files.starts[line + count]].splitlines()
            rows: Sequence[Row] = json.loads(b"[%b]" % b",".join(lines))
        except (OSError, ValueError) as error:
            raise StoreError.saying(DAMAGED) from error
        return rows


def _row(clause: Clause) -> Row:
    # Not `asdict`, which copies every number.
    return vars(clause) | {
        "offsets": Offsets.of(clause.offsets).runs,
        "sentences": [[span.start, span.end] for span in clause.sentences],
        "cells": [vars(cell) for cell in clause.cells],
        "doubts": [dataclasses.asdict(doubt) for doubt in clause.doubts],
    }


def _clause_of(row: Mapping[str, Any]) -> Clause:
    return Clause(
        **{
            **row,
            "path": tuple(row["path"]),
            "offsets": Offsets(row["offsets"]),
            "sentences": tuple(Span(*pair) for pair in row["sentences"]),
            "cells": tuple(Cell(**cell) for cell in row["cells"]),
            "doubts": tuple(Doubt(one["start"], one["end"], Message(**one["reason"])) for one in row["doubts"]),
        }
    )

"""What was read of each file, kept from one build to the next: a build reads the files that are new or changed, and no others.

    <folder>/<key>    SHA-256 of what follows, and the reading as compressed JSON, its clauses apart: few are asked for where little changed

The key is the hash of the program, of the file's name and of its bytes. What is damaged or not to be written is read again: nothing here is
worth keeping. A file that could not be read is tried again each time.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

from kb.holdings.catalog_file import OutlineEdit
from kb.offsets import Offsets
from kb.reading import Extracted, NamedBasis, Ruling
from kb.records import Clause, SetAside, SourceText

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Clauses: TypeAlias = tuple[Clause, ...]


@dataclass(frozen=True)
class Reading:
    """Everything that a file alone tells, once its document's id and a curator's edits of its outline are known."""

    source: SourceText
    extracted: Extracted
    document: str
    edits: tuple[OutlineEdit, ...]
    clauses: Sequence[Clause]
    set_aside: tuple[SetAside, ...]
    rulings: tuple[Ruling, ...]
    bases: tuple[NamedBasis, ...]


class KeptReadings:
    """The readings of one program: those added are found again, and those that lie in its folder where it has one."""

    def __init__(self, folder: Path | None = None, program: str = "") -> None:
        self._folder, self._program = folder, program
        self._read: dict[str, Reading | None] = {}

    def find(self, path: Path, name: str) -> Reading | None:
        """The reading of these bytes under that name; None where it must be read."""
        if self._folder is None and not self._read:
            return None
        with suppress(OSError, ValueError, zlib.error):
            key = self._key(name, hashlib.sha256(path.read_bytes()).hexdigest())
            if self._folder is None or self._read.get(key):
                return self._read.get(key)
            digest, packed = (self._folder / key).read_bytes().split(b"\n", 1)
            if hashlib.sha256(packed).hexdigest().encode() == digest:
                size, count, packed = packed.split(b" ", 2)
                reading: Reading = _packing(Reading).validate_json(zlib.decompress(packed[: int(size)]))
                self._read[key] = None
                return replace(reading, clauses=_KeptClauses(int(count), packed[int(size) :]))
        return None

    def add(self, reading: Reading) -> None:
        """One that was not found, to be written with `save`."""
        self._read[self._key(reading.source.file, reading.source.sha256)] = reading

    def save(self, *, only_these: bool = True) -> None:
        """Writes those added, and removes those that were neither added nor found unless others are to stay too."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for key, reading in self._read.items():
                if reading:
                    _write(self._folder / key, reading)
            for path in self._folder.iterdir():
                if only_these and path.name not in self._read:
                    path.unlink()

    def key_of(self, reading: Reading) -> str:
        """Differs wherever what this program makes of a file may, a curator's edits included."""
        own = f"{self._key(reading.source.file, reading.source.sha256)}\0{reading.document}\0{reading.edits!r}"
        return hashlib.sha256(own.encode("utf-8", "surrogatepass")).hexdigest()

    def _key(self, name: str, sha256: str) -> str:
        return hashlib.sha256(f"{self._program}\0{name}\0{sha256}".encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, reading: Reading) -> None:
    flat = tuple(
        replace(each, offsets=[n for run in Offsets.of(each.offsets).runs for n in run]) for each in reading.clauses
    )
    with suppress(ValueError):  # a lone surrogate is no JSON: such a file is read each time
        own = zlib.compress(_packing(Reading).dump_json(replace(reading, clauses=())), 1)
        packed = b"%d %d %b" % (len(own), len(flat), own) + zlib.compress(_packing(Clauses).dump_json(flat), 1)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
        fresh.replace(path)


class _KeptClauses(Sequence[Clause]):
    """Unpacked when the first of them is asked for; equal to what they are."""

    def __init__(self, count: int, packed: bytes) -> None:
        self._count, self._packed = count, packed

    @cached_property
    def _clauses(self) -> Clauses:
        return tuple(_with_runs(_packing(Clauses).validate_json(zlib.decompress(self._packed))))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Clause: ...

    @overload
    def __getitem__(self, at: slice) -> Clauses: ...

    def __getitem__(self, at: int | slice) -> Clause | Clauses:
        return self._clauses[at]

    def __eq__(self, other: object) -> bool:
        return self._clauses == (tuple(other) if isinstance(other, Sequence) else other)

    __hash__ = None  # type: ignore[assignment]


def _with_runs(clauses: Iterable[Clause]) -> Iterable[Clause]:
    for clause in clauses:
        numbers = iter(clause.offsets)
        yield replace(clause, offsets=Offsets(tuple(zip(numbers, numbers, strict=True))))


@cache
def _packing(kind: type[T]) -> TypeAdapter[T]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)

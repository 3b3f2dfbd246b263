"""The files of a zip archive, unpacked one after the other under limits; what cannot be unpacked is named with its reason.

No name of the archive ever becomes a path outside the folder given, and nothing is written that the limits do not allow. Names that the
archive does not mark as UTF-8 are decoded as UTF-8 or GB18030, whichever they are.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kb.errors import CorpusError
from kb.reading.formats import leads_outside
from kb.reading.kinds import kind_of
from kb.reading.limits import LIMITS, ReadingLimits, Refused, refused

_UTF8, _ENCRYPTED, _CHUNK = 0x800, 0x1, 2**16
_MOST_DEEP: Final = 3
_MOST_RATIO: Final = 200  # text stays below 20; of the first MiB it is not asked
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_FURNITURE: Final = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class ArchivedFile:
    """A file of an archive: `archive.zip/inner name`, and where it lies unpacked or why it does not."""

    name: str
    path: Path | None = None
    problem: CorpusError | None = None


def unpacked(path: Path, name: str, into: Path, limits: ReadingLimits = LIMITS) -> Iterator[ArchivedFile]:
    """The files of the archive at `path`, called `name`, and of archives in it, unpacked into the folder `into` as they are asked for."""
    yield from _Unpacking(into, limits).files(path, name, 1)


class _Unpacking:
    """Unpacks one archive and those in it; how much it may still write is its state."""

    def __init__(self, into: Path, limits: ReadingLimits) -> None:
        self._into, self._limits = into, limits
        self._bytes, self._entries = limits.archive_bytes, limits.entries

    def files(self, path: Path, name: str, depth: int) -> Iterator[ArchivedFile]:
        try:
            if path.stat().st_size > self._limits.archive_bytes:
                raise Refused("bomb_archive")
            with zipfile.ZipFile(path) as archive:
                self._entries -= len(archive.infolist())
                if self._entries < 0:
                    raise Refused("entries")
                for entry in archive.infolist():
                    inner = _name_of(entry)
                    parts = PurePosixPath(inner).parts
                    if not (
                        entry.is_dir()
                        or any((part.startswith(".") and part != "..") or part in _FURNITURE for part in parts)
                    ):
                        yield from self._file(archive, entry, inner, name, depth)
        except Refused as refusal:
            yield ArchivedFile(name, problem=refused(name, refusal.reason, self._limits, refusal.detail))
        except _BROKEN:
            yield ArchivedFile(name, problem=refused(name, "damaged", self._limits))

    def _file(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: str, outer: str, depth: int
    ) -> Iterator[ArchivedFile]:
        name = f"{outer}/{inner}"
        try:
            path = self._written(archive, entry, inner)
            head = path.read_bytes() if path.stat().st_size else b""
            if kind_of(head, path.suffix.lower()) != "zip":
                yield ArchivedFile(name, path)
            elif depth < _MOST_DEEP:
                yield from self.files(path, name, depth + 1)
            else:
                raise Refused("nested")
        except Refused as refusal:
            yield ArchivedFile(name, problem=refused(name, refusal.reason, self._limits, refusal.detail))
        except _BROKEN:
            yield ArchivedFile(name, problem=refused(name, "damaged", self._limits))

    def _written(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: str) -> Path:
        """Unpacks an entry; what it says of its size may be a lie, so bytes are counted as they come."""
        if entry.flag_bits & _ENCRYPTED:
            raise Refused("encrypted")
        if leads_outside(inner) or stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("unsafe_name", inner[:40])
        believed = max(entry.compress_size * _MOST_RATIO, 2**20)
        left = min(self._limits.file_bytes, believed)
        folder = self._into / str(self._entries) / str(entry.header_offset)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _short(PurePosixPath(inner).name)
        with archive.open(entry) as packed, path.open("wb") as file:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                self._bytes -= len(chunk)
                if left < 0:
                    raise Refused("size" if believed > self._limits.file_bytes else "bomb_archive")
                if self._bytes < 0:
                    raise Refused("bomb_archive")
                file.write(chunk)
        return path


def _name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name: what is not marked as UTF-8 was decoded as code page 437 and is decoded anew."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return entry.filename


def safe_path(name: str) -> Path:
    """The name of an archived file as a relative path that leads nowhere else and that a file system takes."""
    return Path(*(_short(part) for part in PurePosixPath(name).parts if part not in ("/", "..")))


def _short(name: str) -> str:
    """A name that a file system takes: without control characters, at most 180 bytes, its ending kept."""
    plain = "".join(c for c in name if c.isprintable()) or "file"
    stem, suffix = Path(plain).stem, Path(plain).suffix[:10]
    while len((stem + suffix).encode("utf-8", "replace")) > 180:
        stem = stem[:-1]
    return stem + suffix

"""A backup: one zip file with the corpus, its catalogue and cards, and what people wrote, each file with its SHA-256.

    backup.json            format, program, day, and of every other file SHA-256 and size
    corpus/…  data/…       the two folders; databases as they stood between two transactions
    users  lexicon  office files of the settings that lie elsewhere
    office.vi.yaml         the words of a language that the office's file names

The store is left out: `policy-kb build` makes it anew from the corpus. What is restored is laid out beside its place and compared with the
hashes; only when all of it is there do the old folders make way, and they are kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import IO, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.errors import BackupError
from kb.files import whole_file
from kb.holdings import corpus_files, corpus_held_still
from kb.settings import Settings
from kb.upkeep.places import BESIDE_OFFICE, FILES, FOLDERS, copy_database, files_of, is_database, places

FORMAT: Final = 2
_CONTENTS: Final = "backup.json"
_CHUNK: Final = 1 << 20
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)
"""What `zipfile` raises where a file is no archive, is damaged, encrypted or packed in a way that it does not know."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptFile(_Model):
    """A file of a backup."""

    sha256: str
    size: int


class _Version(_Model):
    program: Literal["policy-kb"]
    format: int


class Backup(_Version):
    """What a backup says of itself; `files` by their names in it, `documents` counts the texts of the corpus."""

    version: str
    created: datetime
    documents: int
    files: Mapping[str, KeptFile]

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and files of the settings that it holds something of."""
        return tuple(dict.fromkeys(PurePosixPath(name).parts[0] for name in self.files))


@dataclass(frozen=True)
class Restored:
    """What was put where, and where that which stood there is kept."""

    places: tuple[Path, ...]
    kept: tuple[Path, ...]


def back_up(settings: Settings, file: Path) -> Backup:
    """Writes a backup to `file`, readable for its owner only, whole or not at all, while the program may go on serving.

    BackupError for a file that is there or lies in what is kept; CorpusError where the corpus is being changed, or cannot be used.
    """
    here = places(settings)
    if file.exists() or any(place in file.resolve().parents for place in here.values()):
        raise BackupError(
            f"{file} 已存在，或在要备份的文件夹里：请换一个位置。",
            "The file is there already, or lies in what is kept: choose another place.",
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    with corpus_held_still(settings.corpus), whole_file(file, private=True) as out:
        documents = len(corpus_files(settings.corpus))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            files = {
                name: _put(archive, name, path)
                for part, place in here.items()
                for name, path in ((f"{part}/{inner}" if inner else part, path) for inner, path in files_of(place))
            }
            backup = Backup(
                program="policy-kb",
                format=FORMAT,
                version=version("policy-kb"),
                created=datetime.now(UTC).replace(microsecond=0),
                documents=documents,
                files=files,
            )
            archive.writestr(_CONTENTS, backup.model_dump_json(indent=1))
    return backup


def read_backup(file: Path) -> Backup:
    """What a backup holds, by its own word; BackupError for a foreign, newer or damaged one."""
    with _opened(file) as (_, backup):
        return backup


def restore(settings: Settings, file: Path) -> Restored:
    """Puts what a backup holds in its places, all of it or nothing; what stood there is kept beside.

    BackupError for a foreign, newer or damaged backup, or where a folder cannot be moved; CorpusError where the corpus is being changed.
    """
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}-{token_hex(2)}"
    with _opened(file) as (archive, backup):
        here = places(settings)
        targets = {part: _place_of(part, here) for part in backup.parts}
        fresh = {part: target.with_name(f".{target.name}.restoring-{stamp}") for part, target in targets.items()}
        try:
            for name, kept in backup.files.items():
                part, *inner = PurePosixPath(name).parts
                _take(archive, name, kept, fresh[part].joinpath(*inner))
            for part in fresh.keys() - {"corpus"}:
                _make_private(fresh[part])
            with corpus_held_still(settings.corpus):
                return _exchanged({targets[part]: fresh[part] for part in fresh}, stamp)
        except OSError as error:
            raise BackupError(
                f"无法恢复（{error.filename}：{error.strerror}），没有改动：请检查权限和磁盘空间；挂载点请恢复到其中的文件夹。",
                "Cannot restore, nothing has changed: check permissions and space; a mount point cannot be moved.",
            ) from error
        finally:
            for path in fresh.values():
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------------ parts


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> KeptFile:
    """Packs a file, a database as a copy of one moment."""
    with tempfile.TemporaryDirectory(prefix="policy-kb-") as scratch:
        if is_database(path):
            copy_database(path, Path(scratch) / "copy")
            path = Path(scratch) / "copy"
        with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
            return _copied(source, target)


def _take(archive: zipfile.ZipFile, name: str, kept: KeptFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("xb") as file:
        try:
            found = _copied(source, file, most=kept.size)
        except _UNREADABLE as error:
            raise _damaged(name) from error
        file.flush()
        os.fsync(file.fileno())
    if found != kept:
        raise _damaged(name)


def _copied(source: IO[bytes], target: IO[bytes], most: int | None = None) -> KeptFile:
    """Copies up to one chunk more than `most` bytes, so that no archive fills the disk with more than it says it holds."""
    digest, size = hashlib.sha256(), 0
    while (most is None or size <= most) and (piece := source.read(_CHUNK)):
        target.write(piece)
        digest.update(piece)
        size += len(piece)
    return KeptFile(sha256=digest.hexdigest(), size=size)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Backup]]:
    if not file.is_file():
        raise BackupError(f"找不到备份 {file}：请检查路径。", "No such backup: check the path.")
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        raise _foreign(file) from error
    with archive:
        yield archive, _contents(archive, file)


def _contents(archive: zipfile.ZipFile, file: Path) -> Backup:
    """What the archive says it holds, where that is what it holds."""
    try:
        words = archive.read(_CONTENTS)
        found = _Version.model_validate_json(words)
        if found.format > FORMAT:
            raise BackupError(
                f"{file} 由更新的版本备份（格式 {found.format}）：请先升级 policy-kb。",
                "The backup is of a newer version: update policy-kb first.",
            )
        backup = Backup.model_validate_json(words)
    except (KeyError, ValidationError, *_UNREADABLE) as error:
        raise _foreign(file) from error
    held = archive.namelist()
    if sorted(held) != sorted([*backup.files, _CONTENTS]) or not all(map(_is_ours, backup.files)):
        raise _foreign(file)
    return backup


def _is_ours(name: str) -> bool:
    """Whether a name leads to a place of ours, and not out of it."""
    part, *inner = PurePosixPath(name).parts or ("",)
    plain = name == "/".join((part, *inner)) and not {*name} & {*'\\:*?"<>|\0'} and ".." not in inner
    return plain and (part in FOLDERS if inner else part in FILES or part.startswith(BESIDE_OFFICE))


def _place_of(part: str, here: Mapping[str, Path]) -> Path:
    if part.startswith(BESIDE_OFFICE):
        return _place_of("office", here).with_name(part.removeprefix(BESIDE_OFFICE))
    if part not in here:
        raise BackupError(
            f"备份里有 {part}，这里没有设置它的位置：请设置 POLICY_KB_{part.upper()}。",
            f"The backup holds a file that has no place here: set POLICY_KB_{part.upper()}.",
        )
    return here[part]


def _make_private(place: Path) -> None:
    for path in (place, *place.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _exchanged(fresh: Mapping[Path, Path], stamp: str) -> Restored:
    """Renames the new folders into their places, all of them or none; OSError."""
    moved: list[tuple[Path, Path]] = []
    try:
        for target, new in fresh.items():
            if target.exists():
                moved.append((target, target.with_name(f"{target.name}.before-restore-{stamp}")))
                target.rename(moved[-1][1])
            moved.append((new, target))
            new.rename(target)
    except OSError:
        for old, new in reversed(moved):
            if new.exists():
                new.rename(old)
        raise
    return Restored(tuple(fresh), tuple(new for _, new in moved if new not in fresh))


def _foreign(file: Path) -> BackupError:
    return BackupError(
        f"{file} 不是 policy-kb 的备份，或已损坏：请换一个文件。",
        "It is no backup of policy-kb, or it is damaged: name another file.",
    )


def _damaged(name: str) -> BackupError:
    return BackupError(
        f"备份已损坏（{name} 与其散列不符），没有改动：请用另一份备份。",
        "The backup is damaged, a file is not what it was; nothing has changed: use another backup.",
    )

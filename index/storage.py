"""A store: a folder of generations, each a folder of files that its manifest vouches for, and a pointer to one of them.

    <store>/CURRENT            name of the current generation and its manifest's SHA-256, swapped by one atomic rename
    <store>/000007/            a generation: whatever the caller wrote, plus manifest.json
    <store>/.building-x1y2/    a generation being written
    <store>/.lock              held by the one writer

The manifest lists the SHA-256 and size of every file, the caller's `meta`, and its own SHA-256. Readers take no lock: a
generation never changes once it is pointed to, and a reader that a writer overtakes starts again. Nothing here knows
what the files mean, and nothing is pickled. What generations have in common may be one file with two names (index/shared_files.py).
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from index.errors import IndexStoreError, StoreBusy, StoreDamaged, StoreMissing, StoreOutdated
from index.manifest import (
    FORMAT,
    MANIFEST,
    Inode,
    check_files,
    damaged_store,
    file_sha256,
    flush,
    inode_of,
    read_manifest,
    seal,
)
from index.manifest import JSON as JSON
from index.manifest import VECTORS_SINCE as VECTORS_SINCE
from index.messages import Message

_POINTER, _LOCK, _BUILDING = "CURRENT", ".lock", ".building-"
_NAME = re.compile(r"[0-9]{6,}")
_POINTS = re.compile(r"([0-9]{6,}) ([0-9a-f]{64})\n")
# A reader can only be overtaken as often as builds end while it reads: two in a row are rare, five do not happen.
_ATTEMPTS = 5

Fill: TypeAlias = Callable[[Path], None]


@dataclass(frozen=True)
class Generation:
    """A whole generation. `warning` says, for people, why it is not the one that was pointed to; usually None."""

    path: Path
    meta: dict[str, JSON]
    warning: Message | None = None


@dataclass(frozen=True)
class _Pointer:
    """What CURRENT says: a generation and the SHA-256 of its manifest, None if the pointer is damaged or lost."""

    path: Path
    sha256: str | None


@dataclass(frozen=True)
class Writer:
    """Whoever holds a store; called with what fills a folder and with its meta, writes a generation as `write_generation` does.

    `before` is what a reader would be served now, every file verified; None without any.
    """

    store: Path
    before: Generation | None

    def __call__(self, fill: Fill, meta: dict[str, JSON]) -> Path:
        """Its folder; what `fill` has in common with the one before it may share."""
        return _write(self.store, fill, meta, self.before)


def check_place(store: Path) -> None:
    """Whether a store can be there at all, before anything is read for it; IndexStoreError where a file stands there or nobody may write."""
    nearest = next(place for place in (store, *store.absolute().parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise _unwritable(store, "permission denied" if nearest.is_dir() else "not a folder")


def _unwritable(store: Path, cause: str | None) -> IndexStoreError:
    return IndexStoreError(
        f"无法写入 {store}，请换一个文件夹或修改权限。",
        f"Cannot write in {store} ({cause}): choose another folder with --store or change its permissions.",
    )


@contextmanager
def only_writer(store: Path, opened: Generation | None = None) -> Iterator[Writer]:
    """Holds the store against other writers and yields the one that writes; what was `opened` just now is not verified again.

    StoreBusy at once where another writer holds it, IndexStoreError where nothing can be written there.
    """
    # Imported here: readers take no lock, and it brings asyncio.
    from filelock import FileLock, Timeout

    lock = FileLock(store / _LOCK, timeout=0)
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(
            f"另一个程序正在写入 {store}，请稍后再试。",
            f"Another process is writing {store}: try again when it has ended.",
        ) from error
    except OSError as error:
        raise _unwritable(store, error.strerror) from error
    try:
        yield Writer(store, opened if opened and _points_to(store, opened.path) else _served(store))
    finally:
        lock.release()


def write_generation(store: Path, fill: Fill, meta: dict[str, JSON]) -> Path:
    """Let `fill` write a new generation beside the others, verify it, point to it; returns its folder.

    Keeps the generation that was current and removes older ones. Whatever `fill` raises is passed on, an OSError (a full
    disk) as IndexStoreError, with the store left as it was. StoreBusy and IndexStoreError as `only_writer`.
    """
    with only_writer(store) as write:
        return write(fill, meta)


def open_generation(store: Path, oldest: int = FORMAT) -> Generation:
    """The current generation, every file verified, else the newest other whole one, with a warning; none before the format `oldest`.

    StoreMissing, StoreOutdated or StoreDamaged if there is none to serve.
    """
    for _ in range(_ATTEMPTS):
        current = _current(store)
        try:
            manifest = _pointed_manifest(current, oldest)
            check_files(current.path, manifest)
            return Generation(current.path, manifest["meta"])
        except StoreDamaged as error:
            damage = error
        # What looks damaged may have been removed by a writer that has pointed elsewhere by now.
        if _current(store) == current:
            break
    for other in reversed(_generations(store)):
        try:
            manifest = _verified(other)
        except (StoreDamaged, StoreOutdated):
            continue
        warning = Message(
            f"知识库已损坏，暂用上一版本（{other.name}），请运行 policy-kb build 重建。",
            f"The store is damaged; generation {other.name} is served instead: rebuild it with policy-kb build.",
        )
        return Generation(other, manifest["meta"], warning)
    raise damage


def pointer_stamp(store: Path) -> tuple[int, int, int] | None:
    """Differs after every write of a generation; None without a pointer. Costs one `stat` and opens nothing."""
    try:
        found = (store / _POINTER).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def forget_other_generations(store: Path) -> None:
    """Removes every generation but the current one, so that nothing of theirs is served again should that one be damaged.

    StoreMissing, StoreDamaged or StoreOutdated where there is none to keep; StoreBusy and IndexStoreError as `only_writer`.
    """
    with only_writer(store):
        current = open_generation(store).path
        try:
            for generation in _generations(store):
                if generation != current:
                    shutil.rmtree(generation)
        except OSError as error:  # Windows removes no file that somebody has open
            raise IndexStoreError(
                f"{store} 里的旧版本还删不掉，撤下的内容仍在其中：请停止网页后再运行 policy-kb build。",
                f"An older generation in {store} cannot be removed ({error.strerror}) and still holds what was withdrawn: "
                "stop the served page and run policy-kb build again.",
            ) from error


def _write(store: Path, fill: Fill, meta: dict[str, JSON], before: Generation | None) -> Path:
    """`write_generation` under the lock."""
    for stale in store.glob(f"{_BUILDING}*"):
        shutil.rmtree(stale, ignore_errors=True)
    try:
        final = _add(store, fill, meta, before)
    except OSError as error:
        raise IndexStoreError(
            f"写入 {store} 失败，知识库保持原样，请检查磁盘空间和权限。",
            f"Writing in {store} failed "
            f"({error.strerror or error}), the store is as it was: free disk space or choose another folder with --store.",
        ) from error
    for generation in _generations(store):
        if generation != final and (before is None or generation != before.path):
            # What cannot be removed now is removed after the next build.
            shutil.rmtree(generation, ignore_errors=True)
    return final


def _add(store: Path, fill: Fill, meta: dict[str, JSON], before: Generation | None) -> Path:
    """Write, verify and point to a generation; where that fails nothing of it remains."""
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=store))
    final: Path | None = None
    try:
        fill(building)
        shared = seal(building, meta, _known_files(before) if before else {})
        check_files(building, read_manifest(building), but=shared)
        numbers = [int(path.name) for path in _generations(store)]
        final = store / f"{max(numbers, default=0) + 1:06d}"
        building.rename(final)
        _point(store, final)
    except BaseException:
        if final is not None and not _points_to(store, final):
            shutil.rmtree(final, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return final


def _known_files(generation: Generation) -> dict[Inode, JSON]:
    """What a verified generation's manifest says of its files, by inode."""
    return {inode_of(generation.path / name): each for name, each in read_manifest(generation.path)["files"].items()}


def _points_to(store: Path, generation: Path) -> bool:
    with suppress(StoreMissing):
        return _current(store).path == generation
    return False


def _point(store: Path, generation: Path) -> None:
    """Swap the pointer: readers see the old name or the new one, never half of one."""
    fresh = store / f"{_POINTER}.new"
    try:
        fresh.write_text(f"{generation.name} {file_sha256(generation / MANIFEST)}\n", encoding="utf-8")
        flush(fresh)
        flush(store)
        fresh.replace(store / _POINTER)
    finally:
        fresh.unlink(missing_ok=True)
    flush(store)


def _generations(store: Path) -> list[Path]:
    """The generations' folders, oldest first."""
    if not store.is_dir():
        return []
    found = (path for path in store.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())
    return sorted(found, key=lambda path: int(path.name))


def _current(store: Path) -> _Pointer:
    """What the pointer says; its folder need not exist. StoreMissing where there is neither pointer nor generation."""
    try:
        text = (store / _POINTER).read_bytes().decode("ascii", "replace")
    except OSError:
        text = ""
    if not text.strip() and not _generations(store):
        raise StoreMissing(
            f"{store} 中没有知识库，请先运行 policy-kb build。",
            f"There is no store in {store}: run policy-kb build first.",
        )
    if points := _POINTS.fullmatch(text):
        return _Pointer(store / points[1], points[2])
    # Before format 2 the pointer was a name alone; one that is damaged must not lead out of the store.
    name = text.strip()
    return _Pointer(store / (name if _NAME.fullmatch(name) else "lost"), None)


def _pointed_manifest(pointer: _Pointer, oldest: int) -> dict[str, Any]:
    """The manifest that the pointer vouches for; StoreDamaged or StoreOutdated."""
    manifest = read_manifest(pointer.path, pointer.sha256, oldest)
    if pointer.sha256 is None:
        raise damaged_store(pointer.path, f"{_POINTER} is not as it was written")
    return manifest


def _verified(generation: Path) -> dict[str, Any]:
    """The manifest of a generation that nothing but itself vouches for, every file compared."""
    manifest = read_manifest(generation)
    check_files(generation, manifest)
    return manifest


def _served(store: Path) -> Generation | None:
    """What a reader would be served now."""
    with suppress(StoreMissing, StoreDamaged, StoreOutdated):
        return open_generation(store)
    return None

"""A store: a folder of generations, each a folder of files that its manifest vouches for, and a pointer to one of them.

    <store>/CURRENT            name of the current generation, swapped by one atomic rename
    <store>/000007/            a generation: whatever the caller wrote, plus manifest.json
    <store>/.building-x1y2/    a generation being written
    <store>/.lock              held while writing

The manifest lists the SHA-256 and size of every file, the caller's `meta`, and its own SHA-256. Nothing here knows what
the files mean, and nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from filelock import FileLock, Timeout

from index.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreOutdated

JSON: TypeAlias = dict[str, "JSON"] | list["JSON"] | str | int | float | bool | None

FORMAT = 1

_MANIFEST, _POINTER, _LOCK, _BUILDING = "manifest.json", "CURRENT", ".lock", ".building-"
_NAME = re.compile(r"[0-9]{6,}")


@dataclass(frozen=True)
class Generation:
    """A whole generation. `warning` says, for people, why it is not the one that was pointed to; usually None."""

    path: Path
    meta: dict[str, JSON]
    warning: str | None = None


def write_generation(store: Path, fill: Callable[[Path], None], meta: dict[str, JSON]) -> Path:
    """Let `fill` write a new generation beside the others, verify it, point to it; returns its folder.

    Keeps the generation that was current and removes older ones. Whatever `fill` raises is passed on, with the store
    left as it was. StoreBusy where another writer is at work, StoreError where nothing can be written there.
    """
    lock = FileLock(store / _LOCK, timeout=0)
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(
            f"另一个程序正在写入 {store}，请稍后再试。 Another process is writing {store}: try again when it has ended."
        ) from error
    except OSError as error:
        raise StoreError(
            f"无法写入 {store}，请换一个文件夹或修改权限。 Cannot write in {store} ({error.strerror}): "
            "choose another folder with --store or change its permissions."
        ) from error
    try:
        return _write(store, fill, meta)
    finally:
        lock.release()


def open_generation(store: Path) -> Generation:
    """The current generation, every file verified, else the newest other whole one, with a warning.

    StoreMissing, StoreOutdated or StoreDamaged where there is none to serve.
    """
    current = _current(store)
    try:
        return Generation(current, _verified(current)["meta"])
    except StoreDamaged as error:
        damage = error
    for other in reversed(_generations(store)):
        if other != current:
            try:
                meta = _verified(other)["meta"]
            except (StoreDamaged, StoreOutdated):
                continue
            warning = (
                f"知识库已损坏，暂用上一版本（{other.name}），请运行 policy-kb build 重建。 The store is damaged; "
                f"generation {other.name} is served instead: rebuild it with policy-kb build."
            )
            return Generation(other, meta, warning)
    raise damage


def read_meta(store: Path) -> dict[str, JSON]:
    """The `meta` of the current generation after a glance at its files' sizes; no file but the manifest is read.

    StoreMissing, StoreOutdated or StoreDamaged as `open_generation`, but never another generation's meta.
    """
    current = _current(store)
    manifest = _manifest(current)
    for name, entry in manifest["files"].items():
        _check_size(current / name, entry["size"])
    meta: dict[str, JSON] = manifest["meta"]
    return meta


def _write(store: Path, fill: Callable[[Path], None], meta: dict[str, JSON]) -> Path:
    """`write_generation` under the lock."""
    for stale in store.glob(f"{_BUILDING}*"):
        shutil.rmtree(stale)
    previous = _whole_current(store)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=store))
    try:
        fill(building)
        _seal(building, meta)
        _verified(building)
        numbers = [int(path.name) for path in _generations(store)]
        final = store / f"{max(numbers, default=0) + 1:06d}"
        building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _point(store, final)
    for generation in _generations(store):
        if generation not in (final, previous):
            shutil.rmtree(generation)
    return final


def _seal(folder: Path, meta: dict[str, JSON]) -> None:
    """Write the manifest of what the folder holds, all of it flushed to the disk."""
    files: dict[str, JSON] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _flush(path)
        files[path.relative_to(folder).as_posix()] = {"sha256": _sha256(path), "size": path.stat().st_size}
    body: dict[str, JSON] = {"format": FORMAT, "meta": meta, "files": files}
    manifest = {**body, "sha256": _own_sha256(body)}
    path = folder / _MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    _flush(path)
    for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        _flush(inner)


def _point(store: Path, generation: Path) -> None:
    """Swap the pointer: readers see the old name or the new one, never half of one."""
    fresh = store / f"{_POINTER}.new"
    fresh.write_text(generation.name + "\n", encoding="utf-8")
    _flush(fresh)
    _flush(store)
    fresh.replace(store / _POINTER)
    _flush(store)


def _generations(store: Path) -> list[Path]:
    """The generations' folders, oldest first."""
    if not store.is_dir():
        return []
    found = (path for path in store.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())
    return sorted(found, key=lambda path: int(path.name))


def _current(store: Path) -> Path:
    """The folder that the pointer names, which need not exist; a lost pointer names `lost`, which never does."""
    try:
        name = (store / _POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    if not name and not _generations(store):
        raise StoreMissing(
            f"{store} 中没有知识库，请先运行 policy-kb build。 There is no store in {store}: run policy-kb build first."
        )
    # A damaged pointer must not lead out of the store.
    return store / (name if _NAME.fullmatch(name) else "lost")


def _whole_current(store: Path) -> Path | None:
    """The generation to keep beside a new one: what a reader would be served now."""
    try:
        return open_generation(store).path
    except (StoreMissing, StoreDamaged, StoreOutdated):
        return None


def _manifest(generation: Path) -> dict[str, Any]:
    """The manifest after its own checks; StoreDamaged or StoreOutdated."""
    try:
        manifest = json.loads((generation / _MANIFEST).read_text(encoding="utf-8"))
        stated = manifest.pop("sha256")
        version = manifest["format"]
        if version == FORMAT and stated != _own_sha256(manifest):
            raise ValueError("the manifest does not match its own checksum")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(generation, f"{_MANIFEST}: {error}") from error
    if version != FORMAT:
        raise StoreOutdated(
            f"知识库是另一格式版本（{version}，本程序为 {FORMAT}），请运行 policy-kb build 重建。 The store has format "
            f"{version}, this program reads {FORMAT}: rebuild it with policy-kb build."
        )
    return dict(manifest)


def _verified(generation: Path) -> dict[str, Any]:
    """The manifest after every file was read and compared; StoreDamaged or StoreOutdated."""
    manifest = _manifest(generation)
    for name, entry in manifest["files"].items():
        path = generation / name
        _check_size(path, entry["size"])
        try:
            actual = _sha256(path)
        except OSError as error:
            raise _damaged(generation, str(error)) from error
        if actual != entry["sha256"]:
            raise _damaged(generation, f"{name} was changed")
    return manifest


def _check_size(path: Path, size: int) -> None:
    if not path.is_file() or path.stat().st_size != size:
        raise _damaged(path.parent, f"{path.name} is missing or has another length")


def _damaged(generation: Path, cause: str) -> StoreDamaged:
    return StoreDamaged(
        f"知识库文件已损坏或缺失，请运行 policy-kb build 重建。 The store in {generation} is damaged ({cause}): "
        "rebuild it with policy-kb build."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _own_sha256(body: dict[str, Any]) -> str:
    """Of the manifest without its own checksum, in a form that does not depend on layout."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _flush(path: Path) -> None:
    """Have the operating system write a file or a folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

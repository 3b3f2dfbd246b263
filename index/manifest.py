"""A generation's manifest: the SHA-256 and size of every file in its folder, the caller's `meta`, and its own SHA-256.

Knows one folder; which of several is current is the business of `storage`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from index.errors import StoreDamaged, StoreOutdated

JSON: TypeAlias = dict[str, "JSON"] | list["JSON"] | str | int | float | bool | None

FORMAT = 7
VECTORS_SINCE = 5
"""The vectors of a generation of this format and later ones are of use to a build."""
MANIFEST = "manifest.json"
_WINDOWS = os.name == "nt"


Inode: TypeAlias = tuple[int, int]
"""The device and number by which a file system knows a file, whatever its names."""


def inode_of(path: Path) -> Inode:
    """Of a file that is there."""
    found = path.stat()
    return found.st_dev, found.st_ino


def seal(folder: Path, meta: dict[str, JSON], known: Mapping[Inode, JSON] | None = None) -> set[str]:
    """Write the manifest of what the folder holds, all of it flushed to the disk; the names of the files that are `known`.

    `known` are the files of another generation, by inode, as its manifest has them: they are on the disk and were compared with it.
    """
    files: dict[str, JSON] = {}
    shared: set[str] = set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, inode = path.relative_to(folder).as_posix(), inode_of(path)
        if known and inode in known:
            files[name] = known[inode]
            shared.add(name)
            continue
        flush(path)
        files[name] = {"sha256": file_sha256(path), "size": path.stat().st_size}
    body: dict[str, JSON] = {"format": FORMAT, "meta": meta, "files": files}
    manifest = {**body, "sha256": _own_sha256(body)}
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    flush(path)
    for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        flush(inner)
    return shared


def read_manifest(generation: Path, sha256: str | None = None, oldest: int = FORMAT) -> dict[str, Any]:
    """The manifest after its own checks and, where given, its file's SHA-256; StoreDamaged, or StoreOutdated before the format `oldest`."""
    try:
        content = (generation / MANIFEST).read_bytes()
        if sha256 is not None and sha256 != hashlib.sha256(content).hexdigest():
            raise ValueError("it is not the one that was pointed to")
        manifest = json.loads(content.decode("utf-8"))
        stated = manifest.pop("sha256")
        version = manifest["format"]
        if oldest <= version <= FORMAT and stated != _own_sha256(manifest):
            raise ValueError("the manifest does not match its own checksum")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged_store(generation, f"{MANIFEST}: {error}") from error
    if not oldest <= version <= FORMAT:
        raise StoreOutdated(
            f"知识库是另一格式版本（{version}，本程序为 {FORMAT}），请运行 policy-kb build 重建。",
            f"The store has format {version}, this program reads {FORMAT}: rebuild it with policy-kb build.",
        )
    return dict(manifest)


def check_files(generation: Path, manifest: dict[str, Any], but: Container[str] = ()) -> None:
    """Read every file `but` these and compare it with the manifest; StoreDamaged at the first that differs."""
    for name, entry in manifest["files"].items():
        if name in but:
            continue
        path = generation / name
        check_size(path, entry["size"])
        try:
            actual = file_sha256(path)
        except OSError as error:
            raise damaged_store(generation, str(error)) from error
        if actual != entry["sha256"]:
            raise damaged_store(generation, f"{name} was changed")


def check_size(path: Path, size: int) -> None:
    """StoreDamaged where the file is missing or has another length."""
    if not path.is_file() or path.stat().st_size != size:
        raise damaged_store(path.parent, f"{path.name} is missing or has another length")


def damaged_store(generation: Path, cause: str) -> StoreDamaged:
    """The error that names the cause, to be raised by the caller."""
    return StoreDamaged(
        "知识库文件已损坏或缺失，请运行 policy-kb build 重建。",
        f"The store in {generation} is damaged ({cause}): rebuild it with policy-kb build.",
    )


def file_sha256(path: Path) -> str:
    """Of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _own_sha256(body: dict[str, Any]) -> str:
    """Of the manifest without its own checksum, in a form that does not depend on layout."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def flush(path: Path) -> None:
    """Have the operating system write a file or a folder's entries to the disk."""
    if _WINDOWS and path.is_dir():
        return  # it opens no folder, and keeps the order of its entries itself
    handle = os.open(path, os.O_RDWR if _WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

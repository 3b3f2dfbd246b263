"""A zip package (docx, xlsx, ofd) is looked at before anything in it is unpacked by a library: its parts, their size and their XML."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from kb.reading.limits import Refused

_CHUNK: Final = 2**16
_HEAD: Final = 4096
_XML: Final = (".xml", ".rels")
_ENCRYPTED: Final = 0x1


def check_package(path: Path, limits: Mapping[str, int]) -> None:
    """Refused for a package that is broken, encrypted or asks for too much, names a place outside itself, or declares entities."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > limits["entries"]:
                raise Refused("entries")
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise Refused("encrypted")
            left = limits["unpacked_bytes"]
            for part in parts:
                if leads_outside(part.filename):
                    raise Refused("unsafe_name", part.filename[:40])
                left = _checked(package, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Refused("damaged") from error


def leads_outside(name: str) -> bool:
    """Whether the name of a part is a path that would leave the folder it is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _checked(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpacks a part to nowhere, its check sum included; how many bytes are left. The size that a package states may be a lie."""
    if part.file_size > left:
        raise Refused("bomb")
    with package.open(part) as file:
        head = file.read(_HEAD)
        if part.filename.lower().endswith(_XML) and b"<!DOCTYPE" in head.replace(b"\x00", b""):
            raise Refused("doctype")
        left -= len(head)
        while chunk := file.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Refused("bomb")
    return left

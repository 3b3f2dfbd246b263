"""Files of older office programs: LibreOffice (libreoffice.py) makes a Word document or a workbook of them, which is read as any other.

`.doc`, `.wps`, `.rtf` and `.odt` are texts, `.xls`, `.et` and `.ods` tables. What it made is kept under the hash of the file in the folder
`kept`, "" to keep none: the next build does not wait for it again.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kb.reading.formats.docx import read_docx
from kb.reading.formats.kept import keep
from kb.reading.formats.libreoffice import converted, ending_made_of
from kb.reading.formats.package import check_package
from kb.reading.formats.workbook import read_xlsx
from kb.reading.limits import Refused
from kb.reading.written import Item

_READERS: Final = {"docx": read_docx, "xlsx": read_xlsx}
_MANIFEST: Final = "META-INF/manifest.xml"
_LIST_TEXT: Final = re.compile(rb"\{\\listtext\b((?:[^{}\\]|\\[^{}])*?)(?:\\tab\s*)?\}")
_LIST_ITEM, _RESET = re.compile(rb"\\ls\d+"), re.compile(rb"\\(?:pard|plain)\b")


def read_doc(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of a binary Word document, which WPS writes as well."""
    return _read(path, "doc", limits, kept)


def read_rtf(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of a file in Rich Text Format."""
    return _read(path, "rtf", limits, kept)


def read_odt(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of an OpenDocument text."""
    _check_open_document(path, limits)
    return _read(path, "odt", limits, kept)


def read_xls(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of a binary workbook, which WPS writes as well."""
    return _read(path, "xls", limits, kept)


def read_ods(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of an OpenDocument spreadsheet."""
    _check_open_document(path, limits)
    return _read(path, "ods", limits, kept)


def _check_open_document(path: Path, limits: Mapping[str, int]) -> None:
    """Refused as any package, and for one with a password, which is said in its manifest (OpenDocument 1.3, part 2, 4.8.3)."""
    check_package(path, limits)
    with zipfile.ZipFile(path) as package:
        if _MANIFEST in package.namelist() and b"encryption-data" in package.read(_MANIFEST):
            raise Refused("encrypted")


def _read(path: Path, kind: str, limits: Mapping[str, int], kept: str) -> Iterator[Item]:
    ending = ending_made_of(kind)
    read = _READERS[ending]
    data = _with_list_numbers(path.read_bytes()) if kind == "rtf" else path.read_bytes()
    file = Path(kept) / f"{hashlib.sha256(data).hexdigest()}.{ending}" if kept else None
    if file and file.is_file():
        yield from read(file, limits)
        return
    with converted(path, data, kind, limits) as made:
        yield from read(made, limits)
        if file:
            keep(file, made.read_bytes())


def _with_list_numbers(data: bytes) -> bytes:
    """Rich text whose lists have the numbers that stand written beside each item, for older readers, in place of a level's pattern.

    Patterns are 8-bit text (RTF 1.9.1, leveltext), in which LibreOffice writes 一、 as 一?.
    """
    written = _LIST_TEXT.sub(lambda found: b"{" + _RESET.sub(b"", found[1]) + b"}", data)
    return _LIST_ITEM.sub(b"", written) if written != data else data

"""What a file is, by what it holds: a name may end in anything."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PACKED: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
_MEMBERS: Final = (("word/", "docx"), ("xl/", "xlsx"), ("OFD.xml", "ofd"))
_WEB: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body)\b", re.IGNORECASE | re.DOTALL
)
_MAIL: Final = re.compile(
    rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
_HEAD: Final = 4096


def kind_of(data: bytes, suffix: str) -> str:
    """`pdf`, `docx`, `doc`, `rtf`, `odt`, `xlsx`, `ofd`, `html`, `mhtml`, `csv`, `text`, or a kind that is not read: see `_REASONS` of limits.py.

    `suffix` decides between kinds of plain text alone.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _packaged(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES) and b"\x00" in data[:64]:
        return "picture"
    if data.startswith(_PACKED):
        return "packed"
    head = data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _WEB.match(head):
        return "html"
    if _MAIL.match(head):
        return "mhtml"
    return "csv" if suffix == ".csv" else "text"


def _packaged(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "damaged"
    if "mimetype" in names and "content.xml" in names:
        return "odt" if b"opendocument.text" in data[:200] else "ods"  # the type is the first entry, not compressed
    return next((kind for start, kind in _MEMBERS if any(name.lstrip("/").startswith(start) for name in names)), "zip")


def _compound(data: bytes) -> str:
    """An OLE file by the names of its streams, which stand in its directory in UTF-16."""
    streams = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"))
    kind = next((kind for name, kind in streams if name.encode("utf-16-le") in data), "ole")
    return "encrypted" if kind == "doc" and _has_password(data) else kind


def _has_password(data: bytes) -> bool:
    """Whether a binary Word document is encrypted: bit fEncrypted of the head of its main stream ([MS-DOC] 2.5.2, [MS-CFB] 2.6.1)."""
    entry = data.find("WordDocument".encode("utf-16-le"))
    first = int.from_bytes(data[entry + 116 : entry + 120], "little")
    head = (first + 1) << int.from_bytes(data[30:32], "little")
    return data[head : head + 2] == b"\xec\xa5" and bool(data[head + 11] & 1)

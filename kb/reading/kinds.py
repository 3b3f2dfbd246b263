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
_OFFICE_XML: Final = (b"schemas-microsoft-com:office:spreadsheet", b"schemas.microsoft.com/office/word/2003/wordml")
_HEAD: Final = 4096
_STREAMS: Final = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"))
_FILE_PASS: Final = 0x2F


def kind_of(data: bytes, suffix: str) -> str:
    """`pdf`, `picture`, `text`, one of `FORMATS` (kb/reading/formats), or a kind that is not read: see kb/data/messages.tsv.

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
    if head.lstrip().startswith(b"<?xml") and any(space in head for space in _OFFICE_XML):
        return "unknown"
    return "csv" if suffix == ".csv" else "text"


def _packaged(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "damaged"
    if "mimetype" in names and "content.xml" in names:
        types = ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"))
        return next((kind for name, kind in types if name in data[:200]), "unknown")  # the first entry, not compressed
    return next((kind for start, kind in _MEMBERS if any(name.lstrip("/").startswith(start) for name in names)), "zip")


def _compound(data: bytes) -> str:
    """An OLE file by the names of its streams, which stand in its directory in UTF-16; those of what is embedded in it come later."""
    found = [(data.find(f"{name}\0".encode("utf-16-le")), kind) for name, kind in _STREAMS]
    entry, kind = min(((at, kind) for at, kind in found if at >= 0), default=(0, "unknown"))
    return "encrypted" if kind in ("doc", "xls") and _has_password(data, kind, entry) else kind


def _has_password(data: bytes, kind: str, entry: int) -> bool:
    """Whether the stream with this directory entry is encrypted.

    Word sets the bit fEncrypted ([MS-DOC] 2.5.2), Excel writes the record FilePass behind the first one or two ([MS-XLS] 2.1.7.20.3).
    """
    head = _stream_start(data, entry)
    if kind == "doc":
        return data[head : head + 2] == b"\xec\xa5" and bool(data[head + 11] & 1)
    for _ in range(3):
        record, size = _number(data, head, 2), _number(data, head + 2, 2)
        if record == _FILE_PASS:
            return True
        head += 4 + size
    return False


def _stream_start(data: bytes, entry: int) -> int:
    """Where a stream begins: small ones lie together in that of the root, the first entry of the directory ([MS-CFB] 2.2, 2.6)."""
    sector, small = _number(data, 30, 2), _number(data, 32, 2)
    first = _number(data, entry + 116, 4)
    if _number(data, entry + 120, 4) >= _number(data, 56, 4):
        return (first + 1) << sector
    root = (_number(data, 48, 4) + 1) << sector
    return ((_number(data, root + 116, 4) + 1) << sector) + (first << small)


def _number(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(data[at : at + length], "little")

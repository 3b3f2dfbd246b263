"""Files become texts, decoded.

What a file holds decides who reads it (kb/reading/kinds.py). Decoding is strict: a file that is no text, or no Chinese encoding that we
know, is refused with its name. Line ends are left as they are, so offsets count code points of the decoded file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kb.errors import CorpusError
from kb.files import decode
from kb.language import Repair, Repaired, repaired
from kb.reading.damage import damaged
from kb.reading.doubts import DOUBTS
from kb.reading.fence import bytes_of, read_in_child
from kb.reading.formats import CONVERTED, FORMATS, program_with
from kb.reading.formats.kept import kept_folder
from kb.reading.kinds import kind_of
from kb.reading.limits import LIMITS, SCAN_LIMITS, SCANNED, RefusedFile, refused
from kb.reading.pdf.pdf import read_pdf
from kb.reading.written import RESIDUE
from kb.records import Doubt, SetAside, SourceText

_MAX_BYTES = 20 * 2**20


def _plain(data: bytes, name: str) -> SourceText:
    if len(data) > _MAX_BYTES:
        raise CorpusError(f"{name} 超过 20 MiB：请拆分文件。", "The file is over 20 MiB: split it.")
    text, encoding = decode(data, name)
    read = repaired(text)
    return SourceText(
        name,
        read.text,
        encoding,
        hashlib.sha256(data).hexdigest(),
        set_aside=tuple(_residue(text, read)),
        origin=read.origin,
        doubtful=tuple(Doubt(start, end, DOUBTS["damaged"]) for start, end in damaged(read.text)),
    )


def _residue(text: str, read: Repaired) -> Iterator[SetAside]:
    """What was repaired, each kind once with its number: signs of a converter, and characters that stood for others."""
    kinds: dict[tuple[str, str], list[Repair]] = {}
    for repair in read.repairs:
        kinds.setdefault((text[repair.start : repair.end], repair.replacement), []).append(repair)
    for (before, after), made in kinds.items():
        shown = f"{before!r} → {after or '（无 none）'}" + (f"，{len(made)} 处" if len(made) > 1 else "")
        yield SetAside(made[0].start, made[0].start, shown, RESIDUE)


_PICTURES: Final = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
SUFFIXES: Final = (
    *(".txt", ".md", ".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt"),
    *(".html", ".htm", ".mht", ".mhtml", ".xls", ".et", ".ods", ".xlsx", ".csv", ".ofd", *_PICTURES),
)
"""The endings of file names that are documents; what a file is decides its content."""


def has_pictures(name: str) -> bool:
    """Whether the pages of a document's file can be drawn, by its name."""
    return Path(name).suffix.lower() in (".pdf", ".ofd", *_PICTURES)


_OPTIONAL: Final = {
    "soffice": (".doc", ".wps", ".rtf", ".odt"),
    "calc": (".xls", ".et", ".ods"),
    "rapidocr": (".pdf", *_PICTURES),
}


def optional_readers(files: Iterable[Path]) -> tuple[str, ...]:
    """The optional programs that are installed and that some of these files need, judged by name; a build depends on them too."""
    endings = {path.suffix.lower() for path in files}
    there = {
        "soffice": program_with("writer") is not None,
        "calc": program_with("calc") is not None,
        "rapidocr": _recognises(),
    }
    return tuple(name for name, needed in _OPTIONAL.items() if there[name] and endings.intersection(needed))


_SUFFIXES_OF: Final = {
    **{kind: (f".{kind}",) for kind in ("pdf", *FORMATS)},
    "html": (".html", ".htm"),
    "mhtml": (".mhtml", ".mht"),
    "doc": (".doc", ".wps"),
    "xls": (".xls", ".et"),
    "text": (".txt", ".md"),
    "picture": _PICTURES,
}


def suffix_for(path: Path) -> str:
    """The ending under which a file belongs in a corpus: its own where that fits what it holds; "" where it holds nothing that is read.

    Text with an ending that no document has is none: programs leave many such files about. CorpusError for a document that is cut off,
    encrypted or packed.
    """
    suffix = path.suffix.lower()
    kind = kind_of(bytes_of(path, path.name), suffix)
    if kind in ("damaged", "encrypted", "packed"):
        raise refused(path.name, kind, LIMITS)
    fitting = _SUFFIXES_OF.get(kind, ("",))
    return suffix if suffix in fitting else "" if kind == "text" and suffix not in ("", *SUFFIXES) else fitting[0]


def read_document(path: Path, corpus: Path, *, keep: bool = True) -> SourceText:
    """One file of the corpus as a text; raises CorpusError naming the file and the reason.

    The recognised pages of a scan, and what LibreOffice made of an older file, are kept for the next time unless `keep` is False.
    """
    name = path.relative_to(corpus).as_posix()
    data = bytes_of(path, name)
    kind = kind_of(data, path.suffix.lower())
    if kind == "text":
        return _plain(data, name)
    if kind == "pdf":
        try:
            return read_pdf(path, name)
        except RefusedFile as error:
            if error.reason not in SCANNED or not _recognises():
                raise
            kind = "scan"
    if kind == "scan" or (kind == "picture" and _recognises()):
        kept = [str(kept_folder("pages"))] if keep else []
        return read_in_child("kb.reading.formats.worker", path, name, data, kind, SCAN_LIMITS, kind, *kept)
    if kind in FORMATS:
        kept = [str(kept_folder("conversions"))] if keep and kind in CONVERTED else []
        return read_in_child("kb.reading.formats.worker", path, name, data, kind, LIMITS, kind, *kept)
    raise refused(name, kind, LIMITS)


def _recognises() -> bool:
    """Whether what recognises print is installed (the extra `ocr`)."""
    return find_spec("rapidocr") is not None

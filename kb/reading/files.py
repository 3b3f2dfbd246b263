"""Files become texts, decoded.

A reader per suffix; kb/reading/pdf/pdf.py reads PDF. Decoding is strict: a file that is no text, or no Chinese encoding that we know, is
refused with its name. Line ends are left as they are, so offsets count code points of the decoded file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from kb.errors import CorpusError
from kb.files import decode
from kb.language import Repair, Repaired, repaired
from kb.reading.pdf.pdf import read_pdf
from kb.records import SetAside, SourceText

RESIDUE = "转换残留 residue of a conversion"
_MAX_BYTES = 20 * 2**20


def _read_plain(path: Path, name: str) -> SourceText:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise CorpusError(f"{name} 超过 20 MiB：请拆分文件。", "The file is over 20 MiB: split it.")
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{name} 无法读取（{error.strerror}）：请检查权限。", "Cannot be read: check its permissions."
        ) from error
    text, encoding = decode(data, name)
    read = repaired(text)
    return SourceText(
        name,
        read.text,
        encoding,
        hashlib.sha256(data).hexdigest(),
        set_aside=tuple(_residue(text, read)),
        origin=read.origin,
    )


def _residue(text: str, read: Repaired) -> Iterator[SetAside]:
    """What was repaired, each kind once with its number: signs of a converter, and characters that stood for others."""
    kinds: dict[tuple[str, str], list[Repair]] = {}
    for repair in read.repairs:
        kinds.setdefault((text[repair.start : repair.end], repair.replacement), []).append(repair)
    for (before, after), made in kinds.items():
        shown = f"{before!r} → {after or '（无 none）'}" + (f"，{len(made)} 处" if len(made) > 1 else "")
        yield SetAside(made[0].start, made[0].start, shown, RESIDUE)


READERS: dict[str, Callable[[Path, str], SourceText]] = {".txt": _read_plain, ".md": _read_plain, ".pdf": read_pdf}


def read_document(path: Path, corpus: Path) -> SourceText:
    """One file of the corpus, decoded; raises CorpusError naming the file and the reason."""
    return READERS[path.suffix.lower()](path, path.relative_to(corpus).as_posix())

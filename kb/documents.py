"""Files become texts: finding the files of a corpus, reading and decoding them.

A reader per suffix; kb/pdf.py reads PDF. Decoding is strict: a file that is no text, or no Chinese encoding that we know, is
refused with its name. Line ends are left as they are, so offsets count code points of the decoded file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kb.change_journal import settled
from kb.decoding import decode
from kb.errors import CorpusError
from kb.pdf import read_pdf
from kb.records import SourceText

CATALOG_NAME = "catalog.yaml"
_IGNORED = {"readme.md", "license", "license.md", "notice.md"}
_MAX_BYTES = 20 * 2**20


def _read_plain(path: Path, name: str) -> SourceText:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise CorpusError(f"{name} 超过 20 MiB：请拆分文件。 The file is over 20 MiB: split it.")
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{name} 无法读取（{error.strerror}）：请检查权限。 Cannot be read: check its permissions."
        ) from error
    text, encoding = decode(data, name)
    return SourceText(name, text, encoding, hashlib.sha256(data).hexdigest())


READERS: dict[str, Callable[[Path, str], SourceText]] = {".txt": _read_plain, ".md": _read_plain, ".pdf": read_pdf}


def corpus_files(corpus: Path) -> list[Path]:
    """The document files below `corpus`, sorted by name; raises CorpusError if there is no folder or no document in it."""
    if not corpus.is_dir():
        raise CorpusError(f"找不到文件夹 {corpus}：请用 --corpus 指定。 No such corpus folder: name one with --corpus.")
    found = sorted(
        path
        for path in corpus.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READERS
        and path.name.lower() not in _IGNORED
        and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
    )
    files = settled(corpus, found, CATALOG_NAME)
    if not files:
        raise CorpusError(
            f"{corpus} 里没有 .txt、.md 或 .pdf 文件：请放入文件。 No .txt, .md or .pdf file there: add the notices."
        )
    return files


def read_document(path: Path, corpus: Path) -> SourceText:
    """One file of the corpus, decoded; raises CorpusError naming the file and the reason."""
    return READERS[path.suffix.lower()](path, path.relative_to(corpus).as_posix())

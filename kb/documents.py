"""Files become texts: finding the files of a corpus, reading and decoding them.

A reader per suffix; PDF will be one more. Decoding is strict: a file that is no text, or no Chinese encoding that we know, is
refused with its name. Line ends are left as they are, so offsets count code points of the decoded file.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from pathlib import Path

from kb.errors import CorpusError
from kb.records import SourceText

CATALOG_NAME = "catalog.yaml"
_IGNORED = {"readme.md", "license", "license.md", "notice.md"}
_MAX_BYTES = 20 * 2**20


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if not data.strip():
        raise CorpusError(f"{name} 是空文件：请放入正文或删去它。 The file is empty: fill or remove it.")
    if b"\x00" in data:
        raise CorpusError(f"{name} 不是文本文件：请另存为 UTF-8 文本。 Not a text file: save it as UTF-8 text.")
    candidates = ["utf-8-sig"] if data.startswith(codecs.BOM_UTF8) else ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_text(text, encoding):
            return text, encoding
    raise CorpusError(
        f"{name} 的编码无法识别（支持 UTF-8、GBK、GB18030）：请另存为 UTF-8。 Unknown encoding: save the file as UTF-8."
    )


def _reads_as_text(text: str, encoding: str) -> bool:
    """Whether a decoding makes sense: no control characters, and for GB18030 mostly characters that people write with."""
    if any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text):
        return False
    if encoding != "gb18030":
        return True
    letters = [c for c in text if not c.isspace() and ord(c) > 127]
    rare = sum(
        1 for c in letters if not ("\u4e00" <= c <= "\u9fff" or "\u2000" <= c <= "\u33ff" or "\uff00" <= c <= "\uffef")
    )
    # Any byte pair decodes as some GB18030 character; Chinese prose hits common ranges, other encodings do not.
    return bool(letters) and rare / len(letters) < 0.05


def _read_plain(path: Path, name: str) -> SourceText:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise CorpusError(f"{name} 超过 20 MiB：请拆分文件。 The file is over 20 MiB: split it.")
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{name} 无法读取（{error.strerror}）：请检查权限。 Cannot be read: check its permissions."
        ) from error
    text, encoding = _decode(data, name)
    return SourceText(name, text, encoding, hashlib.sha256(data).hexdigest())


READERS: dict[str, Callable[[Path, str], SourceText]] = {".txt": _read_plain, ".md": _read_plain}


def corpus_files(corpus: Path) -> list[Path]:
    """The document files below `corpus`, sorted by name; raises CorpusError if there is no folder or no document in it."""
    if not corpus.is_dir():
        raise CorpusError(f"找不到文件夹 {corpus}：请用 --corpus 指定。 No such corpus folder: name one with --corpus.")
    files = sorted(
        path
        for path in corpus.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READERS
        and path.name.lower() not in _IGNORED
        and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
    )
    if not files:
        raise CorpusError(f"{corpus} 里没有 .txt 或 .md 文件：请放入文件。 No .txt or .md file there: add the notices.")
    return files


def read_document(path: Path, corpus: Path) -> SourceText:
    """One file of the corpus, decoded; raises CorpusError naming the file and the reason."""
    return READERS[path.suffix.lower()](path, path.relative_to(corpus).as_posix())

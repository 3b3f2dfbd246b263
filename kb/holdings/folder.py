"""The folder of a corpus: which of its files are documents, which are passed over and why, and what its catalogue is called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kb.errors import CorpusError
from kb.holdings.change_journal import settled
from kb.messages import Message
from kb.reading import SUFFIXES, suffix_for

_REMEDIES: tuple[tuple[str, Message], ...] = (
    (".bmp .gif", Message("请把图片另存为 .png", "save the picture as .png")),
    (".zip", Message("请用 policy-kb add 加入其中的文件", "take its files in with policy-kb add")),
    (".rar .7z .tar .gz", Message("请先解压", "unpack it first")),
)
_OTHER = Message(
    "不是可读的格式，请转换为 .docx、.pdf 或 .txt", "not a format that is read: convert it to .docx, .pdf or .txt"
)
_DESCRIBES = Message(
    "按文件名是说明，不是文件；如是公文请改名", "by its name it describes the folder: rename it if it is a notice"
)
_NO_FILE = Message(
    "不是普通文件或链接已失效，请放入文件本身", "no plain file or a broken link: put the file itself there"
)

MISNAMED = Message(
    "按内容是纯文本，与文件名的格式不符，已按文本读入，请核对",
    "holds plain text, which its name does not say, and is read as such: look whether it is the file you mean",
)
_SIGNS = (b"%PDF", b"PK", b"\xd0\xcf\x11\xe0")  # looked at first, so that no large file is read for it
_BINARY = (".pdf", ".docx", ".doc", ".wps", ".odt", ".xls", ".et", ".ods", ".xlsx", ".ofd")

CATALOG_NAME = "catalog.yaml"
_IGNORED = {"readme.md", "license", "license.md", "notice.md"}


@dataclass(frozen=True)
class SkippedFile:
    """A file of the folder that is not taken: its path there, and why not with what to do."""

    file: str
    reason: Message


def skipped_files(corpus: Path, but: Collection[str] = ()) -> tuple[SkippedFile, ...]:
    """Every file below `corpus` that no build takes, sorted by name; hidden ones, the catalogue and the files `but` apart.

    A text that a change under way brings or takes is not named.
    """
    taken, known = set(corpus_files(corpus)), {CATALOG_NAME, *but}
    return tuple(
        SkippedFile(path.relative_to(corpus).as_posix(), _why_not(path))
        for path in sorted(corpus.rglob("*"))
        if not path.is_dir()
        and path not in taken
        and (path.suffix.lower() not in SUFFIXES or not path.is_file() or is_described(path))
        and path.relative_to(corpus).as_posix() not in known
        and not is_hidden(path, corpus)
    )


def misnamed_files(corpus: Path) -> tuple[str, ...]:
    """The files that are read as text though their names end as those of another format do (甲.docx): what a person means may not be there."""
    files = ((path, path.relative_to(corpus).as_posix()) for path in corpus_files(corpus))
    return tuple(name for path, name in files if path.suffix.lower() in _BINARY and _holds_text(path))


def _holds_text(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    try:
        return not start.startswith(_SIGNS) and suffix_for(path) == ".txt"
    except CorpusError:
        return False  # it holds nothing that can be read


def is_hidden(path: Path, folder: Path) -> bool:
    """Whether the file, or a folder on the way to it, has a name that begins with a point."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def is_described(path: Path) -> bool:
    """Whether the file by its name describes a folder, and is no document."""
    return path.name.lower() in _IGNORED


def holds_documents(corpus: Path) -> bool:
    """Whether there is a document in the folder; CorpusError where there is no such folder."""
    try:
        return bool(corpus_files(corpus))
    except CorpusError:
        if corpus.is_dir():
            return False
        raise


def _why_not(path: Path) -> Message:
    if not path.is_file():
        return _NO_FILE
    if is_described(path):
        return _DESCRIBES
    suffix = path.suffix.lower()
    return next((remedy for suffixes, remedy in _REMEDIES if suffix and suffix in suffixes.split()), _OTHER)


def corpus_files(corpus: Path) -> list[Path]:
    """The document files below `corpus`, sorted by name; raises CorpusError if there is no folder or no document in it."""
    if not corpus.is_dir():
        raise CorpusError(
            f"找不到文件夹 {corpus}：请用 --corpus 指定。", "No such corpus folder: name one with --corpus."
        )
    found = sorted(
        path
        for path in corpus.rglob("*")
        if path.is_file() and path.suffix.lower() in SUFFIXES and not is_described(path) and not is_hidden(path, corpus)
    )
    files = settled(corpus, found, CATALOG_NAME)
    if not files:
        raise CorpusError(
            f"{corpus} 里没有可读的文件（{'、'.join(SUFFIXES)}）：请放入文件。",
            f"No document there ({', '.join(SUFFIXES)}): add the notices.",
        )
    return files

"""A file that somebody hands in becomes drafts: one for a file, one for each file of an archive, or a sentence that says why not."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kb.drafts.queue import Draft, DraftQueue
from kb.drafts.reading import DraftReader
from kb.errors import CorpusError, DraftError, KnowledgeBaseError
from kb.holdings import corpus_files, read_clauses
from kb.messages import Message
from kb.reading import SUFFIXES, read_document, safe_path, suffix_for, unpacked

MOST_BYTES: Final = 50_000_000
"""Of one file; what an archive may unpack to is limited as for `policy-kb add`."""
_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class HandedIn:
    """What became of a file: its draft, or why there is none."""

    name: str
    draft: Draft | None = None
    problem: Message | None = None


def hand_in(queue: DraftQueue, reader: DraftReader, corpus: Path, name: str, data: bytes, who: str) -> list[HandedIn]:
    """Every file of what was handed in under `name`, read once, so that only what can be read waits."""
    if problem := _unfit(name, data):
        return [HandedIn(name[-_LONGEST_NAME:], problem=problem)]
    name = str(safe_path(PurePosixPath(name.replace("\\", "/")).name or "file"))
    with tempfile.TemporaryDirectory(prefix="policy-kb-") as scratch:
        return list(_each(queue, reader, corpus, name, data, who, Path(scratch)))


def _unfit(name: str, data: bytes) -> Message | None:
    if ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return Message(
            "文件名里有上级路径（../），没有收下：请改名再交。",
            "Its name leads outside (../): rename it and hand it in again.",
        )
    if not data:
        return Message("是空文件，没有收下：请选有内容的文件。", "The file is empty: choose one that is not.")
    if len(data) > MOST_BYTES:
        return Message(
            f"超过 {MOST_BYTES // 10**6} MB，没有收下：请拆分文件。",
            f"The file is over {MOST_BYTES // 10**6} MB: split it.",
        )
    return None


def _each(
    queue: DraftQueue, reader: DraftReader, corpus: Path, name: str, data: bytes, who: str, scratch: Path
) -> Iterator[HandedIn]:
    path = scratch / name
    path.write_bytes(data)
    if path.suffix.lower() != ".zip":
        yield _one(queue, reader, corpus, name, path, who)
        return
    for entry in unpacked(path, name, scratch / "unpacked"):
        if entry.path is None:
            yield HandedIn(entry.name, problem=entry.problem.message if entry.problem else None)
        else:
            yield _one(queue, reader, corpus, entry.name, entry.path, who)


def _one(queue: DraftQueue, reader: DraftReader, corpus: Path, shown: str, path: Path, who: str) -> HandedIn:
    try:
        suffix = suffix_for(path)
        if not suffix:
            known = " ".join(ending.removeprefix(".") for ending in SUFFIXES)
            raise DraftError(
                f"不是可读的格式，没有收下：请转换为其中一种（{known}）。",
                f"Not a format that is read: convert it ({known}).",
            )
        data = path.read_bytes()
        if held := _held_as(corpus, data):
            raise DraftError(
                f"与库中的 {held} 相同：没有再收。", f"The same as {held}, which is held: not taken again."
            )
        source = read_document(path, path.parent)
        read_clauses(source, path.stem)
        draft = queue.add(str(safe_path(path.with_suffix(suffix).name)), data, who)
        reader.keep(draft, source)
    except KnowledgeBaseError as error:
        said = error.message
        return HandedIn(shown, problem=Message(said.zh.removeprefix(path.name).strip(), said.en))
    except OSError as error:
        return HandedIn(shown, problem=Message(f"无法读取（{error.strerror}）。", "It cannot be read."))
    return HandedIn(shown, draft)


def _held_as(corpus: Path, data: bytes) -> str | None:
    """The file of the corpus with these bytes."""
    digest = hashlib.sha256(data).digest()
    try:
        same = (path for path in corpus_files(corpus) if path.stat().st_size == len(data))
        return next((path.name for path in same if hashlib.sha256(path.read_bytes()).digest() == digest), None)
    except CorpusError:  # an empty corpus
        return None

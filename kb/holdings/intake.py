"""Many files at once: folders, archives and files are read, several at a time, and in their order each becomes a draft or a reason.

Nothing changes while they are read. Then what is whole goes into the corpus, some files at a time, each time wholly or not at all; the rest
is copied to `.pending` in the corpus, which no build reads, with the reasons. Who is interrupted starts again: a file whose bytes are held
is neither read nor taken twice.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kb.errors import CorpusError, KnowledgeBaseError
from kb.files import whole_file
from kb.holdings import corpus_change
from kb.holdings.catalog_file import entries_in
from kb.holdings.corpus import load_corpus, read_clauses
from kb.holdings.corpus_change import CorpusChange, catalog_text
from kb.holdings.drafting import EntryDraft, GivenFields, draft_entry
from kb.holdings.entry_names import file_name
from kb.holdings.folder import CATALOG_NAME, holds_documents, is_described, is_hidden
from kb.holdings.repeats import TextsHeld
from kb.language import Gazetteer, locator
from kb.messages import Message
from kb.reading import read_document, safe_path, suffix_for, unpacked
from kb.records import SourceText

PENDING: Final = ".pending"
"""The folder of a corpus for files that a person must look at first."""
_REASONS: Final = "reasons.txt"
_TOGETHER: Final = 25
# Each is read in a process of its own, which may take a gigabyte; a scan's uses two cores by itself.
_MOST_READERS: Final = 4


@dataclass(frozen=True)
class OfferedFile:
    """A file that was offered: `name` as people know it (`folder/a.docx`, `archive.zip/inner name`), and what became of it.

    `draft` is its catalogue entry with its name in the corpus; `reasons` say why it is not taken as it is; `held` that it is there already.
    """

    name: str
    path: Path | None
    digest: str = ""
    draft: EntryDraft | None = None
    clauses: int = 0
    reasons: tuple[Message, ...] = ()
    held: bool = False

    @property
    def whole(self) -> bool:
        """Whether it can be taken without anybody looking at it."""
        return self.draft is not None and not self.reasons


def offered_files(
    corpus: Path,
    paths: Sequence[Path],
    scratch: Path,
    gazetteer: Gazetteer,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[OfferedFile]:
    """Every file of these folders, archives and files with its draft or its reasons; archives are unpacked into `scratch`."""
    corpus_change.recover(corpus)
    locate = locator(gazetteer)
    held = TextsHeld(load_corpus(corpus, locate, lambda _: None) if holds_documents(corpus) else ())
    names = {path.name for path in corpus.iterdir()}
    found: list[OfferedFile] = []
    waiting = list(_candidates(corpus, paths, scratch))
    readers = ThreadPoolExecutor(min(_MOST_READERS, _cores()), thread_name_prefix="reading")
    try:
        for done, read in enumerate(readers.map(lambda one: _read(one, held), waiting)):
            progress(done, len(waiting))
            found.append(read if isinstance(read, OfferedFile) else _drafted(read, held, names, gazetteer))
    finally:
        readers.shutdown(cancel_futures=True)
    progress(len(waiting), len(waiting))
    return found


def take_in(
    corpus: Path,
    offered: Sequence[OfferedFile],
    progress: Callable[[int, int], None],
    record: Callable[[OfferedFile], None] = lambda one: None,
) -> None:
    """Puts the whole files into the corpus and its catalogue, and the others, with their reasons, into `.pending`.

    `record` is told of each file as soon as it is in, so that an interruption leaves none unrecorded that went in before.
    """
    whole = [one for one in offered if one.whole]
    for start in range(0, len(whole), _TOGETHER):
        progress(start, len(whole))
        _take(corpus, together := whole[start : start + _TOGETHER])
        for one in together:
            record(one)
    progress(len(whole), len(whole))
    _set_pending(corpus, offered)


# ---------------------------------------------------------------------------------------------------- reading


def _candidates(corpus: Path, paths: Sequence[Path], scratch: Path) -> Iterator[OfferedFile]:
    """The files to be read, archives opened; what has no path could not be had."""
    inside, pending = corpus.resolve(), (corpus / PENDING).resolve()
    for number, given in enumerate(paths):
        if given.is_dir():
            given = given.resolve()
            again = given == pending
            files = [
                (path.relative_to(given if again else given.parent).as_posix(), path)
                for path in sorted(given.rglob("*"))
                if path.is_file()
                and path.name not in (_REASONS, CATALOG_NAME)
                and not is_described(path)
                and not is_hidden(path, given)
                and (again or not path.resolve().is_relative_to(inside))
            ]
        elif given.is_file():
            files = [(given.name, given)]
        else:
            raise CorpusError(f"找不到文件 {given}：请检查路径。", "No such file: check the path.")
        for place, (name, path) in enumerate(files):
            if path.suffix.lower() == ".zip":
                for entry in unpacked(path, name, scratch / f"{number}-{place}"):
                    reasons = (_reason(entry.name, entry.problem.message),) if entry.problem else ()
                    yield OfferedFile(entry.name, entry.path, reasons=reasons)
            else:
                yield OfferedFile(name, path)


@dataclass(frozen=True)
class _ReadFile:
    """A file with its text, and the name that its format gives it."""

    one: OfferedFile
    path: Path
    source: SourceText


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(one: OfferedFile, held: TextsHeld) -> _ReadFile | OfferedFile:
    """A file read, or why it is not; in a thread of its own, while others are."""
    path = one.path
    if path is None:
        return one
    try:
        with path.open("rb") as file:
            one = replace(one, digest=hashlib.file_digest(file, "sha256").hexdigest())
        if known := held.named(one.digest):
            return _same(one, known)
        if not (suffix := suffix_for(path)):
            return replace(one, reasons=(Message("不是可读的格式", "not a format that is read"),))
        return _ReadFile(one, path.with_suffix(suffix), read_document(path, path.parent))
    except OSError as error:
        return replace(one, reasons=(Message(f"无法读取（{error.strerror}）", "cannot be read"),))
    except KnowledgeBaseError as error:
        return replace(one, reasons=(_reason(path.name, error.message),))


def _drafted(read: _ReadFile, held: TextsHeld, names: set[str], gazetteer: Gazetteer) -> OfferedFile:
    """The draft of a file that was read, or why there is none; what is whole counts as held from now on."""
    one, source = read.one, read.source
    if known := held.named(one.digest):  # by a file that was read beside it
        return _same(one, known)
    try:
        first = draft_entry(source, GivenFields(), gazetteer, held.ids)
        held.refuse(source, first.extracted)
        target = file_name(read.path, first.document.title, first.document.number, names)
        draft = draft_entry(replace(source, file=target), GivenFields(), gazetteer, held.ids)
        clauses, _ = read_clauses(source, draft.document.id)
    except KnowledgeBaseError as error:
        return replace(one, reasons=(_reason(source.file, error.message),))
    shared = held.under_number(one.name, first.document.number)
    one = replace(one, draft=draft, clauses=len(clauses), reasons=(*draft.open_questions, *shared))
    if one.whole:
        names.add(target)
        held.add(replace(source, file=target), draft.document)
    return one


def _same(one: OfferedFile, known: str) -> OfferedFile:
    return replace(one, held=True, reasons=(Message(f"与 {known} 相同", f"the same as {known}"),))


def _reason(name: str, message: Message) -> Message:
    return Message(message.zh.removeprefix(name).strip(" 。"), message.en.rstrip("."))


# ----------------------------------------------------------------------------------------------------- taking


def _take(corpus: Path, whole: Sequence[OfferedFile]) -> None:
    before = catalog_text(corpus)
    catalog, arriving = before, dict[str, bytes]()
    for one in whole:
        data = one.path.read_bytes() if one.path else b""
        if one.draft is None or hashlib.sha256(data).hexdigest() != one.digest:
            raise CorpusError(
                f"{one.name} 在读取后被改动：请再运行一次。", "The file has changed since it was read: run it again."
            )
        arriving[one.draft.document.file] = data
        if catalog is not None:
            catalog = entries_in(catalog).added(one.draft.fields)
    corpus_change.make_change(corpus, CorpusChange(arriving, catalog=catalog), before)


def _set_pending(corpus: Path, offered: Sequence[OfferedFile]) -> None:
    """`.pending` as it is now: what was taken leaves it, what was not joins it, and the list of reasons is written anew."""
    folder = corpus / PENDING
    reasons = _known_reasons(folder)
    for one in offered:
        target = folder / safe_path(one.name)
        if one.whole or one.held:
            target.unlink(missing_ok=True)
            reasons.pop(one.name, None)
            continue
        reasons[one.name] = "；".join(map(str, one.reasons))
        if one.path and one.path.resolve() != target.resolve():
            target.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(target) as copy, one.path.open("rb") as file:
                shutil.copyfileobj(file, copy)
    if reasons or folder.is_dir():
        folder.mkdir(exist_ok=True)
        with whole_file(folder / _REASONS) as file:
            file.write("".join(f"{name}\t{why}\n" for name, why in sorted(reasons.items())).encode())


def leave_pending(corpus: Path, file: Path) -> None:
    """Takes a file that is in the corpus now out of `.pending`, if it lay there."""
    folder = (corpus / PENDING).resolve()
    if file.resolve().is_relative_to(folder):
        _set_pending(corpus, [OfferedFile(file.resolve().relative_to(folder).as_posix(), file, held=True)])


def _known_reasons(folder: Path) -> dict[str, str]:
    path = folder / _REASONS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return dict(line.split("\t", 1) for line in lines if "\t" in line)

"""A change to a corpus folder that happens wholly or not at all: files that arrive, files that leave, a new catalogue text.

Files and catalogue are written beside their places and then renamed, with a journal (kb/holdings/change_journal.py) that keeps the corpus
readable at every moment in between. The next change finishes or takes back what a crash left (`recover`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import CorpusError
from kb.holdings.change_journal import JOURNAL, Journal, counts, digest, read_journal
from kb.holdings.folder import CATALOG_NAME

_STAGED = ".incoming"


@dataclass(frozen=True)
class CorpusChange:
    """`arriving` maps names in the corpus to bytes, `leaving` names to where they go; `catalog` is the new text, None for no change."""

    arriving: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    leaving: Mapping[str, Path] = field(default_factory=dict)
    catalog: str | None = None


def recover(corpus: Path) -> None:
    """Finishes a change that a crash left behind its turning point, takes back one before it."""
    if corpus.is_dir() and (read_journal(corpus) or next(_litter(corpus), None)):
        with corpus_held_still(corpus):
            pass


def make_change(corpus: Path, change: CorpusChange, before: str | None) -> None:
    """Makes the change; CorpusError, with the corpus as it was, where the catalogue is no longer `before` or the disk refuses."""
    new = tuple(name for name in change.arriving if name not in change.leaving)
    with corpus_held_still(corpus):
        # A text of today that is kept already was taken out since the plan was made: it must not be written over.
        kept = (target for target in change.leaving.values() if target.exists())
        if catalog_text(corpus) != before or any((corpus / name).exists() for name in new) or any(kept):
            raise CorpusError(
                "语料刚被他人改动：请再运行一次。", "The corpus has just been changed: run the command again."
            )
        leaving = {name: str(target) for name, target in change.leaving.items() if name not in change.arriving}
        journal = Journal(new, leaving, digest(_bytes(change.catalog)) if change.catalog is not None else None)
        try:
            _make(corpus, change, journal)
        except OSError as error:
            _take_back(corpus, journal)
            raise CorpusError(
                f"语料无法写入（{error.strerror}），没有改动：请检查权限和磁盘。",
                "The corpus cannot be written, nothing has changed: check permissions and disk.",
            ) from error
        _finish(corpus, journal)


def catalog_text(corpus: Path) -> str | None:
    """The catalogue as it stands, with its byte order mark and line ends; None if the corpus has no catalogue."""
    path = corpus / CATALOG_NAME
    return path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else None


def copy_with(corpus: Path, files: Iterable[Path], change: CorpusChange, scratch: Path) -> None:
    """Lays the corpus out in `scratch` as it would be after the change; texts that stay are links."""
    catalog = change.catalog if change.catalog is not None else catalog_text(corpus)
    for path in files:
        name = path.relative_to(corpus).as_posix()
        if name not in change.leaving and name not in change.arriving:
            target = scratch / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path.resolve())
    for name, data in change.arriving.items():
        (scratch / name).parent.mkdir(parents=True, exist_ok=True)
        (scratch / name).write_bytes(data)
    if catalog is not None:
        (scratch / CATALOG_NAME).write_bytes(_bytes(catalog))


@contextmanager
def corpus_held_still(corpus: Path) -> Iterator[None]:
    """Keeps changes away from the corpus, with what a crash left finished or taken back; CorpusError where one is under way."""
    with _alone(corpus):
        _settle(corpus)
        yield


# ------------------------------------------------------------------------------------------------------ steps


@contextmanager
def _alone(corpus: Path) -> Iterator[None]:
    """One change at a time; the lock lies beside the corpus, where a command finds it as a service with a `/tmp` of its own does."""
    folder = corpus.resolve()
    try:
        lock = FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0).acquire()
    except Timeout as error:
        raise CorpusError(
            "另一个命令正在修改语料：请稍后再试。", "Another command is changing the corpus: try again later."
        ) from error
    except OSError as error:
        raise CorpusError(
            f"无法锁定语料（{error.filename}：{error.strerror}），没有改动：请检查其上级文件夹的权限。",
            "The corpus cannot be locked, nothing has changed: check the permissions of the folder it lies in.",
        ) from error
    with lock:
        yield


def _settle(corpus: Path) -> None:
    journal = read_journal(corpus)
    if journal is not None:
        (_finish if counts(corpus, journal, CATALOG_NAME) else _take_back)(corpus, journal)
    for path in _litter(corpus):
        path.unlink(missing_ok=True)


def _litter(corpus: Path) -> Iterator[Path]:
    """Files that were written but never got their names."""
    return corpus.rglob(f".*{_STAGED}")


def _make(corpus: Path, change: CorpusChange, journal: Journal) -> None:
    """Everything up to the turning point, the last rename."""
    for name, data in change.arriving.items():
        _write(_staged(corpus / name), data)
    if change.catalog is not None:
        _write(_staged(corpus / CATALOG_NAME), _bytes(change.catalog))
    for name, target in change.leaving.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(corpus / name, target)
    _write(_staged(corpus / JOURNAL), json.dumps(asdict(journal), ensure_ascii=False).encode())
    _staged(corpus / JOURNAL).replace(corpus / JOURNAL)
    for name in change.arriving:
        _staged(corpus / name).replace(corpus / name)
    if change.catalog is not None:
        _staged(corpus / CATALOG_NAME).replace(corpus / CATALOG_NAME)


def _finish(corpus: Path, journal: Journal) -> None:
    for name in journal.leaving:
        (corpus / name).unlink(missing_ok=True)
    (corpus / JOURNAL).unlink(missing_ok=True)


def _take_back(corpus: Path, journal: Journal) -> None:
    for name in journal.arriving:
        (corpus / name).unlink(missing_ok=True)
    for name, copy in journal.leaving.items():
        if (corpus / name).is_file():
            Path(copy).unlink(missing_ok=True)
    for name in (*journal.arriving, CATALOG_NAME, JOURNAL):
        _staged(corpus / name).unlink(missing_ok=True)
    (corpus / JOURNAL).unlink(missing_ok=True)


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name.removeprefix('.')}{_STAGED}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())

"""Where an installation keeps what people wrote: the folders and files that a backup holds, by their names in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from kb.errors import BackupError
from kb.files import read_yaml
from kb.people import users_file
from kb.settings import Settings

FOLDERS: Final = ("corpus", "data")
FILES: Final = ("users", "lexicon", "office")
# Before the name of a file that the office's names and that lies beside it: the words of one more language.
BESIDE_OFFICE: Final = "office."
_SQLITE: Final = b"SQLite format 3\0"


def places(settings: Settings) -> Mapping[str, Path]:
    """Name in a backup to its place on this machine; a file that lies in the data folder, or that no setting names, has none of its own.

    BackupError where the office's file cannot be read.
    """
    data = settings.data.resolve()
    files = {"users": users_file(settings), "lexicon": settings.lexicon, "office": settings.office}
    files |= {f"{BESIDE_OFFICE}{path.name}": path for path in _languages(settings.office)}
    outside = {name: path.resolve() for name, path in files.items() if path and data not in path.resolve().parents}
    return {"corpus": settings.corpus.resolve(), "data": data} | outside


def files_of(place: Path) -> Iterator[tuple[str, Path]]:
    """The files below a folder by their names in it, or a file by "". Hidden ones are locks and what is being written."""
    if place.is_file():
        yield "", place
    elif place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not _beside(path):
                yield path.relative_to(place).as_posix(), path


def _languages(office: Path | None) -> list[Path]:
    """The files of words beside an office's file that it names (docs/kiosk.md)."""
    written = read_yaml(office, BackupError) if office else None
    data = written.data if written else None
    named = data.get("languages") if isinstance(data, dict) else None
    names = [name for name in named.values() if isinstance(name, str)] if isinstance(named, dict) else []
    return [office.with_name(name) for name in names if office and Path(name).name == name and Path(name).suffix]


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def copy_database(source: Path, target: Path) -> None:
    """A copy of a database as it stands between two transactions, whoever writes to it meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _beside(path: Path) -> bool:
    """Whether SQLite keeps the file beside a database for transactions under way."""
    return path.name.endswith(("-wal", "-shm", "-journal")) and path.with_name(path.name.rpartition("-")[0]).is_file()

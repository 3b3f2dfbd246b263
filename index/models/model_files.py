"""A model's files in the form in which they are loaded, made once from the package that carries the model, and kept.

    <cache>/<name>/            the files, and a manifest with the SHA-256 of each (`index.manifest`)
    <cache>/.making-x1y2/      such a folder being made
    <cache>/.lock              held by the one process that makes

Nothing in the cache is worth keeping: what is missing, damaged or of another version is made again, and where nothing can be
written the files are made in a temporary folder, each time. So a cache may be copied, removed or read-only.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from index.errors import StoreDamaged, StoreOutdated
from index.manifest import check_files, read_manifest, seal

_LOCK, _MAKING = ".lock", ".making-"

Make: TypeAlias = Callable[[Path], None]


@contextmanager
def model_files(cache: Path | None, name: str, make: Make) -> Iterator[Path]:
    """The folder of the model `name@version`, whole and verified; `make` writes its files into a folder that is given to it.

    Valid inside the block, in which the files must be opened; they may be mapped, they never change. Whatever `make` raises is
    passed on, and so is the OSError of a machine without room for a temporary folder.
    """
    if cache is not None and (_is_whole(cache / name) or _is_kept(cache, name, make)):
        yield cache / name
        return
    with tempfile.TemporaryDirectory(prefix="policy-kb-") as folder:
        make(Path(folder))
        yield Path(folder)


def _is_whole(folder: Path) -> bool:
    try:
        check_files(folder, read_manifest(folder))
    except (StoreDamaged, StoreOutdated):
        return False
    return True


def _is_kept(cache: Path, name: str, make: Make) -> bool:
    """Makes the files and keeps them, unless another process has meanwhile; False if the cache cannot be written."""
    # Imported here: what is kept already needs no lock.
    from filelock import FileLock

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / _LOCK):
            if not _is_whole(cache / name):
                _keep(cache, name, make)
        return True
    except OSError:
        return False


def _keep(cache: Path, name: str, make: Make) -> None:
    """Replaces other versions of the model, and what a killed process has left; with the lock held."""
    for stale in (*cache.glob(f"{_MAKING}*"), *cache.glob(f"{name.partition('@')[0]}@*")):
        shutil.rmtree(stale, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=cache))
    try:
        make(making)
        seal(making, {"model": name})
        making.rename(cache / name)
    finally:
        shutil.rmtree(making, ignore_errors=True)

"""Files of older word processors (`.doc`, `.wps`, `.rtf`, `.odt`): LibreOffice makes a Word document of them, which is read as any other.

It is a program of its own, not part of this one. It runs without a window, in a profile that is thrown away, under the limits of the child
that starts it; macros do not run and nothing is fetched (kb/data/office_profile.xcu). What it made is kept under the hash of the file in the
folder `kept`, "" to keep none: the next build does not wait for it again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from kb.reading.formats.docx import read_docx
from kb.reading.formats.kept import keep
from kb.reading.formats.package import check_package
from kb.reading.limits import Refused
from kb.reading.written import Item

# The import filter is named, so that no other of LibreOffice's many readers opens a file that only claims to be of its kind.
_FILTERS: Final = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}


def read_doc(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of a binary Word document, which WPS writes as well."""
    return _read(path, "doc", limits, kept)


def read_rtf(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of a file in Rich Text Format."""
    return _read(path, "rtf", limits, kept)


def read_odt(path: Path, limits: Mapping[str, int], kept: str = "") -> Iterator[Item]:
    """The items of an OpenDocument text."""
    check_package(path, limits)
    return _read(path, "odt", limits, kept)


def _read(path: Path, kind: str, limits: Mapping[str, int], kept: str) -> Iterator[Item]:
    file = Path(kept) / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.docx" if kept else None
    if file and file.is_file():
        yield from read_docx(file, limits)
        return
    with _converted(path, kind, limits) as made:
        yield from read_docx(made, limits)
        if file:
            keep(file, made.read_bytes())


@contextmanager
def _converted(path: Path, kind: str, limits: Mapping[str, int]) -> Iterator[Path]:
    """The Word document that LibreOffice makes of a file, as long as it is needed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refused("office", kind)
    # What was handed over in memory is converted there too.
    beside = path.parents[1] if path.is_relative_to("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="policy-kb-", dir=beside) as scratch:
        folder = Path(scratch)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        settings = resources.files("kb.data").joinpath("office_profile.xcu").read_bytes()
        (profile / "registrymodifications.xcu").write_bytes(settings)
        shutil.copyfile(path, folder / f"file.{kind}")
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
        conversion = [f"--infilter={_FILTERS[kind]}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", scratch]
        run = [program, f"-env:UserInstallation={profile.parent.as_uri()}", *options, *conversion, f"file.{kind}"]
        _ended(run, folder, limits["seconds"] / 2)
        if not (folder / "file.docx").is_file():
            raise Refused("damaged")
        yield folder / "file.docx"


def _ended(run: Sequence[str], folder: Path, seconds: float) -> None:
    """Runs LibreOffice to its end; whatever happens, it and the processes that it started are gone afterwards."""
    environment = os.environ | {"HOME": str(folder), "TMPDIR": str(folder)}
    with subprocess.Popen(
        run,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise Refused("time") from error
        finally:
            _kill_group(process.pid)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of them have ended by themselves

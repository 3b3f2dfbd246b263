"""Files of older word processors (`.doc`, `.wps`, `.rtf`, `.odt`): LibreOffice makes a Word document of them, which is read as any other.

It is a program of its own, not part of this one. It runs without a window, in a profile that is thrown away, under the limits of the child
that starts it; macros do not run and nothing is fetched (kb/data/office_profile.xcu).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from kb.reading.formats.docx import read_docx
from kb.reading.formats.package import check_package
from kb.reading.limits import Refused
from kb.reading.written import Item

# The import filter is named, so that no other of LibreOffice's many readers opens a file that only claims to be of its kind.
_FILTERS: Final = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}


def read_doc(path: Path, limits: Mapping[str, int]) -> Iterator[Item]:
    """The items of a binary Word document, which WPS writes as well."""
    return _converted(path, "doc", limits)


def read_rtf(path: Path, limits: Mapping[str, int]) -> Iterator[Item]:
    """The items of a file in Rich Text Format."""
    return _converted(path, "rtf", limits)


def read_odt(path: Path, limits: Mapping[str, int]) -> Iterator[Item]:
    """The items of an OpenDocument text."""
    check_package(path, limits)
    return _converted(path, "odt", limits)


def _converted(path: Path, kind: str, limits: Mapping[str, int]) -> Iterator[Item]:
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
        yield from read_docx(folder / "file.docx", limits)


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

"""LibreOffice makes a file of today's format of an older one: a program of its own, not part of this one.

It runs without a window, in a profile that is thrown away, under the limits of the child that starts it; macros do not run and nothing is
fetched (kb/data/office_profile.xcu).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Final, Literal

from kb.reading.limits import Refused

OfficePart = Literal["writer", "calc"]
"""The parts of LibreOffice that are used; Debian has a package for each."""

_SIGNALLED: Final = 128  # the status of a shell whose program died of a signal is above it: an allocation was refused
_MADE: Final[Mapping[OfficePart, tuple[str, str]]] = {
    "writer": ("docx", "MS Word 2007 XML"),
    "calc": ("xlsx", "Calc MS Excel 2007 XML"),
}
# The import filter is named, so that no other of LibreOffice's many readers opens a file that only claims to be of its kind.
_FILTERS: Final[Mapping[str, tuple[OfficePart, str]]] = {
    "doc": ("writer", "MS Word 97"),
    "rtf": ("writer", "Rich Text Format"),
    "odt": ("writer", "writer8"),
    "xls": ("calc", "MS Excel 97"),
    "ods": ("calc", "calc8"),
}


def program_with(part: OfficePart) -> str | None:
    """LibreOffice's program, where it is installed with this part; each part brings its own file of settings."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    registry = Path(program).resolve().parents[1] / "share" / "registry" if program else Path()
    return None if registry.is_dir() and not (registry / f"{part}.xcd").is_file() else program


def ending_made_of(kind: str) -> str:
    """`docx` or `xlsx`: what a file of this kind becomes."""
    return _MADE[_FILTERS[kind][0]][0]


@contextmanager
def converted(path: Path, data: bytes, kind: str, limits: Mapping[str, int]) -> Iterator[Path]:
    """The `.docx` or `.xlsx` that LibreOffice makes of the data of a file, as long as it is needed."""
    part, filter_name = _FILTERS[kind]
    program = program_with(part)
    if program is None:
        raise Refused(part, kind)
    ending, export = _MADE[part]
    # What was handed over in memory is converted there too.
    beside = path.parents[1] if path.is_relative_to("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="policy-kb-", dir=beside) as scratch:
        folder = Path(scratch)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        settings = resources.files("kb.data").joinpath("office_profile.xcu").read_bytes()
        (profile / "registrymodifications.xcu").write_bytes(settings)
        (folder / f"file.{kind}").write_bytes(data)
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
        conversion = [f"--infilter={filter_name}", "--convert-to", f"{ending}:{export}", "--outdir", scratch]
        run = [program, f"-env:UserInstallation={profile.parent.as_uri()}", *options, *conversion, f"file.{kind}"]
        code = _ended(run, folder, limits["seconds"] / 2)
        made = folder / f"file.{ending}"
        if not made.is_file():
            raise Refused("memory" if code < 0 or code > _SIGNALLED else "damaged")
        yield made


def _ended(run: Sequence[str], folder: Path, seconds: float) -> int:
    """Runs LibreOffice to its end and gives back its exit status; whatever happens, it and the processes that it started are gone afterwards."""
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
            return process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise Refused("time") from error
        finally:
            _kill_group(process)


def _kill_group(leader: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":  # it has no such groups
        leader.kill()
        return
    with suppress(ProcessLookupError):  # all of them have ended by themselves
        os.killpg(leader.pid, signal.SIGKILL)

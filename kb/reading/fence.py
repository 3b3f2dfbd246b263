"""The fence around every reader of a format made by programs: it runs in a child process with limits, and gives back text or a reason.

A file is a program written by strangers: it may unpack to gigabytes, refer to itself or never end. The parent sees only plain data. The
child's side is `serve`, which a worker (`python -m kb.reading.….worker FILE LIMITS [words]`) calls with its reader.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import CorpusError
from kb.reading.doubts import DOUBTS, DoubtfulRange
from kb.reading.limits import LIMITS, ReadingLimits, Refused, limit_process, refused
from kb.records import Doubt, SetAside, SourceText

# The interpreter and its C libraries die of these when an allocation is refused at a bad moment; the readers themselves are Python.
_OUT_OF_MEMORY = frozenset(int(s) for s in signal.Signals if s.name in {"SIGSEGV", "SIGABRT", "SIGBUS", "SIGKILL"})
_GRACE = 5.0  # seconds: a child whose time is up ends itself first, and what it has started


@dataclass(frozen=True)
class ReadText:
    """What a reader makes of a file: `pages[i]` is where page i+1 begins in the text, none if the format has no pages.

    A paragraph is a line, parted from others by a blank line; one that cannot go on from the line above begins with an indent; a heading
    begins as in Markdown; a row of a table is a line with tabs. So everything behind a reader sees a text, whatever the format.
    """

    text: str
    pages: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    doubtful: tuple[DoubtfulRange, ...] = ()


# ------------------------------------------------------------------------------------------------ the parent


def bytes_of(path: Path, name: str, limits: ReadingLimits = LIMITS) -> bytes:
    """The bytes of a file; CorpusError where they are too many, none, or cannot be had."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise refused(name, "size", limits)
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{name} 无法读取（{error.strerror}）：请检查权限。", "Cannot be read: check its permissions."
        ) from error
    if not data.strip():
        raise refused(name, "empty", limits)
    return data


def read_in_child(
    module: str, path: Path, name: str, data: bytes, encoding: str, limits: ReadingLimits, *words: str
) -> SourceText:
    """The text that the worker `module` makes of the file; CorpusError with the file's name and the reason where it makes none."""
    done = in_child(module, path, name, limits, *words)
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise refused(name, ending(done), limits) from error
    if "reason" in result:
        raise refused(name, result["reason"], limits, result["detail"])
    if not result["text"].strip():
        raise refused(name, "no_text", limits)
    aside = tuple(SetAside(**item) for item in result["set_aside"])
    doubts = tuple(Doubt(start, end, DOUBTS[reason]) for start, end, reason in result["doubtful"])
    digest = hashlib.sha256(data).hexdigest()
    return SourceText(name, result["text"], encoding, digest, tuple(result["pages"]), aside, doubtful=doubts)


def in_child(
    module: str, path: Path, name: str, limits: ReadingLimits, *words: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m module FILE LIMITS [words]` to its end; CorpusError where that takes too long."""
    root = str(Path(__file__).resolve().parents[2])
    others = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, *others]), "PYTHONWARNINGS": "ignore"}
    call = [sys.executable, "-P", "-m", module, str(path.resolve()), json.dumps(dataclasses.asdict(limits)), *words]
    try:
        return subprocess.run(
            call,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=limits.seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused(name, "time", limits) from error


def ending(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why a child left without a result."""
    if b"MemoryError" in done.stderr or b"Cannot allocate memory" in done.stderr:
        return "memory"
    if -done.returncode in _OUT_OF_MEMORY:
        return "memory"
    return "time" if done.returncode in (-24, 152) else "crashed"  # SIGXCPU


# ------------------------------------------------------------------------------------------------ the child


def serve(arguments: Sequence[str], read: Callable[[Path, Mapping[str, int], Sequence[str]], ReadText]) -> None:
    """Reads `arguments[0]` under the limits `arguments[1]` (JSON) and writes the outcome as one JSON object on stdout."""
    path, limits = Path(arguments[0]), json.loads(arguments[1])
    try:
        limit_process(limits)
        result = dataclasses.asdict(read(path, limits, arguments[2:]))
    except Refused as refusal:
        result = {"reason": refusal.reason, "detail": refusal.detail}
    except MemoryError:
        result = {"reason": "memory", "detail": ""}
    sys.stdout.buffer.write(json.dumps(result).encode())

"""What reading one file may cost, and the reasons for which a file is refused, each with its remedy."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import CorpusError
from kb.shipped import shipped_messages


@dataclass(frozen=True)
class ReadingLimits:
    """What reading one file may cost; `unpacked_bytes` is the most that one packed stream, or all of a package, may unpack to.

    `archive_bytes` and `entries` are the most that an archive of files may hold, archives in it included.
    """

    file_bytes: int = 50 * 2**20
    memory_bytes: int = 2**30
    unpacked_bytes: int = 64 * 2**20
    archive_bytes: int = 2**30
    entries: int = 5000
    seconds: int = 180
    pages: int = 1000
    characters: int = 2_000_000


LIMITS = ReadingLimits()
SCAN_LIMITS = ReadingLimits(memory_bytes=4 * 2**30, seconds=3600, pages=200)
"""Recognising a page takes seconds, and its network more memory than a reader."""
SCANNED = ("no_text", "pages_without_text", "unmapped", "garbled", "picture")
"""The reasons that recognising what is printed takes away."""


class RefusedFile(CorpusError):  # noqa: N818 - named for what is wrong, as those of kb/errors.py
    """A file that was refused, with the key of the reason."""

    reason = ""


class Refused(Exception):  # noqa: N818 - a reason, not a failure of the program
    """The file cannot be read: a key of kb/data/messages.tsv (`refused`), and what its message needs to know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def limit_process(limits: Mapping[str, int]) -> None:
    """Memory and time, where the system can limit them (Windows cannot; the parent's clock holds there); Refused when the time is up."""
    if sys.platform == "win32":
        return
    import resource

    for kind, value in ((resource.RLIMIT_AS, limits["memory_bytes"]), (resource.RLIMIT_CPU, limits["seconds"])):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])


def _out_of_time(*_: object) -> None:
    """Raised in the child, so that it ends the programs that it has started."""
    raise Refused("time")


def refused(name: str, reason: str, limits: ReadingLimits, detail: str = "") -> RefusedFile:
    """The error that names the file, the reason and the remedy, to be raised by the caller."""
    if reason == "table_said":
        zh, _, en = detail.partition("\n")
        return RefusedFile(f"{name} {zh}", en)
    words = shipped_messages("refused")[reason].format(
        detail=detail,
        seconds=limits.seconds,
        pages=limits.pages,
        characters=limits.characters,
        entries=limits.entries,
        file_mib=limits.file_bytes // 2**20,
        memory_mib=limits.memory_bytes // 2**20,
        unpacked_mib=limits.unpacked_bytes // 2**20,
        archive_mib=limits.archive_bytes // 2**20,
    )
    error = RefusedFile(f"{name} {words.zh}", words.en)
    error.reason = reason
    return error

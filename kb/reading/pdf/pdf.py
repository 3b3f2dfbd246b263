"""PDF with a text layer becomes a source text. The file is opened in a child process with limits (kb/reading/pdf/worker.py).

Whatever the file does, the outcome here is a text or one CorpusError with its name, the reason and the remedy.
"""

from __future__ import annotations

from pathlib import Path

from kb.reading.fence import bytes_of, read_in_child
from kb.reading.limits import LIMITS, ReadingLimits, refused
from kb.records import SourceText
from kb.regex import regex

ENCODING = "pdf"
_OBJECT = regex(rb"\b\d+ \d+ obj\b")
_LINEARIZED = regex(rb"/Linearized\b[^>]*?/L\s+(\d+)")


def read_pdf(path: Path, name: str, limits: ReadingLimits = LIMITS) -> SourceText:
    """The text of a PDF with its page starts; CorpusError with the file's name and the reason if it cannot be read."""
    data = bytes_of(path, name, limits)
    if reason := _outer_fault(data):
        raise refused(name, reason, limits)
    return read_in_child("kb.reading.pdf.worker", path, name, data, ENCODING, limits)


def _outer_fault(data: bytes) -> str:
    """What is wrong with the file as a whole, before anything in it is opened; "" where nothing is."""
    linearized = _LINEARIZED.search(data[:1024])
    last = data.rfind(b"%%EOF")
    # A gateway may append what it likes behind the end; objects behind it were to have an end of their own.
    if last < 0 or _OBJECT.search(data, last) or (linearized and int(linearized[1]) > len(data)):
        return "truncated"
    return ""

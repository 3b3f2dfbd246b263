"""The child process that opens a file of any format but PDF: `python -m kb.reading.formats.worker FILE LIMITS KIND [FOLDER]`, see fence.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from kb.reading.fence import ReadText, serve
from kb.reading.limits import Refused
from kb.reading.spans import TooManyCellsError
from kb.reading.written import MACROS, Gone, written

# The module and the reader of each kind, imported by the child that needs it.
READERS = {
    "docx": ("kb.reading.formats.docx", "read_docx"),
    "doc": ("kb.reading.formats.office", "read_doc"),
    "rtf": ("kb.reading.formats.office", "read_rtf"),
    "odt": ("kb.reading.formats.office", "read_odt"),
    "html": ("kb.reading.formats.html", "read_html"),
    "mhtml": ("kb.reading.formats.html", "read_mhtml"),
    "xls": ("kb.reading.formats.office", "read_xls"),
    "ods": ("kb.reading.formats.office", "read_ods"),
    "xlsx": ("kb.reading.formats.workbook", "read_xlsx"),
    "ofd": ("kb.reading.formats.ofd", "read_ofd"),
    "picture": ("kb.reading.formats.scan", "read_picture"),
    "scan": ("kb.reading.formats.scan", "read_scanned_pdf"),
    "csv": ("kb.reading.formats.workbook", "read_csv"),
}
_MACROS = {
    "vbaProject.bin": b"vbaProject.bin",
    "_VBA_PROJECT": "_VBA_PROJECT\0".encode("utf-16-le"),
    "Basic": b"Basic/script-lc.xml",
}
# What the libraries raise on malformed files.
_MALFORMED = (
    *(SyntaxError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError),
    *(AssertionError, NotImplementedError),
)


def read(path: Path, limits: Mapping[str, int], words: Sequence[str]) -> ReadText:
    """The text of a file of the kind `words[0]`; Refused or MemoryError if it cannot be had."""
    module, name = READERS[words[0]]
    try:
        found = getattr(import_module(module), name)(path, limits, *words[1:])
        return found if isinstance(found, ReadText) else written(chain(_macros(path.read_bytes()), found), limits)
    except TooManyCellsError as error:
        raise Refused("cells") from error
    except RecursionError as error:
        raise Refused("nested") from error
    except _MALFORMED as error:
        raise Refused("damaged") from error


def _macros(data: bytes) -> Iterator[Gone]:
    """What a file of an office program says of its macros, by the names of its parts."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        yield from (Gone(name, MACROS) for name, sign in _MACROS.items() if sign in data)


if __name__ == "__main__":
    serve(sys.argv[1:], read)

"""The text of a draft: plain text in any encoding that notices have, or a Word document (.docx).

Of a Word document everything that prints is read, notes, headers and text boxes too; what its author struck out with changes tracked is
not. Nothing is unpacked before its size is known, and no part that could declare entities is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final
from xml.etree import ElementTree

from kb.errors import InvalidInput
from kb.files import decode
from kb.language import repaired

MOST_BYTES: Final = 2_000_000
_MOST_UNPACKED: Final = 40 * 2**20
_MOST_PARTS: Final = 2000
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS: Final = ("word/document", "word/footnotes", "word/endnotes", "word/header", "word/footer", "word/comments")
_BREAKS: Final = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def draft_text(data: bytes, name: str) -> str:
    """The text of a draft of at most MOST_BYTES; InvalidInput where it is larger or no text, CorpusError for an unknown encoding."""
    if len(data) > MOST_BYTES:
        raise InvalidInput(
            f"{name} 超过 {MOST_BYTES // 10**6} MB：请分成几份。", f"{name} is over {MOST_BYTES // 10**6} MB: split it."
        )
    if data.startswith(b"PK"):
        return _docx_text(data, name)
    if PurePath(name).suffix.lower() in (".doc", ".wps", ".pdf") or data.startswith(
        (b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
    ):
        raise InvalidInput(
            f"{name} 不是文本也不是 .docx：请另存为 .docx，或把文字粘贴进来。",
            f"{name} is neither text nor .docx: save it as .docx, or paste its words.",
        )
    return repaired(decode(data, name)[0]).text if data.strip() else ""


def _docx_text(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise InvalidInput(
                    f"{name} 解开后过大：请把文字粘贴进来。", f"{name} is too large when unpacked: paste its words."
                )
            wanted = [
                part
                for prefix in _PARTS
                for part in parts
                if part.filename.startswith(prefix) and part.filename.endswith(".xml")
            ]
            text = "\n".join(line for part in wanted for line in _lines(archive.read(part), name))
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        UnicodeDecodeError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise _broken(name) from error
    if not wanted:
        raise _broken(name)
    return repaired(text).text


def _broken(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name} 不是完好的 .docx：请用文字处理软件另存一次。",
        f"{name} is no sound .docx: save it again with a word processor.",
    )


def _lines(xml: bytes, name: str) -> Iterator[str]:
    """The paragraphs of one part in the order in which they begin; those of a text box stand before the one it hangs on."""
    if "<!DOCTYPE" in xml.decode("utf-8"):
        raise _broken(name)
    line: list[str] = []
    outer: list[list[str]] = []
    skipped = 0
    for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end")):
        if element.tag == _FALLBACK:
            # The same text box once more, for old programs.
            skipped += 1 if event == "start" else -1
        elif skipped:
            continue
        elif element.tag == f"{_WORD}p" and event == "start":
            outer.append(line)
            line = []
        elif element.tag == f"{_WORD}p":
            yield "".join(line)
            line = outer.pop()
        elif event == "end" and element.tag == f"{_WORD}t":
            line.append(element.text or "")
        elif event == "end":
            line.append(_BREAKS.get(element.tag, ""))

"""The text of a draft: plain text in any encoding that notices have, or any other format that notices are read in.

Everything that prints is read, also what stands at the head and foot of its pages; what its author struck out with changes tracked is not.
A draft is kept on no disk: its reader, a process of its own, finds it in the memory file system where there is one (on Linux).
"""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Final

from kb.errors import CorpusError, InvalidInput
from kb.reading import RUNNING_HEAD, read_document, safe_path

MOST_BYTES: Final = 2_000_000
_IN_MEMORY: Final = Path("/dev/shm")


def draft_text(data: bytes, name: str) -> str:
    """The text of a draft of at most MOST_BYTES, paragraphs on lines, cells parted by tabs; InvalidInput where it is larger or cannot be read."""
    if len(data) > MOST_BYTES:
        raise InvalidInput(
            f"{name} 超过 {MOST_BYTES // 10**6} MB：请分成几份。", f"{name} is over {MOST_BYTES // 10**6} MB: split it."
        )
    if not data.strip():
        return ""
    with tempfile.TemporaryDirectory(prefix="policy-kb-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        file = Path(folder) / safe_path(PurePath(name).name or "-")
        file.write_bytes(data)
        try:
            source = read_document(file, Path(folder), keep=False)
        except CorpusError as error:
            raise InvalidInput(error.message.zh, error.message.en) from error
    return "\n".join([source.text, *(item.text for item in source.set_aside if item.reason == RUNNING_HEAD)])

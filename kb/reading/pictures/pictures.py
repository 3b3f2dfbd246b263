"""A page of a PDF, an OFD or a scan as a picture, drawn in a child process with limits (kb/reading/pictures/worker.py), the latest ones kept.

Whatever the file does, the outcome here is a PNG or one error with the file's name, the reason and the remedy.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kb.errors import NoPicture
from kb.reading.fence import ending, in_child
from kb.reading.formats.kept import kept_folder
from kb.reading.kinds import kind_of
from kb.reading.limits import ReadingLimits, refused
from kb.records import Document

PICTURE_LIMITS: Final = ReadingLimits(seconds=20)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_KEPT: Final = 24
_MOST_BYTES: Final = 24 * 2**20


def draw_page(
    path: Path, name: str, page: int, quotes: Sequence[str] = (), limits: ReadingLimits = PICTURE_LIMITS
) -> bytes:
    """Page `page`, counted from 1, as PNG, at most 1400 pixels wide, the quotes marked where they are found on it.

    CorpusError with `name` and the reason where it cannot be drawn.
    """
    if kind_of(path.read_bytes(), "") not in ("pdf", "picture", "ofd"):
        raise NoPicture(
            f"{name} 不是 PDF、OFD 或图片，没有原件图像：请看正文。",
            "Its source is no PDF, OFD or picture: read the text.",
        )
    done = in_child(
        "kb.reading.pictures.worker", path, name, limits, str(page), json.dumps(quotes), str(kept_folder("pages"))
    )
    if done.stdout.startswith(_PNG) and not done.returncode:
        return done.stdout
    try:
        reason = str(json.loads(done.stdout)["reason"])
    except (ValueError, TypeError, KeyError):
        reason = ending(done)
    raise refused(name, reason, limits)


def no_picture(document: Document, page: int) -> NoPicture:
    """Why a page of a document cannot be shown, to be raised by the caller."""
    if not document.pages:
        return NoPicture(
            f"{document.id} 的原件没有页，也就没有图像：请看正文。",
            "Its source has no pages, so there is no picture: read the text.",
        )
    count = len(document.pages)
    if not 1 <= page <= count:
        return NoPicture(
            f"{document.id} 共 {count} 页，没有第 {page} 页：请选 1 到 {count}。",
            f"No page {page}: choose 1 to {count}.",
        )
    return NoPicture(
        f"{document.id} 的原件已不在库中：请刷新页面，仍然没有时请运行 policy-kb build。",
        "The source file is gone from the store: load the page again, or else run policy-kb build.",
    )


class Pictures:
    """Draws one page at a time and keeps the latest pictures, bounded in number and size; safe to share between threads."""

    def __init__(self, most: int = _MOST_KEPT, most_bytes: int = _MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: OrderedDict[tuple[Path, int, tuple[str, ...]], bytes] = OrderedDict()
        self._keeping = threading.Lock()
        self._drawing = threading.Lock()

    def page(self, path: Path, name: str, page: int, quotes: tuple[str, ...] = ()) -> bytes:
        """A page as PNG, as `draw_page`."""
        key = (path, page, quotes)
        if found := self._known(key):
            return found
        with self._drawing:
            # Whoever waited may find that the one before drew the same page.
            if found := self._known(key):
                return found
            picture = draw_page(path, name, page, quotes)
            self._keep(key, picture)
        return picture

    def _known(self, key: tuple[Path, int, tuple[str, ...]]) -> bytes | None:
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[Path, int, tuple[str, ...]], picture: bytes) -> None:
        with self._keeping:
            self._kept[key] = picture
            while len(self._kept) > self._most or sum(map(len, self._kept.values())) > self._most_bytes:
                self._kept.popitem(last=False)

"""The language of the terminal's frame for the person who stands at it: what the program says, never what a document says.

An office's file names the languages offered beside Chinese. What is chosen stands in a cookie that ends with the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TypeAlias

from ui.kiosk.office import Office, OfficeError
from ui.pieces import Words, WordsError, words_in, words_of_file

COOKIE: Final = "kk-frame"
ENGLISH: Final = "en"
PAGES: Final = ("kiosk", "kiosk_benefits")
Frames: TypeAlias = Mapping[str, Words]
"""The words of each language offered, by the name it is offered under."""

_CHOSEN: ContextVar[Words | None] = ContextVar("frame", default=None)


def load_frames(office: Office, path: Path | None) -> Frames:
    """The languages that the office's file at `path` names, the files of others beside it; OfficeError where one cannot be used."""
    beside = path.parent if path else Path()
    try:
        return {
            name: words_in("en") if file == ENGLISH else words_of_file(beside / file, PAGES)
            for name, file in office.languages.items()
        }
    except WordsError as error:
        raise OfficeError(error.message) from error


def frame_words() -> Words:
    """The words of the frame for the request at hand."""
    return _CHOSEN.get() or words_in("zh")


def chosen_of(frames: Frames, cookie: str | None) -> Words | None:
    """The words that a cookie names by their place in the list, since it can hold no name in every script; None where it names none."""
    return next((words for place, words in enumerate(frames.values()) if str(place) == cookie), None)


def choose_frame(words: Words | None) -> None:
    """Has the request at hand be framed in these words, in Chinese where there are none."""
    _CHOSEN.set(words)

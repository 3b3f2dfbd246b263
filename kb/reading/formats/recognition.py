"""The writing on the picture of a page is recognised (RapidOCR: PP-OCRv6 on onnxruntime, its models in the wheel): lines with place and confidence.

What was recognised on a page is kept under the hash of its pixels, so that a document that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from statistics import fmean, median
from typing import Any, Final

import numpy as np

from kb.reading.formats.kept import keep
from kb.reading.formats.seals import Pixels
from kb.regex import regex

_MOST_THREADS: Final = 2
_SIDE, _FINE_SIDE = (
    1280,
    2600,
)  # pixels of a page's longer side in which lines are looked for; recognised they are in all pixels
_LEAST_HEIGHT: Final = 11.0  # pixels of a line in the smaller of the two; lower ones are missed there
_METHOD: Final = (
    3  # counted on whenever a page is recognised in another way, so that none that was kept before is taken
)
_LEGIBLE: Final = 0.8  # the mean confidence of a page that stands upright; one on its side or head stays far below
SURE: Final = 0.95
"""The confidence below which a line is marked as doubtful."""
_YEAR: Final = regex(
    r"[〔［\[【〖(]((?:19|20)\d\d)[〕］\]】〗)]{1,2}(?=第?\d+号)|[〔［\[【〖]((?:19|20)\d\d)(?:[〕］\]】〗)]$|(?=\d+号))"
)


@dataclass(frozen=True)
class RecognisedLine:
    """A line of print: `corners` are (x, y) in pixels, clockwise from its own upper left; `confidence` is 0 to 1."""

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class RecognisedPage:
    """The lines of a page and by how many quarter turns anticlockwise its picture had to be turned to be read."""

    lines: tuple[RecognisedLine, ...]
    turns: int = 0

    @property
    def confidence(self) -> float:
        """The mean over characters; 0 if there is none."""
        scores = [line.confidence for line in self.lines for _ in line.text]
        return fmean(scores) if scores else 0.0


def recognised(pixels: Pixels, kept: Path | None, *, as_it_lies: bool = False) -> RecognisedPage:
    """The writing on a page, in whichever of the four ways it lies; `kept` is the folder of pages recognised before, None to keep none."""
    file = _file(pixels, kept) if kept else None
    if page := _kept(file):
        return page
    page = _turned(pixels, 0) if as_it_lies else _upright(pixels)
    if file:
        keep(file, json.dumps(asdict(page), ensure_ascii=False).encode())
    return page


def recognised_before(pixels: Pixels, kept: Path) -> RecognisedPage | None:
    """What `recognised` kept of a page; None if it was not kept."""
    return _kept(_file(pixels, kept))


def _file(pixels: Pixels, kept: Path) -> Path:
    key = hashlib.sha256(f"{_METHOD} {version('rapidocr')} {pixels.shape}".encode() + pixels.tobytes()).hexdigest()
    return kept / f"{key}.json"


def _kept(file: Path | None) -> RecognisedPage | None:
    """The page that was kept; None if there is none, or none that can be read."""
    try:
        row = json.loads(file.read_bytes()) if file else {}
        return RecognisedPage(tuple(_line(**line) for line in row["lines"]), row["turns"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _upright(pixels: Pixels) -> RecognisedPage:
    """As the page lies, unless that is hard to read: then on whichever side its lines run along, or on its head."""
    best = _turned(pixels, 0)
    on_its_side = _on_its_side(best.lines)
    if best.lines and (on_its_side or best.confidence < _LEGIBLE):
        ways = (_turned(pixels, turns) for turns in ((1, 3) if on_its_side else (2,)))
        best = max(best, *ways, key=lambda page: page.confidence * (not _on_its_side(page.lines)))
    return best


def _turned(pixels: Pixels, turns: int) -> RecognisedPage:
    return RecognisedPage(tuple(_lines(np.ascontiguousarray(np.rot90(pixels, turns)))), turns)


def _on_its_side(lines: Sequence[RecognisedLine]) -> bool:
    """Whether most of the writing runs up or down the page."""
    return sum((_length(line, 1) > 1.5 * _length(line, 0)) * len(line.text) for line in lines) > sum(
        len(line.text) / 2 for line in lines
    )


def _length(line: RecognisedLine, side: int) -> float:
    """How far the upper edge of a line goes across the page (0), or the left one down it (1)."""
    (x, y), right, _, lower = line.corners
    return abs(right[0] - x) if side == 0 else abs(lower[1] - y)


def _lines(pixels: Pixels) -> list[RecognisedLine]:
    lines = _found(pixels, _SIDE)
    shrunk = _SIDE / max(*pixels.shape[:2], _SIDE)
    if lines and shrunk < 1 and shrunk * median(_length(line, 1) for line in lines) < _LEAST_HEIGHT:
        return _found(pixels, _FINE_SIDE)
    return lines


def _found(pixels: Pixels, side: int) -> list[RecognisedLine]:
    # It wants blue, green, red, and goes on as it was last asked: `line_in` asks it to look for no lines.
    found = _engine(side)(pixels[:, :, ::-1], use_det=True)
    if found.boxes is None or found.txts is None:
        return []
    return [
        _line(text, float(score), corners.tolist())
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip()
    ]


def line_in(pixels: Pixels, box: tuple[int, int, int, int]) -> list[RecognisedLine]:
    """The one line that fills the box (left, top, right, bottom) of a page; none if it cannot be read."""
    left, top, right, bottom = box
    read = _engine(_SIDE)(pixels[top:bottom, left:right, ::-1], use_det=False)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [
        _line(text, float(score), corners)
        for text, score in zip(read.txts or (), read.scores or (), strict=True)
        if text.strip() and score > _LEGIBLE
    ]


def _line(text: str, confidence: float, corners: Sequence[Sequence[float]]) -> RecognisedLine:
    text = _YEAR.sub(lambda year: f"〔{year[1] or year[2]}〕", text)
    return RecognisedLine(text, confidence, tuple((float(x), float(y)) for x, y in corners))


@cache
def _engine(side: int) -> Callable[..., Any]:
    from rapidocr import RapidOCR

    threads = min(_MOST_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # it would turn single lines round and leave their order as it is
            "Global.text_score": 0.0,  # nothing is dropped: what is doubtful is marked
            "Global.max_side_len": _FINE_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": side,
            "Rec.rec_batch_num": 1,  # in a batch, short lines cost as much as the longest
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

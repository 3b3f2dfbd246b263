"""The straight rules on the picture of a page: dark runs far longer than any stroke of writing, and how far from level they lie."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kb.reading.formats.rules import Rule, rule_between
from kb.reading.formats.seals import Pixels

_MOST_THICK: Final = 12  # pixels
_MOST_SLANT: Final = 0.06  # radians: a page that lies further from level was not scanned, it was photographed

Shape = tuple[int, int]  # width and height in pixels


def slant_of_rules(pixels: Pixels) -> float | None:
    """By what angle the level rules of a page rise to the right, clockwise positive, in radians; None if it has none."""
    wide = pixels.shape[1]
    found: list[tuple[float, int]] = []
    runs, count, boxes = _runs(_dark(pixels), (wide // 40, 1))
    for number in range(1, count):
        x, y, across, down, _ = boxes[number].tolist()
        if across > wide / 8 and down < _MOST_THICK + _MOST_SLANT * across:
            at = np.argwhere(runs[y : y + down, x : x + across] == number)
            found.append((math.atan(np.polyfit(at[:, 1], at[:, 0], 1)[0]), across))
    found.sort()
    half = sum(across for _, across in found) / 2
    for angle, across in found:
        half -= across
        if half <= 0:
            return angle
    return None


def painted_rules(pixels: Pixels, scale: float) -> Iterator[Rule]:
    """The level and upright rules of a page that stands straight, in points, of which a pixel has `scale`."""
    dark = _dark(pixels)
    least = pixels.shape[1] // 16
    for shape in ((least, 1), (1, least // 2)):
        for x, y, wide, high, _ in _runs(dark, shape)[2][1:].tolist():
            if min(wide, high) <= _MOST_THICK:
                across, down = (x, x + wide), (y + high / 2,) * 2
                if high > wide:
                    across, down = (x + wide / 2,) * 2, (y, y + high)
                yield from rule_between(across[0] * scale, down[0] * scale, across[1] * scale, down[1] * scale)


def _dark(pixels: Pixels) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    return np.asarray(dark, np.uint8)


def _runs(dark: NDArray[np.uint8], shape: Shape) -> tuple[NDArray[np.int32], int, NDArray[np.int32]]:
    """Which dark run, at least of this shape, each pixel is of; how many there are, and their boxes, the ground being the first."""
    # A rule that is not quite straight is mended across two pixels before its length is measured.
    mended = cv2.dilate(dark, np.ones((3, 1) if shape[0] > 1 else (1, 3), np.uint8))
    runs = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(runs)
    return labels.astype(np.int32), count, boxes.astype(np.int32)

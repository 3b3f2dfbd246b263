"""Red seals on the picture of a page: found by their colour and round outline, and taken off the writing that they lie over.

A page is taken to be A4. Red letterheads and rules stay: they have no round outline. A seal copied in grey cannot be told from print.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (height, width, 3), red green blue
Mask = NDArray[np.uint8]  # (height, width), 255 where a seal lies

_REDNESS: Final = 40  # of 255: by how much red is stronger than green and blue
_INK: Final = 110  # of 255: print in black stays darker than this in its red channel, red ink does not
_LEAST, _MOST, _A4_WIDE, _A4_HIGH = 25.0, 65.0, 210.0, 297.0  # millimetres
_COARSE: Final = 400  # pixels of a page's width in which outlines are looked for
_BAND, _CLOSED = (
    0.8,
    0.75,
)  # of the radius: where the ring begins; of the circle: how much of it is inked where print or wear broke it


def without_seals(pixels: Pixels) -> tuple[Pixels, Mask | None]:
    """The picture with its red seals taken off, and where they lay; None if there is none."""
    red = _red(pixels)
    boxes = _round_boxes(red)
    if not boxes:
        return pixels, None
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for x, y, wide, high in boxes:
        cv2.ellipse(mask, ((x + wide / 2, y + high / 2), (wide, high), 0.0), 255, -1)
    paper = np.median(pixels[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
    channel = pixels[:, :, 0]
    clean = np.where(mask[:, :, None] > 0, channel[:, :, None], pixels)
    clean[(mask > 0) & red & (channel > _INK)] = paper
    return np.ascontiguousarray(clean), mask


def _red(pixels: Pixels) -> NDArray[np.bool_]:
    red, other = pixels[:, :, 0].astype(np.int16), pixels[:, :, 1:].max(axis=2).astype(np.int16)
    return np.asarray(red - other > _REDNESS)


def _round_boxes(red: NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """The boxes (left, top, width, height) of what is red, round and as large as a seal, in pixels."""
    high, wide = red.shape
    shrink = max(min(wide, high) / _COARSE, 1.0)
    size = (round(wide / shrink), round(high / shrink))
    share = cv2.resize(red.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    solid = cv2.dilate((share > 50).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.uint8)
    millimetre = min(size) / (_A4_WIDE if size[0] != size[1] else _A4_HIGH)
    boxes = []
    for outline in cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, across, down = cv2.boundingRect(outline)
        ringed = _ringed(solid[y : y + down, x : x + across])
        fits = _LEAST * millimetre < min(across, down) and max(across, down) < _MOST * millimetre
        if fits and ringed:
            boxes.append(((x + 1) * shrink, (y + 1) * shrink, (across - 2) * shrink, (down - 2) * shrink))
    return boxes


def _ringed(solid: NDArray[np.uint8]) -> bool:
    """Whether a ring fills the box, nothing of it in the corners: characters, and frames, have no such outline."""
    high, wide = solid.shape
    y, x = np.mgrid[:high, :wide]
    across, down = 2 * (x + 0.5) / wide - 1, 2 * (y + 0.5) / high - 1
    radius, sector = np.hypot(across, down), ((np.arctan2(down, across) / np.pi + 1) * 18).astype(int) % 36
    inked = np.unique(sector[(solid > 0) & (radius > _BAND) & (radius <= 1)])
    return len(inked) >= _CLOSED * 36 and not (solid[radius > 1.1] > 0).any()

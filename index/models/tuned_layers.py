"""Layers of multilingual-e5-small tuned for a task, as a file carries them: rows of weights in int8 with the value of a step of each row."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LAYER, _STEPS = "layer.", "steps."


def read_arrays(data: bytes) -> Mapping[str, NDArray[Any]]:
    """The arrays of an `.npz` file, each read where it is asked for."""
    arrays: Mapping[str, NDArray[Any]] = np.load(io.BytesIO(data))
    return arrays


def tuned_layers(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The tuned tensors of such a file, by the names they have in the package."""
    arrays = read_arrays(data)
    names = [name.removeprefix(_LAYER) for name in arrays if name.startswith(_LAYER)]
    return {
        name: arrays[f"{_LAYER}{name}"].astype(np.float32) * arrays.get(f"{_STEPS}{name}", np.float32(1))
        for name in names
    }


def version_of(data: bytes) -> str:
    """What tells a file from every other."""
    return hashlib.sha256(data).hexdigest()[:12]

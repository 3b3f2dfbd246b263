"""Posting lists: which texts have a token and how often, of one segment of an index.

A token is known by 64 bits of its hash, so that lists are searched as they lie in their file, and those of several segments at once.
What a token is worth depends on all segments: BM25 is for `index.lexical`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Tokenizer: TypeAlias = Callable[[str], list[str]]
Keys: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.int32]

_ARRAYS = ("keys", "starts", "texts", "counts", "lengths")
_TOKENS = "tokens.json"


@dataclass(frozen=True)
class Postings:
    """The token `keys[t]` (ascending) stands `counts[p]` times in text `texts[p]`, ascending, for p in `starts[t]:starts[t + 1]`.

    `lengths` are the numbers of tokens of all texts, 1 for a text without any. `tokens` are spelled out, in the order of the keys.
    """

    keys: Keys
    starts: NDArray[np.int64]
    texts: Numbers
    counts: NDArray[np.unsignedinteger[Any]]
    lengths: Numbers
    spelled: tuple[str, ...] | Path = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[str], tokenize: Tokenizer) -> Postings:
        """Of texts in entry order."""
        numbers: dict[str, int] = {}
        found = [[numbers.setdefault(token, len(numbers)) for token in tokenize(text)] for text in texts]
        lengths = np.array([len(tokens) for tokens in found], np.int32)
        keys = keys_of(numbers)[np.array([number for tokens in found for number in tokens], np.int64)]
        owners = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        spelled = dict(zip(keys_of(numbers).tolist(), numbers, strict=True))
        return cls._of_pairs(keys, owners, np.ones(len(keys), np.int64), np.maximum(lengths, 1), spelled)

    @classmethod
    def joined(cls, pieces: Iterable[tuple[Postings, slice]]) -> Postings:
        """The lists of some texts (a slice with both ends) of each of these, in order."""
        keys, texts, counts, lengths = list[Keys](), list[Numbers](), list[NDArray[Any]](), list[Numbers]()
        spelled: dict[int, str] = {}
        before = 0
        for one, at in pieces:
            mine = (one.texts >= at.start) & (one.texts < at.stop)
            keys.append(np.repeat(one.keys, np.diff(one.starts))[mine])
            texts.append(one.texts[mine] - np.int32(at.start - before))
            counts.append(one.counts[mine].astype(np.int64))
            lengths.append(one.lengths[at])
            spelled.update(zip(one.keys.tolist(), one.tokens, strict=True))
            before += at.stop - at.start
        whole = (np.concatenate(keys), np.concatenate(texts), np.concatenate(counts), np.concatenate(lengths))
        return cls._of_pairs(*whole, spelled)

    @classmethod
    def _of_pairs(
        cls, keys: Keys, texts: Numbers, counts: NDArray[np.int64], lengths: Numbers, spelled: dict[int, str]
    ) -> Postings:
        """From the key, text and count of what may stand there several times."""
        order = np.lexsort((texts, keys))
        keys, texts, counts = keys[order], texts[order], counts[order]
        first = np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]) | (texts[1:] != texts[:-1]))[: len(keys)])
        sums = np.add.reduceat(counts, first) if len(first) else counts
        distinct, starts = np.unique(keys[first], return_index=True)
        return cls(
            distinct,
            np.append(starts, len(first)).astype(np.int64),
            texts[first],
            sums.astype(np.min_scalar_type(int(sums.max(initial=0)))),
            lengths.astype(np.int32),
            tuple(spelled[key] for key in distinct.tolist()),
        )

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The tokens in the order of their keys; of one that was loaded, read when first asked for."""
        if isinstance(self.spelled, Path):
            return tuple(json.loads(self.spelled.read_text(encoding="utf-8")))
        return self.spelled

    def ranges(self, keys: Keys) -> NDArray[np.int64]:
        """Where the postings of each of these tokens begin and end, int64 (keys, 2); the same place twice where no text has it."""
        if not len(self.keys):
            return np.zeros((len(keys), 2), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        held = self.keys[at] == keys
        return np.stack((self.starts[at] * held, self.starts[at + 1] * held), axis=1)

    def save(self, folder: Path) -> None:
        """Write NumPy arrays and JSON into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        (folder / _TOKENS).write_text(json.dumps(self.tokens, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Read what `save` wrote, the arrays mapped; OSError or ValueError where it is not that."""
        arrays = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS)
        keys, starts, texts, counts, lengths = (array.view(np.ndarray) for array in arrays)
        found = cls(keys, starts, texts, counts, lengths, folder / _TOKENS)
        if len(found.starts) != len(found.keys) + 1 or not len(found.texts) == len(found.counts) == found.starts[-1]:
            raise ValueError(f"{folder}: parts of different sizes")
        if not (folder / _TOKENS).is_file():
            raise FileNotFoundError(folder / _TOKENS)
        return found


def keys_of(tokens: Iterable[str]) -> Keys:
    """64 bits of each token's hash, by which lists know it: two of a million tokens share them once in thirty million times."""
    digests = (hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest() for token in tokens)
    return np.frombuffer(b"".join(digests), dtype="<u8")


def spread(ranges: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All places in these ranges (n, 2), one range after the other: the number of the range, and the place; int64 (m,)."""
    held = ranges[:, 1] - ranges[:, 0]
    before = np.cumsum(held) - held
    return np.repeat(np.arange(len(ranges)), held), np.repeat(ranges[:, 0] - before, held) + np.arange(held.sum())

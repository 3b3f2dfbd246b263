"""A SentencePiece unigram tokeniser (Kudo, ACL 2018, arXiv:1804.10959): the pieces whose scores add up highest, by Viterbi.

The vocabulary lies in a MARISA trie that is mapped into memory: 250,000 pieces are there in a millisecond and take two megabytes,
where the package `tokenizers` (whose pieces these are, tests/index/models/test_unigram.py) takes a second and 280 megabytes.
What this module does not do: normalise a text, or put marks around it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import ArrayLike

_TRIE, _SCORES, _IDS, _LIMITS = "pieces.marisa", "scores.npy", "ids.npy", "limits.json"
# Below the lowest score, as in SentencePiece: a character is unknown only where no piece begins with it.
_UNKNOWN_PENALTY = 10.0


class UnigramTokenizer:
    """Reads what `write_vocabulary` wrote; the files may be removed once it is made. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / _TRIE))
        # Of a memoryview an element comes as a Python number, many times faster than a NumPy one.
        self._scores = memoryview(np.load(folder / _SCORES, mmap_mode="r"))
        self._ids = memoryview(np.load(folder / _IDS, mmap_mode="r"))
        limits = json.loads((folder / _LIMITS).read_text(encoding="ascii"))
        self._longest, self._unknown, self._unknown_score = (
            limits["longest"],
            limits["unknown"],
            limits["unknown_score"],
        )

    def encode(self, text: str) -> list[int]:
        """The ids of the pieces of a normalised text; each unknown character gives one."""
        return [number for number, _, _ in self.pieces(text)]

    def pieces(self, text: str) -> list[tuple[int, int, int]]:
        """The same pieces, each with where it stands: id, start, end."""
        best = [0.0] + [-np.inf] * len(text)
        ended: list[tuple[int, int]] = [(0, self._unknown)] * (len(text) + 1)
        for start in range(len(text)):
            unknown = best[start] + self._unknown_score
            if unknown > best[start + 1]:
                best[start + 1], ended[start + 1] = unknown, (start, self._unknown)
            for piece, number in self._trie.iter_prefixes_with_ids(text[start : start + self._longest]):
                end = start + len(piece)
                score = best[start] + self._scores[number]
                if score > best[end]:
                    best[end], ended[end] = score, (start, self._ids[number])
        found: list[tuple[int, int, int]] = []
        end = len(text)
        while end:
            start, number = ended[end]
            found.append((number, start, end))
            end = start
        return found[::-1]


def write_vocabulary(folder: Path, pieces: Sequence[str], scores: ArrayLike, unknown: int) -> None:
    """Writes the pieces, whose ids are their places, with their scores (float32 (n,)) into a folder.

    `unknown` is the id of a character that no piece holds.
    """
    ids = {piece: number for number, piece in enumerate(pieces) if number != unknown}
    trie = marisa_trie.Trie(ids)
    trie.save(str(folder / _TRIE))
    order = np.array([ids[trie.restore_key(number)] for number in range(len(ids))], dtype=np.int32)
    np.save(folder / _IDS, order)
    np.save(folder / _SCORES, np.asarray(scores, dtype=np.float32)[order])
    limits = {
        "longest": max(map(len, pieces)),
        "unknown": unknown,
        "unknown_score": float(np.min(scores)) - _UNKNOWN_PENALTY,
    }
    (folder / _LIMITS).write_text(json.dumps(limits), encoding="ascii")

"""The offsets of a clause's characters as they are kept: runs, since text mostly stands in one piece."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload


class Offsets(Sequence[int]):
    """Reads as the tuple it stands for, and is equal to it, in the memory of its runs.

    A run is `[offset, length]` of characters that follow each other, or of characters put in, whose offset is -1.
    """

    __slots__ = ("_ends", "_runs")

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
        self._runs = tuple(map(tuple, runs))
        self._ends = tuple(accumulate(length for _, length in self._runs))

    @classmethod
    def of(cls, offsets: Sequence[int]) -> Offsets:
        """From the offset of each character."""
        if isinstance(offsets, Offsets):
            return offsets
        runs: list[list[int]] = []
        for offset in offsets:
            if runs and offset == (runs[-1][0] + runs[-1][1] if runs[-1][0] >= 0 else -1):
                runs[-1][1] += 1
            else:
                runs.append([offset, 1])
        return cls(runs)

    @property
    def runs(self) -> Sequence[Sequence[int]]:
        """The runs, in order."""
        return self._runs

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[int, ...]: ...

    def __getitem__(self, at: int | slice) -> int | tuple[int, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            raise IndexError(at)
        number = bisect_right(self._ends, at)
        start, length = self._runs[number]
        return start + at - (self._ends[number] - length) if start >= 0 else -1

    def __iter__(self) -> Iterator[int]:
        for start, length in self._runs:
            yield from range(start, start + length) if start >= 0 else (-1,) * length

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Offsets):
            return self._runs == other._runs
        return tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

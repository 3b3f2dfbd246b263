"""From the entries that a filter leaves to the shortest condition on scalar fields that says the same.

    region         VARCHAR   where the document holds; the partition key
    document       VARCHAR   its id
    first_day      INT64     from when it holds, as 20160516
    last_day       INT64     until when; 0 where it does not say
    blank          BOOL      the entry is a blank form
    entry          INT64     the entry's number

Whether a document is in force is not stored: it changes with the day. The condition is exact whatever the filter was: what fields
cannot say is said by naming documents or entries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.arrays import Mask
from index.dense import Rows


@dataclass(frozen=True)
class DocumentRow:
    """What is stored of an entry's document: every entry of a document has the same."""

    document: str
    region: str
    first_day: int
    last_day: int

    @classmethod
    def of(cls, document: str, region: str, first_day: date | None, last_day: date | None) -> DocumentRow:
        """With its days as numbers; a document that says no first day holds from ever, one that says no last day is never sure to hold."""
        return cls(document, region, _number(first_day), _number(last_day))


class RowFilter:
    """Says in the engine's words which entries are allowed; immutable."""

    def __init__(self, documents: Sequence[DocumentRow], owners: Rows, blank: Mask) -> None:
        """`owners` is the place in `documents` of every entry, int64 (entries,); `blank` bool (entries,)."""
        self.documents, self.owners, self.blank = tuple(documents), owners, blank
        self._regions = np.array([one.region for one in documents], dtype=np.str_)
        self._first = np.array([one.first_day for one in documents], dtype=np.int64)
        self._last = np.array([one.last_day for one in documents], dtype=np.int64)

    @property
    def regions(self) -> int:
        """How many there are."""
        return len(np.unique(self._regions))

    def condition(self, allowed: Mask) -> str:
        """The condition that the allowed entries (bool (entries,), at least one) meet and no other; empty where all are allowed."""
        if allowed.all():
            return ""
        wanted = np.zeros(len(self.documents), dtype=np.bool_)
        wanted[self.owners[allowed]] = True
        parts, named = self._of_documents(wanted)
        left_out = wanted[self.owners] & ~allowed
        if left_out.any() and not (allowed & self.blank).any():
            parts.append("blank == false")
            left_out &= ~self.blank
        named += int(left_out.sum())
        if named + len(parts) > allowed.sum():
            return f"entry in {_listed(np.flatnonzero(allowed))}"
        if left_out.any():
            parts.append(f"entry not in {_listed(np.flatnonzero(left_out))}")
        return " and ".join(parts)

    def _of_documents(self, wanted: Mask) -> tuple[list[str], int]:
        """What the wanted documents (bool (documents,)) meet and no other, and how many had to be named."""
        parts: list[str] = []
        meeting = np.ones(len(wanted), dtype=np.bool_)
        regions = np.unique(self._regions[wanted])
        if (other := ~np.isin(self._regions, regions)).any():
            parts.append(f"region in {_listed(regions)}")
            meeting &= ~other
        day = self._first[wanted].max()
        holding = (self._first <= day) & (day <= self._last)
        if day and holding[wanted].all() and not holding[meeting].all():
            parts.append(f"first_day <= {day} and last_day >= {day}")
            meeting &= holding
        beside = meeting & ~wanted
        if not beside.any():
            return parts, 0
        word, named = ("not in", beside) if beside.sum() < wanted.sum() else ("in", wanted)
        parts.append(f"document {word} {_listed([self.documents[n].document for n in np.flatnonzero(named)])}")
        return parts, int(named.sum())


def _listed(values: Rows | Sequence[str] | np.ndarray[tuple[int], np.dtype[np.str_]]) -> str:
    """The values as the engine reads a list."""
    return json.dumps(
        [value.item() if isinstance(value, np.generic) else value for value in values], ensure_ascii=False
    )


def _number(day: date | None) -> int:
    """A day as 20160516; 0 for none."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0

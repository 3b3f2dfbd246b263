"""A draft's text as runs: what the fields rest on is marked with their numbers, and the places where clauses begin can be gone to."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.drafts import DraftField
from kb.records import Clause, SourceText
from ui.pieces import clause_anchor


@dataclass(frozen=True)
class TextRun:
    """A run of the text; `fields` are the numbers of the fields that rest on it, `first` those whose words begin here, `anchor` a clause's."""

    text: str
    fields: tuple[int, ...] = ()
    first: tuple[int, ...] = ()
    anchor: str = ""


def text_runs(source: SourceText, fields: Sequence[DraftField], clauses: Iterable[Clause]) -> tuple[TextRun, ...]:
    """The whole text cut at every mark and at the beginning of every clause; no character is added or lost. Fields count from 1."""
    marks = [(start, end, n) for n, field in enumerate(fields, 1) for start, end in field.places if start < end]
    anchors = _anchors(source, clauses)
    cuts = sorted({0, len(source.text), *anchors, *(place for start, end, _ in marks for place in (start, end))})
    begun: set[int] = set()
    runs = []
    for start, end in itertools.pairwise(cuts):
        covering = tuple(n for low, high, n in marks if low <= start and end <= high)
        first = tuple(n for n in dict.fromkeys(covering) if n not in begun)
        begun.update(first)
        runs.append(TextRun(source.text[start:end], tuple(dict.fromkeys(covering)), first, anchors.get(start, "")))
    return tuple(runs)


def _anchors(source: SourceText, clauses: Iterable[Clause]) -> dict[int, str]:
    """Where each clause begins in the text; the first of those that begin at one place."""
    place = {decoded: at for at, decoded in reversed(list(enumerate(source.origin)))} if source.origin else None
    found: defaultdict[int, list[str]] = defaultdict(list)
    for clause in clauses:
        start = min((offset for offset in clause.offsets if offset >= 0), default=-1)
        start = place.get(start, -1) if place is not None else start
        if start >= 0:
            found[start].append(clause_anchor(clause.label))
    return {start: labels[0] for start, labels in found.items()}

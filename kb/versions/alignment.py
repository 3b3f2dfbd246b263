"""Which clause of one text became which of another: paired by what they say, wherever they stand and whatever number they bear.

Clauses that say the same are paired first, then those that come nearest, the best pair first. What is left over came in or was taken out.
A clause has moved where its pair stands in another order than the others do; a number that shifts because a clause came in before it is
no move. One clause that became two is a change and an addition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from rapidfuzz import fuzz, process

from kb.objects import ClauseChangeObject, ClauseVersionObject, TextDifferencesObject, TextVersionObject
from kb.reading import mark_of
from kb.records import Clause, Span
from kb.verification import folded
from kb.versions.marking import UNCHANGED, ChangedWords, changed_words

Kind = Literal["same", "changed", "added", "removed"]

NEAR: Final = 60.0
"""From this share of characters in common (0..100) one clause is read as another wording of the other."""
NEAR_IN_PLACE: Final = 45.0
"""The same, where both bear the same address."""

_Pairs: TypeAlias = "dict[int, int]"
"""Positions in the old text to positions in the new one."""


@dataclass(frozen=True)
class TextVersion:
    """A text to be held against another: what it is called, and its clauses in reading order."""

    name: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class ClauseChange:
    """What became of a clause: `old` is None for one that came in, `new` for one taken out; `words` differ where it is `changed`."""

    kind: Kind
    old: Clause | None
    new: Clause | None
    moved: bool = False
    words: ChangedWords = UNCHANGED


@dataclass(frozen=True)
class TextDifferences:
    """Every clause of both texts, in the order of the new one; what was taken out stands where it stood."""

    old: TextVersion
    new: TextVersion
    changes: tuple[ClauseChange, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses are the same, changed, added and removed, and how many of the first two moved."""
        kinds = [change.kind for change in self.changes]
        counted = {kind: kinds.count(kind) for kind in ("same", "changed", "added", "removed")}
        return counted | {"moved": sum(change.moved for change in self.changes)}


def differences(old: TextVersion, new: TextVersion) -> TextDifferences:
    """The two texts clause by clause."""
    before, after = [_said(clause) for clause in old.clauses], [_said(clause) for clause in new.clauses]
    pairs = _alike(before, after)
    pairs |= _near(old.clauses, new.clauses, before, after, pairs)
    in_order = _in_order(pairs)
    return TextDifferences(old, new, tuple(_changes(old.clauses, new.clauses, pairs, in_order)))


def differences_object(found: TextDifferences) -> dict[str, Any]:
    """The differences as plain data."""
    return TextDifferencesObject(
        old=TextVersionObject(name=found.old.name, title=found.old.title),
        new=TextVersionObject(name=found.new.name, title=found.new.title),
        counts=found.counts,
        clauses=[
            ClauseChangeObject(
                kind=change.kind,
                moved=change.moved,
                old=_version(change.old, change.words.old),
                new=_version(change.new, change.words.new),
            )
            for change in found.changes
        ],
    ).plain()


# ------------------------------------------------------------------------------------------------------ parts


def _version(clause: Clause | None, spans: Sequence[Span]) -> ClauseVersionObject | None:
    if clause is None:
        return None
    words = [{"start": span.start, "end": span.end} for span in spans]
    return ClauseVersionObject(clause_id=clause.id, label=clause.label, text=clause.text, words=words)


def _said(clause: Clause) -> str:
    """What a clause says, without the number it bears, as it is compared."""
    mark = mark_of(clause.text)
    return folded(clause.text[mark.length if mark else 0 :])


def _alike(before: Sequence[str], after: Sequence[str]) -> _Pairs:
    """Pairs that say the same: those in order first, then what is left wherever it stands."""
    pairs: _Pairs = {}
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        pairs |= {block.a + step: block.b + step for step in range(block.size)}
    taken = set(pairs.values())
    elsewhere: defaultdict[str, list[int]] = defaultdict(list)
    for place in reversed(range(len(after))):
        if place not in taken:
            elsewhere[after[place]].append(place)
    for place, said in enumerate(before):
        if place not in pairs and elsewhere.get(said):
            pairs[place] = elsewhere[said].pop()
    return pairs


def _near(
    old: Sequence[Clause], new: Sequence[Clause], before: Sequence[str], after: Sequence[str], pairs: _Pairs
) -> _Pairs:
    """Pairs of what is left that come near enough, the best first; of equals the one at the same address, then the one nearest by."""
    taken = set(pairs.values())
    rows = [place for place in range(len(old)) if place not in pairs]
    columns = [place for place in range(len(new)) if place not in taken]
    if not rows or not columns:
        return {}
    scores = process.cdist(
        [before[row] for row in rows],
        [after[column] for column in columns],
        scorer=fuzz.ratio,
        score_cutoff=NEAR_IN_PLACE,
    )
    found = [
        (
            float(scores[i, j]),
            old[rows[i]].label == new[columns[j]].label,
            -abs(rows[i] - columns[j]),
            rows[i],
            columns[j],
        )
        for i, j in np.argwhere(scores > 0)
    ]
    near: _Pairs = {}
    for score, in_place, _, row, column in sorted(found, reverse=True):
        if row not in near and column not in taken and (score >= NEAR or in_place):
            near[row] = column
            taken.add(column)
    return near


def _in_order(pairs: _Pairs) -> frozenset[int]:
    """The old positions of the pairs that stand in the same order in both texts; the others moved."""
    before, after = sorted(pairs), sorted(pairs, key=lambda place: pairs[place])
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(place for block in blocks for place in before[block.a : block.a + block.size])


def _changes(
    old: Sequence[Clause], new: Sequence[Clause], pairs: _Pairs, in_order: frozenset[int]
) -> Iterator[ClauseChange]:
    origin = {column: row for row, column in pairs.items()}
    removed = [place for place in range(len(old)) if place not in pairs]
    for column, clause in enumerate(new):
        row = origin.get(column)
        if row is None:
            yield ClauseChange("added", None, clause)
            continue
        while removed and row in in_order and removed[0] < row:
            yield ClauseChange("removed", old[removed.pop(0)], None)
        words = changed_words(old[row].text, clause.text) if _said(old[row]) != _said(clause) else UNCHANGED
        yield ClauseChange("changed" if words.new else "same", old[row], clause, row not in in_order, words)
    for place in removed:
        yield ClauseChange("removed", old[place], None)

"""Two texts clause by clause."""

from __future__ import annotations

from typing import Literal

from kb.objects.plain import PlainObject


class TextVersionObject(PlainObject):
    """One of the two texts."""

    name: str
    """Its number or id, or the file's name."""
    title: str
    """Its title."""


class ClauseVersionObject(PlainObject):
    """A clause as one of the texts has it."""

    clause_id: str
    """Its id."""
    label: str
    """Its address in that text."""
    text: str
    """The whole clause."""
    words: list[dict[str, int]]
    """Where words differ: `start` and `end` in `text`. The n-th of the old text became the n-th of the new one; one of them may be empty."""


class ClauseChangeObject(PlainObject):
    """What became of a clause."""

    kind: Literal["same", "changed", "added", "removed"]
    """What became of its words."""
    moved: bool
    """Whether it stands in another order than the clauses around it do; a number that only shifted is no move."""
    old: ClauseVersionObject | None
    """The clause in the old text; null for one that came in."""
    new: ClauseVersionObject | None
    """The clause in the new text; null for one taken out."""


class TextDifferencesObject(PlainObject):
    """Two texts held against each other, every clause of both."""

    old: TextVersionObject
    """The text named first."""
    new: TextVersionObject
    """The text named second."""
    counts: dict[str, int]
    """How many clauses are `same`, `changed`, `added` and `removed`, and how many of the first two `moved`."""
    clauses: list[ClauseChangeObject]
    """In the order of the new text; what was taken out stands where it stood."""

"""Two texts held against each other clause by clause."""

from __future__ import annotations

from kb.versions.alignment import ClauseChange, TextDifferences, TextVersion, differences, differences_object
from kb.versions.marking import ChangedWords, changed_words

__all__ = [
    "ChangedWords",
    "ClauseChange",
    "TextDifferences",
    "TextVersion",
    "changed_words",
    "differences",
    "differences_object",
]

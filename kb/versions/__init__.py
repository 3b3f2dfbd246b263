"""Two texts held against each other clause by clause, and which held ones are texts of one instrument."""

from __future__ import annotations

from kb.versions.alignment import ClauseChange, TextDifferences, TextVersion, differences, differences_object
from kb.versions.held import issued_on, version_lines, version_of
from kb.versions.marking import ChangedWords, changed_words

__all__ = [
    "ChangedWords",
    "ClauseChange",
    "TextDifferences",
    "TextVersion",
    "changed_words",
    "differences",
    "differences_object",
    "issued_on",
    "version_lines",
    "version_of",
]

"""The county a town lies in, where only one county of China has a town of that name: bodies of towns often leave out where they are."""

from __future__ import annotations

from functools import cache

from kb.regex import regex
from kb.shipped import shipped_rows

_KIND = regex(r"镇|乡|街道|苏木")
_LONGEST_NAME = 16


def county_of_town(words: str) -> str | None:
    """The code of the county (kb/data/places.tsv) of the town that the words begin with: 大仲村镇人民政府 -> 371324; None for no such town."""
    ends = [match.end() for match in _KIND.finditer(words, 0, _LONGEST_NAME)]
    return next((code for end in reversed(ends) if (code := _counties().get(words[:end]))), None)


@cache
def _counties() -> dict[str, str]:
    return {town: code for code, towns in shipped_rows("towns.tsv") for town in towns.split()}

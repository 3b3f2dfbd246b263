"""The county a town lies in, where only one county of China has a town of that name: bodies and people of towns often leave out where they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kb.regex import regex
from kb.shipped import shipped_rows

_KIND = regex(r"镇|乡|街道|苏木")
_LONGEST_NAME = 16
# What may stand before the name of a town in a sentence; behind anything else the name may be the end of a longer one.
_BEFORE = frozenset("在到去住来于从回是的我俺咱们家县市区省州盟旗，,。？?！!：:；;、 ")


def county_of_town(words: str) -> str | None:
    """The code of the county (kb/data/places.tsv) of the town that the words begin with: 大仲村镇人民政府 -> 371324; None for no such town."""
    ends = [match.end() for match in _KIND.finditer(words, 0, _LONGEST_NAME)]
    return next((code for end in reversed(ends) if (code := _counties().get(words[:end]))), None)


def towns_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The towns that a normalised text names: the code of the county, start and end."""
    for kind in _KIND.finditer(text):
        for start in range(max(kind.end() - _LONGEST_NAME, 0), kind.start()):
            is_whole = start == 0 or text[start - 1] in _BEFORE
            if is_whole and (code := _counties().get(text[start : kind.end()])):
                yield code, start, kind.end()
                break


@cache
def _counties() -> dict[str, str]:
    return {town: code for code, towns in shipped_rows("towns.tsv") for town in towns.split()}

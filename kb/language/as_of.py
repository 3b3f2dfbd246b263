"""The as-of date as a person types it."""

from __future__ import annotations

from datetime import date

from kb.errors import InvalidInput
from kb.regex import regex

_ISO = regex(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(1800, 2200)
"""Of a day outside them no rule is asked, and weeks are counted from it past the ends of the calendar."""


def possible_day(year: int, month: int, day: int) -> date:
    """The day; ValueError where it is in no calendar, or too far away to be judged on."""
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day)


def parse_as_of(text: str) -> date:
    """`2018-01-01` as a date; InvalidInput for anything else, real days only."""
    stripped = text.strip()
    try:
        if _ISO.fullmatch(stripped):
            return possible_day(*map(int, stripped.split("-")))
    except ValueError:
        pass
    raise InvalidInput(
        f"日期“{text}”无效：请写成 2018-01-01 的样子。", "Not a date: write YYYY-MM-DD, e.g. 2018-01-01."
    )

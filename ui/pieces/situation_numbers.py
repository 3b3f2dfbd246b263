"""A number of a situation as people type it: `59`, `4年11个月`, `37-48`, `60以上`, `under 60`; and back again."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kb.cases import Fact, FactValue, Range

_DASH: Final = re.compile(r"\s*(?:[~—–−-]|至|到|\bto\b)\s*")
_BELOW: Final = re.compile(r"(?:不到|不足|不满|少于|小于|under|less than|below|<)\s*(.+)")
_AT_MOST: Final = re.compile(r"(?:最多|至多|at most|up to)\s*(.+)|(.+?)\s*(?:以内|之内|及以下|以下|or less|or under)")
_AT_LEAST: Final = re.compile(r"(?:至少|最少|at least)\s*(.+)|(.+?)\s*(?:及以上|以上|or more|or over|\+)")
_LENGTH: Final = re.compile(
    r"(?:(?P<years>\d{1,4})\s*(?:年|years?|yrs?|y)(?P<half>半)?)?\s*(?:零|又|and|,)?\s*(?:(?P<months>\d{1,4})\s*(?:个?月|months?|mos?|m)?)?"
)
_COUNT: Final = re.compile(r"(\d{1,4})\s*(?:周?岁|天|日|个?月|years?(?: old)?|days?)?")
_MONTHS: Final = "months"


def read_number(typed: str, fact: Fact) -> int | dict[str, int]:
    """What was typed as `kb.cases.profile.profile_of` takes it, in the fact's unit; ValueError for anything else."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).lower().split())
    if found := _BELOW.fullmatch(plain):
        return {"at_most": _one(found[1], fact) - 1}
    if found := _AT_MOST.fullmatch(plain):
        return {"at_most": _one(found[1] or found[2], fact)}
    if found := _AT_LEAST.fullmatch(plain):
        return {"at_least": _one(found[1] or found[2], fact)}
    pieces = _DASH.split(plain)
    if len(pieces) == 1:
        return _one(plain, fact)
    if len(pieces) != 2:
        raise ValueError(typed)
    first, last = pieces
    if _is_months(fact) and first.isdigit() and re.search(r"年|y", last):
        # 4-5年 means 4年 to 5年.
        first += "年"
    low, high = _one(first, fact), _one(last, fact)
    if high < low:
        raise ValueError(typed)
    return {"at_least": low, "at_most": high}


def _is_months(fact: Fact) -> bool:
    return fact.unit[1] == _MONTHS


def _one(text: str, fact: Fact) -> int:
    text = text.strip()
    if not _is_months(fact):
        found = _COUNT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return int(found[1])
    length = _LENGTH.fullmatch(text)
    if length is None or not (length["years"] or length["months"]):
        raise ValueError(text)
    return 12 * int(length["years"] or 0) + (6 if length["half"] else 0) + int(length["months"] or 0)


def typed_as(value: FactValue) -> str:
    """A value as its field holds it: `yes`, a choice, `59`, `37-48`, `60+`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Range):
        return value
    if value.high is None:
        return f"{value.low}+"
    return f"{value.low}" if value.low == value.high else f"{value.low}-{value.high}"

"""Reading a date as people type it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def read_date(typed: str) -> date | None:
    """`2018-01-01`, `2018/1/1` or `２０１８年1月1日`; None for an empty field; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return None
    found = _DATE.fullmatch(plain)
    if found is None:
        raise ValueError(typed)
    return date(*map(int, found.groups()))

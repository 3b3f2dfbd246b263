"""Reading a date as people type it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from kb.language import possible_day
from kb.messages import Message

BAD_DATE: Final = Message(
    "看不懂这个日期，请写成 2018-01-01 这样的年-月-日，留空即为今天。",
    "This is no date: write YYYY-MM-DD, or leave it empty for today.",
)
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def read_date(typed: str) -> date | None:
    """`2018-01-01`, `2018/1/1` or `２０１８年1月1日`; None for an empty field; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return None
    found = _DATE.fullmatch(plain)
    if found is None:
        raise ValueError(typed)
    return possible_day(*map(int, found.groups()))

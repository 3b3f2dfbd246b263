"""Fields of files that people write by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("日期须写作 2016-06-12 (dates are written 2016-06-12)")
    if not isinstance(value, str | date):
        raise ValueError("须为日期 (must be a date)")
    return value


NonEmpty = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_iso_date)]

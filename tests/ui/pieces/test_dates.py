from __future__ import annotations

from datetime import date

import pytest
from every import every

from ui.pieces.dates import read_date


@every("typed", ["2018-01-01", " 2018-1-1 ", "2018/1/1", "2018.01.01", "2018年1月1日", "２０１８－０１－０１"])
def test_a_date_is_read_as_people_type_it(typed):
    assert read_date(typed) == date(2018, 1, 1)


@pytest.mark.parametrize("typed", ["", "  ", "\u3000"])
def test_an_empty_field_means_today(typed):
    assert read_date(typed) is None


@every(
    "typed",
    [
        "去年",
        "2018",
        "2018-13-01",
        "2018-02-30",
        "01-01-2018",
        "2018-01-01 起",
        "99999-1-1",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_anything_else_is_no_date(typed):
    with pytest.raises(ValueError):
        read_date(typed)

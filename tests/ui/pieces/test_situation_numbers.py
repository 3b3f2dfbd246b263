from __future__ import annotations

import pytest
from every import every

from kb.cases import Range, Vocabulary
from ui.pieces.situation_numbers import read_number, typed_as

FACTS = Vocabulary.builtin().facts
MONTHS, AGE, DAYS = FACTS["months_to_pension"], FACTS["age"], FACTS["training_days"]


@every(
    ("typed", "value"),
    [
        ("59", 59),
        ("５９", 59),
        ("59个月", 59),
        ("4年11个月", 59),
        ("4 years 11 months", 59),
        ("4 years and 11 months", 59),
        ("5年", 60),
        ("4年半", 54),
        ("37-48", {"at_least": 37, "at_most": 48}),
        ("3年1个月至4年", {"at_least": 37, "at_most": 48}),
        ("4-5年", {"at_least": 48, "at_most": 60}),
        ("60以上", {"at_least": 60}),
        ("60+", {"at_least": 60}),
        ("5 years or more", {"at_least": 60}),
        # 不足5年 is strictly less than sixty months.
        ("不足5年", {"at_most": 59}),
        ("under 60", {"at_most": 59}),
        ("5年以内", {"at_most": 60}),
        ("at most 5 years", {"at_most": 60}),
    ],
)
def test_a_length_of_time_is_read_as_it_is_typed(typed, value):
    assert read_number(typed, MONTHS) == value


@every(
    ("typed", "fact", "value"),
    [
        ("58岁", AGE, 58),
        ("58 years old", AGE, 58),
        ("16 to 18", AGE, {"at_least": 16, "at_most": 18}),
        ("20天", DAYS, 20),
    ],
)
def test_an_age_and_a_number_of_days_are_read(typed, fact, value):
    assert read_number(typed, fact) == value


@every("typed", ["快了", "5.5", "60-59", "1-2-3", "-", "", "以上", "<", "9" * 9, "5岁"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        read_number(typed, MONTHS)


@every(
    ("value", "typed"),
    [
        (True, "yes"),
        (False, "no"),
        ("female", "female"),
        (Range(59, 59), "59"),
        (Range(37, 48), "37-48"),
        (Range(60, None), "60+"),
    ],
)
def test_a_value_is_shown_as_it_would_be_typed(value, typed):
    assert typed_as(value) == typed


@every("value", [Range(59, 59), Range(0, 59), Range(37, 48), Range(60, None)])
def test_what_a_field_shows_is_read_as_the_same(value):
    read = read_number(typed_as(value), MONTHS)
    bounds = read if isinstance(read, dict) else {"at_least": read, "at_most": read}
    assert Range(bounds["at_least"], bounds.get("at_most")) == value

"""Numerals read and spelled; expected values by hand."""

from __future__ import annotations

from fractions import Fraction

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.numbers import chinese_number, number_value, spelled


@every(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("三十六", 36),
        ("一百零五", 105),
        ("五千", 5000),
        ("十万", 100_000),
        ("一亿二千万", 120_000_000),
        ("5千", 5000),
        ("1.5万", 15_000),
        ("二〇一二", 2012),
        ("两百", 200),
        ("一万五", 15_000),
        ("三千五", 3500),
        ("一百二", 120),
        ("一万零五", 10_005),
        ("3万5", 35_000),
        ("十万五千", 105_000),
        ("1.25", None),
        ("岁", None),
        ("甲", None),
        ("", None),
        # What people say and write, and what only looks like a number.
        ("俩", 2),
        ("百", 100),
        ("百二十", 120),
        ("两万五", 25_000),
        ("廿", 20),
        ("卅八", 38),
        ("2万5千", 25_000),
        ("壹佰贰拾", 120),
        ("二一", 21),
        ("五六百", None),
        ("千百七", None),
        ("十千", None),
    ],
)
def test_chinese_number(text, value):
    assert chinese_number(text) == value


@every(
    ("number", "text"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1_005, "一千零五"),
        (3_500, "三千五百"),
        (10_005, "一万零五"),
        (10_010, "一万零一十"),
        (120_000_000, "一亿二千万"),
    ],
)
def test_spelled(number, text):
    assert spelled(number) == text


@given(st.integers(0, 999_999_999))
def test_spelling_a_number_and_reading_it_again(number):
    assert chinese_number(spelled(number)) == number


@every(
    ("text", "value"), [("1.6万", 16_000), ("三点五", Fraction(7, 2)), ("1.1亿", 110_000_000), ("0.5", Fraction(1, 2))]
)
def test_values_are_exact(text, value):
    assert number_value(text) == value

"""Numbers of a workbook are read as they are shown."""

from __future__ import annotations

from every import every

from kb.files.number_formats import shown


@every(
    ("number", "style", "text"),
    [
        (0.5, "0%", "50%"),
        (0.145, "0.0%", "14.5%"),
        (1200, '#,##0"元"', "1,200元"),
        (2.5, "0", "3"),
        (7, "000", "007"),
        (7, '"第"0"项"', "第7项"),
        (12, "[$￥-804]#,##0", "￥12"),
        (1.5, "0.##", "1.5"),
        (2.0, "0.##", "2"),
        (-3, "0;(0)", "(3)"),
        (-3, "0.0", "-3.0"),
        (1234, "_(* #,##0_);_(* (#,##0);_(@_)", "1,234"),
    ],
)
def test_a_format_shows_a_number(number: float, style: str, text: str) -> None:
    assert shown(number, style) == text


@every("style", ["General", "yyyy-mm-dd", "h:mm", "@", "0.00E+00", "0.0,", "# ?/?"])
def test_a_format_that_is_no_row_of_digits_is_left_to_others(style: str) -> None:
    assert shown(3, style) is None

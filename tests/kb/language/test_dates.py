"""Dates and durations, with values read off the calendar by hand."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.language.dates import Duration, find_dates
from kb.language.expressions import find_durations


@every(
    ("words", "value"),
    [
        ("2016年6月12日", date(2016, 6, 12)),
        ("2016 年 6 月 12 日", date(2016, 6, 12)),
        ("2016年\n6月1\f2日", date(2016, 6, 12)),
        ("２０１６年６月１２日", date(2016, 6, 12)),
        ("2016年6月12号", date(2016, 6, 12)),
        ("二○一二年五月十四日", date(2012, 5, 14)),
        ("二〇一二年五月十四日", date(2012, 5, 14)),
        ("二零一二年五月十四日", date(2012, 5, 14)),
        ("二O一二年五月十四日", date(2012, 5, 14)),
        ("二0一二年五月十四日", date(2012, 5, 14)),
        ("二○二○年十二月三十一日", date(2020, 12, 31)),
        ("一九九九年十月一日", date(1999, 10, 1)),
        ("二〇二一年二月二十日", date(2021, 2, 20)),
        ("2016-06-12", date(2016, 6, 12)),
        ("2016.6.12", date(2016, 6, 12)),
        ("2016/6/12", date(2016, 6, 12)),
        ("2020年2月29日", date(2020, 2, 29)),
        ("2021年底", date(2021, 12, 31)),
        ("2021年年末", date(2021, 12, 31)),
        ("2021年2月底", date(2021, 2, 28)),
    ],
)
def test_every_spelling_is_read(words: str, value: date) -> None:
    (mention,) = find_dates(f"自{words}起")
    assert (mention.value, mention.start, mention.end, mention.precision) == (value, 1, 1 + len(words), "day")


@pytest.mark.parametrize("words", ["2016年10月", "二○一六年十月", "2016 年 10 月"])
def test_a_month_alone_covers_all_its_days(words: str) -> None:
    (mention,) = find_dates(words + "，")
    assert (mention.value, mention.last, mention.precision) == (date(2016, 10, 1), date(2016, 10, 31), "month")


@every(
    "text",
    [
        "2016年2月30日",
        "2019年2月29日",
        "2016年13月1日",
        "2016年0月1日",
        "2016-02-30",
        "二○一六年二月三十日",
        "到2020年，转移率达50%",
        "“十三五”时期",
        "2016-2017年，用2年左右时间",
        "025-83233810",
        "版本 1.2016.6.12",
        "2016.6.12.3",
        "12016年6月12日",
        "年 月 日",
        "",
    ],
)
def test_what_is_no_date_is_not_matched(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_list_still_names_its_month_and_a_numbered_line_below_is_no_day() -> None:
    assert [m.precision for m in find_dates("2016年6月12-14日")] == ["month"]
    assert [m.precision for m in find_dates("填报日期：2016年6月\n1. 说明")] == ["month"]


def test_several_dates_keep_their_order_and_places() -> None:
    text = "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    mentions = find_dates(text)
    assert [text[m.start : m.end] for m in mentions] == ["2016年5月16日", "2020年5月15日"]


@every(
    ("words", "value"),
    [
        ("5年", Duration(60)),
        ("5 年", Duration(60)),
        ("五年", Duration(60)),
        ("两年", Duration(24)),
        ("十年", Duration(120)),
        ("半年", Duration(6)),
        ("一年半", Duration(18)),
        ("12个月", Duration(12)),
        ("十二个月", Duration(12)),
        ("一年零六个月", Duration(18)),
        ("30日", Duration(days=30)),
        ("三十日", Duration(days=30)),
        ("90天", Duration(days=90)),
        ("一百八十日", Duration(days=180)),
    ],
)
def test_durations(words: str, value: Duration) -> None:
    (mention,) = find_durations(f"有效期为{words}。")
    assert (mention.value, mention.start, mention.end) == (value, 4, 4 + len(words))


@every("text", ["2016年", "2016年6月12日", "6月 30日", "第5年", "三个工作日", "六月", "5年底", "0年"])
def test_what_is_no_duration(text: str) -> None:
    assert find_durations(text) == []


@every(
    ("duration", "first", "last"),
    [
        (Duration(60), date(2016, 5, 16), date(2021, 5, 15)),
        (Duration(12), date(2021, 1, 1), date(2021, 12, 31)),
        (Duration(12), date(2016, 2, 29), date(2017, 2, 28)),  # Civil Code Art. 202: no 29 February in 2017
        (Duration(1), date(2021, 1, 31), date(2021, 2, 28)),
        (Duration(days=30), date(2021, 1, 1), date(2021, 1, 30)),
    ],
)
def test_last_day_of_a_term(duration: Duration, first: date, last: date) -> None:
    assert duration.last_day(first) == last

"""Notes under the titles of laws: the day, the order and the body; the texts are our own words."""

from __future__ import annotations

from datetime import date

import pytest

from kb.reading.metadata import extract
from kb.records import SourceText

LAW = "第一章 总则\n第一条 为了促进就业，制定本办法。\n第二条 本办法自公布之日起施行。\n"


@pytest.mark.parametrize(
    ("note", "issued", "number", "body"),
    [
        (
            "（2001年5月8日乙省人民政府令第77号公布　根据2010年12月1日乙省人民政府令第120号修订）",
            date(2001, 5, 8),
            "乙省人民政府令第77号",
            "乙省人民政府",
        ),
        (
            "（2026年5月22日经某某部部务会议通过 2026年5月27日某某部令2026年第10号公布 自2026年7月1日起施行）",
            date(2026, 5, 27),
            "某某部令2026年第10号",
            "某某部",
        ),
        (
            "（2015年1月26日乙省第十二届人民代表大会常务委员会第三次会议通过　2月2日公布）",
            date(2015, 2, 2),
            None,
            None,
        ),
        ("1999年4月3日 中华人民共和国国务院令第262号发布", date(1999, 4, 3), "国务院令第262号", "国务院"),
        (
            "2014年7月31日 乙省第十二届人民代表大会常务委员会第十一次会议通过\n2015年1月9日 丙省第十二届人民代表大会常务委员会第二次会议批准",
            date(2014, 7, 31),
            None,
            "乙省人民代表大会常务委员会",
        ),
        (
            "2004年4月2日 乙省第十届人民代表大会常务委员会第七次会议通过\n"
            "2016年3月30日 乙省第十二届人民代表大会常务委员会第二十次会议《关于修改〈乙省某条例〉的决定》修正",
            date(2004, 4, 2),
            None,
            "乙省人民代表大会常务委员会",
        ),
    ],
    ids=["order", "order of a year", "day without a year", "a line of its own", "approved elsewhere", "amended"],
)
def test_notes(note: str, issued: date, number: str | None, body: str | None) -> None:
    found = extract(SourceText("law.txt", f"乙省促进就业办法\n{note}\n{LAW}", "utf-8", "0"))
    assert found.title is not None and found.title.value == "乙省促进就业办法"
    assert found.issued is not None and found.issued.value == issued
    assert (found.number.value if found.number else None) == number
    assert (found.issuers.value if found.issuers else None) == ((body,) if body else None)


def test_an_order_and_the_text_it_promulgates() -> None:
    text = (
        "中华人民共和国某某部令\n第83号\n《失业人员登记办法》已经2022年3月1日部务会议通过，现予公布，自2022年5月1日起施行。\n"
        "部长 张三\n2022年3月9日\n失业人员登记办法\n第一条 为了登记，制定本办法。\n第二条 本办法自2022年5月1日起施行。\n"
    )
    found = extract(SourceText("order.txt", text, "utf-8", "0"))
    assert found.number is not None and found.number.value == "某某部令第83号"
    assert found.title is not None and (found.title.value, found.title.certainty) == ("失业人员登记办法", "stated")
    assert found.issuers is not None and found.issuers.value == ("某某部",)
    assert found.issued is not None and found.issued.value == date(2022, 3, 9)


def test_a_note_that_ends_with_the_day_of_issue_as_commencement() -> None:
    note = "（1999年1月22日国务院令第258号发布　自发布之日起施行）"
    found = extract(SourceText("x.txt", f"失业人员条例\n\n{note}\n\n{LAW}", "utf-8", "0"))
    assert found.issued and found.issued.value == date(1999, 1, 22)
    assert found.effective_from and found.effective_from.value == date(1999, 1, 22)

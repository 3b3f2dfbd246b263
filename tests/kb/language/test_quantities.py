"""Which kinds of figure a text holds."""

from __future__ import annotations

import pytest
from every import every

from kb.language.quantities import FigureKind, kinds_in


@every(
    ("text", "kinds"),
    [
        # A bare figure of three digits may count anything, and so may 每人; 每月 says when.
        ("每人每月500元", {"money", "count", "date"}),
        ("最高十万元", {"money"}),
        ("3亿元", {"money"}),
        ("免费培训", {"money", "share"}),
        ("不低于当地最低工资", {"money"}),
        ("按50%给予补贴", {"share"}),
        ("百分之三十", {"share"}),
        ("提高两成", {"share"}),
        # A number of years may be a year.
        ("最长不超过3年", {"duration", "date"}),
        ("三十天", {"duration"}),
        ("长期有效", {"duration"}),
        ("年满16岁", {"age"}),
        ("年满16周岁", {"age"}),
        ("三个月", {"duration"}),
        ("距法定退休年龄", {"age"}),
        ("培训1000余人", {"count"}),
        ("建设三个基地", {"count"}),
        ("每季度末", {"date"}),
        ("自印发之日起", {"date"}),
        ("联系电话0539-8314765", {"phone", "count"}),
        ("做好就业工作。", set()),
        ("第一条", {"count"}),
        ("", set()),
    ],
)
def test_what_kinds_of_figure_a_text_holds(text: str, kinds: set[FigureKind]) -> None:
    assert kinds_in(text) == kinds


def test_a_text_may_hold_several_kinds() -> None:
    assert kinds_in("每人1000元，期限3年，不超过50%。") == {"money", "duration", "date", "share", "count"}


@pytest.mark.parametrize("year", ["2016年度", "第三年级", "80年代"])
def test_these_are_no_durations(year: str) -> None:
    assert "duration" not in kinds_in(year)

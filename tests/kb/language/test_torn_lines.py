"""Lines that were torn apart, and those that only look so."""

from __future__ import annotations

from every import every

from kb.language import repaired

_DATES = "\n".join(f"{number}\n月\n1\n日\n" for number in range(1, 6))


def mended(text: str) -> list[str]:
    return repaired(text).text.splitlines()


@every(
    ("torn", "line"),
    [
        ("依据甲通知（甲发〔\n2020\n〕\n7\n号）办理。", "依据甲通知（甲发〔2020〕7号）办理。"),
        ("《甲办法\n(\n试行\n)\n》修订稿", "《甲办法(试行)》修订稿"),
        ("转发《甲局关于印发\n<\n乙方案> 的通知》", "转发《甲局关于印发<乙方案> 的通知》"),
        ("固定价格（元\n/kWh\n）", "固定价格（元/kWh）"),
    ],
)
def test_a_bracket_that_the_lines_below_close_is_one_line(torn: str, line: str) -> None:
    assert mended(torn) == [line]


def test_numbers_are_put_back_in_a_text_that_is_full_of_torn_ones() -> None:
    text = f"{_DATES}本次响应时间为每日\n0:00\n至\n6:00\n，规模为\n50\n万千瓦。\n（\n1\n）\n连续参与的用户"
    assert mended(text)[-2:] == ["本次响应时间为每日0:00至6:00，规模为50万千瓦。", "（1）连续参与的用户"]


def test_a_number_alone_is_a_pages_or_a_cells_where_no_other_is_torn() -> None:
    text = "每人每月\n12\n500元\n补贴标准按照\n3\n年计算"
    assert mended(text) == text.splitlines()


def test_figures_below_each_other_stay_cells() -> None:
    text = f"{_DATES}响应时段\n0:00-06:00\n1.2\n2.0\n为提高准确性"
    assert mended(text)[-5:] == ["响应时段", "0:00-06:00", "1.2", "2.0", "为提高准确性"]


def test_blank_lines_and_what_no_bracket_holds_are_left_alone() -> None:
    for text in ("见（附件\n\n1）办理", "第一条 甲。\n）乙", "乱码 x~(\n第一条 甲", "材料(甲\n三、乙事项\n做好乙。\n)"):
        assert mended(text) == text.splitlines()


def test_what_was_joined_is_told_and_every_offset_is_the_files() -> None:
    found = repaired("甲（\n乙\n）")
    assert (found.text, found.origin) == ("甲（乙）", (0, 1, 3, 5))
    assert [(repair.start, repair.end, repair.replacement) for repair in found.repairs] == [(2, 3, ""), (4, 5, "")]

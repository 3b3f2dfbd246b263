"""Reading order, furniture, stamps and joined lines, on pages written down by hand."""

from __future__ import annotations

from kb.reading.cleaning import PAGE_NUMBER, RUNNING_HEAD
from kb.reading.pdf.furniture import without_furniture
from kb.reading.pdf.grid import page_of_glyphs
from kb.reading.pdf.layout import PrintedLine, reading_order
from kb.reading.pdf.lines import fragments_of, without_stamps
from kb.reading.pdf.page import Glyph, Page, PrintedFragment, RuledTable, readable
from kb.reading.pdf.text import document_text
from kb.reading.tables import REPEATED_HEADER


def printed(text: str, x: float, base: float, size: float = 10) -> PrintedFragment:
    return PrintedFragment(text, x, x + size * len(text), base, size)


def page(*fragments: PrintedFragment, number: int = 1, grids: tuple[RuledTable, ...] = ()) -> Page:
    return Page(number, 800, fragments, grids)


def glyphs(text: str, x: float, base: float, **kinds: bool) -> list[Glyph]:
    return [Glyph(c, x + 10 * i, x + 10 * i + 10, base - 9, base + 1, base, 10, **kinds) for i, c in enumerate(text)]


def lines_of(a_page: Page) -> list[str]:
    return [line.text for line in reading_order(a_page) if isinstance(line, PrintedLine)]


def test_columns_are_read_one_after_the_other_between_full_lines() -> None:
    left = [printed(f"左{i}" + "文" * 14, 100, 200 + 20 * i) for i in range(4)]
    right = [printed(f"右{i}" + "文" * 14, 290, 207 + 20 * i) for i in range(4)]
    title, foot = (
        printed("一个横跨两栏的很长很长的题目" + "题" * 20, 110, 150),
        printed("又是通栏的一行" + "文" * 24, 100, 300),
    )
    order = [text[:2] for text in lines_of(page(title, *left, *right, foot))]
    assert order == ["一个", "左0", "左1", "左2", "左3", "右0", "右1", "右2", "右3", "又是"]


def test_one_tall_row_of_many_cells_is_a_table_and_two_columns_with_rules_are_none() -> None:
    cells = [(100.0 + 90 * i, 100.0, 190.0 + 90 * i, 500.0) for i in range(5)]
    words = [glyph for i in range(5) for glyph in glyphs(f"第{i}格", 110 + 90 * i, 120)]
    (grid,) = page_of_glyphs(1, 800, words, [[cells]]).grids
    assert grid.rows == (("第0格", "第1格", "第2格", "第3格", "第4格"),)
    assert not page_of_glyphs(1, 800, words[:6], [[cells[:2]]]).grids


def test_a_form_with_words_in_its_first_column_alone_is_a_table_and_frames_around_a_page_are_none() -> None:
    rows = [[(100.0 + 90 * i, 100.0 + 40 * j, 190.0 + 90 * i, 140.0 + 40 * j) for i in range(3)] for j in range(2)]
    (form,) = page_of_glyphs(1, 800, [*glyphs("姓名", 110, 120), *glyphs("住址", 110, 160)], [rows]).grids
    assert form.rows == (("姓名", "", ""), ("住址", "", ""))
    assert not page_of_glyphs(1, 800, [*glyphs("首页", 110, 120), *glyphs("正文", 200, 160)], [rows]).grids


def test_two_signatures_side_by_side_are_no_columns() -> None:
    body = [printed("文" * 36, 100, 200 + 20 * i) for i in range(6)]
    signed = [printed("甲市财政局", 120, 400), printed("甲市民政局", 330, 400)]
    assert lines_of(page(*body, *signed))[-1] == "甲市财政局 甲市民政局"


def test_page_numbers_and_heads_go_and_what_only_looks_like_them_stays() -> None:
    pages = [
        page(
            printed("某市政府公报", 250, 40),
            printed("正文" * 10, 100, 200),
            printed("2016", 100, 640),
            printed(str(n + 4), 290, 770),
            number=n,
        )
        for n in (1, 2, 3)
    ]
    kept, aside = without_furniture(pages)
    assert [[f.text for f in item.fragments] for item in kept] == [["正文" * 10, "2016"]] * 3
    assert aside == [
        (n, *pair) for n in (1, 2, 3) for pair in (("某市政府公报", RUNNING_HEAD), (str(n + 4), PAGE_NUMBER))
    ]


def test_a_number_that_does_not_count_on_is_no_page_number() -> None:
    pages = [page(printed("正文" * 10, 100, 200), printed(str(n), 290, 770), number=i) for i, n in ((1, 500), (2, 800))]
    assert without_furniture(pages)[1] == []


def test_stamps_are_rotated_or_tinted_over_text() -> None:
    body, over = glyphs("补贴标准", 100, 200), glyphs("作废", 105, 203, tinted=True)
    letterhead, aslant = glyphs("某市财政局文件", 200, 90, tinted=True), glyphs("仅供参考", 300, 500, rotated=True)
    kept, stamps = without_stamps([*body, *over, *letterhead, *aslant])
    assert (stamps, len(kept)) == (["仅供参考", "作废"], 4 + 7)


def test_spaces_stand_where_the_print_leaves_room() -> None:
    assert [
        f.text for f in fragments_of([*glyphs("附件", 100, 50), *glyphs("一", 130, 50), *glyphs("甲", 200, 50)])
    ] == [
        "附件 一",
        "甲",
    ]


def test_control_characters_go_and_white_space_is_a_space() -> None:
    assert readable("二\x00\u00a0\u3000，") == "二 \u3000，"


def test_a_paragraph_runs_on_over_lines_columns_and_pages_but_not_past_its_end() -> None:
    first = [printed("文" * 20, 120, 200), printed("字" * 22, 100, 220)]
    second = [printed("完。", 100, 200), printed("新" * 20, 120, 220), printed("段。", 100, 240)]
    text = document_text([page(*first), page(*second, number=2)])
    assert text.text == f"\u3000\u3000{'文' * 20}{'字' * 22}完。\n\n\u3000\u3000{'新' * 20}段。\n"
    assert text.pages == (0, 44)


def test_the_last_page_may_have_the_left_column_only() -> None:
    title = printed("题" * 38, 100, 150)
    left = [printed("左" * 18, 100, 200 + 20 * i) for i in range(4)]
    right = [printed("右" * 18, 300, 200 + 20 * i) for i in range(4)]
    last = [printed("末" * 18, 100, 200), printed("尾" * 18, 100, 220), printed("完。", 100, 240)]
    text = document_text([page(title, *left, *right), page(*last, number=2)])
    assert text.text.split("\n\n")[1] == "左" * 72 + "右" * 72 + "末" * 18 + "尾" * 18 + "完。\n"


def test_a_blank_page_keeps_the_count() -> None:
    text = document_text([page(printed("甲", 100, 200)), page(number=2), page(printed("乙", 100, 200), number=3)])
    assert (text.text, text.pages) == ("甲\n\f乙\n", (0, 3, 3))


def grid(*rows: str) -> RuledTable:
    return RuledTable(tuple(tuple(row.split("|")) for row in rows), 100, 500, 100, 700)


HEAD = "序号|措施|责任单位"


def test_a_row_cut_by_the_page_end_is_whole_again() -> None:
    first = grid(HEAD, "1|对就业困难人员给予|市人社局")
    rest = grid(HEAD, "|社会保险补贴。|", "2|发放求职补贴。|市财政局")
    text = document_text([page(grids=(first,)), page(number=2, grids=(rest,))])
    assert (
        text.text
        == "序号\t措施\t责任单位\n1\t对就业困难人员给予社会保险补贴。\t市人社局\f2\t发放求职补贴。\t市财政局\n"
    )
    assert [(item.text, item.reason) for item in text.set_aside] == [("序号 措施 责任单位", REPEATED_HEADER)]
    assert text.text[text.pages[1] :].startswith("2\t")


def test_a_new_row_under_a_spanning_key_is_not_joined() -> None:
    first, rest = grid("类别|项目", "就业|给予用人单位岗位补贴。"), grid("|给予个人职业培训补贴。")
    assert document_text([page(grids=(first,)), page(number=2, grids=(rest,))]).text.endswith(
        "\f\t给予个人职业培训补贴。\t\n"
    )

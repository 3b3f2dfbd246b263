from __future__ import annotations

import html
from dataclasses import replace

import pytest

from kb.errors import GateError
from kb.records import Cell, Clause, Quote
from ui.pieces.markup import cell_ranges, clause_body, esc, marked, mixed, spans

NASTY = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "${7*7} {{7*7}} `${alert(1)}`",
    '__i18n__{"key":"x"} %%%LATEX_BLOCK_0%%% $$x$$ \\(x\\)',
    "# 标题\n\n- [链接](http://example.org) **粗** ~~删~~ | a |",
    "&amp; &#60;",
)


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_reads_back_as_itself(text):
    assert html.unescape(esc(text)) == text


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_holds_nothing_any_layer_could_interpret(text):
    assert set(esc(text)).isdisjoint("<>\"'`$%{}[]()*_~|\\\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It applies in 临沂市 only.", 'It applies in <span lang="zh-CN">临沂市</span> only.'),
        ("临人社发〔2016〕12号, 2016", '<span lang="zh-CN">临人社发〔2016〕12号</span>, 2016'),
        ("《拓“钱途”》 x", '<span lang="zh-CN">《拓“钱途”》</span> x'),
        ("a <b>甲</b>", 'a &#60;b&#62;<span lang="zh-CN">甲</span>&#60;/b&#62;'),
        ("Clause 二（一）2, 甲 2", 'Clause <span lang="zh-CN">二（一）2</span>, <span lang="zh-CN">甲</span> 2'),
        ("no Chinese", "no Chinese"),
        ("", ""),
    ],
)
def test_chinese_inside_english_says_its_language(text, shown):
    assert mixed(text) == shown


def test_overlapping_and_touching_quotes_become_one_mark():
    text = "甲乙丙丁戊己"
    quotes = [Quote("丙丁", 2, 4), Quote("甲乙丙", 0, 3), Quote("戊", 4, 5)]
    assert spans(text, quotes) == ((0, 5),)
    assert marked(text, spans(text, quotes)) == "<mark>甲乙丙丁戊</mark>己"


def test_quotes_apart_stay_apart():
    text = "甲乙丙丁戊己"
    assert marked(text, spans(text, [Quote("戊", 4, 5), Quote("乙", 1, 2)])) == "甲<mark>乙</mark>丙丁<mark>戊</mark>己"


def test_a_mark_is_cut_at_the_part_shown():
    assert marked("甲乙丙丁戊己", [(1, 5)], start=2, end=4) == "<mark>丙丁</mark>"


def test_markup_inside_a_mark_is_escaped():
    assert marked("a<b>c", [(1, 4)]) == "a<mark>&#60;b&#62;</mark>c"


@pytest.mark.parametrize(
    "quote",
    [Quote("乙丙", 0, 2), Quote("甲", 0, 9), Quote("", 1, 1)],
    ids=["other words", "past the end", "empty"],
)
def test_a_quote_that_does_not_stand_in_the_clause_is_refused(quote):
    with pytest.raises(GateError, match="policy-kb build"):
        spans("甲乙丙", [quote])


@pytest.fixture
def row(clause: Clause) -> Clause:
    """`地点：南京市\\n时间：6月底前`, the values at source offsets 50 and 80, the names put in."""
    text = "地点：南京市\n时间：6月底前"
    offsets = (-1, -1, -1, 50, 51, 52, -1, -1, -1, -1, 80, 81, 82, 83)
    cells = (Cell("地点", "南京市", 50), Cell("时间", "6月底前", 80), Cell("备注", "", 90))
    return replace(clause, kind="row", text=text, offsets=offsets, cells=cells)


def test_a_row_is_shown_column_by_column_with_its_marks(row):
    assert cell_ranges(row) == (("地点", 3, 6), ("时间", 10, 14))
    assert clause_body(row, [Quote("南京", 3, 5)]) == (
        '<dl class="kb-text kb-row" lang="zh-CN"><div><dt>地点</dt><dd><mark>南京</mark>市</dd></div>'
        "<div><dt>时间</dt><dd>6月底前</dd></div></dl>"
    )


def test_a_quote_over_two_cells_is_marked_in_both(row):
    body = clause_body(row, [Quote("市\n时间：6月", 5, 12)])
    assert "<dd>南京<mark>市</mark></dd>" in body
    assert "<dd><mark>6月</mark>底前</dd>" in body


def test_a_line_of_no_column_is_shown_as_a_note(row):
    noted = replace(row, text="单位：人\n" + row.text, offsets=(20, 21, 22, 23, -1, *row.offsets))
    noted = replace(noted, cells=(Cell("", "单位：人", 20), *row.cells))
    assert clause_body(noted).startswith('<dl class="kb-text kb-row" lang="zh-CN"><div><dt>说明</dt><dd>单位：人</dd>')


def test_words_outside_the_cells_are_never_dropped(row):
    longer = replace(row, text=row.text + "\n注：另行通知", offsets=(*row.offsets, -1, *range(95, 101)))
    assert cell_ranges(longer) == ()
    assert "注：另行通知" in clause_body(longer)


def test_a_row_whose_cells_cannot_be_placed_is_shown_as_running_text(row):
    astray = replace(row, cells=(Cell("地点", "南通市", 50),))
    assert cell_ranges(astray) == ()
    assert clause_body(astray).startswith('<div class="kb-text"')

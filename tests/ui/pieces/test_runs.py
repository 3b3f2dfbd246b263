from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from kb.errors import GateError
from kb.records import Cell, Clause, Quote
from ui.pieces.runs import Run, cell_ranges, clause_parts, quoted_runs, spans


def marked(runs: Iterable[Run]) -> str:
    """Runs as a line of text, what is quoted in brackets."""
    return "".join(f"[{run.text}]" if run.kind else run.text for run in runs)


def body(clause: Clause, *quotes: Quote) -> list[tuple[str | None, str]]:
    """The parts of a clause: column and text."""
    return [(part.column, marked(part.runs)) for part in clause_parts(clause, quotes)]


def test_overlapping_and_touching_quotes_become_one_mark():
    text = "甲乙丙丁戊己"
    quotes = [Quote("丙丁", 2, 4), Quote("甲乙丙", 0, 3), Quote("戊", 4, 5)]
    assert spans(text, quotes) == ((0, 5),)
    assert marked(quoted_runs(text, spans(text, quotes))) == "[甲乙丙丁戊]己"


def test_quotes_apart_stay_apart():
    text = "甲乙丙丁戊己"
    assert marked(quoted_runs(text, spans(text, [Quote("戊", 4, 5), Quote("乙", 1, 2)]))) == "甲[乙]丙丁[戊]己"


def test_a_mark_is_cut_at_the_part_shown():
    assert marked(quoted_runs("甲乙丙丁戊己", [(1, 5)], start=2, end=4)) == "[丙丁]"


@pytest.mark.parametrize(
    "quote",
    [Quote("乙丙", 0, 2), Quote("甲", 0, 9), Quote("", 1, 1)],
    ids=["other words", "past the end", "empty"],
)
def test_a_quote_that_does_not_stand_in_the_clause_is_refused(quote):
    with pytest.raises(GateError, match="policy-kb build"):
        spans("甲乙丙", [quote])


def test_a_row_is_shown_column_by_column_with_its_marks(row):
    assert cell_ranges(row) == (("地点", 3, 6), ("时间", 10, 14))
    assert body(row, Quote("南京", 3, 5)) == [("地点", "[南京]市"), ("时间", "6月底前")]


def test_a_quote_over_two_cells_is_marked_in_both(row):
    assert body(row, Quote("市\n时间：6月", 5, 12)) == [("地点", "南京[市]"), ("时间", "[6月]底前")]


def test_a_line_of_no_column_is_shown_as_a_note(row):
    noted = replace(row, text="单位：人\n" + row.text, offsets=(20, 21, 22, 23, -1, *row.offsets))
    noted = replace(noted, cells=(Cell("", "单位：人", 20), *row.cells))
    assert body(noted)[0] == ("说明", "单位：人")


def test_words_outside_the_cells_are_never_dropped(row):
    longer = replace(row, text=row.text + "\n注：另行通知", offsets=(*row.offsets, -1, *range(95, 101)))
    assert cell_ranges(longer) == ()
    assert body(longer) == [(None, longer.text)]


def test_a_row_whose_cells_cannot_be_placed_is_shown_as_running_text(row):
    astray = replace(row, cells=(Cell("地点", "南通市", 50),))
    assert cell_ranges(astray) == ()
    assert body(astray) == [(None, row.text)]

"""Where quoted words stand among the letters of a page."""

from __future__ import annotations

from every import every

from kb.reading.pictures.marked import Letter, places_of


def page(*lines: str) -> list[Letter]:
    """Letters ten pixels wide and high, lines twenty apart, each with the line end that PDFium gives."""
    return [
        Letter(sign, (10.0 * x, 20.0 * y, 10.0 * x + 10, 20.0 * y + 10))
        for y, line in enumerate(lines)
        for x, sign in enumerate(f"{line}\n")
    ]


@every(
    ("quote", "boxes"),
    [
        ("补贴标准为每月500元", [(30, 0, 60, 10), (0, 20, 80, 30)]),  # over the end of a line
        ("每月５００元", [(20, 20, 80, 30)]),  # of another width
        ("每月 500 元", [(20, 20, 80, 30)]),
        ("每月500元，自印发之日起执行", [(20, 20, 80, 30), (0, 60, 80, 70)]),  # a note stands between its pieces
        ("元", []),  # so short a word stands anywhere
        ("每月600元", []),
        ("自印发之日起执行，每月500元", [(0, 60, 80, 70)]),  # a piece that stands before the last one is another
    ],
)
def test_a_quote_is_found_whole_or_in_pieces_or_not_at_all(quote: str, boxes: list[tuple[int, ...]]) -> None:
    assert places_of([quote], page("岗位的补贴标", "准为每月500元，", "① 见附件", "自印发之日起执行。")) == boxes


def test_script_does_not_count() -> None:
    assert places_of(["补贴标准"], page("補貼標準")) == [(0, 0, 40, 10)]

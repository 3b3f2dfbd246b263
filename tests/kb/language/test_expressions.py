"""The grammar of figures, spans, ages, terms and dates against a table of written forms (figures.tsv), values worked out by hand."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.expressions import Expression, expressions_in
from kb.language.figures import figures_in

ROWS: list[tuple[str, str]] = [
    tuple(line.replace("\\n", "\n").split("\t"))  # type: ignore[misc]
    for line in Path(__file__).with_name("figures.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def shown(text: str) -> str:
    """The figures of a text as the table writes them."""
    parts = []
    for figure, one in zip(figures_in(text), expressions_in(text) or figures_in(text), strict=False):
        name = {"age": "age", "date": "date"}.get(figure.kind, figure.unit)
        value = one.value if isinstance(one, Expression) else figure.value
        upper = one.upper if isinstance(one, Expression) else figure.upper
        about = "~" if "about" in figure.bounds else ""
        parts.append((name, value, upper, about))
    return "; ".join(
        f"{name} {_number(value)}" + (f"..{_number(upper)}" if upper is not None else "") + about
        for name, value, upper, about in parts
    )


def _number(value: object) -> str:
    exact = Fraction(str(value))
    decimal = f"{float(exact):.9f}".rstrip("0").rstrip(".")
    return decimal if Fraction(decimal) == exact else str(exact)


def test_what_is_written_is_read() -> None:
    assert {text: shown(text) or "-" for text, _ in ROWS} == dict(ROWS)
    assert len(ROWS) > 370


@given(st.lists(st.sampled_from(sorted({row[0] for row in ROWS})), max_size=4).map("，".join) | st.text(max_size=80))
def test_expressions_stand_apart_and_keep_their_places(text: str) -> None:
    end = 0
    for one in expressions_in(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


@every("piece", ["1 ", "1,000,", "一", "二〇", "5 0 0", "百分之三至", "3-", "2024年", "　"])
def test_a_long_run_of_figures_takes_no_longer_than_its_length(piece: str) -> None:
    def once(times: int) -> float:
        started = time.thread_time()
        expressions_in(piece * times)
        return time.thread_time() - started

    def seconds(times: int) -> float:
        return min(once(times) for _ in range(3))  # the collector may run in one of them

    assert seconds(8000) < 40 * max(seconds(800), 0.005)

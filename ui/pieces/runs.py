"""Texts cut into runs: what of a clause is quoted, what of a sentence is Chinese. The templates (`ui/templates/_text.html`) mark them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.errors import GateError
from kb.records import Clause, Quote

# Stands where a line of a table row belongs to no column.
NOTE: Final = "说明"

# Han characters and full-width signs, with the digits and letters between them: 临人社发〔2016〕12号 is one run.
_HAN: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CHINESE: Final = re.compile(f"[{_HAN}](?:[0-9A-Za-z.\\-“”‘’…—·]*[{_HAN}])*[0-9]*")


@dataclass(frozen=True)
class Run:
    """A run of a text; `kind` says what it is, "" if it is nothing in particular."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class ClausePart:
    """A clause's text (`column` None), or one cell of a table row under its column's name; what is quoted is of kind `quoted`."""

    column: str | None
    runs: tuple[Run, ...]


def runs_of(
    text: str, kinds: Iterable[tuple[int, int, str]], start: int = 0, end: int | None = None
) -> tuple[Run, ...]:
    """`text[start:end]` as runs, none of them empty; `kinds` (start, end, kind) are disjoint and in order."""
    end = len(text) if end is None else end
    runs: list[Run] = []
    cursor = start
    for low, high, kind in kinds:
        low, high = max(low, cursor), min(high, end)
        if low < high:
            runs += [Run(text[cursor:low]), Run(text[low:high], kind)]
            cursor = high
    runs.append(Run(text[cursor:end]))
    return tuple(run for run in runs if run.text)


def languages(text: str) -> tuple[Run, ...]:
    """English with Chinese names in it: what is Chinese is of kind `zh`, for screen readers and line breaks."""
    return runs_of(text, ((*found.span(), "zh") for found in _CHINESE.finditer(text)))


def quoted_runs(
    text: str, ranges: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> tuple[Run, ...]:
    """`text[start:end]`, what `ranges` cover of kind `quoted`."""
    return runs_of(text, ((low, high, "quoted") for low, high in ranges), start, end)


def spans(text: str, quotes: Iterable[Quote]) -> tuple[tuple[int, int], ...]:
    """The quotes' ranges in order, overlapping and touching ones joined; GateError where a quote does not stand in `text`."""
    joined: list[tuple[int, int]] = []
    for quote in sorted(quotes, key=lambda q: (q.start, q.end)):
        if not quote.text or text[quote.start : quote.end] != quote.text:
            raise GateError(
                "引文与条款原文不符，答复已拦下，请重建索引（policy-kb build）。",
                "A quote does not stand in its clause, so the answer is held back: rebuild with `policy-kb build`.",
            )
        if joined and quote.start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], quote.end))
        else:
            joined.append((quote.start, quote.end))
    return tuple(joined)


def cell_ranges(clause: Clause) -> tuple[tuple[str, int, int], ...]:
    """`(column, start, end)` of each filled cell in `clause.text`; empty if the cells are not the whole of the text."""
    placed: list[tuple[str, int, int]] = []
    between: list[str] = []
    cursor = 0
    for cell in filter(lambda cell: cell.text, clause.cells):
        try:
            start = clause.offsets.index(cell.start, cursor)
        except ValueError:
            return ()
        if not clause.text.startswith(cell.text, start):
            return ()
        between.append(clause.text[cursor:start])
        cursor = start + len(cell.text)
        placed.append((cell.column, start, cursor))
    between.append(clause.text[cursor:])
    # What stands between the cells may only be their columns' names: anything else would be lost from view.
    names = {f"{cell.column}：" for cell in clause.cells} | {""}
    return tuple(placed) if all(line in names for gap in between for line in gap.split("\n")) else ()


def clause_parts(clause: Clause, quotes: Iterable[Quote] = ()) -> tuple[ClausePart, ...]:
    """The whole clause with what is quoted: one part of running text, or a table row column by column; GateError as `spans`."""
    ranges = spans(clause.text, quotes)
    cells = cell_ranges(clause)
    if not cells:
        return (ClausePart(None, quoted_runs(clause.text, ranges)),)
    return tuple(
        ClausePart(column or NOTE, quoted_runs(clause.text, ranges, start, end)) for column, start, end in cells
    )

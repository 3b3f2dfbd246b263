"""Escaping and marking: how foreign text becomes HTML without ever being markup.

Knows nothing of pages or answers; `render.py` builds those from these pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kb.errors import GateError
from kb.records import Clause, Quote

# Stands where a line of a table row belongs to no column.
NOTE: Final = "说明"

# Beyond HTML's own five, whatever starts something in Markdown, a template literal, Handlebars or Gradio's translation
# marker becomes an entity, so that no layer between here and the browser finds anything to interpret.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`$%{}[]()*_~|\\!^=:\n\r\t"}

# Han characters and full-width signs, with the digits and letters between them: 临人社发〔2016〕12号 is one run.
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}](?:[0-9A-Za-z.\\-“”‘’…—·]*[{_HAN}])*[0-9]*")


def esc(text: str) -> str:
    """`text` as HTML that shows exactly these characters, in element content and in quoted attributes."""
    return text.translate(_ENTITIES)


def mixed(text: str) -> str:
    """English with Chinese names in it, escaped; each Chinese run says its language, for screen readers and line breaks."""
    pieces: list[str] = []
    cursor = 0
    for run in _CHINESE.finditer(text):
        pieces += [esc(text[cursor : run.start()]), f'<span lang="zh-CN">{esc(run[0])}</span>']
        cursor = run.end()
    pieces.append(esc(text[cursor:]))
    return "".join(pieces)


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


def marked(text: str, ranges: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` escaped, with `<mark>` around what `ranges` cover; `ranges` are disjoint and in order."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    cursor = start
    for low, high in ranges:
        low, high = max(low, cursor), min(high, end)
        if low >= high:
            continue
        pieces += [esc(text[cursor:low]), f"<mark>{esc(text[low:high])}</mark>"]
        cursor = high
    pieces.append(esc(text[cursor:end]))
    return "".join(pieces)


def cell_ranges(clause: Clause) -> tuple[tuple[str, int, int], ...]:
    """`(column, start, end)` of each filled cell in `clause.text`; empty where the cells are not the whole of the text."""
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


def clause_body(clause: Clause, quotes: Iterable[Quote] = ()) -> str:
    """The whole clause with the quoted words marked: running text, or column by column for a table row."""
    ranges = spans(clause.text, quotes)
    cells = cell_ranges(clause)
    if not cells:
        return f'<div class="kb-text" lang="zh-CN">{marked(clause.text, ranges)}</div>'
    rows = "".join(
        f"<div><dt>{esc(column or NOTE)}</dt><dd>{marked(clause.text, ranges, start, end)}</dd></div>"
        for column, start, end in cells
    )
    return f'<dl class="kb-text kb-row" lang="zh-CN">{rows}</dl>'

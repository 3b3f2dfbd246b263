"""Tables that a converter left as HTML inside a text: their cells as a grid, spans filled, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kb.reading.located import Located, joined, tidy
from kb.reading.spans import SpanCell, TooManyCellsError, spread
from kb.regex import regex

_TABLE = regex(r"<table\b[^>]*>.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MOST_SPANNED = 200


@dataclass(frozen=True)
class HtmlTable:
    """A table at `[start, end)` of the text; every row has as many cells as the table has columns."""

    start: int
    end: int
    rows: tuple[tuple[Located, ...], ...]


@dataclass
class _Cell:
    pieces: list[Located] = field(default_factory=list)
    columns: int = 1
    rows: int = 1

    @property
    def spans(self) -> SpanCell[Located]:
        """The cell as it stands in the table."""
        return SpanCell(tidy(joined(self.pieces, " ")), self.columns, self.rows)


def html_tables(text: str) -> list[HtmlTable]:
    """The tables of a text in order; one without a filled cell is none."""
    found = []
    for match in _TABLE.finditer(text) if "<t" in text.lower() else ():
        reader = _Reader(match[0], match.start())
        try:
            rows = spread([[cell.spans for cell in row] for row in reader.rows], Located("", ()), _said_again)
        except TooManyCellsError:
            continue  # its cells stay as lines
        if any(cell.text for row in rows for cell in row):
            found.append(HtmlTable(match.start(), match.end(), rows))
    return found


class _Reader(HTMLParser):
    """Collects the cells of each row with the spans they ask for."""

    def __init__(self, markup: str, offset: int) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        for line in markup.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._offset = offset
        self.rows: list[list[_Cell]] = []
        self._cell: _Cell | None = None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            given = dict(attrs)
            self._cell = _Cell(columns=_span(given.get("colspan")), rows=_span(given.get("rowspan")))
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None and data.strip():
            line, column = self.getpos()
            self._cell.pieces.append(Located.of(data, self._offset + self._lines[line - 1] + column))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST_SPANNED) if value and value.strip().isdecimal() else 1


def _said_again(cell: Located) -> Located:
    return Located.inserted(cell.text)

"""A document's clauses as the pieces of a page: headings of falling levels, paragraphs, and tables put together from their rows.

Pure functions from records to runs of text. Every word of every clause is shown, and once: what the columns of a table are called
is not said again above it, and a note that all its rows share stands above it. Only numbers that count columns go unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal, TypeAlias

from kb.answers import page_of, source_start
from kb.reading import KEY_COLUMNS
from kb.records import Cell, Clause, Document, Quote
from ui.pieces import NOTE, ClausePart, Run, cell_ranges, clause_anchor, clause_parts, quoted_runs, spans

ShownRole = Literal["title", "address", "closing", "text"]
Size = Literal["small", "middle", "large", "huge"]
TableKey: TypeAlias = tuple[str, int]

_TITLE: Final = "标题"
_HEADERS: Final = ("表头", "续表表头")
_ROLES: Final[dict[str, ShownRole]] = {_TITLE: "title", "主送机关": "address", "落款": "closing"}
_LINE = re.compile(r"[^\n]+")
_FIGURES = re.compile(r"[\d.,，%％\s/\-—–]*")
_LEAST_LEVEL: Final = 6


@dataclass(frozen=True)
class OpenedAt:
    """The clause a page is opened at, with the words quoted from it."""

    clause: str = ""
    quotes: tuple[Quote, ...] = ()

    def of(self, clause: Clause) -> tuple[Quote, ...]:
        """What is quoted from a clause: nothing from any but the cited one."""
        return self.quotes if clause.id == self.clause else ()


NOTHING_CITED: Final = OpenedAt()


@dataclass(frozen=True)
class ShownLine:
    """A line of a clause; `lead` is how it begins where that names the clause."""

    runs: tuple[Run, ...]
    lead: tuple[Run, ...] = ()


@dataclass(frozen=True)
class ShownClause:
    """A clause on the page: its heading's lines (`level` 2 to 6; 0: none) and its paragraphs."""

    clause: Clause
    anchor: str
    role: ShownRole
    cited: bool
    page: int | None
    level: int = 0
    heading: tuple[ShownLine, ...] = ()
    paragraphs: tuple[ShownLine, ...] = ()


@dataclass(frozen=True)
class ShownColumn:
    """A table's column: its name and how much room it wants."""

    name: str
    size: Size


@dataclass(frozen=True)
class ShownRow:
    """A table's row: its clause, and a cell for each column, or `whole` where it cannot be taken apart."""

    piece: ShownClause
    cells: tuple[tuple[Run, ...], ...]
    whole: tuple[ClausePart, ...] = ()


@dataclass(frozen=True)
class ShownTable:
    """A table: the header blocks above and below it (what the columns do not say), a note that all rows share, columns and rows."""

    headers: tuple[ShownClause, ...]
    footers: tuple[ShownClause, ...]
    note: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]

    @property
    def label(self) -> str:
        """What the table is called: its header's address, or its first row's."""
        return (self.headers[0] if self.headers else self.rows[0].piece).clause.label


SheetItem: TypeAlias = ShownClause | ShownTable


def is_table_header(clause: Clause) -> bool:
    """Whether a clause is the header block of a table."""
    return clause.kind == "block" and clause.path[-1] in _HEADERS


def reading_sheet(
    clauses: Sequence[Clause], document: Document, cited: OpenedAt = NOTHING_CITED
) -> tuple[SheetItem, ...]:
    """The document in reading order, tables as `ShownTable`, everything else as `ShownClause`."""
    levels: dict[str, int] = {}
    items: list[SheetItem] = []
    for table, run in groupby(clauses, _table_of):
        group = list(run)
        if table:
            items += _tables(group, document, cited)
            continue
        for clause in group:
            piece = _piece(clause, document, cited, levels, first=clause is clauses[0])
            # What has no heading of its own hands its parent's level on.
            levels[clause.id] = piece.level or levels.get(clause.parent or "", 1)
            items.append(piece)
    return tuple(items)


def _table_of(clause: Clause) -> str | None:
    """Tells the runs of table rows and header blocks apart: by what they stand under; None for anything else."""
    return f"under {clause.parent}" if clause.kind == "row" or is_table_header(clause) else None


# -- text


def _piece(clause: Clause, document: Document, cited: OpenedAt, levels: Mapping[str, int], first: bool) -> ShownClause:
    text, own = clause.text, clause.path[-1]
    ranges = spans(text, cited.of(clause))
    role = _ROLES.get(own, "text") if clause.kind == "block" else "text"
    lines = [match.span() for match in _LINE.finditer(text)]
    # The first title is the document's own: the page is headed by it already.
    if clause.kind == "heading" or (role == "title" and not first):
        title, lines = lines, []
    elif clause.kind == "clause" and text.startswith(f"{own}\n"):
        title, lines = lines[:1], lines[1:]
    else:
        title = []
    lead = len(own) if clause.kind == "clause" and not title and text.startswith(own) and own != text else 0
    return replace(
        _bare(clause, document, cited),
        role=role,
        level=min(levels.get(clause.parent or "", 1) + 1, _LEAST_LEVEL) if title else 0,
        heading=tuple(_line(text, ranges, start, end) for start, end in title),
        paragraphs=tuple(
            _line(text, ranges, start, end, lead if number == 0 else 0) for number, (start, end) in enumerate(lines)
        ),
    )


def _bare(clause: Clause, document: Document, cited: OpenedAt) -> ShownClause:
    """A piece without words."""
    page = page_of(document.pages, source_start(clause))
    return ShownClause(clause, clause_anchor(clause.label), "text", clause.id == cited.clause, page)


def _line(text: str, ranges: Sequence[tuple[int, int]], start: int, end: int, lead: int = 0) -> ShownLine:
    """`text[start:end]`, the first `lead` characters apart."""
    return ShownLine(quoted_runs(text, ranges, start + lead, end), quoted_runs(text, ranges, start, start + lead))


# -- tables


def _tables(group: Sequence[Clause], document: Document, cited: OpenedAt) -> list[SheetItem]:
    """A run of rows and header blocks: a header opens a table unless it only continues the one above."""
    tables: list[tuple[list[Clause], list[Clause], list[Clause]]] = []
    for clause in group:
        is_header = clause.kind != "row"
        if not tables or (is_header and tables[-1][1] and clause.path[-1] == _HEADERS[0]):
            tables.append(([], [], []))
        headers, rows, footers = tables[-1]
        (rows if not is_header else footers if rows else headers).append(clause)
    return [item for parts in tables for item in _table(*parts, document, cited)]


def _table(
    headers: Sequence[Clause], rows: Sequence[Clause], footers: Sequence[Clause], document: Document, cited: OpenedAt
) -> list[SheetItem]:
    if not rows:
        return [_piece(clause, document, cited, {}, first=False) for clause in headers]
    note = _shared_note(rows)
    cells = [_keyed(clause, note) for clause in rows]
    keys = list(dict.fromkeys(key for row in cells for key in row))
    columns = tuple(ShownColumn(name or NOTE, _size(name, [row.get((name, n)) for row in cells])) for name, n in keys)
    said = {word for name, _ in keys for word in name.split("·")}
    return [
        ShownTable(
            tuple(_header(clause, said, document, cited) for clause in headers),
            tuple(_header(clause, said, document, cited) for clause in footers),
            note.text if note and not any(note.text in header.text for header in headers) else "",
            columns,
            tuple(_row(clause, cells[n], keys, note, document, cited) for n, clause in enumerate(rows)),
        )
    ]


def _shared_note(rows: Sequence[Clause]) -> Cell | None:
    """The note (单位：万元) that stands once above a table and belongs to each of its rows."""
    first = rows[0].cells[0] if rows[0].cells else None
    if first is None or first.column or len(rows) < 2 or any(first not in row.cells[:1] for row in rows):
        return None
    return first


def _keyed(clause: Clause, note: Cell | None) -> dict[TableKey, tuple[int, int]]:
    """The cells' ranges in the clause's text by column; equal names are told apart by counting."""
    placed = cell_ranges(clause)
    found: dict[TableKey, tuple[int, int]] = {}
    for name, start, end in placed[1:] if note and placed else placed:
        number = sum(1 for known, _ in found if known == name)
        found[(name, number)] = (start, end)
    return found


def _size(name: str, cells: Iterable[tuple[int, int] | None]) -> Size:
    """How wide a column wants to be, from its longest cell."""
    longest = max((end - start for start, end in filter(None, cells)), default=0)
    if longest <= 5 and len(name) <= 5:
        return "small"
    if longest <= 14:
        return "middle"
    return "large" if longest <= 60 else "huge"


def _row(
    clause: Clause,
    cells: Mapping[TableKey, tuple[int, int]],
    keys: Sequence[TableKey],
    note: Cell | None,
    document: Document,
    cited: OpenedAt,
) -> ShownRow:
    quotes = cited.of(clause)
    ranges = spans(clause.text, quotes)
    piece = _bare(clause, document, cited)
    # A quote from what stands above the table would not be seen: such a row is shown whole.
    above = note is not None and any(quote.start < len(note.text) for quote in quotes)
    if not cells or above:
        return ShownRow(piece, (), clause_parts(clause, quotes))
    return ShownRow(piece, tuple(quoted_runs(clause.text, ranges, *cells.get(key, (0, 0))) for key in keys))


def _header(clause: Clause, said: Iterable[str], document: Document, cited: OpenedAt) -> ShownClause:
    """The lines of a header block that the columns' names do not say; all of them where it is the cited clause."""
    ranges = spans(clause.text, cited.of(clause))
    lines = [match.span() for match in _LINE.finditer(clause.text)]
    if clause.id != cited.clause:
        lines = [(start, end) for start, end in lines if _left_over(clause.text[start:end], said)]
    paragraphs = tuple(_line(clause.text, ranges, start, end) for start, end in lines)
    return replace(_bare(clause, document, cited), paragraphs=paragraphs)


def _left_over(line: str, said: Iterable[str]) -> str:
    """What remains of a header line once the columns' names and running numbers are taken out of it."""
    bare = re.sub(r"\s+", "", line)
    for word in sorted(said, key=len, reverse=True):
        if word:
            bare = bare.replace(word, "")
    return "" if _FIGURES.fullmatch(bare.removeprefix(next(filter(bare.startswith, KEY_COLUMNS), ""))) else bare

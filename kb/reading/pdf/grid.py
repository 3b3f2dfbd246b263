"""A page is arranged: the cells of its ruled tables are filled, and all that stands in none becomes lines. No glyph is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.reading.outline import mark_of
from kb.reading.pdf.doubt import doubtful
from kb.reading.pdf.lines import fragments_of, joint, without_stamps
from kb.reading.pdf.page import Aside, Box, Glyph, Page, RuledTable

STAMP = "印章水印 stamp or watermark"
_PAGE_COLUMNS = 3  # a tall row of more cells is no page in columns, but one row of a table that runs over pages

Cells = Sequence[Sequence[Box | None]]


def page_of_glyphs(
    number: int,
    height: float,
    glyphs: Sequence[Glyph],
    tables: Sequence[Cells],
    aside: Sequence[Aside] = (),
    open_ends: Sequence[float] = (),
) -> Page:
    """Arranges a page. `tables[t][row][column]` is a cell's box, None if another cell spans it.

    `aside` was taken out before; `open_ends` are the heights where tables end without a rule.
    """
    kept, stamps = without_stamps(glyphs)
    grids: list[RuledTable] = []
    for cells in tables:
        found, rest = _grid(cells, kept, height, open_ends)
        if found:
            grids.append(found)
            kept = rest
    gone = (*aside, *((text, STAMP) for text in stamps))
    return Page(number, height, tuple(fragments_of(kept)), tuple(grids), gone)


def _grid(
    cells: Cells, glyphs: Sequence[Glyph], height: float, open_ends: Sequence[float]
) -> tuple[RuledTable | None, list[Glyph]]:
    """The table of these cells and the glyphs that are not in it; None for what is no table: a frame, or rules that part the columns of a page."""
    boxes = [box for row in cells for box in row if box]
    columns = max((len(row) for row in cells), default=0)
    if columns < 2 or len(boxes) < 2:
        return None, list(glyphs)
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if len(cells) == 1 and columns <= _PAGE_COLUMNS and bottom - top > height / 4:
        return None, list(glyphs)
    filled: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    rest: list[Glyph] = []
    for glyph in glyphs:
        if not _inside(glyph, (x0, top, x1, bottom)):
            rest.append(glyph)
        elif (box := _cell_of(glyph, boxes)) is not None:
            filled[box].append(glyph)
        else:
            rest.append(replace(glyph, text=doubtful(glyph.text, "outside")) if glyph.text.strip() else glyph)
    texts = [[_cell_text(filled[box]) if box else "" for box in row] for row in cells]
    open_top, open_bottom = (any(abs(at - end) < 1 for end in open_ends) for at in (top, bottom))
    least = 1 if open_top else 2  # the rest of a row from the page before may be the rest of one cell
    # A form to fill in has words in the first column alone.
    is_form = len(cells) > 1 and all(
        words[0] and sum(map(bool, row)) > 1 for words, row in zip(texts, cells, strict=True)
    )
    if max(sum(map(bool, row)) for row in texts) < least and not is_form:
        return None, list(glyphs)  # frames below each other
    _repeat_spanning(cells, texts)
    rows = tuple(tuple(row) for row in texts)
    return RuledTable(rows, x0, x1, top, bottom, open_top, open_bottom), rest


def _inside(glyph: Glyph, box: Box) -> bool:
    # Near its left side: punctuation at a line's end may hang over the rule.
    x, y = 0.8 * glyph.x0 + 0.2 * glyph.x1, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cell_of(glyph: Glyph, boxes: Sequence[Box]) -> Box | None:
    """The cell that a glyph stands in, or on the rule of; None if it stands in none."""
    room = 0.5 * glyph.size
    for slack in (0.0, room):
        for box in boxes:
            if _inside(glyph, (box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack)):
                return box
    return None


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """A cell's lines as one text; a numbered item keeps clear of the one before it (kb/reading/paragraphs.py parts them again)."""
    text = ""
    for fragment in fragments_of(glyphs):
        numbered = text and (mark := mark_of(fragment.text)) and mark.rank == 30
        text += ("   " if numbered else joint(text, fragment.text)) + fragment.text
    return text


def _repeat_spanning(cells: Cells, texts: list[list[str]]) -> None:
    """Says a cell that spans several data rows or columns in each; the rows that the first cell of all spans are the header.

    What spans all columns, or the first ones, heads or sums up what is below or above it, and is said once.
    """
    first = cells[0][0] if cells and cells[0] else None
    header = 1
    while first and header < len(cells) and header < 3 and any(b and b[3] <= first[3] + 1 for b in cells[header]):
        header += 1
    lefts = [min((box[0] for row in cells for box in row[j : j + 1] if box), default=0.0) for j in range(len(cells[0]))]
    for index in range(header, len(cells)):
        bottom = max((box[3] for box in cells[index] if box), default=0.0)
        for column, box in enumerate(cells[index]):
            if box is not None or not column:
                continue
            before = next((j for j in range(column - 1, -1, -1) if cells[index][j]), 0)
            beside = cells[index][before]
            if before and beside and column < len(lefts) and beside[2] > lefts[column] + 1:
                texts[index][column] = texts[index][before]
        for column, box in enumerate(cells[index]):
            above = next(
                (i for i in range(index - 1, header - 1, -1) if column < len(cells[i]) and cells[i][column]), -1
            )
            if box is None and above >= 0 and not texts[index][column]:
                span = cells[above][column]
                if span and span[3] >= bottom - 1:
                    texts[index][column] = texts[above][column]

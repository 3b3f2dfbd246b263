"""A clause in the making, and what it becomes: an address, a path, a text with its sentences.

The reader (kb/reading/clauses.py) fills drafts in reading order; `finished` turns the drafts of one part into clauses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.language import ends_sentence, sentence_spans
from kb.reading.located import Located, bare, joined
from kb.reading.outline import ARTICLE_RANK, OutlineMark
from kb.reading.paragraphs import Paragraph
from kb.reading.parts import DocumentPart
from kb.reading.tables import KEY_COLUMNS
from kb.records import Cell, Clause, ClauseKind, Span

HEADING_RANK = 60
_LEAF_RANK = 1000
_HEADING_LENGTH = 40


@dataclass
class ClauseDraft:
    """A clause being built. `rank` orders outline units; blocks and rows are leaves of rank 1000."""

    segment: str
    rank: int
    parent: ClauseDraft | None
    block: bool = False
    heading: str = ""
    mark: OutlineMark | None = None
    pieces: list[Located] = field(default_factory=list)
    cells: list[tuple[str, Located]] = field(default_factory=list)
    children: int = 0
    ordinals: Counter[str] = field(default_factory=Counter)

    @property
    def is_paragraph(self) -> bool:
        """Whether it is text without a number; a row of a table may be called 初中学段."""
        return self.segment.endswith("段") and not self.cells


class DraftTree:
    """The drafts of a part in reading order, and the unit that is open."""

    def __init__(self) -> None:
        self.root = ClauseDraft("", -1, None)
        self.open = self.root
        self.drafts: list[ClauseDraft] = []

    @property
    def is_outlined(self) -> bool:
        """Whether a numbered unit has been read."""
        return any(draft.mark for draft in self.drafts)

    def is_bare(self, unit: ClauseDraft) -> bool:
        """Whether a numbered unit has a heading and nothing below it yet."""
        return (
            bool(unit.mark) and not unit.children and len(unit.pieces) == 1 and not ends_sentence(unit.pieces[0].text)
        )

    def has_rows_below(self, unit: ClauseDraft) -> bool:
        """Whether a table stands below the unit: what follows a table is no more of the text above it."""
        return any(draft.cells and draft.parent is unit for draft in reversed(self.drafts))

    def parent_for(self, rank: int) -> ClauseDraft:
        """The open unit, or the nearest one around it that may hold a unit of this rank."""
        parent = self.open
        while parent.parent is not None and (parent.rank >= rank or parent.block):
            parent = parent.parent
        return parent

    def unit(self, draft: ClauseDraft) -> ClauseDraft:
        """Adds a unit and opens it."""
        self.open = self._add(draft)
        return draft

    def block(self, name: str, contents: Sequence[Located], *, below: bool = False) -> None:
        """Adds a block of the document, or one that belongs to the open unit."""
        parent = self.open if below else self.root
        self._add(ClauseDraft(name, _LEAF_RANK, parent, block=True, pieces=list(contents)))

    def row(
        self, segment: str, heading: str, cells: list[tuple[str, Located]], notes: Sequence[Located]
    ) -> ClauseDraft:
        """Adds a row of a table below the open unit; a continuation of the table may still add to its `cells`."""
        draft = ClauseDraft(segment, _LEAF_RANK, self.open, block=True, pieces=list(notes), cells=cells)
        draft.heading = heading
        return self._add(draft)

    def ordinal(self, content: Located, *, fragment: bool, at_root: bool = False) -> None:
        """Adds what carries no number as a clause of its own; neighbouring fragments that are no sentences share one."""
        is_section = self.open.rank > HEADING_RANK or self.has_rows_below(self.open)
        parent = self.open if is_section and not at_root else self.root
        last = self.drafts[-1] if self.drafts else None
        if (
            fragment
            and last
            and last.parent is parent
            and last.is_paragraph
            and not ends_sentence(last.pieces[-1].text)
        ):
            last.pieces.append(content)
            return
        self.root.ordinals["段"] += 1
        name = f"第{self.root.ordinals['段']}段"
        self._add(ClauseDraft(name, _LEAF_RANK, parent, block=True, pieces=[content]))

    def take_trailing_number(self) -> Located | None:
        """A bare number right above is the heading's below it; it is taken from the paragraph it was read into."""
        last = self.drafts[-1] if self.drafts else None
        if not (last and last.pieces and last.is_paragraph and last.pieces[-1].text.isdigit()):
            return None
        number = last.pieces.pop()
        if not last.pieces and last.parent:
            self.drafts.remove(last)
            self.root.ordinals["段"] -= 1
            last.parent.children -= 1
        return number

    def _add(self, draft: ClauseDraft) -> ClauseDraft:
        self.drafts.append(draft)
        if draft.parent:
            draft.parent.children += 1
        return draft


def finished(drafts: Sequence[ClauseDraft], part: DocumentPart, document: str, taken: Counter[str]) -> list[Clause]:
    """The clauses of a part; `taken` counts the addresses given so far in the document, so that none is given twice."""
    part_title = _part_heading(part)
    ids: dict[int, tuple[str, str]] = {}
    clauses: list[Clause] = []
    under: str | None = None
    for draft in drafts:
        local = _local_address(draft)
        taken[part.name + local] += 1
        if (copies := taken[part.name + local]) > 1:
            local += f"〔{copies}〕"
        label = bare(part.name + local)
        identifier = " ".join(piece for piece in (document, part.name, local) if piece)
        ids[id(draft)] = (identifier, label)
        above = ids.get(id(draft.parent))
        parent = above[0] if above else under
        clauses.append(_clause(draft, identifier, label, document, parent, part_title))
        if part.title and draft.segment == "标题":
            under = identifier  # an annex or an issued plan hangs below its own title
    return clauses


def _part_heading(part: DocumentPart) -> str:
    """What stands for the part in a clause's path: `附件1：…` or the title of the document that was issued."""
    titles = [paragraph.text.rstrip("：:") for paragraph in part.title]
    if part.annex:
        first = part.blocks[0] if part.blocks else None
        if not titles[0].startswith("附"):
            titles.insert(0, part.name)
        elif len(titles) == 1 and isinstance(first, Paragraph) and not ends_sentence(first.text):
            titles.append(first.text)
        return "：".join(titles)
    return "".join(titles)


def _local_address(draft: ClauseDraft) -> str:
    if draft.segment.endswith("段") or draft.segment.endswith("节") or draft.rank == ARTICLE_RANK:
        return draft.segment
    above = draft.parent
    while draft.mark and above and above.mark and draft.mark.says_place_below(above.mark):
        above = above.parent
    return (_local_address(above) if above and above.rank >= 0 else "") + draft.segment


def _path(draft: ClauseDraft, part_title: str) -> tuple[str, ...]:
    path: list[str] = []
    node: ClauseDraft | None = draft
    while node is not None:
        if node.heading:
            path.append(node.heading)
        elif node is draft and node.segment:
            path.append(node.segment)
        node = node.parent
    if part_title:
        path.append(part_title)
    return tuple(reversed(path))


def _clause(
    draft: ClauseDraft, identifier: str, label: str, document: str, parent: str | None, part_title: str
) -> Clause:
    path = _path(draft, part_title)
    if draft.cells:
        row, spans, cells = _row_text(draft)
        return Clause(identifier, document, label, "row", path, row.text, row.offsets, spans, parent, cells)
    text = joined(draft.pieces, "\n")
    sentences = sentence_spans(text.text)
    title = _heading_span(draft, sentences)
    if title is not None and (len(sentences) == 1 or draft.mark is None):
        return Clause(identifier, document, label, "heading", path, text.text, text.offsets, (), parent)
    kept = tuple(sentences[1:] if title is not None else sentences)
    kind: ClauseKind = "block" if draft.block else "clause"
    return Clause(identifier, document, label, kind, path, text.text, text.offsets, kept, parent)


def _heading_span(draft: ClauseDraft, sentences: Sequence[Span]) -> Span | None:
    """The first sentence where it only names the unit: a short title, alone before children or before a body."""
    if draft.block or not sentences:
        return None
    first, text = sentences[0], draft.pieces[0].text
    piece = text[first.start : first.end]
    if draft.mark is None:
        return first
    if len(piece) > _HEADING_LENGTH or re.search(r"[；;:：]$", piece):
        return None
    if draft.rank == ARTICLE_RANK and ends_sentence(piece):
        return None  # an article begins with its rule, not with a title
    whole_line = first.end >= len(text)
    if len(sentences) == 1:
        return first if draft.children or (draft.rank <= 20 and not ends_sentence(text)) else None
    comma = re.search(r"[，,]", piece)
    return first if whole_line or not comma or len(piece) <= 25 else None


def _row_text(draft: ClauseDraft) -> tuple[Located, tuple[Span, ...], tuple[Cell, ...]]:
    """A row as one text, a line a column (`试点地区：南京市、南通市`), with the spans of the cells' sentences."""
    lines: list[Located] = []
    spans: list[Span] = []
    cells: list[Cell] = []
    position = 0
    for note in draft.pieces:
        lines.append(note)
        spans.append(Span(position, position + len(note)))
        cells.append(Cell("", note.text, note.start))
        position += len(note) + 1
    for column, cell in draft.cells:
        label = Located.inserted(f"{column}：" if column else "")
        line = joined([label, cell])
        start = position + len(label)
        if column not in KEY_COLUMNS:
            spans.extend(sentence_spans("\0" * start + cell.text, start))
        cells.append(Cell(column, cell.text, cell.start))
        lines.append(line)
        position += len(line) + 1
    return joined(lines, "\n"), tuple(spans), tuple(cells)

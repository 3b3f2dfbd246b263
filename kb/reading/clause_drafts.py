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
    above = _local_address(draft.parent) if draft.parent and draft.parent.rank >= 0 else ""
    return above + draft.segment


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

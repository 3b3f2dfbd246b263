"""A document becomes a tree of clauses with stable addresses.

Each part (kb/parts.py) is read top to bottom: title block, salutation, preamble, outline units, table rows, closing blocks. A unit
holds its heading and the paragraphs up to the next mark; a table row is one clause with its column names; what carries no number gets
an ordinal. An address is `<document id> [<part> ]<outline path>`, e.g. `临人社发〔2016〕12号 二（一）2`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.cleaning import clean
from kb.located import Located, bare, joined
from kb.outline import ARTICLE_RANK, DASH_RANK, Mark, ends_sentence, heading_of, mark_of
from kb.paragraphs import Paragraph, TableBlock, blocks_of
from kb.parts import Part, split_parts
from kb.records import Cell, Clause, ClauseKind, SetAside, SourceText, Span
from kb.sections import Role, front_size, role_of
from kb.sentences import sentence_spans
from kb.tables import KEY_COLUMNS, Table, join_continuation, read_table

_UNIT_NOTE = re.compile(r"^(?:计量)?单位\s*[：:]")
_CONTINUED = re.compile(r"^续\s*表")
_HEADING_RANK = 60
_HEADING_LENGTH = 40
_FRAGMENT_LENGTH = 80


@dataclass
class _Draft:
    """A clause being built. `rank` orders outline units; blocks and rows are leaves of rank 1000."""

    segment: str
    rank: int
    parent: _Draft | None
    block: bool = False
    heading: str = ""
    mark: Mark | None = None
    pieces: list[Located] = field(default_factory=list)
    cells: list[tuple[str, Located]] = field(default_factory=list)
    children: int = 0
    ordinals: Counter[str] = field(default_factory=Counter)


def build_clauses(source: SourceText, document: str) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses of one file in reading order (parents before children), and what was set aside."""
    cleaned = clean(source.text)
    aside = [*source.set_aside, *cleaned.set_aside]
    clauses: list[Clause] = []
    taken: Counter[str] = Counter()
    for part in split_parts(blocks_of(cleaned.lines)):
        drafts = _PartReader(part, aside).read()
        clauses.extend(_finished(drafts, part, document, taken))
    return tuple(clauses), tuple(sorted(aside, key=lambda item: item.start))


class _PartReader:
    """Reads one part into drafts; the open unit and the table above are its only state."""

    def __init__(self, part: Part, aside: list[SetAside]) -> None:
        self.part = part
        self.aside = aside
        self.root = _Draft("", -1, None)
        self.drafts: list[_Draft] = []
        self.open = self.root
        self.role: Role | None = None
        self.table: Table | None = None
        self.table_rows: list[_Draft] = []
        self.notes: list[Located] = []
        self.unit: Located | None = None

    def read(self) -> list[_Draft]:
        """All drafts of the part in reading order."""
        blocks = self.part.blocks
        title = [paragraph.content for paragraph in self.part.title]
        title = title if self.part.annex else [joined(title)]
        front = front_size(blocks, self.part)
        title += [block.content for block in blocks[:front] if isinstance(block, Paragraph)]
        if any(title):
            self._block("标题", [line for line in title if line])
        for index in range(front, len(blocks)):
            block = blocks[index]
            if isinstance(block, TableBlock):
                self._read_table(block)
            else:
                self._read_paragraph(block, index)
        self._flush_notes()
        return self.drafts

    # -- paragraphs

    def _read_paragraph(self, paragraph: Paragraph, index: int) -> None:
        role = role_of(self.part, index, self.role, outlined=self._outlined())
        if role in (Role.CONTACT, Role.EFFECT) and self.open.rank == ARTICLE_RANK:
            role = None  # a later paragraph of a statute's article
        if role is not None:
            self._continue_block(role, paragraph.content)
            return
        self.role = None
        mark = mark_of(paragraph.text)
        if self.open.rank == ARTICLE_RANK and mark and mark.rank > ARTICLE_RANK:
            mark = None  # the items of a statute's article belong to the article
        if mark:
            self._unit(paragraph, mark)
        elif paragraph.level:
            self._heading(paragraph)
        elif self.part.annex and self._is_note(paragraph):
            self.notes.append(paragraph.content)
        elif self.open.mark and not self.table:
            self.open.pieces.append(paragraph.content)
        else:
            self._ordinal_paragraph(paragraph)

    def _outlined(self) -> bool:
        return any(draft.mark for draft in self.drafts)

    def _unit(self, paragraph: Paragraph, mark: Mark) -> None:
        parent = self._parent_for(mark.rank)
        if mark.rank == DASH_RANK:
            parent.ordinals["项"] += 1
            segment = f"第{parent.ordinals['项']}项"
        else:
            segment = mark.segment
        draft = self._add(_Draft(segment, mark.rank, parent, mark=mark, pieces=[paragraph.content]))
        draft.heading = heading_of(paragraph.text, mark)
        self.open = draft

    def _heading(self, paragraph: Paragraph) -> None:
        rank = _HEADING_RANK + paragraph.level
        self.root.ordinals["节"] += 1
        number = self._take_trailing_number()
        content = joined([number, paragraph.content], " ") if number else paragraph.content
        parent = self._parent_for(rank)
        draft = self._add(_Draft(f"第{self.root.ordinals['节']}节", rank, parent, pieces=[content]))
        draft.heading = paragraph.text
        self.open = draft

    def _take_trailing_number(self) -> Located | None:
        """A bare number that stands above a heading is the heading's; it is taken from the paragraph it was read into."""
        last = self.drafts[-1] if self.drafts else None
        if last and last.pieces and last.segment.endswith("段") and last.pieces[-1].text.isdigit():
            number = last.pieces.pop()
            if not last.pieces and last.parent:
                self.drafts.remove(last)
                self.root.ordinals["段"] -= 1
                last.parent.children -= 1
            return number
        return None

    def _parent_for(self, rank: int) -> _Draft:
        parent = self.open
        while parent.parent is not None and (parent.rank >= rank or parent.block):
            parent = parent.parent
        return parent

    def _ordinal_paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph without a number: a clause of its own; neighbouring fragments that are no sentences share one."""
        self._flush_notes()
        last = self.drafts[-1] if self.drafts else None
        fragment = not ends_sentence(paragraph.text) and len(paragraph.text) <= _FRAGMENT_LENGTH
        parent = self.open if self.open.rank > _HEADING_RANK else self.root
        if (
            fragment
            and last
            and last.parent is parent
            and last.segment.endswith("段")
            and not ends_sentence(last.pieces[-1].text)
        ):
            last.pieces.append(paragraph.content)
            return
        self.root.ordinals["段"] += 1
        self._add(_Draft(f"第{self.root.ordinals['段']}段", 1000, parent, block=True, pieces=[paragraph.content]))

    def _add(self, draft: _Draft) -> _Draft:
        self._flush_notes()
        self.drafts.append(draft)
        if draft.parent:
            draft.parent.children += 1
        return draft

    # -- blocks around the outline

    def _block(self, name: str, contents: Sequence[Located]) -> None:
        self._add(_Draft(name, 1000, self.root, block=True, pieces=list(contents)))

    def _continue_block(self, role: Role, content: Located) -> None:
        if role == self.role:
            self.drafts[-1].pieces.append(content)
        else:
            self._block(role.value, [content])
        self.role = role
        self.open = self.root

    def _is_note(self, paragraph: Paragraph) -> bool:
        """A short label over or under a table (单位：…, 填报单位：…) that says nothing on its own."""
        return (len(paragraph.text) <= 12 and not ends_sentence(paragraph.text.rstrip("：:"))) or bool(
            _CONTINUED.match(paragraph.text)
        )

    def _flush_notes(self) -> None:
        if self.notes:
            notes, self.notes = self.notes, []
            self.root.ordinals["段"] += 1
            self.drafts.append(_Draft(f"第{self.root.ordinals['段']}段", 1000, self.root, block=True, pieces=notes))
            self.root.children += 1

    # -- tables

    def _read_table(self, block: TableBlock) -> None:
        self.role = None
        continued = any(_CONTINUED.match(note.text) for note in self.notes)
        table = read_table(block, self.table, self.aside)
        if table is None and self.table:
            self._add_rows(self.table)
            return
        if table is None or not table.header:
            self._form(block)
            return
        notes, self.notes = self.notes, []
        header = [joined([cell for cell in row if cell.text], " ") for row in table.header]
        if continued and self.table:
            self._block("续表表头", [*notes, *header])
            join_continuation(self.table, table, self.aside)
        else:
            self._block("表头", [*notes, *header])
            self.table, self.table_rows = table, []
            self.unit = next((note for note in notes if _UNIT_NOTE.match(note.text)), None)
        self._add_rows(self.table)

    def _add_rows(self, table: Table) -> None:
        for row in table.rows[len(self.table_rows) :]:
            key = table.key(row)
            segment = f"第{key}项" if key.isdigit() else (key if len(key) <= 12 else f"第{len(self.table_rows) + 1}行")
            draft = _Draft(segment, 1000, self.root, block=True, cells=row)
            name = table.name(row)
            draft.heading = name if name == key else f"{key} {name}"
            if self.unit:
                draft.pieces.append(self.unit)
            self.table_rows.append(self._add(draft))

    def _form(self, block: TableBlock) -> None:
        """Tabbed lines without a header are a form to fill in: a line is a paragraph."""
        for row in block.rows:
            line = joined([cell for cell in row if cell.text], " ")
            if line:
                self._ordinal_paragraph(Paragraph(line))


# ------------------------------------------------------------------------------------------- finishing


def _finished(drafts: Sequence[_Draft], part: Part, document: str, taken: Counter[str]) -> list[Clause]:
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


def _part_heading(part: Part) -> str:
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


def _local_address(draft: _Draft) -> str:
    if draft.segment.endswith("段") or draft.segment.endswith("节") or draft.rank == ARTICLE_RANK:
        return draft.segment
    above = _local_address(draft.parent) if draft.parent and draft.parent.rank >= 0 else ""
    return above + draft.segment


def _path(draft: _Draft, part_title: str) -> tuple[str, ...]:
    path: list[str] = []
    node: _Draft | None = draft
    while node is not None:
        if node.heading:
            path.append(node.heading)
        elif node is draft and node.segment:
            path.append(node.segment)
        node = node.parent
    if part_title:
        path.append(part_title)
    return tuple(reversed(path))


def _clause(draft: _Draft, identifier: str, label: str, document: str, parent: str | None, part_title: str) -> Clause:
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


def _heading_span(draft: _Draft, sentences: Sequence[Span]) -> Span | None:
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


def _row_text(draft: _Draft) -> tuple[Located, tuple[Span, ...], tuple[Cell, ...]]:
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

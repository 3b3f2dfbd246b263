"""A document becomes a tree of clauses with stable addresses.

Each part (kb/reading/parts.py) is read top to bottom: title block, salutation, preamble, outline units, table rows, closing blocks. A unit
holds its heading and the paragraphs up to the next mark; a table row is one clause with its column names; what carries no number gets
an ordinal. An address is `<document id> [<part> ]<outline path>`, e.g. `临人社发〔2016〕12号 二（一）2`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.language import ends_sentence
from kb.reading.clause_drafts import ClauseDraft, finished
from kb.reading.cleaning import clean
from kb.reading.located import Located, joined
from kb.reading.outline import ARTICLE_RANK, DASH_RANK, OutlineMark, heading_of, mark_of
from kb.reading.paragraphs import Paragraph, TableBlock, blocks_of
from kb.reading.parts import DocumentPart, split_parts
from kb.reading.sections import BlockRole, front_size, role_of
from kb.reading.tables import ReadTable, join_continuation, read_table
from kb.records import Clause, SetAside, SourceText

_UNIT_NOTE = re.compile(r"^(?:计量)?单位\s*[：:]")
_CONTINUED = re.compile(r"^续\s*表")
_HEADING_RANK = 60
_FRAGMENT_LENGTH = 80


def build_clauses(source: SourceText, document: str) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses of one file in reading order (parents before children), and what was set aside."""
    cleaned = clean(source.text)
    aside = [*source.set_aside, *cleaned.set_aside]
    clauses: list[Clause] = []
    taken: Counter[str] = Counter()
    for part in split_parts(blocks_of(cleaned.lines)):
        drafts = _PartReader(part, aside).read()
        clauses.extend(finished(drafts, part, document, taken))
    return tuple(clauses), tuple(sorted(aside, key=lambda item: item.start))


class _PartReader:
    """Reads one part into drafts; the open unit and the table above are its only state."""

    def __init__(self, part: DocumentPart, aside: list[SetAside]) -> None:
        self.part = part
        self.aside = aside
        self.root = ClauseDraft("", -1, None)
        self.drafts: list[ClauseDraft] = []
        self.open = self.root
        self.role: BlockRole | None = None
        self.table: ReadTable | None = None
        self.table_rows: list[ClauseDraft] = []
        self.notes: list[Located] = []
        self.unit: Located | None = None

    def read(self) -> list[ClauseDraft]:
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
        if role in (BlockRole.CONTACT, BlockRole.EFFECT) and self.open.rank == ARTICLE_RANK:
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

    def _unit(self, paragraph: Paragraph, mark: OutlineMark) -> None:
        parent = self._parent_for(mark.rank)
        if mark.rank == DASH_RANK:
            parent.ordinals["项"] += 1
            segment = f"第{parent.ordinals['项']}项"
        else:
            segment = mark.segment
        draft = self._add(ClauseDraft(segment, mark.rank, parent, mark=mark, pieces=[paragraph.content]))
        draft.heading = heading_of(paragraph.text, mark)
        self.open = draft

    def _heading(self, paragraph: Paragraph) -> None:
        rank = _HEADING_RANK + paragraph.level
        self.root.ordinals["节"] += 1
        number = self._take_trailing_number()
        content = joined([number, paragraph.content], " ") if number else paragraph.content
        parent = self._parent_for(rank)
        draft = self._add(ClauseDraft(f"第{self.root.ordinals['节']}节", rank, parent, pieces=[content]))
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

    def _parent_for(self, rank: int) -> ClauseDraft:
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
        self._add(ClauseDraft(f"第{self.root.ordinals['段']}段", 1000, parent, block=True, pieces=[paragraph.content]))

    def _add(self, draft: ClauseDraft) -> ClauseDraft:
        self._flush_notes()
        self.drafts.append(draft)
        if draft.parent:
            draft.parent.children += 1
        return draft

    # -- blocks around the outline

    def _block(self, name: str, contents: Sequence[Located]) -> None:
        self._add(ClauseDraft(name, 1000, self.root, block=True, pieces=list(contents)))

    def _continue_block(self, role: BlockRole, content: Located) -> None:
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
            self.drafts.append(
                ClauseDraft(f"第{self.root.ordinals['段']}段", 1000, self.root, block=True, pieces=notes)
            )
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

    def _add_rows(self, table: ReadTable) -> None:
        for row in table.rows[len(self.table_rows) :]:
            key = table.key(row)
            segment = f"第{key}项" if key.isdigit() else (key if len(key) <= 12 else f"第{len(self.table_rows) + 1}行")
            draft = ClauseDraft(segment, 1000, self.root, block=True, cells=row)
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

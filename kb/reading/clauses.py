"""A document becomes a tree of clauses with stable addresses.

Each part (kb/reading/parts.py) is read top to bottom: title block, salutation, preamble, outline units, table rows, closing blocks. A unit
holds its heading and the paragraphs up to the next mark; a table row is one clause with its column names; what carries no number gets
an ordinal. An address is `<document id> [<part> ]<outline path>`, e.g. `临人社发〔2016〕12号 二（一）2`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.language import ends_sentence
from kb.reading.clause_drafts import HEADING_RANK, ClauseDraft, DraftTree, finished
from kb.reading.cleaning import clean
from kb.reading.located import Located, joined
from kb.reading.outline import (
    ANNEX,
    ARTICLE_RANK,
    DASH_RANK,
    DECIMAL_RANK,
    NUMERAL,
    OutlineMark,
    chapter_mark,
    heading_of,
    mark_of,
)
from kb.reading.paragraphs import Paragraph, blocks_of
from kb.reading.parts import DocumentPart, split_parts
from kb.reading.sections import UNIT_NOTE, BlockRole, contents_of, front_size, is_unit_of_table, role_of
from kb.reading.table_blocks import TableBlock
from kb.reading.tables import ReadTable, join_continuation, read_table
from kb.records import Clause, Doubt, SetAside, SourceText
from kb.regex import regex

_CONTINUED = regex(r"^续\s*表")
_FRAGMENT_LENGTH = 80
_BARE_NUMERAL = regex(rf"[{NUMERAL}]{{1,3}}")


def build_clauses(source: SourceText, document: str) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses of one file in reading order (parents before children), and what was set aside."""
    cleaned = clean(source.text)
    aside = [*source.set_aside, *cleaned.set_aside]
    clauses: list[Clause] = []
    taken: Counter[str] = Counter()
    for part in split_parts(blocks_of(cleaned.lines)):
        clauses.extend(finished(_drafts_of(part, aside), part, document, taken))
    clauses = [_with_doubts(clause, source.doubtful) for clause in clauses]
    return tuple(clauses), tuple(sorted(aside, key=lambda item: item.start))


def _with_doubts(clause: Clause, doubtful: Sequence[Doubt]) -> Clause:
    """The clause with the doubtful ranges of its source that it holds, as ranges of its own text."""
    found = []
    for doubt in doubtful:
        inside = [i for i, offset in enumerate(clause.offsets) if doubt.start <= offset < doubt.end]
        if inside:
            found.append(Doubt(inside[0], inside[-1] + 1, doubt.reason))
    return replace(clause, doubts=tuple(found)) if found else clause


def _drafts_of(part: DocumentPart, aside: list[SetAside]) -> list[ClauseDraft]:
    """All drafts of a part in reading order."""
    tree = DraftTree()
    text, tables = _TextReader(part, tree), _TableReader(tree, aside)
    title = [paragraph.content for paragraph in part.title]
    title = title if part.annex else [joined(title)]
    front = front_size(part.blocks, part)
    title += [block.content for block in part.blocks[:front] if isinstance(block, Paragraph)]
    if any(title):
        tree.block("标题", [line for line in title if line])
    contents = contents_of(part.blocks)
    for index in range(front, len(part.blocks)):
        block = part.blocks[index]
        if isinstance(block, Paragraph) and index in contents:
            text.read_block(BlockRole.CONTENTS, block.content)
        elif isinstance(block, TableBlock):
            text.role = None
            tables.read(block)
        elif is_unit_of_table(part.blocks, index) or (part.annex and _is_note(block)):
            tables.notes.append(block.content)
        else:
            tables.flush_notes()
            tables.close_at(text.read(block, index))
    tables.flush_notes()
    return tree.drafts


def _is_note(paragraph: Paragraph) -> bool:
    """A short label over or under a table (单位：…, 填报单位：…) that says nothing on its own."""
    if mark_of(paragraph.text) or paragraph.level:
        return False
    short = (
        len(paragraph.text) <= 12
        and not ANNEX.match(paragraph.text)
        and not ends_sentence(paragraph.text.rstrip("：:"))
    )
    return short or bool(_CONTINUED.match(paragraph.text))


class _TextReader:
    """Reads paragraphs into the tree; its state is the block around the outline that is open, if any."""

    def __init__(self, part: DocumentPart, tree: DraftTree) -> None:
        self._part, self._tree = part, tree
        self._decimal = any(
            mark.rank > DECIMAL_RANK and mark.is_whole
            for block in part.blocks
            if isinstance(block, Paragraph) and (mark := mark_of(block.text))
        )
        self.role: BlockRole | None = None

    def read(self, paragraph: Paragraph, index: int) -> ClauseDraft | None:
        """Puts a paragraph where it belongs; the unit it opens, None if it opens none."""
        tree = self._tree
        chapter = chapter_mark(paragraph.text) if self._decimal else None
        role = None if chapter else role_of(self._part, index, self.role, outlined=tree.is_outlined)
        in_article = tree.open.rank == ARTICLE_RANK
        if role in (BlockRole.CONTACT, BlockRole.EFFECT) and (in_article or tree.is_bare(tree.open)):
            role = None  # a later paragraph of a statute's article, or all that stands below a heading
        if role is not None:
            self.read_block(role, paragraph.content)
            return None
        self.role = None
        mark = self._mark(paragraph, index) or chapter
        if mark and in_article and mark.rank > ARTICLE_RANK:
            mark = None  # the items of a statute's article belong to the article
        if mark:
            return self._open_unit(paragraph, mark)
        if paragraph.level:
            return self._open_heading(paragraph)
        if tree.open.mark and not tree.has_rows_below(tree.open):
            tree.open.pieces.append(paragraph.content)
        else:
            tree.ordinal(paragraph.content, fragment=_is_fragment(paragraph.text))
        return None

    def _mark(self, paragraph: Paragraph, index: int) -> OutlineMark | None:
        """The paragraph's outline mark: `三` alone is one as a heading, and `1.3人户 2.2人户` are items 1 and 2, not 1.3 and 2.2."""
        if paragraph.level and _BARE_NUMERAL.fullmatch(paragraph.text):
            return OutlineMark(10, paragraph.text, len(paragraph.text))
        mark = mark_of(paragraph.text)
        if mark is None or mark.rank != DECIMAL_RANK + 1:
            return mark
        near = [self._decimal_at(index - 1), self._decimal_at(index), self._decimal_at(index + 1)]
        for (outer, _), (next_outer, inner) in itertools.pairwise(pair for pair in near if pair):
            if next_outer == outer + 1 and inner != 1:
                return OutlineMark(30, mark.number.split(".")[0], mark.number.index(".") + 1)
        return mark

    def _decimal_at(self, index: int) -> tuple[int, int] | None:
        """The two numbers of the decimal mark that the block at `index` begins with."""
        block = self._part.blocks[index] if 0 <= index < len(self._part.blocks) else None
        mark = mark_of(block.text) if isinstance(block, Paragraph) else None
        if mark is None or mark.rank != DECIMAL_RANK + 1:
            return None
        outer, inner = mark.number.split(".")
        return int(outer), int(inner)

    def read_block(self, role: BlockRole, content: Located) -> None:
        """Puts a paragraph that is no part of the outline into the block of its role."""
        if role == self.role:
            self._tree.drafts[-1].pieces.append(content)
        else:
            self._tree.block(role.value, [content])
        self.role = role
        self._tree.open = self._tree.root

    def _open_unit(self, paragraph: Paragraph, mark: OutlineMark) -> ClauseDraft:
        parent = self._tree.parent_for(mark.rank)
        segment = mark.segment
        if mark.rank == DASH_RANK:
            parent.ordinals["项"] += 1
            segment = f"第{parent.ordinals['项']}项"
        draft = ClauseDraft(segment, mark.rank, parent, mark=mark, pieces=[paragraph.content])
        draft.heading = heading_of(paragraph.text, mark)
        return self._tree.unit(draft)

    def _open_heading(self, paragraph: Paragraph) -> ClauseDraft:
        tree = self._tree
        rank = HEADING_RANK + paragraph.level
        tree.root.ordinals["节"] += 1
        number = tree.take_trailing_number()
        content = joined([number, paragraph.content], " ") if number else paragraph.content
        draft = ClauseDraft(f"第{tree.root.ordinals['节']}节", rank, tree.parent_for(rank), pieces=[content])
        draft.heading = paragraph.text
        return tree.unit(draft)


def _is_fragment(text: str) -> bool:
    return not ends_sentence(text) and len(text) <= _FRAGMENT_LENGTH


class _TableReader:
    """Reads tables into the tree; its state is the last table, to which a repeated header or a 续表 adds."""

    def __init__(self, tree: DraftTree, aside: list[SetAside]) -> None:
        self._tree, self._aside = tree, aside
        self._table: ReadTable | None = None
        self._rows_read = 0
        self._unit: Located | None = None
        self.notes: list[Located] = []

    def read(self, block: TableBlock) -> None:
        """Puts the rows of a table below the unit that is open."""
        continued = any(_CONTINUED.match(note.text) for note in self.notes)
        table = read_table(block, self._table, self._aside)
        if table is None and self._table:
            self._add_rows(self._table)
            return
        if table is None or not table.header:
            self._read_form(block)
            return
        notes, self.notes = self.notes, []
        header = [joined([cell for cell in row if cell.text], " ") for row in table.header]
        if continued and self._table:
            self._tree.block("续表表头", [*notes, *header], below=True)
            join_continuation(self._table, table, self._aside)
        else:
            self._tree.block("表头", [*notes, *header], below=True)
            self._table, self._rows_read = table, 0
            self._unit = next((note for note in notes if UNIT_NOTE.match(note.text)), None)
        self._add_rows(self._table)

    def close_at(self, opened: ClauseDraft | None) -> None:
        """A unit that opens ends the table above it: no later one adds to it."""
        if opened is not None:
            self._table = None

    def flush_notes(self) -> None:
        """Labels under which no table came are text after all."""
        if self.notes:
            notes, self.notes = self.notes, []
            self._tree.ordinal(joined(notes, "\n"), fragment=False, at_root=True)

    def _add_rows(self, table: ReadTable) -> None:
        for row in table.rows[self._rows_read :]:
            key = table.key(row)
            number = self._rows_read = self._rows_read + 1
            segment = f"第{key}项" if key.isdigit() else (key if len(key) <= 12 else f"第{number}行")
            name = table.name(row)
            self._tree.row(segment, name if name == key else f"{key} {name}", row, [self._unit] if self._unit else [])

    def _read_form(self, block: TableBlock) -> None:
        """Tabbed lines without a header are a form to fill in: a line is a paragraph."""
        self.flush_notes()
        for row in block.rows:
            if line := joined([cell for cell in row if cell.text], " "):
                self._tree.ordinal(line, fragment=_is_fragment(line.text))

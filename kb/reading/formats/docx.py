"""A Word document (`.docx`, ISO/IEC 29500) becomes paragraphs and tables, as it is read once all tracked changes are accepted.

What is on the page and in no paragraph's text comes along: numbers that Word counts, text boxes, footnotes (behind the paragraph that names
them). What is in the file and not on the page is set aside with its reason. Nothing that the file refers to is fetched, no macro is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from kb.reading.cleaning import RUNNING_HEAD
from kb.reading.formats.numbering import Numbering
from kb.reading.formats.package import check_package
from kb.reading.formats.tables import table_items
from kb.reading.formats.word_paragraph import (
    ALTERNATIVES,
    DELETED,
    REMOVALS,
    Inline,
    chosen,
    local_name,
    text_of,
)
from kb.reading.formats.word_styles import WordStyles, value_at
from kb.reading.formats.xml_tree import Element
from kb.reading.limits import Refused
from kb.reading.spans import SpanCell
from kb.reading.written import ELSEWHERE, Gone, Item, TableGrid, TextLine

COMMENT = "批注 comment"
CONTENTS = "目录 table of contents"

_WORD = "application/vnd.ms-word."
for _kind in ("document.macroEnabled", "template.macroEnabledTemplate"):
    PartFactory.part_type_for[f"{_WORD}{_kind}.main+xml"] = DocumentPart
PartFactory.part_type_for["application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"] = (
    DocumentPart
)

_MOST_SPANNED: Final = 200


def read_docx(path: Path, limits: Mapping[str, int]) -> Iterator[Item]:
    """The items of a document in reading order; Refused for what is no sound Word document."""
    check_package(path, limits)
    try:
        main = Package.open(str(path)).main_document_part
    except OpcError as error:
        raise Refused("damaged") from error
    if not isinstance(main, DocumentPart):
        raise Refused("damaged")
    yield from _Document(main).items()


class _Document:
    """Reads one document; the counters of its lists, and text carried over a deleted paragraph mark, are its state."""

    def __init__(self, main: DocumentPart) -> None:
        self._main = main
        self._styles = WordStyles(self._part(RELATIONSHIP_TYPE.STYLES))
        self._numbering = Numbering(self._part(RELATIONSHIP_TYPE.NUMBERING))
        self._notes = {
            kind: self._notes_of(of)
            for kind, of in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES))
        }
        self._carried = ""

    def items(self) -> Iterator[Item]:
        """All of the document, the furniture of its pages and its comments first."""
        for relation in self._main.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if relation.is_external:
                yield from [Gone(relation.target_ref, ELSEWHERE)] if kind != "hyperlink" else []
            elif kind in ("header", "footer", "comments"):
                root = parse_xml(relation.target_part.blob)
                yield Gone(" ".join(text_of(root)), COMMENT if kind == "comments" else RUNNING_HEAD)
            elif kind == "aFChunk":
                yield Gone(str(relation.target_part.partname), ELSEWHERE)
        yield from self.blocks(self._main.element.body)

    def blocks(self, container: Iterable[Element]) -> Iterator[Item]:
        """Paragraphs and tables of a body, a cell, a text box or a note."""
        for child in container:
            name = local_name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif (
                name == "sdt"
                and child.find(f".//{qn('w:docPartGallery')}[@{qn('w:val')}='Table of Contents']") is not None
            ):
                yield Gone(" ".join(text_of(child)), CONTENTS)
            elif name in REMOVALS:
                yield Gone(" ".join(text_of(child)), DELETED)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self.blocks(child)
            elif child.tag == ALTERNATIVES:
                yield from self.blocks(chosen(child))

    # ------------------------------------------------------------------------------------------ paragraphs

    def _paragraph(self, paragraph: Element) -> Iterator[Item]:
        inline = Inline(self._styles, paragraph)
        inline.read(paragraph)
        text, self._carried = self._carried + "".join(inline.pieces), ""
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if mark is not None and (mark.find(qn("w:del")) is not None or mark.find(qn("w:moveFrom")) is not None):
            self._carried, text = text, ""
        elif self._styles.name(paragraph).startswith("toc "):
            inline.gone.append(Gone(text, CONTENTS))
            text = ""
        elif (counted := self._styles.numbered(paragraph)) and (text.strip() or not inline.gone):
            number = self._numbering.mark(*counted)  # an empty paragraph counts as well
            text = _numbered(number, text) if text.strip() else ""
        yield from inline.gone
        level, centred = self._styles.heading_level(paragraph), self._styles.is_centred(paragraph)
        for line in [text.replace("\n", "")] if level else text.split("\n"):
            yield TextLine(line, level, centred)
        for box in inline.boxes:
            yield from self.blocks(box)
        for kind, key in inline.notes:
            if (note := self._notes[kind].get(key)) is not None:
                yield from self.blocks(note)

    # ------------------------------------------------------------------------------------------ tables

    def _table(self, table: Element) -> Iterator[Item]:
        rows: list[list[SpanCell[str]]] = []
        above: dict[
            int, tuple[int, int]
        ] = {}  # column -> the row and the index of the cell that goes on downward there
        lone = True
        kept: list[Element] = []
        for row in _children(table, "tr"):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                yield Gone(" ".join(text_of(row)), DELETED)
                continue
            kept.append(row)
            lone = lone and len(list(_children(row, "tc"))) == 1
        if lone:
            for row in kept:
                for cell in _children(row, "tc"):
                    yield from self.blocks(cell)
            return
        for row in kept:
            yield from self._row(row, rows, above)
        yield from table_items(rows)

    def _row(self, row: Element, rows: list[list[SpanCell[str]]], above: dict[int, tuple[int, int]]) -> Iterator[Item]:
        """Adds the cells of a row; what goes on from the row above makes the cell there taller."""
        cells: list[SpanCell[str]] = []
        before, after = _count(value_at(row, "w:trPr/w:gridBefore"), 0), _count(value_at(row, "w:trPr/w:gridAfter"), 0)
        column = before
        cells += [SpanCell("")] * before
        for cell in _children(row, "tc"):
            wide = _count(value_at(cell, "w:tcPr/w:gridSpan"), 1)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
            if goes_on and column in above:
                y, index = above[column]
                tall = rows[y][index]
                rows[y][index] = SpanCell(tall.content, tall.columns, tall.rows + 1)
            else:
                texts: list[str] = []
                for item in self.blocks(cell):
                    texts += [item.text] if isinstance(item, TextLine) else []
                    texts += [" ".join(filter(None, row)) for row in item.rows] if isinstance(item, TableGrid) else []
                    if isinstance(item, Gone):
                        yield item
                above.pop(column, None)
                if merged is not None:
                    above[column] = (len(rows), len(cells))
                cells.append(SpanCell("\n".join(filter(str.strip, texts)), wide))
            column += wide
        rows.append([*cells, *[SpanCell("")] * after])

    # ------------------------------------------------------------------------------------------ parts

    def _part(self, kind: str) -> Element | None:
        """The root of the part that the document has of this kind; None if it has none."""
        parts = (r.target_part for r in self._main.rels.values() if r.reltype == kind and not r.is_external)
        part = next(parts, None)
        return cast(Element, parse_xml(part.blob)) if part is not None else None

    def _notes_of(self, kind: str) -> dict[str | None, Element]:
        root = self._part(kind)
        return {note.get(qn("w:id")): note for note in root or () if note.get(qn("w:type")) in (None, "normal")}


def _numbered(number: str, text: str) -> str:
    """A number with its text; what parts them goes where the number's own punctuation does, before Chinese."""
    shown = number.rstrip()
    closed = shown and not shown[-1].isalpha() and text.lstrip()[0] >= "\u2e80"
    return (shown if closed else number) + text.lstrip()


def _children(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those inside content controls and tracked changes too."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, name)


def _count(value: str | None, otherwise: int) -> int:
    return min(int(value), _MOST_SPANNED) if value and value.isdecimal() else otherwise

"""Picked clauses as a Word document: A4, Chinese faces named where Word looks for them, no name of a user in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.sheets import CONTROL
from ui.desk.exports import ExportedClause, entries, made_line
from ui.pieces import ClausePart, Words
from ui.server import Pick

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

# Faces that Word has on every system in Chinese; LibreOffice puts Noto or Source Han in their place.
_SERIF: Final = ("Times New Roman", "宋体")
_SANS: Final = ("Arial", "黑体")
_PINE: Final = RGBColor(0x1F, 0x5A, 0x50)
_SOFT: Final = RGBColor(0x5B, 0x55, 0x46)


def collection_docx(picks: Sequence[Pick], words: Words, day: date) -> bytes:
    """The collection as `.docx`; GateError where a quote does not stand in its clause."""
    told = entries(picks, words)
    document = _blank(words)
    document.add_heading(words.collection.title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (made_line(picks, words, day), words.collection.note):
        _soft(document, line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for entry in told:
        _write(document, entry, words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank(words: Words) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.6)
    _style(document)
    _numbered(section.footer.paragraphs[0])
    properties = document.core_properties
    # The template brings a name of its own; ours bring none.
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.language = words.collection.title, words.lang
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return document


def _style(document: Document) -> None:
    _face(document.styles["Normal"], _SERIF, 12)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    for name, faces, size, before in (
        ("Title", _SANS, 20, 0),
        ("Heading 1", _SANS, 14, 18),
        ("Heading 2", _SANS, 11, 10),
    ):
        style = document.styles[name]
        _face(style, faces, size)
        style.font.color.rgb = _PINE
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    for language_of_text in document.styles.element.iter(qn("w:lang")):
        # Which face a quotation mark is set in hangs on it.
        language_of_text.set(qn("w:eastAsia"), "zh-CN")
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _face(document.styles["Quote"], _SERIF, 12)
    document.styles["Quote"].font.italic = False
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.8)


def _face(style: ParagraphStyle, faces: tuple[str, str], size: float) -> None:
    """Western and East Asian face; a theme's faces would win over both."""
    style.font.name, style.font.size = faces[0], Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), faces[1])
    # Quotation marks and dashes belong to both scripts: with the hint they are set as Chinese.
    fonts.set(qn("w:hint"), "eastAsia")


def _numbered(paragraph: Paragraph) -> None:
    """The page's number, as a field."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)


def _write(document: Document, entry: ExportedClause, words: Words) -> None:
    document.add_heading(_clean(entry.heading), 1)
    _soft(document, entry.title)
    if entry.path:
        _soft(document, " › ".join(entry.path))
    if entry.quotes:
        document.add_heading(words.collection.quoted, 2)
        for quote in entry.quotes:
            _mark(document.add_paragraph(style="Quote").add_run(_clean(quote)))
    document.add_heading(words.answer.clause, 2)
    for part in entry.parts:
        _part(document, part)
    document.add_heading(words.answer.copy_line, 2)
    document.add_paragraph(_clean(entry.citation))
    line = document.add_paragraph()
    line.add_run(entry.judged)
    line.add_run(entry.validity).bold = True
    line.add_run(_clean(entry.proof))
    if entry.page:
        _soft(document, entry.page)


def _part(document: Document, part: ClausePart) -> None:
    paragraph = document.add_paragraph()
    if part.column:
        paragraph.add_run(_clean(f"{part.column}：")).bold = True
    for run in part.runs:
        written = paragraph.add_run(_clean(run.text))
        if run.kind:
            _mark(written)


def _mark(run: Run) -> None:
    # The line survives a printer without colours.
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    run.font.underline = True


def _soft(document: Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.font.color.rgb, run.font.size = _SOFT, Pt(10.5)
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return CONTROL.sub("", text)

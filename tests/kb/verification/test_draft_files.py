"""Drafts as files."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from kb.errors import InvalidInput
from kb.verification import MOST_BYTES, draft_text

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return data.getvalue()


def body(paragraphs: str) -> str:
    return f"<w:document {_WORD}><w:body>{paragraphs}</w:body></w:document>"


def test_a_text_in_any_encoding_that_notices_have() -> None:
    assert draft_text("给予补贴".encode("gb18030"), "a.txt") == "给予补贴"


def test_a_word_document_as_a_word_processor_writes_it() -> None:
    document = Document()
    document.add_paragraph("第一段")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲格", "乙格"
    document.add_paragraph("末段")
    document.sections[0].footer.paragraphs[0].text = "页脚"
    data = io.BytesIO()
    document.save(data)
    assert [line for line in draft_text(data.getvalue(), "a.docx").split("\n") if line] == [
        *("第一段", "甲格", "乙格", "末段", "页脚")
    ]


def test_notes_and_text_boxes_are_read_once_and_what_was_struck_out_is_not() -> None:
    box = "<w:p><w:r><w:t>框内</w:t></w:r></w:p>"
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    main = body(
        f"<w:p><w:r><w:t>甲</w:t></w:r>{choice}<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>乙</w:t></w:r></w:p>"
    )
    notes = f"<w:footnotes {_WORD}><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnotes>"
    assert draft_text(packed(document=main, footnotes=notes), "a.docx") == "框内\n甲乙\n脚注"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"x" * (MOST_BYTES + 1), "a.txt"),
        (b"PK\x03\x04broken", "a.docx"),
        (packed(styles="<x/>"), "a.docx"),
        (packed(document="<w:document"), "a.docx"),
        (packed(document='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "a.docx"),
        (packed(document=" " * (41 * 2**20)), "a.docx"),
        (b"%PDF-1.7", "a.txt"),
        (b"\xd0\xcf\x11\xe0", "a.doc"),
    ],
    ids=["large", "no zip", "no document", "cut off", "entity", "bomb", "pdf", "old word"],
)
def test_what_is_no_draft_is_refused_with_a_remedy(data: bytes, name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        draft_text(data, name)
    assert "：" in error.value.message.zh and ":" in error.value.message.en

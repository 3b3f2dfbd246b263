"""Drafts as files."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from kb.errors import InvalidInput
from kb.verification import MOST_BYTES, draft_text


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return data.getvalue()


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
    text = draft_text(data.getvalue(), "a.docx")
    assert [line.strip() for line in text.split("\n") if line.strip()] == ["第一段", "甲格\t乙格", "末段", "页脚"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"x" * (MOST_BYTES + 1), "a.txt"),
        (b"PK\x03\x04broken", "a.docx"),
        (packed(styles="<x/>"), "a.docx"),
        (packed(document='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "a.docx"),
        (b"%PDF-1.7", "a.txt"),
    ],
    ids=["large", "no zip", "no document", "entity", "pdf"],
)
def test_what_is_no_draft_is_refused_with_a_remedy(data: bytes, name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        draft_text(data, name)
    assert "：" in error.value.message.zh and ":" in error.value.message.en

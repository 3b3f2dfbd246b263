"""The line a caseworker copies, in Chinese and English."""

from __future__ import annotations

from kb.records import Clause, ClauseKind, Document

_ENGLISH_KINDS: dict[ClauseKind, str] = {
    "heading": "Heading",
    "clause": "Clause",
    "row": "Table row",
    "block": "Passage",
}


def citation_line(document: Document, label: str) -> str:
    """`《题名》（文号）一（一）1`, without the number where the text has none."""
    number = f"（{document.number}）" if document.number else ""
    return f"《{document.title}》{number}{label}"


def english_citation_line(document: Document, clause: Clause) -> str:
    """`Clause 一（一）1, 某发〔2020〕3号, issued 2020-06-12: 《题名》`; names stay as they are, what is not stated is left out."""
    day = f"issued {document.issued}" if document.issued else ""
    if document.published and not day:
        day = f"published {document.published}"
    parts = (f"{_ENGLISH_KINDS[clause.kind]} {clause.label}", document.number, day)
    return f"{', '.join(part for part in parts if part)}: 《{document.title}》"

"""What the command line prints for people, and a document's clauses as nested data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.citations import citation_line
from kb.records import Answer, Clause

_VALIDITY = {
    "in_force": "现行有效 in force",
    "expired": "已到期 expired",
    "not_yet_in_force": "尚未生效 not yet in force",
    "superseded": "已被替代 superseded",
    "undated": "未写明有效期 no end date stated",
}


def print_answer(answer: Answer) -> None:
    """Prints the quotes, their citations with validity, the notices, and a few other clauses."""
    for item in answer.answer:
        label = f"{item.column}：" if item.column else ""
        print(f"{label}{item.text} [{item.citation}]")
    if answer.answer:
        print()
    for citation in answer.citations:
        print(f"[{citation.n}] {citation_line(citation.document, citation.clause.label)}")
        print(f"    {' > '.join(citation.clause.path)}")
        proof = f"（{citation.validity_quote}）" if citation.validity_quote else ""
        print(f"    {_VALIDITY[citation.validity]}{proof}")
    for notice in answer.notices:
        print(f"! {notice.text}")
    if answer.related and answer.status != "answered":
        print("相近的条款 Nearest clauses:")
    elif answer.related:
        print("其他条款 Other clauses:")
    for hit in answer.related[:3]:
        print(f"  - {citation_line(hit.document, hit.clause.label)}")


def tree(found: Iterable[Clause], parent: str | None) -> list[dict[str, Any]]:
    """The clauses below `parent` (None: the outermost), each with its children."""
    listed = list(found)
    return [
        {
            "clause_id": clause.id,
            "label": clause.label,
            "kind": clause.kind,
            "path": list(clause.path),
            "text": clause.text,
            **(
                {"cells": [{"column": cell.column, "text": cell.text} for cell in clause.cells]} if clause.cells else {}
            ),
            "children": tree(listed, clause.id),
        }
        for clause in listed
        if clause.parent == parent
    ]


def shortened(text: str, width: int = 60) -> str:
    """The text on one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

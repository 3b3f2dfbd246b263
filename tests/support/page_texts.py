"""What is read of a text that was copied from a page: its fields, and its clauses by their labels."""

from __future__ import annotations

from typing import Any

from kb.reading.clauses import build_clauses
from kb.reading.metadata import extract
from kb.records import SourceText


def fields(text: str) -> dict[str, Any]:
    """The values of the fields that are found, by name."""
    found = extract(SourceText("page.txt", text, "utf-8", "0"))
    return {name: stated.value for name, stated in vars(found).items() if stated is not None}


def labels(text: str) -> dict[str, str]:
    """The text of each clause by its label."""
    clauses, _ = build_clauses(SourceText("page.txt", text, "utf-8", "0"), "D")
    return {clause.label: clause.text for clause in clauses}

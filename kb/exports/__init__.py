"""The texts held, as files for other programs: linked data, a line a clause, Markdown, or the catalogue as a table."""

from __future__ import annotations

from kb.exports.catalogue import catalogue_csv
from kb.exports.legislation import linked_data
from kb.exports.lines import clause_lines
from kb.exports.markdown import document_markdown, markdown_text

__all__ = ["catalogue_csv", "clause_lines", "document_markdown", "linked_data", "markdown_text"]

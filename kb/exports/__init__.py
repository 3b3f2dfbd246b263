"""The texts held, as files for other programs: linked data, a line a clause, or Markdown."""

from __future__ import annotations

from kb.exports.legislation import linked_data
from kb.exports.lines import clause_lines
from kb.exports.markdown import document_markdown, markdown_text

__all__ = ["clause_lines", "document_markdown", "linked_data", "markdown_text"]

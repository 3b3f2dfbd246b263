"""What goes into a letter from a citation card: the quoted words and where they stand."""

from __future__ import annotations

from datetime import date

from kb.answers import Citation
from ui.pieces.links import source_line
from ui.pieces.words import Words


def quoted_with_citation(citation: Citation, as_of: date | None, words: Words) -> str:
    """The quoted words, where they stand, and whether that is in force."""
    line = source_line(citation.document, citation.clause, words.language)
    day = f"{words.answer.separator}{words.answer.as_of.format(date=as_of.isoformat())}" if as_of else ""
    said = "\n".join(f"“{quote.text}”" for quote in citation.quotes)
    return f"{said}\n—— {line} [{words.answer['validity'][citation.validity]}{day}]"

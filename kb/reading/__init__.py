"""From the bytes of a file to a tree of clauses and what the text states of itself."""

from __future__ import annotations

from kb.reading.bases import NamedBasis, bases_of
from kb.reading.clauses import build_clauses
from kb.reading.document_numbers import canonical_number
from kb.reading.files import READERS, read_document
from kb.reading.letterhead import ends_like_title
from kb.reading.located import Located, bare, tidy
from kb.reading.metadata import Extracted, extract
from kb.reading.named_documents import Named
from kb.reading.outline import NUMERAL, counted_mark
from kb.reading.pdf.picture import Pictures, no_picture
from kb.reading.ruling_lists import rulings_of
from kb.reading.rulings import Ruling
from kb.reading.source_lines import one_line
from kb.reading.statements import Certainty, Stated
from kb.reading.tables import KEY_COLUMNS

__all__ = [
    "KEY_COLUMNS",
    "NUMERAL",
    "READERS",
    "Certainty",
    "Extracted",
    "Located",
    "Named",
    "NamedBasis",
    "Pictures",
    "Ruling",
    "Stated",
    "bare",
    "bases_of",
    "build_clauses",
    "canonical_number",
    "counted_mark",
    "ends_like_title",
    "extract",
    "no_picture",
    "one_line",
    "read_document",
    "rulings_of",
    "tidy",
]

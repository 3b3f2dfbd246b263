from .clauses import build_clauses
from .document_numbers import canonical_number
from .files import READERS, read_document
from .letterhead import ends_like_title
from .located import Located, bare, tidy
from .metadata import Extracted, extract
from .outline import NUMERAL, counted_mark
from .pdf import Pictures, no_picture
from .repeal import Repeal, held_document, repeals
from .source_lines import one_line
from .statements import Certainty, Stated
from .tables import KEY_COLUMNS

__all__ = [
    "KEY_COLUMNS",
    "NUMERAL",
    "READERS",
    "Certainty",
    "Extracted",
    "Located",
    "Pictures",
    "Repeal",
    "Stated",
    "bare",
    "build_clauses",
    "canonical_number",
    "counted_mark",
    "ends_like_title",
    "extract",
    "held_document",
    "no_picture",
    "one_line",
    "read_document",
    "repeals",
    "tidy",
]

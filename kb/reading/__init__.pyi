from .archives import ArchivedFile, safe_path, unpacked
from .bases import NamedBasis, bases_of
from .clauses import build_clauses
from .cleaning import RUNNING_HEAD
from .document_numbers import canonical_number
from .files import SUFFIXES, has_pictures, optional_readers, read_document, suffix_for
from .located import Located, bare, tidy
from .metadata import Extracted, extract
from .named_documents import TITLE_PATTERN, Named
from .other_laws import other_titles
from .outline import NUMERAL, counted_mark, mark_of
from .pictures import Pictures, no_picture
from .ruling_lists import rulings_of
from .rulings import Ruling
from .source_lines import one_line
from .statements import Certainty, Stated
from .tables import KEY_COLUMNS
from .title_kinds import TITLE_KINDS, ends_like_title
from .written import ELSEWHERE, MACROS

__all__ = [
    "ELSEWHERE",
    "KEY_COLUMNS",
    "MACROS",
    "NUMERAL",
    "RUNNING_HEAD",
    "SUFFIXES",
    "TITLE_KINDS",
    "TITLE_PATTERN",
    "ArchivedFile",
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
    "has_pictures",
    "mark_of",
    "no_picture",
    "one_line",
    "optional_readers",
    "other_titles",
    "read_document",
    "rulings_of",
    "safe_path",
    "suffix_for",
    "tidy",
    "unpacked",
]

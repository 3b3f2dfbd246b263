from .as_of import parse_as_of, possible_day
from .dates import BOUNDED_SPACE, DATE_PATTERN, DURATION_PATTERN, DateMention, Duration, find_dates
from .english_figures import in_english
from .english_numerals import english_number, english_quantities
from .expressions import Expression, expressions_in, find_durations
from .figures import Figure, figures_in
from .gloss import Glossary
from .lexicon import Lexicon, TermMatch
from .lexicon_file import LEXICON_NAME, LexiconEntry, ParsedLexicon, read_lexicon
from .mined_terms import mined_entries, mined_pairs
from .normal_form import (
    Repair,
    Repaired,
    as_printed,
    folded,
    is_traditional,
    repaired,
    simplified,
    simplified_in_place,
    well_formed,
)
from .numbers import (
    CHARACTERS,
    NUMBER,
    ROUGH_NUMBER,
    Number,
    chinese_number,
    number_value,
    numbers_in,
    spelled,
    spelled_on_bills,
)
from .numerals import variants
from .place_names import Place
from .places import Gazetteer, PlaceMention
from .quantities import FigureKind, holds, kinds_in
from .regions import RegionIndex, Relation, locator
from .sentences import PASSAGE_CHARACTERS, ends_sentence, passage_spans, sentence_spans
from .wording import has_word, language_of, normalise, stop_words, without_filler

__all__ = [
    "BOUNDED_SPACE",
    "CHARACTERS",
    "DATE_PATTERN",
    "DURATION_PATTERN",
    "LEXICON_NAME",
    "NUMBER",
    "PASSAGE_CHARACTERS",
    "ROUGH_NUMBER",
    "DateMention",
    "Duration",
    "Expression",
    "Figure",
    "FigureKind",
    "Gazetteer",
    "Glossary",
    "Lexicon",
    "LexiconEntry",
    "Number",
    "ParsedLexicon",
    "Place",
    "PlaceMention",
    "RegionIndex",
    "Relation",
    "Repair",
    "Repaired",
    "TermMatch",
    "as_printed",
    "chinese_number",
    "ends_sentence",
    "english_number",
    "english_quantities",
    "expressions_in",
    "figures_in",
    "find_dates",
    "find_durations",
    "folded",
    "has_word",
    "holds",
    "in_english",
    "is_traditional",
    "kinds_in",
    "language_of",
    "locator",
    "mined_entries",
    "mined_pairs",
    "normalise",
    "number_value",
    "numbers_in",
    "parse_as_of",
    "passage_spans",
    "possible_day",
    "read_lexicon",
    "repaired",
    "sentence_spans",
    "simplified",
    "simplified_in_place",
    "spelled",
    "spelled_on_bills",
    "stop_words",
    "variants",
    "well_formed",
    "without_filler",
]

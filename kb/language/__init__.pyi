from .as_of import parse_as_of
from .dates import BOUNDED_SPACE, DATE_PATTERN, DURATION_PATTERN, DateMention, Duration, find_dates, find_durations
from .english_numerals import english_number, english_quantities
from .figures import Figure, figures_in
from .gloss import Glossary
from .lexicon import Lexicon, LexiconEntry, TermMatch
from .normal_form import Repair, Repaired, as_printed, in_simplified, is_traditional, repaired
from .numbers import chinese_number, number_value
from .numerals import variants
from .place_names import Place
from .places import Gazetteer, PlaceMention
from .quantities import FigureKind, kinds_asked, kinds_in
from .regions import RegionIndex, locator
from .sentences import PASSAGE_CHARACTERS, ends_sentence, passage_spans, sentence_spans
from .wording import has_word, language_of, normalise, stop_words, without_filler

__all__ = [
    "BOUNDED_SPACE",
    "DATE_PATTERN",
    "DURATION_PATTERN",
    "PASSAGE_CHARACTERS",
    "DateMention",
    "Duration",
    "Figure",
    "FigureKind",
    "Gazetteer",
    "Glossary",
    "Lexicon",
    "LexiconEntry",
    "Place",
    "PlaceMention",
    "RegionIndex",
    "Repair",
    "Repaired",
    "TermMatch",
    "as_printed",
    "chinese_number",
    "ends_sentence",
    "english_number",
    "english_quantities",
    "figures_in",
    "find_dates",
    "find_durations",
    "has_word",
    "in_simplified",
    "is_traditional",
    "kinds_asked",
    "kinds_in",
    "language_of",
    "locator",
    "normalise",
    "number_value",
    "parse_as_of",
    "passage_spans",
    "repaired",
    "sentence_spans",
    "stop_words",
    "variants",
    "without_filler",
]

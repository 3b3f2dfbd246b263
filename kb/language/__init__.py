"""Words, numbers, dates and places as Chinese notices and the people who ask about them write them. Knows no notice."""

from __future__ import annotations

from kb.language.as_of import parse_as_of
from kb.language.dates import (
    BOUNDED_SPACE,
    DATE_PATTERN,
    DURATION_PATTERN,
    DateMention,
    Duration,
    find_dates,
    find_durations,
)
from kb.language.english_numerals import english_number, english_quantities
from kb.language.figures import Figure, figures_in
from kb.language.gloss import Glossary
from kb.language.lexicon import Lexicon, LexiconEntry, TermMatch
from kb.language.normal_form import Repair, Repaired, as_printed, in_simplified, is_traditional, repaired
from kb.language.numbers import chinese_number, number_value
from kb.language.numerals import variants
from kb.language.place_names import Place
from kb.language.places import Gazetteer, PlaceMention
from kb.language.quantities import FigureKind, kinds_asked, kinds_in
from kb.language.regions import RegionIndex, locator
from kb.language.sentences import PASSAGE_CHARACTERS, ends_sentence, passage_spans, sentence_spans
from kb.language.wording import has_word, language_of, normalise, stop_words, without_filler

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

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
)
from kb.language.english_numerals import english_number, english_quantities
from kb.language.expressions import Expression, expressions_in, find_durations
from kb.language.figures import Figure, figures_in
from kb.language.gloss import Glossary
from kb.language.lexicon import Lexicon, LexiconEntry, TermMatch
from kb.language.normal_form import Repair, Repaired, folded, is_traditional, repaired, simplified, well_formed
from kb.language.numbers import CHARACTERS, NUMBER, ROUGH_NUMBER, Number, chinese_number, number_value, numbers_in
from kb.language.numerals import variants
from kb.language.place_names import Place
from kb.language.places import Gazetteer, PlaceMention
from kb.language.quantities import FigureKind, kinds_asked, kinds_in
from kb.language.regions import RegionIndex, locator
from kb.language.sentences import PASSAGE_CHARACTERS, ends_sentence, passage_spans, sentence_spans
from kb.language.wording import has_word, language_of, normalise, stop_words, without_filler

__all__ = [
    "BOUNDED_SPACE",
    "CHARACTERS",
    "DATE_PATTERN",
    "DURATION_PATTERN",
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
    "Place",
    "PlaceMention",
    "RegionIndex",
    "Repair",
    "Repaired",
    "TermMatch",
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
    "is_traditional",
    "kinds_asked",
    "kinds_in",
    "language_of",
    "locator",
    "normalise",
    "number_value",
    "numbers_in",
    "parse_as_of",
    "passage_spans",
    "repaired",
    "sentence_spans",
    "simplified",
    "stop_words",
    "variants",
    "well_formed",
    "without_filler",
]

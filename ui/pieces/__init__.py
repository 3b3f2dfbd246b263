"""Pieces of pages: their words and templates, and the views of answers, quotes and benefit cards that those show."""

from __future__ import annotations

from ui.pieces.benefit_views import BenefitView, SaidView, benefit_view
from ui.pieces.busy import BUSY
from ui.pieces.citation_cards import quoted_with_citation
from ui.pieces.counterpart_views import comparison_view
from ui.pieces.dates import BAD_DATE, read_date
from ui.pieces.headline import asks_figure, bigrams, first_line
from ui.pieces.links import Shelf, clause_anchor, clause_path, document_path, picture_path, reference, source_line
from ui.pieces.quotes import is_compared
from ui.pieces.render import answer_html, answer_view, failure_html, field_error_html, told_notices, welcome_html
from ui.pieces.replies import attachment, wants_json
from ui.pieces.runs import NOTE, ClausePart, Run, cell_ranges, clause_parts, quoted_runs, runs_of, spans
from ui.pieces.situation_numbers import read_number, typed_as
from ui.pieces.templating import Said, piece, templates
from ui.pieces.words import Words, WordsError, words_in, words_of_file

__all__ = [
    "BAD_DATE",
    "BUSY",
    "NOTE",
    "BenefitView",
    "ClausePart",
    "Run",
    "Said",
    "SaidView",
    "Shelf",
    "Words",
    "WordsError",
    "answer_html",
    "answer_view",
    "asks_figure",
    "attachment",
    "benefit_view",
    "bigrams",
    "cell_ranges",
    "clause_anchor",
    "clause_parts",
    "clause_path",
    "comparison_view",
    "document_path",
    "failure_html",
    "field_error_html",
    "first_line",
    "is_compared",
    "picture_path",
    "piece",
    "quoted_runs",
    "quoted_with_citation",
    "read_date",
    "read_number",
    "reference",
    "runs_of",
    "source_line",
    "spans",
    "templates",
    "told_notices",
    "typed_as",
    "wants_json",
    "welcome_html",
    "words_in",
    "words_of_file",
]

"""Pieces of pages: markup, quotes, citation and benefit cards, and the words around them."""

from __future__ import annotations

from ui.pieces.admission import BusyError, WaitingRoom
from ui.pieces.answer_cards import benefit_lines
from ui.pieces.benefit_views import BenefitView, SaidView, benefit_view
from ui.pieces.card_words import CARD_WORDS
from ui.pieces.citation_cards import Shelf, quoted_with_citation
from ui.pieces.counterpart_views import comparison_view
from ui.pieces.dates import read_date
from ui.pieces.framing import badge, message, source_line
from ui.pieces.headline import Headline, first_line
from ui.pieces.links import clause_anchor, clause_path, document_path, picture_path
from ui.pieces.markup import NOTE, cell_ranges, clause_body, esc, marked, mixed, spans
from ui.pieces.quotes import is_compared, quoted
from ui.pieces.render import SAID_BY_FRAME, answer_html, failure_html, field_error_html, welcome_html
from ui.pieces.replies import attachment, wants_json
from ui.pieces.situation_numbers import read_number, typed_as
from ui.pieces.theme import ASSETS, FAVICON, desk_theme, page_head
from ui.pieces.words import BAD_DATE, BUSY, FRAMES, UNANSWERED, Frame

__all__ = [
    "ASSETS",
    "BAD_DATE",
    "BUSY",
    "CARD_WORDS",
    "FAVICON",
    "FRAMES",
    "NOTE",
    "SAID_BY_FRAME",
    "UNANSWERED",
    "BenefitView",
    "BusyError",
    "Frame",
    "Headline",
    "SaidView",
    "Shelf",
    "WaitingRoom",
    "answer_html",
    "attachment",
    "badge",
    "benefit_lines",
    "benefit_view",
    "cell_ranges",
    "clause_anchor",
    "clause_body",
    "clause_path",
    "comparison_view",
    "desk_theme",
    "document_path",
    "esc",
    "failure_html",
    "field_error_html",
    "first_line",
    "is_compared",
    "marked",
    "message",
    "mixed",
    "page_head",
    "picture_path",
    "quoted",
    "quoted_with_citation",
    "read_date",
    "read_number",
    "source_line",
    "spans",
    "typed_as",
    "wants_json",
    "welcome_html",
]

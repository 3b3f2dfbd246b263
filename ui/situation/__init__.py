"""The page that matches a situation against the benefit cards."""

from __future__ import annotations

from ui.situation.page import situation_routes
from ui.situation.result import grouped
from ui.situation.sheet_words import SHEET, SheetWords

__all__ = ["SHEET", "SheetWords", "grouped", "situation_routes"]

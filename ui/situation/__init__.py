"""The page that matches a situation against the benefit cards."""

from __future__ import annotations

from ui.situation.page import situation_routes
from ui.situation.result import grouped

__all__ = ["grouped", "situation_routes"]

"""Messages in both languages, as notices and errors carry them; `index` says its own in the same way."""

from __future__ import annotations

from index import Message, SaidError

__all__ = ["Message", "SaidError"]

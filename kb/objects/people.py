"""Who did what, and what was asked of what, without any question's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.objects.plain import PlainObject


class AuditEntryObject(PlainObject):
    """An entry of the record of who did what."""

    number: int
    """Its number, from 1."""
    at: str
    """When, UTC to the second."""
    who: str
    """The user, or `account@terminal` for a command."""
    deed: str
    """What was done: sign_in, document_added, user_removed, export and so on."""
    subject: str
    """The document, user or file it was done to."""
    details: dict[str, Any]
    """What belongs to it, of a change what was there before and after."""
    sha256: str
    """The hash over this entry and the hash of the one before."""


class StatsObject(PlainObject):
    """How many questions were asked of what; no text of a question is in it."""

    first: date
    """The first day that is counted."""
    questions: int
    """How many there were."""
    statuses: dict[str, int]
    """How many answers had each status."""
    days: dict[str, int]
    """How many were asked on each day."""
    documents: dict[str, int]
    """How many answers rested on each document, by its id, most first."""
    clauses: dict[str, int]
    """The same by clause."""
    refused: dict[str, int]
    """How many sessions were not answered on each word, where at least three different ones said it."""

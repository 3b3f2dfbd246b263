"""What somebody should look at."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kb.objects.plain import PlainObject


class WatchPointObject(PlainObject):
    """Something to look at, about one held document."""

    kind: Literal["ends", "ended_in_use", "basis_lapsed", "not_held", "said_outdated"]
    """`ended_in_use`: it has ended and is still rested on or cited; `not_held`: it rests on what is not held; `said_outdated`: in feedback."""
    document: str
    """Its number or id."""
    title: str
    """Its title."""
    day: date | None
    """When it, or what it rests on, ends or ended."""
    said: str
    """What to look at, in both languages."""
    clause: str | None
    """The address of the clause that shows it."""
    words: str | None
    """The words that show it, verbatim."""

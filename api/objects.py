"""What the doors give beside the objects of the commands: lists, and a clause with its document."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from kb.objects import ClauseObject, DocumentEntryObject, DocumentObject, HitObject, PlainObject


class HitsObject(PlainObject):
    """Ranked clauses."""

    hits: list[HitObject]
    """Best first; empty if the place asked about is not held."""


class DocumentsObject(PlainObject):
    """The documents held."""

    documents: list[DocumentEntryObject]
    """Each with its validity on the day."""


class HeldClauseObject(PlainObject):
    """A clause with its document."""

    clause: ClauseObject
    """The clause and those below it."""
    line: str
    """The line to cite it by."""
    document: DocumentObject
    """Its document; the validity is the clause's where it alone was repealed."""


class AliveObject(PlainObject):
    """The server answers."""

    status: Literal["alive"]
    """Always `alive`."""


class ReadyObject(PlainObject):
    """The store is open."""

    status: Literal["ready"]
    """Always `ready`; where it is not, a problem is sent instead."""
    generation: str
    """Names the texts held and the program that read them; ETags begin with it."""
    built: datetime | None
    """When the store was built."""
    age_seconds: int | None
    """How long ago that is."""
    documents: int
    """How many documents are held."""
    warning: str | None
    """Why an older generation is served; null where the newest is."""

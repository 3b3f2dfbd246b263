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


class LookedUpObject(PlainObject):
    """What was looked up, and whether it is held: that it is not is an answer."""

    status: Literal["held", "not_held"]
    """`not_held`: the texts held have nothing of this name; `nearest` says what they have."""
    asked: str
    """The id or name asked for."""
    nearest: list[str]
    """Where it is not held: ids of the likest clauses of its document, or numbers of the likest documents."""


class LookedUpClauseObject(LookedUpObject):
    """A clause by its id, with its document."""

    clause: ClauseObject | None
    """The clause and those below it; null where it is not held."""
    line: str | None
    """The line to cite it by."""
    document: DocumentObject | None
    """Its document; the validity is the clause's where it alone was repealed."""


class LookedUpDocumentObject(LookedUpObject):
    """A document by its number, id or title."""

    document: DocumentObject | None
    """The document with its validity on the day; null where it is not held."""


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

"""What the doors give beside the objects of the commands: lists, and a clause with its document."""

from __future__ import annotations

from kb.objects import ClauseObject, DocumentEntryObject, DocumentObject, HitObject, PlainObject


class HitsObject(PlainObject):
    """Ranked clauses."""

    hits: list[HitObject]
    """Best first; empty where the place asked about is not held."""


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

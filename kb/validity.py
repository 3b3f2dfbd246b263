"""Whether a document holds on a day, with the words that prove it."""

from __future__ import annotations

from datetime import date

from kb.records import Document, Validity


def validity_on(document: Document, as_of: date) -> tuple[Validity, str | None]:
    """The document's state on a day and the words of its text that prove it, or None where nothing in the text does.

    The last day of a term is in force. A document without a stated end is never `in_force`: it is `undated`.
    """
    if document.superseded_on and document.superseded_on <= as_of:
        return "superseded", document.superseded_quote
    if document.effective_from:
        if as_of < document.effective_from:
            return "not_yet_in_force", document.effective_quote
    elif document.issued and as_of < document.issued:
        return "not_yet_in_force", document.issued_quote
    if document.effective_to is None:
        return "undated", None
    return ("expired" if document.effective_to < as_of else "in_force"), document.expiry_quote

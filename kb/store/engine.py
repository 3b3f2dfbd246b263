"""The engine that the settings name, and what it is told of each clause.

What searches, and what reads questions, is imported where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from index import TextIndexError
from kb.clause_table import ClauseTable
from kb.errors import StoreError
from kb.records import Document
from kb.settings import Settings

if TYPE_CHECKING:
    from index import DocumentRow, Engine, RowFilter


def engine_of(settings: Settings) -> Engine | None:
    """The engine, not yet connected to; None where the store's folder is searched. EngineError for an address that is none."""
    if settings.engine is None:
        return None
    from index import Engine, EngineSettings

    token = settings.engine_token.get_secret_value() if settings.engine_token else ""
    meanwhile = settings.engine_away == "embedded"
    return Engine(EngineSettings(settings.engine, settings.engine_user or "", token, meanwhile))


def row_filter(ids: Sequence[str], clauses: ClauseTable, documents: Sequence[Document]) -> RowFilter:
    """What the engine is told of the entries of an index, which are the clauses with these ids."""
    from index import RowFilter
    from kb.questions import forms_among

    places = {document.id: place for place, document in enumerate(documents)}
    owners = [places[clauses.documents[clauses.positions[identifier]]] for identifier in ids]
    forms = forms_among(clauses)
    return RowFilter(
        [_row(document) for document in documents],
        np.array(owners, dtype=np.int64),
        np.array([identifier in forms for identifier in ids], dtype=np.bool_),
    )


@contextmanager
def declared() -> Iterator[None]:
    """What the index tells, told as a failure of the store."""
    try:
        yield
    except TextIndexError as error:
        raise StoreError.saying(error.message) from error


def _row(document: Document) -> DocumentRow:
    """Its region from the outside inwards and the days between which it is in force, as `kb.documents.validity_on` judges them."""
    from index import DocumentRow

    last = document.effective_to
    if last and document.superseded_on:
        last = min(last, document.superseded_on - timedelta(days=1))
    region = "*" if document.national else "/".join(reversed(document.regions))
    return DocumentRow.of(document.id, region, document.effective_from or document.issued, last)

"""A JSON object a clause, each complete in itself, as search engines and other knowledge bases take them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kb.citation_lines import line_to_cite
from kb.documents import validity_on
from kb.objects import ExportedClauseObject
from kb.records import Clause, Document


def clause_lines(document: Document, clauses: Sequence[Clause], as_of: date) -> Iterator[ExportedClauseObject]:
    """The clauses of one document in reading order, with their validity on a day."""
    for clause in clauses:
        validity, quote = validity_on(document, as_of, clause.id)
        yield ExportedClauseObject(
            clause_id=clause.id,
            label=clause.label,
            kind=clause.kind,
            path=list(clause.path),
            text=clause.text,
            line=line_to_cite(document, clause.label),
            document=document.id,
            number=document.number,
            title=document.title,
            issuers=list(document.issuers),
            regions=list(document.regions),
            issued=document.issued,
            effective_from=document.effective_from,
            effective_to=document.effective_to,
            as_of=as_of,
            validity=validity,
            validity_quote=quote,
        )

"""Documents and their clauses as JSON-LD: schema.org/Legislation, with the dates of the European Legislation Identifier (ELI 1.5).

What a text does not state is left out: of one without a stated end no legal force is claimed, and `creativeWorkStatus` says `undated`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from kb.citation_lines import clause_address
from kb.documents import repeal_of_clause, validity_on
from kb.records import Clause, Document, Effect, EffectKind, Validity

_DATE: Final = {"@type": "http://www.w3.org/2001/XMLSchema#date"}
_CONTEXT: Final = [
    "https://schema.org",
    {
        "eli": "http://data.europa.eu/eli/ontology#",
        "eli:first_date_entry_in_force": _DATE,
        "eli:date_no_longer_in_force": _DATE,
    },
]
_FORCE: Final[Mapping[Validity, str]] = {
    "in_force": "InForce",
    "expired": "NotInForce",
    "superseded": "NotInForce",
    "not_yet_in_force": "NotInForce",
}
# How a document that decides of another is joined to it, seen from the other.
_DECIDED: Final[Mapping[EffectKind, str]] = {
    "repeals": "eli:repealed_by",
    "repeals_part": "eli:amended_by",
    "amends": "eli:amended_by",
    "extends": "eli:amended_by",
}


def linked_data(held: Iterable[tuple[Document, Sequence[Clause]]], as_of: date) -> dict[str, Any]:
    """All documents with their clauses and their legal force on a day, as one graph."""
    return {"@context": _CONTEXT, "@graph": [_document(document, clauses, as_of) for document, clauses in held]}


def _document(document: Document, clauses: Sequence[Clause], as_of: date) -> dict[str, Any]:
    validity, _ = validity_on(document, as_of)
    partly = any(repeal_of_clause(document, as_of, clause.id) for clause in clauses)
    force = _FORCE.get(validity)
    effects = [
        effect for effect in document.effects if (effect.obeyed or effect.kind == "amends") and effect.kind in _DECIDED
    ]
    return _stated(
        {
            "@type": "Legislation",
            "@id": clause_address(document.id),
            "name": document.title,
            "inLanguage": "zh-CN",
            "legislationIdentifier": document.number,
            "legislationType": document.kind,
            "legislationDate": _day(document.issued),
            "datePublished": _day(document.published),
            "legislationPassedBy": [{"@type": "Organization", "name": name} for name in document.issuers],
            "legislationJurisdiction": _area(("中华人民共和国",) if document.national else document.regions),
            "legislationLegalForce": _force("PartiallyInForce" if partly and force != "NotInForce" else force),
            "creativeWorkStatus": validity,
            "eli:first_date_entry_in_force": _day(document.effective_from),
            "eli:date_no_longer_in_force": _day(_first_day_without(document)),
            "isBasedOn": [{"@id": clause_address(basis.of)} for basis in document.bases],
            **_decided(effects),
            "hasPart": _parts(document, _below(clauses), None, as_of),
        }
    )


def _below(clauses: Sequence[Clause]) -> Mapping[str | None, Sequence[Clause]]:
    """The clauses directly below each clause; those below None are the outermost."""
    found: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(clause.parent, []).append(clause)
    return found


def _decided(effects: Sequence[Effect]) -> dict[str, list[dict[str, str]]]:
    """The documents that decide, by how they do."""
    found: dict[str, list[dict[str, str]]] = {}
    for effect in effects:
        by = {"@id": clause_address(effect.by)}
        if by not in found.setdefault(_DECIDED[effect.kind], []):
            found[_DECIDED[effect.kind]].append(by)
    return found


def _parts(
    document: Document, below: Mapping[str | None, Sequence[Clause]], parent: str | None, as_of: date
) -> list[dict[str, Any]]:
    """The clauses below a clause, each with those below it."""
    return [
        _stated(
            {
                "@type": "Legislation",
                "@id": clause_address(document.id, clause.label),
                "legislationIdentifier": clause.label,
                "text": clause.text,
                "legislationLegalForce": _force("NotInForce" if repeal_of_clause(document, as_of, clause.id) else None),
                "hasPart": _parts(document, below, clause.id, as_of),
            }
        )
        for clause in below.get(parent, ())
    ]


def _area(regions: Sequence[str]) -> dict[str, Any] | None:
    """A region within the one around it, and so on."""
    if not regions:
        return None
    return _stated({"@type": "AdministrativeArea", "name": regions[0], "containedInPlace": _area(regions[1:])})


def _first_day_without(document: Document) -> date | None:
    """The first day that the document is no longer in force."""
    ended = document.effective_to + timedelta(days=1) if document.effective_to else None
    return min((day for day in (ended, document.superseded_on) if day), default=None)


def _force(status: str | None) -> dict[str, str] | None:
    return {"@id": f"schema:{status}"} if status else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stated(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}

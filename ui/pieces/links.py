"""Addresses inside the site: of a document, of a clause in it, of a page's picture. No question is ever part of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlencode

from kb.records import Clause, Quote


def clause_anchor(label: str) -> str:
    """The element id of a clause on its document's page; unique there, since labels are."""
    return f"c:{label}"


def document_path(document: str, as_of: date | None = None) -> str:
    """The reading page of a document (by id), judged as of a day."""
    day = f"?{urlencode({'as_of': as_of.isoformat()})}" if as_of else ""
    return f"/documents/{quote(document, safe='')}{day}"


def clause_path(clause: Clause, quotes: Sequence[Quote] = (), as_of: date | None = None) -> str:
    """The reading page opened at a clause, the quoted ranges marked: `?clause=…&mark=7-19,30-41#c:…`."""
    given = {"clause": clause.label}
    if quotes:
        given["mark"] = ",".join(f"{each.start}-{each.end}" for each in quotes)
    if as_of:
        given["as_of"] = as_of.isoformat()
    return f"/documents/{quote(clause.document, safe='')}?{urlencode(given)}#{quote(clause_anchor(clause.label))}"


def picture_path(document: str, page: int) -> str:
    """The picture of a PDF's page, counted from 1."""
    return f"/documents/{quote(document, safe='')}/pages/{page}.png"

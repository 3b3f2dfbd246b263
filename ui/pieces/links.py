"""Addresses inside the site: of a document, of a clause in it, of a page's picture. No question is ever part of one.

And what a clause is cited and picked by, wherever one is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from kb.citation_lines import chosen_style, english_citation_line, line_to_cite
from kb.records import Clause, Document, Language, Quote


@dataclass(frozen=True)
class Shelf:
    """Where an answer stands: its number in the session (0: none), the language prefix of links, the day it is judged by."""

    number: int = 0
    prefix: str = ""
    as_of: date | None = None

    def url(self, path: str) -> str:
        """A path of this site in the interface's language."""
        return self.prefix + path

    def opened(self, clause: Clause, quotes: Sequence[Quote] = ()) -> str:
        """The address of a clause in its document, its quotes marked."""
        return self.url(clause_path(clause, quotes, self.as_of))

    def picked(self, quotes: Sequence[Quote] = ()) -> str:
        """The name of a button that picks a clause: what is quoted and the day, `7-19,30-41|2018-01-01`."""
        return f"{_ranges(quotes)}|{self.as_of.isoformat() if self.as_of else ''}"


NOWHERE: Final = Shelf()


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
        given["mark"] = _ranges(quotes)
    if as_of:
        given["as_of"] = as_of.isoformat()
    return f"/documents/{quote(clause.document, safe='')}?{urlencode(given)}#{quote(clause_anchor(clause.label))}"


def picture_path(document: str, page: int | str) -> str:
    """The picture of a PDF's page, counted from 1."""
    return f"/documents/{quote(document, safe='')}/pages/{page}.png"


def source_line(document: Document, clause: Clause, language: Language) -> str:
    """The line to cite a clause by, in the style of the settings; in English the usual one is written out in English."""
    if language == "en" and chosen_style() == "official":
        return english_citation_line(document, clause)
    return line_to_cite(document, clause.label)


def reference(document: Document, clause: Clause) -> str:
    """`某发〔2020〕3号 二（一）2`, with the title where the text has no number."""
    return f"{document.number or f'《{document.title}》'} {clause.label}"


def _ranges(quotes: Sequence[Quote]) -> str:
    return ",".join(f"{each.start}-{each.end}" for each in quotes)

"""The reading page: a whole document, opened at the clause that was cited, with its outline, its source page and what was set aside.

The desk page fetches it too and puts its one section beside an answer. Whatever stands in an address that is no clause, range or day
is passed over: the document is shown all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from kb.admission import BusyError, WaitingRoom
from kb.answers import Citation, page_of
from kb.documents import DocumentEntry, validity_on
from kb.errors import KnowledgeBaseError, UnknownDocument
from kb.exports import linked_data
from kb.reading import has_pictures
from kb.records import Clause, Document, Quote, SetAside
from ui.desk.reading_outline import outline
from ui.desk.reading_sheet import OpenedAt, SheetItem, reading_sheet
from ui.pieces import (
    Shelf,
    Words,
    clause_path,
    document_path,
    picture_path,
    quoted_with_citation,
    read_date,
    source_line,
)
from ui.server import Services, View

_RANGE = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")
_MOST_RANGES: Final = 50
_WAITING_FOR_PICTURES: Final = 12


@dataclass(frozen=True)
class ClauseButtons:
    """What the buttons of a clause carry: its citation, its words with the citation, its id, and the ranges and day for a pick."""

    cite: str
    both: str
    clause: str
    name: str


@dataclass(frozen=True)
class AsideGroup:
    """What was set aside for one reason: pairs of a place (line or page, None if unknown) and a text."""

    reason: str
    texts: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True)
class Picture:
    """The source page beside the text: its number, how many there are, and whether the file is still there."""

    number: int
    total: int
    there: bool


@dataclass(frozen=True)
class OpenedDocument:
    """A document with what its page was asked to show."""

    entry: DocumentEntry
    clauses: tuple[Clause, ...]
    as_of: date
    clause: Clause | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.entry.document

    @property
    def linked(self) -> dict[str, Any]:
        """What the page says, for programs that read it (JSON-LD)."""
        return linked_data([(self.document, self.clauses)], self.as_of)

    def tools(self, clause: Clause, words: Words) -> ClauseButtons:
        """What can be copied of a clause: the words quoted from the cited one, of any other the whole."""
        own = self.quotes if clause is self.clause else ()
        said = own or (Quote(clause.text, 0, len(clause.text)),)
        citation = Citation(1, clause, self.document, *validity_on(self.document, self.as_of, clause.id), said, 0.0)
        line = source_line(self.document, clause, words.language)
        both = quoted_with_citation(citation, self.as_of, words)
        return ClauseButtons(line, both, clause.id, Shelf(as_of=self.as_of).picked(own))

    def picture(self, page: int | str) -> str:
        """The address of the picture of a page, or of any in place of its number, what is quoted marked on it."""
        marked = clause_path(self.clause, self.quotes).partition("#")[0].partition("?")[2] if self.clause else ""
        return picture_path(self.document.id, page) + (f"?{marked}" if marked else "")

    def url(self, page: int | None = None) -> str:
        """The address of the page as it is open, the picture turned to a page."""
        address = clause_path(self.clause, self.quotes, self.as_of) if self.clause else ""
        address = address.partition("#")[0] or document_path(self.document.id, self.as_of)
        return f"{address}&page={page}#kb-picture" if page else address


def reading_routes(services: Services) -> APIRouter:
    """The routes of the reading page and of the pictures on it."""
    router = APIRouter()
    room = WaitingRoom(running=1, waiting=_WAITING_FOR_PICTURES)

    # `path`: a document's id may hold a stroke.
    @router.get("/documents/{document:path}/pages/{page}.png")
    def picture(request: Request, document: str, page: str) -> Response:
        words = View.of(request.scope).words
        try:
            with room.admitted():
                drawn = services.kb.page_picture(
                    document, _number(page), _quoted(services, request, document, _number(page))
                )
        except BusyError:
            return PlainTextResponse(words.reading.busy, 503)
        except KnowledgeBaseError as error:
            return PlainTextResponse(error.message.of(words.language), 404)
        return Response(drawn, media_type="image/png")

    @router.get("/documents/{document:path}")
    def reading(request: Request, document: str) -> HTMLResponse:
        return _reading(services, request, document)

    return router


def _reading(services: Services, request: Request, name: str) -> HTMLResponse:
    view = View.of(request.scope)
    words, asked = view.words.reading, request.query_params
    day, bad_day = _day(asked.get("as_of", ""))
    try:
        opened = _opened(services, name, day, asked.get("clause", ""), asked.get("mark", ""))
        aside = services.kb.set_aside(opened.document.id)
        picture = _picture(services, opened, asked.get("page", ""))
    except UnknownDocument:
        held = services.kb.documents(day)
        return services.site.page(
            request, "reading_missing.html", title=words.missing, status=404, name=name[:200], held=held
        )
    remarks = [words.bad_day] if bad_day else []
    if asked.get("clause") and not opened.clause:
        remarks.append(words.no_clause.format(label=asked["clause"][:60]))
    cited = OpenedAt(opened.clause.id, opened.quotes) if opened.clause else OpenedAt()
    return services.site.page(
        request,
        "reading.html",
        title=opened.document.title,
        opened=opened,
        kind=view.words.desk["kinds"].get(opened.document.kind, opened.document.kind),
        remarks=remarks,
        items=reading_sheet(opened.clauses, opened.document, cited),
        nodes=outline(opened.clauses, cited.clause),
        tools=lambda clause: opened.tools(clause, view.words),
        is_grid=_is_grid,
        aside=_groups(aside, opened.document),
        aside_count=len(aside),
        picture=picture,
        held={each.document.id for each in services.kb.documents(day)},
    )


def _is_grid(item: SheetItem) -> bool:
    return hasattr(item, "rows")


def _day(typed: str) -> tuple[date, bool]:
    """The day to judge by, and whether what stood in the address was none."""
    try:
        return read_date(typed) or date.today(), False
    except ValueError:
        return date.today(), True


def _opened(services: Services, name: str, day: date, label: str, mark: str) -> OpenedDocument:
    """The document with this id, number or title; UnknownDocument if the texts hold no such document."""
    clauses = services.kb.clauses(name)
    identifier = clauses[0].document
    entry = next((each for each in services.kb.documents(day) if each.document.id == identifier), None)
    if entry is None:  # withdrawn between two calls
        raise UnknownDocument(name)
    wanted = "".join(label.split())
    clause = next((each for each in clauses if wanted and wanted in {each.label, "".join(each.id.split())}), None)
    return OpenedDocument(entry, clauses, day, clause, _ranges(mark, clause.text) if clause else ())


def _ranges(mark: str, text: str) -> tuple[Quote, ...]:
    """`7-19,30-41` as quotes of a text; what is no range or lies outside is left out."""
    found: list[Quote] = []
    for piece in mark.split(",")[:_MOST_RANGES]:
        if match := _RANGE.fullmatch(piece.strip()):
            start, end = int(match[1]), int(match[2])
            if start < end <= len(text):
                found.append(Quote(text[start:end], start, end))
    return tuple(found)


def _picture(services: Services, opened: OpenedDocument, page: str) -> Picture | None:
    """The page asked for, else the one the cited clause stands on; None if the source has no pages that can be drawn."""
    total = len(opened.document.pages)
    if not total or not has_pictures(opened.document.file):
        return None
    number = _number(page)
    if not 1 <= number <= total:
        starts = [offset for offset in opened.clause.offsets if offset >= 0] if opened.clause else []
        number = page_of(opened.document.pages, starts[0]) or 1 if starts else 1
    return Picture(number, total, services.kb.source_file(opened.document.id) is not None)


def _number(page: str) -> int:
    """A page as an address names it; 0 for what is no number."""
    return int(page) if re.fullmatch(r"[0-9]{1,6}", page) else 0


def _quoted(services: Services, request: Request, document: str, page: int) -> tuple[str, ...]:
    """What an address marks on a page: the quotes of its clause, else the clause, as far as they stand there."""
    if not (label := request.query_params.get("clause", "")):
        return ()
    opened = _opened(services, document, date.today(), label, request.query_params.get("mark", ""))
    if not (clause := opened.clause):
        return ()
    pages = opened.document.pages
    there = [offset >= 0 and page_of(pages, offset) == page for offset in clause.offsets]
    spans = [(quote.start, quote.end) for quote in opened.quotes] or [(0, len(clause.text))]
    said = ("".join(clause.text[at] for at in range(start, end) if there[at]) for start, end in spans)
    return tuple(filter(None, said))


def _groups(aside: Iterable[SetAside], document: Document) -> Sequence[AsideGroup]:
    """What was set aside, by reason, the commonest first, each in the order of the file."""
    ordered = sorted(aside, key=lambda item: item.reason)
    groups = [(reason, list(items)) for reason, items in groupby(ordered, lambda item: item.reason)]
    return [
        AsideGroup(
            reason,
            tuple((page_of(document.pages, item.start) or item.line, item.text) for item in items),
        )
        for reason, items in sorted(groups, key=lambda group: -len(group[1]))
    ]

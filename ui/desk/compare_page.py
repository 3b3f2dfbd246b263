"""The page that sets what regions, years or documents say on one subject side by side, differences marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Final, TypeAlias, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from kb.answers import ComparedSide, Comparison, DifferenceMark, MarkedQuote, Side, SideKind, compare, side_of, year_of
from kb.errors import KnowledgeBaseError
from kb.store import KnowledgeBase
from ui.desk.compare_words import COMPARE
from ui.pieces import (
    BAD_DATE,
    BUSY,
    FRAMES,
    BusyError,
    Frame,
    Shelf,
    badge,
    clause_path,
    esc,
    message,
    read_date,
    source_line,
)
from ui.server import Services, View

_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
_KINDS: Final[tuple[SideKind, ...]] = get_args(SideKind)
# A side to choose: the form's value, what is shown, and the full name where that is shortened.
SideChoice: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class CompareForm:
    """What was typed into the form."""

    subject: str = ""
    sides: tuple[str, ...] = ()
    other: str = ""
    as_of: str = ""


def compare_routes(services: Services) -> APIRouter:
    """`/compare`: the form, and its answer, which never stands in an address."""
    router = APIRouter()

    @router.get("/compare")
    def form(request: Request) -> HTMLResponse:
        return _page(services, request, CompareForm())

    @router.post("/compare")
    def compared(
        request: Request,
        subject: Annotated[str, Form()] = "",
        side: Annotated[tuple[str, ...], Form()] = (),
        other: Annotated[str, Form()] = "",
        as_of: Annotated[str, Form()] = "",
    ) -> HTMLResponse:
        given = CompareForm(subject, side, other, as_of)
        try:
            day = read_date(as_of)
        except ValueError:
            return _page(services, request, given, problem=str(BAD_DATE))
        view = View.of(request.scope)
        try:
            with services.room.admitted():
                found = compare(
                    services.kb, subject, _sides(services.kb, given), day, "en" if view.language == "en" else None
                )
        except BusyError:
            return _page(services, request, given, problem=str(BUSY))
        except KnowledgeBaseError as error:
            return _page(services, request, given, problem=str(error))
        return _page(services, request, given, found)

    return router


def marked_differences(text: str, marks: Sequence[DifferenceMark]) -> Markup:
    """A quoted sentence with what differs in `<mark>` and the figures that are the same underlined; no word is added."""
    pieces: list[str] = []
    cursor = 0
    for mark in marks:
        words = esc(text[mark.start : mark.end])
        if mark.differs:
            kind = "kb-bound" if mark.bound_only else "kb-differs"
            words = f'<mark class="{kind}">{words}</mark>'
        else:
            words = f'<span class="kb-same">{words}</span>'
        pieces += [esc(text[cursor : mark.start]), words]
        cursor = mark.end
    return Markup("".join([*pieces, esc(text[cursor:])]))


def _sides(kb: KnowledgeBase, given: CompareForm) -> list[Side]:
    """The sides chosen, then those typed; one chosen and typed counts once."""
    sides: list[Side] = []
    for value in given.sides:
        kind, _, name = value.partition(":")
        sides += [Side(each, name) for each in _KINDS if each == kind]
    sides += [side_of(kb, name) for name in _BETWEEN.split(given.other) if name.strip()]
    return list(dict.fromkeys(sides))


def _page(
    services: Services, request: Request, given: CompareForm, found: Comparison | None = None, problem: str = ""
) -> HTMLResponse:
    view = View.of(request.scope)
    words = COMPARE[view.language]
    try:
        groups = _groups(services.kb, view)
    except KnowledgeBaseError as error:
        groups, problem = [], problem or str(error)
    return services.site.page(
        request,
        "compare.html",
        title=words.title,
        words=words,
        given=given,
        groups=groups,
        compared=found,
        sides=[_side(side, view, found) for side in found.sides] if found else [],
        problem=problem,
    )


def _groups(kb: KnowledgeBase, view: View) -> list[tuple[str, list[SideChoice]]]:
    words = COMPARE[view.language]
    held = [entry.document for entry in kb.documents()]
    years = sorted({year for document in held if (year := year_of(document))})
    documents = [
        (f"document:{each.id}", each.number or each.title[:18], "" if each.number else each.title) for each in held
    ]
    return [
        (words.regions, [(f"region:{name}", name, "") for name in kb.regions]),
        (words.years, [(f"year:{year}", str(year), "") for year in years]),
        (words.documents, documents),
    ]


def _side(side: ComparedSide, view: View, found: Comparison) -> dict[str, Any]:
    frame = FRAMES[found.language]
    shelf = Shelf(0, view.url("/").rstrip("/"), found.as_of)
    blocks = [
        _block(list(quotes), frame, shelf) for _, quotes in groupby(side.quotes, key=lambda each: each.citation.n)
    ]
    notices = [Markup(message(notice.message, frame)) for notice in side.answer.notices]
    return {"title": side.title, "blocks": blocks, "notices": notices}


def _block(quotes: Sequence[MarkedQuote], frame: Frame, shelf: Shelf) -> dict[str, Any]:
    citation = quotes[0].citation
    document, clause = citation.document, citation.clause
    _, line = source_line(document, clause, frame)
    ranges = [each.quote for each in quotes]
    column = [f'<span class="kb-column">{esc(each.item.column)}</span>' if each.item.column else "" for each in quotes]
    said = "".join(
        f"<p>{name}{marked_differences(each.item.text, each.marks)}</p>"
        for name, each in zip(column, quotes, strict=True)
    )
    day = shelf.as_of.isoformat() if shelf.as_of else ""
    return {
        "quotes": Markup(said),
        "badge": Markup(badge(citation.validity, frame)),
        "line": Markup(line),
        "address": shelf.prefix + clause_path(clause, ranges, shelf.as_of),
        "clause": clause.id,
        "picked": f"{','.join(f'{quote.start}-{quote.end}' for quote in ranges)}|{day}",
    }

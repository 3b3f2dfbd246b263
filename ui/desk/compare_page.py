"""The page that sets what regions, years or documents say on one subject side by side, differences marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final, TypeAlias, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from kb.admission import BusyError
from kb.answers import (
    AnswerItem,
    Citation,
    ComparedSide,
    Comparison,
    DifferenceMark,
    MarkedQuote,
    Side,
    SideKind,
    compare,
    side_of,
    year_of,
)
from kb.errors import KnowledgeBaseError
from kb.messages import Message
from kb.records import Quote
from kb.store import KnowledgeBase
from ui.pieces import BAD_DATE, BUSY, Run, Said, Words, read_date, runs_of
from ui.server import Services, View

_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
_KINDS: Final[tuple[SideKind, ...]] = get_args(SideKind)
# A side to choose: the form's value and what is shown.
SideChoice: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class CompareForm:
    """What was typed into the form."""

    subject: str = ""
    sides: tuple[str, ...] = ()
    other: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class CompareBlock:
    """What one clause says on a side: its citation, the ranges quoted, and each sentence as runs."""

    citation: Citation
    quotes: tuple[Quote, ...]
    sentences: tuple[tuple[AnswerItem, tuple[Run, ...]], ...]


@dataclass(frozen=True)
class ShownSide:
    """One side of a comparison; without blocks it says nothing."""

    title: str
    blocks: tuple[CompareBlock, ...]
    notices: tuple[Message, ...]


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
        given, view = CompareForm(subject, side, other, as_of), View.of(request.scope)
        try:
            day = read_date(as_of)
        except ValueError:
            return _page(services, request, given, problem=BAD_DATE)
        try:
            with services.room.admitted():
                found = compare(services.kb, subject, _sides(services.kb, given), day, view.language)
        except BusyError:
            return _page(services, request, given, problem=BUSY)
        except KnowledgeBaseError as error:
            return _page(services, request, given, problem=error.message)
        return _page(services, request, given, found)

    return router


def difference_runs(quoted: MarkedQuote) -> tuple[Run, ...]:
    """A quoted sentence as runs: what `differs`, figures whose `bound` alone does, and those that are the `same`; no word is added."""
    return runs_of(quoted.item.text, ((mark.start, mark.end, _kind(mark)) for mark in quoted.marks))


def _kind(mark: DifferenceMark) -> str:
    if not mark.differs:
        return "same"
    return "bound" if mark.bound_only else "differs"


def _sides(kb: KnowledgeBase, given: CompareForm) -> list[Side]:
    """The sides chosen, then those typed; one chosen and typed counts once."""
    sides: list[Side] = []
    for value in given.sides:
        kind, _, name = value.partition(":")
        sides += [Side(each, name) for each in _KINDS if each == kind]
    sides += [side_of(kb, name) for name in _BETWEEN.split(given.other) if name.strip()]
    return list(dict.fromkeys(sides))


def _page(
    services: Services, request: Request, given: CompareForm, found: Comparison | None = None, problem: Said = ""
) -> HTMLResponse:
    view = View.of(request.scope)
    try:
        groups = _groups(services.kb, view.words)
    except KnowledgeBaseError as error:
        groups, problem = [], problem or error.message
    return services.site.page(
        request,
        "compare.html",
        title=view.words.compare.title,
        given=given,
        groups=groups,
        compared=found,
        sides=[_side(side) for side in found.sides] if found else [],
        shelf=view.shelf(found.as_of if found else None),
        problem=problem,
    )


def _groups(kb: KnowledgeBase, words: Words) -> list[tuple[str, list[SideChoice]]]:
    held = [entry.document for entry in kb.documents()]
    years = sorted({year for document in held if (year := year_of(document))})
    documents = [(f"document:{each.id}", each.number or each.title) for each in held]
    return [
        (words.compare.regions, [(f"region:{name}", name) for name in kb.regions]),
        (words.compare.years, [(f"year:{year}", str(year)) for year in years]),
        (words.compare.documents, documents),
    ]


def _side(side: ComparedSide) -> ShownSide:
    runs = (tuple(run) for _, run in groupby(side.quotes, key=lambda each: each.citation.n))
    blocks = tuple(
        CompareBlock(
            quotes[0].citation,
            tuple(each.quote for each in quotes),
            tuple((each.item, difference_runs(each)) for each in quotes),
        )
        for quotes in runs
    )
    return ShownSide(side.title, blocks, tuple(notice.message for notice in side.answer.notices))

"""The session's questions, and the sheet of one answer to print for the file.

A sheet shows what the answer said when it was given; only the day on which it is made is today's.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from kb.answers import Citation, page_of, source_start
from kb.messages import Message
from kb.records import Filters
from ui.pieces import (
    FRAMES,
    SAID_BY_FRAME,
    UNANSWERED,
    Frame,
    benefit_lines,
    clause_body,
    clause_path,
    esc,
    mixed,
    quoted,
    source_line,
)
from ui.server import MOST_ASKED, Asked, Services, View, session_of
from ui.situation import SHEET, SheetWords


def sheet_routes(services: Services) -> APIRouter:
    """The routes of `/history`."""
    router = APIRouter()

    @router.get("/history")
    def history(request: Request) -> Response:
        language = View.of(request.scope).language
        words = SHEET[language]
        asked = [
            {"asked": each, "filters": _filters(each.filters, words)} for each in session_of(request.scope).history
        ]
        return services.site.page(
            request, "history.html", title=words.history_title, words=words, asked=asked, most=MOST_ASKED
        )

    @router.get("/history/{number}/sheet")
    def sheet(request: Request, number: int) -> Response:
        asked = session_of(request.scope).asked(number)
        if asked is None:
            return PlainTextResponse("Not found", 404)
        view = View.of(request.scope)
        words = SHEET[view.language]
        return services.site.page(request, "sheet.html", title=words.title, words=words, **_sheet(asked, view, words))

    return router


def _sheet(asked: Asked, view: View, words: SheetWords) -> dict[str, Any]:
    answer, frame = asked.answer, FRAMES[view.language]
    said = UNANSWERED.get(answer.status)
    return {
        "asked": asked,
        "answer": answer,
        "today": date.today(),
        "filters": _filters(asked.filters, words),
        "quotes": quoted(answer, asked.reading, frame) if answer.status == "answered" else "",
        "notices": [
            _own(notice.message, view)
            for notice in answer.notices
            if answer.status == "answered" or notice.code not in SAID_BY_FRAME
        ],
        "sources": [_source(citation, asked, view, frame) for citation in answer.citations],
        "benefits": benefit_lines(answer, view.language),
        "refused": said.title.of(view.language) if said else "",
        "todo": said.todo.of(view.language) if said else "",
    }


def _own(said: Message, view: View) -> str:
    """A notice in the sheet's language, escaped: on paper nobody needs it twice."""
    return mixed(said.en) if said.en and view.language == "en" else esc(said.zh)


def _source(citation: Citation, asked: Asked, view: View, frame: Frame) -> dict[str, Any]:
    document, clause = citation.document, citation.clause
    return {
        "citation": citation,
        "line": source_line(document, clause, frame)[1],
        "body": clause_body(clause, citation.quotes),
        "page": page_of(document.pages, source_start(clause)),
        "link": view.url(clause_path(clause, citation.quotes, asked.answer.as_of)),
    }


def _filters(filters: Filters, words: SheetWords) -> list[str]:
    """The filters in words, those that were set."""
    named = ((words.region, filters.region), (words.document, filters.document), (words.kind, filters.kind))
    told = [f"{name}{words.colon}{value}" for name, value in named if value]
    return told + ([words.in_force] if filters.in_force else [])

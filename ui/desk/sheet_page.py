"""The session's questions, and the sheet of one answer to print for the file.

A sheet shows what the answer said when it was given; only the day on which it is made is today's.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kb.answers import Answer, page_of, source_start
from kb.records import Filters
from ui.pieces import Words, answer_view, told_notices
from ui.server import MOST_ASKED, Asked, Services, View, session_of


def sheet_routes(services: Services) -> APIRouter:
    """The routes of `/history`."""
    router = APIRouter()

    @router.get("/history")
    def history(request: Request) -> Response:
        words, work = View.of(request.scope).words, session_of(request.scope).work
        asked = [(each, _filters(each.filters, words)) for each in work.history]
        return services.site.page(
            request,
            "history.html",
            title=words.sheet.history_title,
            asked=asked,
            most=MOST_ASKED,
            days=work.keeper.days if work.keeper else None,
        )

    @router.post("/history/remove")
    def remove(request: Request, number: Annotated[int | None, Form()] = None) -> Response:
        """Removes one question for good, or all of them."""
        session_of(request.scope).work.forget(number)
        return RedirectResponse(View.of(request.scope).url("/history"), 303)

    @router.get("/history/{number}/sheet")
    def sheet(request: Request, number: int) -> Response:
        asked = session_of(request.scope).work.asked(number)
        if asked is None or asked.answer is None:
            return PlainTextResponse("Not found", 404)
        view = View.of(request.scope)
        return services.site.page(
            request, "sheet.html", title=view.words.sheet.title, **_sheet(asked, asked.answer, view)
        )

    return router


def _sheet(asked: Asked, answer: Answer, view: View) -> dict[str, Any]:
    return {
        "asked": asked,
        "answer": answer,
        "shown": answer_view(answer, asked.reading),
        "today": date.today(),
        "filters": _filters(asked.filters, view.words),
        "notices": told_notices(answer),
        "page_of": lambda citation: page_of(citation.document.pages, source_start(citation.clause)),
    }


def _filters(filters: Filters, words: Words) -> list[str]:
    """The filters in words, those that were set."""
    sheet, colon = words.sheet, words.answer.colon
    named = ((sheet.region, filters.region), (sheet.document, filters.document), (sheet.kind, filters.kind))
    told = [f"{name}{colon}{value}" for name, value in named if value]
    return told + ([sheet.in_force] if filters.in_force else [])

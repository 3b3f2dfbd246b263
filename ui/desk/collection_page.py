"""The collection: clauses picked in this session, in the order wanted, to be exported."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kb.errors import InvalidInput
from ui.desk.export_docx import collection_docx
from ui.desk.exports import collection_markdown, pick_page
from ui.pieces import Words, attachment, source_line, wants_json
from ui.server import MOST_PICKED, Pick, Services, View, picked, session_of

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STEPS: Final = {"up": -1, "down": 1}

Field = Annotated[str, Form(max_length=400)]


def collection_routes(services: Services) -> APIRouter:
    """The routes of `/collection`."""
    router = APIRouter()

    @router.get("/collection")
    def page(request: Request) -> Response:
        return _page(services, request)

    @router.post("/collection/items")
    def add(request: Request, clause: Field = "", quotes: Field = "", as_of: Field = "") -> Response:
        view, session = View.of(request.scope), session_of(request.scope)
        problem, status = "", 200
        try:
            if not session.pick(picked(services.kb, clause, quotes, as_of)):
                problem, status = view.words.collection.full.format(most=MOST_PICKED), 409
        except InvalidInput as error:
            problem, status = error.message.of(view.language), 422
        if wants_json(request):
            count = {"count": len(session.picks)}
            return JSONResponse(count | {"problem": problem} if problem else count)
        return _page(services, request, problem, status) if problem else _back(view)

    @router.post("/collection/remove")
    def remove(request: Request, clause: Field = "") -> Response:
        session_of(request.scope).drop(clause)
        return _back(View.of(request.scope))

    @router.post("/collection/move")
    def move(request: Request, clause: Field = "", direction: Field = "") -> Response:
        session_of(request.scope).move(clause, _STEPS.get(direction, 0))
        return _back(View.of(request.scope))

    @router.post("/collection/clear")
    def clear(request: Request) -> Response:
        session_of(request.scope).drop_all()
        return _back(View.of(request.scope))

    @router.get("/collection.docx")
    def word(request: Request) -> Response:
        picks, words, day = _exported(services, request)
        return attachment(collection_docx(picks, words, day), DOCX, f"{_name(words, day)}.docx")

    @router.get("/collection.md")
    def markdown(request: Request) -> Response:
        picks, words, day = _exported(services, request)
        text = collection_markdown(picks, words, day)
        return attachment(text.encode("utf-8"), "text/markdown; charset=utf-8", f"{_name(words, day)}.md")

    return router


def _exported(services: Services, request: Request) -> tuple[tuple[Pick, ...], Words, date]:
    """What goes into the file, which is recorded."""
    session = session_of(request.scope)
    services.record(session, "export", View.of(request.scope).path.removeprefix("/"), clauses=len(session.picks))
    return session.picks, View.of(request.scope).words, date.today()


def _name(words: Words, day: date) -> str:
    return words.collection.file.format(day=day.isoformat())


def _back(view: View) -> Response:
    return RedirectResponse(view.url("/collection"), 303)


def _page(services: Services, request: Request, problem: str = "", status: int = 200) -> Response:
    view = View.of(request.scope)
    picks = session_of(request.scope).picks
    return services.site.page(
        request,
        "collection.html",
        title=view.words.collection.title,
        status=status,
        picks=picks,
        lines="\n".join(source_line(pick.document, pick.clause, view.language) for pick in picks),
        place=lambda pick: pick_page(pick, view.words),
        shelf_of=lambda pick: view.shelf(pick.as_of),
        problem=problem,
    )

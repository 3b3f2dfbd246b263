"""The collection: clauses picked, in the order wanted, to be exported; one's own, and one that all who sign in share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kb.errors import InvalidInput
from ui.desk.export_docx import collection_docx
from ui.desk.exports import collection_markdown, pick_page
from ui.pieces import Words, attachment, source_line, wants_json
from ui.server import MOST_PICKED, Pick, Services, View, Work, picked, session_of

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEAM: Final = "team"
_STEPS: Final = {"up": -1, "down": 1}

Field = Annotated[str, Form(max_length=400)]


def collection_routes(services: Services) -> APIRouter:
    """The routes of `/collection`."""
    router = APIRouter()

    @router.get("/collection")
    def page(request: Request, of: str = "") -> Response:
        return _page(services, request, of)

    @router.post("/collection/items")
    def add(request: Request, clause: Field = "", quotes: Field = "", as_of: Field = "") -> Response:
        view, own = View.of(request.scope), session_of(request.scope).work
        problem, status = "", 200
        try:
            if not own.pick(picked(services.kb, clause, quotes, as_of)):
                problem, status = view.words.collection.full.format(most=MOST_PICKED), 409
        except InvalidInput as error:
            problem, status = error.message.of(view.language), 422
        if wants_json(request):
            count = {"count": len(own.picks)}
            return JSONResponse(count | {"problem": problem} if problem else count)
        return _page(services, request, "", problem, status) if problem else _back(view)

    @router.post("/collection/remove")
    def remove(request: Request, clause: Field = "", of: Field = "") -> Response:
        _work(services, request, of).drop(clause)
        return _back(View.of(request.scope), of)

    @router.post("/collection/move")
    def move(request: Request, clause: Field = "", direction: Field = "", of: Field = "") -> Response:
        _work(services, request, of).move(clause, _STEPS.get(direction, 0))
        return _back(View.of(request.scope), of)

    @router.post("/collection/clear")
    def clear(request: Request, of: Field = "") -> Response:
        _work(services, request, of).drop_all()
        return _back(View.of(request.scope), of)

    @router.post("/collection/share")
    def share(request: Request, clause: Field = "") -> Response:
        """Puts a clause of one's own collection into the team's."""
        session, team, view = session_of(request.scope), _team(services, request), View.of(request.scope)
        pick = next((each for each in session.work.picks if each.clause.id == clause), None)
        if team and pick and not team.pick(replace(pick, by=session.user or "")):
            return _page(services, request, TEAM, view.words.collection.full.format(most=MOST_PICKED), 409)
        return _back(view, TEAM)

    _export_routes(router, services)
    return router


def _export_routes(router: APIRouter, services: Services) -> None:
    @router.get("/collection.docx")
    def word(request: Request, of: str = "") -> Response:
        picks, words, day = _exported(services, request, of)
        return attachment(collection_docx(picks, words, day), DOCX, f"{_name(words, day)}.docx")

    @router.get("/collection.md")
    def markdown(request: Request, of: str = "") -> Response:
        picks, words, day = _exported(services, request, of)
        text = collection_markdown(picks, words, day)
        return attachment(text.encode("utf-8"), "text/markdown; charset=utf-8", f"{_name(words, day)}.md")


def _team(services: Services, request: Request) -> Work | None:
    """The collection shared by all who sign in; None where nobody does, or nothing is kept."""
    return services.sessions.team if session_of(request.scope).user else None


def _work(services: Services, request: Request, of: str) -> Work:
    """The collection meant: the team's where there is one, else one's own."""
    return (_team(services, request) if of == TEAM else None) or session_of(request.scope).work


def _exported(services: Services, request: Request, of: str) -> tuple[tuple[Pick, ...], Words, date]:
    """What goes into the file, which is recorded."""
    session, picks = session_of(request.scope), _work(services, request, of).picks
    services.record(session, "export", View.of(request.scope).path.removeprefix("/"), clauses=len(picks))
    return picks, View.of(request.scope).words, date.today()


def _name(words: Words, day: date) -> str:
    return words.collection.file.format(day=day.isoformat())


def _back(view: View, of: str = "") -> Response:
    return RedirectResponse(view.url("/collection") + (f"?of={TEAM}" if of == TEAM else ""), 303)


def _page(services: Services, request: Request, of: str, problem: str = "", status: int = 200) -> Response:
    view = View.of(request.scope)
    own, team = session_of(request.scope).work, _team(services, request)
    of = TEAM if team and of == TEAM else ""
    picks = team.picks if team and of else own.picks
    return services.site.page(
        request,
        "collection.html",
        title=view.words.collection.title,
        status=status,
        picks=picks,
        of=of,
        own_count=len(own.picks),
        team_count=len(team.picks) if team else None,
        days=own.keeper.days if own.keeper else None,
        lines="\n".join(source_line(pick.document, pick.clause, view.language) for pick in picks),
        place=lambda pick: pick_page(pick, view.words),
        shelf_of=lambda pick: view.shelf(pick.as_of),
        problem=problem,
    )

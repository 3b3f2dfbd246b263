"""The page that lists feedback for the maintainer, and closes what needs nothing more."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from kb.errors import KnowledgeBaseError
from kb.messages import Message
from kb.people import Feedback, FeedbackState
from ui.server import Services, View

_STATES: Final[tuple[FeedbackState, ...]] = get_args(FeedbackState)
_ALL: Final = "all"


def feedback_routes(services: Services) -> APIRouter:
    """`/feedback?state=open|adopted|closed|all`, and the form that changes an entry's state."""
    router = APIRouter()

    @router.get("/feedback")
    def listed(request: Request, state: str = "open") -> HTMLResponse:
        return _page(services, request, state)

    @router.post("/feedback/{number}/state")
    def change(request: Request, number: int, to: Annotated[str, Form()], state: str = "open") -> HTMLResponse:
        try:
            if to in _STATES:
                services.feedback.set_state(number, to)
        except KnowledgeBaseError as error:
            return _page(services, request, state, error.message)
        return _page(services, request, state)

    return router


def _page(services: Services, request: Request, state: str, problem: Message | None = None) -> HTMLResponse:
    chosen = state if state in _STATES else _ALL
    entries: tuple[Feedback, ...] = ()
    try:
        entries = services.feedback.entries()
    except KnowledgeBaseError as error:
        problem = problem or error.message
    counts: Counter[str] = Counter(entry.state for entry in entries)
    counts[_ALL] = len(entries)
    return services.site.page(
        request,
        "feedback.html",
        title=View.of(request.scope).words.feedback.title,
        chosen=chosen,
        counts=counts,
        entries=[entry for entry in reversed(entries) if chosen in (_ALL, entry.state)],
        problem=problem,
    )

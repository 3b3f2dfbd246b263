"""The page of new files: where they are handed in, what waits for somebody to look at it, and how far the index is.

The page works without a script: the form is sent whole. With one, files are sent one after the other, each with its own outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, get_args

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from kb.admission import BusyError
from kb.drafts import MOST_BYTES, Draft, DraftState, HandedIn, hand_in
from kb.errors import KnowledgeBaseError
from kb.reading import SUFFIXES
from ui.desk.keeping import Keeping, who_is
from ui.pieces import Words, wants_json
from ui.server import View, needs, session_of

MOST_FORM_BYTES: Final = MOST_BYTES + 2**20
"""Of a form: one file of the greatest size, or several that are smaller."""
_MOST_FILES: Final = 200
_STATES: Final[tuple[DraftState, ...]] = get_args(DraftState)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True)
class ShownDraft:
    """A row of the list: the draft and how long ago it came and changed, in words."""

    draft: Draft
    added_ago: str
    changed_ago: str


def files_routes(keeping: Keeping) -> APIRouter:
    """The routes of `/files`, for editors."""
    router = APIRouter(dependencies=[Depends(needs("editor"))])

    @router.get("/files")
    def page(request: Request, state: str = "waiting", taken: str = "", done: str = "") -> Response:
        keeping.catch_up(who_is(session_of(request.scope)))
        return _page(keeping, request, state, taken=taken, done=done)

    @router.post("/files")
    async def handed(request: Request) -> Response:
        words, who = View.of(request.scope).words, who_is(session_of(request.scope))
        try:
            async with request.form(max_files=_MOST_FILES, max_fields=8) as form:
                files = [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]
                done: list[HandedIn] = []
                for file in files:
                    done += await run_in_threadpool(_hand_in, keeping, file.filename or "", await file.read(), who)
        except HTTPException:
            return _page(keeping, request, "waiting", problem=words.files.no_file, status=422)
        except BusyError:
            return _answer(keeping, request, [], words.files.busy, 503)
        except KnowledgeBaseError as error:
            return _answer(keeping, request, [], error.message.of(words.language), 422)
        return _answer(keeping, request, done, "" if done else words.files.no_file, 200 if done else 422)

    @router.get("/files/status")
    def status(request: Request) -> JSONResponse:
        now = keeping.indexing.progress
        said = now.problem.of(View.of(request.scope).language) if now.problem else ""
        return JSONResponse({"state": now.state, "done": now.done, "total": now.total, "problem": said})

    @router.post("/files/index")
    def index(request: Request) -> Response:
        keeping.indexing.start(who_is(session_of(request.scope)))
        return RedirectResponse(View.of(request.scope).url("/files"), 303)

    return router


def ago(when: datetime, words: Words, now: datetime | None = None) -> str:
    """How long ago that was, in words."""
    seconds = ((now or datetime.now(UTC)) - when).total_seconds()
    ages = words.files["ages"]
    if seconds < _MINUTE:
        return ages["now"]
    unit, size = next(
        ((name, size) for name, size in (("days", _DAY), ("hours", _HOUR)) if seconds >= size), ("minutes", _MINUTE)
    )
    number = int(seconds // size)
    return ages[unit if number > 1 else unit.removesuffix("s")].format(n=number)


# ------------------------------------------------------------------------------------------------------ parts


def _hand_in(keeping: Keeping, name: str, data: bytes, who: str) -> list[HandedIn]:
    with keeping.room.admitted():
        found = hand_in(keeping.queue, keeping.reader, keeping.settings.corpus, name, data, who)
    for one in found:
        if one.draft:
            keeping.audit.append(who, "draft_added", one.draft.name, draft=one.draft.number, sha256=one.draft.sha256)
    return found


def _answer(keeping: Keeping, request: Request, done: list[HandedIn], problem: str, status: int) -> Response:
    view = View.of(request.scope)
    if not wants_json(request):
        outcomes = [_outcome(one, view) for one in done]
        return _page(keeping, request, "waiting", outcomes=outcomes, problem=problem, status=status)
    # Not an error of the page: the browser would write one into its console.
    return JSONResponse({"problem": problem, "files": [_outcome(one, view) for one in done]})


def _outcome(one: HandedIn, view: View) -> dict[str, Any]:
    """What became of a file, for the script: a sentence, and where its draft is."""
    if one.draft:
        said = view.words.files.handed_in.format(number=one.draft.number)
        return {"name": one.name, "said": said, "url": view.url(f"/files/{one.draft.number}")}
    return {"name": one.name, "said": one.problem.of(view.language) if one.problem else "", "url": ""}


def _page(
    keeping: Keeping,
    request: Request,
    state: str,
    *,
    outcomes: Sequence[dict[str, Any]] = (),
    taken: str = "",
    done: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    view = View.of(request.scope)
    drafts: tuple[Draft, ...] = ()
    try:
        drafts = keeping.queue.drafts()
    except KnowledgeBaseError as error:
        problem = problem or error.message.of(view.language)
    chosen = next((each for each in _STATES if each == state), "waiting")
    found = [draft for draft in drafts if draft.state == chosen]
    if chosen in ("taken", "refused"):
        found.sort(key=lambda draft: draft.changed, reverse=True)
    shown = [ShownDraft(one, ago(one.added, view.words), ago(one.changed, view.words)) for one in found]
    return keeping.services.site.page(
        request,
        "files.html",
        title=view.words.files.title,
        status=status,
        chosen=chosen,
        counts={name: sum(draft.state == name for draft in drafts) for name in _STATES},
        shown=shown,
        outcomes=outcomes,
        done=view.words.files["done"].get(done, ""),
        taken=next((draft for draft in drafts if str(draft.number) == taken and draft.taken_as), None),
        progress=keeping.indexing.progress,
        problem=problem,
        suffixes=(*SUFFIXES, ".zip"),
        held={one.id for one in keeping.held},
        size=MOST_BYTES // 10**6,
        most_bytes=MOST_BYTES,
    )

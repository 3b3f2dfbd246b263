"""The batch page: a table of questions goes in, the same table comes back answered.

The page works without a script: the form is sent whole, and while a table is worked on the page comes again by itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from kb.admission import BusyError
from kb.errors import TableError
from kb.sheets import HEADINGS, CellValue, QuestionSheet, SheetColumn, TableLimits, read_question_sheet, table_bytes
from ui.desk.batch_jobs import AlreadyRunningError, BatchJobs
from ui.desk.uploads import NoFormError, UploadTooLargeError, handed_in
from ui.pieces import Words, attachment, wants_json
from ui.server import Services, View, session_of

MAX_QUESTIONS: Final = 500
# Below what the guard lets through, so that the form around the file fits too and the file's own size is what is spoken of.
MAX_FILE_BYTES: Final = 2_000_000
UPLOAD_LIMITS: Final = TableLimits(bytes=MAX_FILE_BYTES, unpacked=12 * 2**20, rows=2000, columns=100)
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN_PROBLEMS: Final = 30


class _RefusedError(Exception):
    """An upload that is not taken; `str()` is the sentence for whoever chose it."""

    def __init__(self, reason: str, status: int = 422) -> None:
        super().__init__(reason)
        self.status = status


def batch_routes(services: Services) -> APIRouter:
    """The routes of `/batch`."""
    router = APIRouter()
    jobs = BatchJobs(services)

    @router.get("/batch")
    def page(request: Request) -> Response:
        return _page(services, jobs, request)

    @router.post("/batch")
    async def hand_in(request: Request) -> Response:
        view = View.of(request.scope)
        try:
            name, data = await _upload(request, view.words)
            sheet = await run_in_threadpool(_sheet, data, name, view.words)
            _start(jobs, request, name, sheet, view.words)
        except _RefusedError as refused:
            if wants_json(request):
                # Not an error of the page: the browser would write one into its console.
                return JSONResponse({"problem": str(refused)})
            return await run_in_threadpool(_page, services, jobs, request, str(refused), refused.status)
        if wants_json(request):
            return JSONResponse({"started": True}, 202)
        return RedirectResponse(view.url("/batch"), 303)

    @router.get("/batch/status")
    def status(request: Request) -> Response:
        job = jobs.of(session_of(request.scope))
        if job is None:
            return JSONResponse({"state": "none", "done": 0, "total": 0, "ahead": 0})
        now = jobs.progress(job)
        return JSONResponse({"state": now.state, "done": now.done, "total": now.total, "ahead": now.ahead})

    @router.post("/batch/cancel")
    def cancel(request: Request) -> Response:
        jobs.cancel(session_of(request.scope))
        return RedirectResponse(View.of(request.scope).url("/batch"), 303)

    _add_files(router, services, jobs)
    return router


def _add_files(router: APIRouter, services: Services, jobs: BatchJobs) -> None:
    """What is taken away from the page: the answered table, and an example of one to fill in."""

    @router.get("/batch/result.xlsx")
    def result(request: Request) -> Response:
        job = jobs.of(session_of(request.scope))
        if job is None or job.result is None or job.result.workbook is None:
            return PlainTextResponse("Not found", 404)
        services.record(session_of(request.scope), "export", "batch.xlsx")
        name = View.of(request.scope).words.batch.result_name.format(name=PurePath(job.name).stem)
        return attachment(job.result.workbook, XLSX, name)

    @router.get("/batch/example.xlsx")
    def example(request: Request) -> Response:
        words = View.of(request.scope).words
        return attachment(_example(services, words), XLSX, words.batch.example_name)


async def _upload(request: Request, words: Words) -> tuple[str, bytes]:
    """The file's own name and its bytes."""
    try:
        _, file = await handed_in(request)
    except NoFormError as error:
        raise _RefusedError(words.batch.no_file) from error
    except UploadTooLargeError as error:
        raise _too_large(words) from error
    if file is None:
        raise _RefusedError(words.batch.no_file)
    if len(file[1]) > MAX_FILE_BYTES:
        raise _too_large(words)
    return file


def _too_large(words: Words) -> _RefusedError:
    return _RefusedError(words.batch.too_large.format(size=MAX_FILE_BYTES // 10**6), 413)


def _sheet(data: bytes, name: str, words: Words) -> QuestionSheet:
    try:
        sheet = read_question_sheet(data, name, limits=UPLOAD_LIMITS)
    except TableError as error:
        raise _RefusedError(error.message.of(words.language)) from error
    if len(sheet.rows) > MAX_QUESTIONS:
        raise _RefusedError(words.batch.too_many.format(name=name, n=len(sheet.rows), most=MAX_QUESTIONS))
    return sheet


def _start(jobs: BatchJobs, request: Request, name: str, sheet: QuestionSheet, words: Words) -> None:
    try:
        jobs.start(session_of(request.scope), name, sheet, date.today())
    except AlreadyRunningError as error:
        raise _RefusedError(words.batch.already, 409) from error
    except BusyError as error:
        raise _RefusedError(words.batch.busy, 503) from error


def _page(services: Services, jobs: BatchJobs, request: Request, problem: str = "", status: int = 200) -> Response:
    words = View.of(request.scope).words
    job = jobs.of(session_of(request.scope))
    result = job.result if job else None
    problems = [(each.cell, each.reason.of(words.language)) for each in (result.problems if result else ())]
    return services.site.page(
        request,
        "batch.html",
        title=words.batch.title,
        status=status,
        job=job,
        progress=jobs.progress(job) if job else None,
        result=result,
        problems=problems[:_SHOWN_PROBLEMS],
        more_problems=len(problems) - _SHOWN_PROBLEMS,
        told=[each.of(words.language) for each in (result.told if result else ())],
        ignored=[each.of(words.language) for each in (result.ignored if result else ())],
        problem=problem,
        columns=_known_columns(words),
        size=MAX_FILE_BYTES // 10**6,
        rows=MAX_QUESTIONS,
        most_bytes=MAX_FILE_BYTES,
    )


def _known_columns(words: Words) -> list[dict[str, Any]]:
    """The columns understood: their headings in the page's language first."""
    shown = []
    for key, meaning in words.batch["columns"].items():
        own: list[str] = []
        other: list[str] = []
        for heading in HEADINGS[key]:
            (own if heading.isascii() == (words.language == "en") else other).append(heading)
        shown.append({"key": key, "headings": own + other, "meaning": meaning, "needed": key == "question"})
    return shown


def _example(services: Services, words: Words) -> bytes:
    """A filled-in table over what is held: a bare question, one for a region, one for a document on a day."""
    questions = tuple(words.desk["examples"].values())
    held = [entry.document for entry in services.kb.documents()]
    region = next((document.region for document in held if document.region), None)
    number = next((document.number for document in held if document.number), None)
    rows: list[list[CellValue]] = [
        [1, questions[0], None, None, None, words.batch.example_note],
        [2, questions[1], region, None, None, None],
        [3, questions[2], None, number, date.today(), None],
    ]
    widths = (8, 60, 14, 26, 14, 34)
    headings = words.batch["example_headings"].values()
    columns = [SheetColumn(heading, width) for heading, width in zip(headings, widths, strict=True)]
    return table_bytes(words.batch.example_name, columns, rows)

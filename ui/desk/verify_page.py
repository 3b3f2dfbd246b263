"""The page that checks a draft: pasted or handed in as a file, shown again with every claim marked, and each finding with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kb.admission import BusyError, WaitingRoom
from kb.errors import KnowledgeBaseError
from kb.verification import MOST_BYTES, MOST_CLAIMS, Finding, Report, Status, draft_text
from ui.desk.uploads import NoFormError, UploadTooLargeError, handed_in
from ui.pieces import BAD_DATE, BUSY, Run, Said, read_date, runs_of
from ui.server import Services, View

# What must be looked at first, the worst first; of claims that overlap the worst is marked.
_WORST: Final[tuple[Status, ...]] = ("altered", "out_of_range", "not_in_force", "not_held", "proved")


@dataclass(frozen=True)
class VerifyForm:
    """What was typed into the form."""

    draft: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class MarkedRun:
    """A run of the draft; `status` is that of the worst finding on it, `n` its number, 0 if no claim covers it."""

    text: str
    status: str = ""
    n: int = 0


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its number, its words as runs (what differs is of kind `differs` or `spelling`), and what stands there instead."""

    n: int
    finding: Finding
    runs: tuple[Run, ...]


def verify_routes(services: Services) -> APIRouter:
    """`/verify`: the form, and the report, which is kept nowhere."""
    router = APIRouter()
    # No model is asked, so a long draft need not keep those who ask waiting.
    room = WaitingRoom(running=1, waiting=9)

    @router.get("/verify")
    def form(request: Request) -> Response:
        return _page(services, request, VerifyForm())

    @router.post("/verify")
    async def check(request: Request) -> Response:
        words = View.of(request.scope).words.verify
        try:
            fields, file = await handed_in(request)
        except NoFormError:
            return _page(services, request, VerifyForm(), problem=words.no_draft, status=422)
        except UploadTooLargeError:
            return _page(services, request, VerifyForm(), problem=words.too_large, status=413)
        given = VerifyForm(fields.get("draft", "").replace("\r\n", "\n"), fields.get("as_of", ""))
        return await run_in_threadpool(_checked, services, room, request, given, file)

    return router


def _checked(
    services: Services, room: WaitingRoom, request: Request, given: VerifyForm, file: tuple[str, bytes] | None
) -> Response:
    try:
        day = read_date(given.as_of)
    except ValueError:
        return _page(services, request, given, problem=BAD_DATE)
    try:
        text = draft_text(file[1], file[0]) if file else given.draft
        with room.admitted():
            report = services.kb.verify(text, day)
    except BusyError:
        return _page(services, request, given, problem=BUSY)
    except KnowledgeBaseError as error:
        return _page(services, request, given, problem=error.message)
    return _page(services, request, given, report, name=file[0] if file else "")


def _page(
    services: Services,
    request: Request,
    given: VerifyForm,
    report: Report | None = None,
    problem: Said = "",
    name: str = "",
    status: int = 200,
) -> Response:
    view = View.of(request.scope)
    shown = [_shown(n, finding) for n, finding in enumerate(report.findings, 1)] if report else []
    return services.site.page(
        request,
        "verify.html",
        title=view.words.verify.title,
        status=status,
        given=given,
        report=report,
        name=name,
        wanting=sorted((one for one in shown if one.finding.status != "proved"), key=_rank),
        proved=[one for one in shown if one.finding.status == "proved"],
        marked=marked_runs(report) if report else (),
        shelf=view.shelf(report.as_of if report else None),
        problem=problem,
        size=MOST_BYTES // 10**6,
        most=MOST_CLAIMS,
    )


def _rank(shown: ShownFinding) -> tuple[int, int]:
    return _WORST.index(shown.finding.status), shown.n


def _shown(n: int, finding: Finding) -> ShownFinding:
    claim = finding.claim
    kinds = (
        (one.start - claim.start, one.end - claim.start, "spelling" if one.spelling else "differs")
        for one in finding.differences
    )
    return ShownFinding(n, finding, runs_of(claim.text, kinds))


def marked_runs(report: Report) -> tuple[MarkedRun, ...]:
    """The draft as runs, each with the worst finding on it; no character is added or lost."""
    edges = sorted(_edges(report.findings), key=lambda edge: edge[0])
    runs: list[MarkedRun] = []
    open_now: dict[int, Finding] = {}
    at = 0
    for place, n, finding in [*edges, (len(report.draft), 0, None)]:
        if place > at:
            worst = min(open_now.items(), key=lambda pair: (_WORST.index(pair[1].status), pair[0]), default=None)
            status, number = (worst[1].status, worst[0]) if worst else ("", 0)
            # A claim inside another that is worse does not cut it in two.
            before = runs.pop().text if runs and runs[-1].n == number else ""
            runs.append(MarkedRun(before + report.draft[at:place], status, number))
            at = place
        if finding is None:
            continue
        if n in open_now:
            del open_now[n]
        else:
            open_now[n] = finding
    return tuple(runs)


def _edges(findings: Sequence[Finding]) -> Iterable[tuple[int, int, Finding | None]]:
    """Where each finding's claim begins and ends."""
    for n, finding in enumerate(findings, 1):
        yield finding.claim.start, n, finding
        yield finding.claim.end, n, finding

"""The page of whoever runs the desk: who did what, whether that record is whole, and how many questions were asked of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, get_args

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from kb.errors import KnowledgeBaseError
from kb.messages import Message
from kb.people import KEPT_DAYS, AuditEntry, Deed, stats_object
from ui.server import Services, View, needs

PATH: Final = "/record"
PERIODS: Final = (30, 90, KEPT_DAYS)
MOST_SHOWN: Final = 100
_MOST_BARS: Final = 15


@dataclass(frozen=True)
class ShownRecord:
    """Some entries, the newest first, of all that a choice leaves; `verified` is the newest hash, `older` the number to go on before."""

    entries: tuple[AuditEntry, ...] = ()
    total: int = 0
    verified: str = ""
    older: int | None = None
    problem: Message | None = None


@dataclass(frozen=True)
class CountBars:
    """One chart: what is counted, and its bars with their length in per cent."""

    name: str
    bars: tuple[tuple[str, int, float], ...]


def record_routes(services: Services) -> APIRouter:
    """`/record`, for admins."""
    router = APIRouter()

    @router.get(PATH, dependencies=[Depends(needs("admin"))])
    def page(request: Request, deed: str = "", who: str = "", before: str = "", days: str = "") -> Response:
        view = View.of(request.scope)
        period = next((each for each in PERIODS if str(each) == days), PERIODS[0])
        chosen = deed if deed in get_args(Deed) else ""
        asked, problem = _asked(services, period)
        return services.site.page(
            request,
            "record.html",
            title=view.words.record.title,
            record=_record(services, chosen, who.strip(), int(before) if re.fullmatch(r"[0-9]{1,9}", before) else None),
            deed=chosen,
            who=who.strip()[:80],
            days=period,
            periods=PERIODS,
            asked=asked,
            titles={entry.document.id: entry.document.title for entry in services.kb.documents()},
            problem=problem,
        )

    return router


def _record(services: Services, deed: str, who: str, before: int | None) -> ShownRecord:
    """The entries chosen; one that cannot be read, or is not what was written, is told beside what can be shown."""
    if services.audit is None:
        return ShownRecord()
    entries: tuple[AuditEntry, ...] = ()
    verified, problem = "", None
    try:
        entries = services.audit.entries()
        verified = services.audit.verify()
    except KnowledgeBaseError as error:
        problem = error.message
    kept = [each for each in reversed(entries) if deed in ("", each.deed) and who in ("", each.who)]
    following = [each for each in kept if before is None or each.number < before]
    shown = tuple(following[:MOST_SHOWN])
    older = shown[-1].number if len(following) > MOST_SHOWN else None
    return ShownRecord(shown, len(kept), verified, older, problem)


def _asked(services: Services, days: int) -> tuple[list[CountBars], Message | None]:
    """The questions of the last so many days by status, day, document, clause and word, and what could not be read."""
    if services.counts is None:
        return [], None
    first = date.today() - timedelta(days=days - 1)
    try:
        refused = services.refused.since(first) if services.refused else {}
        found = stats_object(services.counts.since(first), first, refused)
    except KnowledgeBaseError as error:
        return [], error.message
    return [_bars(name, found[name]) for name in ("statuses", "documents", "clauses", "refused", "days")], None


def _bars(name: str, counts: dict[str, int]) -> CountBars:
    """The first bars of a chart; of days the last."""
    pairs = list(counts.items())
    pairs = pairs[: -_MOST_BARS - 1 : -1] if name == "days" else pairs[:_MOST_BARS]
    most = max((count for _, count in pairs), default=1)
    return CountBars(name, tuple((key, count, round(100 * count / most, 1)) for key, count in pairs))

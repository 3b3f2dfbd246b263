"""The page that says what should be looked at before a resident asks: what ends, and what rests on what no longer holds."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from kb.errors import KnowledgeBaseError
from kb.messages import Message
from kb.people import Feedback
from kb.reading import NamedBasis
from kb.records import Clause, Quote
from kb.sheets import CellValue, SheetColumn, table_bytes
from kb.store import KnowledgeBase
from kb.watch import DAYS_AHEAD, WatchPoint, all_unheld_bases, ends_calendar, watch_points
from ui.desk.batch_page import XLSX
from ui.pieces import Shelf, attachment, document_path, read_date
from ui.server import Services, View, session_of

PATH: Final = "/watch"
PERIODS: Final = (30, DAYS_AHEAD, 180, 365)
_MOST_LISTS: Final = 4
_WIDTHS: Final = (20, 26, 46, 14, 50, 16, 60)


@dataclass(frozen=True)
class WatchForm:
    """What the address asks for: the day as it was typed, the day meant, and how many days ahead."""

    typed: str = ""
    day: date | None = None
    days: int = DAYS_AHEAD
    error: bool = False


@dataclass(frozen=True)
class ShownPoint:
    """A point with the clause that shows it, where one is known, and its words in that clause."""

    point: WatchPoint
    clause: Clause | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def label(self) -> str:
        """The clause's address, "" where none is known."""
        return self.clause.label if self.clause else self.point.label or ""

    def url(self, shelf: Shelf) -> str:
        """Where the words stand in the document, else the document."""
        if self.clause:
            return shelf.opened(self.clause, self.quotes)
        return shelf.url(document_path(self.point.document.id, shelf.as_of))


class WatchList:
    """The points of a server's knowledge base; the last lists are kept, and what is the same on every day for the texts served."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, tuple[WatchPoint, ...]] = OrderedDict()
        self._bases: dict[str, Mapping[str, tuple[NamedBasis, ...]]] = {}

    def points(self, form: WatchForm) -> tuple[tuple[WatchPoint, ...], Message | None]:
        """What is to be looked at, and what could not be read for it: without feedback or counts the rest is still told."""
        day = form.day or date.today()
        problem: Message | None = None
        feedback: tuple[Feedback, ...] = ()
        cited: Counter[str] = Counter()
        try:
            feedback = self._services.feedback.entries("open")
            if self._services.counts:
                cited = self._services.counts.cited_since(day - timedelta(days=form.days))
        except KnowledgeBaseError as error:
            problem = error.message
        kb = self._services.kb
        said = frozenset(each.number for each in feedback)
        key = (kb.fingerprint, day, form.days, said, frozenset(cited.items()))
        # Held while it is made: whoever comes meanwhile waits for the same.
        with self._lock:
            if key not in self._found:
                if kb.fingerprint not in self._bases:
                    self._bases = {kb.fingerprint: all_unheld_bases(kb)}
                bases = self._bases[kb.fingerprint]
                self._found[key] = watch_points(kb, feedback, cited, day, form.days, bases)
                while len(self._found) > _MOST_LISTS:
                    self._found.popitem(last=False)
            return self._found[key], problem


def watch_routes(services: Services) -> APIRouter:
    """`/watch`, and what it lists as a table and as a calendar."""
    router = APIRouter()
    watched = WatchList(services)

    @router.get(PATH)
    def page(request: Request, as_of: str = "", days: str = "") -> Response:
        form = _form(as_of, days)
        points, problem = watched.points(form)
        shown = _placed(services.kb, points)
        view = View.of(request.scope)
        return services.site.page(
            request,
            "watch.html",
            title=view.words.watch.title,
            form=form,
            day=form.day or date.today(),
            periods=PERIODS,
            groups=[(kind, list(group)) for kind, group in groupby(shown, lambda each: each.point.kind)],
            counts=Counter(point.kind for point in points),
            shelf=view.shelf(form.day),
            problem=problem,
        )

    @router.get(f"{PATH}.xlsx")
    def table(request: Request, as_of: str = "", days: str = "") -> Response:
        form, view = _form(as_of, days), View.of(request.scope)
        shown, words = _placed(services.kb, watched.points(form)[0]), view.words.watch
        columns = [SheetColumn(name, width) for name, width in zip(words["columns"].values(), _WIDTHS, strict=True)]
        rows = [_row(each, view) for each in shown]
        services.record(session_of(request.scope), "export", "watch.xlsx", points=len(rows))
        name = f"{words.file.format(day=(form.day or date.today()).isoformat())}.xlsx"
        return attachment(table_bytes(name, columns, rows, title=words.title), XLSX, name)

    @router.get(f"{PATH}.ics")
    def calendar(request: Request, as_of: str = "", days: str = "") -> Response:
        form = _form(as_of, days)
        points, _ = watched.points(form)
        services.record(session_of(request.scope), "export", "watch.ics")
        name = View.of(request.scope).words.watch.file.format(day=(form.day or date.today()).isoformat())
        return attachment(ends_calendar(points), "text/calendar; charset=utf-8", f"{name}.ics")

    return router


def _row(shown: ShownPoint, view: View) -> list[CellValue]:
    point = shown.point
    return [
        view.words.watch["kinds"][point.kind],
        point.document.number,
        point.document.title,
        point.day,
        point.said.of(view.language),
        shown.label,
        point.words,
    ]


def _form(as_of: str, days: str) -> WatchForm:
    """What is no day, or none of the periods, is told or passed over: the page is shown all the same."""
    ahead = next((each for each in PERIODS if str(each) == days), DAYS_AHEAD)
    try:
        return WatchForm(as_of.strip()[:60], read_date(as_of.strip()), ahead)
    except ValueError:
        return WatchForm(as_of.strip()[:60], None, ahead, error=True)


def _placed(kb: KnowledgeBase, points: Iterable[WatchPoint]) -> list[ShownPoint]:
    return [_place(point, kb.clauses(point.document.id)) for point in points]


def _place(point: WatchPoint, clauses: Iterable[Clause]) -> ShownPoint:
    """The clause of the point's address, else the first that says its words."""
    words = point.words or ""
    for clause in clauses:
        at = clause.text.find(words) if words else -1
        if clause.label == point.label or (point.label is None and at >= 0):
            return ShownPoint(point, clause, (Quote(words, at, at + len(words)),) if at >= 0 else ())
    return ShownPoint(point)

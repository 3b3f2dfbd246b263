"""The page of versions: the texts of one instrument over time on one line, and two texts held against each other clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from kb.admission import BusyError
from kb.documents import DocumentEntry
from kb.errors import KnowledgeBaseError
from kb.records import Clause, Span
from kb.store import KnowledgeBase
from kb.versions import ClauseChange, TextDifferences, differences, issued_on, version_lines, version_of
from ui.pieces import BUSY, Run, Said, runs_of
from ui.server import Services, View

PATH: Final = "/versions"
_RELATED: Final = 0.2
"""Two texts that share no more than this of their clauses are hardly versions of one instrument."""


@dataclass(frozen=True)
class ShownChange:
    """What became of a clause, its two wordings as runs; what differs is of kind `changed`."""

    change: ClauseChange
    old: tuple[Run, ...]
    new: tuple[Run, ...]


@dataclass(frozen=True)
class ShownBlock:
    """A clause that became another, or a row of clauses in which nothing changed."""

    changed: ShownChange | None
    same: tuple[Clause, ...] = ()


def versions_routes(services: Services) -> APIRouter:
    """`/versions`: all lines; `?document=` those of one document; `?old=&new=` two texts clause by clause."""
    router = APIRouter()

    @router.get(PATH)
    def page(request: Request, document: str = "", old: str = "", new: str = "") -> Response:
        kb, view = services.kb, View.of(request.scope)
        entries = {entry.document.id: entry for entry in kb.documents()}
        lines = [
            tuple(entries[each.id] for each in line) for line in version_lines(e.document for e in entries.values())
        ]
        found: TextDifferences | None = None
        problem: Said = ""
        try:
            if document:
                chosen = kb.document(document).id
                lines = [line for line in lines if any(entry.document.id == chosen for entry in line)]
                old, new = _offered(lines, chosen, old, new)
            elif old.strip() and new.strip():
                found, problem = _compared(services, old, new, view.words.versions.same_text)
            elif old.strip() or new.strip():
                problem = view.words.versions.needs_two
        except BusyError:
            problem = BUSY
        except KnowledgeBaseError as error:
            problem = error.message
        return services.site.page(
            request,
            "versions.html",
            title=view.words.versions.title,
            document=document,
            typed=(old[:200], new[:200]),
            held=[entry.document for entry in entries.values()],
            lines=lines,
            issued_on=issued_on,
            found=found,
            blocks=list(blocks_of(found)) if found else [],
            unrelated=found is not None and _shared(found) <= _RELATED,
            shelf=view.shelf(),
            problem=problem,
        )

    return router


def _shared(found: TextDifferences) -> float:
    """The share of the clauses of both texts that have a counterpart in the other; titles and signatures of any two notices are alike."""
    own = [change for change in found.changes if _is_rule(change.old) or _is_rule(change.new)]
    return sum(change.kind in ("same", "changed") for change in own) / max(1, len(own))


def _is_rule(clause: Clause | None) -> bool:
    return clause is not None and clause.kind in ("clause", "row")


def blocks_of(found: TextDifferences) -> Iterator[ShownBlock]:
    """The changes in order, each by itself; those that are none together."""
    for is_same, changes in groupby(found.changes, lambda each: each.kind == "same" and not each.moved):
        if is_same:
            yield ShownBlock(None, tuple(change.new for change in changes if change.new))
        else:
            yield from (ShownBlock(_shown(change)) for change in changes)


def _shown(change: ClauseChange) -> ShownChange:
    return ShownChange(change, _runs(change.old, change.words.old), _runs(change.new, change.words.new))


def _runs(clause: Clause | None, words: Sequence[Span]) -> tuple[Run, ...]:
    return runs_of(clause.text, ((span.start, span.end, "changed") for span in words)) if clause else ()


def _compared(services: Services, old: str, new: str, same_text: str) -> tuple[TextDifferences | None, str]:
    """The two texts, or why there is nothing to compare; UnknownDocument for a name that is none, BusyError."""
    kb: KnowledgeBase = services.kb
    first, second = kb.document(old), kb.document(new)
    if first.id == second.id:
        return None, same_text
    with services.room.admitted():
        before, after = (version_of(each, kb.clauses(each.id)) for each in (first, second))
        return differences(before, after), ""


def _offered(lines: Sequence[Sequence[DocumentEntry]], chosen: str, old: str, new: str) -> tuple[str, str]:
    """What the form holds for a document: itself as the new text and the one before it as the old, where nothing was typed."""
    before = ""
    for line in lines:
        ids = [entry.document.id for entry in line]
        at = ids.index(chosen)
        before = before or (ids[at - 1] if at else "")
    return old or before, new or chosen

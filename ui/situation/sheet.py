"""The sheet of a situation to print: what it comes to in force, papers to bring, what is still to be checked, and the whole clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from kb.benefits import CardMatch, Situation
from kb.cases import CaseReading
from kb.records import Clause, Document, Quote
from ui.pieces import FRAMES, BenefitView, SaidView, Shelf, benefit_view, clause_body, source_line
from ui.server import View
from ui.situation.form import SituationForm
from ui.situation.result import assumed_lines, described, grouped


@dataclass(frozen=True)
class SheetClause:
    """A clause that benefits on the sheet rest on, whole, with all their words marked; `n` is its number on the sheet."""

    n: int
    line: Markup
    body: Markup


def sheet_context(
    given: SituationForm,
    reading: CaseReading | None,
    situation: Situation,
    view: View,
    fingerprint: str,
    chosen: frozenset[str] | None = None,
) -> dict[str, Any]:
    """What the template of the sheet is told; `chosen` are the cards (ids) it is to hold, None for all.

    Rules that are not in force, and those the situation says nothing of, stand by name only.
    """
    which = 1 if view.language == "en" else 0
    shelf = Shelf(0, view.url("/").rstrip("/"), situation.as_of)
    current, ended = grouped(situation.current), grouped(situation.ended)
    granted = [
        match for match in (*current["applies"], *current["may_apply"]) if chosen is None or match.card.id in chosen
    ]
    left_out = len(current["applies"]) + len(current["may_apply"]) - len(granted)

    def views(matches: Iterable[CardMatch]) -> list[BenefitView]:
        return [benefit_view(match, view.language, shelf) for match in matches]

    shown = views(granted)
    numbers = {clause: n for n, clause in enumerate(dict.fromkeys(each.clause.id for each in shown), 1)}
    return {
        "said_text": given.text if given.text == given.read else "",
        "described": described(given, reading, situation, which),
        "assumed": assumed_lines(situation, which),
        "as_of": situation.as_of,
        "today": date.today(),
        "shown": shown,
        "left_out": left_out,
        "short": {match.card.clause.id: _short(match) for match in (*granted, *ended["applies"], *ended["may_apply"])},
        "numbers": numbers,
        "clauses": _clauses(granted, shown, numbers, view),
        "papers": _once(said for each in shown for said in each.papers),
        "checks": [(each.title, (*each.missing, *each.left_open)) for each in shown if each.missing or each.left_open],
        "others": views(current["other"]),
        "ended": views([*ended["applies"], *ended["may_apply"]]),
        "fingerprint": fingerprint,
    }


def _clauses(
    granted: list[CardMatch], shown: list[BenefitView], numbers: dict[str, int], view: View
) -> list[SheetClause]:
    held: dict[str, tuple[Document, Clause, list[Quote]]] = {}
    for match, each in zip(granted, shown, strict=True):
        held.setdefault(each.clause.id, (match.card.document, each.clause, []))[2].extend(each.quotes)
    frame = FRAMES[view.language]
    return [
        SheetClause(numbers[id], Markup(source_line(document, clause, frame)[1]), Markup(clause_body(clause, quotes)))
        for id, (document, clause, quotes) in held.items()
    ]


def _short(match: CardMatch) -> str:
    """Document and clause in a few characters: the whole line stands with the clause."""
    document = match.card.document
    return f"{document.number or f'《{document.title}》'} {match.card.clause.label}"


def _once(papers: Iterable[SaidView]) -> list[SaidView]:
    return list({(each.text, each.words): each for each in papers}.values())

"""The sheet of a situation to print: what it comes to in force, papers to bring, what is still to be checked, and the whole clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.benefits import CardMatch, Situation
from kb.cases import CaseReading
from kb.records import Clause, Document, Quote
from ui.pieces import BenefitView, SaidView, benefit_view
from ui.server import View
from ui.situation.form import SituationForm
from ui.situation.result import assumed_lines, described, grouped


@dataclass(frozen=True)
class SheetClause:
    """A clause that benefits on the sheet rest on, with all their words quoted; `n` is its number on the sheet."""

    n: int
    document: Document
    clause: Clause
    quotes: tuple[Quote, ...]


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
    current, ended = grouped(situation.current), grouped(situation.ended)
    granted = [
        match for match in (*current["applies"], *current["may_apply"]) if chosen is None or match.card.id in chosen
    ]
    left_out = len(current["applies"]) + len(current["may_apply"]) - len(granted)

    def views(matches: Iterable[CardMatch]) -> list[BenefitView]:
        return [benefit_view(match) for match in matches]

    shown = views(granted)
    clauses = _clauses(shown)
    return {
        "said_text": given.text if given.text == given.read else "",
        "described": described(given, reading, situation, which),
        "assumed": assumed_lines(situation, which),
        "as_of": situation.as_of,
        "today": date.today(),
        "shown": shown,
        "left_out": left_out,
        "numbers": {each.clause.id: each.n for each in clauses},
        "clauses": clauses,
        "papers": _once(said for each in shown for said in each.papers),
        "checks": [(each.title, (*each.missing, *each.left_open)) for each in shown if each.missing or each.left_open],
        "others": views(current["other"]),
        "uncarded": situation.uncarded,
        "ended": views([*ended["applies"], *ended["may_apply"]]),
        "fingerprint": fingerprint,
    }


def _clauses(shown: list[BenefitView]) -> list[SheetClause]:
    held: dict[str, list[BenefitView]] = {}
    for each in shown:
        held.setdefault(each.clause.id, []).append(each)
    return [
        SheetClause(n, many[0].card.document, many[0].clause, tuple(quote for each in many for quote in each.quotes))
        for n, many in enumerate(held.values(), 1)
    ]


def _once(papers: Iterable[SaidView]) -> list[SaidView]:
    return list({(each.text, each.words): each for each in papers}.values())

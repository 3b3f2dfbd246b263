"""A comparison as plain data, which programs read."""

from __future__ import annotations

from typing import Any

from kb.answers.citations import answer_model
from kb.answers.compared import ComparedSide, Comparison
from kb.objects import ComparedQuoteObject, ComparedSideObject, ComparisonObject, FigureRowObject, MarkObject


def comparison_object(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data (kb/objects/comparisons.py)."""
    return ComparisonObject(
        subject=comparison.subject,
        asked=comparison.asked,
        as_of=comparison.as_of,
        language=comparison.language,
        sides=[_side(side) for side in comparison.sides],
        rows=[FigureRowObject(kind=row.kind, cells=[list(cell) for cell in row.cells]) for row in comparison.rows],
    ).plain()


def _side(side: ComparedSide) -> ComparedSideObject:
    return ComparedSideObject(
        kind=side.side.kind,
        name=side.side.name,
        title=side.title,
        documents=list(side.documents),
        answer=answer_model(side.answer),
        quotes=[
            ComparedQuoteObject(
                text=quoted.item.text,
                citation=quoted.citation.n,
                start=quoted.quote.start,
                end=quoted.quote.end,
                marks=[
                    MarkObject(
                        start=mark.start,
                        end=mark.end,
                        kind=mark.kind,
                        differs=mark.differs,
                        bound_only=mark.bound_only,
                    )
                    for mark in quoted.marks
                ],
            )
            for quoted in side.quotes
        ],
    )

"""Answers in parts: what each side of a comparison, or each of several questions in one sentence, has to say.

Both functions give the parts and the names of those that have nothing; nothing at all where the question turns out to have one answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from kb.answers.composition import AnswerPart
from kb.answers.probe import Probe, speaks_for_another
from kb.answers.ranking import Ranker
from kb.answers.sides import SideScope
from kb.questions import Question

# Beside a side that is believed as any answer is, another needs less: they speak of the same thing.
_SIDE = 0.5


def parts_of_sides(
    probe: Probe, sides: Sequence[SideScope], ranker: Ranker, day: date
) -> tuple[list[AnswerPart], list[str]]:
    """The same question asked of each side's documents. A side without a document has no part: the notices say that none is held."""
    parts: list[AnswerPart] = []
    missing: list[str] = []
    for side in sides:
        ranked = ranker.rank(probe, side.documents, day).candidates
        found = tuple(item for item in ranked if side.word in " ".join((*item.clause.path, item.clause.text)))
        if found and found[0].score >= ranker.relevance.level * _SIDE:
            parts.append(AnswerPart(found, side.name))
        elif side.documents:
            missing.append(side.name)
    compared = len({part.candidates[0].clause.id for part in parts}) > 1 or 0 < len(parts) < len(sides)
    believed = any(part.candidates[0].score >= ranker.relevance.level for part in parts)
    return (parts, missing) if compared and believed else ([], [])


def parts_of_questions(
    questions: Sequence[Question], documents: Collection[str], ranker: Ranker, day: date
) -> tuple[list[AnswerPart], list[str]]:
    """Each question in the sentence asked by itself, of the documents that the whole sentence is about."""
    parts: list[AnswerPart] = []
    missing: list[str] = []
    for question in questions:
        if not question.content:
            continue
        probe = ranker.probe(question)
        ranked = tuple(
            item
            for item in ranker.rank(probe, documents, day).candidates
            if not speaks_for_another(probe, item.clause, item.document, item.states)
        )
        if ranked and ranked[0].score >= ranker.relevance.level:
            parts.append(AnswerPart(ranked))
        else:
            missing.append(question.text)
    return (parts, missing) if len(parts) > 1 else ([], [])

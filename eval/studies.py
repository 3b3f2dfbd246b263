"""What a study compares: knowledge bases that differ in one thing, asked the same questions, in the same few figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval import metrics
from eval.opened import OpenedStore
from eval.questions import EvalQuestion
from eval.results import SHIPPED, QuestionResult
from eval.runner import Bench, run_questions
from eval.texts import CorpusTexts
from index import Progress

STUDY_COLUMNS = (
    "hit@1 zh",
    "hit@1 en",
    "hit@3 zh",
    "hit@3 en",
    "facts",
    "cited",
    "answerable refused",
    "unanswerable declared",
)


@dataclass(frozen=True)
class StudyRow:
    """One knowledge base's figures over `questions` questions, None if none was eligible; `less` is their difference to the shipped."""

    name: str
    description: str
    questions: int
    figures: Mapping[str, float | None]
    less: Mapping[str, float | None] = field(default_factory=dict)


def records_of(
    opened: OpenedStore, questions: Sequence[EvalQuestion], texts: CorpusTexts, progress: Progress | None = None
) -> tuple[QuestionResult, ...]:
    """What becomes of the questions, as in `eval run`, the vectors of the questions kept for the next knowledge base."""
    return run_questions(questions, Bench(opened, texts, timed=False), progress)


def figures_of(records: Sequence[QuestionResult]) -> dict[str, float | None]:
    """The figures named in `STUDY_COLUMNS`."""
    values = metrics.answer_values(records) | metrics.ranking_values(records, SHIPPED)

    def mean(metric: str, language: str | None = None) -> float | None:
        known = [
            value
            for value, item in zip(values[metric], records, strict=True)
            if value is not None and language in (None, item.language)
        ]
        return sum(known) / len(known) if known else None

    return {
        "hit@1 zh": mean("hit@1", "zh"),
        "hit@1 en": mean("hit@1", "en"),
        "hit@3 zh": mean("hit@3", "zh"),
        "hit@3 en": mean("hit@3", "en"),
        "facts": mean("facts"),
        "cited": mean("cited"),
        "answerable refused": mean("answerable_refused"),
        "unanswerable declared": mean("refusal_recall"),
    }


def row_of(
    name: str, description: str, records: Sequence[QuestionResult], shipped: Mapping[str, float | None] | None = None
) -> StudyRow:
    """The figures of these records, with their differences to the shipped ones where these are given."""
    figures = figures_of(records)
    less = {column: _less(figures[column], shipped[column]) for column in STUDY_COLUMNS} if shipped else {}
    return StudyRow(name, description, len(records), figures, less)


def _less(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before

"""What any door lets a program do: plain arguments in, objects out. Wrong arguments raise the errors of kb."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.objects import DocumentsObject, HeldClauseObject, HitsObject
from kb.answers import answer_object, clause_model, compare, comparison_object, document_object, hit_object, side_of
from kb.benefits import situation_object
from kb.cases import profile_of
from kb.citation_lines import citation_line
from kb.documents import find_document, validity_on
from kb.errors import InvalidInput, UnknownClause
from kb.language import parse_as_of
from kb.objects import (
    AnswerObject,
    ComparisonObject,
    DocumentEntryObject,
    DocumentObject,
    HitObject,
    ReportObject,
    SituationObject,
)
from kb.records import Filters, Language
from kb.store import KnowledgeBase, StoreFollower
from kb.verification import report_object

MOST_HITS = 100


class Doors:
    """The questions that programs may put to a store, or to one that is followed; safe to share between threads."""

    def __init__(self, source: KnowledgeBase | StoreFollower) -> None:
        self._source = source

    @property
    def _base(self) -> KnowledgeBase:
        return self._source.current

    def ask(self, question: str, filters: Filters, language: Language | None = None) -> AnswerObject:
        """The answer to one question; "not found" is one."""
        return AnswerObject.model_validate(answer_object(self._base.ask(question, filters, language=language)))

    def search(self, question: str, k: int, filters: Filters) -> HitsObject:
        """The best `k` clauses."""
        if not 1 <= k <= MOST_HITS:
            raise InvalidInput(f"k 应为 1 至 {MOST_HITS}。", f"k must be from 1 to {MOST_HITS}.", field="k")
        hits = self._base.search(question, k, filters)
        return HitsObject(hits=[HitObject.model_validate(hit_object(hit)) for hit in hits])

    def clause(self, clause_id: str, as_of: str | None = None) -> HeldClauseObject:
        """A clause by its id, with those below it and its document."""
        base, day = self._base, day_of(as_of)
        clause = base.clause(clause_id)
        document = find_document(clause.document, [entry.document for entry in base.documents()])
        validity = validity_on(document, day, clause.id)
        return HeldClauseObject(
            clause=clause_model(clause, base.clauses(document.id)),
            line=citation_line(document, clause.label),
            document=DocumentObject.model_validate(document_object(document, *validity)),
        )

    def clause_at(self, document: str, address: str) -> HeldClauseObject:
        """A clause by its document (id, number or title) and its address there."""
        for clause in self._base.clauses(document):
            if clause.label == address:
                return self.clause(clause.id)
        raise UnknownClause(f"{document} 没有“{address[:40]}”这一条。", f"{document} has no such clause.")

    def documents(self, as_of: str | None = None) -> DocumentsObject:
        """All documents with their validity on a day."""
        return DocumentsObject(
            documents=[
                DocumentEntryObject.model_validate(
                    document_object(entry.document, entry.validity, entry.validity_quote)
                    | {"file": entry.document.file, "clauses": entry.clauses}
                )
                for entry in self._base.documents(day_of(as_of))
            ]
        )

    def validity(self, document: str, as_of: str | None = None) -> DocumentObject:
        """One document with its validity on a day, and the words that prove it."""
        held = find_document(document, [entry.document for entry in self._base.documents()])
        return DocumentObject.model_validate(document_object(held, *validity_on(held, day_of(as_of))))

    def match(self, situation: str | None, profile: dict[str, Any] | None, as_of: str | None = None) -> SituationObject:
        """The benefits that fit a case in words, or a profile."""
        base, day = self._base, day_of(as_of)
        if (situation is None) == (profile is None):
            raise InvalidInput(
                "请给出 situation 或 profile 之一。", "Give either situation or profile.", field="situation"
            )
        reading = base.benefits.read(situation, day) if situation is not None else None
        facts = reading.profile if reading else profile_of(profile, base.benefits.facts)
        return SituationObject.model_validate(situation_object(base.match(facts, day), reading))

    def compare(self, subject: str, sides: list[str], as_of: str | None = None) -> ComparisonObject:
        """One subject side by side."""
        base = self._base
        found = compare(base, subject, [side_of(base, name) for name in sides], day_of(as_of))
        return ComparisonObject.model_validate(comparison_object(found))

    def verify(self, draft: str, as_of: str | None = None) -> ReportObject:
        """What a draft claims, held against the texts."""
        return ReportObject.model_validate(report_object(self._base.verify(draft, day_of(as_of))))


def filters_of(
    region: str | None = None, document: str | None = None, as_of: str | None = None, *, in_force: bool = False
) -> Filters:
    """The filters of a question; InvalidInput for a day that is none."""
    return Filters(region or None, document or None, None, day_of(as_of) if as_of else None, in_force)


def day_of(as_of: str | None) -> date:
    """The day that validity is judged by, today where none is given; InvalidInput where it is none."""
    return parse_as_of(as_of) if as_of else date.today()

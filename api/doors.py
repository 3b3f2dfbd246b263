"""What any door lets a program do: plain arguments in, objects out. Wrong arguments raise the errors of kb."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

from api.objects import (
    DocumentsObject,
    HeldClauseObject,
    HitsObject,
    LookedUpClauseObject,
    LookedUpDocumentObject,
    ReadyObject,
)
from kb.admission import BusyError, WaitingRoom
from kb.answers import (
    Answer,
    SearchHit,
    answer_object,
    clause_model,
    compare,
    comparison_object,
    document_object,
    hit_object,
    side_of,
)
from kb.benefits import situation_object
from kb.cases import profile_of
from kb.citation_lines import line_to_cite
from kb.documents import find_document, nearest_documents, validity_on
from kb.errors import InvalidInput, InvalidQuestion, KnowledgeBaseError, UnknownClause, UnknownDocument
from kb.language import parse_as_of
from kb.messages import Message
from kb.objects import (
    AnswerObject,
    ComparisonObject,
    DocumentEntryObject,
    DocumentObject,
    HitObject,
    ReportObject,
    SituationObject,
)
from kb.questions import Question
from kb.records import Document, Filters, Language
from kb.store import KnowledgeBase, StoreFollower
from kb.summaries import Summaries
from kb.verification import MOST_BYTES, draft_text, report_object

MOST_HITS = 100
BUSY: Final = Message("现在提问的人较多：请稍后再试。", "Too many ask at once: try again shortly.")


class Busy(KnowledgeBaseError):  # noqa: N818 - named for what is wrong, as in kb/errors.py
    """More ask at once than can be answered in time."""


class Doors:
    """The questions that programs may put to a store, or to one that is followed; safe to share between threads.

    `room` is the one before the models, which the pages of the same server share. Raises Busy where it is full. `summaries` puts a
    summary to each answer.
    """

    def __init__(
        self,
        source: KnowledgeBase | StoreFollower,
        room: WaitingRoom | None = None,
        summaries: Summaries | None = None,
    ) -> None:
        self._source, self._summaries = source, summaries
        self._room = room or WaitingRoom()
        # No model is asked, so a long draft need not keep those who ask waiting.
        self._drafts = WaitingRoom(running=1, waiting=9)

    @property
    def generation(self) -> str:
        """The name of what is held now: it changes with the texts and with the program that read them."""
        return self._base.fingerprint[:16]

    def ready(self) -> ReadyObject:
        """What is held now and since when; StoreError where nothing is."""
        base = self._base
        age = (datetime.now(UTC) - base.built).total_seconds() if base.built else None
        return ReadyObject(
            status="ready",
            generation=self.generation,
            built=base.built,
            age_seconds=None if age is None else max(0, int(age)),
            documents=len(base.documents()),
            warning=str(base.warning) if base.warning else None,
        )

    @property
    def _base(self) -> KnowledgeBase:
        return self._source.current

    def answer(self, question: str, filters: Filters, language: Language | None = None) -> Answer:
        """The answer to one question; "not found" is one. InvalidQuestion for what is no question."""
        with _admitted(self._room):
            answer = self._base.ask(question, filters, language=language)
        if answer.status == "invalid":
            raise InvalidQuestion.saying(answer.notices[0].message)
        return self._summaries.summarised(answer) if self._summaries else answer

    def ask(self, question: str, filters: Filters, language: Language | None = None) -> AnswerObject:
        """The answer as the object that programs are given."""
        return AnswerObject.model_validate(answer_object(self.answer(question, filters, language)))

    def understand(self, question: str) -> Question:
        """What a question says, before any text is searched."""
        return self._base.understand(question)

    def hits(
        self, question: str, k: int, filters: Filters, admits: Callable[[Document], bool] | None = None
    ) -> list[SearchHit]:
        """The best `k` clauses, best first, with their documents; of those documents alone that `admits` lets in."""
        if not 1 <= k <= MOST_HITS:
            raise InvalidInput(f"k 应为 1 至 {MOST_HITS}。", f"k must be from 1 to {MOST_HITS}.", field="k")
        with _admitted(self._room):
            base = self._base
            among = None if admits is None else {one.document.id for one in base.documents() if admits(one.document)}
            return base.search(question, k, filters, among)

    def search(self, question: str, k: int, filters: Filters) -> HitsObject:
        """The best `k` clauses."""
        return HitsObject(hits=[HitObject.model_validate(hit_object(hit)) for hit in self.hits(question, k, filters)])

    def clause(self, clause_id: str, as_of: str | None = None) -> HeldClauseObject:
        """A clause by its id, with those below it and its document."""
        base, day = self._base, day_of(as_of)
        clause = base.clause(clause_id)
        document = find_document(clause.document, [entry.document for entry in base.documents()])
        validity = validity_on(document, day, clause.id)
        return HeldClauseObject(
            clause=clause_model(clause, base.clauses(document.id)),
            line=line_to_cite(document, clause.label),
            document=DocumentObject.model_validate(document_object(document, *validity)),
        )

    def look_up_clause(self, clause_id: str, as_of: str | None = None) -> LookedUpClauseObject:
        """As `clause`; that it is not held is a result too, with the likest ids of its document or the likest documents."""
        try:
            found = self.clause(clause_id, as_of)
        except UnknownClause:
            near = self._nearest(clause_id)
            return LookedUpClauseObject(
                status="not_held", asked=clause_id, nearest=near, clause=None, line=None, document=None
            )
        return LookedUpClauseObject(
            status="held", asked=clause_id, nearest=[], clause=found.clause, line=found.line, document=found.document
        )

    def _nearest(self, clause_id: str) -> list[str]:
        name, base = clause_id.partition(" ")[0], self._base
        try:
            ids = [clause.id for clause in base.clauses(name)]
        except UnknownDocument:
            return nearest_documents(name, [entry.document for entry in base.documents()])
        return difflib.get_close_matches(clause_id, ids, n=3, cutoff=0.3)

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

    def look_up_document(self, document: str, as_of: str | None = None) -> LookedUpDocumentObject:
        """As `validity`; that it is not held is a result too, with the likest documents."""
        try:
            found = self.validity(document, as_of)
        except UnknownDocument:
            near = nearest_documents(document, [entry.document for entry in self._base.documents()])
            return LookedUpDocumentObject(status="not_held", asked=document, nearest=near, document=None)
        return LookedUpDocumentObject(status="held", asked=document, nearest=[], document=found)

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
        with _admitted(self._room):
            found = compare(base, subject, [side_of(base, name) for name in sides], day_of(as_of))
        return ComparisonObject.model_validate(comparison_object(found))

    def verify(self, draft: str | bytes, as_of: str | None = None, name: str = "") -> ReportObject:
        """What a draft claims, held against the texts; `draft` is its text, or the bytes of a file that messages call `name`."""
        if isinstance(draft, str) and len(draft.encode("utf-8")) > MOST_BYTES:
            size = MOST_BYTES // 10**6
            raise InvalidInput(
                f"文稿超过 {size} MB：请分成几份。", f"The draft is over {size} MB: split it.", field="draft"
            )
        with _admitted(self._drafts):
            text = draft if isinstance(draft, str) else draft_text(draft, name)
            report = self._base.verify(text, day_of(as_of))
        return ReportObject.model_validate(report_object(report))


@contextmanager
def _admitted(room: WaitingRoom) -> Iterator[None]:
    try:
        with room.admitted():
            yield
    except BusyError:
        raise Busy.saying(BUSY) from None


def filters_of(
    region: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
    *,
    in_force: bool = False,
    kind: str | None = None,
) -> Filters:
    """The filters of a question; InvalidInput for a day that is none."""
    return Filters(region or None, document or None, kind or None, day_of(as_of) if as_of else None, in_force)


def day_of(as_of: str | None) -> date:
    """The day that validity is judged by, today where none is given; InvalidInput where it is none."""
    return parse_as_of(as_of) if as_of else date.today()

"""What the pages of one server share."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from kb.admission import BusyError, WaitingRoom
from kb.answers import Answer
from kb.errors import AuditError, CountsError, KnowledgeBaseError
from kb.people import AuditLog, Deed, FeedbackStore, QuestionCounts, RefusedWords, masked, without_masked
from kb.settings import Settings
from kb.store import KnowledgeBase, StoreFollower
from kb.summaries import Summaries
from ui.pieces import answer_html
from ui.server.faults import Faults
from ui.server.metrics import Metrics
from ui.server.sessions import Session, Sessions
from ui.server.site import Site


@dataclass(frozen=True, eq=False)
class Services:
    """The knowledge base, the sessions, the shell, the feedback and the one waiting room before the knowledge base.

    `source` is a knowledge base, or a follower that gives the newest one each time. Without `audit`, `counts` and `refused`, as on a public
    terminal, nothing is recorded; without `settings` no page changes the corpus, the users or the keys that they name. `summaries` is there
    where a language model is asked for them.
    """

    source: KnowledgeBase | StoreFollower
    feedback: FeedbackStore
    sessions: Sessions = field(default_factory=Sessions)
    site: Site = field(default_factory=Site)
    room: WaitingRoom = field(default_factory=WaitingRoom)
    audit: AuditLog | None = None
    counts: QuestionCounts | None = None
    settings: Settings | None = None
    refused: RefusedWords | None = None
    faults: Faults = field(default_factory=Faults)
    summaries: Summaries | None = None
    metrics: Metrics | None = None

    def __post_init__(self) -> None:
        """What is not held any more is nobody's work."""
        self.sessions.held = self.sessions.held or (lambda: self.kb.document_ids)

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base to answer one request from."""
        return self.source.current

    def rehearse(self) -> None:
        """Asks and shows a question of each language; what goes wrong with it is told to whoever asks next."""
        with suppress(BusyError, KnowledgeBaseError), self.room.admitted():
            for answer in self.kb.rehearse():
                answer_html(answer)

    def count(self, answer: Answer, session: Session | None = None) -> None:
        """Counts an answer, and the words of one that was none; none is kept back because it cannot be counted."""
        if self.metrics:
            self.metrics.answered(answer.status)
        try:
            if self.counts:
                self.counts.add(answer)
            if self.refused and session and answer.status in ("not_found", "out_of_scope"):
                words = self.kb.understand(without_masked(masked(answer.question))).content
                self.refused.add(words, session.user or session.token)
        except CountsError as error:
            self.faults.report(error)

    def record(self, session: Session | None, deed: Deed, subject: str, **details: int) -> None:
        """Records what the user of a session did, "" where nobody signs in."""
        try:
            if self.audit:
                self.audit.append(session.user or "" if session else "", deed, subject, **details)
        except AuditError as error:
            self.faults.report(error)
